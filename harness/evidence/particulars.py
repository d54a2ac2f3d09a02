"""
The particulars of persons that a run has seen: the cast's own, and those of others, with the token of each.

Both are found in free text by what they say: width, case, blanks and hyphens make no difference. Looked up by their
first two signs, so that thousands of them cost a text no more than one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

MOST = 20_000
"""Of others' particulars no more are remembered than this; the oldest are forgotten first."""

_BLANK = re.compile(r"[\s\-()（）・,、/]+")
_HEAD = 2
_LETTERS = 4
_DIGITS = 6


class Found(Struct, frozen=True):
    """
    Where in a text a particular stands. ``token`` is None for the cast's own.
    """

    start: int
    end: int
    token: str | None


class Particulars:
    """
    What is known of persons so far.
    """

    def __init__(self) -> None:
        self._own: set[str] = set()
        self._own_lengths: tuple[int, ...] = ()
        self._others: dict[str, str] = {}
        self._heads: dict[str, dict[int, int]] = {}

    def own(self, value: str) -> bool:
        """
        Make a particular of the cast known. False where it was already.
        """
        said = plain(value)
        if not said or said in self._own:
            return False
        if said in self._others:
            self._forget(said)
        self._own.add(said)
        self._own_lengths = tuple(sorted({len(said), *self._own_lengths}))
        if len(said) >= _HEAD:
            self._count(said, 1)
        return True

    def other(self, value: str, token: str) -> bool:
        """
        Remember somebody else's particular. False where it is too short to be found by no accident, or known.
        """
        said = plain(value)
        if said in self._others or said in self._own or not _long_enough(said):
            return False
        if len(self._others) >= MOST:
            self._forget(next(iter(self._others)))
        self._others[said] = token
        self._count(said, 1)
        return True

    def find(self, text: str) -> list[Found]:
        """
        Particulars in ``text`` from left to right, the longest at each place, none inside another.
        """
        if not self._heads or len(text) < _HEAD:
            return []
        said, places = _placed(text)
        found: list[Found] = []
        place = 0
        while place + _HEAD <= len(said):
            hit = self._at(text, said, places, place)
            if hit is None:
                place += 1
            else:
                found.append(Found(places[place], places[hit[0] - 1] + 1, hit[1]))
                place = hit[0]
        return found

    def is_own_alone(self, text: str) -> bool:
        """
        Whether ``text`` is made of the cast's particulars only: an address and its building, a surname and a name.
        """
        said = plain(text)
        if said in self._own:
            return True
        reached = {0}
        for place in range(len(said)):
            if place in reached:
                reached |= {
                    place + length
                    for length in self._own_lengths
                    if place + length <= len(said) and said[place : place + length] in self._own
                }
        return len(said) in reached

    def is_part_of_own(self, value: str) -> bool:
        """
        Whether ``value`` stands inside one of the cast's particulars.
        """
        said = plain(value)
        return any(said in own for own in self._own)

    def _at(self, text: str, said: str, places: list[int], place: int) -> tuple[int, str | None] | None:
        lengths = self._heads.get(said[place : place + _HEAD])
        for length in sorted(lengths, reverse=True) if lengths else ():
            end = place + length
            if end > len(said):
                continue
            value = said[place:end]
            if value in self._own:
                return end, None
            token = self._others.get(value)
            if token is not None and _stands_alone(text, places[place], places[end - 1] + 1):
                return end, token
        return None

    def _count(self, said: str, by: int) -> None:
        lengths = self._heads.setdefault(said[:_HEAD], {})
        lengths[len(said)] = lengths.get(len(said), 0) + by
        if not lengths[len(said)]:
            del lengths[len(said)]
        if not lengths:
            del self._heads[said[:_HEAD]]

    def _forget(self, said: str) -> None:
        del self._others[said]
        self._count(said, -1)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """
    A particular as it is compared.
    """
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _placed(text: str) -> tuple[str, list[int]]:
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        said = plain(sign)
        signs.append(said)
        places += [place] * len(said)
    return "".join(signs), places


def _long_enough(said: str) -> bool:
    if said.isdigit():
        return len(said) >= _DIGITS
    return len(said) >= (_LETTERS if said.isascii() else _HEAD)


def _stands_alone(text: str, start: int, end: int) -> bool:
    # Part of a longer word or number of ASCII is an accident; Japanese words have no such borders.
    before = start > 0 and _is_ascii_word(text[start - 1]) and _is_ascii_word(text[start])
    after = end < len(text) and _is_ascii_word(text[end]) and _is_ascii_word(text[end - 1])
    return not (before or after)


def _is_ascii_word(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()
