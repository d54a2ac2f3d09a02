"""
Dates of which the day, the month or the year may be unknown (不詳).
"""

import re
from calendar import monthrange
from datetime import date
from typing import Self

from harness.words.checkdigits import CheckRules
from harness.words.eras import FIRST_CONVERTIBLE_DAY, Era, era_text, era_year, parse_era_date
from harness.words.errors import Reason, TermError
from harness.words.letters import half_width_digits
from harness.words.validated import Term, has_full_width

_LEAP_YEAR = 2000
_FORM = re.compile(r"([0-9]{4}|XXXX)-([0-9]{2}|XX)-([0-9]{2}|XX)(?:;([MTSHR]))?")
_ERA_FORM = re.compile(
    r"(明治|大正|昭和|平成|令和)(元|[0-9]{1,2})年(?:月日不詳|([0-9]{1,2})月(?:日不詳|([0-9]{1,2})日))"
)
_YEARLESS_FORM = re.compile(r"年不詳([0-9]{1,2})月(?:日不詳|([0-9]{1,2})日)")
_UNKNOWN = "年月日不詳"


class PartialDate(Term):
    """
    A date as text, 1940-XX-XX where month and day are unknown; never a day that nobody stated.

    The form is ISO 8601 with X for what is unknown (as ISO 8601-2 writes it), and **our own** ending `;S` for a
    stated era that the rest does not tell: 昭和64年月日不詳 is 1989-XX-XX;S, 昭和年月日不詳 is XXXX-XX-XX;S. As text
    it sorts like `sort_key`, unknown after known. A known day needs a known month.
    """

    __slots__ = ()
    kind = "partial-date"
    pattern = r"^([0-9]{4}|XXXX)-([0-9]{2}|XX)-([0-9]{2}|XX)(;[MTSHR])?$"

    @classmethod
    def of(
        cls, year: int | None, month: int | None = None, day: int | None = None, era: Era | None = None
    ) -> Self:
        """
        Make a date of what is known; an era that follows from the rest is checked and left out.
        """
        bare = _written(year, month, day)
        if era is not None and cls.is_valid(bare) and cls.parse(bare).eras == (era,):
            return cls.parse(bare)
        return cls.parse(f"{bare};{era.letter}" if era is not None else bare)

    @classmethod
    def from_date(cls, day: date) -> Self:
        """
        Make the partial date of a day that is wholly known.
        """
        return cls.parse(day.isoformat())

    @classmethod
    def parse_era(cls, text: str, field: str | None = None) -> Self:
        """
        Read what `era_text` writes: 昭和15年3月2日, 昭和15年月日不詳, 年月日不詳 …; digits of either width.
        """
        plain = half_width_digits(text)
        if plain == _UNKNOWN:
            return cls.of(None)
        for era in Era:
            if plain == f"{era.ja}{_UNKNOWN}":
                return cls.of(None, era=era)
        found = _YEARLESS_FORM.fullmatch(plain)
        if found is not None:
            return cls.parse(_written(None, int(found[1]), int(found[2]) if found[2] else None), field)
        found = _ERA_FORM.fullmatch(plain)
        if found is None:
            raise TermError(kind=cls.kind, reason=Reason.FORMAT, field=field)
        if found[4] is not None:
            return cls.from_date(parse_era_date(plain, field))
        era = Era.parse(found[1])
        month = int(found[3]) if found[3] else None
        return cls._named(era.gregorian_year(era_year(found[2])), month, era, field)

    @property
    def year(self) -> int | None:
        """
        The Gregorian year, or None if unknown.
        """
        return _number(self[:4])

    @property
    def month(self) -> int | None:
        """
        The month, or None if unknown.
        """
        return _number(self[5:7])

    @property
    def day(self) -> int | None:
        """
        The day of the month, or None if unknown.
        """
        return _number(self[8:10])

    @property
    def stated_era(self) -> Era | None:
        """
        The era that was stated where the rest does not tell it.
        """
        return Era.of_letter(self[11:]) if len(self) > len("XXXX-XX-XX") else None

    @property
    def is_complete(self) -> bool:
        """
        Whether every part is known.
        """
        return "X" not in self[:10]

    @property
    def eras(self) -> tuple[Era, ...]:
        """
        The eras in which the date can lie; empty if the year is unknown and no era stated, or before 1873.
        """
        if self.stated_era is not None:
            return (self.stated_era,)
        first, last = self._bounds()
        return () if first is None or last is None else Era.within(first, last)

    @property
    def sort_key(self) -> tuple[int, int, int, str]:
        """
        A key that puts unknown parts after all known ones, the same order as the text's own.
        """
        return (
            10000 if self.year is None else self.year,
            13 if self.month is None else self.month,
            32 if self.day is None else self.day,
            self[11:],
        )

    @property
    def iso(self) -> str:
        """
        The ISO-like text without a stated era.
        """
        return self[:10]

    def as_date(self, field: str | None = None) -> date:
        """
        The day; raise TermError with reason `incomplete` if any part is unknown.
        """
        if not self.is_complete:
            raise TermError(kind=self.kind, reason=Reason.INCOMPLETE, field=field)
        return date.fromisoformat(self.iso)

    def era_text(self) -> str:
        """
        The date in the era's years, unknown parts as 不詳; Gregorian years where the era cannot be told.
        """
        if self.is_complete and len(self.eras) == 1:
            return era_text(self.as_date())
        eras = self.eras
        if self.year is None and eras and self.month is None:
            return f"{eras[0].ja}{_UNKNOWN}"
        return self._written_with(eras[0].year_text(self.year) if len(eras) == 1 and self.year else None)

    def gregorian_text(self) -> str:
        """
        The date in Gregorian years, as for foreign residents' birth and end of stay: 1940年月日不詳.
        """
        return self._written_with(None)

    def _written_with(self, year_text: str | None) -> str:
        if self.year is None and self.month is None:
            return _UNKNOWN
        year = year_text or ("年不詳" if self.year is None else f"{self.year}年")
        if self.month is None:
            return f"{year}月日不詳"
        return f"{year}{self.month}月" + ("日不詳" if self.day is None else f"{self.day}日")

    def _bounds(self) -> tuple[date | None, date | None]:
        if self.year is None:
            return None, None
        first = date(self.year, self.month or 1, self.day or 1)
        last_month = self.month or 12
        last = date(self.year, last_month, self.day or monthrange(self.year, last_month)[1])
        return (first, last) if first >= FIRST_CONVERTIBLE_DAY else (None, None)

    @classmethod
    def _named(cls, year: int, month: int | None, era: Era, field: str | None) -> Self:
        bare = _written(year, month, None)
        if not cls.is_valid(bare):
            raise TermError(kind=cls.kind, reason=Reason.NO_SUCH_DAY, field=field)
        eras = cls.parse(bare).eras
        if era not in eras:
            reason = Reason.OUTSIDE_ERA if eras else Reason.RANGE
            raise TermError(kind=cls.kind, reason=reason, field=field)
        return cls.parse(bare if eras == (era,) else f"{bare};{era.letter}", field)

    @classmethod
    def _fault_in(cls, text: str, _rules: CheckRules, /) -> Reason | None:
        found = _FORM.fullmatch(text)
        if found is None:
            return Reason.FULL_WIDTH if has_full_width(text) else Reason.FORMAT
        year, month, day = (_number(part) for part in found.groups()[:3])
        if month is None and day is not None:
            return Reason.FORMAT
        if not _exists(year, month, day):
            return Reason.NO_SUCH_DAY
        return cls._era_fault(text[:10], found[4])

    @classmethod
    def _era_fault(cls, bare: str, letter: str | None) -> Reason | None:
        if letter is None:
            return None
        if bare.startswith("XXXX"):
            return None if bare == "XXXX-XX-XX" else Reason.FORMAT
        eras = str.__new__(cls, bare).eras
        if Era.of_letter(letter) not in eras:
            return Reason.OUTSIDE_ERA
        # One date, one text: an era that follows from the rest is not written.
        return Reason.FORMAT if len(eras) == 1 else None


def _number(part: str) -> int | None:
    return None if part.startswith("X") else int(part)


def _written(year: int | None, month: int | None, day: int | None) -> str:
    shown_year = "XXXX" if year is None else f"{year:04d}"
    return "-".join([shown_year, *("XX" if part is None else f"{part:02d}" for part in (month, day))])


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    try:
        # Without a year, 29 February may exist; without a day, the first of the month stands for the month.
        date(_LEAP_YEAR if year is None else year, month or 1, day or 1)
    except ValueError:
        return False
    return month != 0 and day != 0
