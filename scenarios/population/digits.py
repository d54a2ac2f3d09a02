"""
Numbers of residents as text, with their check digits, from a permutation of the index: unique without a memory.

The range of bodies is declared, printed in every manifest, and begins with a digit that marks it: a valid number cannot
be proved to be nobody's. In the provable mode every check digit is wrong, so that no number can be anybody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from harness.words.errors import ConfigurationError
from scenarios.population.counters import Ints, Permutation, Words, key

RANGE_BITS = 30
INDIVIDUAL_FIRST = 99_000_000_000 - (1 << RANGE_BITS)
"""Bodies of Individual Numbers end below 99 000 000 000: numbers that begin with 99 belong to the cast."""

CODE_FIRST = 9_900_000_000 - (1 << RANGE_BITS)
LOCAL_DIGITS = 12


@dataclass(frozen=True)
class NumberRange:
    """
    Which bodies (numbers without check digit) can occur.
    """

    first: int
    digits: int

    @property
    def last(self) -> int:
        """
        The last body.
        """
        return self.first + (1 << RANGE_BITS) - 1

    def __str__(self) -> str:
        return f"{self.first:0{self.digits}d}–{self.last:0{self.digits}d}"


INDIVIDUAL = NumberRange(INDIVIDUAL_FIRST, 11)
CODES = NumberRange(CODE_FIRST, 10)


def fits(residents: int) -> None:
    """
    Refuse a population that the ranges cannot number.
    """
    if residents > 1 << RANGE_BITS:
        raise ConfigurationError(
            f"住民{residents:,}人は、宣言した範囲の番号{1 << RANGE_BITS:,}個より多い",
            f"{residents:,} residents are more than the {1 << RANGE_BITS:,} numbers of the declared range",
            code="population-range",
            hint=("住民の数を減らす。", "Ask for fewer residents."),
        )


class Numbers:
    """
    The numbers of one seed. `provable` makes every check digit wrong.
    """

    def __init__(self, seed: int, *, provable: bool = False) -> None:
        self._provable = provable
        self._individual = Permutation(RANGE_BITS, key(seed, "individual-number"), rounds=4)
        self._code = Permutation(RANGE_BITS, key(seed, "resident-record-code"), rounds=4)
        self._card = Permutation(RANGE_BITS, key(seed, "residence-card"), rounds=4)

    def individual(self, resident: Words) -> pa.Array:
        """
        個人番号: eleven digits of the range and the check digit.
        """
        return self._checked(self._individual(resident) + np.uint64(INDIVIDUAL.first), INDIVIDUAL.digits)

    def code(self, resident: Words) -> pa.Array:
        """
        住民票コード: ten digits of the range and the check digit (an assumption, like everywhere here).
        """
        return self._checked(self._code(resident) + np.uint64(CODES.first), CODES.digits)

    def local(self, number: Words) -> pa.Array:
        """
        宛名番号 or 世帯番号: a running number whose check digit exists, so that none is skipped.

        The running number is ten times the index and ten. Where that has remainder 1, and so no check digit, it is
        the next one.
        """
        body = number.view(np.int64) * 10 + 10
        body += _remainder(body) == 1
        return self._checked(body.view(np.uint64), LOCAL_DIGITS - 1)

    def residence_card(self, resident: Words) -> list[str]:
        """
        在留カード番号: two letters, eight digits, two letters; the letters carry what the digits cannot.
        """
        made = []
        for number in self._card(resident).tolist():
            letters, digits = divmod(number, 10**8)
            made.append(f"{chr(65 + letters)}{chr(65 + number % 26)}{digits:08d}{'EFGHJKLMNP'[number % 10]}A")
        return made

    def _checked(self, body: Words, digits: int) -> pa.Array:
        value = body.view(np.int64)
        remainder = _remainder(value)
        digit = np.where(remainder <= 1, 0, 11 - remainder)
        if self._provable:
            digit = (digit + 5) % 10
        return as_text(value * 10 + digit, digits + 1)


@cache
def _weights() -> tuple[NDArray[np.int16], NDArray[np.int16], NDArray[np.int16]]:
    # Weighted sums of four digits at a time; the weights run 2 to 7 from the right, and again.
    groups = []
    number = np.arange(10_000)
    for group in range(3):
        places = [(number // 10**place % 10) * (2 + (4 * group + place) % 6) for place in range(4)]
        groups.append(np.sum(places, axis=0).astype(np.int16))
    return groups[0], groups[1], groups[2]


def _remainder(body: Ints) -> Ints:
    low, middle, high = _weights()
    rest = body // 10_000
    upper = rest // 10_000
    whole = low[body - rest * 10_000] + middle[rest - upper * 10_000] + high[upper]
    return (whole % np.int16(11)).astype(np.int64)


@cache
def _four() -> NDArray[np.uint32]:
    text = "".join(f"{number:04d}" for number in range(10_000)).encode("ascii")
    return np.frombuffer(text, dtype=np.uint32)


@cache
def _offsets(count: int, length: int) -> pa.Buffer:
    return pa.py_buffer(np.arange(0, (count + 1) * length, length, dtype=np.int32))


def as_text(number: Ints, digits: int) -> pa.Array:
    """
    Numbers of up to twelve digits as text with leading zeros.
    """
    four = _four()
    rest = number // 10_000
    upper = rest // 10_000
    groups = np.empty((len(number), 3), dtype=np.uint32)
    groups[:, 0] = four[upper]
    groups[:, 1] = four[rest - upper * 10_000]
    groups[:, 2] = four[number - rest * 10_000]
    letters = groups.view(np.uint8)
    if digits < 12:
        letters = np.ascontiguousarray(letters[:, 12 - digits :])
    return pa.Array.from_buffers(
        pa.string(), len(number), [None, _offsets(len(number), digits), pa.py_buffer(letters)]
    )
