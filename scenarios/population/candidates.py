"""
Candidate families: many sets of ages for each composition, each one lawful and plausible by construction.

What is made here is a table of possibilities, the same for every seed. A candidate that breaks a rule gets no weight
and is gone before anything is drawn from it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenarios.population.compositions import Composition, Prior
from scenarios.population.counters import Ints, hashed, key, tickets
from scenarios.population.marginals import OLDEST
from scenarios.population.tables import rows

Ages = NDArray[np.int16]
Bits = NDArray[np.uint64]

MARRIAGE_FROM = 18
"""民法731条 since 2022-04-01; earlier marriages from 16 are not made."""

MOTHER_FROM, MOTHER_TO = 17, 49
FATHER_FROM, FATHER_TO = 18, 69
GENERATION_FROM, GENERATION_TO = 36, 80
"""Years from a grandparent to a grandchild."""

BOYS_OF_205 = 105
"""Of 205 children 105 are boys: about the ratio at birth."""

TWINS_PER_MILLION = 10_000


@dataclass(frozen=True)
class Candidates:
    """
    `ages`, `women` and `twin` by candidate and place; `weight` 0 where a rule is broken. A twin is born on the same
    day as the one before.
    """

    ages: Ages
    women: NDArray[np.bool_]
    twin: NDArray[np.bool_]
    weight: Ints


@cache
def gaps(gap: str) -> NDArray[np.int16]:
    """
    Years of a gap as a table of 2^16 tickets.
    """
    found = [(int(row["years"]), int(row["weight"])) for row in rows("age_gaps.csv") if row["gap"] == gap]
    years = np.array([years for years, _ in found], dtype=np.int16)
    return years[tickets([weight for _, weight in found])]


def prior_weights(prior: Prior) -> list[int]:
    """
    The prior by single year of age, 0 to the oldest.
    """
    weights = [0] * (OLDEST + 1)
    for (age, here), (later, there) in itertools.pairwise(prior):
        for year in range(age, min(later, OLDEST) + 1):
            weights[year] = 100 * here + 100 * (there - here) * (year - age) // (later - age)
    return weights


class _Making:
    """
    One composition's candidates while they are made, place by place.
    """

    def __init__(self, composition: Composition, count: int) -> None:
        self.composition = composition
        self.count = count
        self.ages = np.zeros((count, composition.size), dtype=np.int16)
        self.women = np.zeros((count, composition.size), dtype=np.bool_)
        self.twin = np.zeros((count, composition.size), dtype=np.bool_)
        self.sound = np.ones(count, dtype=np.bool_)
        self.number = np.arange(count, dtype=np.uint64)
        self.at = 0

    def bits(self, purpose: str) -> Bits:
        return hashed(self.number, key(0, "candidate", self.composition.name, self.at, purpose))

    def chance(self, purpose: str, per_million: int) -> NDArray[np.bool_]:
        return (self.bits(purpose) >> np.uint64(44)).view(np.int64) < (per_million << 20) // 1_000_000

    def gap(self, name: str) -> Ages:
        return gaps(name)[self.bits(name) >> np.uint64(48)]

    def head(self, women_per_million: int) -> None:
        ages = tickets(prior_weights(self.composition.prior))
        # Drawn evenly over the tickets, so that no age of the prior is missing among few candidates.
        self.ages[:, 0] = ages[(2 * np.arange(self.count) + 1) * 65536 // (2 * self.count)]
        self.women[:, 0] = self.chance("sex", women_per_million)

    def mothers_age(self) -> Ages:
        """
        The age of the mother of the children: the householder, the spouse, or one who does not live here.
        """
        if self.size_has("spouse"):
            return np.where(self.women[:, 0], self.ages[:, 0], self.ages[:, 1])
        return np.where(self.women[:, 0], self.ages[:, 0], self.ages[:, 0] - self.gap("husband_wife"))

    def size_has(self, part: str) -> bool:
        return any(member.part == part for member in self.composition.members)

    def spouse(self) -> None:
        gap = self.gap("husband_wife")
        self.women[:, self.at] = ~self.women[:, 0]
        self.ages[:, self.at] = np.where(self.women[:, 0], self.ages[:, 0] + gap, self.ages[:, 0] - gap)
        self.sound &= (self.ages[:, 0] >= MARRIAGE_FROM) & (self.ages[:, self.at] >= MARRIAGE_FROM)

    def child(self) -> None:
        mother = self.mothers_age()
        before = self.composition.members[self.at - 1].part == "child"
        if before:
            self.twin[:, self.at] = self.chance("twin", TWINS_PER_MILLION) & ~self.twin[:, self.at - 1]
            self.ages[:, self.at] = self.ages[:, self.at - 1] - np.where(
                self.twin[:, self.at], 0, self.gap("spacing")
            )
        else:
            self.ages[:, self.at] = mother - self.gap("mother_first_child")
        child = self.ages[:, self.at]
        self.sound &= (child >= 0) & _within(mother - child, MOTHER_FROM, MOTHER_TO)
        father = np.where(
            self.women[:, 0], self.ages[:, 1] if self.size_has("spouse") else 0, self.ages[:, 0]
        )
        has_father = self.size_has("spouse") | ~self.women[:, 0]
        self.sound &= ~has_father | _within(father - child, FATHER_FROM, FATHER_TO)
        self.women[:, self.at] = ~self.chance("sex", BOYS_OF_205 * 1_000_000 // 205)

    def parent_of(self, place: int, woman: NDArray[np.bool_]) -> None:
        gap = self.gap("mother_child") + np.where(woman, 0, self.gap("husband_wife"))
        self.women[:, self.at] = woman
        self.ages[:, self.at] = self.ages[:, place] + gap
        low = np.where(woman, MOTHER_FROM, FATHER_FROM)
        self.sound &= (gap >= low) & (gap <= np.where(woman, MOTHER_TO, FATHER_TO))

    def other_parent(self) -> None:
        first = self.ages[:, self.at - 1]
        gap = self.gap("husband_wife")
        woman = ~self.women[:, self.at - 1]
        self.women[:, self.at] = woman
        self.ages[:, self.at] = np.where(woman, first - gap, first + gap)
        apart = self.ages[:, self.at] - self.ages[:, 0]
        self.sound &= np.where(
            woman, _within(apart, MOTHER_FROM, MOTHER_TO), _within(apart, FATHER_FROM, FATHER_TO)
        )

    def sibling(self) -> None:
        older = self.chance("older", 500_000)
        gap = self.gap("spacing")
        self.ages[:, self.at] = self.ages[:, 0] + np.where(older, gap, -gap)
        self.women[:, self.at] = self.chance("sex", 500_000)
        self.sound &= self.ages[:, self.at] >= 15

    def childs_spouse(self) -> None:
        child = self.at - 1
        gap = self.gap("husband_wife")
        self.women[:, self.at] = ~self.women[:, child]
        self.ages[:, self.at] = self.ages[:, child] + np.where(self.women[:, child], gap, -gap)
        self.sound &= (self.ages[:, child] >= MARRIAGE_FROM) & (self.ages[:, self.at] >= MARRIAGE_FROM)

    def grandchild(self) -> None:
        if not self.size_has("childs_spouse"):
            years = self.gap("mother_child") + self.gap("mother_first_child")
            self.ages[:, self.at] = self.ages[:, 0] - years
            self.sound &= self.ages[:, self.at] >= 0
        else:
            pair = self.ages[:, 2:4]
            mother = np.where(self.women[:, 2], pair[:, 0], pair[:, 1])
            father = np.where(self.women[:, 2], pair[:, 1], pair[:, 0])
            self.ages[:, self.at] = mother - self.gap("mother_first_child")
            self._grandchild_sound(mother, father)
        self.women[:, self.at] = ~self.chance("sex", BOYS_OF_205 * 1_000_000 // 205)

    def _grandchild_sound(self, mother: Ages, father: Ages) -> None:
        age = self.ages[:, self.at]
        self.sound &= (age >= 0) & _within(mother - age, MOTHER_FROM, MOTHER_TO)
        self.sound &= _within(father - age, FATHER_FROM, FATHER_TO)
        self.sound &= _within(self.ages[:, 0] - age, GENERATION_FROM, GENERATION_TO + 20)

    def late_grandchild(self) -> None:
        pair = self.ages[:, 2:4]
        mother = np.where(self.women[:, 2], pair[:, 0], pair[:, 1])
        father = np.where(self.women[:, 2], pair[:, 1], pair[:, 0])
        self.ages[:, self.at] = self.ages[:, self.at - 1] - self.gap("spacing")
        self._grandchild_sound(mother, father)
        self.women[:, self.at] = self.chance("sex", 500_000)

    def adult(self, women_per_million: int = 500_000) -> None:
        ages = tickets(prior_weights(self.composition.prior))
        self.ages[:, self.at] = ages[self.bits("age") >> np.uint64(48)]
        self.women[:, self.at] = self.chance("sex", women_per_million)


def _within(years: Ages, low: int, high: int) -> NDArray[np.bool_]:
    return (years >= low) & (years <= high)


HEAD_WOMEN_PER_MILLION = {"head": 120_000, "head_male": 0, "head_female": 1_000_000, "inmate": 650_000}
"""How often the householder of each kind is a woman, where another adult could be: an assumption."""


def candidates(composition: Composition, count: int) -> Candidates:
    """
    So many candidates of a composition, in the order of the householder's age.
    """
    making = _Making(composition, count)
    alone = composition.size == 1 or (composition.type == "other" and not making.size_has("spouse"))
    for making.at, member in enumerate(composition.members):
        match member.part:
            case "head" | "head_male" | "head_female":
                making.head(
                    500_000 if alone and member.part == "head" else HEAD_WOMEN_PER_MILLION[member.part]
                )
            case "spouse":
                making.spouse()
            case "child":
                making.child()
            case "parent":
                making.parent_of(0, making.chance("mother", 750_000))
            case "wifes_parent":
                making.parent_of(1, making.chance("mother", 750_000))
            case "inmate":
                making.adult(HEAD_WOMEN_PER_MILLION["inmate"])
            case part:
                getattr(making, part)()
    making.sound &= (making.ages >= 0).all(axis=1) & (making.ages <= OLDEST).all(axis=1)
    return Candidates(making.ages, making.women, making.twin, making.sound.astype(np.int64))
