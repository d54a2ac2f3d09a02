"""
The one door to dates: eras, dates with unknown parts, periods, birthdays, working days.

Nothing here reads a clock. A legal day is a day in Japan, whose offset has been fixed for as long as it matters.
"""

from datetime import timedelta, timezone

from harness.words.eras import FIRST_CONVERTIBLE_DAY, Era, era_text, parse_era_date
from harness.words.partial_date import PartialDate
from harness.words.periods import Counting, Period, birthday_in, nth_birthday, nth_birthday_after
from harness.words.working_days import OFFICE_DAYS, WorkingDays, business_days_after

JST = timezone(timedelta(hours=9), "JST")

__all__ = [
    "FIRST_CONVERTIBLE_DAY",
    "JST",
    "OFFICE_DAYS",
    "Counting",
    "Era",
    "PartialDate",
    "Period",
    "WorkingDays",
    "birthday_in",
    "business_days_after",
    "era_text",
    "nth_birthday",
    "nth_birthday_after",
    "parse_era_date",
]
