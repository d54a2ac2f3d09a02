"""
Check digits: the arithmetic of each scheme, and the settings for what is not verified in it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckRules:
    """
    Which check rules are applied where the rule is unverified, local or silent; immutable, passed along.

    `resident_record_code`: check the last digit of a Resident Record Code. The formula is in a notice of the
    Minister whose text was not found (住基規則1条); **unverified**, so it can be switched off.
    `local_numbers`: check local addressee and household numbers. The rule holds for newly issued numbers only
    (standard specification 1.1.13), so a register with older numbers switches it off.
    `skip_remainder_1`: running numbers whose remainder is 1 are never issued. The specification does not say
    what happens to them; **our own** choice. Off, they get the check digit 0.
    `local_number_length`: digits of a local number with its check digit, or None for any length from 2 to 20.
    """

    resident_record_code: bool = True
    local_numbers: bool = True
    skip_remainder_1: bool = True
    local_number_length: int | None = None


DEFAULT_RULES = CheckRules()


def remainder_11_weights_2_to_7(base: str) -> int:
    """
    Sum the digits of `base` from the right with weights 2, 3, 4, 5, 6, 7, 2, 3 … and give the sum modulo 11.
    """
    return sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(base))) % 11


def mod_11_2_7(base: str) -> str:
    """
    Give the check digit of the Individual Number scheme: 0 for remainder 0 or 1, else 11 less the remainder.

    Source: 平成26年総務省令第85号5条 (the Individual Number). Remainders 0 and 1 share the digit 0.
    """
    remainder = remainder_11_weights_2_to_7(base)
    return "0" if remainder <= 1 else str(11 - remainder)


def mod_11_municipality(base: str) -> str:
    """
    Give the check digit of a municipality code (JIS X 0402): the last digit of 11 less the remainder.

    Five digits, weights 6, 5, 4, 3, 2 from the left. Remainders 0 and 10 share the digit 1.
    """
    total = sum(int(digit) * weight for digit, weight in zip(base, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


def mod_9_corporate(base: str) -> str:
    """
    Give the check digit, 1 to 9, of a twelve-digit corporate base number; it stands in front.

    Weights 1, 2, 1, 2 … from the right; 9 less the sum modulo 9. The printed formula can be read as taking
    the modulus of every product; the sum comes first (平成26年財務省令第70号2条).
    """
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base)))
    return str(9 - total % 9)
