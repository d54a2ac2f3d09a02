"""
Names with the readings that belong to them: tables of gimei for Japanese names, a short list for others.

Every name of one list is written differently from every name of the others, and the members of a household take theirs
at different places, so no two members of a household are written alike. Frequencies of surnames are not published as
data: the list is roughly in the order of frequency, and the weight of the n-th name is taken as 1 / (n + 20).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from scenarios.population.counters import Ints, Words, below, hashed, key, tickets
from scenarios.population.tables import rows

OLDER_FROM = 55
"""From this age on most given names are those that were usual then: an assumption."""

OLDER_PER_256 = 180
STRIDE = 389
"""Places from one member's given name to the next one's; shares no factor with any list's length."""


@dataclass(frozen=True)
class Lists:
    """
    All names in two long lists, and where each kind begins and how many it has.
    """

    family: pa.Array
    family_kana: pa.Array
    given: pa.Array
    given_kana: pa.Array
    letters: pa.Array
    """For each family name, what is special about its letters: plain, variant, variation-selector, beyond-bmp."""
    japanese: NDArray[np.int32]
    unusual: tuple[int, int]
    foreign: NDArray[np.int64]
    """By nationality: first family name, their number, first given name of men, of women, their number."""
    given_first: NDArray[np.int64]
    given_count: NDArray[np.int64]
    """By kind of given name: men, men of old, women, women of old."""


@cache
def lists(nationalities: tuple[str, ...]) -> Lists:
    """
    The lists for these nationalities, in this order; the first is Japan.
    """
    family = [(row["name"], row["reading"], "plain") for row in rows("family_names.csv")]
    plain = len(family)
    family += [(row["name"], row["reading"], row["letters"]) for row in rows("unusual_family_names.csv")]
    unusual = (plain, len(family) - plain)
    given: list[tuple[str, str]] = []
    first, count = [], []
    for sex in ("male", "female"):
        for style in ("any", "older"):
            found = [
                (row["name"], row["reading"])
                for row in rows("given_names.csv")
                if row["sex"] == sex and row["style"] == style
            ]
            first.append(len(given))
            count.append(len(found))
            given += found
    foreign = np.zeros((len(nationalities), 5), dtype=np.int64)
    for place, nationality in enumerate(nationalities[1:], 1):
        parts = {
            part: [(r["name"], r["reading"]) for r in rows("foreign_names.csv")
                   if r["nationality"] == nationality and r["part"] == part]
            for part in ("family", "male", "female")
        }  # fmt: skip
        men = len(given)
        women = men + len(parts["male"])
        foreign[place] = len(family), len(parts["family"]), men, women, len(parts["male"])
        family += [(name, kana, "plain") for name, kana in parts["family"]]
        given += parts["male"] + parts["female"]
    return Lists(
        family=pa.array([name for name, _, _ in family]),
        family_kana=pa.array([kana for _, kana, _ in family]),
        letters=pa.array([letters for _, _, letters in family]),
        given=pa.array([name for name, _ in given]),
        given_kana=pa.array([kana for _, kana in given]),
        japanese=tickets([1_000_000 // (place + 20) for place in range(plain)]),
        unusual=unusual,
        foreign=foreign,
        given_first=np.array(first),
        given_count=np.array(count),
    )


class Names:
    """
    The names of one seed.
    """

    def __init__(self, seed: int, nationalities: tuple[str, ...], unusual_per_million: int) -> None:
        self.lists = lists(nationalities)
        self._family = key(seed, "family-name")
        self._unusual = unusual_per_million * (1 << 24) // 1_000_000

    def family(self, household: Words, group: Ints, nationality: Ints) -> Ints:
        """
        The family name that a group of members of a household bears; the nationality is that of its bearers.
        """
        bits = hashed(household * np.uint64(64) + group.astype(np.uint64), self._family)
        name = self.lists.japanese[bits >> np.uint64(48)].astype(np.int64)
        first, count = self.lists.unusual
        rare = ((bits >> np.uint64(8)) & np.uint64(0xFFFFFF)) < np.uint64(self._unusual)
        name[rare] = first + ((bits[rare] >> np.uint64(33)) % np.uint64(count)).view(np.int64)
        abroad = np.flatnonzero(nationality)
        if len(abroad):
            of = self.lists.foreign[nationality[abroad]]
            name[abroad] = of[:, 0] + below(bits[abroad], of[:, 1], shift=20)
        return name

    def given(
        self, bits: Words, position: Ints, age: Ints, woman: NDArray[np.bool_], nationality: Ints
    ) -> Ints:
        """
        Given names: `bits` are the household's, so that the members' places in a list differ.
        """
        style = (age >= OLDER_FROM) & ((bits >> np.uint64(56)) < OLDER_PER_256)
        kind = 2 * woman + style
        count = self.lists.given_count[kind]
        start = below(bits, 1 << 20, shift=24)
        name = self.lists.given_first[kind] + (start + position * STRIDE) % count
        abroad = np.flatnonzero(nationality)
        if len(abroad):
            of = self.lists.foreign[nationality[abroad]]
            first = np.where(woman[abroad], of[:, 3], of[:, 2])
            name[abroad] = first + (start[abroad] + position[abroad]) % of[:, 4]
        return name
