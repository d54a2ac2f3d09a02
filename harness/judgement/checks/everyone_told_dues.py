"""
What each command makes due by itself, always: a message about each of some people or cards, and the clause that wants
it.

What depends on more than the command is in the files beside this one, or left to the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from harness.evidence.events import Invoked

NUMBER, CODE, CARD = "local_addressee_number", "resident_record_code", "card_id"
INSURANCE = "dept-health-insurance"

Whose = Callable[[Invoked], Iterable[object]]

OF_THE_ADDRESSEE = frozenset({"name", "name_kana", "born_on", "sex", "address", "building"})
"""Items that A01 carries (ATE-001.2) and a clerk may correct."""

OF_THE_AGENCY = frozenset(
    {
        "name",
        "born_on",
        "sex",
        "nationality",
        "address",
        "building",
        "resident_class",
        "residence_card_number",
    }
)
"""Items whose correction the Agency must be told of (入管法施行令24条2項1号〜4号)."""


def entered(command: Invoked) -> Iterable[object]:
    """
    Those whom an outcome names.
    """
    return (one["resident"] for one in command.outcome.get("residents", ()))


def persons_of(command: Invoked) -> list[dict[str, Any]]:
    """
    What a command says of those whom it enters.
    """
    request = command.request
    return [one for one in [*request.get("persons", ()), request.get("person")] if isinstance(one, dict)]


def entered_as(command: Invoked) -> Iterator[tuple[str, dict[str, Any]]]:
    """
    Those who were entered, with what the command says of them.
    """
    said = {one.get("ref"): one for one in persons_of(command)}
    return (
        (str(one["resident"]), said[one["ref"]])
        for one in command.outcome.get("residents", ())
        if one["ref"] in said
    )


def _noted(command: Invoked) -> Iterable[object]:
    """
    Those of whom the notification notes that they are insured (住基法28条).
    """
    return (who for who, said in entered_as(command) if (said.get("health_insurance") or {}).get("insured"))


def named(command: Invoked) -> Iterable[object]:
    """
    Those whom a command names as the ones whom it is about.
    """
    request = command.request
    return [request.get("resident"), *request.get("residents", ()), *request.get("accompanying", ())]


def regrouped(command: Invoked) -> Iterable[object]:
    """
    Those who change household, and those whose relationship the command says.
    """
    request = command.request
    said = [*request.get("relationships", ()), *request.get("remaining_relationships", ())]
    heads = [request.get("householder"), request.get("remaining_householder")]
    return [*named(command), *heads, *(one["resident"] for one in said)]


def items_of(command: Invoked) -> set[object]:
    """
    The items that a command amends.
    """
    return {one.get("item") for one in command.request.get("amendments", ())}


def amended(items: frozenset[str]) -> Whose:
    """
    Whose record is corrected in one of some items.
    """

    def whose(command: Invoked) -> Iterable[object]:
        return named(command) if items & items_of(command) else ()

    return whose


def _card(command: Invoked) -> Iterable[object]:
    return [command.request.get("card_id")]


def _presented(purpose: str) -> Whose:
    """
    The card that is presented for a purpose.
    """

    def whose(command: Invoked) -> Iterable[object]:
        return _card(command) if command.request.get("purpose") == purpose else ()

    return whose


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
    return Due("A01", "ATE-001.1", entered), Due("J01", "JUKI-001.1", entered, CODE), *more


def _deletion(*more: Due) -> tuple[Due, ...]:
    gone = _copy("LINK-004.2", "close", named)
    return Due("A01", "ATE-001.1", named), Due("J01", "JUKI-001.1", named, CODE), gone, *more


REGROUPED = (
    Due("A01", "ATE-001.1", regrouped),
    Due("D01", "REL-015.3", regrouped),
    _copy("LINK-004.1", "update", regrouped),
)
COPIED = _entry(_copy("LINK-003.1", "register", entered))
RESTORED = (
    Due("J01", "REL-024.4", named, CODE),
    Due("A01", "REL-024.5", named),
    Due("D01", "REL-024.6", named),
    Due("L03", "REL-024.7", named, later=True),
)
"""What a record that stands again makes due; its copy is loaded anew or renewed, as the copy stands."""

DUE: Mapping[str, tuple[Due, ...]] = {
    "MovingIn": (*COPIED, Due("D01", "DEPT-001.1", _noted), Due("D03", "DEPT-001.2", _noted)),
    "SpecialMovingIn": COPIED,
    "EntryByBirth": (*COPIED, Due("J20", "REL-017.4", entered, CODE)),
    "ExOfficioEntry": _entry(),
    "ChangeOfAddress": (
        Due("A01", "REL-013.6", named),
        Due("J01", "REL-013.1", named, CODE),
        Due("D01", "REL-013.7", named),
    ),
    "DeletionByDeath": _deletion(Due("D01", "REL-018.4", named)),
    "ExOfficioDeletion": _deletion(),
    "ChangeOfHousehold": (
        Due("A01", "REL-015.2", regrouped),
        Due("D01", "REL-015.3", regrouped),
        _copy("REL-015.4", "update", regrouped),
    ),
    "ExOfficioCorrection": (Due("A01", "ATE-001.1", amended(OF_THE_ADDRESSEE)),),
    "ChangeOfNationality": (Due("A01", "ATE-001.1", named), Due("J01", "JUKI-001.1", named, CODE)),
    "ChangeResidentRecordCode": (Due("A01", "ATE-001.1", named),),
    "SplitHousehold": REGROUPED,
    "MergeHouseholds": REGROUPED,
    "TransferMembers": REGROUPED,
    "RestoreRecord": RESTORED,
    "ApplyForSupport": (Due("J23", "SEC-007.2", named, CODE), Due("L09", "SEC-007.4", named)),
    "HandOverCard": (Due("K04", "CARD-004.1", _card, CARD),),
    "ReportCardLoss": (Due("K05", "CARD-010.1", _card, CARD, says=(("state", "suspended"),)),),
    "ReportCardFound": (Due("K05", "CARD-010.3", _card, CARD, says=(("state", "active"),)),),
    "ReturnCard": (Due("K05", "CARD-012.2", _card, CARD, says=(("state", "returned"),)),),
    "OrderCardReturn": (Due("K05", "CARD-011.2", _card, CARD, says=(("state", "lapsed"),)),),
    "RequestCardReplacement": (Due("K05", "CARD-011.2", _card, CARD, says=(("state", "lapsed"),)),),
    "PresentCard": (
        Due("K06", "CARD-014.1", _presented("continued-use"), CARD),
        Due("K07", "CARD-014.1", _presented("change-of-items"), CARD),
    ),
    "ExtendCardValidity": (Due("K07", "CARD-014.1", _card, CARD),),
}
"""Command → what it makes due, always. What depends on more than the command is left to the steps."""

PLANNED = (
    Due("A01", "ATE-001.1", named, says=(("state", "deleted"),), later=True),
    Due("J01", "REL-005.4", named, CODE, says=(("record_status", "deleted"),), later=True),
    _copy("LINK-004.2", "close", named),
)
"""What a planned moving out makes due on its date."""
