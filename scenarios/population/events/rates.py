"""
How often things happen in an area, and in which month: whole numbers per million from the tables of the project.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenarios.population.compositions import INSTITUTIONAL
from scenarios.population.counters import Ints, tickets
from scenarios.population.deck import PARTS, Deck
from scenarios.population.marginals import EVERYWHERE, OLDEST
from scenarios.population.tables import rows

MILLION = 1_000_000
SAME_PREFECTURE_PER_MILLE = 515
"""Of the moves between municipalities of 2024, 2,684,497 of 5,207,746 stayed in the prefecture."""

MOVES = ("same_prefecture", "other_prefecture", "within")

DEATH_GROWTH_PERCENT = 110
"""Each year of age above thirty multiplies the chance to die by 1.1: an assumption; the total is as published."""

BIRTH_AGES = {
    age: weight
    for first, last, weight in ((20, 24, 25), (25, 29, 85), (30, 34, 100), (35, 39, 55), (40, 43, 10))
    for age in range(first, last + 1)
}
"""Weight of a birth by the mother's age: an assumption; the total is as published."""


@cache
def months(moves: str) -> NDArray[np.int32]:
    """
    Months from 0 as tickets, for a kind of move.
    """
    return tickets([int(row["per_mille"]) for row in rows("monthly_moves.csv") if row["moves"] == moves])


TURN = 40_503
"""Odd, near 2^16 divided by the golden ratio: multiples of it are spread evenly whatever their number."""


def dealt(bits: int, turn: int) -> int:
    """
    The same bits with the lowest sixteen, which say the month of a move, dealt out evenly by the number of the move.
    """
    return (bits & ~0xFFFF) | (turn * TURN & 0xFFFF)


def class_of_move(bits: int) -> str:
    """
    Whether a move between municipalities stays in the prefecture.
    """
    return MOVES[0] if (bits >> 52) % 1000 < SAME_PREFECTURE_PER_MILLE else MOVES[1]


def day_of_move(year: int, moves: str, bits: int) -> date:
    """
    A day of the year in a month of the published shape.
    """
    month = int(months(moves)[bits & 0xFFFF]) + 1
    first = date(year, month, 1)
    length = ((first + timedelta(days=31)).replace(day=1) - first).days
    return first + timedelta(days=(bits >> 16 & 0xFFFF) * length >> 16)


@dataclass(frozen=True)
class Rates:
    """
    Events in a year: `of` per million residents; and thresholds in millionths for those to whom each can happen.
    """

    of: dict[str, int]
    leave: Ints
    """By composition and age of the householder, how many of a million households move out as a whole."""
    leave_home: int
    """How many grown children of a million residents move out alone."""
    move: Ints
    die: Ints
    """By age, how many of a million die."""
    bear: dict[int, int]
    """By the mother's age, how many of a million eligible women bear a child."""
    abroad_of_leaving: int
    arriving: int
    abroad_of_arriving: int


def rates(deck: Deck, area: str, own: Mapping[str, int]) -> Rates:
    """
    The rates of an area, those of one's `own` before them, turned to the households and ages of its deck.
    """
    found = {
        row["event"]: int(row["per_million"])
        for row in rows("event_rates.csv")
        if row["area"] in (area, EVERYWHERE)
    } | dict(own)
    leaving = found["moving_out"] + found["moving_out_abroad"]
    arriving = found["moving_in"] + found["moving_in_abroad"]
    ages = np.bincount(_ages(deck), minlength=128)
    chance = [_risk(age) for age in range(128)]
    expected = int(sum(int(n) * c for n, c in zip(ages.tolist(), chance, strict=True)))
    people = int(ages.sum())
    die = [min(900_000, found["death"] * people * c // max(1, expected)) for c in chance]
    eligible = np.bincount(_mothers(deck), minlength=128)
    births = sum(int(eligible[age]) * weight for age, weight in BIRTH_AGES.items())
    bear = {
        age: min(600_000, found["birth"] * people * weight // max(1, births))
        for age, weight in BIRTH_AGES.items()
    }
    return Rates(
        of=found,
        leave=_of_households(deck, leaving * (100 - LEAVING_HOME_PERCENT) // 100),
        leave_home=leaving * LEAVING_HOME_PERCENT // 100,
        move=_of_households(deck, found["change_of_address"]),
        die=np.array(die, dtype=np.int64),
        bear=bear,
        abroad_of_leaving=found["moving_out_abroad"] * MILLION // max(1, leaving),
        arriving=arriving,
        abroad_of_arriving=found["moving_in_abroad"] * MILLION // max(1, arriving),
    )


def _risk(age: int) -> int:
    years = max(0, age - 30)
    return MILLION * DEATH_GROWTH_PERCENT**years // 100**years if years else MILLION // 6


ALONE_PERCENT, TOGETHER_PERCENT = 100, 40
"""People who live alone move more often than families: an assumption."""

AGES_OF_MOVING = ((20, 60), (30, 100), (35, 65), (40, 42), (45, 28), (50, 20), (60, 16), (OLDEST + 1, 9))
"""Up to which age of the householder how easily a household moves, against the others: an assumption."""


LEAVING_HOME_PERCENT = 25
"""Of a hundred who move out so many are grown children who leave their parents: an assumption."""

LEAVING_HOME_AGES = range(18, 35)


def weight_of_move(kind: str, size: int, age: int) -> int:
    """
    How easily a household moves, in 10,000ths of the easiest.
    """
    if kind == INSTITUTIONAL:
        return 0
    of_age = next(weight for below, weight in AGES_OF_MOVING if age < below)
    return (ALONE_PERCENT if size == 1 else TOGETHER_PERCENT) * of_age


def _of_households(deck: Deck, per_million: int) -> Ints:
    weights = np.array(
        [
            [weight_of_move(each.type, each.size, age) for age in range(OLDEST + 1)]
            for each in deck.compositions
        ],
        dtype=np.int64,
    )
    moving = int((weights[deck.composition, deck.families.age[_heads(deck)]] * deck.size).sum())
    return np.minimum(900_000, per_million * deck.residents * weights // max(1, moving))


def _heads(deck: Deck) -> NDArray[np.int64]:
    # The middle family of each place's range stands for it: the ages of a whole deck, up to chance.
    family = deck.base + (deck.low + deck.span // 2) // deck.share
    return deck.families.first[family].astype(np.int64)


def _members(deck: Deck) -> NDArray[np.int64]:
    first = _heads(deck)
    starts = np.cumsum(deck.size) - deck.size
    inside = np.arange(int(deck.size.sum())) - np.repeat(starts, deck.size)
    return np.repeat(first, deck.size) + inside


def _ages(deck: Deck) -> NDArray[np.int64]:
    return deck.families.age[_members(deck)].astype(np.int64)


def _mothers(deck: Deck) -> NDArray[np.int64]:
    member = _members(deck)
    part = deck.families.part[member]
    couples = [place for place, each in enumerate(deck.compositions) if may_bear(each.name)]
    of = np.repeat(np.isin(deck.composition, couples), deck.size)
    grown = (part == PARTS.index("spouse")) | np.isin(part, [PARTS.index("head"), PARTS.index("head_male")])
    return deck.families.age[member[of & grown & deck.families.woman[member]]].astype(np.int64)


def may_bear(composition: str) -> bool:
    """
    Whether a child can be born into such a household: to a couple with up to two children, both of one nationality.
    """
    return composition in {"couple", "family_1", "family_2", "foreign_couple", "foreign_family_1"}
