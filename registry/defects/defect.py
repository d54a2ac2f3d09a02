"""
What a deliberate defect is, and how one replaces a part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from registry.parts import Handler, Override, Parts
from registry.reads import Reading
from registry.wire.control import Accepted


class Defect(msgspec.Struct, frozen=True, kw_only=True):
    """
    One thing wrong on purpose; `promise` says what in both languages. docs/defects.md tells how to add one.

    `must`: requirements that each have to fail. `may`: those that the law lets fall with them. A failure of any other
    is blamed on the wrong duty.

    `pattern`: the kind of mistake, at most three defects of one. `acts`: so many acts at the counter or moves of the
    clock are needed until it shows. `seen_by`: `checks` where no step, only a standing check, can notice.
    `awaits`: the clauses that alone could tell; until a scenario judges one, the defect proves nothing and is told.
    `indistinguishable`: why nobody outside could tell, for a defect that no scenario can kill. `canary`: it is planted
    in every proof, and a proof that does not kill it is void. `runs`: `process` for one that ends its process.
    """

    id: str
    promise: Mapping[str, str]
    override: Override
    must: tuple[str, ...]
    may: tuple[str, ...] = ()
    pattern: str = ""
    acts: int = 1
    seen_by: Literal["steps", "checks"] = "steps"
    indistinguishable: str = ""
    awaits: tuple[str, ...] = ()
    canary: bool = False
    runs: Literal["inside", "process"] = "inside"


def defect(  # noqa: PLR0913 - the fields of a defect, each by name
    name: str,
    ja: str,
    en: str,
    override: Override,
    *,
    must: str,
    may: str = "",
    pattern: str = "",
    acts: int = 1,
    seen_by: Literal["steps", "checks"] = "steps",
    indistinguishable: str = "",
    awaits: str = "",
    canary: bool = False,
    runs: Literal["inside", "process"] = "inside",
) -> Defect:
    """
    A defect; `must` and `may` name requirements, separated by spaces.
    """
    return Defect(
        id=name,
        promise={"ja": ja, "en": en},
        override=override,
        must=tuple(must.split()),
        may=tuple(may.split()),
        pattern=pattern,
        acts=acts,
        seen_by=seen_by,
        indistinguishable=indistinguishable,
        awaits=tuple(awaits.split()),
        canary=canary,
        runs=runs,
    )


def rules(**changed: Any) -> Override:
    """
    The parts with other rules.
    """

    def override(parts: Parts) -> Parts:
        replaced = msgspec.structs.replace(parts.book.rules, **changed)
        return msgspec.structs.replace(parts, book=msgspec.structs.replace(parts.book, rules=replaced))

    return override


def builders(**changed: Any) -> Override:
    """
    The parts with other message builders.
    """

    def override(parts: Parts) -> Parts:
        replaced = msgspec.structs.replace(parts.book.builders, **changed)
        return msgspec.structs.replace(parts, book=msgspec.structs.replace(parts.book, builders=replaced))

    return override


def outbox(**changed: Any) -> Override:
    """
    The parts with another policy of the outbox.
    """

    def override(parts: Parts) -> Parts:
        replaced = msgspec.structs.replace(parts.book.outbox, **changed)
        return msgspec.structs.replace(parts, book=msgspec.structs.replace(parts.book, outbox=replaced))

    return override


def handler(name: str, wrap: Callable[[Handler], Handler]) -> Override:
    """
    The parts with the handler of one command wrapped.
    """

    def override(parts: Parts) -> Parts:
        replaced = {**parts.handlers, name: wrap(parts.handlers[name])}
        return msgspec.structs.replace(parts, handlers=replaced)

    return override


def arrival(name: str, replaced: Callable[..., None]) -> Override:
    """
    The parts with another reaction to one message.
    """

    def override(parts: Parts) -> Parts:
        return msgspec.structs.replace(parts, arrivals={**parts.arrivals, name: replaced})

    return override


def reading(name: str, wrap: Callable[[Reading], Reading]) -> Override:
    """
    The parts with one read wrapped.
    """

    def override(parts: Parts) -> Parts:
        return msgspec.structs.replace(parts, reads={**parts.reads, name: wrap(parts.reads[name])})

    return override


def both(*overrides: Override) -> Override:
    """
    The parts with several replaced, where one mistake shows in more than one place.
    """

    def override(parts: Parts) -> Parts:
        for one in overrides:
            parts = one(parts)
        return parts

    return override


def rewritten(change: Callable[[Any], Any]) -> Callable[[Handler], Handler]:
    """
    A wrap that changes the command before the sound handler sees it.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Any, command: Any) -> Accepted:
            return sound(desk, change(command))

        return inner

    return wrap


def afterwards(more: Callable[[Any, Any, Accepted], Accepted]) -> Callable[[Handler], Handler]:
    """
    A wrap that does something more after the sound handler.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Any, command: Any) -> Accepted:
            return more(desk, command, sound(desk, command))

        return inner

    return wrap
