"""
The Faker provider. It draws whole residents, because parts drawn one by one would not belong together.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import Any, TypeVar

from faker.providers import BaseProvider

from tekigo_kit.choosing import arrivals_of, households_of
from tekigo_kit.people import Household, MovingIn, Resident
from tekigo_kit.population import Population, read_population

T = TypeVar("T")


class JapaneseResidentProvider(BaseProvider):
    """
    Draws from a population with the chance of its generator, so that `seed_instance` repeats what was drawn.
    """

    def __init__(self, generator: Any, population: str | PathLike[str] | Population) -> None:
        super().__init__(generator)
        self._population = read_population(population)

    def resident(self) -> Resident:
        """
        One resident.
        """
        return self._drawn(self._population.residents)

    def household(self, at_least: int = 1, at_most: int | None = None) -> Household:
        """
        One household of a size.
        """
        return self._drawn(households_of(self._population, at_least, at_most))

    def moving_in(self) -> MovingIn:
        """
        One household that moves in.
        """
        return self._drawn(arrivals_of(self._population))

    def _drawn(self, among: Sequence[T]) -> T:
        at: int = self.generator.random.randrange(len(among))
        return among[at]
