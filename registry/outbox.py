"""
The outbox: messages that were committed with the change that caused them, until each is taken or refused.

At least once: an envelope is written when the change commits and never altered, so a repetition has the same
message id. In order: within one stream the next message is not sent before the one before it was taken. Nothing here
looks at a wall clock: what failed waits until the town's clock moves or somebody settles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec
import sqlalchemy as sa

from registry.opaque import opaque
from registry.rules import dates
from registry.store import OUTBOX, STREAMS
from registry.wire.town import Envelope

SCHEMA_VERSION = "1"
OPEN = ("due", "waiting")
"""States of a message that was not taken yet: to be sent now, or after the next wake-up."""


class Actor(msgspec.Struct, frozen=True):
    """
    On whose order something happens; `system` for what the clock or a neighbour causes.
    """

    operator: str
    terminal: str
    trace_id: str


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """
    A message before it has an envelope. `subject` is the person its order belongs to, in the registry's own words.
    """

    neighbour: str
    receiver: str
    subject: str
    message_type: str
    body: msgspec.Struct
    actor: Actor
    at: datetime
    resident: str | None = None


class Parcel(msgspec.Struct, frozen=True):
    """
    What goes over the wire.
    """

    envelope: Envelope
    body: msgspec.Raw


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """
    The parts of the outbox that a deliberate defect may replace.

    `outgoing` sees the drafts of one transaction in order; `envelope` the finished envelope; `kept` decides whether
    a message is stored; `next_of` picks, from the open messages of one stream in order, the one to send.
    """

    outgoing: Callable[[list[Draft]], list[Draft]] = list
    envelope: Callable[[Envelope], Envelope] = lambda envelope: envelope
    kept: Callable[[Envelope], bool] = lambda _envelope: True
    next_of: Callable[[list[int]], int] = lambda numbers: numbers[0]


class Waiting(msgspec.Struct, frozen=True):
    """
    One open message as it is read back for delivery.
    """

    n: int
    neighbour: str
    resident: str | None
    message_type: str
    body: str


def _place(conn: sa.Connection, draft: Draft) -> tuple[str, int]:
    key = (STREAMS.c.receiver == draft.receiver) & (STREAMS.c.subject == draft.subject)
    row = conn.execute(sa.select(STREAMS.c.stream, STREAMS.c.sequence).where(key)).one_or_none()
    if row is None:
        stream = f"s-{opaque()}"
        conn.execute(
            STREAMS.insert().values(receiver=draft.receiver, subject=draft.subject, stream=stream, sequence=1)
        )
        return stream, 1
    conn.execute(STREAMS.update().where(key).values(sequence=row.sequence + 1))
    return str(row.stream), int(row.sequence) + 1


def enclose(conn: sa.Connection, draft: Draft, sender: str, policy: Policy) -> Parcel:
    """
    The draft in its envelope, with the next place in its stream.
    """
    stream, sequence = _place(conn, draft)
    message_id = opaque()
    envelope = Envelope(
        message_id=f"m-{message_id}",
        message_type=draft.message_type,
        schema_version=SCHEMA_VERSION,
        trace_id=draft.actor.trace_id,
        stream=stream,
        sequence=sequence,
        sender=sender,
        receiver=draft.receiver,
        sent_at=dates.written(draft.at),
        operator=draft.actor.operator,
        terminal=draft.actor.terminal,
        idempotency_key=f"k-{message_id}",
    )
    return Parcel(policy.envelope(envelope), msgspec.Raw(msgspec.json.encode(draft.body)))


def add(conn: sa.Connection, drafts: Iterable[Draft], sender: str, policy: Policy) -> None:
    """
    Store messages in the transaction of the change that causes them.
    """
    for draft in policy.outgoing(list(drafts)):
        parcel = enclose(conn, draft, sender, policy)
        if policy.kept(parcel.envelope):
            conn.execute(
                OUTBOX.insert().values(
                    stream=parcel.envelope.stream,
                    sequence=parcel.envelope.sequence,
                    state="due",
                    neighbour=draft.neighbour,
                    resident=draft.resident,
                    message_type=draft.message_type,
                    body=msgspec.json.encode(parcel).decode(),
                )
            )


def wake(conn: sa.Connection) -> None:
    """
    Make everything due that waits for a retry.
    """
    conn.execute(OUTBOX.update().where(OUTBOX.c.state == "waiting").values(state="due"))


def due_streams(conn: sa.Connection) -> list[str]:
    """
    Streams that have a message to be sent now, oldest first.
    """
    return list(
        conn.execute(
            sa.select(OUTBOX.c.stream)
            .where(OUTBOX.c.state == "due")
            .group_by(OUTBOX.c.stream)
            .order_by(sa.func.min(OUTBOX.c.n))
        ).scalars()
    )


def next_due(conn: sa.Connection, stream: str, policy: Policy) -> Waiting | None:
    """
    The message of the stream that may be sent now, or None while the first open one waits for a retry.
    """
    rows = conn.execute(
        sa.select(OUTBOX)
        .where(OUTBOX.c.stream == stream, OUTBOX.c.state.in_(OPEN))
        .order_by(OUTBOX.c.sequence)
    ).all()
    if not rows or rows[0].state == "waiting":
        return None
    chosen = policy.next_of([int(row.n) for row in rows])
    row = next(row for row in rows if row.n == chosen)
    return Waiting(row.n, row.neighbour, row.resident, row.message_type, row.body)


def close(conn: sa.Connection, n: int, state: str) -> None:
    """
    Record what became of a message: `taken`, `refused`, or `waiting` for a retry. A closed message keeps no body.
    """
    values = {"state": state} if state == "waiting" else {"state": state, "body": ""}
    conn.execute(OUTBOX.update().where(OUTBOX.c.n == n).values(values))


def open_count(conn: sa.Connection) -> int:
    """
    How many messages are neither taken nor refused.
    """
    return int(
        conn.execute(
            sa.select(sa.func.count()).select_from(OUTBOX).where(OUTBOX.c.state.in_(OPEN))
        ).scalar_one()
    )
