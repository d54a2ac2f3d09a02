"""
The preset of rare people has everybody it promises, and keeps the rules that everybody keeps.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from harness.words.partial_date import PartialDate
from scenarios.population.more_columns import ALL
from tests.scenarios.population import (
    details_outside as details,
    families_outside as families,
    records_outside as records,
)
from tests.scenarios.population.made import DAY, population, table

Row = dict[str, Any]


def rows(residents: int = 66) -> list[Row]:
    """
    So many rare people.
    """
    return table("edge-cases", residents, "all").to_pylist()


PROMISED: dict[str, Callable[[Row], bool]] = {
    "a name of one letter": lambda r: len(r["family_name"]) == 1 and len(r["given_name"]) == 1,
    "a name of over sixty letters": lambda r: len(r["name"]) > 60,
    "a variation selector": lambda r: any(0xE0100 <= ord(c) <= 0xE01EF for c in r["name"]),
    "a letter beyond the basic plane": lambda r: any(0x20000 <= ord(c) < 0x40000 for c in r["name"]),
    "a letter of the private use area": lambda r: any(unicodedata.category(c) == "Co" for c in r["name"]),
    "a common name": lambda r: r["common_name"] is not None,
    "a former surname": lambda r: r["former_surname"] is not None,
    "an unknown day of birth": lambda r: r["birth_date_known"] == "no-day" and r["birth_date"] is None,
    "an unknown month of birth": lambda r: r["birth_date_known"] == "no-month-and-day",
    "born on 29 February": lambda r: str(r["birth_date"]).endswith("-02-29"),
    "support measures in force": lambda r: r["support_measure"] == "active",
    "support measures requested": lambda r: r["support_measure"] == "temporary",
    "a name in kana": lambda r: all("HIRAGANA" in unicodedata.name(c, "") for c in r["family_name"]),
    "an empty given name": lambda r: r["given_name"] == "",
    "an apostrophe": lambda r: "'" in r["name"],
    "over a hundred years": lambda r: r["age"] > 100,
    "a householder of fifteen": lambda r: r["age"] == 15 and r["relationship"] == "世帯主",
}  # fmt: skip


@pytest.mark.parametrize("what", PROMISED)
def test_who_is_promised_is_there(what: str) -> None:
    """
    Each kind of rare person lives here.
    """
    assert any(PROMISED[what](row) for row in rows())


def test_households_that_are_promised_are_there() -> None:
    """
    Twins, a foreign household with a Japanese householder and the reverse, and two people of one name and birthday.
    """
    homes = families.households(rows())
    children = [[m["birth_date"] for m in home if m["relationship"] == "子"] for home in homes.values()]
    assert any(len(days) == 2 and days[0] == days[1] for days in children)
    mixed = [[m["nationality"] == "JPN" for m in home] for home in homes.values()]
    assert any(home[0] and not any(home[1:]) for home in mixed if len(home) > 2)
    assert any(not home[0] and all(home[1:]) for home in mixed if len(home) > 2)
    named = [(r["name"], r["birth_date"]) for r in rows()]
    assert len(named) > len(set(named))


@pytest.mark.parametrize("residents", [1, 2, 65, 66, 67, 140, 500])
def test_they_keep_the_rules(residents: int) -> None:
    """
    Families, numbers, addresses, stays and days are without a fault, whatever part of the last round there is.
    """
    made = rows(residents)
    assert len(made) == residents
    known = [row for row in made if row["birth_date"] is not None]
    assert list(families.faults(known, DAY)) == []
    assert list(records.number_faults(made)) == []
    assert list(records.place_faults(made, "towns_wako.csv")) == []
    assert list(records.foreign_faults(made, DAY)) == []
    assert list(records.date_faults(known, DAY)) == []
    for number, members in families.households(made).items():
        members.sort(key=lambda row: row["position"])
        found = [
            *details.register_faults(members),
            *details.nationality_faults(members),
            *details.copy_faults(members),
        ]
        assert found == [], number


def test_an_unknown_day_is_said_in_words() -> None:
    """
    A birthday that is not wholly known can be read from its Japanese text.
    """
    texts = {row["birth_date_wareki"] for row in rows() if row["birth_date"] is None}
    assert {PartialDate.parse_era(text).iso for text in texts} == {"1940-05-XX", "1939-XX-XX"}


def test_a_slice_is_that_of_the_whole() -> None:
    """
    Any few of them, asked for alone, are those of the whole.
    """
    part = pa.Table.from_batches(population("edge-cases", 140).batches(60, 90, ALL))
    assert part.to_pylist() == rows(140)[60:90]
