"""
The record shows what was filed, decided and told, at the next look at it, also where every message repeats it.

What is known without the registry is held against each look at a record: nothing is known of what was cancelled,
restored, or filed with an outcome that nobody learned. Blamed is the clause that says what the last act made of the
item; where a look had shown it right, or what came later says the very value that is shown, the clause that forbids
that to change it. Where several acts could have spoilt an item, nobody is blamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

from msgspec import Struct

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History, trace_of
from harness.judgement.checks.as_filed_commands import LEAVE_RECORDS
from harness.judgement.checks.as_filed_known import READ, concerned, known
from harness.judgement.checks.as_filed_people import (
    DOMICILE,
    HOUSE,
    HOUSEHOLDER,
    LEAVING,
    NAMES,
    STAY,
    UNKNOWN,
    Cause,
    Version,
)
from harness.judgement.checks.record_as_filed_owners import (
    CAUSE_KEPT,
    DELETED,
    DELETED_EARLIER,
    JUDGES,
    PLAN_KEPT,
    UNCLAIMED,
    keeper,
    owner,
    said,
)
from harness.judgement.checks.record_as_filed_people import Recorded
from harness.judgement.checks.result import CheckResult, Context, text

__all__ = ["DERIVED", "JUDGES", "WITH_ANOTHER", "check"]

LIVING = ("current", "planned-out")
DERIVED = ("deleted_on", "cause_dated_on", "householder")
"""Items that follow from others: from a plan of moving out and what confirmed it, and from the relationship."""

BEARS_ON: Mapping[str, frozenset[str] | None] = {
    "I02": frozenset({*NAMES, "born_on", "sex", *STAY}),
    "J05": frozenset({*LEAVING, *HOUSE, *DERIVED}),
    "J10": None,
    "J21": frozenset({"individual_number"}),
    "J22": frozenset({*NAMES, "born_on", "sex", *DOMICILE, "householder_name"}),
}
"""What the town may tell the registry about a person → the items that this may touch (None: any)."""

FOREIGN_OPEN = frozenset({"name_kana", "became_resident_on"})
"""Of a foreign resident the reading is no item of the record, and the day is that of becoming a foreign resident."""

HOUSEHOLD = frozenset({*HOUSE, "householder"})
FROM_AFAR = HOUSEHOLD | UNCLAIMED.keys()
"""Items that an act about somebody else may change, or spoil."""

WITH_ANOTHER = frozenset({"building"})
"""Items that are held together with another: what stands in the address and what in the building, is left free."""

PLAN = frozenset({"planned_out_on", "planned_destination"})
DISTANT, FARTHEST = "縁故者", 4
"""Relationships of so many steps, and unproven ones to a foreign householder, are written so (DATA-005)."""


class Look(Struct, frozen=True):
    """
    What a look showed of somebody.
    """

    event: Invoked
    who: str
    record: Mapping[str, Any]
    shown: Mapping[str, Any]


class Expected(Struct, frozen=True):
    """
    The values that an item may have, and what made the newest of them known.
    """

    values: list[object]
    version: Version


class Change(Struct, frozen=True):
    """
    What may have changed a record: when, and whose (None: anybody's). What ``leaves`` records as they were can have
    changed nothing but a code.
    """

    cause: Cause
    since: float
    whose: frozenset[str] | None
    leaves: bool = False


def check(history: History, context: Context) -> CheckResult:
    """
    Compare each look at a record with what was filed before it.
    """
    del context
    result = CheckResult()
    filed = known(history, Recorded)
    judge = _Judge(filed, _changes(history, filed))
    for look in _looks(history):
        wrong: dict[tuple[str, int], list[str]] = {}
        events: dict[int, Invoked | Exchanged] = {}
        for item in (*filed.people.items(look.who), *DERIVED):
            expected = judge.expected(look, item)
            if expected is None:
                continue
            result.examined += 1
            for clause, event in judge.blamed(look, item, expected):
                wrong.setdefault((clause, id(event)), []).append(item)
                events[id(event)] = event
        for (clause, event_id), items in wrong.items():
            _breach(result, clause, sorted(items), events[event_id], look.event)
    return result


def _looks(history: History) -> list[Look]:
    """
    Looks at records while no command was under way.
    """
    spans = [(one.sent_ns, one.answered_ns) for one in history.invocations if trace_of(one) is not None]
    looks: list[Look] = []
    for one in history.invocations:
        record = one.outcome.get("record") if isinstance(one.outcome, dict) else None
        if one.operation != READ or not isinstance(record, dict) or not record.get("resident"):
            continue
        if not any(sent < one.answered_ns and answered > one.sent_ns for sent, answered in spans):
            shown = {**record, **(record.get("foreign") or {})}
            looks.append(Look(one, str(record["resident"]), record, shown))
    return looks


def _changes(history: History, filed: Recorded) -> list[Change]:
    """
    Everything that may have changed a record, in its order.
    """
    found: list[Change] = []
    for one in history.invocations:
        if trace_of(one) is None or one.outcome.get("outcome") == "refused":
            continue
        kind, request = one.operation, one.request
        if kind == "DecideChange" and request.get("change_id") in filed.saved:
            saved = filed.saved[request["change_id"]]
            kind, request = saved.operation, saved.request
        entered = {str(each["resident"]) for each in one.outcome.get("residents") or ()}
        whose = frozenset(concerned(one, request) | entered)
        found.append(Change(Cause(kind, one, request), one.sent_ns, whose or None, kind in LEAVE_RECORDS))
    for message in history.exchanges():
        if message.direction == "out" and message.message_type in BEARS_ON:
            body = message.body if isinstance(message.body, dict) else {}
            code, number = body.get("resident_record_code"), body.get("local_addressee_number")
            who = str(number) if number else filed.whose(code, message.monotonic_ns) if code else None
            alone = frozenset({who}) if who is not None and not body.get("further") else None
            found.append(
                Change(Cause(message.message_type or "", message, body), message.monotonic_ns, alone)
            )
    return sorted(found, key=lambda one: one.since)


class _Judge:
    """
    Says what is expected of an item and whom to blame, and remembers what was seen right or blamed already.
    """

    def __init__(self, filed: Recorded, changes: list[Change]) -> None:
        self._people = filed.people
        self._changes = changes
        self._right: dict[tuple[str, str], tuple[int, float]] = {}
        self._blamed: set[tuple[str, str, int]] = set()

    def expected(self, look: Look, item: str) -> Expected | None:
        """
        What an item should show; None where that is not known, or left open.
        """
        if item in WITH_ANOTHER or (item in HOUSEHOLD and look.record.get("state") not in LIVING):
            return None
        if item not in look.shown and (item not in STAY or "foreign" not in look.record):
            return None
        if item in DERIVED:
            return self._derived(look, item)
        if item in FOREIGN_OPEN and self._is_foreign(look):
            return None
        held = self._held(look, item)
        if item == "address":
            return self._whole_address(look, held)
        return Expected([one.value for one in held], held[-1]) if held else None

    def blamed(self, look: Look, item: str, expected: Expected) -> list[tuple[str, Invoked | Exchanged]]:
        """
        The clause that is broken, and the event by which it is; nothing where the item is as it should be.
        """
        shown, version, key = _shown(look, item), expected.version, (look.who, item)
        values = [_plain(one) for one in expected.values]
        if shown in values or self._lawful(look, item, expected):
            if shown not in values[:-1]:
                # Where the value before may still stand, to see that one says nothing about the newest.
                self._right[key] = (id(version), look.event.answered_ns)
            return []
        cause = version.cause
        told_apart = len(expected.values) == 1 and _comparable(shown, expected.values)
        if cause is None or (*key, id(version)) in self._blamed or not told_apart:
            return []
        seen, since = self._right.get(key, (0, 0.0))
        right = seen == id(version) or cause.kind == READ
        later = self._later(look, item, cause, max(since, _moment(cause)) if right else _moment(cause))
        found = _spoilt(item, shown, later, right=right)
        if found is None and not later and not right:
            clause = _owner(item, version)
            found = (clause, cause.event) if clause is not None else None
        if found is None and right and item in UNCLAIMED:
            found = (UNCLAIMED[item], cause.event)
        if found is None:
            return []
        self._blamed.add((*key, id(version)))
        return [found]

    def _held(self, look: Look, item: str) -> list[Version]:
        versions = self._people.versions(look.who, item, look.event.sent_ns, look.event.answered_ns)
        return [] if any(one.value is UNKNOWN for one in versions) else versions

    def _whole_address(self, look: Look, addresses: list[Version]) -> Expected | None:
        buildings = self._held(look, "building")
        if not addresses or not buildings:
            return None
        newest = max(addresses[-1], buildings[-1], key=lambda one: one.since)
        pairs = product(addresses, buildings)
        return Expected([f"{one.value or ''}{other.value or ''}" for one, other in pairs], newest)

    def _derived(self, look: Look, item: str) -> Expected | None:
        """
        Whether somebody heads the household; the day of deletion and that of its cause: the planned date, or an earlier
        moving in elsewhere. On the planned day itself it may stand or not.
        """
        if item == "householder":
            held = self._held(look, "relationship")
            return Expected([one.value == HOUSEHOLDER for one in held], held[-1]) if held else None
        plans, notices = self._held(look, "planned_out_on"), self._held(look, "confirmed_out_on")
        if len(plans) != 1 or len(notices) != 1 or not isinstance(plans[0].value, str):
            return None
        planned, came = plans[0].value, notices[0].value
        if isinstance(came, str):
            return Expected([min(planned, came) if item == "deleted_on" else planned], notices[0])
        today = look.event.now[:10]
        if item != "deleted_on" or today == planned:
            return None
        return Expected([planned if today > planned else None], plans[0])

    def _is_foreign(self, look: Look) -> bool:
        known_as = self._people.now(look.who, "nationality")
        return bool(look.record.get("foreign")) or known_as is not None

    def _lawful(self, look: Look, item: str, expected: Expected) -> bool:
        """
        Whether a relationship is written otherwise as DATA-005 has it.
        """
        if item != "relationship" or look.record.get("relationship") != DISTANT:
            return False
        together = self._people.alike("household", self._people.now(look.who, "household"))
        foreign = any(self._people.now(who, "nationality") is not None for who in (*together, look.who))
        return foreign or any(str(one).count("の") >= FARTHEST for one in expected.values)

    def _later(self, look: Look, item: str, cause: Cause, since: float) -> list[Change]:
        """
        What came since then, before the look, and may have changed the item.
        """
        return [
            one
            for one in self._changes
            if since < one.since < look.event.answered_ns
            and (not one.leaves or item in UNCLAIMED)
            and one.cause.event is not cause.event
            and (item in FROM_AFAR or one.whose is None or look.who in one.whose)
            and ((bears := BEARS_ON.get(one.cause.kind)) is None or item in bears)
        ]


def _moment(cause: Cause) -> float:
    return cause.event.sent_ns if isinstance(cause.event, Invoked) else cause.event.monotonic_ns


def _owner(item: str, version: Version) -> str | None:
    if version.cause is None:
        return None
    if item == "householder":
        item = "relationship"
    if item == "deleted_on":
        return DELETED_EARLIER if version.cause.kind == "J05" else DELETED
    return CAUSE_KEPT if item == "cause_dated_on" else owner(version.cause, item, version.value)


def _spoilt(
    item: str, shown: object, later: list[Change], *, right: bool
) -> tuple[str, Invoked | Exchanged] | None:
    """
    The clause that forbids what came later to change the item: the one that says what is shown now, or the only one
    that can have done it.
    """
    kept = [(clause, one.cause) for one in later if (clause := keeper(one.cause, item)) is not None]
    for clause, cause in reversed(kept):
        if shown in {_plain(one) for one in said(cause.request)}:
            return clause, cause.event
    if not kept or len(kept) < len(later):
        return None
    clause, cause = kept[-1]
    if item in PLAN:
        return (PLAN_KEPT, cause.event) if right or len(kept) == 1 else None
    return (clause, cause.event) if right else None


def _shown(look: Look, item: str) -> object:
    if item == "address":
        return _plain(f"{look.record.get('address') or ''}{look.record.get('building') or ''}")
    return _plain(look.shown.get(item))


def _plain(value: object) -> object:
    """
    A value without what is only layout: blanks, an empty text for nothing, a number as its digits.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return ("".join(value.split()) or None) if isinstance(value, str) else value


def _comparable(shown: object, values: list[object]) -> bool:
    """
    Whether masked values can be told apart: of one that is masked as another word than the other, nobody can say.
    """
    kinds = {one.partition(":")[0] for one in (shown, *values) if isinstance(one, str) and "⟦" in one}
    return not any("⟦" in str(one) and ":" in str(one) for one in values) or (
        len(kinds) == 1 and isinstance(shown, str) and "⟦" in shown
    )


def _breach(
    result: CheckResult, clause: str, items: list[str], cause: Invoked | Exchanged, look: Invoked
) -> None:
    result.breach(
        clause,
        text(
            f"住民票の{'、'.join(items)}が、届け出られ、決定され、又は知らされたとおりであること",
            f"{', '.join(items)} on the record as filed, decided or told",
        ),
        text("住民票は、これと異なる。", "The record shows otherwise."),
        *([cause] if cause is not look else []),
        look,
    )
