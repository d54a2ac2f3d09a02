"""
At a million residents every published marginal is near: a total variation distance of one in a hundred at most.
"""

from __future__ import annotations

import pytest

from tests.scenarios.population import marginals_outside as outside
from tests.scenarios.population.made import table

NEAR = 0.01
MILLION = 1_000_000


@pytest.mark.parametrize(("name", "area"), [("japan", "JPN"), ("wako", "112291"), ("yokohama", "141003")])
def test_a_million_is_near_to_what_was_published(name: str, area: str) -> None:
    """
    Ages by sex, types and sizes of households and nationalities are within one in a hundred.
    """
    people = table(name, MILLION)
    types, sizes = outside.households(people, area)
    assert outside.age_sex(people, area) <= NEAR
    assert types <= NEAR
    assert sizes <= NEAR
    assert outside.nationality(people) <= NEAR


@pytest.mark.parametrize(("name", "share"), [("japan", 0.02178), ("wako", 0.0265), ("yokohama", 0.02742)])
def test_the_share_of_foreign_residents(name: str, share: float) -> None:
    """
    Foreign residents are as many as the census counted, to one in a thousand of all residents.
    """
    assert outside.foreign_share(table(name, MILLION)) == pytest.approx(share, abs=0.001)


def test_no_number_occurs_twice_in_a_million() -> None:
    """
    Every Individual Number and Resident Record Code of a million residents is another one.
    """
    people = table("japan", MILLION)
    for column in ("individual_number", "resident_record_code", "addressee_number"):
        assert len(people[column].unique()) == MILLION


def test_the_distance_sees_a_difference() -> None:
    """
    The ages of one area are far from those of another, so nearness means something.
    """
    assert outside.age_sex(table("wako", MILLION), "JPN") > 5 * NEAR
