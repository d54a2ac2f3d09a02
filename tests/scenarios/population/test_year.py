"""
A year can be played into a register from the first event to the last, in calendar order, at the published rates.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.scenarios.population import records_outside as records
from tests.scenarios.population.marginals_outside import distance
from tests.scenarios.population.register_outside import Register
from tests.scenarios.population.test_bad_input import populate

RESIDENTS = 10_000
"""Fewer would have no naturalisation in a year, and births that chance alone takes from the published rate."""

COLUMNS = (
    "resident,household_number,relationship,sex,age,birth_date,nationality,card_state,card_expires_on,"
    "resident_record_code,individual_number,addressee_number"
)
Row = dict[str, Any]


@cache
def year(folder: Path) -> tuple[list[Row], list[Row], list[Row]]:
    """
    Residents, newcomers and events of a year of Wako.
    """
    populate(folder, residents=RESIDENTS, file_format="parquet", columns=COLUMNS, events=2026)
    files = (folder / f"{name}.parquet" for name in ("residents", "newcomers-2026", "events-2026"))
    residents, newcomers, events = (pq.read_table(path).to_pylist() for path in files)
    return residents, newcomers, events


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Row], list[Row], list[Row]]:
    """
    The year, made once.
    """
    return year(tmp_path_factory.mktemp("year"))


def register(residents: list[Row], newcomers: list[Row]) -> Register:
    """
    The register on the first day.
    """
    people = {row["resident"]: dict(row) for row in [*residents, *newcomers]}
    book = Register(people)
    numbers: dict[str, int] = {}
    for row in residents:
        household = numbers.setdefault(row["household_number"], len(numbers))
        book.enter(row["resident"], household, row["relationship"])
        if row["card_state"] is not None:
            book.card[row["resident"]] = "active"
    return book


def played(residents: list[Row], newcomers: list[Row], events: list[Row]) -> Register:
    """
    The register on the last day.
    """
    book = register(residents, newcomers)
    for event in events:
        book.play(event)
    return book


def test_the_register_refuses_nothing(made: tuple[list[Row], list[Row], list[Row]]) -> None:
    """
    Every event can happen after those before it, and those who came and did not go are those who are there.
    """
    residents, newcomers, events = made
    book = played(residents, newcomers, events)
    assert Counter(" ".join(each.split()[:2]) for each in book.refused) == {}, book.refused[:5]
    went = {
        int(each)
        for event in events
        if event["kind"] in {"moving_out", "moving_out_abroad", "death"}
        for each in event["residents"].split()
    }
    assert set(book.home) == {row["resident"] for row in [*residents, *newcomers]} - went
    for household, members in book.members.items():
        if members:
            assert sum(book.relationship[each] == "世帯主" for each in members) == 1, household


def _dead_twice(events: list[Row]) -> None:
    death = next(event for event in events if event["kind"] == "death")
    events.append({**death, "event": len(events)})


def _out_twice(events: list[Row]) -> None:
    moving = next(event for event in events if event["kind"] == "moving_out")
    events.append({**moving, "event": len(events)})


def _no_new_head(events: list[Row]) -> None:
    found = [
        event
        for event in events
        if event["kind"] == "change_of_householder" and event["detail"] == "notification"
    ]
    for event in found:
        event["relationships"] = event["relationships"].replace("世帯主", "子")


def _old_mother(events: list[Row]) -> None:
    birth = next(event for event in events if event["kind"] == "birth")
    birth["detail"] = "mother 0"


def _lost_unheld(events: list[Row]) -> None:
    place = next(n for n, event in enumerate(events) if event["kind"] == "card_loss")
    events.insert(place, dict(events[place]))


def _lost_expired(events: list[Row]) -> None:
    loss = next(event for event in events if event["kind"] == "card_loss")
    loss["changed_on"] = loss["notified_on"] = date(2040, 1, 4)


@pytest.mark.parametrize(
    "harm", [_dead_twice, _out_twice, _no_new_head, _old_mother, _lost_unheld, _lost_expired]
)
def test_the_register_would_have_refused_it(made: tuple[list[Row], list[Row], list[Row]], harm: Any) -> None:
    """
    An event that cannot be is refused.
    """
    residents, newcomers, events = made
    events = [dict(event) for event in events]
    harm(events)
    assert played(residents, newcomers, events).refused


def test_the_year_is_in_calendar_order(made: tuple[list[Row], list[Row], list[Row]]) -> None:
    """
    Events are numbered in the order of their notification and change the register inside the year.
    """
    _, _, events = made
    assert [event["event"] for event in events] == list(range(len(events)))
    notified = [event["notified_on"] for event in events]
    assert notified == sorted(notified)
    assert {event["changed_on"].year for event in events} == {2026}


def test_every_kind_happens(made: tuple[list[Row], list[Row], list[Row]]) -> None:
    """
    Every kind of event that is promised happens in a city's year.
    """
    _, _, events = made
    assert {event["kind"] for event in events} == {
        "moving_in", "moving_in_abroad", "moving_out", "moving_out_abroad", "change_of_address", "birth", "death",
        "marriage", "naturalisation", "change_of_householder", "household_split", "card_application", "card_handover",
        "card_loss", "card_found", "card_renewal", "copy_of_record", "convenience_certificate",
    }  # fmt: skip


def test_rates_are_those_published(made: tuple[list[Row], list[Row], list[Row]]) -> None:
    """
    People who move in and out, are born and die are within a seventh of the published rates of Wako in 2019.
    """
    _, _, events = made
    people: Counter[str] = Counter()
    for event in events:
        people[event["kind"].removesuffix("_abroad")] += len(event["residents"].split())
    for kind, per_thousand in (("moving_in", 95.9), ("moving_out", 87.7), ("birth", 9.8), ("death", 5.95)):
        assert people[kind] / RESIDENTS * 1000 == pytest.approx(per_thousand, rel=0.15), kind


def test_moves_have_the_published_months(made: tuple[list[Row], list[Row], list[Row]]) -> None:
    """
    Moves by month are near the published shape of their kind, nearer than chance alone would bring so few.
    """
    _, _, events = made
    for moves in ("same_prefecture", "other_prefecture", "within"):
        found = Counter(event["changed_on"].month for event in events if event["moves"] == moves)
        wanted = {
            int(row["month"]): int(row["per_mille"])
            for row in records.table("monthly_moves.csv")
            if row["moves"] == moves
        }
        assert distance(found, wanted) <= 1 / sum(found.values()) ** 0.5, moves


def test_newcomers_have_numbers_of_their_own(made: tuple[list[Row], list[Row], list[Row]]) -> None:
    """
    Newcomers' numbers are valid, in the declared range, and nobody else's.
    """
    residents, newcomers, _ = made
    assert list(records.number_faults([*residents, *newcomers])) == []
    assert [row["resident"] for row in newcomers] == list(range(RESIDENTS, RESIDENTS + len(newcomers)))


def test_a_year_is_the_same_again(tmp_path: Path) -> None:
    """
    The same order gives the same events and newcomers, byte for byte; another seed gives others.
    """

    def digests(name: str, **changes: Any) -> list[str]:
        populate(tmp_path / name, **{"residents": 3000, "events": 2026, **changes})
        paths = [tmp_path / name / f"{each}-2026.ndjson" for each in ("events", "newcomers")]
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]

    first = digests("first")
    assert digests("second") == first
    assert digests("third", seed=2) != first
