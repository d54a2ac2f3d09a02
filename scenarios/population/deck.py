"""
The deck: one block of households with everything that the marginals fix, compiled once for all seeds.

A block has 65,536 households. Each block holds the same number of households of every composition and of every
nationality, in another order; so every block has the same number of residents, and the marginals hold in each of them.
Which of the prepared families a household is, chance says: households of one composition are dealt out by the age of
the householder, so that the ages of a block come out even, too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harness.words.errors import ConfigurationError
from scenarios.population.candidates import Candidates, candidates
from scenarios.population.compositions import (
    FROM_ABROAD,
    PLAIN,
    Composition,
    institution,
)
from scenarios.population.counters import Ints, apportioned, hashed, key
from scenarios.population.marginals import OLDEST, Marginals
from scenarios.population.raking import Mixture, raked, systematic

BLOCK_BITS = 16
BLOCK = 1 << BLOCK_BITS
FAR_OFF = 0.02
"""Ages further off than this (total variation distance) are refused: the marginals contradict each other."""

RELATIONSHIPS = (
    "世帯主", "夫", "妻", "夫（未届）", "妻（未届）", "子", "父", "母", "兄", "弟", "姉", "妹",
    "子の夫", "子の妻", "子の子", "妻の父", "妻の母", "縁故者", "同居人",
)  # fmt: skip
"""The labels that are made; each member's place in this list is kept."""

PARTS = (
    "head", "head_male", "head_female", "spouse", "child", "parent", "other_parent", "wifes_parent", "sibling",
    "childs_spouse", "grandchild", "late_grandchild", "adult", "inmate",
)  # fmt: skip

OTHER_NATIONALITIES = ("PER", "IND", "LKA", "THA", "BGD", "GBR")
"""What the published rest of the nationalities is made of: an assumption."""


@dataclass(frozen=True)
class Families:
    """
    Prepared families in one line. A family's members are `first[f]` … `first[f] + size - 1` in the other arrays.
    """

    first: NDArray[np.int32]
    age: NDArray[np.int16]
    woman: NDArray[np.bool_]
    twin: NDArray[np.int8]
    """1 for the second of twins, who shares the birthday of the one before; 0 for all others."""
    relationship: NDArray[np.int8]
    name: NDArray[np.int8]
    foreign: NDArray[np.bool_]
    part: NDArray[np.int8]


@dataclass(frozen=True)
class _People:
    age: NDArray[np.int16]
    woman: NDArray[np.bool_]
    twin: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Deck:
    """
    One block: by place in the deck, the composition, its families and the nationality of its foreign members.
    """

    compositions: tuple[Composition, ...]
    composition: NDArray[np.int16]
    size: NDArray[np.int32]
    nationality: NDArray[np.int8]
    base: Ints
    low: Ints
    span: Ints
    share: Ints
    families: Families
    nationalities: tuple[str, ...]
    residents: int
    age_distance: float
    """How far the ages of the compiled deck are from what was asked (total variation distance)."""


def compile_deck(marginals: Marginals) -> Deck:
    """
    The deck of an area; raises ConfigurationError where no households can have these marginals.
    """
    compositions, counts = _counted(marginals)
    families, base, prepared, left = _families(marginals, compositions, counts)
    if left > FAR_OFF:
        raise ConfigurationError(
            f"この類型と規模の世帯では、この年齢構成にならない。住民の{left:.1%}が収まらない",
            f"no households of these types and sizes have these ages: {left:.1%} of the residents do not fit",
            code="population-impossible",
            hint=(
                "世帯の親子と年齢の表を見比べる。互いに矛盾している。",
                "Compare the children and parents of the households with the ages: the tables contradict each other.",
            ),
        )
    order = np.repeat(np.arange(len(counts)), counts).astype(np.int16)
    rank = np.concatenate([np.arange(n, dtype=np.int64) for n in counts])
    sizes = np.array([each.size for each in compositions], dtype=np.int32)
    count = np.array(counts, dtype=np.int64)[order]
    ready = np.array(prepared, dtype=np.int64)[order]
    nationality, names = _nationalities(marginals, compositions, order)
    return Deck(
        compositions=compositions,
        composition=order,
        size=sizes[order],
        nationality=nationality,
        base=np.array(base, dtype=np.int64)[order],
        low=rank * ready,
        span=ready,
        share=count,
        families=families,
        nationalities=names,
        residents=int(sizes[order].sum()),
        age_distance=left,
    )


