"""
Who lives where in the row: from the number of a resident to the household, and back, without counting from the start.

A block of the deck has a fixed number of residents, so the block of a resident is a division. Inside it the deck is in
an order of its own, and the household is found in the accumulated sizes. The last household of a population of N
residents may not fit; the few residents who are left over live alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scenarios.population.counters import Ints, Permutation, Words, hashed, key
from scenarios.population.deck import BLOCK, BLOCK_BITS, Deck

CHUNK = 1 << 15
"""Residents made at once: small enough to stay near the processor."""


@dataclass(frozen=True)
class Part:
    """
    Consecutive residents. Arrays over households: `household`, `place` in the deck; over residents: the rest.

    `owner` says which of the part's households a resident belongs to, `position` where in it (from 0).
    """

    first: int
    household: Words
    place: Ints
    resident: Words
    owner: Ints
    position: Ints


class Layout:
    """
    The households of a population of `residents` people under one seed.
    """

    def __init__(self, deck: Deck, seed: int, residents: int) -> None:
        self.deck = deck
        self.seed = seed
        self.residents = residents
        self._single = np.flatnonzero(
            np.array([c.name == "one" for c in deck.compositions])[deck.composition]
        )
        self._blocks: dict[int, tuple[Ints, Ints]] = {}
        whole, left = divmod(residents, deck.residents)
        order, ends = self._block(whole)
        inside = int(np.searchsorted(ends, left, side="right"))
        self._whole = whole * BLOCK + inside
        self._tail_from = whole * deck.residents + (int(ends[inside - 1]) if inside else 0)
        self.households = self._whole + residents - self._tail_from
        del order

    def parts(self, first: int, last: int) -> Iterator[Part]:
        """
        The residents from `first` up to, but not including, `last`, in chunks; whole households or not.
        """
        at = first
        while at < last:
            if at >= self._tail_from:
                yield self._tail(at, last)
                return
            block = at // self.deck.residents
            border = min((block + 1) * self.deck.residents, self._tail_from)
            until = min(last, at + CHUNK, border)
            yield self._inside(block, at, until)
            at = until

    def of_household(self, household: int) -> tuple[int, int]:
        """
        The first resident of a household, and the one after its last.
        """
        if not 0 <= household < self.households:
            raise IndexError(household)
        if household >= self._whole:
            first = self._tail_from + household - self._whole
            return first, first + 1
        block, place = divmod(household, BLOCK)
        _, ends = self._block(block)
        start = int(ends[place - 1]) if place else 0
        return block * self.deck.residents + start, block * self.deck.residents + int(ends[place])

    def _block(self, block: int) -> tuple[Ints, Ints]:
        if block not in self._blocks:
            self._blocks.clear()
            shuffle = Permutation(BLOCK_BITS, key(self.seed, "block", block))
            order = shuffle(np.arange(BLOCK, dtype=np.uint64)).view(np.int64)
            self._blocks[block] = order, np.cumsum(self.deck.size[order], dtype=np.int64)
        return self._blocks[block]

    def _inside(self, block: int, at: int, until: int) -> Part:
        order, ends = self._block(block)
        low, high = at - block * self.deck.residents, until - block * self.deck.residents
        begin = int(np.searchsorted(ends, low, side="right"))
        end = int(np.searchsorted(ends, high - 1, side="right")) + 1
        sizes = self.deck.size[order[begin:end]]
        starts = ends[begin:end] - sizes
        owner = np.repeat(np.arange(end - begin), sizes)[low - int(starts[0]) :][: high - low]
        inside = np.arange(low, high, dtype=np.int64)
        return Part(
            first=at,
            household=np.arange(block * BLOCK + begin, block * BLOCK + end, dtype=np.uint64),
            place=order[begin:end],
            resident=np.arange(at, until, dtype=np.uint64),
            owner=owner,
            position=inside - starts[owner],
        )

    def _tail(self, at: int, last: int) -> Part:
        resident = np.arange(at, last, dtype=np.uint64)
        chance = hashed(resident, key(self.seed, "tail"))
        return Part(
            first=at,
            household=resident - np.uint64(self._tail_from) + np.uint64(self._whole),
            place=self._single[(chance % np.uint64(len(self._single))).view(np.int64)],
            resident=resident,
            owner=np.arange(last - at),
            position=np.zeros(last - at, dtype=np.int64),
        )
