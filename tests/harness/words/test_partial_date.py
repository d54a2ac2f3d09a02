"""
Tests of dates with unknown parts: three writings, order, and what is never invented.
"""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from harness.words.calendar import FIRST_CONVERTIBLE_DAY, Era, PartialDate
from harness.words.errors import Reason, TermError
from harness.words.letters import full_width_digits

era_days = st.dates(FIRST_CONVERTIBLE_DAY, date(2099, 12, 31))


def reason_of(call, *arguments):
    with pytest.raises(TermError) as caught:
        call(*arguments)
    return caught.value.reason


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
    """
    Era text, ISO-like text and Gregorian text of a partial date say the same and no more.
    """
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
    """
    What is known is kept; where the era can be told, its text reads back to the same value.
    """
    assert PartialDate.parse(str(partial)) == partial
    assert PartialDate.of(partial.year, partial.month, partial.day, partial.stated_era) == partial
    if partial.year is None or len(partial.eras) == 1:
        assert PartialDate.parse_era(partial.era_text()) == partial
    else:
        assert partial.era_text() == partial.gregorian_text()


@given(partial_dates())
def test_partial_dates_never_invent_a_day(partial):
    """
    Only a date whose parts are all known becomes a day.
    """
    complete = None not in (partial.year, partial.month, partial.day)
    assert partial.is_complete == complete
    if complete:
        assert PartialDate.from_date(partial.as_date()) == partial
    else:
        assert reason_of(partial.as_date) is Reason.INCOMPLETE
        assert "不詳" in partial.era_text()


@given(st.lists(partial_dates(), max_size=8))
def test_partial_dates_sort_by_key_as_by_text(partials):
    """
    The key and the text give one order.
    """
    assert sorted(partials, key=lambda partial: partial.sort_key) == sorted(partials)


def test_unknown_parts_sort_after_known_ones():
    """
    An unknown day stands after all days of its month, an unknown year after all years.
    """
    wanted = (
        "1940-03-02 1940-03-31 1940-03-XX 1940-04-01 1940-12-31 1940-XX-XX 1941-01-01 XXXX-01-01 XXXX-XX-XX"
    )
    partials = [PartialDate(text) for text in wanted.split()]
    assert sorted([*partials[5:], *partials[:5]], key=lambda partial: partial.sort_key) == partials


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
    """
    Impossible days, a day without a month, and eras that say nothing or the wrong thing are refused.
    """
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
    """
    A month outside the era, an era year that never was, and missing parts are refused.
    """
    assert reason_of(PartialDate.parse_era, text) is reason


def test_an_ambiguous_year_without_an_era_prints_in_gregorian_years():
    """
    1989 alone is neither 昭和64年 nor 平成元年.
    """
    partial = PartialDate.of(1989)
    assert partial.eras == (Era.SHOWA, Era.HEISEI)
    assert partial.era_text() == "1989年月日不詳"
