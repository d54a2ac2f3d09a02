"""
What a message repeats from the record is what the record shows after the change that the message tells of.

A message and a look at the record are compared only where nothing can have changed the record between them: the
message tells of the last command before the look, the day is the same, and the town told the registry nothing that
changes a record since. Everything else is left to the steps.

Where they differ, the message is blamed, by the clause that says what it states. But where the message says what the
command said, or two kinds of message say the same, the record is the odd one: then the one clause is blamed, once, that
says what the command does to that item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import inf
from typing import Any

from msgspec import Struct

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History, trace_of
from harness.judgement.checks import agency_notices
from harness.judgement.checks.result import CheckResult, Context, receiver_of, text

READ = "ReadResidentRecord"
INSURANCE = "dept-health-insurance"
MEDIUM_TO_LONG = "medium-to-long-term"
CHANGING = frozenset({"D02", "I02", "J05", "J07", "J21", "J22", "K03", "K05"})
"""What the town may tell the registry that changes what it holds of a person."""

Record = Mapping[str, Any]
Expected = Callable[[Record], object]


def _same(name: str) -> Expected:
    return lambda record: record.get(name)


def _state(record: Record) -> str:
    state = record.get("state")
    return str(state) if state in ("current", "planned-out") else "deleted"


def _foreign(name: str) -> Expected:
    return lambda record: (record.get("foreign") or {}).get(name)


def _card_of_the_class(record: Record) -> object:
    """
    Only a medium-to-long-term resident's notice has this number (入管法施行令24条2項3号).
    """
    foreign = record.get("foreign") or {}
    return foreign.get("residence_card_number") if foreign.get("resident_class") == MEDIUM_TO_LONG else None


def _whole_address(record: Record) -> str:
    return f"{record.get('address') or ''}{record.get('building') or ''}"


PERSON = {name: _same(name) for name in ("name", "name_kana", "born_on", "sex")}
HOUSEHOLD = {name: _same(name) for name in ("householder_name", "relationship")}

MIRRORED: dict[str, tuple[str, dict[str, Expected]]] = {
    "A01": (
        "ATE-001.2",
        {
            **PERSON,
            **{name: _same(name) for name in ("address", "building", "individual_number")},
            "resident_record_code": _same("resident_record_code"),
            "household_number": _same("household"),
            "state": _state,
        },
    ),
    "D01": (
        "DEPT-001.7",
        {
            **{name: PERSON[name] for name in ("name", "born_on", "sex")},
            **HOUSEHOLD,
            "address": _whole_address,
            "household_number": _same("household"),
            "state": _state,
            "planned_on": _same("planned_out_on"),
        },
    ),
    "I01": (
        "IMM-002.1",
        {
            **{name: PERSON[name] for name in ("name", "born_on", "sex")},
            **{name: _foreign(name) for name in ("nationality", "resident_class")},
            "residence_card_number": _card_of_the_class,
            "address": _whole_address,
        },
    ),
    "J05": (
        "REL-003.3",
        {
            **PERSON,
            "previous_address": lambda record: (
                record.get("last_recorded_address") or record.get("previous_address")
            ),
            "new_address": _whole_address,
            "moved_in_on": _same("became_resident_on"),
        },
    ),
    "J09": (
        "JUKI-012.4",
        {**PERSON, **{name: _same(name) for name in ("registered_domicile", "head_of_family_register")}},
    ),
    "J01": (
        "JUKI-001.1",
        {
            **PERSON,
            **{name: _same(name) for name in ("individual_number", "became_resident_on", "settled_on")},
            **{
                name: _same(name)
                for name in ("previous_municipality", "former_surname", "former_surname_kana")
            },
            "address": _whole_address,
            "relationship": _same("relationship"),
            "record_status": lambda record: "deleted" if _state(record) == "deleted" else "current",
        },
    ),
    "K06": (
        "CARD-006.2",
        {
            "address": _whole_address,
            "municipality": _same("municipality"),
            "moved_in_on": _same("became_resident_on"),
        },
    ),
    "L03": ("LINK-003.2", HOUSEHOLD),
}
"""Message → the clause that says what it states, and what the record says in the place of each item."""

SAME_ITEM = {"moved_in_on": "became_resident_on"}
"""What a message calls otherwise than another one."""

FOLLOWS = {"planned_on": "state"}
"""An item that stands or falls with another: where the state is wrongly that of a plan, so is the plan's date."""

