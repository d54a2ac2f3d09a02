"""
Working days of a municipal office.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

from harness.words.errors import Reason, TermError

# The span in which the package holidays computes Japan's holidays; outside it would silently know of none.
KNOWN_YEARS = range(1949, 2100)
SATURDAY = 5

NEW_YEAR_CLOSING = frozenset({(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)})


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """
    The days on which the office is open: not Saturday, Sunday, a national holiday or a day of closing.

    `closing`: yearly days of closing as (month, day); the default is 29 December to 3 January, which each
    municipality fixes by ordinance (地方自治法4条の2). `closed_on`, `open_on`: single days, where the latter wins.
    """

    closing: frozenset[tuple[int, int]] = NEW_YEAR_CLOSING
    closed_on: frozenset[date] = field(default_factory=frozenset)
    open_on: frozenset[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """
        Say whether the office is open on `day`; raise TermError with reason `range` outside 1949 to 2099.
        """
        holidays = _holidays(day.year)
        if day in self.open_on:
            return True
        closed = day.weekday() >= SATURDAY or (day.month, day.day) in self.closing
        return not (closed or day in self.closed_on or day in holidays)

    def on_or_after(self, day: date) -> date:
        """
        The first working day from `day` on: the limit, where one falls on a day of rest (地方自治法4条の2第4項).
        """
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def business_days_after(self, day: date, number: int) -> date:
        """
        The working day `number` after `day`, which itself does not count; 0 is `day` or the next working day.
        """
        if number < 0:
            raise TermError(kind="business-days", reason=Reason.RANGE)
        if number == 0:
            return self.on_or_after(day)
        for _ in range(number):
            day = self.on_or_after(day + timedelta(days=1))
        return day


OFFICE_DAYS = WorkingDays()


def business_days_after(day: date, number: int, office: WorkingDays = OFFICE_DAYS) -> date:
    """
    The working day `number` after `day` in an office with the usual closing days.
    """
    return office.business_days_after(day, number)


@cache
def _holidays(year: int) -> frozenset[date]:
    if year not in KNOWN_YEARS:
        raise TermError(kind="working-day", reason=Reason.RANGE)
    return frozenset(country_holidays("JP", years=year))
