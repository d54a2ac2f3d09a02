"""
Nothing that is made breaks a rule that a checker knows which shares no code with what made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from tests.scenarios.population import (
    details_outside as details,
    families_outside as families,
    records_outside as records,
)
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
    yield from details.detail_faults(rows, DAY, towns)


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


def test_domiciles_and_comings_are_spread() -> None:
    """
    Register domiciles lie all over the country and half of them near home, and an institution fills up over years.
    """
    rows = table("japan", 60_000, "all").to_pylist()
    japanese = [row for row in rows if row["registered_domicile"]]
    near = sum(row["registered_domicile"].startswith(row["prefecture"]) for row in japanese)
    assert 0.4 < near / len(japanese) < 0.6
    assert len({row["registered_domicile"][:3] for row in japanese}) == 47
    inmates = [row for row in rows if row["household_type"] == "institutional"]
    assert len({row["settled_on"] for row in inmates}) > len(inmates) / 2


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


def _card_beyond_the_stay(rows: Rows) -> None:
    row = next(row for row in rows if row["card_issued_on"] and row["period_expires_on"])
    row["card_expires_on"] = row["period_expires_on"] + timedelta(days=1)


def _wife_from_childhood(rows: Rows) -> None:
    wife = _of(rows, relationship="妻", became_resident_reason="11")
    wife |= dict.fromkeys(("settled_on", "settled_notified_on"), wife["birth_date"] + timedelta(days=4000))
    wife["became_resident_on"] = wife["settled_on"]


def _minor_of_twenty(rows: Rows) -> None:
    young = date(2002, 3, 31), date(2022, 3, 31), date(2004, 3, 31)
    row = next(
        row
        for row in rows
        if row["card_issued_on"]
        and row["card_issued_on"] <= young[1]
        and young[0] < row["birth_date"] <= young[2]
        and not row["period_expires_on"]
    )
    row["card_expires_on"] = row["card_expires_on"].replace(year=row["card_expires_on"].year + 5)


def _dependent_of_the_settled(rows: Rows) -> None:
    child = next(row for row in rows if row["relationship"] == "子" and row["nationality"] != "JPN")
    head = _of(rows, household_number=child["household_number"], position=1)
    child |= {
        "status_of_residence": "家族滞在",
        "period_of_stay": "1年",
        "period_expires_on": date(2026, 6, 1),
    }
    head |= {"status_of_residence": "永住者", "period_of_stay": None, "period_expires_on": None}


def _three_generations(rows: Rows) -> None:
    mother = _of(rows, relationship="母", nationality="JPN")
    head = _of(rows, household_number=mother["household_number"], position=1)
    mother |= {each: head[each] for each in ("head_of_family_register", "registered_domicile")}


def _two_registers(rows: Rows) -> None:
    wife = _of(rows, relationship="妻", nationality="JPN", household_type="couple_only")
    wife["head_of_family_register"] = wife["name"]


def _foreign_child(rows: Rows) -> None:
    child = _of(rows, relationship="子", nationality="JPN", household_type="couple_with_children")
    foreign = next(row for row in rows if row["nationality"] != "JPN")
    child |= {each: foreign[each] for each in ("nationality", "resident_kind", "status_of_residence")}


def _one_card_for_two(rows: Rows) -> None:
    first, second = [row for row in rows if row["residence_card_number"]][:2]
    second["residence_card_number"] = first["residence_card_number"]


def _common_name_misread(rows: Rows) -> None:
    next(row for row in rows if row["common_name"])["common_name_kana"] = "あ　い"


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
    ("a wife from her childhood on", _wife_from_childhood),
    ("a card of 2022 for ten years at nineteen", _minor_of_twenty),
    ("an era", _change("birth_date_wareki", "平成元年1月1日", position=1)),
]


@cache
def _sound() -> Rows:
    rows = table("wako", 12_000, "all").slice(0, 4000).to_pylist()
    whole = {row["household_number"] for row in rows} - {rows[-1]["household_number"]}
    rows = [row for row in rows if row["household_number"] in whole]
    assert list(all_faults(rows, "towns_wako.csv")) == []
    return rows


@pytest.mark.parametrize(("what", "change"), BROKEN, ids=[what for what, _ in BROKEN])
def test_the_checker_would_have_seen_it(what: str, change: Callable[[Rows], None]) -> None:
    """
    Each rule, broken in one row, is a fault.
    """
    rows = [dict(row) for row in _sound()]
    change(rows)
    assert list(all_faults(rows, "towns_wako.csv"))


BROKEN_DETAILS: list[tuple[str, Callable[[Rows], None], str]] = [
    ("a card longer than the stay", _card_beyond_the_stay, "a stay until"),
    ("a dependent of a permanent resident", _dependent_of_the_settled, "a dependent of 永住者"),
    ("three generations in one register", _three_generations, "one register holds"),
    ("a couple in two registers", _two_registers, "married in two registers"),
    (
        "a register of another name",
        _change("head_of_family_register", "偽　者", nationality="JPN", position=1),
        "register of another name",
    ),
    ("a foreign child of Japanese parents", _foreign_child, "a foreign child"),
    ("one residence card for two", _one_card_for_two, "twice"),
    ("another reading of a common name", _common_name_misread, "common name"),
    (
        "a measure without end",
        _change("support_measure", "active", relationship="世帯主", support_measure=None),
        "support measure active until None",
    ),
    (
        "a measure of a child",
        _change("support_measure", "temporary", relationship="子", age=9),
        "support measure temporary at 9",
    ),
    (
        "the name of another householder",
        _change("householder_name", "偽　者", relationship="妻"),
        "the name of another",
    ),
    (
        "a class of another relationship",
        _change("relationship_class", "3", relationship="妻"),
        "of the class 3",
    ),
    (
        "a reading in other letters",
        _change("family_name_kana", "スズキ", nationality="JPN"),
        "reading スズキ",
    ),
    (
        "a former surname of a child",
        _change("former_surname", "鈴木", relationship="子"),
        "a former surname of 子",
    ),
    ("a prefecture of another code", _change("prefecture", "東京都", position=1), "東京都"),
    ("a town under another's number", _change("town_code", "001", town_code="002"), "of two towns"),
    ("another building", _change("building", "別館", relationship="妻"), "more than one building"),
    (
        "a card before there were any",
        _change("card_issued_on", date(2015, 5, 5), card_state="active"),
        "before there were any",
    ),
]


@pytest.mark.parametrize(
    ("what", "change", "words"), BROKEN_DETAILS, ids=[what for what, _, _ in BROKEN_DETAILS]
)
def test_the_details_would_have_been_seen(what: str, change: Callable[[Rows], None], words: str) -> None:
    """
    Each rule between rows, broken once, is a fault that says so.
    """
    rows = [dict(row) for row in _sound()]
    change(rows)
    found = list(details.detail_faults(rows, DAY, "towns_wako.csv"))
    assert any(words in fault for fault in found), found


@pytest.mark.parametrize(
    ("issued", "expires", "fits"),
    [
        ("2021-02-27", "2030-02-28", True),
        ("2021-02-28", "2031-02-28", True),
        ("2021-02-28", "2030-02-28", False),
    ],
)
def test_the_checker_knows_leap_birthdays(issued: str, expires: str, fits: bool) -> None:
    """
    Born on 29 February, the birthday of a common year is the 28th, and one on the day of issue does not count.
    """
    born, made, last = (date.fromisoformat(day) for day in ("1980-02-29", issued, expires))
    assert records._expiry_fits(born, made, last, None) is fits
