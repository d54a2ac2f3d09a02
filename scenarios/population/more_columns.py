"""
The 37 columns beyond the core: everything else that goes over the wire, made only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from scenarios.population.columns import CHEAP, CORE, Tables, picked
from scenarios.population.counters import Ints, hashed, key
from scenarios.population.deck import RELATIONSHIPS
from scenarios.population.family_register import given_name_of_head, place_of_head
from scenarios.population.foreign import Stay, statuses, stay
from scenarios.population.history import Cards, Coming, cards, coming, elsewhere
from scenarios.population.people import People

SPACE = "　"
"""Between family and given name stands one full-width space."""

LOTS = 32
"""Numbers of registered domiciles in each town."""

CLASSES = {"世帯主": "1", "夫": "2", "妻": "2", "子": "3", "父": "4", "母": "4", "縁故者": "7", "同居人": "8"}
"""続柄区分 (our own values); siblings are 5, chains 6."""


@dataclass(frozen=True)
class Whole:
    """
    One part with what several columns need, each worked out at most once.
    """

    tables: Tables
    people: People
    rates: dict[str, int]

    @cached_property
    def stay(self) -> Stay:
        """
        The foreign residents' status.
        """
        return stay(self.tables.deck, self.people, self.tables.seed, self.tables.day)

    @cached_property
    def coming(self) -> Coming:
        """
        When they came.
        """
        return coming(self.tables.peopling, self.people, self.tables.seed, self.tables.day)

    @cached_property
    def cards(self) -> Cards:
        """
        Their cards.
        """
        return cards(
            self.people,
            self.coming,
            self.tables.seed,
            self.tables.day,
            per_million=self.rates.get("card_holders", 0),
            last_of_stay=self.last_of_stay,
        )

    @cached_property
    def last_of_stay(self) -> Ints:
        """
        The last day of each period of stay; 0 where there is none.
        """
        last = np.zeros(len(self.people.age), dtype=np.int64)
        last[self.stay.at] = self.stay.expires
        return last

    @cached_property
    def protected(self) -> tuple[Ints, Ints]:
        """
        The places of those whom a support measure protects, and its last day; 0 where it is not decided yet.
        """
        at = self.seldom("protected", self.rates.get("protected", 0), self.people.age >= 18)
        bits = hashed(self.people.part.resident[at], key(self.tables.seed, "protected-since"))
        days = self.tables.last_day + ((bits >> np.uint64(8)) % np.uint64(365)).view(np.int64)
        return at, np.where((bits & np.uint64(7)) != 0, days, 0)

    def seldom(self, what: str, per_million: int, among: NDArray[np.bool_]) -> Ints:
        """
        The places of those few to whom something applies.
        """
        at = np.flatnonzero(among)
        bits = hashed(self.people.part.resident[at], key(self.tables.seed, what))
        return at[(bits >> np.uint64(44)).view(np.int64) < (per_million << 20) // 1_000_000]

    def sparse(self, at: Ints, values: list[str | None]) -> pa.Array:
        """
        Text for a few, nothing for all others.
        """
        if not len(at):
            return pa.nulls(len(self.people.age), pa.string())
        index = np.zeros(len(self.people.age), dtype=np.int32)
        index[at] = np.arange(len(at), dtype=np.int32)
        mask = np.ones(len(index), dtype=np.bool_)
        mask[at] = [value is None for value in values]
        return pa.array(values, pa.string()).take(pa.array(index, mask=mask))

    def joined(self, family: Ints, given: Ints, *, kana: bool = False) -> pa.Array:
        """
        Family and given name as one text.
        """
        lists = self.tables.peopling.names.lists
        return pc.binary_join_element_wise(
            (lists.family_kana if kana else lists.family).take(pa.array(family)),
            (lists.given_kana if kana else lists.given).take(pa.array(given)),
            SPACE,
        )

    @cached_property
    def name(self) -> pa.Array:
        """
        Whole names.
        """
        return self.joined(self.people.family_name, self.people.given_name)


def _town(name: str) -> Callable[[Whole], pa.Array]:
    return lambda whole: picked(whole.people.town, getattr(whole.tables.peopling.places, name))


@cache
def _heads(table: tuple[str, ...]) -> pa.Array:
    return pa.array(table)


def address(whole: Whole) -> pa.Array:
    """
    Prefecture, municipality, town and house.
    """
    places = whole.tables.peopling.places
    return pc.binary_join_element_wise(
        _heads(tuple(places.head)).take(pa.array(whole.people.town)),
        places.lot.take(pa.array(whole.people.lot)),
        "",
    )


def building(whole: Whole) -> pa.Array:
    """
    Building and room, for every second household.
    """
    bits = whole.people.house_bits
    values = whole.tables.peopling.places.building
    index = ((bits >> np.uint64(8)) & np.uint64(0xFFFF)).view(np.int64) * len(values) >> 16
    has = (bits & np.uint64(1)) == 0
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32), mask=~has), values, safe=False)


def householder_name(whole: Whole) -> pa.Array:
    """
    The name of the householder, repeated for every member.
    """
    _, family, given = whole.tables.peopling.householders(whole.people.part)
    return whole.joined(family, given).take(pa.array(whole.people.part.owner))


def head_of_family_register(whole: Whole) -> pa.Array:
    """
    筆頭者 of the register in which somebody is recorded; none for foreign residents.
    """
    given = given_name_of_head(whole.tables.peopling, whole.people)
    chosen = whole.joined(whole.people.family_name, given)
    return pc.if_else(pa.array(whole.people.foreign), pa.scalar(None, pa.string()), chosen)


TOWNS_OF_DOMICILE = 1024
"""At most so many towns, spread over the area: the list of domiciles stays short."""


@cache
def _domiciles(heads: tuple[str, ...]) -> pa.Array:
    count = min(len(heads), TOWNS_OF_DOMICILE)
    towns = [heads[place * len(heads) // count] for place in range(count)]
    return pa.array([f"{head}{number}番地" for head in towns for number in range(1, LOTS + 1)])


def registered_domicile(whole: Whole) -> pa.Array:
    """
    本籍 in one of the towns of the area, of every second family near home; none for foreign residents.
    """
    heads = whole.tables.peopling.places.head
    values = _domiciles(tuple(heads))
    people = whole.people
    place = place_of_head(whole.tables.deck, people)
    own = np.where(place > 0, 1 + place % 60, 0)
    bits = hashed(
        people.household * np.uint64(64) + own.astype(np.uint64), key(whole.tables.seed, "domicile")
    )
    anywhere = (bits >> np.uint64(40)).view(np.int64) * len(values) >> 24
    near = (
        people.town.astype(np.int64) * min(len(heads), TOWNS_OF_DOMICILE) // len(heads) * LOTS
        + anywhere % LOTS
    )
    index = np.where((bits & np.uint64(1)) == 0, near, anywhere)
    indices = pa.array(index.astype(np.int32), mask=people.foreign)
    return pa.DictionaryArray.from_arrays(indices, values, safe=False)


def former_surname(whole: Whole, *, kana: bool = False) -> pa.Array:
    """
    旧氏 of a few wives.
    """
    lists = whole.tables.peopling.names.lists
    married = np.array([label == "妻" for label in RELATIONSHIPS])
    wives = married[whole.tables.deck.families.relationship[whole.people.member]] & ~whole.people.foreign
    # A rate of all residents, and about every fifth resident is a wife.
    at = whole.seldom("former-surname", min(1_000_000, 5 * whole.rates.get("former_surname", 0)), wives)
    bits = hashed(whole.people.part.resident[at], key(whole.tables.seed, "former-surname-which"))
    name = lists.japanese[bits >> np.uint64(48)]
    name = np.where(name == whole.people.family_name[at], (name + 1) % 400, name)
    values = lists.family_kana if kana else lists.family
    return whole.sparse(at, values.take(pa.array(name)).to_pylist())


def common_name(whole: Whole, *, kana: bool = False) -> pa.Array:
    """
    通称 of a few foreign residents: a Japanese name.
    """
    lists = whole.tables.peopling.names.lists
    at = whole.seldom("common-name", whole.rates.get("common_name", 0), whole.people.foreign)
    bits = hashed(whole.people.part.resident[at], key(whole.tables.seed, "common-name-which"))
    woman = whole.people.woman[at].astype(np.int64)
    count = lists.given_count[2 * woman]
    given = lists.given_first[2 * woman] + ((bits & np.uint64(0xFFFFFF)).view(np.int64) * count >> 24)
    return whole.sparse(at, whole.joined(lists.japanese[bits >> np.uint64(48)], given, kana=kana).to_pylist())


def of_stay(what: str) -> Callable[[Whole], pa.Array]:
    """
    A column that only foreign residents have.
    """

    def column(whole: Whole) -> pa.Array:
        table, found = statuses(whole.tables.deck.nationalities, whole.tables.day), whole.stay
        special = table.special[found.status]
        if what == "status":
            values: list[str | None] = [table.label[row] for row in found.status.tolist()]
        elif what == "class":
            values = ["special-permanent" if each else "medium-to-long-term" for each in special.tolist()]
        elif what == "period":
            values = list(found.period)
        else:
            numbers = whole.tables.numbers.residence_card(whole.people.part.resident[found.at])
            wanted = special if what == "certificate" else ~special
            values = [n if w else None for n, w in zip(numbers, wanted.tolist(), strict=True)]
        return whole.sparse(found.at, values)

    return column


def period_expires_on(whole: Whole) -> pa.Array:
    """
    The last day of the period of stay.
    """
    days = np.zeros(len(whole.people.age), dtype=np.int32)
    days[whole.stay.at] = whole.stay.expires
    return pa.array(days, mask=days == 0).cast(pa.date32())


def _days(days: Ints, mask: NDArray[np.bool_] | None = None) -> pa.Array:
    return pa.array(days.astype(np.int32), mask=mask).cast(pa.date32())


def support_measure(whole: Whole, *, ends: bool = False) -> pa.Array:
    """
    支援措置 of a few grown people: in force, or requested and not yet decided; and the last day of those in force.
    """
    at, days = whole.protected
    if not ends:
        return whole.sparse(at, ["active" if each else "temporary" for each in days.tolist()])
    last = np.zeros(len(whole.people.age), dtype=np.int32)
    last[at] = days
    return pa.array(last, mask=last == 0).cast(pa.date32())


def _constant(value: str) -> Callable[[Whole], pa.Array]:
    values = pa.array([value])
    return lambda whole: picked(np.zeros(len(whole.people.age), dtype=np.int16), values)


@cache
def _classes() -> pa.Array:
    siblings = {"兄": "5", "弟": "5", "姉": "5", "妹": "5"}
    known = {**CLASSES, **siblings}
    return pa.array([known.get(label.removesuffix("（未届）"), "6") for label in RELATIONSHIPS])


def _origin(which: int) -> Callable[[Whole], pa.Array]:
    def column(whole: Whole) -> pa.Array:
        came = whole.coming
        indices = pa.array(came.origin.astype(np.int16), mask=came.born_here | came.from_abroad)
        return pa.DictionaryArray.from_arrays(indices, _origins(which), safe=False)

    return column


@cache
def _origins(which: int) -> pa.Array:
    return pa.array(elsewhere()[which])


REASONS = pa.array(["11", "12", "13"])


def became_resident_reason(whole: Whole) -> pa.Array:
    """
    国内転入, 国外転入等, 出生, by their codes.
    """
    reason = np.where(whole.coming.born_here, 2, np.where(whole.coming.from_abroad, 1, 0))
    return picked(reason, REASONS)


KINDS = pa.array(["1", "2"])

DEAR: dict[str, Callable[[Whole], pa.Array]] = {
    "prefecture": _town("prefecture"),
    "municipality": _town("municipality"),
    "town_code": _town("town_code"),
    "town_kana": _town("town_kana"),
    "building": building,
    "address": address,
    "name": lambda whole: whole.name,
    "name_kana": lambda whole: whole.joined(whole.people.family_name, whole.people.given_name, kana=True),
    "householder_name": householder_name,
    "relationship_class": lambda whole: picked(
        whole.tables.deck.families.relationship[whole.people.member], _classes()
    ),
    "resident_kind": lambda whole: picked(whole.people.foreign.astype(np.int16), KINDS),
    "state_of_existence": _constant("1"),
    "letters": lambda whole: picked(whole.people.family_name, whole.tables.peopling.names.lists.letters),
    "birth_date_known": _constant("whole"),
    "became_resident_on": lambda whole: _days(whole.coming.resident),
    "became_resident_reason": became_resident_reason,
    "settled_on": lambda whole: _days(whole.coming.settled),
    "settled_notified_on": lambda whole: _days(whole.coming.notified),
    "previous_municipality_code": _origin(0),
    "previous_address": _origin(1),
    "registered_domicile": registered_domicile,
    "head_of_family_register": head_of_family_register,
    "former_surname": former_surname,
    "former_surname_kana": lambda whole: former_surname(whole, kana=True),
    "common_name": common_name,
    "common_name_kana": lambda whole: common_name(whole, kana=True),
    "resident_class": of_stay("class"),
    "status_of_residence": of_stay("status"),
    "period_of_stay": of_stay("period"),
    "period_expires_on": period_expires_on,
    "residence_card_number": of_stay("card"),
    "special_permanent_certificate_number": of_stay("certificate"),
    "support_measure": support_measure,
    "support_measure_ends_on": lambda whole: support_measure(whole, ends=True),
    "card_state": lambda whole: pa.DictionaryArray.from_arrays(
        pa.array(np.zeros(len(whole.people.age), dtype=np.int16), mask=~whole.cards.held),
        pa.array(["active"]),
    ),
    "card_issued_on": lambda whole: _days(whole.cards.issued, ~whole.cards.held),
    "card_expires_on": lambda whole: _days(whole.cards.expires, ~whole.cards.held),
}
"""How each of the other columns is made."""

ALL = (*CORE, *DEAR)


def column(name: str, whole: Whole) -> pa.Array:
    """
    One column of a part, cheap or dear.
    """
    if name in CHEAP:
        return CHEAP[name](whole.tables, whole.people)
    return DEAR[name](whole)
