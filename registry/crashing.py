"""
Points at which a registry's process can be made to die, as by kill -9: nothing may be lost, and nothing doubled.

A point is an override like a defect: it wraps what stands below the domain, and no domain code knows of it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from registry.neighbours import Answer, Neighbours
from registry.parts import ARRIVALS, HANDLERS, Override, Parts
from registry.store import Store

COMMITS = ("before-commit", "after-commit")
SENDINGS = ("before-send", "after-send", "after-noted")
CLOCK = "clock"
FORM = (
    "before-commit:NAME, after-commit:NAME (a command, an inbound message, or clock for what falls due), "
    "before-send:TYPE, after-send:TYPE (taken and not noted yet) or after-noted:TYPE; with :N for the N-th time"
)


class Fuse:
    """
    Counts how often a point is passed, and ends the process at the time that was asked for.
    """

    def __init__(self, nth: int) -> None:
        self._left = nth
        self.lit = False

    def passes(self) -> bool:
        """
        Count one passing; whether it is the one.
        """
        self._left -= 1
        return self._left == 0

    def blow(self) -> None:
        """
        Die at once: no handler runs, no file is flushed, no connection is closed in order.
        """
        os.kill(os.getpid(), signal.SIGKILL)


def crash_at(point: str) -> Override:
    """
    The override that makes a process die at a point. Raises ValueError for one that does not exist.
    """
    kind, _, rest = point.partition(":")
    name, _, times = rest.partition(":")
    nth = int(times or "1") if (times or "1").isdigit() else 0
    if nth < 1 or not name or kind not in (*COMMITS, *SENDINGS):
        raise ValueError(f"no such point: {point}; use {FORM}")
    if kind in COMMITS and name not in {*HANDLERS, *ARRIVALS, CLOCK}:
        raise ValueError(f"nothing called {name} is committed; use {FORM}")
    fuse = Fuse(nth)
    if kind in SENDINGS:
        return lambda parts: _at_sending(parts, fuse, kind, name)
    return lambda parts: _committing(_lit_by(parts, fuse, name), fuse, after=kind == "after-commit")


def _committing(parts: Parts, fuse: Fuse, *, after: bool) -> Parts:
    """
    The parts with a store that ends the process around the commit of whatever lit the fuse.
    """
    sound = parts.store

    def opened(url: str) -> Store:
        store = sound(url)
        begin = store.begin

        @contextmanager
        def guarded() -> Iterator[sa.Connection]:
            with begin() as conn:
                yield conn
                if fuse.lit and not after:
                    fuse.blow()
            if fuse.lit:
                fuse.blow()

        store.begin = guarded  # type: ignore[method-assign]  # one object of the class, not the class
        return store

    return msgspec.structs.replace(parts, store=opened)


def _lit_by(parts: Parts, fuse: Fuse, name: str) -> Parts:
    """
    The parts in which the named work lights the fuse when it is done, before its transaction ends.
    """
    if name == CLOCK:
        is_due = parts.book.rules.moving_out_is_due

        def watched(due: date, today: date) -> bool:
            found = is_due(due, today)
            fuse.lit = fuse.lit or (found and fuse.passes())
            return found

        rules = msgspec.structs.replace(parts.book.rules, moving_out_is_due=watched)
        return msgspec.structs.replace(parts, book=msgspec.structs.replace(parts.book, rules=rules))
    if name in parts.arrivals:
        arrival = _lighting(parts.arrivals[name], fuse)
        return msgspec.structs.replace(parts, arrivals={**parts.arrivals, name: arrival})
    handler = _lighting(parts.handlers[name], fuse)
    return msgspec.structs.replace(parts, handlers={**parts.handlers, name: handler})


def _lighting(sound: Callable[[Any, Any], Any], fuse: Fuse) -> Callable[[Any, Any], Any]:
    def done(desk: Any, given: Any) -> Any:
        outcome = sound(desk, given)
        fuse.lit = fuse.passes()
        return outcome

    return done


def _at_sending(parts: Parts, fuse: Fuse, kind: str, watched: str) -> Parts:
    """
    The parts with a line that ends the process around the sending of a message of this type.
    """
    sound = parts.neighbours

    def connected(transport: Any) -> Neighbours:
        neighbours = sound(transport)
        post = neighbours.post

        async def guarded(name: str, message_type: str, content: bytes) -> Answer:
            hit = message_type == watched and fuse.passes()
            if hit and kind == "before-send":
                fuse.blow()
            answer = await post(name, message_type, content)
            if hit and kind == "after-send":
                fuse.blow()
            fuse.lit = fuse.lit or hit
            return answer

        neighbours.post = guarded  # type: ignore[method-assign]  # one object of the class, not the class
        return neighbours

    replaced = msgspec.structs.replace(parts, neighbours=connected)
    return _committing(replaced, fuse, after=True) if kind == "after-noted" else replaced
