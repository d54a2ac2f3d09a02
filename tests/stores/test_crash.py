"""
Killed between commit and delivery and started again on its store, a registry loses nothing and doubles nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.crashing import crash_at
from registry.defects import CRASHES
from tests.stores.life import Lived, live, plain

POINTS = (
    "before-commit:MovingIn",
    "after-commit:MovingIn",
    "before-send:A01",
    "after-send:A01",
    "after-noted:A01",
    "after-commit:J21",
    "after-commit:clock",
)
"""Looked at on every store that outlives a process."""

FURTHER = (
    "after-send:D01:5",
    "before-commit:J21",
    "after-noted:J01:3",
    "after-commit:MovingOut",
    "before-commit:clock",
)
"""Looked at on one: what differs from the points above is the work, not the store."""

SHOWN_BY = {
    "crash-outbox-in-memory": "after-commit:MovingIn",
    "crash-noted-before-sending": "before-send:A01",
    "crash-named-anew": "after-send:A01",
    "crash-sent-before-commit": "before-commit:MovingIn",
    "crash-streams-forgotten": "after-commit:MovingIn",
    "crash-inbound-forgotten": "after-commit:J21",
}
"""Each defect with a point at which it shows."""


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """
    The life in which nothing dies.
    """
    return live(f"sqlite:///{tmp_path_factory.mktemp('whole')}/register.db")


def differences(lived: Lived, whole: Lived, point: str | None = None) -> list[str]:
    """
    What was lost, doubled or put out of order in comparison with the life in which nothing died.
    """
    found = []
    known: dict[str, object] = {}
    if any(known.setdefault(each["envelope"]["message_id"], each) != each for each in lived.came):
        found.append("a repetition is another message")
    streams: dict[str, list[int]] = {}
    for message in lived.first:
        streams.setdefault(message["envelope"]["stream"], []).append(message["envelope"]["sequence"])
    if any(places != list(range(1, len(places) + 1)) for places in streams.values()):
        found.append("a stream is out of order")
    if lived.streams != whole.streams:
        found.append("something was lost, doubled or changed")
    first = "duplicate" if point == "after-commit:J21" else "new"
    if lived.acks != [first, "duplicate"]:
        found.append("a repeated message was not recognised")
    if plain(lived.shown) != plain(whole.shown):
        found.append("the register shows something else")
    return found


def place(point: str, lived: Lived) -> None:
    """
    See that the process died where the point says: after a commit and before any sending of it, and so on.
    """
    kind, name, *times = point.split(":")
    sent = [message["envelope"] for message in lived.seen_at_crash]
    kinds = [envelope["message_type"] for envelope in sent]
    nth = int(times[0]) if times else 1
    if kind == "before-send":
        assert kinds.count(name) < nth
    elif kind in ("after-send", "after-noted"):
        assert kinds.count(name) >= nth
    if kind == "after-send":
        again = {message["envelope"]["message_id"] for message in lived.came[len(sent) :]}
        assert [each for each in sent if each["message_type"] == name and each["message_id"] in again]
    if kind in ("before-commit", "after-commit"):
        cause = {"J21": "town-trace", "clock": "clock-"}.get(name, f"trace-{name}")
        assert not [envelope for envelope in sent if envelope["trace_id"].startswith(cause)]


@pytest.mark.parametrize("point", POINTS)
def test_a_death_changes_nothing(point: str, durable: str, whole: Lived) -> None:
    """
    Whatever the point, messages, order and register are in the end those of a life without a death, and nothing more.
    """
    died(durable, point, whole)


@pytest.mark.parametrize("point", FURTHER)
def test_a_death_at_other_work_changes_nothing(point: str, whole: Lived, tmp_path: Path) -> None:
    """
    The same for inbound messages not yet committed, late places of a stream, and other commands.
    """
    died(f"sqlite:///{tmp_path}/register.db", point, whole)


def died(store: str, point: str, whole: Lived) -> None:
    """
    See one life with a death at the point.
    """
    lived = live(store, point)
    assert lived.crashes == 1
    place(point, lived)
    assert differences(lived, whole, point) == []


@pytest.mark.parametrize("name", sorted(CRASHES))
def test_a_defect_that_only_a_death_shows_is_caught(name: str, whole: Lived, tmp_path: Path) -> None:
    """
    Each deliberate defect is invisible while the process lives and seen when it dies at the right point.
    """
    assert differences(live(f"sqlite:///{tmp_path}/lives.db", defect=name), whole) == []
    point = SHOWN_BY[name]
    assert differences(live(f"sqlite:///{tmp_path}/dies.db", point, name), whole, point)


@pytest.mark.parametrize(
    "point", ["", "after-commit", "after-commit:Nothing", "after-send:A01:0", "after:A01", "after-send:A01:x"]
)
def test_a_point_that_does_not_exist_is_refused(point: str) -> None:
    """
    A point nobody passes would let a test pass without a death.
    """
    with pytest.raises(ValueError, match="use before-commit:NAME"):
        crash_at(point)
