"""
The journal of one fake: every message in and out, and whoever waits for the next.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any, Literal

from msgspec import Struct

Outcome = Literal["accepted", "refused", "duplicate", "undelivered"]


class Entry(Struct, frozen=True, kw_only=True):
    """
    One message, or one attempt to send one. ``at`` is the town's time, ``monotonic_ns`` the host's.

    ``peer`` is the other side, as far as known. ``body`` is None where it could not be read. ``status`` is that of
    the HTTP answer, None without one.
    """

    n: int
    at: str
    monotonic_ns: int
    direction: Literal["in", "out"]
    peer: str | None
    message_type: str | None
    message_id: str | None
    trace_id: str | None
    envelope: dict[str, Any] | None
    body: Any
    outcome: Outcome
    status: int | None
    problem: dict[str, Any] | None
    rule: str | None
    reply: dict[str, Any] | None


class Page(Struct, frozen=True):
    """
    Entries after a number, the number to ask after next time, and how many messages of its own are still on the way.
    """

    entries: list[Entry]
    next: int
    undelivered: int = 0


class Journal:
    """
    Entries counted from 1; ``wait`` sleeps on an event, not on time.
    """

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._grown = asyncio.Event()

    @property
    def next_number(self) -> int:
        """
        The number that the next entry will have.
        """
        return len(self._entries) + 1

    def write(  # noqa: PLR0913 - an entry has these parts
        self,
        *,
        at: str,
        direction: Literal["in", "out"],
        outcome: Outcome,
        peer: str | None = None,
        message_type: str | None = None,
        envelope: dict[str, Any] | None = None,
        body: Any = None,
        status: int | None = None,
        problem: dict[str, Any] | None = None,
        rule: str | None = None,
        reply: dict[str, Any] | None = None,
    ) -> Entry:
        """
        Append an entry and wake whoever waits.
        """
        known = envelope or {}
        entry = Entry(
            n=self.next_number,
            at=at,
            monotonic_ns=time.monotonic_ns(),
            direction=direction,
            peer=peer,
            message_type=message_type,
            message_id=known.get("message_id"),
            trace_id=known.get("trace_id"),
            envelope=envelope,
            body=body,
            outcome=outcome,
            status=status,
            problem=problem,
            rule=rule,
            reply=reply,
        )
        self._entries.append(entry)
        self._grown.set()
        self._grown = asyncio.Event()
        return entry

    async def page(self, after: int, wait_ms: int, limit: int) -> Page:
        """
        Entries with a number above ``after``; waits up to ``wait_ms`` of real time for the first of them.
        """
        if len(self._entries) <= after and wait_ms > 0:
            try:
                async with asyncio.timeout(wait_ms / 1000):
                    while len(self._entries) <= after:
                        await self._grown.wait()
            except TimeoutError:
                return Page([], after)
        found = self._entries[after : after + limit]
        return Page(found, found[-1].n if found else after)
