"""
Individual Numbers: asked for of whoever is recorded for the first time, and a number that came is known to the
addressee system.
"""

from __future__ import annotations

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History, before
from harness.judgement.checks.everyone_told_dues import CODE, NUMBER, Due, entered_as, named
from harness.judgement.checks.everyone_told_sent import Told, look_for, missing
from harness.judgement.checks.result import CheckResult

INDIVIDUAL = "individual_number"

WANTED = "REL-021.5"
"""The clause that wants a number asked for (J20) of a foreign resident who is recorded for the first time."""

NUMBERED = "JUKI-010.4"
"""The clause that wants A01 about whoever on the register was given an Individual Number (J21)."""

RENEWED = "JUKI-011.2"
"""The clause that wants the mapping renewed (A02) of whose number was changed."""

CODE_NOTICE = "resident-record-code-notice"

JUDGES = frozenset({WANTED, NUMBERED, RENEWED})


def first_recorded(told: Told) -> dict[int, set[str]]:
    """
    By the number of the act, the foreign residents from abroad who got a new code: the act printed the notice of it.
    """
    found: dict[int, set[str]] = {}
    for act in told.acts:
        if act.operation != "MovingIn" or act.request.get("exemption") != "from-abroad":
            continue
        new = {
            str(item.get("resident"))
            for paper in act.outcome.get("documents", ())
            if paper.get("kind") == CODE_NOTICE
            for item in paper.get("items", ())
        }
        people = {
            who
            for who, said in entered_as(act)
            if said.get("foreign") and not said.get(CODE) and not said.get(INDIVIDUAL)
        }
        if new & people:
            found[act.number] = new & people
    return found


def check(result: CheckResult, told: Told, history: History, first: dict[int, set[str]]) -> None:
    """
    J20 for first records, A01 and A02 for numbers that came.
    """
    for act in told.acts:
        if act.number in first:
            look_for(result, told, act, Due("J20", WANTED, lambda one: first[one.number], CODE))
    changes = [act for act in told.acts if act.operation == "ChangeIndividualNumber"]
    for given in history.exchanges():
        if _gives_number(given, history.municipality):
            _known(result, told, given)
            for act in changes:
                if before(act, given) is not False:
                    _renewed(result, told, given, act)


def _gives_number(message: Exchanged, municipality: str) -> bool:
    to_registry = message.direction == "out" and message.peer in ("registry", municipality)
    taken = to_registry and message.message_type == "J21" and message.outcome == "accepted"
    return taken and isinstance(message.body, dict)


def _known(result: CheckResult, told: Told, given: Exchanged) -> None:
    about = [
        one
        for one in told.of("A01")
        if one.body.get(CODE) == given.body.get(CODE) and not told.code_was_changed(one, given)
    ]
    result.examined += bool(about)
    if about and all(one.body.get(INDIVIDUAL) != given.body.get(INDIVIDUAL) for one in about):
        missing(result, NUMBERED, "A01", given, 1)


def _renewed(result: CheckResult, told: Told, given: Exchanged, act: Invoked) -> None:
    """
    After a change was asked for, a number that went on the record (A01 bears it) is mapped anew.
    """
    number, code = given.body.get(INDIVIDUAL), str(given.body.get(CODE))
    for who in map(str, named(act)):
        taken_on = [
            one
            for one in told.of("A01")
            if one.body.get(NUMBER) == who
            and one.body.get(INDIVIDUAL) == number
            and one.monotonic_ns >= act.sent_ns
        ]
        if code not in told.codes.get(who, ()) or not taken_on:
            continue
        result.examined += 1
        if not any(
            one.body.get(NUMBER) == who and one.body.get(INDIVIDUAL) == number for one in told.of("A02")
        ):
            missing(result, RENEWED, "A02", given, 1)
