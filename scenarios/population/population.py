"""
A population: marginals, a seed and a number of residents, as a table that exists only where one looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pyarrow as pa

from scenarios.population.columns import CORE, Tables
from scenarios.population.deck import Deck, compile_deck
from scenarios.population.digits import Numbers, fits
from scenarios.population.edges import EdgeCases
from scenarios.population.layout import Layout
from scenarios.population.marginals import Marginals
from scenarios.population.more_columns import Whole, column
from scenarios.population.names import Names
from scenarios.population.people import Peopling
from scenarios.population.places import places


@dataclass(frozen=True)
class Population:
    """
    All residents of an area on a day. Any slice of them can be made alone, in any process, and is the same.
    """

    marginals: Marginals
    seed: int
    residents: int
    day: date
    provable: bool = False

    def __post_init__(self) -> None:
        fits(self.residents)

    @cached_property
    def deck(self) -> Deck:
        """
        The compiled marginals.
        """
        return compile_deck(self.marginals)

    @cached_property
    def layout(self) -> Layout | EdgeCases:
        """
        Who lives with whom.
        """
        return self._edges if self.marginals.edges else Layout(self.deck, self.seed, self.residents)

    @cached_property
    def _edges(self) -> EdgeCases:
        numbers = Numbers(self.seed, provable=self.provable)
        return EdgeCases(self.seed, self.residents, self.day, numbers, places(self.marginals.places))

    @cached_property
    def tables(self) -> Tables:
        """
        Lists and numbers that all residents share.
        """
        rare = self.marginals.rates.get("unusual_letters", 0)
        names = Names(self.seed, self.deck.nationalities, rare)
        peopling = Peopling(self.deck, self.seed, self.day, names, places(self.marginals.places))
        numbers = Numbers(self.seed, provable=self.provable)
        return Tables(self.deck, peopling, numbers, self.day, self.seed)

    def batches(
        self, first: int = 0, last: int | None = None, columns: Sequence[str] = CORE
    ) -> Iterator[pa.RecordBatch]:
        """
        The residents from `first` up to, but not including, `last`, in batches of these columns.
        """
        last = self.residents if last is None else last
        layout = self.layout
        if isinstance(layout, EdgeCases):
            yield from layout.batches(first, last, columns)
            return
        tables = self.tables
        for part in layout.parts(first, last):
            whole = Whole(tables, tables.peopling.people(part), self.marginals.rates)
            yield pa.RecordBatch.from_arrays([column(name, whole) for name in columns], list(columns))
