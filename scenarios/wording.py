"""
One step, two wordings. The Japanese one is what features say; the English one is what reports in English say.

Both take the same parameters in braces, each with its type: ``{who:names}``, ``{day:date}``. Types:

* ``date``: an era or ISO date
* ``names``: of the cast, in kanji or katakana, divided by 「と」「、」 or "and"
* ``number``: an integer in half- or full-width digits
* ``text``: something in 「」 or quotes, possibly nothing
* ``word``: anything without a space or a quote
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import parse
from msgspec import Struct
from pytest_bdd import given as bdd_given, parsers, then as bdd_then, when as bdd_when

from harness.running.plan import day_of

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


class Wording(Struct, frozen=True):
    """
    A step's two patterns.
    """

    ja: str
    en: str


WORDINGS: list[Wording] = []
"""Every wording there is, in the order of definition; the English report is rendered from it."""


ERA_DATE = "(?:明治|大正|昭和|平成|令和)[0-9０-９元]+年[0-9０-９]+月[0-9０-９]+日"
NAME = "[一-龠々ァ-ヶー]+"


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


TYPES: dict[str, Callable[[str], Any]] = {
    "date": _date,
    "names": _names,
    "number": _number,
    "text": _text,
    "word": _word,
}


def _both(bdd: Callable[..., Callable[[Any], Any]], ja: str, en: str) -> Callable[[F], F]:
    WORDINGS.append(Wording(ja, en))

    def decorate(function: F) -> F:
        # Two decorators on one function; each registers a fixture in the caller's module, two frames up.
        for text in (ja, en):
            function = bdd(parsers.parse(text, extra_types=TYPES, case_sensitive=True), stacklevel=2)(
                function
            )
        return function

    return decorate


def given(ja: str, en: str) -> Callable[[F], F]:
    """
    前提: what stands before.
    """
    return _both(bdd_given, ja, en)


def when(ja: str, en: str) -> Callable[[F], F]:
    """
    もし: what is done.
    """
    return _both(bdd_when, ja, en)


def then(ja: str, en: str) -> Callable[[F], F]:
    """
    ならば: what must be seen.
    """
    return _both(bdd_then, ja, en)


_compiled: dict[str, parse.Parser] = {}


def english(text: str) -> str:
    """
    The English rendering of a Japanese step text; the text itself where no wording fits.
    """
    for wording in WORDINGS:
        parser = _compiled.get(wording.ja)
        if parser is None:
            parser = _compiled[wording.ja] = parse.compile(wording.ja, extra_types=TYPES, case_sensitive=True)
        found = parser.parse(text)
        if found is not None:
            return _fill(wording.en, found.named)
    return text


def _fill(pattern: str, values: dict[str, Any]) -> str:
    filled = pattern
    for name, value in values.items():
        for kind in ("", *(f":{known}" for known in TYPES)):
            filled = filled.replace("{" + name + kind + "}", _shown(value))
    return filled


def _shown(value: Any) -> str:
    if isinstance(value, date):
        return f"{value.day} {value:%B} {value.year}"
    if isinstance(value, list):
        return " and ".join(str(item) for item in value)
    return str(value)
