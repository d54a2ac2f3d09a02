"""
What passes through a fake, as its functions see it: messages received and sent, acts asked for. No HTTP, no clock.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from msgspec import Struct

from fakes._core.envelope import Envelope

B = TypeVar("B")
REGISTRY = "registry"
"""The receiver of an Outgoing that goes to the registry; its envelope then names the municipality's code."""


@dataclass(frozen=True)
class Outgoing:
    """
    A message that a fake wants delivered, in order per (sender, receiver, subject).

    ``receiver``: REGISTRY, another fake's name, or a department. ``subject``: whom it is about, any text; it never
    leaves the fake, the envelope's opaque ``stream`` stands for it. ``sender``: the fake's own name unless given.
    """

    receiver: str
    message_type: str
    body: Struct | dict[str, Any]
    subject: str
    sender: str | None = None


@dataclass(frozen=True)
class Inside:
    """
    A message between two systems that this one fake plays, such as prefecture and nation: journalled as ``out``.
    """

    message_type: str
    sender: str
    receiver: str
    body: Struct


@dataclass(frozen=True)
class Answer:
    """
    What came back for a message that was sent: ``status`` is None without an answer, ``ack`` stands with 200.
    """

    status: int | None
    ack: dict[str, Any] | None
    problem: dict[str, Any] | None

    @property
    def reply(self) -> dict[str, Any] | None:
        """
        The body of the receiver's own message in the answer, as JSON objects.
        """
        found = (self.ack or {}).get("reply")
        return found["body"] if isinstance(found, dict) else None


Ask = Callable[[Outgoing], Awaitable[Answer]]


@dataclass(frozen=True)
class Received(Generic[B]):
    """
    A message as rules and handlers see it. ``await received.ask(outgoing)`` sends at once and gives the Answer.
    """

    envelope: Envelope
    body: B
    now: datetime
    ask: Ask

    @property
    def today(self) -> date:
        """
        The day in town.
        """
        return self.now.date()


@dataclass(frozen=True)
class Handled:
    """
    What a message led to: the reply's body, messages to send, messages inside.
    """

    reply: Struct | None = None
    outgoing: tuple[Outgoing, ...] = ()
    inside: tuple[Inside, ...] = ()


@dataclass(frozen=True)
class Asked(Generic[B]):
    """
    An act as its function sees it: the decoded request, the town's time, and ``ask`` as in Received.
    """

    request: B
    now: datetime
    ask: Ask


@dataclass(frozen=True)
class Acted:
    """
    What an act led to: its answer and messages to send.
    """

    answer: Struct
    outgoing: tuple[Outgoing, ...] = ()