Path = tuple[str, ...]
HOUSEHOLD_OWNED: dict[str, tuple[str, Path]] = dict.fromkeys(HOUSEHOLD, ("REL-015.1", ()))
OWNED: dict[str, dict[str, tuple[str, Path]]] = {
    "MovingIn": {"became_resident_on": ("REL-001.2", ("moved_in_on",))},
    "SpecialMovingIn": {"became_resident_on": ("REL-001.2", ("moved_in_on",))},
    "EntryByBirth": {"became_resident_on": ("REL-017.1", ("person", "born_on"))},
    "ChangeOfAddress": {"settled_on": ("REL-013.2", ("moved_on",))},
    "WithdrawMovingOut": {"state": ("REL-012.1", ()), "planned_on": ("REL-012.1", ())},
    **dict.fromkeys(
        ("ChangeOfHousehold", "SplitHousehold", "MergeHouseholds", "TransferMembers"), HOUSEHOLD_OWNED
    ),
}
"""Command → item of the record → the clause that says what it becomes, and where the command says the value."""

NUMBERS = {"resident_record_code": "JUKI-008.7", "individual_number": "JUKI-010.4"}
"""Number on the record → the clause that a change of it breaks which nobody was told of, whatever the command was."""

JUDGES = frozenset(
    {clause for clause, _ in MIRRORED.values()}
    | {clause for items in OWNED.values() for clause, _ in items.values()}
    | set(NUMBERS.values())
)


def check(history: History, context: Context) -> CheckResult:
    """
    Compare what the registry sent on the last command before a look at a record with what the look showed.
    """
    del context
    result = CheckResult()
    looks = [one for one in history.invocations if one.operation == READ and _record(one)]
    for look in looks:
        cause = _last_command(history, look)
        if cause is None or _meanwhile(history, cause, look):
            continue
        record = _record(look)
        differing: list[Differing] = []
        for message in _newest(history, cause, record):
            result.examined += 1
            differing += [one for one in _differing(message, record) if not _as_filed(one, cause)]
        _blame(result, differing, cause, look, _codes_told(history, cause))
    return result


def _record(look: Invoked) -> Record:
    outcome = look.outcome if isinstance(look.outcome, dict) else {}
    found = outcome.get("record")
    return found if isinstance(found, dict) else {}


def _last_command(history: History, look: Invoked) -> Invoked | None:
    """
    The newest accepted command before the look; None where one may still have been under way, or the day changed.
    """
    commands = [
        one
        for one in history.invocations
        if trace_of(one) is not None
        and one.sent_ns < look.answered_ns
        and one.outcome.get("outcome") != "refused"
    ]
    last = max(commands, key=lambda one: one.sent_ns, default=None)
    if last is None or last.outcome.get("outcome") != "accepted" or last.answered_ns > look.sent_ns:
        return None
    return last if last.now[:10] == look.now[:10] else None


def _meanwhile(history: History, cause: Invoked, look: Invoked) -> bool:
    """
    Whether the town told the registry something that may change a record, after the command and before the look.
    """
    return any(
        exchange.direction == "out"
        and exchange.message_type in CHANGING
        and cause.sent_ns <= exchange.monotonic_ns <= look.answered_ns
        for exchange in history.exchanges()
    )


def _next_after(history: History, cause: Invoked) -> float:
    """
    When the next command came, or the town first told the registry something that may change a record.
    """
    told = (
        exchange.monotonic_ns
        for exchange in history.exchanges()
        if exchange.direction == "out" and exchange.message_type in CHANGING
    )
    done = (one.sent_ns for one in history.invocations if trace_of(one) is not None)
    return min((moment for moment in (*told, *done) if moment > cause.sent_ns), default=inf)


def _newest(history: History, cause: Invoked, record: Record) -> Iterator[Exchanged]:
    """
    Of each kind and receiver, the newest message about the person that the command caused and its receiver took. What
    came after another command or word of the town may tell of that too, though it bears the trace of the first: a
    number that was asked for (J20) and told late (J21).
    """
    newest: dict[tuple[str, str], Exchanged] = {}
    until = _next_after(history, cause)
    caused = [
        message
        for message in history.from_registry()
        if message.outcome == "accepted"
        and message.monotonic_ns < until
        and message.message_type in MIRRORED
        and message.trace_id == trace_of(cause)
    ]
    notices = agency_notices.about((one for one in caused if one.message_type == "I01"), record, cause)
    theirs = [one for one in caused if one.message_type != "I01" and _is_about(one, record)]
    for message in (*theirs, *notices):
        newest[message.message_type or "", receiver_of(message)] = message
    yield from newest.values()


