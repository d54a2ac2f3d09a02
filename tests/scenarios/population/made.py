"""
Populations that several tests look at; made once.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pyarrow as pa

from scenarios.population.columns import CORE
from scenarios.population.deck import Deck, compile_deck
from scenarios.population.marginals import preset
from scenarios.population.more_columns import ALL
from scenarios.population.population import Population

DAY = date(2026, 1, 1)


@cache
def population(name: str, residents: int, seed: int = 1, *, provable: bool = False) -> Population:
    """
    A population of a preset.
    """
    made = Population(preset(name), seed, residents, DAY, provable)
    made.__dict__["deck"] = deck(
        name
    )  # The deck does not know of the seed; compiling it once saves half a second each.
    return made


@cache
def deck(name: str) -> Deck:
    """
    The compiled marginals of a preset.
    """
    return compile_deck(preset(name))


@cache
def table(name: str, residents: int, columns: str = "core", *, provable: bool = False) -> pa.Table:
    """
    All its residents.
    """
    made = population(name, residents, provable=provable)
    return pa.Table.from_batches(made.batches(columns=ALL if columns == "all" else CORE)).unify_dictionaries()
