"""
Numbers are a permutation of the index, with the check digits of their kinds.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from harness.words.errors import ConfigurationError
from harness.words.numbers import (
    HouseholdNumber,
    IndividualNumber,
    LocalAddresseeNumber,
    ResidenceCardNumber,
    ResidentRecordCode,
)
from scenarios.population.counters import Permutation, Words, apportioned, hashed, key, tickets
from scenarios.population.digits import CODES, INDIVIDUAL, RANGE_BITS, Numbers, as_text, fits

SEEDS = st.integers(0, 2**63 - 1)


def words(*numbers: int) -> Words:
    """
    Numbers as unsigned words.
    """
    return np.array(numbers, dtype=np.uint64)


@pytest.mark.parametrize("bits", [1, 2, 5, 8, 11])
@given(seed=SEEDS)
@settings(max_examples=25, deadline=None)
def test_a_permutation_meets_every_number_once(bits: int, seed: int) -> None:
    """
    All numbers of a range go to all numbers of the range.
    """
    image = Permutation(bits, key(seed, "test"))(np.arange(1 << bits, dtype=np.uint64))
    assert sorted(image.tolist()) == list(range(1 << bits))


def test_bodies_far_apart_are_different() -> None:
    """
    Of 2^30 bodies, a quarter of a million far apart in the index are all different and inside.
    """
    index = np.arange(0, 1 << RANGE_BITS, 4096, dtype=np.uint64)
    image = Permutation(RANGE_BITS, key(1, "individual-number"), rounds=4)(index)
    assert len(np.unique(image)) == len(index)
    assert int(image.max()) < 1 << RANGE_BITS


def test_a_permutation_is_not_a_straight_line() -> None:
    """
    Neighbours do not stay neighbours, and the image is spread evenly over the range.
    """
    image = Permutation(RANGE_BITS, key(3, "x"), rounds=4)(np.arange(100_000, dtype=np.uint64))
    steps = np.diff(image.astype(np.int64))
    assert len(np.unique(steps)) > 90_000
    assert abs(float(image.mean()) / (1 << RANGE_BITS) - 0.5) < 0.005


@given(SEEDS, st.lists(st.integers(0, (1 << RANGE_BITS) - 1), min_size=1, max_size=50))
@settings(deadline=None)
def test_the_words_of_the_harness_accept_the_numbers(seed: int, index: list[int]) -> None:
    """
    Individual Numbers, codes, local numbers and residence cards are what the validated types take.
    """
    numbers = Numbers(seed)
    for text in numbers.individual(words(*index)).to_pylist():
        assert INDIVIDUAL.first <= int(IndividualNumber.parse(text).base) <= INDIVIDUAL.last
    for text in numbers.code(words(*index)).to_pylist():
        assert CODES.first <= int(ResidentRecordCode.parse(text).base) <= CODES.last
    for text in numbers.local(words(*index)).to_pylist():
        LocalAddresseeNumber.parse(text)
        HouseholdNumber.parse(text)
    for text in numbers.residence_card(words(*index)):
        ResidenceCardNumber.parse(text)


def test_local_numbers_and_cards_differ() -> None:
    """
    A hundred thousand running numbers and numbers of cards are all different.
    """
    index = np.arange(100_000, dtype=np.uint64)
    assert len(set(Numbers(1).local(index).to_pylist())) == 100_000
    assert len(set(Numbers(1).residence_card(index))) == 100_000


@given(SEEDS, st.lists(st.integers(0, (1 << RANGE_BITS) - 1), min_size=1, max_size=20))
@settings(deadline=None)
def test_a_provable_number_is_nobodys(seed: int, index: list[int]) -> None:
    """
    In the provable mode no Individual Number and no code has its check digit.
    """
    numbers = Numbers(seed, provable=True)
    for text in numbers.individual(words(*index)).to_pylist():
        assert IndividualNumber.check_digit(text[:-1]) != text[-1]
    for text in numbers.code(words(*index)).to_pylist():
        assert ResidentRecordCode.check_digit(text[:-1]) != text[-1]


@given(st.lists(st.integers(0, 10**12 - 1), max_size=20))
def test_text_of_numbers(numbers: list[int]) -> None:
    """
    Numbers as text have their leading zeros.
    """
    assert as_text(np.array(numbers, dtype=np.int64), 12).to_pylist() == [f"{n:012d}" for n in numbers]


def test_the_ranges_leave_the_cast_alone() -> None:
    """
    No number begins with 99, as those of the cast of the scenarios do.
    """
    assert str(INDIVIDUAL.last).startswith("98")
    assert str(CODES.last).startswith("98")


def test_more_residents_than_numbers_are_refused() -> None:
    """
    A population beyond the range is refused with the size of the range.
    """
    fits(1 << RANGE_BITS)
    with pytest.raises(ConfigurationError, match="1,073,741,824"):
        fits((1 << RANGE_BITS) + 1)


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=60), st.integers(0, 10**6))
def test_apportioned_parts_add_up(weights: list[int], total: int) -> None:
    """
    Whole parts add up to the total, and each is within one of its share.
    """
    parts = apportioned(weights, total)
    whole = sum(weights)
    assert sum(parts) == (total if whole else 0)
    assert all(
        abs(part * whole - weight * total) <= whole for part, weight in zip(parts, weights, strict=True)
    )


def test_tickets_are_in_proportion() -> None:
    """
    A table of tickets has as many for each place as its weight deserves.
    """
    assert np.bincount(tickets([1, 2, 5])).tolist() == [8192, 16384, 40960]


def test_hashes_are_those_of_splitmix64() -> None:
    """
    Under the key 0 the hash of 1 is the first output of splitmix64 seeded with 0, as published.
    """
    assert int(hashed(words(1), 0)[0]) == 0xE220A8397B1DCDAF
