"""
Residents who are not there on the first day: who moves in, who is born, who marries into a household.

Their numbers go on where those of the population end, so nobody's number is given twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from harness.words.eras import era_text
from scenarios.population.columns import CORE, LINKS
from scenarios.population.compositions import INSTITUTIONAL
from scenarios.population.counters import Words, hashed, key
from scenarios.population.events.household import Year
from scenarios.population.events.kinship import Member
from scenarios.population.events.rates import MILLION, Rates, class_of_move, rates, weight_of_move
from scenarios.population.history import elsewhere
from scenarios.population.layout import Layout, Part
from scenarios.population.more_columns import SPACE, Whole, column
from scenarios.population.people import EPOCH
from scenarios.population.population import Population

ARRIVING = (
    "name", "name_kana", "address", "registered_domicile", "head_of_family_register", "resident_class",
    "status_of_residence", "period_of_stay", "period_expires_on", "residence_card_number",
    "special_permanent_certificate_number",
)  # fmt: skip
"""What a newcomer's record needs beyond the core: a filing must state it where there is no certificate (住基令22条)."""

KEPT = (*CORE, *ARRIVING)


class Newcomers:
    """
    The newcomers of one year of a population, and what households need from outside.
    """

    def __init__(self, population: Population, year: int) -> None:
        self.population = population
        self.year = year
        self.seed = key(population.seed, "events", year) >> 1
        self.rates: Rates = rates(
            population.deck, population.marginals.events, population.marginals.event_rates
        )
        self.rows: list[dict[str, Any]] = []
        self.birthdays: dict[int, int] = {}
        self.next_resident = population.residents
        self.next_household = population.layout.households
        self.card_expiry: dict[int, int] = {}

    # Moving in.

    def arrivals(self) -> list[tuple[int, list[dict[str, Any]]]]:
        """
        Households that move in: number and members, as many people as the rate of the area says.
        """
        wanted = self.population.residents * self.rates.arriving // MILLION
        layout = Layout(self.population.deck, self.seed, max(1, 60 * wanted))
        homes: list[tuple[int, list[dict[str, Any]]]] = []
        came = 0
        for part in layout.parts(0, layout.residents):
            for home in self._homes(part):
                if came >= wanted:
                    return homes
                homes.append((self.next_household, home))
                came += len(home)
                self._numbered(home)
        return homes

    def _homes(self, part: Part) -> list[list[dict[str, Any]]]:
        # Shifted beyond the population, so that names and birthdays are not those of residents of the same place.
        shift = np.uint64(self.population.residents)
        moved = replace(part, household=part.household + shift, resident=part.resident + shift)
        deck, tables = self.population.deck, self.population.tables
        chance = hashed(moved.household, key(self.seed, "arrival"))
        ages = tables.peopling.householders(moved)[0]
        chosen = []
        for place, bits, age in zip(part.place.tolist(), chance.tolist(), ages.tolist(), strict=True):
            composition = deck.compositions[deck.composition[place]]
            weight = weight_of_move(composition.type, composition.size, age)
            chosen.append(composition.type != INSTITUTIONAL and bits % 10_000 < weight)
        whole = Whole(tables, tables.peopling.people(moved), self.population.marginals.rates)
        names = [name for name in KEPT if name not in {"resident", "addressee_number", "household_number"}]
        rows = zip(*(column(name, whole).to_pylist() for name in names), strict=True)
        homes: dict[int, list[dict[str, Any]]] = {}
        for owner, values in zip(part.owner.tolist(), rows, strict=True):
            if chosen[owner]:
                homes.setdefault(owner, []).append(dict(zip(names, values, strict=True)))
        # A household at the border of a chunk is not whole.
        return [home for home in homes.values() if len(home) == home[0]["household_size"]]

    def _numbered(self, home: list[dict[str, Any]]) -> None:
        for row in home:
            self._number(row, self.next_household)
        self.next_household += 1

    def _number(self, row: dict[str, Any], household: int) -> int:
        resident = self.next_resident
        one = np.array([resident], dtype=np.uint64)
        numbers = self.population.tables.numbers
        row["resident"] = resident
        row["addressee_number"] = numbers.local(one)[0].as_py()
        row["household_number"] = numbers.local(np.array([household], dtype=np.uint64))[0].as_py()
        row["resident_record_code"] = numbers.code(one)[0].as_py()
        row["individual_number"] = numbers.individual(one)[0].as_py()
        row["name"] = f"{row['family_name']}{SPACE}{row['given_name']}"
        row["name_kana"] = f"{row['family_name_kana']}{SPACE}{row['given_name_kana']}"
        self.rows.append({name: row[name] for name in KEPT})
        self.next_resident += 1
        return resident

    # What the protocol Pool asks for.

    def class_of_move(self, bits: int) -> str:
        """
        Whether a move between municipalities stays in the prefecture.
        """
        return class_of_move(bits)

    @cached_property
    def _near(self) -> list[int]:
        own = {code[:2] for code in self.population.tables.peopling.places.municipality_code.to_pylist()}
        return [place for place, code in enumerate(elsewhere()[0]) if code[:2] in own]

    @cached_property
    def _far(self) -> list[int]:
        near = set(self._near)
        return [place for place in range(len(elsewhere()[0])) if place not in near] or list(near)

    def elsewhere(self, moves: str, bits: int) -> int:
        """
        A municipality inside or outside the prefecture.
        """
        places = self._near if moves == "same_prefecture" else self._far
        own = set(self.population.tables.peopling.places.municipality_code.to_pylist())
        place = places[bits % len(places)]
        return (
            place
            if elsewhere()[0][place] not in own or len(places) == 1
            else places[(bits + 1) % len(places)]
        )

    def renewal_day(self, resident: int, bits: int) -> date:
        """
        A day in the last three months before the card expires.
        """
        expires = self.card_expiry[resident]
        day = max(expires - 85 + bits % 60, (date(self.year, 1, 4) - EPOCH).days)
        return date.fromordinal(day + EPOCH.toordinal())

    def new_household(self) -> int:
        """
        The number of a new household.
        """
        self.next_household += 1
        return self.next_household - 1

    def japanese_name(self, bits: int) -> int:
        """
        A Japanese family name.
        """
        return int(self.population.tables.peopling.names.lists.japanese[bits >> 48])

    def newborn(self, year: Year, born: date, sex: str, bits: int) -> int:
        """
        A child with the family name of its household.
        """
        head = self.row_of(year.first_head.resident)
        row = dict(head)
        self._person(row, born, sex, bits, row["nationality"] == "JPN")
        if row["nationality"] != "JPN":
            # Born here and not a national: without status for sixty days (入管法22条の2), 出生による経過滞在者.
            row |= dict.fromkeys(ARRIVING[6:]) | {"resident_class": "transitional"}
        row |= {"relationship": "子", "relationship_codes": LINKS["子"], "position": len(year.members) + 1}
        return self._number(row, year.household)

    def partner(self, year: Year, member: Member, sex: str, bits: int) -> tuple[int, int]:
        """
        A Japanese partner of the member's age, under the name that the couple bears.
        """
        held = self.row_of(member.resident)
        row = dict(held)
        days = member.born + (bits >> 40) % 700 - 350
        self._person(row, date.fromordinal(days + EPOCH.toordinal()), sex, bits, japanese=True)
        name = self.japanese_name(bits)
        lists = self.population.tables.peopling.names.lists
        if member.sex == "female":
            row["family_name"], row["family_name_kana"] = (
                lists.family[name].as_py(),
                lists.family_kana[name].as_py(),
            )
        label = "妻" if sex == "female" else "夫"
        # A couple has a family register of its own, under the one whose name it bears (戸籍法16条): here the husband.
        husband = row if sex == "male" else held
        row["head_of_family_register"] = f"{row['family_name']}{SPACE}{husband['given_name']}"
        row |= {"relationship": label, "relationship_codes": LINKS[label], "position": 2}
        return self._number(row, year.household), name

    def _person(self, row: dict[str, Any], born: date, sex: str, bits: int, japanese: bool) -> None:
        names = self.population.tables.peopling.names
        first = date(self.year, 1, 1)
        age = max(0, first.year - born.year - ((first.month, first.day) < (born.month, born.day)))
        codes = self.population.deck.nationalities
        nation = 0 if japanese else codes.index(row["nationality"])
        given = names.given(
            np.array([bits], dtype=np.uint64), np.array([7]), np.array([age]), np.array([sex == "female"]),
            np.array([nation]),
        )  # fmt: skip
        row |= {
            "given_name": names.lists.given[int(given[0])].as_py(),
            "given_name_kana": names.lists.given_kana[int(given[0])].as_py(),
            "birth_date": born,
            "birth_date_wareki": era_text(born),
            "age": age,
            "sex": sex,
        }

    def row_of(self, resident: int) -> dict[str, Any]:
        """
        The columns of a resident of the population that newcomers have too.
        """
        batch = next(self.population.batches(resident, resident + 1, KEPT))
        found: dict[str, Any] = batch.to_pylist()[0]
        return found


def bits_of(number: Words, seed: int, what: str) -> Words:
    """
    64 bits for each number, for one purpose of the year.
    """
    return hashed(number, key(seed, what))
