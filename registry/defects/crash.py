"""
Defects that show only when the process dies: what should have been in the store was elsewhere, or was there too soon.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import outbox
from registry.defects.defect import defect
from registry.deliveries import Deliveries
from registry.neighbours import Neighbours
from registry.opaque import opaque
from registry.outbox import Waiting
from registry.parts import Override, Parts
from registry.store import INBOUND, OUTBOX, STREAMS, Store


def _on_opening(change: Callable[[sa.Connection], object]) -> Override:
    """
    The parts with a store that is changed when it is opened: what was only in memory is gone then.
    """

    def override(parts: Parts) -> Parts:
        sound = parts.store

        def opened(url: str) -> Store:
            store = sound(url)
            with store.begin() as conn:
                change(conn)
            return store

        return msgspec.structs.replace(parts, store=opened)

    return override


def _named_anew(conn: sa.Connection) -> None:
    for row in conn.execute(
        sa.select(OUTBOX.c.n, OUTBOX.c.body).where(OUTBOX.c.state.in_(outbox.OPEN))
    ).all():
        parcel = msgspec.json.decode(row.body, type=dict[str, Any])
        parcel["envelope"] |= {"message_id": f"m-{opaque()}", "idempotency_key": f"k-{opaque()}"}
        body = msgspec.json.encode(parcel).decode()
        conn.execute(OUTBOX.update().where(OUTBOX.c.n == row.n).values(body=body))


class _NotedFirst(Deliveries):
    """
    Notes a message as taken and sends it then.
    """

    async def _work(self, stream: str, messages: list[Waiting]) -> None:
        with self._store.begin() as conn:
            for message in messages[:1]:
                outbox.close(conn, message.n, "taken")
        await super()._work(stream, messages)


def _noted_first(parts: Parts) -> Parts:
    return msgspec.structs.replace(parts, deliveries=_NotedFirst)


def _sent_first(parts: Parts) -> Parts:
    """
    The parts with a store that sends what a transaction leaves in the outbox, and commits then.
    """
    line: list[Neighbours] = []
    connect, sound = parts.neighbours, parts.store

    def connected(transport: Any) -> Neighbours:
        line.append(connect(transport))
        return line[-1]

    def opened(url: str) -> Store:
        store = sound(url)
        begin = store.begin

        @contextmanager
        def hasty() -> Iterator[sa.Connection]:
            with begin() as conn:
                yield conn
                for row in conn.execute(
                    sa.select(OUTBOX).where(OUTBOX.c.state == "due").order_by(OUTBOX.c.n)
                ).all():
                    _send(line[-1], row)
                    outbox.close(conn, row.n, "taken")

        store.begin = hasty  # type: ignore[method-assign]  # one object of the class, not the class
        return store

    return msgspec.structs.replace(parts, neighbours=connected, store=opened)


def _send(line: Neighbours, row: sa.Row[Any]) -> None:
    neighbour = line.book[row.neighbour]
    request = urllib.request.Request(  # noqa: S310 - a neighbour's address
        f"{neighbour.url}/messages/{row.message_type}",
        data=row.body.encode(),
        headers={"Authorization": f"Bearer {neighbour.credential}", "Content-Type": "application/json"},
    )
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10).close()


DEFECTS = (
    defect(
        "crash-outbox-in-memory",
        "送信待ちの通知をメモリにだけ持つ。",
        "What waits to be sent is kept in memory only.",
        _on_opening(lambda conn: conn.execute(OUTBOX.delete().where(OUTBOX.c.state.in_(outbox.OPEN)))),
        must="JUKI-005",
        may="JUKI-001 REL-003 ATE-001 LINK-003 DEPT-001",
        pattern="lost-in-crash",
        acts=2,
    ),
    defect(
        "crash-noted-before-sending",
        "送る前に送達済みと記録する。",
        "A message is noted as taken before it is sent.",
        _noted_first,
        must="JUKI-005",
        may="JUKI-001 REL-003 ATE-001 LINK-003 DEPT-001",
        pattern="lost-in-crash",
        acts=2,
    ),
    defect(
        "crash-named-anew",
        "再起動すると、未送達の通知に新しい識別番号を付ける。",
        "After a restart what was not noted as taken goes out under a new message id.",
        _on_opening(_named_anew),
        must="JUKI-005",
        pattern="doubled-in-crash",
        acts=2,
    ),
    defect(
        "crash-sent-before-commit",
        "確定する前に通知を送る。",
        "Messages are sent before the change that causes them is committed.",
        _sent_first,
        must="JUKI-005",
        may="JUKI-001 REL-003 ATE-001 LINK-003 DEPT-001",
        pattern="doubled-in-crash",
        acts=2,
    ),
    defect(
        "crash-streams-forgotten",
        "再起動すると、一人についての通番を初めから数え直す。",
        "After a restart the order of the messages about a person begins anew.",
        _on_opening(lambda conn: conn.execute(STREAMS.delete())),
        must="JUKI-005",
        pattern="order-lost-in-crash",
        acts=2,
    ),
    defect(
        "crash-inbound-forgotten",
        "再起動すると、受け取った通知を覚えていない。",
        "After a restart a message that was taken is taken again when it is repeated.",
        _on_opening(lambda conn: conn.execute(INBOUND.delete())),
        must="JUKI-005",
        pattern="doubled-in-crash",
        acts=2,
    ),
)