def _is_about(message: Exchanged, record: Record) -> bool:
    body = message.body if isinstance(message.body, dict) else {}
    if message.message_type == "D01" and receiver_of(message) != INSURANCE:
        return False
    if message.message_type == "L03" and body.get("action") == "close":
        return False
    local = body.get("local_addressee_number")
    if local is not None:
        return bool(local == record.get("resident"))
    return bool(body.get("resident_record_code") == record.get("resident_record_code"))


class Differing(Struct, frozen=True):
    """
    An item of a message that is not the record's: by its name in the message, and what was told.
    """

    message: Exchanged
    name: str
    told: object

    @property
    def item(self) -> str:
        """
        The item of the record.
        """
        return SAME_ITEM.get(self.name, self.name)


def _differing(message: Exchanged, record: Record) -> list[Differing]:
    body = message.body if isinstance(message.body, dict) else {}
    return [
        Differing(message, name, plain(body.get(name)))
        for name, expected in MIRRORED[message.message_type or ""][1].items()
        if not left_open(name, record) and plain(body.get(name)) != plain(expected(record))
    ]


def _as_filed(one: Differing, cause: Invoked) -> bool:
    """
    Whether a notice of moving in names the previous address that was filed: what the record keeps of it, the clauses
    of the record say.
    """
    filed = cause.request.get("from_address")
    of_the_notice = one.message.message_type == "J05" and one.item == "previous_address"
    return of_the_notice and bool(filed) and one.told == plain(filed)


def _codes_told(history: History, cause: Invoked) -> set[object]:
    """
    The Resident Record Codes under which the command told the network of somebody: a record under another code is
    not found by them.
    """
    told = [
        one
        for one in history.from_registry()
        if one.message_type == "J01" and one.trace_id == trace_of(cause)
    ]
    return {one.body.get("resident_record_code") for one in told if isinstance(one.body, dict)}


def _blame(
    result: CheckResult, differing: list[Differing], cause: Invoked, look: Invoked, codes: set[object]
) -> None:
    """
    Once for each clause that owns what the record alone says otherwise; else once for each message.
    """
    odd: dict[str, list[Differing]] = {}
    wrong: dict[str, list[Differing]] = {}
    for one in differing:
        clause = _owner(one, differing, cause, codes)
        if clause is None:
            wrong.setdefault(one.message.message_id or "", []).append(one)
        else:
            odd.setdefault(clause, []).append(one)
    for clause, found in odd.items():
        items = sorted({one.item for one in found})
        kinds = sorted({one.message.message_type or "" for one in found})
        result.breach(
            clause,
            text(
                f"住民票の{'、'.join(items)}が、{'、'.join(kinds)}により伝えられたとおりであること",
                f"{', '.join(items)} on the record as {', '.join(kinds)} told it",
            ),
            text("伝えられた値と住民票が異なる。", "The record differs from what was told."),
            found[0].message,
            look,
        )
    for found in wrong.values():
        message = found[0].message
        kind = message.message_type or ""
        names = sorted(one.name for one in found)
        result.breach(
            MIRRORED[kind][0],
            text(
                f"{kind}の{'、'.join(names)}が住民票のとおりであること",
                f"{', '.join(names)} of {kind} as on the record",
            ),
            text("住民票と異なる。", "It differs from the record."),
            message,
            look,
        )


def _owner(one: Differing, differing: list[Differing], cause: Invoked, codes: set[object]) -> str | None:
    """
    The clause that owns the item, where the record is the odd one; None where the message may be wrong, or where no
    clause owns it.
    """
    clause, path = OWNED.get(cause.operation, {}).get(one.item, (NUMBERS.get(one.item), ()))
    said: Any = cause.request
    for part in path:
        said = said.get(part) if isinstance(said, dict) else None
    whole = FOLLOWS.get(one.item)
    base = next((each for each in differing if each.message is one.message and each.item == whole), one)
    alike = [each for each in differing if (each.item, each.told) == (base.item, base.told)]
    agreed = len({each.message.message_type for each in alike}) > 1
    if one.item == "resident_record_code":
        agreed = agreed or one.told in codes
    return clause if agreed or (path and plain(said) == one.told) else None


def left_open(name: str, record: Record) -> bool:
    """
    Whether the law leaves open what is said: who has left a household has no householder any more, or the last one;
    the planned date of a plan that was carried out may go on being told, or not.
    """
    state = _state(record)
    return (name in HOUSEHOLD and state == "deleted") or (name == "planned_on" and state != "planned-out")


def plain(value: object) -> object:
    """
    A value without what is only layout: blanks between address and building, and an empty text for nothing.
    """
    return ("".join(value.split()) or None) if isinstance(value, str) else value
