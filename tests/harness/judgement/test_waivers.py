"""
Waivers: a failure somebody answers for until a day; expired or stale, it is a failure of its own.
"""

from __future__ import annotations

from datetime import date

import pytest

from harness.judgement.verdict import RequirementVerdict, Verdict
from harness.judgement.waivers import Waiver, check, waived
from harness.words.errors import ConfigurationError
from reports.fold import installed_catalogue

DAY = date(2026, 7, 1)


def waiver(**names: str) -> Waiver:
    """
    A waiver until the day.
    """
    return Waiver(owner="課長", reason="改修中", expires=DAY, **names)


def verdict(**clauses: Verdict) -> RequirementVerdict:
    """
    A requirement of which the clauses stand so.
    """
    named = {f"REL-001.{key[1:]}": each for key, each in clauses.items()}
    return RequirementVerdict("REL-001", min(named.values(), key=list(Verdict).index), named)


@pytest.mark.parametrize("names", [{"clause": "REL-001.2"}, {"requirement": "REL-001"}])
def test_a_failure_that_is_covered_is_waived(names: dict[str, str]) -> None:
    """
    On its last day too, with owner, reason and expiry told; other clauses stay what they are.
    """
    told = waived(verdict(c1=Verdict.PASS, c2=Verdict.FAIL), [waiver(**names)], DAY)
    assert told.verdict is Verdict.WAIVED
    assert told.clauses == {"REL-001.1": Verdict.PASS, "REL-001.2": Verdict.WAIVED}
    assert all(word in told.waived["REL-001.2"]["ja"] for word in ("課長", "改修中", "2026-07-01"))


def test_an_uncovered_failure_stays_one() -> None:
    """
    A waiver of one clause does not cover another.
    """
    told = waived(verdict(c1=Verdict.FAIL, c2=Verdict.FAIL), [waiver(clause="REL-001.2")], DAY)
    assert told.verdict is Verdict.FAIL
    assert told.clauses["REL-001.1"] is Verdict.FAIL


def test_an_expired_waiver_covers_nothing() -> None:
    """
    The day after, the failure is a FAIL again, and the waiver is named.
    """
    told = waived(verdict(c2=Verdict.FAIL), [waiver(clause="REL-001.2")], date(2026, 7, 2))
    assert told.verdict is Verdict.FAIL
    assert "2026-07-01" in told.waived["REL-001.2"]["en"]


@pytest.mark.parametrize("day", [DAY, date(2026, 7, 2)])
@pytest.mark.parametrize("names", [{"clause": "REL-001.2"}, {"requirement": "REL-001"}])
def test_a_stale_waiver_is_a_failure(names: dict[str, str], day: date) -> None:
    """
    What passes needs no waiver; it has to be removed, expired or not.
    """
    told = waived(verdict(c1=Verdict.PASS, c2=Verdict.PASS), [waiver(**names)], day)
    assert told.verdict is Verdict.FAIL
    assert "remove" in told.waived["REL-001.2"]["en"]


@pytest.mark.parametrize("other", [Verdict.UNTESTED, Verdict.INCONCLUSIVE, Verdict.ERROR])
def test_what_was_not_decided_is_left_alone(other: Verdict) -> None:
    """
    A waiver is not stale because a run did not come to its clause, and hides no error.
    """
    told = waived(verdict(c2=other), [waiver(clause="REL-001.2")], DAY)
    assert told.clauses["REL-001.2"] is other


@pytest.mark.parametrize(
    "names",
    [{}, {"clause": "REL-001.2", "requirement": "REL-001"}, {"clause": "REL-001.99"}, {"requirement": "REL"}],
)
def test_a_waiver_that_names_nothing_is_refused(names: dict[str, str]) -> None:
    """
    Neither, both, and what the catalogue does not have are configuration errors with the place.
    """
    with pytest.raises(ConfigurationError) as caught:
        check([waiver(**names)], installed_catalogue())
    assert "waiver[0]" in caught.value.describe()


def test_the_same_waiver_twice_is_refused() -> None:
    """
    Two owners of one failure would hide which of them is stale.
    """
    with pytest.raises(ConfigurationError):
        check([waiver(clause="REL-001.2")] * 2, installed_catalogue())
