"""
The work of the outbox: one worker per stream that sends until its stream is empty or waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
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

BATCH = 500
"""Of how many streams the open messages are read with one statement."""


CHANGE_REFUSED = "change-refused"
"""The network took an update and did not apply it (J02)."""


class Deliveries:
    """
    Sends what is due. Everything runs in the event loop that commits; a transaction never waits for the network.

    The store is the truth and this object only remembers who is at work, so a process that dies anywhere loses
    nothing: what it had not closed is still due, and goes again as the same message.
    """

    def __init__(
        self,
        store: Store,
        neighbours: Neighbours,
        book: Rulebook,
        now: Callable[[], datetime | None],
    ) -> None:
        self._store = store
        self._neighbours = neighbours
        self._book = book
        self._now = now
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._grown: set[str] = set()
        self._slots = asyncio.Semaphore(AT_ONCE)

    def kick(self, streams: Sequence[str]) -> None:
        """
        Start a worker for each of these streams that has something due; a worker at work is told that more came.
        """
        self._grown.update(stream for stream in streams if stream in self._workers)
        idle = [stream for stream in streams if stream not in self._workers]
        for start in range(0, len(idle), BATCH):
            with self._store.begin() as conn:
                ready = outbox.sendable(conn, idle[start : start + BATCH])
            for stream in idle[start : start + BATCH]:
                if stream in ready:
                    self._workers[stream] = asyncio.create_task(self._work(stream, ready[stream]))

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
        Make everything that waits due again, and start on all that is open.
        """
        with self._store.begin() as conn:
            streams = outbox.wake(conn)
        self.kick(streams)

    def open_count(self) -> int:
        """
        How many messages are not taken yet.
        """
        with self._store.begin() as conn:
            return outbox.open_count(conn)

    async def _work(self, stream: str, messages: list[Waiting]) -> None:
        """
        Send until the stream is empty or its first message waits. Between the last look at what grew and the end
        nothing else runs, so a message committed meanwhile is never overlooked.
        """
        try:
            async with self._slots:
                while messages:
                    chosen = self._book.outbox.next_of([message.n for message in messages])
                    message = next(each for each in messages if each.n == chosen)
                    answer = await self._neighbours.post(
                        message.neighbour, message.message_type, message.body.encode()
                    )
                    left = [each for each in messages if each.n != chosen]
                    messages = self._settle(stream, message, answer, left)
        finally:
            del self._workers[stream]
            self._grown.discard(stream)

    def _settle(self, stream: str, message: Waiting, answer: Answer, left: list[Waiting]) -> list[Waiting]:
        """
        Close the message and answer what may be sent after it, in one transaction.
        """
        with self._store.begin() as conn:
            answer = self._judged(message, answer)
            outbox.close(conn, message.n, "waiting" if answer.result == "unlearned" else answer.result)
            line = Line(
                operator="system",
                terminal="system",
                function=message.message_type,
                kind="communication",
                result=answer.result if answer.code is None else f"{answer.result}:{answer.code}",
                resident=message.resident,
                text=audit.batch("delivery", message.neighbour),
            )
            audit.log(conn, self._now(), line, self._book.rules.access_line)
            if answer.result == "refused":
                own = answer.code == CHANGE_REFUSED
                keys = [] if answer.code is None or own else [answer.code]
                kind = CHANGE_REFUSED if own else "message-refused"
                audit.add_task(conn, kind, message.message_type, message.resident, keys)
            elif answer.ack is not None and answer.ack.reply is not None:
                take_reply(conn, message, answer.ack.reply, self._book)
            if answer.result == "unlearned":
                return []
            if stream not in self._grown:
                return left
            self._grown.discard(stream)
            return outbox.sendable(conn, [stream]).get(stream, [])

    def _judged(self, message: Waiting, answer: Answer) -> Answer:
        """
        The answer to an update of identification information is that of the network (J02), not of its doorman.
        """
        if answer.result == "unlearned" and self._book.rules.gives_up(message.message_type):
            return msgspec.structs.replace(answer, result="taken")
        if message.message_type != "J01" or answer.result != "taken":
            return answer
        raw = answer.ack.reply if answer.ack is not None else None
        body = raw.get("body") if raw is not None else None
        result = body.get("result") if isinstance(body, dict) else None
        judged = self._book.rules.result_of_update(result if isinstance(result, str) else None)
        if judged == "taken":
            return answer
        if judged == "refused":
            return msgspec.structs.replace(answer, result="refused", code=CHANGE_REFUSED)
        return msgspec.structs.replace(answer, result="unlearned", code="no-result")


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
        audit.add_task(conn, CHANGE_REFUSED, waiting.message_type, waiting.resident, [])
    elif waiting.message_type == "J24" and body.get("result") == "unknown-person":
        audit.add_task(conn, "unknown-person", "J24", waiting.resident, ["individual_number"])
