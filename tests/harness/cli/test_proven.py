"""
What a proof says while it goes on, in both languages.
"""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from harness.cli.proven import OUTCOMES, SIGNS, line, sum_up
from harness.running.declared import Declared
from harness.running.orders import Failure
from harness.running.proof import EMPTY, LAWFUL, Measurement, Outcome, Proof, System

DEFECT = Declared("registry", "day-late", ["REL-001", "REL-002"], [])
STRAY = Failure("CARD-004.1", "a.feature:3", None, 1)
ENGLISH = re.compile(r"[a-z]{4,} [a-z]{2,}")


def test_every_outcome_has_a_sign_and_a_word() -> None:
    """
    In Japanese too.
    """
    assert set(SIGNS) == set(OUTCOMES) == set(Outcome)


@pytest.mark.parametrize(
    "result",
    [
        Proof(DEFECT, [], ["REL-001", "REL-002"]),
        Proof(DEFECT, [STRAY], ["REL-001"], kept=["REL-001.1"]),
        Proof(DEFECT, [], ["REL-001"], crashes=["x", "y"]),
        System("null", EMPTY, passed=["REL-001"]),
        System("null", EMPTY),
        System("unhurried", LAWFUL, failed=["REL-001"]),
        System("otherwise", LAWFUL, left_out="PostgreSQL"),
    ],
)
def test_a_line_is_in_the_language_asked_for(result: Proof | System) -> None:
    """
    Ids and names apart, no sentence of the other language stands in it.
    """
    assert not ENGLISH.search(line(result, "ja"))
    assert line(result, "ja") != line(result, "en")
    assert not re.search(r"[ぁ-んァ-ヶ一-龠]", line(result, "en"))


def test_the_sum_counts_every_kind_in_both_languages() -> None:
    """
    The same numbers.
    """
    measured = Measurement([Proof(DEFECT, [], ["REL-001"]), Proof(DEFECT, [STRAY], ["REL-001"])], [])
    said = {}
    for language in ("ja", "en"):
        console = Console(file=io.StringIO(), width=400)
        sum_up(console, measured, language)
        said[language] = console.file.getvalue()  # type: ignore[attr-defined]
    assert "2件中0件を検出、見逃し2件、別の要件で不合格1件" in said["ja"]
    assert "0/2 killed, 2 survived, 1 misattributed" in said["en"]


def test_a_defect_that_the_reference_shows_too_is_named_in_both_languages() -> None:
    """
    With the expectation and the scenario.
    """
    shared = Proof(DEFECT, [STRAY], ["REL-001"]).beside([STRAY])
    for language, words in (("ja", "検出に数えない"), ("en", "not counted")):
        console = Console(file=io.StringIO(), width=400)
        sum_up(console, Measurement([shared], []), language)
        said = console.file.getvalue()  # type: ignore[attr-defined]
        assert f"{DEFECT.name}: " in said
        assert words in said
        assert "[CARD-004.1 a.feature:3]" in said
