"""
A year can be played into a register from the first event to the last, in calendar order, at the published rates.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.scenarios.population import (
    details_outside as details,
    families_outside as families,
    records_outside as records,
)
from tests.scenarios.population.made import busier
from tests.scenarios.population.marginals_outside import distance
from tests.scenarios.population.register_outside import Register
from tests.scenarios.population.test_bad_input import populate

RESIDENTS = 10_000
"""Fewer would have no naturalisation in a year, and births that chance alone takes from the published rate."""

COLUMNS = (
    "resident,household_number,relationship,sex,age,birth_date,nationality,card_state,card_issued_on,card_expires_on,"
    "resident_record_code,individual_number,addressee_number,status_of_residence,period_of_stay,period_expires_on,"
    "support_measure,support_measure_ends_on,head_of_family_register"
)
Row = dict[str, Any]


@cache
def year(folder: Path) -> tuple[list[Row], list[Row], list[Row]]:
    """
    Residents, newcomers and events of a year of Wako.
    """
    populate(
        folder,
        preset_name=None,
        marginals_file=busier(folder),
        residents=RESIDENTS,
        file_format="parquet",
        columns=COLUMNS,
        events=2026,
    )
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


def _first(events: list[Row], kind: str, detail: str = "") -> Row:
    return next(event for event in events if event["kind"] == kind and detail in (event["detail"] or ""))


def _supported_twice(events: list[Row]) -> None:
    events.append(dict(_first(events, "support_extension"), kind="support_application"))


def _decided_twice(events: list[Row]) -> None:
    place = events.index(_first(events, "support_decision"))
    events.insert(place, dict(events[place]))


def _decided_for_too_long(events: list[Row]) -> None:
    _first(events, "support_decision", "confirm")["detail"] = "confirm since 2024-12-01"


def _extended_early(events: list[Row]) -> None:
    extension = _first(events, "support_extension")
    extension["changed_on"] = extension["notified_on"] = extension["changed_on"] - timedelta(days=40)


def _ended_as_expired(events: list[Row]) -> None:
    end = next(event for event in events if event["kind"] == "support_end" and event["detail"] != "expired")
    end["detail"] = "expired"


def _not_lifted(events: list[Row]) -> None:
    events.remove(_first(events, "support_release"))


def _at_a_terminal(events: list[Row]) -> None:
    lifted = events.index(_first(events, "support_release"))
    events[lifted + 1]["kind"] = "convenience_certificate"


def _stays_too_long(events: list[Row]) -> None:
    _first(events, "stay_extension")["period_expires_on"] += timedelta(days=1)


def _stays_on_too_late(events: list[Row]) -> None:
    longer = _first(events, "stay_extension")
    longer["changed_on"] = longer["notified_on"] = longer["changed_on"] + timedelta(days=90)


def _card_follows_too_far(events: list[Row]) -> None:
    _first(events, "card_extension")["detail"] = "until 2040-01-01"


def _card_follows_without_stay(events: list[Row]) -> None:
    card = _first(events, "card_extension")
    events[:] = [
        event
        for event in events
        if event["kind"] != "stay_extension" or event["residents"] != card["residents"]
    ]


HARMS = [
    _dead_twice, _out_twice, _no_new_head, _old_mother, _lost_unheld, _lost_expired, _supported_twice, _decided_twice,
    _decided_for_too_long, _extended_early, _ended_as_expired, _not_lifted, _at_a_terminal, _stays_too_long,
    _stays_on_too_late, _card_follows_too_far, _card_follows_without_stay,
]  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
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
        "card_loss", "card_found", "card_renewal", "copy_of_record", "convenience_certificate", "support_application",
        "support_decision", "support_extension", "support_end", "support_release", "stay_extension", "card_extension",
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

    So many independent draws would be off by about 1.3 over the root of their number.
    """
    _, _, events = made
    for moves in ("same_prefecture", "other_prefecture", "within"):
        found = Counter(event["changed_on"].month for event in events if event["moves"] == moves)
        wanted = {
            int(row["month"]): int(row["per_mille"])
            for row in records.table("monthly_moves.csv")
            if row["moves"] == moves
        }
        assert distance(found, wanted) <= 1.1 / sum(found.values()) ** 0.5, moves


def test_the_young_move(made: tuple[list[Row], list[Row], list[Row]]) -> None:
    """
    Whoever moves is younger than the others by years, and hardly any are of those above seventy-five.
    """
    residents, newcomers, events = made
    age = {row["resident"]: row["age"] for row in (*residents, *newcomers)}
    usual = sum(row["age"] for row in residents) / len(residents)
    for kind in ("moving_in", "moving_out", "change_of_address"):
        moved = [
            age[int(who)] for each in events if each["kind"] == kind for who in each["residents"].split()
        ]
        assert sum(moved) / len(moved) < usual - 6, kind
        assert sum(years > 75 for years in moved) < len(moved) * 0.07, kind


def test_children_leave_home(made: tuple[list[Row], list[Row], list[Row]]) -> None:
    """
    About a quarter of those who move out are grown children who leave their parents; the parents stay.
    """
    residents, _, events = made
    people = {row["resident"]: row for row in residents}
    out = [event for event in events if event["kind"].startswith("moving_out")]
    left = [
        people[int(event["residents"])]
        for event in out
        if event["residents"].isdigit()
        and people.get(int(event["residents"]), {}).get("relationship") == "子"
    ]
    assert 0.15 < len(left) / sum(len(event["residents"].split()) for event in out) < 0.3
    assert all(18 <= row["age"] <= 34 for row in left)


def test_newcomers_have_numbers_of_their_own(made: tuple[list[Row], list[Row], list[Row]]) -> None:
    """
    Newcomers' numbers are valid, in the declared range, and nobody else's.
    """
    residents, newcomers, _ = made
    assert list(records.number_faults([*residents, *newcomers])) == []
    assert [row["resident"] for row in newcomers] == list(range(RESIDENTS, RESIDENTS + len(newcomers)))


def test_newcomers_are_families_too(made: tuple[list[Row], list[Row], list[Row]]) -> None:
    """
    Who moves in together is a sound household, in lawful family registers; a child is born into that of a parent.
    """
    residents, newcomers, events = made
    how = {int(each): event for event in events for each in event["residents"].split() if _enters(event)}
    together = [row for row in newcomers if how[row["resident"]]["kind"] != "birth" and _whole(how, row)]
    assert len(together) > RESIDENTS // 20
    assert list(families.faults(together, date(2026, 1, 1))) == []
    for members in families.households(together).values():
        members.sort(key=lambda row: row["position"])
        assert [*details.register_faults(members), *details.nationality_faults(members)] == []
    people = {row["resident"]: row for row in [*residents, *newcomers]}
    for row in newcomers:
        if how[row["resident"]]["kind"] == "birth":
            mother = people[int(how[row["resident"]]["detail"].split()[1])]
            assert (row["nationality"] == "JPN") == (mother["nationality"] == "JPN"), row["resident"]
            if row["nationality"] == "JPN":
                assert row["head_of_family_register"] == mother["head_of_family_register"], row["resident"]


def _enters(event: Row) -> bool:
    return event["kind"] in {"moving_in", "moving_in_abroad", "birth"}


def _whole(how: dict[int, Row], row: Row) -> bool:
    return how[row["resident"]]["detail"] != "joins"


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
