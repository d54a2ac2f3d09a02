"""
The preset of rare people: a table of households, with numbers, addresses and days made as for everybody else.

More residents than the table has repeat it, with other numbers. Where the last round has no room for a household,
people who live alone stand there instead, so that every household is whole.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from harness.words.letters import gaiji
from harness.words.partial_date import PartialDate
from scenarios.population.columns import LINKS
from scenarios.population.counters import hashed, key
from scenarios.population.digits import Numbers
from scenarios.population.more_columns import CLASSES, SPACE
from scenarios.population.places import BLOCKS, HOUSES, Places
from scenarios.population.tables import Row, rows

ROUND = 512
DATES = frozenset(
    [
        "birth_date",
        "became_resident_on",
        "settled_on",
        "settled_notified_on",
        "period_expires_on",
        "support_measure_ends_on",
        "card_issued_on",
        "card_expires_on",
    ]
)
TYPES = {"resident": pa.int64(), "household_size": pa.int16(), "position": pa.int16(), "age": pa.int16()}
_SHORT = {"1年": 364, "3年": 900, "1年3月": 20}
"""Days that are left of a period of stay; a student's ends soon."""


def schema(columns: Sequence[str]) -> pa.Schema:
    """
    The types of columns, without lists behind them.
    """
    return pa.schema([(c, pa.date32() if c in DATES else TYPES.get(c, pa.string())) for c in columns])


