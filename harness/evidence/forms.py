"""
The forms in which an issued number can stand in a text, and how it is found there.

Found are the digits as they are, in other digits of Unicode (full-width above all), taken apart by blanks, hyphens or
invisible signs, percent-encoded, inside longer text or longer digits, and inside base64. Never *any* twelve digits:
only numbers that were made known, so that what is found is no accident.
"""

from __future__ import annotations

import binascii
import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

Form = Literal["exact", "full-width", "split", "percent", "base64"]

SHORTEST = 8
"""Fewer digits than this are searched for nowhere: they would be found by accident."""

_DIGIT = r"(?:\d|%3[0-9]|%[Ee][Ff]%[Bb][Cc]%9[0-9])"
DIGIT_RUN = re.compile(
    r"(?<![0-9A-Za-z\uff10-\uff19])(?<![0-9\uff10-\uff19][\s\-.・－])"
    r"(?:\d{11,12}|\d(?:[\s\-.・－\u2010-\u2015\u2212]\d){10,11}|\d\d(?:[\s\-.・－\u2010-\u2015\u2212]\d\d){5}"
    r"|\d{3,6}(?:[\s\-.・－\u2010-\u2015\u2212]\d{3,6}){1,3})"
    r"(?![0-9A-Za-z\uff10-\uff19])(?![\s\-.・－][0-9\uff10-\uff19])"
)
"""Digits, alone or in even groups, that may be the number of a person: whether they are, the check digit tells."""

_LETTER = r"(?:[A-Za-zＡ-Ｚａ-ｚ]|%[46][1-9A-Fa-f]|%[57][0-9Aa])"
_ENCODED_BLANK = r"%20|%2[Dd]|%[Ee]3%80%80"
_SEPARATOR_SIGN = r"[\s\-_.,/:+・·\u00ad\u2010-\u2015\u2212\u200b-\u200f\u2060\u30fc\ufeff\uff0d]"
_SEPARATOR = rf"(?:{_SEPARATOR_SIGN}|{_ENCODED_BLANK}){{0,3}}"
_RUN = re.compile(f"{_DIGIT}(?:{_SEPARATOR}{_DIGIT}){{{SHORTEST - 1},}}")
# The digits of an encoded blank are no digits of the number: it is read first, and gives nothing.
_SIGN = re.compile(f"{_ENCODED_BLANK}|({_DIGIT}|{_LETTER})")
_ONE_DIGIT = re.compile(f"{_ENCODED_BLANK}|({_DIGIT})")
_CARD = re.compile(
    f"(?=({_LETTER}{_SEPARATOR}{_LETTER}{_SEPARATOR}(?:{_DIGIT}{_SEPARATOR}){{8}}{_LETTER}{_SEPARATOR}{_LETTER}))"
)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{15,}={0,2}")
_INSIDE_BASE64 = re.compile(rb"\d{8,}|[A-Za-z]{2}\d{8}[A-Za-z]{2}")
_URL_SAFE = str.maketrans("+/", "-_")
_STANDARD = str.maketrans("-_", "+/")


REMEMBERED = 20_000
REMEMBERED_LENGTH = 1000


class Known(Struct, frozen=True):
    """
    A number that was made known: its kind and the token that stands for it.
    """

    kind: str
    token: str


class Span(Struct, frozen=True):
    """
    Where in a text a known number stands, and in which form.
    """

    start: int
    end: int
    form: Form
    known: Known


