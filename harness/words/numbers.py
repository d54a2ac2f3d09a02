"""
The numbers and codes of the field, each with the check its law gives it.
"""

import re
from collections.abc import Iterator
from itertools import count
from typing import ClassVar, Self

from harness.words.checkdigits import (
    DEFAULT_RULES,
    CheckRules,
    mod_9_corporate,
    mod_11_2_7,
    mod_11_municipality,
    remainder_11_weights_2_to_7,
)
from harness.words.errors import Reason, TermError
from harness.words.validated import Term, digit_fault, has_full_width

LOCAL_LENGTHS = range(2, 21)


class CheckedNumber(Term):
    """
    A number of fixed length with one check digit, at its end unless the scheme says otherwise.
    """

    __slots__ = ()
    length: ClassVar[int]

    @classmethod
    def check_digit(cls, base: str) -> str:
        """
        Give the check digit of `base`, the number without it; raise TermError if `base` is not digits.
        """
        reason = digit_fault(base, cls.length - 1)
        if reason is not None:
            raise TermError(kind=cls.kind, reason=reason, field="base")
        return cls._digit(base)

    @classmethod
    def from_base(cls, base: str) -> Self:
        """
        Make the whole number from `base`, the number without its check digit.
        """
        return str.__new__(cls, cls._join(base, cls.check_digit(base)))

    @property
    def base(self) -> str:
        """
        The number without its check digit.
        """
        return self[:-1]

    @classmethod
    def _digit(cls, base: str) -> str:
        return mod_11_2_7(base)

    @classmethod
    def _join(cls, base: str, digit: str) -> str:
        return base + digit

    @classmethod
    def _is_checked(cls, _rules: CheckRules, /) -> bool:
        return True

    @classmethod
    def _fault_in(cls, text: str, rules: CheckRules, /) -> Reason | None:
        reason = digit_fault(text, cls.length)
        if reason is None and cls._is_checked(rules) and not cls._matches(text):
            return Reason.CHECK_DIGIT
        return reason

    @classmethod
    def _matches(cls, text: str) -> bool:
        return cls._digit(text[:-1]) == text[-1]


class IndividualNumber(CheckedNumber):
    """
    個人番号: eleven digits and a check digit (番号令6条; 平成26年総務省令第85号5条).
    """

    __slots__ = ()
    kind = "individual-number"
    identifies_person = True
    pattern = r"^[0-9]{12}$"
    length = 12


class ResidentRecordCode(CheckedNumber):
    """
    住民票コード: ten random digits and a check digit (住基規則1条).

    The formula of the check digit is **unverified**: `CheckRules.resident_record_code` switches it off.
    """

    __slots__ = ()
    kind = "resident-record-code"
    identifies_person = True
    pattern = r"^[0-9]{11}$"
    length = 11

    @classmethod
    def _is_checked(cls, rules: CheckRules, /) -> bool:
        return rules.resident_record_code


class MunicipalityCode(CheckedNumber):
    """
    全国地方公共団体コード: five digits and a check digit (JIS X 0402); the first two are the prefecture.
    """

    __slots__ = ()
    kind = "municipality-code"
    pattern = r"^[0-9]{6}$"
    length = 6

    @property
    def prefecture(self) -> str:
        """
        The two digits of the prefecture.
        """
        return self[:2]

    @classmethod
    def _digit(cls, base: str) -> str:
        return mod_11_municipality(base)


class CorporateNumber(CheckedNumber):
    """
    法人番号: a check digit from 1 to 9, then twelve digits (番号令35条; 平成26年財務省令第70号2条).
    """

    __slots__ = ()
    kind = "corporate-number"
    pattern = r"^[1-9][0-9]{12}$"
    length = 13

    @property
    def base(self) -> str:
        """
        The twelve digits after the check digit.
        """
        return self[1:]

    @classmethod
    def _digit(cls, base: str) -> str:
        return mod_9_corporate(base)

    @classmethod
    def _join(cls, base: str, digit: str) -> str:
        return digit + base

    @classmethod
    def _matches(cls, text: str) -> bool:
        return cls._digit(text[1:]) == text[0]


