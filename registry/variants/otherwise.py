"""
A lawful registry that says everything otherwise: other identifiers and running numbers, other texts, more log lines,
nulls written out, fields in another order, other bytes for the same JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import bootstrap
from registry.audit import Line
from registry.desk import SYSTEM, Desk
from registry.neighbours import Answer, Neighbours
from registry.parts import Handler, Parts
from registry.store import COUNTERS, Store
from registry.variants.wire import Rewritten, foreign, ours
from registry.wire.control import Accepted

BEGINS_AT = {"resident": 412_000_000, "household": 77_000_000}
"""Running numbers that were given before this register began; the check digits are those of the rule."""


def _numbered_elsewhere(sound: Callable[[str], Store]) -> Callable[[str], Store]:
    def opened(url: str) -> Store:
        store = sound(url)
        with store.begin() as conn:
            known = set(conn.execute(sa.select(COUNTERS.c.name)).scalars())
            for name, value in BEGINS_AT.items():
                if name not in known:
                    conn.execute(COUNTERS.insert().values(name=name, value=value))
        return store

    return opened


def _spoken_otherwise(sound: Callable[[Any], Neighbours]) -> Callable[[Any], Neighbours]:
    def connected(transport: Any) -> Neighbours:
        neighbours = sound(transport)
        post = neighbours.post

        async def otherwise(name: str, message_type: str, content: bytes) -> Answer:
            spoken = json.dumps(json.loads(foreign(content)), indent=1, sort_keys=True).encode()
            answer = await post(name, message_type, spoken)
            if answer.ack is None:
                return answer
            ack = msgspec.json.decode(ours(msgspec.json.encode(answer.ack)), type=type(answer.ack))
            return msgspec.structs.replace(answer, ack=ack)

        neighbours.post = otherwise  # type: ignore[method-assign]  # one object of the class, not the class
        return neighbours

    return connected


def _logged_twice(sound: Handler) -> Handler:
    """
    The handler, with a line of the log that no provision asks for and none forbids.
    """

    def inner(desk: Desk, command: Any) -> Accepted:
        outcome = sound(desk, command)
        desk.log_line(
            Line(operator=SYSTEM, terminal=SYSTEM, function="cross-check", kind="event", result="done")
        )
        return outcome

    return inner


def _otherwise(parts: Parts) -> Parts:
    return msgspec.structs.replace(
        parts,
        store=_numbered_elsewhere(parts.store),
        neighbours=_spoken_otherwise(parts.neighbours),
        handlers={name: _logged_twice(handler) for name, handler in parts.handlers.items()},
    )


def create(config: dict[str, Any], transport: Any = None) -> Rewritten:
    """
    The registry of a configuration as `registry.bootstrap.create` takes it, otherwise in all that the law leaves open.
    """
    inner = bootstrap.create({**config, "overrides": [_otherwise, *config.get("overrides", ())]}, transport)
    return Rewritten(inner)
