"""
Tests of the eras: boundaries, texts, and days outside their era.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from harness.words.calendar import FIRST_CONVERTIBLE_DAY, Era, era_text, parse_era_date
from harness.words.errors import Reason, TermError
from harness.words.letters import full_width_digits

DAY = timedelta(days=1)
era_days = st.dates(FIRST_CONVERTIBLE_DAY, date(2099, 12, 31))


def reason_of(call, *arguments):
    with pytest.raises(TermError) as caught:
        call(*arguments)
    return caught.value.reason


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明治6年1月1日", date(1873, 1, 1)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和8年4月10日", date(2026, 4, 10)),
    ],
)
def test_era_boundaries(text, day):
    """
    The first and last day of each era read and print as decreed.
    """
    assert parse_era_date(text) == day
    assert era_text(day) == text


@given(era_days)
def test_era_text_and_day_are_equal(day):
    """
    Every day prints and reads back, with half- or full-width digits.
    """
    assert parse_era_date(era_text(day)) == day
    assert parse_era_date(full_width_digits(era_text(day))) == day


@given(era_days)
def test_era_years_never_run_backwards(day):
    """
    The next day is in the same era or begins the next one in its first year.
    """
    today, tomorrow = Era.on(day), Era.on(day + DAY)
    assert (tomorrow is today) or (tomorrow.first_day == day + DAY)
    if tomorrow is not today:
        assert "元年" in era_text(day + DAY)


def test_first_year_may_be_written_as_one():
    """
    1年 is read as 元年.
    """
    assert parse_era_date("令和1年05月01日") == date(2019, 5, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("平成31年5月1日", Reason.OUTSIDE_ERA),
        ("明治45年7月30日", Reason.OUTSIDE_ERA),
        ("昭和元年12月24日", Reason.OUTSIDE_ERA),
        ("明治5年12月2日", Reason.RANGE),
        ("令和7年2月29日", Reason.NO_SUCH_DAY),
        ("令和0年5月1日", Reason.OUTSIDE_ERA),
        ("令和8年4月10日 ", Reason.FORMAT),
        ("令和八年四月十日", Reason.FORMAT),
        ("慶応3年1月1日", Reason.FORMAT),
        ("", Reason.FORMAT),
    ],
)
def test_wrong_era_dates_are_refused(text, reason):
    """
    A day outside its era, before the calendar, or that does not exist is refused with its reason.
    """
    assert reason_of(parse_era_date, text) is reason


def test_days_before_the_gregorian_calendar_have_no_era_text():
    """
    No era date is made up for days that Japan counted otherwise.
    """
    assert reason_of(era_text, date(1872, 12, 31)) is Reason.RANGE
