"""Tests of eras, partial dates, periods, birthdays and working days."""

from calendar import isleap
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from harness.words.calendar import (
    FIRST_CONVERTIBLE_DAY,
    JST,
    Counting,
    Era,
    PartialDate,
    Period,
    WorkingDays,
    birthday_in,
    business_days_after,
    era_text,
    nth_birthday,
    nth_birthday_after,
    parse_era_date,
)
from harness.words.errors import Reason, TermError
from harness.words.letters import full_width_digits

INCLUDED = Counting.FIRST_DAY_INCLUDED
DAY = timedelta(days=1)
era_days = st.dates(FIRST_CONVERTIBLE_DAY, date(2099, 12, 31))
any_days = st.dates(date(1900, 1, 1), date(2300, 1, 1))
leap_days = st.sampled_from([date(year, 2, 29) for year in range(1904, 2096, 4)])


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
    """The first and last day of each era read and print as decreed."""
    assert parse_era_date(text) == day
    assert era_text(day) == text


@given(era_days)
def test_era_text_and_day_are_equal(day):
    """Every day prints and reads back, with half- or full-width digits."""
    assert parse_era_date(era_text(day)) == day
    assert parse_era_date(full_width_digits(era_text(day))) == day


@given(era_days)
def test_era_years_never_run_backwards(day):
    """The next day is in the same era or begins the next one in its first year."""
    today, tomorrow = Era.on(day), Era.on(day + DAY)
    assert (tomorrow is today) or (tomorrow.first_day == day + DAY)
    if tomorrow is not today:
        assert "元年" in era_text(day + DAY)


def test_first_year_may_be_written_as_one():
    """1年 is read as 元年."""
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
    """A day outside its era, before the calendar, or that does not exist is refused with its reason."""
    assert reason_of(parse_era_date, text) is reason


def test_days_before_the_gregorian_calendar_have_no_era_text():
    """No era date is made up for days that Japan counted otherwise."""
    assert reason_of(era_text, date(1872, 12, 31)) is Reason.RANGE


@pytest.mark.parametrize(
    ("text", "iso", "gregorian"),
    [
        ("昭和15年月日不詳", "1940-XX-XX", "1940年月日不詳"),
        ("昭和15年3月日不詳", "1940-03-XX", "1940年3月日不詳"),
        ("昭和15年3月2日", "1940-03-02", "1940年3月2日"),
        ("昭和64年月日不詳", "1989-XX-XX;S", "1989年月日不詳"),
        ("平成元年月日不詳", "1989-XX-XX;H", "1989年月日不詳"),
        ("平成元年3月日不詳", "1989-03-XX", "1989年3月日不詳"),
        ("昭和年月日不詳", "XXXX-XX-XX;S", "年月日不詳"),
        ("年月日不詳", "XXXX-XX-XX", "年月日不詳"),
        ("年不詳2月29日", "XXXX-02-29", "年不詳2月29日"),
        ("年不詳5月日不詳", "XXXX-05-XX", "年不詳5月日不詳"),
    ],
)
def test_partial_dates_in_three_writings(text, iso, gregorian):
    """Era text, ISO-like text and Gregorian text of a partial date say the same and no more."""
    partial = PartialDate.parse_era(text)
    assert partial == iso
    assert partial.era_text() == text
    assert partial.gregorian_text() == gregorian
    assert PartialDate.parse_era(full_width_digits(text)) == partial


@st.composite
def partial_dates(draw):
    day = draw(era_days)
    known = draw(st.sampled_from(["ymd", "ym", "y", "md", "m", ""]))
    return PartialDate.of(
        day.year if "y" in known else None,
        day.month if "m" in known else None,
        day.day if "d" in known else None,
        Era.on(day) if known in ("ym", "y", "ymd") and draw(st.booleans()) else None,
    )


@given(partial_dates())
def test_partial_dates_round_trip(partial):
    """What is known is kept; where the era can be told, its text reads back to the same value."""
    assert PartialDate.parse(str(partial)) == partial
    assert PartialDate.of(partial.year, partial.month, partial.day, partial.stated_era) == partial
    if partial.year is None or len(partial.eras) == 1:
        assert PartialDate.parse_era(partial.era_text()) == partial
    else:
        assert partial.era_text() == partial.gregorian_text()


