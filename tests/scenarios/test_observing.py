"""
How steps look for numbers and dates in what a document, a file or a message holds.
"""

from __future__ import annotations

from datetime import date

import pytest

from scenarios.steps.media import shape, substituted
from scenarios.steps.observing import carries, written

NUMBER = "990000000012"
TABLE = str.maketrans("0123456789", "5678901234")


@pytest.mark.parametrize(
    "text",
    [
        "990000000012",
        "９９００００００００１２",
        "9900-0000-0012",
        "9900 0000 0012",
        "九九〇〇〇〇〇〇〇〇一二",
        "OTkwMDAwMDAwMDEy",
        NUMBER.encode().hex(),
    ],
)
def test_number_is_found_in_every_dress(text: str) -> None:
    """
    A number is found plain, full-width, divided, in kanji and encoded.
    """
    assert carries({"column": f"x{text}y" if text.isdigit() else f" {text} "}, NUMBER)


@pytest.mark.parametrize("text", ["990000000021", "", "99000000001", "住民"])
def test_other_text_does_not_carry_the_number(text: str) -> None:
    """
    Another number, or part of it, is not the number.
    """
    assert not carries({"column": text}, NUMBER)


@pytest.mark.parametrize(
    "text",
    [
        NUMBER.translate(TABLE),
        NUMBER[::-1],
        NUMBER.translate(TABLE)[::-1],
        NUMBER.translate(str.maketrans("0123456789", "ABCDEFGHIJ")),
        "4455-5555-5567",
    ],
)
def test_simple_substitution_is_seen_through(text: str) -> None:
    """
    Any one-to-one exchange of the digits keeps the shape of the number.
    """
    assert substituted([f"列 {text} 終"], NUMBER)


@pytest.mark.parametrize(
    "text", ["123456789012", "neighbourhood", "2026-09-08 0000000019", "電話 0484641111"]
)
def test_other_runs_are_no_substitution(text: str) -> None:
    """
    A number of another shape, a word and a date are not taken for the number.
    """
    assert not substituted([text], NUMBER)


def test_shape_forgets_the_signs() -> None:
    """
    The shape says which signs are equal and nothing else.
    """
    assert shape("9900") == shape("ABAB"[:1] * 2 + "CC") != shape("9990")


def test_a_date_may_be_written_in_eras_or_not() -> None:
    """
    Era and ISO forms of one day are all known, and none of the day before.
    """
    day = date(2026, 9, 7)
    assert {"2026-09-07", "令和8年9月7日", "令和08年09月07日"} <= written(day)
    assert not written(day) & written(date(2026, 9, 6))