class LocalNumber(Term):
    """
    A number that a municipality issues itself: a running number and a check digit (modulus 11, weights 2-7).

    Source: standard specification 1.1.13. The length is local. A remainder of 0 gives the digit 0; a remainder
    of 1 would give 10, of which the specification says nothing: see `CheckRules.skip_remainder_1`.
    """

    __slots__ = ()
    kind = "local-number"
    identifies_person = True
    pattern = r"^[0-9]{2,20}$"

    @classmethod
    def check_digit(cls, base: str, rules: CheckRules = DEFAULT_RULES) -> str:
        """
        Give the check digit of `base`; raise TermError where the rules issue no number for it.
        """
        reason = digit_fault(base) or cls._length_fault(len(base) + 1, rules)
        if reason is None and rules.skip_remainder_1 and remainder_11_weights_2_to_7(base) == 1:
            reason = Reason.NO_CHECK_DIGIT
        if reason is not None:
            raise TermError(kind=cls.kind, reason=reason, field="base")
        return mod_11_2_7(base)

    @classmethod
    def from_base(cls, base: str, rules: CheckRules = DEFAULT_RULES) -> Self:
        """
        Make the whole number from `base`, the zero-padded running number.
        """
        return str.__new__(cls, base + cls.check_digit(base, rules))

    @classmethod
    def from_running(cls, number: int, length: int, rules: CheckRules = DEFAULT_RULES) -> Self:
        """
        Make the number of `length` digits for the running number `number`, padded with zeros on the left.

        Raise TermError with reason `range` if it does not fit, `no-check-digit` if it is one to be skipped.
        """
        if number < 0 or length not in LOCAL_LENGTHS or len(str(number)) > length - 1:
            raise TermError(kind=cls.kind, reason=Reason.RANGE, field="running number")
        return cls.from_base(str(number).zfill(length - 1), rules)

    @classmethod
    def running(cls, start: int, length: int, rules: CheckRules = DEFAULT_RULES) -> Iterator[Self]:
        """
        Issue one number after the other from the running number `start`, leaving out those to be skipped.

        When no number of `length` digits is left, raise TermError with the reason `range`.
        """
        for number in count(start):
            try:
                issued = cls.from_running(number, length, rules)
            except TermError as error:
                if error.reason is not Reason.NO_CHECK_DIGIT:
                    raise
                continue
            yield issued

    @property
    def base(self) -> str:
        """
        The running number with its zeros, without the check digit.
        """
        return self[:-1]

    @classmethod
    def _length_fault(cls, length: int, rules: CheckRules) -> Reason | None:
        wanted = LOCAL_LENGTHS if rules.local_number_length is None else (rules.local_number_length,)
        return None if length in wanted else Reason.LENGTH

    @classmethod
    def _fault_in(cls, text: str, rules: CheckRules, /) -> Reason | None:
        reason = digit_fault(text) or cls._length_fault(len(text), rules)
        if reason is not None or not rules.local_numbers:
            return reason
        if rules.skip_remainder_1 and remainder_11_weights_2_to_7(text[:-1]) == 1:
            return Reason.NO_CHECK_DIGIT
        return None if mod_11_2_7(text[:-1]) == text[-1] else Reason.CHECK_DIGIT


class LocalAddresseeNumber(LocalNumber):
    """
    宛名番号: one per person in one system of one municipality.
    """

    __slots__ = ()
    kind = "local-addressee-number"


class HouseholdNumber(LocalNumber):
    """
    世帯番号: one per household in one municipality.
    """

    __slots__ = ()
    kind = "household-number"


_RESIDENCE_CARD = re.compile(r"[A-Z]{2}[0-9]{8}[A-Z]{2}")


class ResidenceCardNumber(Term):
    """
    在留カード等の番号: four Latin letters combined with eight digits (入管法施行規則19条の6第6項).

    Two letters, eight digits, two letters is the order seen in practice. No check rule is public: form only.
    """

    __slots__ = ()
    kind = "residence-card-number"
    identifies_person = True
    pattern = r"^[A-Z]{2}[0-9]{8}[A-Z]{2}$"

    @classmethod
    def _fault_in(cls, text: str, _rules: CheckRules, /) -> Reason | None:
        if has_full_width(text):
            return Reason.FULL_WIDTH
        if len(text) != 12:
            return Reason.LENGTH
        return None if _RESIDENCE_CARD.fullmatch(text) else Reason.FORMAT
