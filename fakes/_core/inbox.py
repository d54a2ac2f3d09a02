"""
What makes a message new, a repetition, or out of order: idempotency keys and streams.

A sequence number is used up by a message that was taken. One that was refused may be given to the next message or be
passed over: the receiver saw it, so nothing is missing.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

from msgspec import Struct

from fakes._core.envelope import Ack, Envelope
from fakes._core.problem import Problem


class Taken(Struct, frozen=True):
    """
    A message that was taken, to tell its repetition.
    """

    message_type: str
    message_id: str
    body: Any
    ack: Ack


class Inbox:
    """
    What came in so far. ``lock`` keeps the messages of one stream in order while one of them is being handled.
    """

    def __init__(self) -> None:
        self._taken: dict[tuple[str, str], Taken] = {}
        self._last: dict[tuple[str, str, str], int] = {}
        self._seen: dict[tuple[str, str, str], int] = {}
        self._locks: dict[tuple[str, str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    def lock(self, envelope: Envelope) -> asyncio.Lock:
        """
        The lock of the message's stream.
        """
        return self._locks[_stream(envelope)]

    def repetition(self, envelope: Envelope, body: Any) -> Ack | None:
        """
        The Ack of the first time, if this is a repetition; Problem 409 where the key stands for another message.
        """
        taken = self._taken.get((envelope.sender, envelope.idempotency_key))
        if taken is None:
            return None
        if (taken.message_type, taken.message_id, taken.body) != (
            envelope.message_type,
            envelope.message_id,
            body,
        ):
            raise Problem(
                409,
                "idempotency-conflict",
                "This key was given to another message.",
                field="envelope.idempotency_key",
            )
        return Ack(
            message_id=taken.ack.message_id,
            received="duplicate",
            journal=taken.ack.journal,
            reply=taken.ack.reply,
        )

    def refuse_out_of_order(self, envelope: Envelope) -> None:
        """
        Problem 409 where a number before this one was never seen, or this one was used up.
        """
        stream = _stream(envelope)
        last = self._last.get(stream, 0)
        if not last < envelope.sequence <= max(last, self._seen.get(stream, 0)) + 1:
            missing = envelope.sequence > last
            detail = (
                "A message before this one is missing." if missing else "A later message was already taken."
            )
            raise Problem(409, "out-of-order", detail, field="envelope.sequence")

    def refused(self, envelope: Envelope) -> None:
        """
        Note the number of a refused message as seen, if it was the next.
        """
        stream = _stream(envelope)
        seen = max(self._last.get(stream, 0), self._seen.get(stream, 0))
        if envelope.sequence == seen + 1:
            self._seen[stream] = envelope.sequence

    def took(self, envelope: Envelope, body: Any, ack: Ack) -> None:
        """
        Note a message as taken.
        """
        self._last[_stream(envelope)] = envelope.sequence
        self._taken[envelope.sender, envelope.idempotency_key] = Taken(
            envelope.message_type, envelope.message_id, body, ack
        )


def _stream(envelope: Envelope) -> tuple[str, str, str]:
    return envelope.sender, envelope.receiver, envelope.stream
