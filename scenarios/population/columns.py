"""
The columns of a population: 23 of the core, and the rest on demand. Each is made alone from the people of a part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from harness.words.eras import era_text
from scenarios.population.deck import RELATIONSHIPS, Deck
from scenarios.population.digits import Numbers
from scenarios.population.marginals import OLDEST
from scenarios.population.people import EPOCH, People, Peopling

CORE = (
    "resident", "addressee_number", "household_number", "resident_record_code", "individual_number",
    "household_type", "household_size", "position", "relationship", "relationship_codes", "family_name",
    "given_name", "family_name_kana", "given_name_kana", "birth_date", "birth_date_wareki", "age", "sex",
    "nationality", "municipality_code", "postal_code", "town", "lot",
)  # fmt: skip
"""The 23 columns that are cheap: what a registry needs to know somebody."""

LINKS = {
    "世帯主": "02", "夫": "11", "妻": "12", "夫（未届）": "13", "妻（未届）": "14", "子": "20", "父": "51", "母": "52",
    "兄": "71", "弟": "74", "姉": "81", "妹": "84", "縁故者": "96", "同居人": "99",
}  # fmt: skip
"""Codes of one public data model for the links of a relationship."""

Column = Callable[["Tables", People], pa.Array]


def picked(index: NDArray[np.generic], values: pa.Array) -> pa.DictionaryArray:
    """
    Values by their place in a list; the list is stored once.
    """
    width = np.int16 if len(values) < 1 << 15 else np.int32
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(width, copy=False)), values, safe=False)


@cache
def wareki(first: int, last: int) -> pa.Array:
    """
    Every day from `first` to `last` (days since 1970) in the Japanese calendar.
    """
    return pa.array([era_text(EPOCH + timedelta(days=day)) for day in range(first, last + 1)])


@dataclass(frozen=True)
class Tables:
    """
    What all parts of one population share: the lists that columns point into, and the numbers.
    """

    deck: Deck
    peopling: Peopling
    numbers: Numbers
    day: date
    seed: int

    @property
    def first_day(self) -> int:
        """
        The first day on which somebody can be born.
        """
        return int(self.peopling.birthday[OLDEST] - self.peopling.span[OLDEST])

    @property
    def last_day(self) -> int:
        """
        The day of the population.
        """
        return (self.day - EPOCH).days


def _number(name: str) -> Column:
    columns: dict[str, Column] = {
        "resident": lambda _, people: pa.array(people.part.resident.view(np.int64)),
        "addressee_number": lambda tables, people: tables.numbers.local(people.part.resident),
        "resident_record_code": lambda tables, people: tables.numbers.code(people.part.resident),
        "individual_number": lambda tables, people: tables.numbers.individual(people.part.resident),
    }
    return columns[name]


def household_number(tables: Tables, people: People) -> pa.Array:
    """
    世帯番号: the members of a household have the same.
    """
    numbers = tables.numbers.local(people.part.household)
    return pa.DictionaryArray.from_arrays(
        pa.array(people.part.owner.astype(np.int32)), numbers, safe=False
    ).dictionary_decode()


def household_type(tables: Tables, people: People) -> pa.Array:
    """
    The type of the household in the words of the census.
    """
    types = sorted({each.type for each in tables.deck.compositions})
    of = np.array([types.index(each.type) for each in tables.deck.compositions], dtype=np.int16)
    return picked(of[tables.deck.composition[people.place]], pa.array(types))


def relationship(tables: Tables, people: People) -> pa.Array:
    """
    続柄 as printed.
    """
    return picked(tables.deck.families.relationship[people.member], _labels())


def relationship_codes(tables: Tables, people: People) -> pa.Array:
    """
    The codes of the links, from the householder outwards, with a space between.
    """
    return picked(tables.deck.families.relationship[people.member], _codes())


@cache
def _labels() -> pa.Array:
    return pa.array(RELATIONSHIPS)


@cache
def _codes() -> pa.Array:
    return pa.array([" ".join(LINKS[link] for link in label.split("の")) for label in RELATIONSHIPS])


def birth_date_wareki(tables: Tables, people: People) -> pa.Array:
    """
    The date of birth in the Japanese calendar.
    """
    days = wareki(tables.first_day, tables.last_day)
    return picked(people.born - np.int32(tables.first_day), days)


@cache
def _sexes() -> pa.Array:
    return pa.array(["male", "female"])


@cache
def nationality_names(codes: tuple[str, ...]) -> pa.Array:
    """
    Nationalities as codes of three letters (ISO 3166-1; an assumption, like in the interface).
    """
    return pa.array(codes)


CHEAP: dict[str, Column] = {
    **{
        name: _number(name)
        for name in (*CORE[:1], "addressee_number", "resident_record_code", "individual_number")
    },
    "household_number": household_number,
    "household_type": household_type,
    "household_size": lambda tables, people: pa.array(tables.deck.size[people.place].astype(np.int16)),
    "position": lambda _, people: pa.array((people.part.position + 1).astype(np.int16)),
    "relationship": relationship,
    "relationship_codes": relationship_codes,
    "family_name": lambda tables, people: picked(people.family_name, tables.peopling.names.lists.family),
    "given_name": lambda tables, people: picked(people.given_name, tables.peopling.names.lists.given),
    "family_name_kana": lambda tables, people: picked(
        people.family_name, tables.peopling.names.lists.family_kana
    ),
    "given_name_kana": lambda tables, people: picked(
        people.given_name, tables.peopling.names.lists.given_kana
    ),
    "birth_date": lambda _, people: pa.array(people.born, type=pa.date32()),
    "birth_date_wareki": birth_date_wareki,
    "age": lambda _, people: pa.array(people.age.astype(np.int16)),
    "sex": lambda _, people: picked(people.woman.astype(np.int16), _sexes()),
    "nationality": lambda tables, people: picked(
        people.nationality, nationality_names(tables.deck.nationalities)
    ),
    "municipality_code": lambda tables, people: picked(people.town, tables.peopling.places.municipality_code),
    "postal_code": lambda tables, people: picked(people.town, tables.peopling.places.postal_code),
    "town": lambda tables, people: picked(people.town, tables.peopling.places.town),
    "lot": lambda tables, people: picked(people.lot, tables.peopling.places.lot),
}
"""How each of the core columns is made."""
