"""
Weights for candidates, so that ages and sexes come out as published while every family stays whole.

Each round multiplies a family's weight by the mean of what its members' cells still lack, and then gives each
composition its fixed number of households back (the expectation-maximisation step for a mixture). Everything is integer
arithmetic on fixed-point numbers, so the weights are the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.population.counters import Ints

ROUNDS = 200
NEAR = 0.0003
"""Ages this near are near enough: a block of the deck cannot show less than one person."""
_UNIT = 24
_FACTOR = 20
_LEAST, _MOST = 1 << 12, 1 << 20


@dataclass(frozen=True)
class Mixture:
    """
    Families in one line: `first` and `size` of each, the composition it belongs to, and the cell of every member.
    """

    first: Ints
    size: Ints
    group: Ints
    cell: Ints
    households: Ints
    """How many households each composition must have."""
    wanted: Ints
    """How many people each cell must have, in the same total as all households together."""


def raked(mixture: Mixture, start: Ints, rounds: int = ROUNDS) -> tuple[Ints, float]:
    """
    The weight of each family, and the total variation distance that is left.
    """
    owner = np.repeat(np.arange(len(mixture.size)), mixture.size)
    groups, cells = len(mixture.households), len(mixture.wanted)
    weight = _of_groups(start << _FACTOR, mixture, groups)
    wanted = mixture.wanted << _UNIT
    left = 1.0
    for _ in range(rounds):
        now = _sums(mixture.cell, weight[owner], cells)
        left = int(np.abs(now - wanted).sum()) / 2 / max(1, int(wanted.sum()))
        if left < NEAR:
            break
        ratio = np.clip((wanted // np.maximum(1, now >> 16)), _LEAST, _MOST)
        mean = np.add.reduceat(ratio[mixture.cell], mixture.first) // mixture.size
        weight = _of_groups((weight * mean) >> 16, mixture, groups)
    return weight, left


def _sums(place: Ints, value: Ints, length: int) -> Ints:
    # bincount adds float64; every sum here stays below 2^53, so it is exact.
    return np.bincount(place, weights=value, minlength=length).astype(np.int64)


def _of_groups(weight: Ints, mixture: Mixture, groups: int) -> Ints:
    whole = np.maximum(1, _sums(mixture.group, weight, groups))
    # Households stay below 2^15 and weights below 2^39, so every product stays below 2^63.
    factor = (mixture.households << (_UNIT + _FACTOR)) // whole
    return (weight * factor[mixture.group]) >> _FACTOR


def systematic(weight: Ints, count: int) -> NDArray[np.int64]:
    """
    So many places, evenly through the accumulated weights: the ones that weigh more come more often.
    """
    edges = np.cumsum(weight)
    whole = int(edges[-1])
    marks = (2 * np.arange(count, dtype=np.int64) + 1) * (whole // (2 * count))
    return np.searchsorted(edges, marks, side="right")
