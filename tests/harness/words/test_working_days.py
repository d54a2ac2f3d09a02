"""
Tests of working days, and of the zone in which a day is meant.
"""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from harness.words.calendar import JST, WorkingDays, business_days_after
from harness.words.errors import Reason, TermError

DAY = timedelta(days=1)


def reason_of(call, *arguments):
    with pytest.raises(TermError) as caught:
        call(*arguments)
    return caught.value.reason


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 4, 10), True),
        (date(2026, 4, 11), False),
        (date(2026, 4, 29), False),
        (date(2026, 5, 6), False),
        (date(2026, 9, 22), False),
        (date(2026, 12, 28), True),
        (date(2026, 12, 29), False),
        (date(2027, 1, 3), False),
        (date(2027, 1, 4), True),
        (date(2019, 5, 1), False),
    ],
)
def test_days_of_rest(day, is_open):
    """
    Weekends, holidays, substitute holidays, days between holidays and the year's end are closed.
    """
    assert WorkingDays().is_working_day(day) is is_open


def test_closing_days_are_settings():
    """
    Closing at the year's end is a setting, and single days can be closed or opened.
    """
    assert WorkingDays(closing=frozenset()).is_working_day(date(2026, 12, 29))
    friday, saturday = date(2026, 4, 10), date(2026, 4, 11)
    office = WorkingDays(closed_on=frozenset({friday}), open_on=frozenset({saturday}))
    assert [office.is_working_day(day) for day in (friday, saturday)] == [False, True]


def test_business_days_over_the_new_year():
    """
    The first working day after 28 December 2026 is 4 January 2027.
    """
    assert business_days_after(date(2026, 12, 28), 1) == date(2027, 1, 4)
    assert business_days_after(date(2026, 12, 29), 0) == date(2027, 1, 4)
    assert WorkingDays().on_or_after(date(2026, 5, 2)) == date(2026, 5, 7)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 15), st.integers(0, 15))
def test_business_days_add_up(day, first, second):
    """
    Results are working days, and counting in two steps is counting once.
    """
    reached = business_days_after(day, first)
    assert WorkingDays().is_working_day(reached)
    if first:
        expected = business_days_after(day, first + second)
        assert business_days_after(reached, second) == expected


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 15))
def test_business_days_count_the_open_days_between(day, number):
    """
    Exactly `number` open days lie after the start and up to the result.
    """
    reached = business_days_after(day, number)
    office = WorkingDays()
    opened = [n for n in range(1, (reached - day).days + 1) if office.is_working_day(day + n * DAY)]
    assert len(opened) == number


def test_years_without_known_holidays_are_refused():
    """
    A year whose holidays nobody computed is an error, never a year without holidays.
    """
    assert reason_of(WorkingDays().is_working_day, date(2100, 1, 4)) is Reason.RANGE
    assert reason_of(business_days_after, date(2026, 4, 1), -1) is Reason.RANGE


def test_japan_is_nine_hours_ahead():
    """
    The zone is a fixed offset of nine hours.
    """
    assert datetime(2026, 4, 10, tzinfo=JST).utcoffset() == timedelta(hours=9)
