"""
Chance as a function of a counter: hashes, permutations and picks in unsigned integers, the same on every machine.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
"""Unsigned 64-bit words, one per household, resident or event."""

Ints = NDArray[np.int64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31 = np.uint64(30), np.uint64(27), np.uint64(31)


def key(seed: int, *purpose: str | int) -> int:
    """
    The key of one purpose under one seed: 64 bits that no other purpose has.
    """
    text = ":".join(map(str, (seed, *purpose)))
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest(), "little")


def hashed(number: Words, under: int) -> Words:
    """
    64 bits for each number under a key (the output function of splitmix64, Steele and others 2014).
    """
    word = number * _GOLDEN
    word += np.uint64(under)
    word ^= word >> _S30
    word *= _MIX_1
    word ^= word >> _S27
    word *= _MIX_2
    word ^= word >> _S31
    return word


def below(bits: Words, limit: int | Ints | NDArray[np.int32], *, shift: int = 0) -> Ints:
    """
    A number from 0 to `limit` - 1 from 24 of the bits; limits above 2^24 lose evenness.
    """
    part = (bits >> np.uint64(shift)) & np.uint64(0xFFFFFF)
    return ((part.view(np.int64) * limit) >> 24).astype(np.int64, copy=False)


class Permutation:
    """
    A bijection of 0 … 2^bits - 1 under a key: every step can be undone, so no two numbers meet.

    Each round adds a constant, multiplies by an odd number and folds the upper half on the lower, all modulo
    2^bits; each is a bijection, and so is any chain of them.
    """

    def __init__(self, bits: int, under: int, rounds: int = 3) -> None:
        self.size = 1 << bits
        self._mask = np.uint64(self.size - 1)
        self._fold = np.uint64((bits + 1) // 2)
        words = [key(under, "round", each) for each in range(2 * rounds)]
        self._rounds = [
            (np.uint64(a), np.uint64(b | 1)) for a, b in zip(words[::2], words[1::2], strict=True)
        ]

    def __call__(self, number: Words) -> Words:
        """
        Where each number goes.
        """
        word = number.copy()
        for added, odd in self._rounds:
            word += added
            word *= odd
            word &= self._mask
            word ^= word >> self._fold
        return word


def apportioned(weights: list[int], total: int) -> list[int]:
    """
    Whole numbers in proportion to the weights that add up to `total` (largest remainders, ties to the first).
    """
    whole = sum(weights)
    if whole <= 0:
        return [0] * len(weights)
    parts = [weight * total // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda each: (-(weights[each] * total % whole), each))
    for each in order[: total - sum(parts)]:
        parts[each] += 1
    return parts


def tickets(weights: list[int], bits: int = 16) -> NDArray[np.int32]:
    """
    A table of 2^bits tickets, as many for each place as its weight deserves: one look-up is one draw.
    """
    return np.repeat(np.arange(len(weights), dtype=np.int32), apportioned(weights, 1 << bits))