@given(partial_dates())
def test_partial_dates_never_invent_a_day(partial):
    """Only a date whose parts are all known becomes a day."""
    complete = None not in (partial.year, partial.month, partial.day)
    assert partial.is_complete == complete
    if complete:
        assert PartialDate.from_date(partial.as_date()) == partial
    else:
        assert reason_of(partial.as_date) is Reason.INCOMPLETE
        assert "不詳" in partial.era_text()


@given(st.lists(partial_dates(), max_size=8))
def test_partial_dates_sort_by_key_as_by_text(partials):
    """The key and the text give one order."""
    assert sorted(partials, key=lambda partial: partial.sort_key) == sorted(partials)


def test_unknown_parts_sort_after_known_ones():
    """An unknown day stands after all days of its month, an unknown year after all years."""
    wanted = (
        "1940-03-02 1940-03-31 1940-03-XX 1940-04-01 1940-12-31 1940-XX-XX 1941-01-01 XXXX-01-01 XXXX-XX-XX"
    )
    partials = [PartialDate(text) for text in wanted.split()]
    assert sorted(partials[::-1], key=lambda partial: partial.sort_key) == partials


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1999-02-29", Reason.NO_SUCH_DAY),
        ("XXXX-02-30", Reason.NO_SUCH_DAY),
        ("1940-13-XX", Reason.NO_SUCH_DAY),
        ("1940-00-XX", Reason.NO_SUCH_DAY),
        ("0000-XX-XX", Reason.NO_SUCH_DAY),
        ("1940-XX-03", Reason.FORMAT),
        ("1940-3-2", Reason.FORMAT),
        ("194X-XX-XX", Reason.FORMAT),
        ("１９４０-XX-XX", Reason.FULL_WIDTH),
        ("1940-XX-XX;S", Reason.FORMAT),
        ("1989-XX-XX;R", Reason.OUTSIDE_ERA),
        ("XXXX-03-XX;S", Reason.FORMAT),
        ("1850-XX-XX;M", Reason.OUTSIDE_ERA),
        ("", Reason.EMPTY),
    ],
)
def test_wrong_partial_dates_are_refused(text, reason):
    """Impossible days, a day without a month, and eras that say nothing or the wrong thing are refused."""
    assert PartialDate.fault(text) is reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("昭和15年13月日不詳", Reason.NO_SUCH_DAY),
        ("平成31年5月日不詳", Reason.OUTSIDE_ERA),
        ("昭和65年月日不詳", Reason.OUTSIDE_ERA),
        ("明治5年月日不詳", Reason.RANGE),
        ("昭和15年2日", Reason.FORMAT),
        ("昭和15年", Reason.FORMAT),
        ("年不詳2月30日", Reason.NO_SUCH_DAY),
    ],
)
def test_wrong_partial_era_texts_are_refused(text, reason):
    """A month outside the era, an era year that never was, and missing parts are refused."""
    assert reason_of(PartialDate.parse_era, text) is reason


def test_an_ambiguous_year_without_an_era_prints_in_gregorian_years():
    """1989 alone is neither 昭和64年 nor 平成元年."""
    partial = PartialDate.of(1989)
    assert partial.eras == (Era.SHOWA, Era.HEISEI)
    assert partial.era_text() == "1989年月日不詳"


def test_special_moving_in_window():
    """三十日 from P and 十四日 from T: the last good day is min(P+30, T+14), elapsed the day after."""
    planned, moved_in = date(2026, 4, 1), date(2026, 4, 20)
    thirty, fourteen = Period(days=30), Period(days=14)
    assert thirty.last_day(planned) == date(2026, 5, 1)
    assert [thirty.has_elapsed_on(planned, date(2026, 5, day)) for day in (1, 2)] == [False, True]
    assert min(thirty.last_day(planned), fourteen.last_day(moved_in)) == date(2026, 5, 1)
    assert thirty.first_day_after(planned) == planned + 31 * DAY


def test_support_measure_ends_one_year_less_a_day_later():
    """A year that counts its first day: 2020-04-01 to 2021-03-31."""
    assert Period(years=1, counting=INCLUDED).last_day(date(2020, 4, 1)) == date(2021, 3, 31)


@given(any_days, st.integers(1, 400), st.sampled_from(Counting))
def test_period_of_days_at_its_end(start, days, counting):
    """The day before and the last day have not elapsed, the day after has; both countings differ by one day."""
    period = Period(days=days, counting=counting)
    last = period.last_day(start)
    assert [period.has_elapsed_on(start, last + n * DAY) for n in (-1, 0, 1)] == [False, False, True]
    assert period.first_day_after(start) == last + DAY
    assert (last - start).days == days - (counting is INCLUDED)


