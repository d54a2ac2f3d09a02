"""
Wrong numbers are wrong in the way they say, and only in that way.
"""

from __future__ import annotations

import random

import pytest

from harness.words.numbers import IndividualNumber, LocalNumber, MunicipalityCode, ResidentRecordCode
from scenarios.steps.codes import follows, spoiled

ERRORS = ["一けた違い", "隣接けた入替え", "一けた不足", "一けた過多", "全角数字"]
RIGHT = {
    "個人番号": [str(IndividualNumber.from_base(f"99{n:09d}")) for n in range(0, 10**9, 71_717_171)],
    "住民票コード": [str(ResidentRecordCode.from_base(f"99{n:08d}")) for n in range(0, 10**8, 9_119_119)],
    "団体コード": [str(MunicipalityCode.from_base(base)) for base in ("11100", "11229", "13104", "01202")],
    "宛名番号": ["0000000019", "0000000027", str(LocalNumber.from_base("000000123"))],
}


@pytest.mark.parametrize("kind", sorted(RIGHT))
@pytest.mark.parametrize("error", ERRORS)
def test_spoiled_number_breaks_its_rule(kind: str, error: str) -> None:
    """
    Whatever lawful number is spoiled, the result differs from it and does not follow the rule.
    """
    for right in RIGHT[kind]:
        assert follows(kind, right)
        wrong = spoiled(kind, error, right)
        assert wrong != right
        if kind == "宛名番号" and error in ("一けた不足", "一けた過多"):
            continue  # the length of a local number is local
        assert not follows(kind, wrong)


@pytest.mark.parametrize("kind", sorted(RIGHT))
def test_each_error_is_of_its_kind(kind: str) -> None:
    """
    One digit differs, two neighbours are exchanged, a digit is missing or too many, all are full-width.
    """
    for right in RIGHT[kind]:
        one = spoiled(kind, "一けた違い", right)
        assert len(one) == len(right)
        assert sum(a != b for a, b in zip(one, right, strict=True)) == 1
        swapped = spoiled(kind, "隣接けた入替え", right)
        assert sorted(swapped) == sorted(right)
        assert sum(a != b for a, b in zip(swapped, right, strict=True)) == 2
        assert len(spoiled(kind, "一けた不足", right)) == len(right) - 1
        assert len(spoiled(kind, "一けた過多", right)) == len(right) + 1
        assert not spoiled(kind, "全角数字", right).isascii()


@pytest.mark.parametrize("error", ["一字不足", "一字過多", "英字不足", "全角文字"])
def test_residence_card_number_is_spoiled_in_its_form(error: str) -> None:
    """
    Four letters and eight digits are no longer there.
    """
    number = f"ZZ{random.Random(error).randrange(10**8):08d}ZZ"
    wrong = spoiled("在留カード番号", error, number)
    letters = sum(sign.isascii() and sign.isalpha() for sign in wrong)
    assert (letters, sum(sign.isascii() and sign.isdigit() for sign in wrong)) != (4, 8)
