"""
Tests of periods as the Civil Code counts them, and of birthdays.
"""

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from harness.words.calendar import Counting, Period, birthday_in, nth_birthday, nth_birthday_after
from harness.words.errors import Reason, TermError

INCLUDED = Counting.FIRST_DAY_INCLUDED
DAY = timedelta(days=1)
any_days = st.dates(date(1900, 1, 1), date(2300, 1, 1))
leap_days = st.sampled_from([date(year, 2, 29) for year in range(1904, 2096, 4)])


def reason_of(call, *arguments):
    with pytest.raises(TermError) as caught:
        call(*arguments)
    return caught.value.reason


def test_special_moving_in_window():
    """
    三十日 from P and 十四日 from T: the last good day is min(P+30, T+14), elapsed the day after.
    """
    planned, moved_in = date(2026, 4, 1), date(2026, 4, 20)
    thirty, fourteen = Period(days=30), Period(days=14)
    assert thirty.last_day(planned) == date(2026, 5, 1)
    assert [thirty.has_elapsed_on(planned, date(2026, 5, day)) for day in (1, 2)] == [False, True]
    assert min(thirty.last_day(planned), fourteen.last_day(moved_in)) == date(2026, 5, 1)
    assert thirty.first_day_after(planned) == planned + 31 * DAY


def test_support_measure_ends_one_year_less_a_day_later():
    """
    A year that counts its first day: 2020-04-01 to 2021-03-31.
    """
    assert Period(years=1, counting=INCLUDED).last_day(date(2020, 4, 1)) == date(2021, 3, 31)


@given(any_days, st.integers(1, 400), st.sampled_from(Counting))
def test_period_of_days_at_its_end(start, days, counting):
    """
    The day before and the last day have not elapsed, the day after has; both countings differ by one day.
    """
    period = Period(days=days, counting=counting)
    last = period.last_day(start)
    assert [period.has_elapsed_on(start, last + n * DAY) for n in (-1, 0, 1)] == [False, False, True]
    assert period.first_day_after(start) == last + DAY
    assert (last - start).days == days - (counting is INCLUDED)


@given(any_days, st.integers(0, 30), st.integers(0, 12))
def test_period_of_months_ends_before_the_corresponding_day(start, months, years):
    """
    It ends the day before the day of the same number, or with the month that has none (民法143条2項).
    """
    if not months + years:
        months = 1
    last = Period(months=months, years=years, counting=INCLUDED).last_day(start)
    after = last + DAY
    assert after.day in (start.day, 1)
    if after.day != start.day:
        assert last.day < start.day
    month_of_end = last if after.day != start.day else after
    moved = (month_of_end.year - start.year) * 12 + month_of_end.month - start.month
    assert moved == years * 12 + months


@given(any_days, st.integers(1, 30), st.sampled_from(Counting))
def test_excluding_the_first_day_is_counting_from_the_next(start, months, counting):
    """
    A period without its first day is the period with it from the day after, and twelve months are a year.
    """
    assert Period(months=months).last_day(start) == Period(months=months, counting=INCLUDED).last_day(
        start + DAY
    )
    assert Period(months=12, counting=counting).last_day(start) == Period(
        years=1, counting=counting
    ).last_day(start)


@pytest.mark.parametrize(
    ("period", "start", "last"),
    [
        (Period(months=1), date(2026, 1, 30), date(2026, 2, 28)),
        (Period(months=1), date(2026, 1, 31), date(2026, 2, 28)),
        (Period(months=1), date(2028, 1, 30), date(2028, 2, 29)),
        (Period(months=1), date(2026, 2, 28), date(2026, 3, 31)),
        (Period(months=1), date(2026, 3, 30), date(2026, 4, 30)),
        (Period(years=1), date(2028, 2, 28), date(2029, 2, 28)),
        (Period(years=1, counting=INCLUDED), date(2028, 2, 29), date(2029, 2, 28)),
        (Period(years=4, counting=INCLUDED), date(2028, 2, 29), date(2032, 2, 28)),
        (Period(years=150), date(2026, 4, 1), date(2176, 4, 1)),
        (Period(days=1), date(2028, 2, 28), date(2028, 2, 29)),
        (Period(days=1, counting=INCLUDED), date(2028, 2, 29), date(2028, 2, 29)),
    ],
)
def test_periods_over_month_ends_and_leap_days(period, start, last):
    """
    Hand-counted ends over month ends and 29 February.
    """
    assert period.last_day(start) == last


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({}, Reason.MIXED_UNITS),
        ({"days": 1, "months": 1}, Reason.MIXED_UNITS),
        ({"days": 1, "years": 1}, Reason.MIXED_UNITS),
        ({"days": -1}, Reason.RANGE),
        ({"months": 1, "years": -1}, Reason.RANGE),
    ],
)
def test_periods_that_the_code_does_not_know(parts, reason):
    """
    Mixed, empty and negative periods cannot be made.
    """
    assert reason_of(lambda: Period(**parts)) is reason


def test_periods_end_with_the_calendar():
    """
    A period beyond the year 9999 is an error of range, in every unit.
    """
    for period in (Period(days=1), Period(months=1), Period(years=9000)):
        assert reason_of(period.last_day, date(9999, 12, 31)) is Reason.RANGE
    assert reason_of(Period(days=1).first_day_after, date(9999, 12, 30)) is Reason.RANGE


@given(leap_days, st.integers(0, 20))
def test_leap_day_birthdays(born, number):
    """
    29 February is 28 February in common years and itself in leap years.
    """
    birthday = nth_birthday(born, number)
    assert (birthday.month, birthday.day) == (2, 29 if isleap(birthday.year) else 28)
    assert birthday.year == born.year + number


@given(any_days, any_days, st.integers(1, 12))
def test_nth_birthday_after_a_day(born, day, number):
    """
    Exactly `number` birthdays lie after the day and up to the one found.
    """
    found = nth_birthday_after(born, day, number)
    between = [
        year
        for year in range(max(day.year, born.year + 1), found.year + 1)
        if day < birthday_in(year, born) <= found
    ]
    assert len(between) == number
    assert birthday_in(found.year, born) == found > day


@pytest.mark.parametrize(
    ("made", "expiry"),
    [
        (date(2026, 4, 9), date(2035, 4, 10)),
        (date(2026, 4, 10), date(2036, 4, 10)),
        (date(2026, 4, 11), date(2036, 4, 10)),
    ],
)
def test_tenth_birthday_around_the_birthday_itself(made, expiry):
    """
    A card made on the birthday does not count that day among the birthdays after it.
    """
    assert nth_birthday_after(date(1990, 4, 10), made, 10) == expiry


def test_birthday_limits():
    """
    Counts below their first and years beyond 9999 are errors of range.
    """
    assert reason_of(nth_birthday, date(2000, 1, 1), -1) is Reason.RANGE
    assert reason_of(nth_birthday, date(2000, 1, 1), 8000) is Reason.RANGE
    assert reason_of(nth_birthday_after, date(2000, 1, 1), date(2026, 1, 1), 0) is Reason.RANGE
