"""
What the record of a foreign resident adds: class, status and period of residence, and the number of the card.

Statuses follow from age, place in the household and nationality by a table of weights, which is an assumption; only
statuses that the table of the law has on the day are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenarios.population.counters import Ints, Words, below, hashed, key
from scenarios.population.deck import PARTS, Deck
from scenarios.population.people import EPOCH, People
from scenarios.population.tables import rows

INTERNS_UNTIL = date(2027, 3, 31)
"""技能実習 ends with this day (令和6年法律第60号)."""

_DAYS = {"1年": 365, "2年": 730, "3年": 1095, "5年": 1826, "1年3月": 456, "2年3月": 821, "4年3月": 1551}


@dataclass(frozen=True)
class Statuses:
    """
    Rows of the table of statuses as arrays, by row; `fits` says which nationality and which place each is for.
    """

    label: list[str]
    special: NDArray[np.bool_]
    periods: list[list[str]]
    first_age: Ints
    last_age: Ints
    weight: Ints
    place: NDArray[np.bool_]
    nationality: NDArray[np.bool_]


ROLES = ("single", "head", "spouse", "spouse_of_japanese", "child", "child_of_japanese", "lodger")
DEPENDENT = "家族滞在"
OF_THE_SETTLED = {
    "永住者": "永住者の配偶者等",
    "特別永住者": "永住者の配偶者等",
    "定住者": "定住者",
    "特定活動": "特定活動",
}
"""
What the family of a householder has with whom nobody can stay as a dependent (入管法別表第一の四, 第二; 定住者告示).
"""


@cache
def statuses(nationalities: tuple[str, ...], day: date) -> Statuses:
    """
    The table for these nationalities on a day.
    """
    found = [row for row in rows("statuses.csv") if day <= INTERNS_UNTIL or "技能実習" not in row["status"]]
    return Statuses(
        label=[row["status"] for row in found],
        special=np.array([row["resident_class"] == "special-permanent" for row in found]),
        periods=[row["periods"].split() for row in found],
        first_age=np.array([int(row["age_from"]) for row in found]),
        last_age=np.array([int(row["age_to"]) for row in found]),
        weight=np.array([int(row["weight"]) for row in found]),
        place=np.array([[role in row["roles"].split() for role in ROLES] for row in found]),
        nationality=np.array(
            [
                [not row["nationalities"] or code in row["nationalities"].split() for code in nationalities]
                for row in found
            ]
        ),
    )


@cache
def roles(deck: Deck) -> NDArray[np.int8]:
    """
    For each composition and part, the role that the table of statuses speaks of.
    """
    made = np.zeros((len(deck.compositions), len(PARTS)), dtype=np.int8)
    for place, composition in enumerate(deck.compositions):
        mixed = composition.foreigners < composition.size
        for number, part in enumerate(PARTS):
            role = {"spouse": "spouse", "adult": "lodger"}.get(part, "child")
            if mixed and role != "lodger":
                role += "_of_japanese"
            if part.startswith("head"):
                role = "single" if composition.size == 1 or composition.type == "other" else "head"
            made[place, number] = ROLES.index(role)
    return made


def _drawn(deck: Deck, table: Statuses, people: People, at: Ints, back: Ints, bits: Words) -> Ints:
    """
    The row of the table for some residents, or for who stands so many places before them in the same household.
    """
    member = people.member[at] - back
    role = roles(deck)[deck.composition[people.place[at]], deck.families.part[member]]
    age = deck.families.age[member].astype(np.int64)[:, None]
    fits = table.place[:, role].T & table.nationality[:, people.nationality[at]].T
    fits &= (age >= table.first_age) & (age <= table.last_age)
    edges = np.cumsum(fits * table.weight, axis=1)
    return (edges <= below(bits, edges[:, -1])[:, None]).sum(axis=1)


def _of_family(table: Statuses) -> Ints:
    """
    By the householder's row and a dependent's, the row that the dependent has.
    """
    made = np.tile(np.arange(len(table.label)), (len(table.label), 1))
    for place, label in enumerate(table.label):
        if label in OF_THE_SETTLED:
            made[place, :] = table.label.index(OF_THE_SETTLED[label])
    return made


@dataclass(frozen=True)
class Stay:
    """
    The foreign residents of a part by their places in it: row of the table, period, last day (0 for none).
    """

    at: Ints
    status: Ints
    period: list[str | None]
    expires: Ints


def stay(deck: Deck, people: People, seed: int, day: date) -> Stay:
    """
    Status and period of the foreign residents of a part.
    """
    table = statuses(deck.nationalities, day)
    at = np.flatnonzero(people.foreign)
    bits = hashed(people.part.resident[at], key(seed, "status"))
    status = _drawn(deck, table, people, at, people.part.position[at] * 0, bits)
    dependent = np.flatnonzero(np.array([label == DEPENDENT for label in table.label])[status])
    if len(dependent):
        of = at[dependent]
        back = people.part.position[of]
        head_bits = hashed(people.part.resident[of] - back.astype(np.uint64), key(seed, "status"))
        head = _drawn(deck, table, people, of, back, head_bits)
        status[dependent] = _of_family(table)[head, status[dependent]]
    today = (day - EPOCH).days
    periods: list[str | None] = []
    expires = np.zeros(len(at), dtype=np.int64)
    for place, (row, chance) in enumerate(zip(status.tolist(), bits.tolist(), strict=True)):
        choice = table.periods[row]
        period = choice[(chance >> 32) % len(choice)] if choice else None
        periods.append(period)
        if period is not None:
            expires[place] = today + 1 + (chance >> 40) % _DAYS[period]
    return Stay(at, status, periods, expires)