@given(any_days, st.integers(0, 30), st.integers(0, 12))
def test_period_of_months_ends_before_the_corresponding_day(start, months, years):
    """It ends the day before the day of the same number, or with the month that has none (民法143条2項)."""
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
    """A period without its first day is the period with it from the day after, and twelve months are a year."""
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
    """Hand-counted ends over month ends and 29 February."""
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
    """Mixed, empty and negative periods cannot be made."""
    assert reason_of(lambda: Period(**parts)) is reason


def test_periods_end_with_the_calendar():
    """A period beyond the year 9999 is an error of range, in every unit."""
    for period in (Period(days=1), Period(months=1), Period(years=9000)):
        assert reason_of(period.last_day, date(9999, 12, 31)) is Reason.RANGE
    assert reason_of(Period(days=1).first_day_after, date(9999, 12, 30)) is Reason.RANGE


@given(leap_days, st.integers(0, 20))
def test_leap_day_birthdays(born, number):
    """29 February is 28 February in common years and itself in leap years."""
    birthday = nth_birthday(born, number)
    assert (birthday.month, birthday.day) == (2, 29 if isleap(birthday.year) else 28)
    assert birthday.year == born.year + number


@given(any_days, any_days, st.integers(1, 12))
def test_nth_birthday_after_a_day(born, day, number):
    """Exactly `number` birthdays lie after the day and up to the one found."""
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
    """A card made on the birthday does not count that day among the birthdays after it."""
    assert nth_birthday_after(date(1990, 4, 10), made, 10) == expiry


def test_birthday_limits():
    """Counts below their first and years beyond 9999 are errors of range."""
    assert reason_of(nth_birthday, date(2000, 1, 1), -1) is Reason.RANGE
    assert reason_of(nth_birthday, date(2000, 1, 1), 8000) is Reason.RANGE
    assert reason_of(nth_birthday_after, date(2000, 1, 1), date(2026, 1, 1), 0) is Reason.RANGE


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
    """Weekends, holidays, substitute holidays, days between holidays and the year's end are closed."""
    assert WorkingDays().is_working_day(day) is is_open


def test_closing_days_are_settings():
    """Closing at the year's end is a setting, and single days can be closed or opened."""
    assert WorkingDays(closing=frozenset()).is_working_day(date(2026, 12, 29))
    friday, saturday = date(2026, 4, 10), date(2026, 4, 11)
    office = WorkingDays(closed_on=frozenset({friday}), open_on=frozenset({saturday}))
    assert [office.is_working_day(day) for day in (friday, saturday)] == [False, True]


def test_business_days_over_the_new_year():
    """The first working day after 28 December 2026 is 4 January 2027."""
    assert business_days_after(date(2026, 12, 28), 1) == date(2027, 1, 4)
    assert business_days_after(date(2026, 12, 29), 0) == date(2027, 1, 4)
    assert WorkingDays().on_or_after(date(2026, 5, 2)) == date(2026, 5, 7)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 15), st.integers(0, 15))
def test_business_days_add_up(day, first, second):
    """Results are working days, and counting in two steps is counting once."""
    reached = business_days_after(day, first)
    assert WorkingDays().is_working_day(reached)
    if first:
        expected = business_days_after(day, first + second)
        assert business_days_after(reached, second) == expected


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 15))
def test_business_days_count_the_open_days_between(day, number):
    """Exactly `number` open days lie after the start and up to the result."""
    reached = business_days_after(day, number)
    office = WorkingDays()
    opened = [n for n in range(1, (reached - day).days + 1) if office.is_working_day(day + n * DAY)]
    assert len(opened) == number


def test_years_without_known_holidays_are_refused():
    """A year whose holidays nobody computed is an error, never a year without holidays."""
    assert reason_of(WorkingDays().is_working_day, date(2100, 1, 4)) is Reason.RANGE
    assert reason_of(business_days_after, date(2026, 4, 1), -1) is Reason.RANGE


def test_japan_is_nine_hours_ahead():
    """The zone is a fixed offset of nine hours."""
    assert datetime(2026, 4, 10, tzinfo=JST).utcoffset() == timedelta(hours=9)
