"""
The one envelope of every message in the town, and the answer to it.

Delivery is at least once. A receiver tells a repetition by ``idempotency_key`` and answers it as it
answered the first time. ``stream`` is an opaque key that a sender gives to all its messages to one
receiver about one resident; ``sequence`` counts inside it from 1 without a gap, so that order and loss
can be judged without naming a person.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from fakes._core.fields import Instant, Sequence, Short, Token


class Envelope(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    Who sends what to whom, when, on whose order.

    ``sender`` and ``receiver`` are a local-government code or the name of a system; ``trace_id`` is the
    same for everything that one event at the counter causes; ``stream`` never holds an issued number.
    """

    message_id: Token
    message_type: Token
    schema_version: Token
    trace_id: Token
    stream: Token
    sequence: Sequence
    sender: Token
    receiver: Token
    sent_at: Instant
    operator: Short
    terminal: Short
    idempotency_key: Token


class Ack(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    A message was taken, once.

    ``reply`` is the receiver's own message in answer (J02 to J01, A02 to A02 …) where the exchange has one:
    an object with ``envelope`` and ``body``.
    """

    message_id: Token
    received: Literal["new", "duplicate"]
    journal: Sequence
    reply: dict[str, Any] | None = None
