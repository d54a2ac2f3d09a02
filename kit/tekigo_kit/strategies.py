"""
The Hypothesis strategies. Examples shrink towards small households, then towards the beginning of the file.
"""

from __future__ import annotations

from os import PathLike

from hypothesis.strategies import SearchStrategy, sampled_from

from tekigo_kit.choosing import arrivals_of, households_of
from tekigo_kit.people import Household, MovingIn, Resident
from tekigo_kit.population import Population, read_population

Source = str | PathLike[str] | Population


def residents(population: Source) -> SearchStrategy[Resident]:
    """
    A resident of the population.
    """
    return sampled_from(read_population(population).residents)


def households(
    population: Source, *, at_least: int = 1, at_most: int | None = None
) -> SearchStrategy[Household]:
    """
    A whole household of a size.
    """
    return sampled_from(households_of(read_population(population), at_least, at_most))


def moving_in(population: Source) -> SearchStrategy[MovingIn]:
    """
    A household that moves in; the folder must hold a year of events.
    """
    return sampled_from(arrivals_of(read_population(population)))
