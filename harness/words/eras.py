"""
Japanese eras: the day's era year, and texts such as 令和8年4月10日.

Only days since 1873-01-01 (明治6年1月1日) are converted: before it Japan counted by another calendar, and a day of
the fifth year of Meiji or earlier has no equal in the Gregorian one without a table.
"""

import re
from datetime import date
from typing import Self

from harness.words.codes import CodedEnum
from harness.words.errors import Reason, TermError
from harness.words.letters import half_width_digits

FIRST_CONVERTIBLE_DAY = date(1873, 1, 1)


class Era(CodedEnum):
    """
    元号 since Meiji; codes of one public data model, `letter` as printed on forms, `first_day` as decreed.

    The days of change to Taishō and Shōwa belong to the new era (the rescripts say 以後); Heisei and Reiwa began
    the day after their orders (昭和64年政令第1号, 平成31年政令第143号).
    """

    letter: str
    first_day: date

    def __new__(cls, code: str, ja: str, en: str, letter: str, first_day: date) -> Self:
        """
        Make a member whose value is `code`.
        """
        member = object.__new__(cls)
        member._value_ = code
        member.ja = ja
        member.en = en
        member.letter = letter
        member.first_day = first_day
        return member

    MEIJI = ("1", "明治", "Meiji", "M", date(1868, 1, 25))
    TAISHO = ("2", "大正", "Taishō", "T", date(1912, 7, 30))
    SHOWA = ("3", "昭和", "Shōwa", "S", date(1926, 12, 25))
    HEISEI = ("4", "平成", "Heisei", "H", date(1989, 1, 8))
    REIWA = ("5", "令和", "Reiwa", "R", date(2019, 5, 1))

    @classmethod
    def on(cls, day: date) -> "Era":
        """
        The era of `day`; raise TermError with reason `range` before 1873-01-01.
        """
        if day < FIRST_CONVERTIBLE_DAY:
            raise TermError(kind="era-date", reason=Reason.RANGE)
        return [era for era in cls if era.first_day <= day][-1]

    @classmethod
    def of_letter(cls, letter: str) -> "Era":
        """
        The era of the letter M, T, S, H or R; raise TermError with reason `unknown` otherwise.
        """
        for era in cls:
            if era.letter == letter:
                return era
        raise TermError(kind="era", reason=Reason.UNKNOWN)

    @classmethod
    def within(cls, first: date, last: date) -> "tuple[Era, ...]":
        """
        The eras of the days from `first` to `last`, both included, oldest first.
        """
        begun, ended = cls.on(first), cls.on(last)
        eras = list(cls)
        return tuple(eras[eras.index(begun) : eras.index(ended) + 1])

    def year_of(self, gregorian_year: int) -> int:
        """
        The year of this era in which `gregorian_year` lies: 1 for the year of its first day.
        """
        return gregorian_year - self.first_day.year + 1

    def gregorian_year(self, era_year: int) -> int:
        """
        The Gregorian year of the era's year `era_year`, from 1.
        """
        return self.first_day.year + era_year - 1

    def year_text(self, gregorian_year: int) -> str:
        """
        The year as written, 昭和15年, the first one as 元年.
        """
        year = self.year_of(gregorian_year)
        return f"{self.ja}{'元' if year == 1 else year}年"


def era_text(day: date) -> str:
    """
    Write `day` as on certificates: 令和8年4月10日, without padding, the first year as 元年.
    """
    return f"{Era.on(day).year_text(day.year)}{day.month}月{day.day}日"


_ERA_DATE = re.compile(r"(明治|大正|昭和|平成|令和)(元|[0-9]{1,2})年([0-9]{1,2})月([0-9]{1,2})日")


def parse_era_date(text: str, field: str | None = None) -> date:
    """
    Read 令和8年4月10日; half- or full-width digits, 元年 or 1年.

    Raise TermError: `format`, `no-such-day`, `range` (before 1873), or `outside-era` for a day that the named era
    did not have, such as 平成31年5月1日.
    """
    found = _ERA_DATE.fullmatch(half_width_digits(text))
    if found is None:
        raise TermError(kind="era-date", reason=Reason.FORMAT, field=field)
    era = Era.parse(found[1])
    try:
        day = date(era.gregorian_year(era_year(found[2])), int(found[3]), int(found[4]))
    except ValueError:
        raise TermError(kind="era-date", reason=Reason.NO_SUCH_DAY, field=field) from None
    if day < FIRST_CONVERTIBLE_DAY:
        raise TermError(kind="era-date", reason=Reason.RANGE, field=field)
    if Era.on(day) is not era:
        raise TermError(kind="era-date", reason=Reason.OUTSIDE_ERA, field=field)
    return day


def era_year(text: str) -> int:
    """
    The number of a written era year: 元 is 1.
    """
    return 1 if text == "元" else int(text)
