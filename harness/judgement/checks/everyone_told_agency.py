"""
What the Immigration Services Agency hears: it names nobody by a number of ours, so as many notices are due as foreign
residents are concerned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.evidence.events import Invoked
from harness.judgement.checks.everyone_told_dues import (
    OF_THE_AGENCY,
    Whose,
    amended,
    entered,
    entered_as,
    named,
)
from harness.judgement.checks.everyone_told_sent import Told, missing
from harness.judgement.checks.result import CheckResult

ABROAD_TOO: Mapping[str, tuple[Whose, str]] = {
    "MovingIn": (entered, "IMM-001.1"),
    "SpecialMovingIn": (entered, "IMM-001.1"),
    "EntryByBirth": (entered, "IMM-001.1"),
    "ExOfficioEntry": (entered, "IMM-001.1"),
    "ChangeOfAddress": (named, "IMM-001.2"),
    "ExOfficioCorrection": (amended(OF_THE_AGENCY), "IMM-001.3"),
    "DeletionByDeath": (named, "IMM-001.4"),
    "ExOfficioDeletion": (named, "IMM-001.4"),
}
"""Command → whom the Agency is told of by I01 where they are foreign."""

STANDS_AGAIN, GONE, RESIDENCE = "IMM-001.1", "IMM-001.4", "REL-021.8"
"""The clauses for a record that stands again, an entry that was undone, and a first place of residence (I03)."""

JUDGES = frozenset({STANDS_AGAIN, GONE, RESIDENCE} | {clause for _, clause in ABROAD_TOO.values()})


def concerned_of(command: Invoked) -> set[str]:
    """
    Whom a command concerns of whom the Agency may have to be told; nobody where that is not known.
    """
    whose, _clause = ABROAD_TOO.get(command.operation, (None, ""))
    return set() if whose is None else {str(who) for who in whose(command) if who}


def check(result: CheckResult, told: Told, first_recorded: Mapping[int, set[str]]) -> None:
    """
    I01 for each foreign resident of every act, I03 for each who was recorded for the first time.
    """
    for act in told.acts:
        if act.operation in ABROAD_TOO:
            count(result, told, act, concerned_of(act), "I01", ABROAD_TOO[act.operation][1])
        elif act.operation == "RestoreRecord":
            count(result, told, act, map(str, named(act)), "I01", STANDS_AGAIN)
        count(result, told, act, first_recorded.get(act.number, set()) & _with_card(act), "I03", RESIDENCE)


def _with_card(act: Invoked) -> set[str]:
    """
    Those who filed with a residence card: whoever is permitted to stay without one notifies the Agency of no place.
    """
    return {who for who, said in entered_as(act) if (said.get("foreign") or {}).get("residence_card_number")}


def count(result: CheckResult, told: Told, act: Invoked, whom: Iterable[str], kind: str, clause: str) -> None:
    """
    As many of a kind as an act concerns foreign residents.
    """
    foreign = told.foreign.intersection(whom)
    if not foreign:
        return
    result.examined += len(foreign)
    sent = len(told.sent_for(kind, act))
    if sent < len(foreign):
        missing(result, clause, kind, act, len(foreign) - sent)
