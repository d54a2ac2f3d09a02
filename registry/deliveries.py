"""
The work of the outbox: one worker per stream that sends until its stream is empty or waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import audit, codes, outbox
from registry.audit import Line
from registry.neighbours import Answer, Neighbours
from registry.outbox import Waiting
from registry.rulebook import Rulebook
from registry.store import Store

AT_ONCE = 8
"""How many streams send at the same time."""


class _Reply(msgspec.Struct):
    body: dict[str, Any] = {}


class Deliveries:
    """
    Sends what is due. Everything runs in the event loop that commits; a transaction never waits for the network.
    """

    def __init__(
        self,
        store: Store,
        neighbours: Neighbours,
        book: Rulebook,
        now: Callable[[sa.Connection], datetime | None],
    ) -> None:
        self._store = store
        self._neighbours = neighbours
        self._book = book
        self._now = now
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)

    def kick(self) -> None:
        """
        Start a worker for every stream that has something due and none at work.
        """
        with self._store.begin() as conn:
            streams = outbox.due_streams(conn)
        for stream in streams:
            if stream not in self._workers:
                self._workers[stream] = asyncio.create_task(self._work(stream))

    async def idle(self) -> None:
        """
        Wait until no worker is at work.
        """
        while self._workers:
            await asyncio.wait(set(self._workers.values()))

    async def stop(self) -> None:
        """
        Stop all workers; what they had not sent stays in the store.
        """
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    def wake(self) -> None:
        """
        Make everything that waits due again, and start on it.
        """
        with self._store.begin() as conn:
            outbox.wake(conn)
        self.kick()

    def open_count(self) -> int:
        """
        How many messages are not taken yet.
        """
        with self._store.begin() as conn:
            return outbox.open_count(conn)

    async def _work(self, stream: str) -> None:
        try:
            async with self._slots:
                while (waiting := self._next(stream)) is not None:
                    answer = await self._neighbours.post(
                        waiting.neighbour, waiting.message_type, waiting.body.encode()
                    )
                    self._settle(waiting, answer)
        finally:
            del self._workers[stream]
        # A message may have come due between the last look and the end of this worker.
        self.kick()

    def _next(self, stream: str) -> Waiting | None:
        with self._store.begin() as conn:
            return outbox.next_due(conn, stream, self._book.outbox)

    def _settle(self, waiting: Waiting, answer: Answer) -> None:
        result = "waiting" if answer.result == "unlearned" else answer.result
        with self._store.begin() as conn:
            outbox.close(conn, waiting.n, result)
            line = Line(
                operator="system",
                terminal="system",
                function=waiting.message_type,
                kind="communication",
                result=answer.result if answer.code is None else f"{answer.result}:{answer.code}",
                resident=waiting.resident,
            )
            audit.log(conn, self._now(conn), line, self._book.rules.access_line)
            if answer.result == "refused":
                keys = [] if answer.code is None else [answer.code]
                audit.add_task(conn, "message-refused", waiting.message_type, waiting.resident, keys)
            elif answer.ack is not None and answer.ack.reply is not None:
                take_reply(conn, waiting, answer.ack.reply, self._book)


def take_reply(conn: sa.Connection, waiting: Waiting, raw: dict[str, Any], book: Rulebook) -> None:
    """
    What a neighbour answered in its acknowledgement: new codes (J19), or a result that a clerk must see (J02, I04).
    """
    body = raw.get("body")
    if not isinstance(body, dict):
        return
    if waiting.message_type == "J19":
        assigned = body.get("codes")
        valid = [
            code
            for code in (assigned if isinstance(assigned, list) else [])
            if isinstance(code, str) and book.rules.resident_record_code_is_valid(code)
        ]
        codes.add(conn, valid)
    elif body.get("result") == "refused":
        audit.add_task(conn, "change-refused", waiting.message_type, waiting.resident, [])
