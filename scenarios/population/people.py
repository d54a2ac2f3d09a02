"""
Who the residents of a part are: family, ages and birthdays, names and place, as numbers that point into tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenarios.population.counters import Ints, Words, hashed, key
from scenarios.population.deck import PARTS, Deck
from scenarios.population.layout import Part
from scenarios.population.marginals import OLDEST
from scenarios.population.names import Names
from scenarios.population.places import BLOCKS, HOUSES, Places

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class People:
    """
    One part's residents, a number each. `member` points into the deck's families; the rest into lists and tables.
    """

    part: Part
    member: Ints
    household: Words
    place: Ints
    age: Ints
    woman: NDArray[np.bool_]
    foreign: NDArray[np.bool_]
    nationality: Ints
    born: NDArray[np.int32]
    family_name: Ints
    given_name: Ints
    town: NDArray[np.int32]
    lot: Ints
    bits: Words
    """64 bits of each resident that nothing else uses."""
    house_bits: Words
    """64 bits of each resident's household, of which the upper 40 are used."""


class Peopling:
    """
    From a part of the layout to its people, for one seed and one day.
    """

    def __init__(self, deck: Deck, seed: int, day: date, names: Names, places: Places) -> None:
        self.deck = deck
        self.names = names
        self.places = places
        self.birthday, self.span = _birthdays(day)
        self._family = key(seed, "family")
        self._house = key(seed, "house")
        self._person = key(seed, "person")
        self._given = key(seed, "given-name")
        families = deck.families
        # Everything about a member in one word, so that one look-up gives all of it.
        self._packed = (
            families.age.astype(np.int32)
            | families.woman.astype(np.int32) << 7
            | families.twin.astype(np.int32) << 8
            | families.foreign.astype(np.int32) << 9
            | (families.name > 0).astype(np.int32) << 10
        )

    def people(self, part: Part) -> People:
        """
        The people of a part.
        """
        deck, owner = self.deck, part.owner
        family = self.families(part)
        member = deck.families.first[family][owner] + part.position
        packed = self._packed[member]
        age = packed & 127
        woman = (packed & 128) != 0
        twin = (packed >> 8) & 1
        foreign = (packed & 512) != 0
        nationality = np.where(foreign, deck.nationality[part.place][owner] + 1, 0)
        household = part.household[owner]
        house = hashed(part.household, self._house)
        bits = hashed(part.resident, self._person)
        of_birth = bits if not twin.any() else hashed(part.resident - twin.astype(np.uint64), self._person)
        born = self.birthday[age] - (
            ((of_birth & np.uint64(0xFFFF)).view(np.int64) * self.span[age]) >> 16
        ).astype(np.int32)
        lot = ((house >> np.uint64(24)) & np.uint64(0xFFFF)).view(np.int64) * (BLOCKS * HOUSES) >> 16
        return People(
            part=part,
            member=member,
            household=household,
            place=part.place[owner],
            age=age,
            woman=woman,
            foreign=foreign,
            nationality=nationality,
            born=born,
            family_name=self._family_names(part, family, member, packed, nationality),
            given_name=self.given_names(part, part.position, member, nationality),
            town=self.places.draw[house >> np.uint64(48)][owner],
            lot=lot[owner],
            bits=bits,
            house_bits=house[owner],
        )

    def given_names(self, part: Part, position: Ints, member: Ints, nationality: Ints) -> Ints:
        """
        The given names of members of each resident's household, by their places in it and among the families.
        """
        age, woman = self._packed[member] & 127, (self._packed[member] & 128) != 0
        bits = hashed(part.household, self._given)[part.owner]
        return self.names.given(bits, position, age, woman, nationality)

    def families(self, part: Part) -> Ints:
        """
        Which prepared family each household of a part is.
        """
        deck = self.deck
        chance = hashed(part.household, self._family) >> np.uint64(48)
        family = (deck.low[part.place] << 16) + chance.view(np.int64) * deck.span[part.place]
        return deck.base[part.place] + family // (deck.share[part.place] << 16)

    def householders(self, part: Part) -> tuple[Ints, Ints, Ints]:
        """
        Age, family name and given name of the householder of each household, in this part or not.
        """
        first = self.deck.families.first[self.families(part)]
        foreign = self.deck.families.foreign[first]
        age, woman = self.deck.families.age[first].astype(np.int64), self.deck.families.woman[first]
        nationality = np.where(foreign, self.deck.nationality[part.place] + 1, 0)
        nobody = np.zeros(len(first), dtype=np.int64)
        group = np.where(self.deck.families.name[first] > 1, 2, 0)
        family_name = self.names.family(part.household, group, nationality)
        given = self.names.given(hashed(part.household, self._given), nobody, age, woman, nationality)
        return age, family_name, given

    def youngest_of_couple(self, part: Part) -> Ints:
        """
        The age of the householder of each household or, if that is less, of the husband or wife; in this part or not.
        """
        families = self.deck.families
        first = families.first[self.families(part)].astype(np.int64)
        # A husband or wife is always the second; behind the last family there is none.
        second = np.minimum(first + 1, len(families.part) - 1)
        head, age = families.age[first].astype(np.int64), families.age[second].astype(np.int64)
        return np.where(families.part[second] == PARTS.index("spouse"), np.minimum(head, age), head)

    def _family_names(
        self, part: Part, family: Ints, member: Ints, packed: NDArray[np.int32], nationality: Ints
    ) -> Ints:
        of_abroad = self.deck.families.foreign[self.deck.families.first[family]]
        of_house = np.where(of_abroad, self.deck.nationality[part.place] + 1, 0)
        common = self.names.family(part.household, np.zeros(len(family), dtype=np.int64), of_house)
        name = common[part.owner]
        other = np.flatnonzero(packed & 1024)
        if len(other):
            group = self.deck.families.name[member[other]].astype(np.int64)
            group = np.where(group == 1, 1, 2 + part.position[other] % 60)
            name[other] = self.names.family(part.household[part.owner[other]], group, nationality[other])
        return name


@cache
def _birthdays(day: date) -> tuple[NDArray[np.int32], Ints]:
    # Somebody aged n has a birthday after the day n + 1 years ago, and at the latest n years ago.
    latest = [(_years_ago(day, age) - EPOCH).days for age in range(OLDEST + 2)]
    return np.array(latest[:-1], dtype=np.int32), np.array(latest, dtype=np.int64)[:-1] - np.array(latest)[1:]


def _years_ago(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return date(day.year - years, 3, 1) - timedelta(days=1)