class Numbers:
    """
    The numbers made known so far.
    """

    def __init__(self) -> None:
        self._known: dict[str, Known] = {}
        self._lengths: tuple[int, ...] = ()
        self._cards = False
        self._found: dict[str, list[Span]] = {}
        self._plains: dict[str, tuple[str, ...]] = {}

    def add(self, plain: str, known: Known) -> bool:
        """
        Make a number known, in its plain form, and say whether it is new. One that is too short is not searched for.
        """
        if len(plain) < SHORTEST or plain in self._known:
            return False
        self._known[plain] = known
        self._cards = self._cards or not plain.isdigit()
        self._found.clear()
        self._lengths = tuple(sorted({len(plain), *self._lengths}, reverse=True))
        return True

    def never_in(self, text: str) -> bool:
        """
        Whether no number can stand in ``text``, whatever becomes known.
        """
        return len(text) < SHORTEST or not self._plains_in(text)

    def find(self, text: str) -> list[Span]:
        """
        Every place of a known number in ``text``, from left to right, none inside another.
        """
        if len(text) < SHORTEST or not self._known:
            return []
        found = self._found.get(text)
        if found is None:
            found = self._look(text) if any(map(self._holds, self._plains_in(text))) else []
            # A message is scanned, then masked: the same texts come twice.
            if len(text) <= REMEMBERED_LENGTH and len(self._found) < REMEMBERED:
                self._found[text] = found
        return found

    def _plains_in(self, text: str) -> tuple[str, ...]:
        """
        In plain form, all that could be or hold a number. It depends on the text alone, so it is looked for once.
        """
        plains = self._plains.get(text)
        if plains is None:
            plains = tuple(_plains(text))
            if len(text) <= REMEMBERED_LENGTH and len(self._plains) < REMEMBERED:
                self._plains[text] = plains
        return plains

    def _holds(self, plain: str) -> bool:
        return any(
            plain[place : place + length] in self._known
            for length in self._lengths
            for place in range(len(plain) - length + 1)
        )

    def _look(self, text: str) -> list[Span]:
        found = list(self._in_digits(text))
        if self._cards:
            found += self._in_cards(text)
        encoded = list(self._in_base64(text))
        if not encoded:
            return found if len(found) < 2 else sorted(found, key=_start)
        taken = {place for span in found for place in range(span.start, span.end)}
        found += [span for span in encoded if taken.isdisjoint(range(span.start, span.end))]
        return sorted(found, key=_start)

    def _in_digits(self, text: str) -> Iterator[Span]:
        for run in _RUN.finditer(text):
            raw = run.group()
            if len(raw) < self._lengths[-1]:
                continue
            if raw.isascii() and raw.isdigit():
                signs, plain = [(place, place + 1) for place in range(len(raw))], raw
            else:
                signs = [sign.span(1) for sign in _ONE_DIGIT.finditer(raw) if sign.group(1)]
                plain = "".join([str(int(raw[end - 1])) for _, end in signs])
            place = 0
            while place < len(plain):
                for length in self._lengths:
                    known = self._at(plain, place, length)
                    if known is not None:
                        start, end = signs[place][0], signs[place + length - 1][1]
                        yield Span(
                            run.start() + start, run.start() + end, _form(raw[start:end], length), known
                        )
                        place += length
                        break
                else:
                    place += 1

    def _in_cards(self, text: str) -> Iterator[Span]:
        last = 0
        for match in _CARD.finditer(text):
            raw = match.group(1)
            known = self._known.get(plain_number(raw))
            if known is not None and match.start() >= last:
                last = match.start() + len(raw)
                yield Span(match.start(), last, _form(raw, 12), known)

    def _in_base64(self, text: str) -> Iterator[Span]:
        for run in _BASE64.finditer(text):
            for decoded in decoded_base64(run.group()):
                known = self._first_in(decoded)
                if known is not None:
                    yield Span(run.start(), run.end(), "base64", known)
                    break

    def _first_in(self, decoded: bytes) -> Known | None:
        for match in _INSIDE_BASE64.finditer(decoded):
            plain = match.group().decode("ascii").upper()
            for place in range(len(plain)):
                for length in self._lengths:
                    known = self._at(plain, place, length)
                    if known is not None:
                        return known
        return None

    def _at(self, plain: str, place: int, length: int) -> Known | None:
        # A slice over the end would be a shorter number's, found at the wrong length.
        return self._known.get(plain[place : place + length]) if place + length <= len(plain) else None


def _plains(text: str) -> Iterator[str]:
    for run in _RUN.finditer(text):
        raw = run.group()
        yield raw if raw.isascii() and raw.isdigit() else plain_number(raw)
    for match in _CARD.finditer(text):
        yield plain_number(match.group(1))
    for encoded in _BASE64.finditer(text):
        for decoded in decoded_base64(encoded.group()):
            for inside in _INSIDE_BASE64.finditer(decoded):
                yield inside.group().decode("ascii").upper()


def _start(span: Span) -> int:
    return span.start


def plain_number(text: str) -> str:
    """
    A number as it is compared: digits 0 to 9 and capital letters, without what may stand between them.
    """
    if text.isascii() and text.isdigit():
        return text
    return "".join(_sign(sign) for sign in _SIGN.findall(text) if sign)


def base64_cores(secret: str) -> list[str]:
    """
    What of ``secret`` stands in any base64 that holds it: whatever comes before and after, one of these is there.
    """
    raw = secret.encode("utf-8", "surrogatepass")
    cores = []
    for shift in range(3):
        encoded = binascii.b2a_base64(bytes(shift) + raw, newline=False).decode("ascii")
        whole = (shift + len(raw)) // 3 * 4
        core = encoded[(0, 2, 3)[shift] : whole]
        cores += [core, core.translate(_URL_SAFE)]
    return list(dict.fromkeys(cores))


def decoded_base64(run: str) -> Iterator[bytes]:
    """
    What ``run`` says as base64, read from each of its first four letters.
    """
    standard = run.rstrip("=").translate(_STANDARD)
    for shift in range(4):
        part = standard[shift:]
        if len(part) % 4 == 1:
            part = part[:-1]
        yield binascii.a2b_base64(part + "=" * (-len(part) % 4))


def _sign(raw: str) -> str:
    if raw[0] != "%":
        return unicodedata.normalize("NFKC", raw).upper() if not raw.isdecimal() else str(int(raw))
    return raw[-1] if len(raw) > 3 else chr(int(raw[1:], 16)).upper()


def _form(raw: str, length: int) -> Form:
    if "%" in raw:
        return "percent"
    if len(raw) > length:
        return "split"
    return "exact" if raw.isascii() else "full-width"
