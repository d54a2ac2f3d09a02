"""Test that of a record every item that a look shows is judged by a standing check, or left open for a reason."""

from pathlib import Path

from harness.judgement.catalogue import Catalogue
from harness.judgement.checks.as_filed_people import ITEMS, ON_RECORD_ONLY, SHOWN, Cause
from harness.judgement.checks.record_as_filed import DERIVED, WITH_ANOTHER
from harness.judgement.checks.record_as_filed_owners import JUDGES, owner
from harness.port.commands import Foreign
from harness.port.records import ResidentRecord
from tests.harness.judgement.histories import command

ROOT = Path(__file__).parents[3]
LEFT_OPEN: dict[str, str] = {
    "resident": "by it the person is known",
    "foreign": "its items are judged one by one",
    "state": "as_filed judges what is told of it, register_mirrored holds the two together",
    "municipality": "one value only",
    "confirmation_notified_on": "whether the day of the notice or of its arrival, the steps of REL-004 judge",
    "deletion_reason": "no clause says what a record calls it; as_filed judges the reason that is told",
    "health_insurance": "no_contradiction judges it: it changes by a notice of its department alone",
    "filed_by": "what becomes of it by a later act is open; the steps of SEC-001 judge it",
    "history": "the steps of REL-024 and REL-017 judge its rows",
    "protected": "protection_marked judges what is told of it",
    "recompilation": "the steps of REL-025 judge it",
    "recompiled_on": "the steps of REL-025 judge it",
}
"""Item of a record that this check does not judge → why not."""


def shown() -> set[str]:
    """Every item of a record, with those of a foreign resident."""
    return {*ResidentRecord.__struct_fields__, *Foreign.__struct_fields__}


def judged() -> set[str]:
    """Every item that the check knows."""
    return {*SHOWN, *ON_RECORD_ONLY, *DERIVED, *WITH_ANOTHER}


def test_every_item_of_a_record_is_judged_or_left_open_for_a_reason():
    """A new item of the published record is not forgotten."""
    assert shown() - judged() - LEFT_OPEN.keys() == set()


def test_nothing_is_judged_or_left_open_that_is_not_shown():
    """A name that was misspelt would never be looked at."""
    assert judged() | LEFT_OPEN.keys() <= shown()


def test_what_is_left_open_is_judged_by_nobody():
    """The list gets shorter when the check learns more."""
    assert LEFT_OPEN.keys() & judged() == set()


def test_every_item_that_is_forgotten_is_known():
    """What nobody knows any more is forgotten whole."""
    assert judged() - {*DERIVED} <= {*ITEMS}


def test_every_requirement_that_is_named_exists_and_binds_the_registry():
    """Nobody else is blamed for what a record shows."""
    catalogue = Catalogue.load(ROOT / "features" / "requirements")
    named = {word.strip(";,:") for reason in LEFT_OPEN.values() for word in reason.split() if "-0" in word}
    assert named
    assert named <= catalogue.requirements.keys()
    clauses = catalogue.clauses
    assert [clause for clause in sorted(JUDGES) if "registry" not in clauses[clause][1].binds] == []


def test_every_item_that_is_judged_has_a_clause():
    """An item of which no clause speaks would be compared and nobody ever blamed."""
    event = command()
    kinds = ("MovingIn", "ExOfficioCorrection", "J05", "WithdrawMovingOut")
    causes = [Cause(kind, event, {"cause": "clerical-error"}) for kind in kinds]
    nobodys = {
        one
        for one in judged() - {*DERIVED, *WITH_ANOTHER}
        if not any(owner(each, one, None) for each in causes)
    }
    assert nobodys == set()
