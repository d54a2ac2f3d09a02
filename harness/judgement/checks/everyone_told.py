"""
Whoever a command or a planned date concerns is told of to every neighbour that must hear of it: not only the first of
several people, and not only the first time.

Judged at the end of a scenario, by what was sent about each person or card under the command's trace, or, where
something else had to come first, since the command. What the messages say is judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History, envelope_of, trace_of
from harness.judgement.checks.result import CheckResult, Context, receiver_of, text

INSURANCE = "dept-health-insurance"
NUMBER, CODE, CARD = "local_addressee_number", "resident_record_code", "card_id"
INDIVIDUAL = "individual_number"

Whose = Callable[[Invoked], Iterable[object]]

OF_THE_ADDRESSEE = frozenset({"name", "name_kana", "born_on", "sex", "address", "building"})
"""Items that A01 carries (ATE-001.2) and a clerk may correct."""

OF_THE_AGENCY = frozenset(
    {"name", "born_on", "sex", "nationality", "address", "building", "resident_class", "residence_card_number"}
)
"""Items whose correction the Agency must be told of (入管法施行令24条2項1号〜4号)."""


def _entered(command: Invoked) -> Iterable[object]:
    return (one["resident"] for one in command.outcome.get("residents", ()))


def _named(command: Invoked) -> Iterable[object]:
    request = command.request
    return [request.get("resident"), *request.get("residents", ()), *request.get("accompanying", ())]


def _regrouped(command: Invoked) -> Iterable[object]:
    """
    Those who change household, and those whose relationship the command says.
    """
    request = command.request
    said = [*request.get("relationships", ()), *request.get("remaining_relationships", ())]
    heads = [request.get("householder"), request.get("remaining_householder")]
    return [*_named(command), *heads, *(one["resident"] for one in said)]


def _amended(items: frozenset[str]) -> Whose:
    """
    Whose record is corrected in one of some items.
    """

    def whose(command: Invoked) -> Iterable[object]:
        named = {one.get("item") for one in command.request.get("amendments", ())}
        return _named(command) if named & items else ()

    return whose


def _card(command: Invoked) -> Iterable[object]:
    return [command.request.get("card_id")]


class Due(Struct, frozen=True):
    """
    A message that a command makes due about each of some people or cards, and the clause that wants it.

    ``by``: the item of its body that says about whom. ``says``: what else it must say. ``later``: it may go out under
    the trace of something that it had to wait for.
    """

    kind: str
    clause: str
    about: Whose
    by: str = NUMBER
    says: tuple[tuple[str, str], ...] = ()
    later: bool = False


def _copy(clause: str, action: str, about: Whose) -> Due:
    return Due("L03", clause, about, says=(("action", action),), later=True)


def _entry(*more: Due) -> tuple[Due, ...]:
    return Due("A01", "ATE-001.1", _entered), Due("J01", "JUKI-001.1", _entered, CODE), *more


def _deletion(*more: Due) -> tuple[Due, ...]:
    gone = _copy("LINK-004.2", "close", _named)
    return Due("A01", "ATE-001.1", _named), Due("J01", "JUKI-001.1", _named, CODE), gone, *more


REGROUPED = (Due("A01", "ATE-001.1", _regrouped), _copy("LINK-004.1", "update", _regrouped))
COPIED = _entry(_copy("LINK-003.1", "register", _entered))
DUE: Mapping[str, tuple[Due, ...]] = {
    "MovingIn": COPIED,
    "SpecialMovingIn": COPIED,
    "EntryByBirth": COPIED,
    "ExOfficioEntry": _entry(),
    "ChangeOfAddress": (
        Due("A01", "REL-013.6", _named),
        Due("J01", "REL-013.1", _named, CODE),
        Due("D01", "REL-013.7", _named),
    ),
    "DeletionByDeath": _deletion(Due("D01", "REL-018.4", _named)),
    "ExOfficioDeletion": _deletion(),
    "ChangeOfHousehold": (
        Due("A01", "REL-015.2", _regrouped),
        Due("D01", "REL-015.3", _regrouped),
        _copy("REL-015.4", "update", _regrouped),
    ),
    "ExOfficioCorrection": (Due("A01", "ATE-001.1", _amended(OF_THE_ADDRESSEE)),),
    "ChangeOfNationality": (Due("A01", "ATE-001.1", _named), Due("J01", "JUKI-001.1", _named, CODE)),
    "ChangeResidentRecordCode": (Due("A01", "ATE-001.1", _named),),
    "SplitHousehold": REGROUPED,
    "MergeHouseholds": REGROUPED,
    "TransferMembers": REGROUPED,
    "ApplyForSupport": (Due("J23", "SEC-007.2", _named, CODE), Due("L09", "SEC-007.4", _named)),
    "HandOverCard": (Due("K04", "CARD-004.1", _card, CARD),),
    "ReportCardLoss": (Due("K05", "CARD-010.1", _card, CARD, says=(("state", "suspended"),)),),
    "ReportCardFound": (Due("K05", "CARD-010.3", _card, CARD, says=(("state", "active"),)),),
    "ReturnCard": (Due("K05", "CARD-012.2", _card, CARD, says=(("state", "returned"),)),),
    "OrderCardReturn": (Due("K05", "CARD-011.2", _card, CARD, says=(("state", "lapsed"),)),),
    "RequestCardReplacement": (Due("K05", "CARD-011.2", _card, CARD, says=(("state", "lapsed"),)),),
    "ExtendCardValidity": (Due("K07", "CARD-014.1", _card, CARD),),
}
"""Command → what it makes due, always. What depends on more than the command is left to the steps."""

ABROAD_TOO = {
    "MovingIn": (_entered, "IMM-001.1"),
    "SpecialMovingIn": (_entered, "IMM-001.1"),
    "EntryByBirth": (_entered, "IMM-001.1"),
    "ExOfficioEntry": (_entered, "IMM-001.1"),
    "ChangeOfAddress": (_named, "IMM-001.2"),
    "ExOfficioCorrection": (_amended(OF_THE_AGENCY), "IMM-001.3"),
    "DeletionByDeath": (_named, "IMM-001.4"),
    "ExOfficioDeletion": (_named, "IMM-001.4"),
}
"""Command → whom the Agency is told of by I01 where they are foreign; it names nobody by a number of ours."""

PLANNED = (
    Due("A01", "ATE-001.1", _named, says=(("state", "deleted"),), later=True),
    Due("J01", "REL-005.4", _named, CODE, says=(("record_status", "deleted"),), later=True),
    _copy("LINK-004.2", "close", _named),
)
"""What a planned moving out makes due on its date."""

NUMBERED = "JUKI-010.4"
"""The clause that wants A01 about whoever on the register was given an Individual Number (J21)."""

NOTICE = "REL-003.1"
"""The clause that wants J05 in the municipality that people moved in from, for each of them or for the household."""

CLOSED = "LINK-003.6"
"""The clause that wants the copy closed of whoever is shown as no resident any more."""

ENDED = "CARD-014.1"
ENDINGS = ("lapsed", "suspended", "returned")
"""What a card may be shown as, which one of both sides must have told the other (K05), and the clause that wants it."""

UNDOING = frozenset(
    {"WithdrawMovingOut", "CancelChange", "RestoreRecord", "ExOfficioDeletion", "DeletionByDeath"}
)

TAKEN = ("accepted", "duplicate")
"""Outcomes after which a neighbour was told: what it refused, it did not take."""

JUDGES = frozenset(
    {due.clause for several in (*DUE.values(), PLANNED) for due in several}
    | {clause for _, clause in ABROAD_TOO.values()}
    | {NUMBERED, NOTICE, CLOSED, ENDED}
)


def check(history: History, context: Context) -> CheckResult:
    """
    Look for what every accepted command, and every planned date that has come, made due.
    """
    del context
    result = CheckResult()
    told = _Told(history)
    for command in history.invocations:
        if command.outcome.get("outcome") != "accepted" or command.request.get("provisional"):
            continue
        for due in DUE.get(command.operation, ()):
            _look(result, told, command, due, set())
        _agency(result, told, command)
        _previous(result, told, command)
        if command.operation == "MovingOut" and str(command.request.get("planned_on")) <= told.today:
            undone = _undone(command, history.invocations)
            for due in PLANNED:
                _look(result, told, command, due, undone)
    _shown(result, told, history)
    for given in history.exchanges():
        if _gives_number(given, history.municipality):
            _numbered(result, told, given)
    return result


def _gives_number(message: Exchanged, municipality: str) -> bool:
    to_registry = message.direction == "out" and message.peer in ("registry", municipality)
    return to_registry and message.message_type == "J21" and message.outcome == "accepted"


def _numbered(result: CheckResult, told: _Told, given: Exchanged) -> None:
    named = [
        one
        for one in told.messages
        if one.message_type == "A01"
        and one.body.get(CODE) == given.body.get(CODE)
        and not told.code_was_changed(one, given)
    ]
    result.examined += bool(named)
    if named and all(one.body.get(INDIVIDUAL) != given.body.get(INDIVIDUAL) for one in named):
        _missing(result, NUMBERED, "A01", given, 1)


def _shown(result: CheckResult, told: _Told, history: History) -> None:
    """
    Whoever the last look shows as gone has no open copy, and a card's state is known on both sides.
    """
    last: dict[str, Invoked] = {}
    for look in history.invocations:
        if look.operation == "ReadResidentRecord" and isinstance(look.outcome.get("record"), dict):
            last[str(look.outcome["record"].get("resident"))] = look
        card = look.outcome.get("card")
        if look.operation == "ReadCard" and isinstance(card, dict) and card.get("state") in ENDINGS:
            result.examined += 1
            said = {"card_id": card.get("card_id"), "state": card["state"]}
            if not any(_tells(one, said) for one in history.exchanges()):
                _missing(result, ENDED, "K05", look, 1)
    for who, look in last.items():
        copies = [one for one in told.messages if one.message_type == "L03" and one.body.get(NUMBER) == who]
        if not copies or look.outcome["record"].get("state") in ("current", "planned-out"):
            continue
        result.examined += 1
        newest = max(copies, key=lambda one: one.number)
        if newest.body.get("action") != "close" and not told.commanded_after(look):
            _missing(result, CLOSED, "L03", look, 1)


def _tells(message: Exchanged, said: dict[str, object]) -> bool:
    body = message.body if isinstance(message.body, dict) else {}
    return message.message_type == "K05" and all(body.get(name) == value for name, value in said.items())


def _look(result: CheckResult, told: _Told, command: Invoked, due: Due, undone: set[str]) -> None:
    sent = [
        one
        for one in told.messages
        if one.message_type == due.kind
        and told.may_come_of(one, command, later=due.later)
        and (due.kind != "D01" or receiver_of(one) == INSURANCE)
        and all(one.body.get(name) == value for name, value in due.says)
    ]
    about = {str(one.body.get(due.by)) for one in sent}
    people = {str(who) for who in due.about(command) if who} - undone
    names = {who: told.codes.get(who, set()) if due.by == CODE else {who} for who in people}
    if due.kind == "L03" and ("action", "register") not in due.says:
        names = {who: them for who, them in names.items() if who in told.copies}
    known = {who: them for who, them in names.items() if them}
    result.examined += len(known)
    silent = sum(not them & about for them in known.values())
    if silent:
        _missing(result, due.clause, due.kind, command, silent)


def concerned_of(command: Invoked) -> set[str]:
    """
    Whom a command concerns of whom the Agency may have to be told; nobody where that is not known.
    """
    whose, _clause = ABROAD_TOO.get(command.operation, (None, ""))
    return set() if whose is None else {str(who) for who in whose(command) if who}


def _agency(result: CheckResult, told: _Told, command: Invoked) -> None:
    foreign = concerned_of(command) & told.foreign
    if not foreign:
        return
    clause = ABROAD_TOO[command.operation][1]
    sent = sum(
        one.message_type == "I01" and told.may_come_of(one, command, later=False) for one in told.messages
    )
    result.examined += len(foreign)
    if sent < len(foreign):
        _missing(result, clause, "I01", command, len(foreign) - sent)


def _previous(result: CheckResult, told: _Told, command: Invoked) -> None:
    place = command.request.get("from_municipality")
    inside = command.operation in ("MovingIn", "SpecialMovingIn") and not command.request.get("exemption")
    if not place or not inside:
        return
    result.examined += 1
    if not any(
        one.message_type == "J05"
        and envelope_of(one, "receiver") == place
        and told.may_come_of(one, command, later=False)
        for one in told.messages
    ):
        _missing(result, NOTICE, "J05", command, 1)


def _undone(plan: Invoked, commands: Iterable[Invoked]) -> set[str]:
    """
    Whose planned moving out something else came before; of a command that names nobody, all of them.
    """
    later = [
        one
        for one in commands
        if one.operation in UNDOING and one.sent_ns > plan.sent_ns and one.outcome.get("outcome") != "refused"
    ]
    named = [{str(who) for who in _named(one) if who} or {str(who) for who in _named(plan)} for one in later]
    return set().union(*named)


def _missing(result: CheckResult, clause: str, kind: str, cause: Invoked | Exchanged, count: int) -> None:
    result.breach(
        clause,
        text(f"かかわるものすべてについての{kind}", f"{kind} about everybody and every card concerned"),
        text(f"{count}件について届かなかった。", f"None came about {count} of them."),
        cause,
    )


class _Told:
    """
    What the registry sent, and what is known of people from it and from the commands: codes by number, who is foreign,
    of whom there is a copy.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self.messages = [
            one for one in history.from_registry() if isinstance(one.body, dict) and one.outcome in TAKEN
        ]
        self.today = max((one.now[:10] for one in history.invocations), default="")
        self.foreign: set[str] = set()
        self.codes: dict[str, set[str]] = {}
        self.copies: set[str] = set()
        for one in self.messages:
            number = str(one.body.get(NUMBER))
            if one.message_type == "A01" and one.body.get(CODE):
                self.codes.setdefault(number, set()).add(str(one.body[CODE]))
            if one.message_type == "L03" and one.body.get("action") == "register":
                self.copies.add(number)
        for command in history.invocations:
            record = command.outcome.get("record")
            if isinstance(record, dict) and record.get("foreign"):
                self.foreign.add(str(record.get("resident")))
            foreign = {one.get("ref") for one in _persons(command) if one.get("foreign")}
            entered = command.outcome.get("residents", ())
            self.foreign |= {str(one["resident"]) for one in entered if one["ref"] in foreign}
        for command in history.invocations:
            if command.operation == "ChangeOfNationality":
                # Foreign before or after: which, is left to the steps.
                self.foreign -= {str(who) for who in _named(command)}

    def code_was_changed(self, message: Exchanged, until: Exchanged) -> bool:
        """
        Whether the person whom an A01 is about bore another code already when something was told: who is named by a
        former code is nobody.
        """
        return any(
            one.message_type == "A01"
            and one.body.get(NUMBER) == message.body.get(NUMBER)
            and one.body.get(CODE) != message.body.get(CODE)
            and one.number > message.number
            and one.monotonic_ns < until.monotonic_ns
            for one in self.messages
        )

    def commanded_after(self, look: Invoked) -> bool:
        """
        Whether a command was given after a look.
        """
        return any(
            trace_of(one) is not None and one.answered_ns > look.sent_ns for one in self._history.invocations
        )

    def may_come_of(self, message: Exchanged, command: Invoked, *, later: bool) -> bool:
        """
        Whether a message can be this command's: by its trace, or, where that names none or is left open, by its time.
        """
        if later or self._history.command_of(message.trace_id) is None:
            return message.monotonic_ns >= command.sent_ns
        return message.trace_id == trace_of(command)


def _persons(command: Invoked) -> list[dict[str, Any]]:
    request = command.request
    return [one for one in [*request.get("persons", ()), request.get("person")] if isinstance(one, dict)]
