"""
What may be drawn, and a clear word where nothing may.
"""

from __future__ import annotations

from collections.abc import Sequence

from tekigo_kit.errors import PopulationError
from tekigo_kit.people import Household, MovingIn
from tekigo_kit.population import Population


def households_of(population: Population, at_least: int, at_most: int | None) -> Sequence[Household]:
    """
    The households of these sizes.
    """
    found = [
        each
        for each in population.households
        if at_least <= len(each.members) and (at_most is None or len(each.members) <= at_most)
    ]
    if not found:
        sizes = f"{at_least} or more" if at_most is None else f"{at_least} to {at_most}"
        raise PopulationError(
            f"{population.folder}: no household of {sizes} in it. Populate more --residents."
        )
    return found


def arrivals_of(population: Population) -> Sequence[MovingIn]:
    """
    The households that move in.
    """
    if not population.arrivals:
        raise PopulationError(
            f"{population.folder}: nobody moves in. Populate with --events and a year, for example 2026."
        )
    return population.arrivals
