"""
A population beside its marginals, as counts by the same keys.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scenarios.population.marginals import Marginals
from scenarios.population.writing import Manifest

NEAR = 0.01
"""At a million residents every distance must be this near; with fewer, chance alone moves it further."""

ENOUGH = 1_000_000


@dataclass(frozen=True)
class Comparison:
    """
    One marginal: what was published and what is there, by the same keys.
    """

    name: str
    wanted: dict[Any, int]
    seen: dict[Any, int]
    published: bool = True

    @property
    def distance(self) -> float:
        """
        The total variation distance.
        """
        n, m = sum(self.seen.values()), sum(self.wanted.values())
        if not n or not m:
            return float(n != m)
        keys = {*self.seen, *self.wanted}
        return sum(abs(self.seen.get(k, 0) / n - self.wanted.get(k, 0) / m) for k in keys) / 2


@dataclass(frozen=True)
class Fit:
    """
    A population beside its marginals.
    """

    manifest: Manifest
    marginals: Marginals
    residents: int
    comparisons: dict[str, Comparison]

    def verdict(self, comparison: Comparison) -> str:
        """
        Whether a distance is `within` the limit, or `over` it; over it with fewer than a million residents: `few`.
        """
        if comparison.distance <= NEAR:
            return "within"
        return "over" if self.residents >= ENOUGH else "few"
