"""
The cast: the same person throughout a scenario, and nobody else's.
"""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from harness.running.scene import Scene
from harness.words.letters import gaiji_count
from harness.words.numbers import IndividualNumber, ResidentRecordCode
from scenarios.cast import CITIES, FOREIGN_NAMES, GIVEN_NAMES, Cast, age_on, cast_of
from scenarios.difficult import DIFFICULT


class Stage:
    """
    What the cast needs of a scene: chance seeded by run and scenario, memory, and ears.
    """

    def __init__(self, scenario: str = "a.feature:3", run: str = "run-1", lane: object = None) -> None:
        self.lane = self if lane is None else lane
        self.random = random.Random(f"{run}/{scenario}")
        self.memory: dict[str, Any] = {}
        self.known: list[tuple[str, str]] = []
        self.persons: list[str] = []

    def know(self, kind: str, value: str) -> None:
        """
        Remember an issued number.
        """
        self.known.append((kind, value))

    def know_person(self, *values: str) -> None:
        """
        Remember values of a person.
        """
        self.persons += values


def stage(scenario: str = "a.feature:3", run: str = "run-1") -> tuple[Stage, Cast]:
    """
    A stage and the cast on it.
    """
    made = Stage(scenario, run)
    scene: Scene = made  # type: ignore[assignment]  # the three things of a scene that the cast uses
    return made, cast_of(scene)


def test_no_number_is_given_out_twice_on_a_lane() -> None:
    """
    Scenarios that draw the same chance on one lane get different numbers all the same, and on two lanes the same ones.
    """
    first = Stage()
    here, beside, elsewhere = (Cast(each) for each in (first, Stage(lane=first), Stage()))  # type: ignore[arg-type]
    for name in ("individual_number", "resident_record_code", "residence_card_number"):
        one, other, same = (getattr(cast, name)() for cast in (here, beside, elsewhere))
        assert one != other, name
        assert one == same, name


def test_a_name_stays_one_person() -> None:
    """
    Called twice, a name is the same person with the same numbers.
    """
    _, cast = stage()
    assert cast["太郎"] is cast["太郎"]
    assert "太郎" in cast
    assert "花子" not in cast


def test_runs_are_repeatable() -> None:
    """
    The same run and scenario make the same cast.
    """
    assert stage()[1]["太郎"] == stage()[1]["太郎"]


@pytest.mark.parametrize("other", [("b.feature:3", "run-1"), ("a.feature:3", "run-2")])
def test_nobody_is_in_two_scenarios(other: tuple[str, str]) -> None:
    """
    Another scenario, or another run, has other people under the same names: code, number and house differ.
    """
    one, two = stage()[1]["太郎"], stage(*other)[1]["太郎"]
    assert one.resident_record_code != two.resident_record_code
    assert one.individual_number != two.individual_number
    assert one.from_address != two.from_address


@pytest.mark.parametrize("called", [*GIVEN_NAMES, *FOREIGN_NAMES, *DIFFICULT])
def test_numbers_are_valid_and_marked(called: str) -> None:
    """
    Codes and numbers have right check digits, begin with the cast's marker and are told to the masking.
    """
    made, cast = stage()
    person = cast[called]
    assert ResidentRecordCode.is_valid(person.resident_record_code)
    assert IndividualNumber.is_valid(person.individual_number)
    assert person.resident_record_code.startswith("99")
    assert person.individual_number.startswith("99")
    assert ("resident-record-code", person.resident_record_code) in made.known
    assert ("individual-number", person.individual_number) in made.known
    assert {person.name, person.born_on, person.from_address} <= set(made.persons)


@pytest.mark.parametrize("called", FOREIGN_NAMES)
def test_foreign_residents_have_no_family_register(called: str) -> None:
    """
    A foreign name comes with nationality, status and residence card, and without a registered domicile.
    """
    made, cast = stage()
    person = cast[called]
    assert person.registered_domicile is None
    assert person.head_of_family_register is None
    assert person.foreign
    assert person.foreign.nationality
    assert ("residence-card-number", str(person.foreign.residence_card_number)) in made.known


def test_one_household_comes_from_one_house() -> None:
    """
    The members of a scenario's household share name, address and previous municipality.
    """
    _, cast = stage()
    one, two = cast.all(["太郎", "花子"])
    assert one.name.split("　")[0] == two.name.split("　")[0]
    assert one.from_address == two.from_address
    assert one.from_municipality == CITIES["さいたま市"][0]


def test_addresses_differ_within_a_scenario() -> None:
    """
    Each address asked for is another room, so that a change of address changes it.
    """
    _, cast = stage()
    assert cast.address() != cast.address()


def test_a_person_can_be_stated_otherwise() -> None:
    """
    A notification states what the certificate says, but for the changes of the scenario.
    """
    _, cast = stage()
    stated = cast["太郎"].person(resident_record_code=None)
    assert stated.ref == "太郎"
    assert stated.resident_record_code is None
    assert stated.name == cast["太郎"].name


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 5, 16), 40), (date(2026, 5, 17), 41), (date(2026, 5, 18), 41)]
)
def test_age_is_counted_in_full_years(day: date, age: int) -> None:
    """
    A year of age is full on the birthday, not on the day before.
    """
    assert age_on("1985-05-17", day) == age


def test_codes_of_other_scenarios_are_told_apart() -> None:
    """
    A code of another scenario's cast is somebody else's; one's own, and one from the stock, is not.
    """
    _, cast = stage()
    _, other = stage("b.feature:3")
    assert cast.of_another(other["太郎"].resident_record_code)
    assert not cast.of_another(cast["太郎"].resident_record_code)
    assert not cast.of_another(str(ResidentRecordCode.from_base("9800000001")))


@pytest.mark.parametrize(("called", "count"), [("薫", 1), ("操", 1), ("剛", 2), ("恵", 0)])
def test_difficult_letters_are_outside_the_repertoire(called: str, count: int) -> None:
    """
    A variant selector and a letter beyond the BMP count as one letter each.
    """
    _, cast = stage()
    assert gaiji_count(cast[called].name) == count


def test_difficult_names_are_as_short_and_as_long_as_they_get() -> None:
    """
    One letter, and as much as a message has room for.
    """
    _, cast = stage()
    assert len(cast["オー"].name) == 1
    assert 100 < len(cast["ホセ"].name) <= 120


def test_difficult_dates_are_difficult() -> None:
    """
    Unknown day and month, unknown day, and the day that most years lack.
    """
    _, cast = stage()
    assert [cast[who].born_on[4:] for who in ("松", "梅", "閏")] == ["-XX-XX", "-05-XX", "-02-29"]


def test_twins_differ_in_the_given_name_alone() -> None:
    """
    Reading, sex, day of birth and house are the same.
    """
    _, cast = stage()
    one, other = cast.all(["明", "朗"])
    assert one.name != other.name
    shared = ("name_kana", "sex", "born_on", "from_address", "head_of_family_register")
    assert all(getattr(one, item) == getattr(other, item) for item in shared)


def test_names_beside_the_name_are_told_to_the_masking() -> None:
    """
    A common name and a former surname belong to the person too.
    """
    made, cast = stage()
    assert cast["エレナ"].person().common_name in made.persons
    assert cast["恵"].person().former_surname in made.persons


def test_a_foreign_spouse_stands_in_the_household_of_another() -> None:
    """
    The householder is the Japanese spouse.
    """
    _, cast = stage()
    assert cast["ハンス"].relationship == "夫"
    assert cast["ハンス"].foreign