@dataclass(frozen=True)
class EdgeCases:
    """
    The households of the table as a population of so many residents.
    """

    seed: int
    residents: int
    day: date
    numbers: Numbers
    places: Places

    @cached_property
    def _table(self) -> list[list[Row]]:
        found = rows("edge_cases.csv")
        return [list(members) for _, members in groupby(found, key=lambda row: row["household"])]

    @cached_property
    def _starts(self) -> list[tuple[int, list[Row]]]:
        # Household by household until everybody has a place; who is left over takes the place of one who lives alone.
        made: list[tuple[int, list[Row]]] = []
        alone = [home for home in self._table if len(home) == 1]
        at = 0
        while at < self.residents:
            home = self._table[len(made) % len(self._table)]
            if len(home) > self.residents - at:
                home = alone[len(made) % len(alone)]
            made.append((at, home))
            at += len(home)
        return made

    @property
    def households(self) -> int:
        """
        How many households there are.
        """
        return len(self._starts)

    def of_household(self, household: int) -> tuple[int, int]:
        """
        The first resident of a household, and the one after its last.
        """
        first, home = self._starts[household]
        return first, first + len(home)

    def batches(self, first: int, last: int, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """
        The residents from `first` up to, but not including, `last`.
        """
        held: list[dict[str, Any]] = []
        for household, (at, home) in enumerate(self._starts):
            for position, row in enumerate(home):
                if first <= at + position < last:
                    made = self._resident(at + position, household, position, home, row)
                    held.append({column: made[column] for column in columns})
            if len(held) >= ROUND:
                yield pa.RecordBatch.from_pylist(held, schema(columns))
                held = []
        if held:
            yield pa.RecordBatch.from_pylist(held, schema(columns))

    def _bits(self, number: int, purpose: str) -> int:
        return int(hashed(np.array([number], dtype=np.uint64), key(self.seed, purpose))[0])

    def _resident(
        self, resident: int, household: int, position: int, home: list[Row], row: Row
    ) -> dict[str, Any]:
        one = np.array([resident], dtype=np.uint64)
        born = PartialDate.parse(row["born"])
        latest = _latest(row["born"])
        foreign = row["nationality"] != "JPN"
        made: dict[str, Any] = {
            "resident": resident,
            "addressee_number": self.numbers.local(one)[0].as_py(),
            "household_number": self.numbers.local(np.array([household], dtype=np.uint64))[0].as_py(),
            "resident_record_code": self.numbers.code(one)[0].as_py(),
            "individual_number": self.numbers.individual(one)[0].as_py(),
            "household_type": _type([member["relationship"] for member in home], home[0]["sex"]),
            "household_size": len(home),
            "position": position + 1,
            "relationship": row["relationship"],
            "relationship_codes": " ".join(LINKS[link] for link in row["relationship"].split("の")),
            "relationship_class": CLASSES.get(row["relationship"].removesuffix("（未届）"), "6"),
            "birth_date": latest if born.is_complete else None,
            "birth_date_wareki": born.era_text(),
            "birth_date_known": _known(row["born"]),
            "age": _age(latest, self.day),
            "state_of_existence": "1",
            "resident_kind": "2" if foreign else "1",
            "householder_name": _whole(home[0], "family_name", "given_name"),
            "name": _whole(row, "family_name", "given_name"),
            "name_kana": _whole(row, "family_name_kana", "given_name_kana"),
            "letters": _letters(row["family_name"] + row["given_name"]),
        }
        for field in (
            "family_name",
            "given_name",
            "family_name_kana",
            "given_name_kana",
            "sex",
            "nationality",
        ):
            made[field] = row[field]
        register = None if foreign else _register(home, row)
        made["head_of_family_register"] = (
            None if register is None else _whole(home[register], "family_name", "given_name")
        )
        for field in ("common_name", "common_name_kana", "former_surname", "former_surname_kana"):
            made[field] = row[field] or None
        return made | self._place(household, register) | self._days(resident, household, row, latest)

    def _place(self, household: int, register: int | None) -> dict[str, Any]:
        bits = self._bits(household, "house")
        town = int(self.places.draw[bits >> 48])
        lot = self.places.lot[((bits >> 24) & 0xFFFF) * BLOCKS * HOUSES >> 16].as_py()
        place = {
            name: getattr(self.places, name)[town].as_py()
            for name in (
                "municipality_code", "postal_code", "town", "town_kana", "prefecture", "municipality", "town_code",
            )
        }  # fmt: skip
        number = (bits + (register or 0)) % 32 + 1
        return place | {
            "lot": lot,
            "address": f"{self.places.head[town]}{lot}",
            "building": self.places.building[(bits >> 8) % len(self.places.building)].as_py()
            if bits & 1
            else None,
            "registered_domicile": None if register is None else f"{self.places.head[town]}{number}番地",
        }

    def _days(self, resident: int, household: int, row: Row, born: date) -> dict[str, Any]:
        settled = max(born, self.day - timedelta(days=self._bits(household, "coming") % 4000))
        status, period = row["status"] or None, row["period"] or None
        special = status == "特別永住者"
        number = self.numbers.residence_card(np.array([resident], dtype=np.uint64))[0] if status else None
        support = row["support"] or None
        here = settled == born
        card = self._bits(resident, "card") % 1_000_000 < 776_000 and settled < self.day - timedelta(days=400)
        issued = self.day - timedelta(days=self._bits(resident, "card-day") % 365)
        expires = self.day + timedelta(days=_SHORT[period]) if period else None
        return {
            "became_resident_on": settled,
            "became_resident_reason": "13" if here else "12" if status else "11",
            "settled_on": settled,
            "settled_notified_on": min(self.day, settled + timedelta(days=3)),
            "previous_municipality_code": None if here or status else "112275",
            "previous_address": None if here or status else "埼玉県朝霞市本町一丁目1番1号",
            "resident_class": ("special-permanent" if special else "medium-to-long-term") if status else None,
            "status_of_residence": status,
            "period_of_stay": period,
            "period_expires_on": expires,
            "residence_card_number": None if special else number,
            "special_permanent_certificate_number": number if special else None,
            "support_measure": support,
            "support_measure_ends_on": self.day + timedelta(days=180) if support == "active" else None,
            "card_state": "active" if card else None,
            "card_issued_on": issued if card else None,
            "card_expires_on": _card_expiry(born, issued, expires) if card else None,
        }


def _type(labels: list[str], sex: str) -> str:
    others = [label for label in labels if label not in {"世帯主", "夫", "妻", "夫（未届）", "妻（未届）"}]
    if len(labels) == 1:
        return "one_person"
    if not others:
        return "couple_only"
    if set(others) != {"子"}:
        return "other"
    if len(labels) - len(others) == 2:
        return "couple_with_children"
    return "father_with_children" if sex == "male" else "mother_with_children"


def _whole(row: Row, family: str, given: str) -> str:
    return SPACE.join(part for part in (row[family], row[given]) if part)


def _known(born: str) -> str:
    return {0: "whole", 2: "no-day", 4: "no-month-and-day"}[born.count("X")]


def _letters(name: str) -> str:
    if any(0xE0100 <= ord(letter) <= 0xE01EF for letter in name):
        return "variation-selector"
    if any(ord(letter) > 0xFFFF for letter in name):
        return "beyond-bmp"
    if any(0xE000 <= ord(letter) <= 0xF8FF for letter in name):
        return "private-use"
    return "variant" if gaiji(name) else "plain"


def _latest(born: str) -> date:
    year, month, day = born.split("-")
    number = 12 if month == "XX" else int(month)
    return date(int(year), number, monthrange(int(year), number)[1] if day == "XX" else int(day))


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _card_expiry(born: date, issued: date, limit: date | None) -> date:
    age = _age(born, issued)
    year = born.year + age + (10 if age >= 18 else 5)
    try:
        expiry = born.replace(year=year)
    except ValueError:  # 29 February in a common year
        expiry = date(year, 2, 28)
    return min(expiry, limit) if limit else expiry


def _register(home: list[Row], row: Row) -> int:
    """
    The place in the household of whom somebody's family register bears the name (戸籍法6条, 18条).
    """
    labels = [member["relationship"] for member in home]
    married_child = {"子の夫", "子の妻", "子の子"} & set(labels)
    wanted: set[str] = set()
    if row["relationship"] in _COUPLE or (row["relationship"] == "子" and not married_child):
        wanted = _COUPLE
    elif married_child and row["relationship"] in {"子", "子の夫", "子の妻", "子の子"}:
        wanted = {"子"}
    elif row["relationship"] in {"父", "母"}:
        wanted = {"父", "母"}
    return next(
        (
            place
            for place, member in enumerate(home)
            if member["relationship"] in wanted
            and member["nationality"] == "JPN"
            and member["family_name"] == row["family_name"]
        ),
        next(place for place, member in enumerate(home) if member is row),
    )


_COUPLE = {"世帯主", "夫", "妻"}
