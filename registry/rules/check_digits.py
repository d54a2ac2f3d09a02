"""
Check digits of the numbers that pass through a registry, over ASCII digits only.

Sources: 番号令6条 and 平成26年総務省令85号5条 (Individual Number), 住基規則1条 (Resident Record Code; its formula is
in a notice that is not public, so the same weights are assumed and `check_resident_record_code` can be switched off),
JIS X 0402 (local-government code), the standard specification 1.1.13 (local addressee and household numbers).
"""

from __future__ import annotations

import re

DIGITS = re.compile(r"[0-9]+\Z")
RESIDENCE_CARD = re.compile(r"[A-Z]{2}[0-9]{8}[A-Z]{2}\Z")


def _digits(text: str, length: int) -> bool:
    return len(text) == length and DIGITS.match(text) is not None


def _remainder(digits: str) -> int:
    """
    The weighted sum from the right with weights 2, 3, 4, 5, 6, 7 and again, modulo 11.
    """
    return sum(int(digit) * (index % 6 + 2) for index, digit in enumerate(reversed(digits))) % 11


def check_digit(digits: str) -> int:
    """
    The check digit after `digits`: 0 where the remainder is 0 or 1, else 11 less the remainder.
    """
    remainder = _remainder(digits)
    return 0 if remainder <= 1 else 11 - remainder


def individual_number_is_valid(text: str) -> bool:
    """
    Whether the text is an Individual Number: twelve digits, the last of them right.
    """
    return _digits(text, 12) and check_digit(text[:-1]) == int(text[-1])


def resident_record_code_is_valid(text: str) -> bool:
    """
    Whether the text is a Resident Record Code: eleven digits, the last of them right.
    """
    return _digits(text, 11) and check_digit(text[:-1]) == int(text[-1])


def municipality_code_is_valid(text: str) -> bool:
    """
    Whether the text is a local-government code: six digits, weights 6 to 2, the last digit of 11 less the remainder.
    """
    if not _digits(text, 6):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, (6, 5, 4, 3, 2), strict=False))
    return (11 - total % 11) % 10 == int(text[5])


def prefecture_of(municipality: str) -> str:
    """
    The local-government code of the prefecture that a municipality lies in.
    """
    digits = f"{municipality[:2]}000"
    total = sum(int(digit) * weight for digit, weight in zip(digits, (6, 5, 4, 3, 2), strict=True))
    return f"{digits}{(11 - total % 11) % 10}"


def local_number(running: int, width: int = 9) -> str | None:
    """
    A local addressee or household number for a running number, or None where the rule gives no check digit.
    """
    digits = f"{running:0{width}d}"
    remainder = _remainder(digits)
    if remainder == 1:
        return None
    return f"{digits}{0 if remainder == 0 else 11 - remainder}"


def local_number_is_valid(text: str) -> bool:
    """
    Whether the text is a local number of this registry: ten digits, the last of them right.
    """
    return _digits(text, 10) and local_number(int(text[:-1])) == text


def residence_card_number_is_valid(text: str) -> bool:
    """
    Whether the text is four Latin letters and eight digits (入管法施行規則19条の6第6項).

    Their order, two letters, eight digits, two letters, is practice; a check digit is not public.
    """
    return RESIDENCE_CARD.match(text) is not None
