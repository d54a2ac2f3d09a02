"""
What a fake says of itself: state, rules, what it does with each message, acts, reads. No HTTP, no clock.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from types import ModuleType
from typing import Any, Generic, Literal, TypeVar

from msgspec import Struct

from fakes._core.rules import RuleBook, Title
from fakes._core.traffic import Acted, Asked, Handled, Outgoing, Received

S = TypeVar("S")


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    Settings that every fake has; a fake with more inherits. ``rules_off``: rules of our own or unverified ones.
    """

    rules_off: list[str] = []


class NoData(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Setup data of a fake that needs none.
    """


@dataclass(frozen=True)
class Start:
    """
    With what a fake starts: the municipality's code, the town's time, its own data and settings, decoded.
    """

    municipality: str
    now: datetime
    data: Any
    settings: Any


class Done(Struct, frozen=True):
    """
    The answer of an act that has nothing to tell.
    """

    done: Literal[True] = True


@dataclass(frozen=True)
class Act(Generic[S]):
    """
    ``POST /_control/acts/<name>``: ``run(state, asked)`` gives Acted or an awaitable of it; may raise Refused.
    """

    request: type[Struct]
    answer: type[Struct]
    run: Callable[[S, Asked[Any]], Acted | Awaitable[Acted]]


@dataclass(frozen=True)
class StateRead(Generic[S]):
    """
    ``POST /_control/state/<name>``: ``run(state, request)`` gives the answer and changes nothing.
    """

    request: type[Struct]
    answer: type[Struct]
    run: Callable[[S, Any], Struct]


Handler = Callable[[S, Received[Any]], Handled | Awaitable[Handled]]


def _own_name(definition: Definition[Any], receiver: str, start: Start) -> bool:
    del start
    return receiver == definition.name


@dataclass(frozen=True, kw_only=True)
class Definition(Generic[S]):
    """
    One fake, whole. A defect makes another one of it with ``dataclasses.replace``.

    ``fresh(start)`` makes the state of a new town. ``receives(definition, receiver, start)`` says whether a message
    to that receiver is for this fake. ``clock_moved(state, now)`` does what falls due and gives what to send.
    """

    name: str
    wire: ModuleType
    fresh: Callable[[Start], S]
    rules: RuleBook[S]
    handlers: Mapping[str, Handler[S]]
    data: type[Struct] = NoData
    settings: type[Settings] = Settings
    acts: Mapping[str, Act[S]] = field(default_factory=dict)
    reads: Mapping[str, StateRead[S]] = field(default_factory=dict)
    receives: Callable[[Definition[Any], str, Start], bool] = _own_name
    clock_moved: Callable[[S, datetime], tuple[Outgoing, ...]] | None = None


@dataclass(frozen=True)
class Defect(Generic[S]):
    """
    One thing that the fake then does wrong.

    ``must``: requirements that each have to fail; ``may``: those that the law lets fall with them; ``rules``: rules of
    the fake's own that it breaks, proven by the fake's tests. The other fields are those of docs/defects.md.
    """

    id: str
    promise: Title
    apply: Callable[[Definition[S]], Definition[S]]
    _: KW_ONLY
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    pattern: str = ""
    acts: int = 1
    seen_by: Literal["steps", "checks"] = "steps"
    indistinguishable: str = ""
    awaits: tuple[str, ...] = ()
