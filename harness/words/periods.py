"""
Periods as the Civil Code counts them, and birthdays.
"""

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from harness.words.errors import Reason, TermError


class Counting(Enum):
    """
    Whether the day of the event counts.

    FIRST_DAY_EXCLUDED is the general rule (民法140条); FIRST_DAY_INCLUDED is for articles that say 起算して.
    """

    FIRST_DAY_EXCLUDED = "first-day-excluded"
    FIRST_DAY_INCLUDED = "first-day-included"


@dataclass(frozen=True, slots=True)
class Period:
    """
    A length of days, or of months and years, from a day on (民法140条, 141条, 143条).

    Days do not mix with months or years: the Code says nothing of such a period. Read so, 三十日 from P has its last
    day at P+30, and 三十日を経過した日 is P+31.
    """

    days: int = 0
    months: int = 0
    years: int = 0
    counting: Counting = Counting.FIRST_DAY_EXCLUDED

    def __post_init__(self) -> None:
        parts = (self.days, self.months, self.years)
        if min(parts) < 0:
            raise TermError(kind="period", reason=Reason.RANGE)
        if bool(self.days) == bool(self.months or self.years):
            raise TermError(kind="period", reason=Reason.MIXED_UNITS)

    def last_day(self, start: date) -> date:
        """
        The last day of the period that `start` sets going; it ends with the end of that day (141条).

        Months and years end the day before the corresponding day, or, where the last month has no such day, with
        the last day of that month (143条2項). Raise TermError with reason `range` beyond the year 9999.
        """
        try:
            first = start
            if self.counting is Counting.FIRST_DAY_EXCLUDED:
                first = start + timedelta(days=1)
            if self.days:
                return first + timedelta(days=self.days - 1)
            return self._last_day_by_months(first)
        except (OverflowError, ValueError):
            raise TermError(kind="period", reason=Reason.RANGE) from None

    def first_day_after(self, start: date) -> date:
        """
        The day on which the period has elapsed (経過した日): the day after its last day.
        """
        try:
            return self.last_day(start) + timedelta(days=1)
        except OverflowError:
            raise TermError(kind="period", reason=Reason.RANGE) from None

    def has_elapsed_on(self, start: date, day: date) -> bool:
        """
        Say whether the period from `start` has elapsed when `day` begins.
        """
        return day > self.last_day(start)

    def _last_day_by_months(self, first: date) -> date:
        year, month = divmod(first.year * 12 + first.month - 1 + self.years * 12 + self.months, 12)
        length = monthrange(year, month + 1)[1]
        if first.day > length:
            return date(year, month + 1, length)
        return date(year, month + 1, first.day) - timedelta(days=1)


def birthday_in(year: int, born: date) -> date:
    """
    The birthday in `year` of who was born on `born`; 29 February is 28 February in common years.

    Source: the rule for the Individual Number Card's validity (平成26年総務省令第85号26条).
    """
    if (born.month, born.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return date(year, born.month, born.day)


def nth_birthday(born: date, number: int) -> date:
    """
    The day on which who was born on `born` has the birthday `number`, counted from birth; 0 is the birth.
    """
    if number < 0 or born.year + number > date.max.year:
        raise TermError(kind="birthday", reason=Reason.RANGE)
    return birthday_in(born.year + number, born)


def nth_birthday_after(born: date, day: date, number: int) -> date:
    """
    The birthday `number`, from 1, among those after `day`; a birthday on `day` itself is not after it.
    """
    if number < 1:
        raise TermError(kind="birthday", reason=Reason.RANGE)
    passed = max(1, day.year - born.year)
    while nth_birthday(born, passed) <= day:
        passed += 1
    return nth_birthday(born, passed + number - 1)