def _counted(marginals: Marginals) -> tuple[tuple[Composition, ...], list[int]]:
    general = sum(marginals.joint.values())
    inside = marginals.institutions * BLOCK // (general + marginals.institutions)
    cells = sorted(marginals.joint)
    counts = dict(zip(cells, apportioned([marginals.joint[c] for c in cells], BLOCK - inside), strict=True))
    people = sum(size * n for (_, size), n in counts.items())
    in_homes = (
        marginals.institution_residents
        * people
        // max(1, sum(size * n for (_, size), n in marginals.joint.items()))
    )
    foreign = _foreign_households(marginals, people + in_homes)
    made: list[tuple[Composition, int]] = []
    for composition, n in zip(FROM_ABROAD, foreign, strict=True):
        cell = (composition.type, composition.size)
        fits = min(n, counts.get(cell, 0))
        if fits:
            counts[cell] -= fits
            made.append((composition, fits))
    for cell, n in counts.items():
        same = [each for each in PLAIN if (each.type, each.size) == cell]
        made += list(zip(same, apportioned([each.share for each in same], n), strict=True))
    if inside:
        # Small and large facilities alike: half the mean and one and a half times the mean.
        mean = max(2, in_homes // inside)
        small, large = max(1, mean // 2), mean + (mean + 1) // 2
        made += [(institution(small), inside // 2), (institution(large), inside - inside // 2)]
    made = sorted(((c, n) for c, n in made if n), key=lambda each: each[0].name)
    return tuple(composition for composition, _ in made), [n for _, n in made]


def _foreign_households(marginals: Marginals, residents: int) -> list[int]:
    wanted = residents * marginals.foreigners // marginals.residents
    shares = apportioned([each.share for each in FROM_ABROAD], wanted)
    return [
        (n + each.foreigners // 2) // each.foreigners for n, each in zip(shares, FROM_ABROAD, strict=True)
    ]


def _families(
    marginals: Marginals, compositions: tuple[Composition, ...], counts: list[int]
) -> tuple[Families, list[int], list[int], float]:
    tried = [_with_weight(candidates(each, _tries(n))) for each, n in zip(compositions, counts, strict=True)]
    size = np.concatenate(
        [np.full(len(t.ages), each.size) for t, each in zip(tried, compositions, strict=True)]
    )
    first = np.cumsum(size) - size
    people = _People(
        np.concatenate([t.ages.ravel() for t in tried]),
        np.concatenate([t.women.ravel() for t in tried]),
        np.concatenate([t.twin.ravel() for t in tried]),
    )
    group = np.repeat(np.arange(len(tried)), [len(t.ages) for t in tried])
    residents = sum(each.size * n for each, n in zip(compositions, counts, strict=True))
    cell, wanted = _cells(marginals, people, residents)
    mixture = Mixture(first, size, group, cell, np.array(counts, dtype=np.int64), wanted)
    weight, left = raked(mixture, np.concatenate([t.weight for t in tried]))
    chosen: list[Ints] = []
    base: list[int] = []
    prepared: list[int] = []
    at = 0
    for t, n in zip(tried, counts, strict=True):
        ready = _ready(n)
        picked = at + systematic(weight[at : at + len(t.ages)], ready)
        base.append(sum(prepared))
        prepared.append(ready)
        chosen.append(picked)
        at += len(t.ages)
    families = np.concatenate(chosen)
    return _gathered(families, mixture, compositions, people), base, prepared, left


def _gathered(
    families: Ints, mixture: Mixture, compositions: tuple[Composition, ...], people: _People
) -> Families:
    sizes = mixture.size[families]
    begins = np.cumsum(sizes) - sizes
    position = np.arange(int(sizes.sum())) - np.repeat(begins, sizes)
    place = position + np.repeat(mixture.first[families], sizes)
    age, woman, twin = people.age[place], people.woman[place], people.twin[place].astype(np.int8)
    head = np.repeat(age[begins], sizes)
    of_group = np.cumsum([0, *[each.size for each in compositions]])[:-1]
    kind = np.repeat(of_group[mixture.group[families]], sizes) + position
    members = [member for each in compositions for member in each.members]
    labels = np.array(
        [[RELATIONSHIPS.index(m.male), RELATIONSHIPS.index(m.female)] for m in members], dtype=np.int8
    )
    relationship = labels[kind, woman.astype(np.int64)]
    # 兄 and 姉 are older than the householder, 弟 and 妹 younger: the label before and the label after in the list.
    sibling = np.array([m.part == "sibling" for m in members])[kind]
    relationship = np.where(sibling & (age < head), relationship + 1, relationship).astype(np.int8)
    return Families(
        first=begins.astype(np.int32),
        age=age,
        woman=woman,
        twin=twin,
        relationship=relationship,
        name=np.array([m.name for m in members], dtype=np.int8)[kind],
        foreign=np.array([m.foreign for m in members])[kind],
        part=np.array([PARTS.index(m.part) for m in members], dtype=np.int8)[kind],
    )


def _with_weight(tried: Candidates) -> Candidates:
    sound = tried.weight > 0
    if not sound.any():
        raise ConfigurationError(
            "法律上あり得る家族にならない世帯構成がある",
            "a composition has no lawful family",
            code="population-impossible",
        )
    return Candidates(tried.ages[sound], tried.women[sound], tried.twin[sound], tried.weight[sound])


def _tries(households: int) -> int:
    return min(1 << 14, max(1 << 11, 4 * households))


def _ready(households: int) -> int:
    return min(1 << 14, max(1 << 9, 1 << (2 * households).bit_length()))


def _cells(marginals: Marginals, people: _People, residents: int) -> tuple[Ints, Ints]:
    bands = sorted(marginals.ages)
    of_age = np.zeros((2, OLDEST + 1), dtype=np.int64)
    for place, (sex, first, last) in enumerate(bands):
        of_age[int(sex == "female"), first : last + 1] = place
    wanted = apportioned([marginals.ages[band] for band in bands], residents)
    return of_age[people.woman.astype(np.int64), people.age], np.array(wanted, dtype=np.int64)


def _nationalities(
    marginals: Marginals, compositions: tuple[Composition, ...], order: NDArray[np.int16]
) -> tuple[NDArray[np.int8], tuple[str, ...]]:
    codes = [code for code in marginals.nationalities if code != "OTH"]
    weights = [marginals.nationalities[code] * len(OTHER_NATIONALITIES) for code in codes]
    if marginals.nationalities.get("OTH"):
        codes += [code for code in OTHER_NATIONALITIES if code not in codes]
        weights += [marginals.nationalities["OTH"]] * (len(codes) - len(weights))
    foreigners = np.array([each.foreigners for each in compositions])[order]
    places = np.flatnonzero(foreigners)
    # In an order of their own, so that nationality does not follow the kind of household or the age.
    places = places[np.argsort(hashed(places.astype(np.uint64), key(0, "nationality")), kind="stable")]
    nationality = np.full(len(order), -1, dtype=np.int8)
    given = [0] * len(codes)
    whole, so_far = max(1, sum(weights)), 0
    for place in places.tolist():
        so_far += int(foreigners[place])
        lacking = [weight * so_far - whole * have for weight, have in zip(weights, given, strict=True)]
        code = lacking.index(max(lacking))
        given[code] += int(foreigners[place])
        nationality[place] = code
    return nationality, ("JPN", *codes)
