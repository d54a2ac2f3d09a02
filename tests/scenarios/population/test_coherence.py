"""
Nothing that is made breaks a rule that a checker knows which shares no code with what made it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.scenarios.population import families_outside as families, records_outside as records
from tests.scenarios.population.made import DAY, table

Rows = list[dict[str, Any]]
PLACES = [("wako", 12_000, "towns_wako.csv"), ("japan", 12_000, "towns_japan.csv")]


def all_faults(rows: Rows, towns: str) -> Iterator[str]:
    """
    What any of the checkers finds.
    """
    yield from families.faults(rows, DAY)
    yield from records.number_faults(rows)
    yield from records.name_faults(rows)
    yield from records.place_faults(rows, towns)
    yield from records.foreign_faults(rows, DAY)
    yield from records.date_faults(rows, DAY)


@pytest.mark.parametrize(("name", "residents", "towns"), PLACES)
def test_an_outside_checker_finds_nothing(name: str, residents: int, towns: str) -> None:
    """
    Families, numbers, names, addresses, stays and days of a population are without a fault.
    """
    rows = table(name, residents, "all").to_pylist()
    assert len(rows) == residents
    assert list(all_faults(rows, towns)) == []


def test_the_rare_things_occur() -> None:
    """
    Twins, foreign householders, mixed couples, unusual letters, former surnames and protected people are there.
    """
    rows = table("japan", 60_000, "all").to_pylist()
    homes = families.households(rows)
    twins = [
        home
        for home in homes.values()
        if len({m["birth_date"] for m in home if m["relationship"] == "子"})
        < sum(m["relationship"] == "子" for m in home)
    ]
    heads = {m["household_number"]: m for m in rows if m["position"] == 1}
    foreign_head = [
        m for m in rows if m["nationality"] == "JPN" and heads[m["household_number"]]["nationality"] != "JPN"
    ]
    japanese_head = [
        m for m in rows if m["nationality"] != "JPN" and heads[m["household_number"]]["nationality"] == "JPN"
    ]
    assert twins
    assert foreign_head
    assert japanese_head
    for field in ("former_surname", "common_name", "support_measure", "special_permanent_certificate_number"):
        assert any(row[field] for row in rows), field
    assert {row["letters"] for row in rows} == {"plain", "variant", "variation-selector", "beyond-bmp"}
    assert {row["household_type"] for row in rows} >= {"institutional", "other", "father_with_children"}


def _of(rows: Rows, **wanted: object) -> dict[str, Any]:
    return next(row for row in rows if all(row[field] == value for field, value in wanted.items()))


def _change(field: str, value: object, **wanted: object) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        _of(rows, **wanted)[field] = value

    return change


def _older_child(rows: Rows) -> None:
    child = _of(rows, relationship="子", household_type="couple_with_children")
    child["birth_date"] = date(1950, 5, 5)
    child["birth_date_wareki"] = "昭和25年5月5日"
    child["age"] = 75


def _close_siblings(rows: Rows) -> None:
    first, second = [row for row in rows if row["relationship"] == "子" and row["household_size"] == 4][:2]
    second["birth_date"] = first["birth_date"] + timedelta(days=40)
    second["birth_date_wareki"] = families.wareki(second["birth_date"])
    second["age"] = families.years(second["birth_date"], DAY)


def _swapped_digit(rows: Rows) -> None:
    number = rows[7]["individual_number"]
    rows[7]["individual_number"] = number[:-1] + str((int(number[-1]) + 1) % 10)


def _doubled(rows: Rows) -> None:
    rows[5]["resident_record_code"] = rows[6]["resident_record_code"]


BROKEN: list[tuple[str, Callable[[Rows], None]]] = [
    ("a second householder", _change("relationship", "世帯主", relationship="妻")),
    ("a wife who is a man", _change("sex", "male", relationship="妻")),
    ("a child older than its parents", _older_child),
    ("siblings forty days apart", _close_siblings),
    ("an age that does not follow", _change("age", 3, position=1)),
    ("a wrong code of a relationship", _change("relationship_codes", "11", relationship="妻")),
    ("a check digit", _swapped_digit),
    ("a number twice", _doubled),
    ("a reading of another name", _change("given_name_kana", "ぴよ", nationality="JPN")),
    ("a town of another postal code", _change("postal_code", "3510192", position=1)),
    ("a member elsewhere", _change("lot", "99番9号", relationship="子")),
    ("a permanent resident with a period", _change("period_of_stay", "3年", status_of_residence="永住者")),
    ("a status of a Japanese national", _change("status_of_residence", "留学", nationality="JPN")),
    ("a day before birth", _change("became_resident_on", date(1900, 1, 1), position=1)),
    ("an era", _change("birth_date_wareki", "平成元年1月1日", position=1)),
]


@pytest.mark.parametrize(("what", "change"), BROKEN, ids=[what for what, _ in BROKEN])
def test_the_checker_would_have_seen_it(what: str, change: Callable[[Rows], None]) -> None:
    """
    Each rule, broken in one row, is a fault.
    """
    rows = copy.deepcopy(table("wako", 12_000, "all").slice(0, 4000).to_pylist())
    whole = {row["household_number"] for row in rows} - {rows[-1]["household_number"]}
    rows = [row for row in rows if row["household_number"] in whole]
    assert list(all_faults(rows, "towns_wako.csv")) == []
    change(rows)
    assert list(all_faults(rows, "towns_wako.csv"))
