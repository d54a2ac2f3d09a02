"""
What other municipalities hear: the one that people moved in from, the one that they meant to move to, the one whose
data are missing, and the one that keeps the supplementary family-register record.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History, envelope_of
from harness.judgement.checks.everyone_told_dues import CODE, entered, entered_as, items_of, named
from harness.judgement.checks.everyone_told_sent import Told, missing
from harness.judgement.checks.result import CheckResult

NOTICE = "REL-003.1"
"""The clause that wants J05 in the municipality that people moved in from, for each of them or for the household."""

DROPPED = "REL-012.2"
"""The clause that wants the destination told (J07) that the data of a withdrawn moving out are not to be used."""

ASKED = "REL-010.1"
"""The clause that wants J08 about everybody of a special moving in whose data did not come."""

SUPPLEMENTARY = "JUKI-012.1"
"""The clause that wants J09 in the municipality of the registered domicile, where that is another one."""

DATA_MISSING = "moving-out-data-missing"
DOMICILE = frozenset({"registered_domicile", "registered_domicile_municipality", "head_of_family_register"})
KNOWN_FROM = frozenset({"MovingIn", "ExOfficioEntry", "EntryByBirth"})
MAY_ALTER = frozenset(
    {"ChangeOfNationality", "ConfirmNotice", "CancelChange", "RestoreRecord", "SpecialMovingIn"}
)
"""Acts that say who somebody's domicile is with, and those after which nobody can tell any more."""

CORRECTED = {
    "MovingIn": entered,
    "ChangeOfAddress": named,
    "ChangeResidentRecordCode": named,
}
"""Acts that alter what the supplementary record must say, and of whom."""

JUDGES = frozenset({NOTICE, DROPPED, ASKED, SUPPLEMENTARY})


def check(result: CheckResult, told: Told, history: History) -> None:
    """
    J05, J07, J08 and J09, each where it is due.
    """
    plans: list[Invoked] = []
    domiciles = _domiciles(told, history.municipality)
    for act in told.acts:
        _previous(result, told, act)
        if act.operation == "MovingOut":
            plans.append(act)
        elif act.operation == "WithdrawMovingOut":
            _dropped(result, told, act, plans)
        if act.operation in CORRECTED and domiciles:
            _supplementary(result, told, act, domiciles)
    for command in history.invocations:
        if command.operation == "SpecialMovingIn" and command.outcome.get("reason") == DATA_MISSING:
            _asked(result, told, command, history)


def _previous(result: CheckResult, told: Told, act: Invoked) -> None:
    place = act.request.get("from_municipality")
    inside = act.operation in ("MovingIn", "SpecialMovingIn") and not act.request.get("exemption")
    if not place or not inside:
        return
    result.examined += 1
    if not any(envelope_of(one, "receiver") == place for one in told.sent_for("J05", act)):
        missing(result, NOTICE, "J05", act, 1)


def _is_about(message: Exchanged, codes: set[str]) -> bool:
    return any(isinstance(one, dict) and one.get(CODE) in codes for one in message.body.get("persons") or ())


def _dropped(result: CheckResult, told: Told, act: Invoked, plans: list[Invoked]) -> None:
    """
    Whose data went to the destination is told of there once more.
    """
    for who in map(str, named(act)):
        plan = next((one for one in reversed(plans) if who in map(str, named(one))), None)
        codes = told.codes.get(who)
        if not codes or plan is None or plan.request.get("route") != "special":
            continue
        there = [
            one
            for one in told.of("J07")
            if envelope_of(one, "receiver") == plan.request.get("destination_municipality")
            and one.monotonic_ns >= plan.sent_ns
            and _is_about(one, codes)
        ]
        if not any(not one.body.get("withdrawn") and one.monotonic_ns < act.sent_ns for one in there):
            continue
        result.examined += 1
        if not any(one.body.get("withdrawn") and one.monotonic_ns >= act.sent_ns for one in there):
            missing(result, DROPPED, "J07", act, 1)


def _asked(result: CheckResult, told: Told, command: Invoked, history: History) -> None:
    """
    Of everybody whose data never came the municipality that they left was asked.
    """
    place = command.request.get("from_municipality")
    wanted = {str(one.get(CODE)) for one in command.request.get("movers", ())}
    came: set[str] = set()
    for one in history.exchanges("juki_net"):
        if one.direction == "out" and one.message_type == "J07" and isinstance(one.body, dict):
            came |= {str(person.get(CODE)) for person in one.body.get("persons") or ()}
    asked = {str(one.body.get(CODE)) for one in told.of("J08") if envelope_of(one, "receiver") == place}
    result.examined += len(wanted - came)
    silent = wanted - came - asked
    if silent:
        missing(result, ASKED, "J08", command, len(silent))


def _domiciles(told: Told, town: str) -> dict[str, str]:
    """
    Whose registered domicile is with another municipality, as an entry said and nothing altered since.
    """
    found: dict[str, str] = {}
    altered: set[str] = set()
    for act in told.acts:
        if act.operation in KNOWN_FROM:
            for who, said in entered_as(act):
                place = _domicile(said)
                if place is None or found.setdefault(who, place) != place:
                    altered.add(who)
        elif act.operation in MAY_ALTER or (
            act.operation == "ExOfficioCorrection" and items_of(act) & DOMICILE
        ):
            altered |= {str(who) for who in (*_all(named(act)), *_all(entered(act)))}
    return {who: place for who, place in found.items() if who not in altered and place != town}


def _all(people: Iterable[object]) -> list[object]:
    return [one for one in people if one]


def _domicile(said: dict[str, Any]) -> str | None:
    whole = said.get("registered_domicile") and said.get("head_of_family_register")
    place = said.get("registered_domicile_municipality")
    return str(place) if whole and place and not said.get("foreign") else None


def _supplementary(result: CheckResult, told: Told, act: Invoked, domiciles: dict[str, str]) -> None:
    people = [
        who for who in map(str, CORRECTED[act.operation](act)) if who in domiciles and who in told.codes
    ]
    if not people:
        return
    sent = {(envelope_of(one, "receiver"), one.body.get(CODE)) for one in told.sent_for("J09", act)}
    result.examined += len(people)
    silent = sum(not any((domiciles[who], code) in sent for code in told.codes[who]) for who in people)
    if silent:
        missing(result, SUPPLEMENTARY, "J09", act, silent)
