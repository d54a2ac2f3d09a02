"""
One step, two wordings. The Japanese one is what features say; the English one is what reports in English say.

Both take the same parameters in braces, each with its type: ``{who:names}``, ``{day:date}``. Types:

* ``date``: an era or ISO date
* ``names``: of the cast, in kanji or katakana, divided by 「と」「、」 or "and"
* ``number``: an integer in half- or full-width digits
* ``text``: something in 「」 or quotes, possibly nothing
* ``relations``: who is related how to somebody: 「太郎を「夫」、一郎を「子」」 or ``太郎 as "夫" and 一郎 as "子"``
* ``word``: anything without a space or a quote
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from inspect import signature
from typing import Any, TypeVar

import parse
from msgspec import Struct
from pytest_bdd import parsers

from harness.running.plan import day_of

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


class Wording(Struct, frozen=True):
    """
    A step's two patterns and what it does; ``tabled`` if it takes the table under the step (``datatable``).
    """

    ja: str
    en: str
    kind: str
    function: Callable[..., None]
    tabled: bool = False

    @property
    def name(self) -> str:
        """
        Module and function of the step: the same whatever is said in its wording.
        """
        return f"{self.function.__module__.rpartition('.')[2]}.{self.function.__name__}"


WORDINGS: list[Wording] = []
"""Every wording there is, in the order of definition; the English report is rendered from it."""


ERA_DATE = "(?:明治|大正|昭和|平成|令和)[0-9０-９元]+年[0-9０-９]+月[0-9０-９]+日"
NAME = "[一-龠々ァ-ヶー]+"
RELATION_JA = f"(?:{NAME})を「[^」]*」"
RELATION_EN = f'(?:{NAME}) as "[^"]*"'
RELATION = re.compile(f'({NAME})(?:を「| as ")([^」"]*)[」"]')


def _written(pattern: str) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """
    How ``parse`` knows the texts that a type reads; its own decorator carries no types.
    """

    def mark(read: Callable[[str], T]) -> Callable[[str], T]:
        marked: Callable[[str], T] = parse.with_pattern(pattern)(read)
        return marked

    return mark


@_written(ERA_DATE + "|[0-9]{4}-[0-9]{2}-[0-9]{2}")
def _date(text: str) -> date:
    found = day_of(text)
    if found is None:
        raise ValueError(f"{text} is no date")
    return found


@_written(f"{NAME}(?:(?:と|、|, | and ){NAME})*?")
def _names(text: str) -> list[str]:
    plain = text.replace(" and ", "と").replace(", ", "と").replace("、", "と")
    return plain.split("と")


@_written(r"[0-9０-９]+")
def _number(text: str) -> int:
    return int(text)


@_written(r"「[^」]*」|\"[^\"]*\"")
def _text(text: str) -> str:
    return text[1:-1]


@_written(r"[^「」\s]+?")
def _word(text: str) -> str:
    return text


@_written(f"{RELATION_JA}(?:、{RELATION_JA})*|{RELATION_EN}(?: and {RELATION_EN})*")
def _relations(text: str) -> dict[str, str]:
    return dict(RELATION.findall(text))


TYPES: dict[str, Callable[[str], Any]] = {
    "date": _date,
    "names": _names,
    "number": _number,
    "text": _text,
    "relations": _relations,
    "word": _word,
}


_PARAMETER = re.compile(r"\{[^}]*\}")
_patterns: list[tuple[str, str, Wording]] = []
"""Each pattern behind the longest of its fixed words, which few texts have."""


def _both(kind: str, ja: str, en: str) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        wording = Wording(ja, en, kind, function, "datatable" in signature(function).parameters)
        WORDINGS.append(wording)
        _patterns.extend((max(_PARAMETER.split(pattern), key=len), pattern, wording) for pattern in (ja, en))
        return function

    return decorate


def given(ja: str, en: str) -> Callable[[F], F]:
    """
    前提: what stands before.
    """
    return _both("given", ja, en)


def when(ja: str, en: str) -> Callable[[F], F]:
    """
    もし: what is done.
    """
    return _both("when", ja, en)


def then(ja: str, en: str) -> Callable[[F], F]:
    """
    ならば: what must be seen.
    """
    return _both("then", ja, en)


class Spoken(Struct, frozen=True):
    """
    A step text that was understood: its wording and the values of its parameters.
    """

    wording: Wording
    values: dict[str, Any]


_compiled: dict[str, parse.Parser] = {}
_understood: dict[tuple[str, str], Spoken | None] = {}


def understand(text: str, kind: str = "") -> Spoken | None:
    """
    The wording that fits a step text, of the ``kind`` given, in either language; None where none does.

    Remembered by text, and patterns are compiled only when their fixed words fit: looking through some hundred
    patterns for every step would cost more than the step.
    """
    key = (kind, text)
    if key not in _understood:
        _understood[key] = next(
            (
                Spoken(wording, found.named)
                for word, pattern, wording in _patterns
                if word in text and (not kind or wording.kind == kind)
                if _may_fit(pattern, text) and (found := _parser(pattern).parse(text)) is not None
            ),
            None,
        )
    return _understood[key]


def _may_fit(pattern: str, text: str) -> bool:
    if "{" not in pattern:
        return pattern == text
    first, middle, last = _fixed(pattern)
    return text.startswith(first) and text.endswith(last) and all(part in text for part in middle)


@cache
def _fixed(pattern: str) -> tuple[str, list[str], str]:
    """
    The words that a pattern begins with, has in between, and ends with.
    """
    first, *middle, last = _PARAMETER.split(pattern)
    return first, middle, last


def _parser(pattern: str) -> parse.Parser:
    if pattern not in _compiled:
        _compiled[pattern] = parse.compile(pattern, extra_types=TYPES, case_sensitive=True)
    return _compiled[pattern]


class AnyWording(parsers.StepParser):
    """
    The one parser that pytest-bdd is given for each kind of step: it reads every wording there is of that kind.
    """

    def is_matching(self, name: str) -> bool:
        """
        Whether some wording fits.
        """
        return understand(name, self.name) is not None

    def parse_arguments(self, name: str) -> dict[str, Any]:
        """
        What was understood, as one argument.
        """
        return {"spoken": understand(name, self.name)}


def english(text: str) -> str:
    """
    The English rendering of a Japanese step text; the text itself where no wording fits.
    """
    spoken = understand(text)
    return _fill(spoken.wording.en, spoken.values) if spoken else text


def _fill(pattern: str, values: dict[str, Any]) -> str:
    filled = pattern
    for name, value in values.items():
        for kind in ("", *(f":{known}" for known in TYPES)):
            filled = filled.replace("{" + name + kind + "}", _shown(value))
    return filled


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return f"{value.day} {value:%B} {value.year}"
    if isinstance(value, dict):
        return " and ".join(f'{who} as "{kind}"' for who, kind in value.items())
    if isinstance(value, list):
        return " and ".join(str(item) for item in value)
    return str(value)
