"""
Rules: check digits, dates, letters, periods, as properties and as the law's own examples.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from registry.rules import check_digits, dates, letters, periods, tables
from registry.rules.relationship import recorded

DIGITS = st.text("0123456789", min_size=11, max_size=11)


def test_published_examples_pass_and_their_neighbours_fail() -> None:
    """
    The published number and codes are valid, and with another last digit they are not.
    """
    assert check_digits.individual_number_is_valid("983205673214")
    assert not check_digits.individual_number_is_valid("983205673210")
    assert check_digits.individual_number_is_valid("000000000060")
    assert check_digits.individual_number_is_valid("000000000140")
    assert check_digits.resident_record_code_is_valid("12345678903")
    for code in ("112291", "110001", "111007", "112020", "131016", "271004", "012025", "011002"):
        assert check_digits.municipality_code_is_valid(code)
        assert not check_digits.municipality_code_is_valid(code[:5] + str((int(code[5]) + 1) % 10))


@given(DIGITS)
def test_exactly_one_last_digit_is_right(digits: str) -> None:
    """
    Of the ten last digits exactly one makes an Individual Number.
    """
    valid = [last for last in "0123456789" if check_digits.individual_number_is_valid(digits + last)]
    assert valid == [str(check_digits.check_digit(digits))]


@given(DIGITS, st.integers(0, 10), st.integers(1, 9))
def test_a_wrong_digit_is_noticed_where_the_rule_can(digits: str, place: int, more: int) -> None:
    """
    One changed digit changes the check digit, except between the two remainders that both give 0.
    """
    changed = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]
    before, after = check_digits.check_digit(digits), check_digits.check_digit(changed)
    assert before != after or before == 0


@given(st.text(max_size=14))
def test_only_ascii_digits_are_numbers(text: str) -> None:
    """
    Nothing but twelve ASCII digits is ever an Individual Number.
    """
    if check_digits.individual_number_is_valid(text):
        assert len(text) == 12
        assert text.isascii()
        assert text.isdigit()


@given(st.integers(1, 999_999_999))
def test_local_numbers_verify_themselves(running: int) -> None:
    """
    Every local number given out is valid, and some running numbers are passed over.
    """
    number = check_digits.local_number(running)
    assert number is None or check_digits.local_number_is_valid(number)


@given(st.dates(), st.dates())
def test_the_special_window_is_the_earlier_of_two(planned: date, moved_in: date) -> None:
    """
    No day is inside the window that is more than 30 after the planned date or 14 after moving in.
    """
    try:
        last = periods.last_day_of_special_window(planned, moved_in, periods.settings())
    except OverflowError:
        return
    assert last - planned <= timedelta(days=30)
    assert last - moved_in <= timedelta(days=14)
    assert last - planned == timedelta(days=30) or last - moved_in == timedelta(days=14)


@given(st.dates())
def test_whole_dates_mean_one_day(day: date) -> None:
    """
    A date without unknown parts begins and ends on itself.
    """
    assert dates.earliest(day.isoformat()) == dates.latest(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1940-XX-XX", date(1940, 1, 1), date(1940, 12, 31)),
        ("2026-02-XX", date(2026, 2, 1), date(2026, 2, 28)),
        ("XXXX-XX-XX", date(1, 1, 1), date(9999, 12, 31)),
        ("2026-02-30", None, None),
        ("0000-01-01", None, None),
        ("2026-1-1", None, None),
        ("2026-01-01\n", None, None),
    ],
)
def test_unknown_parts_span_days(text: str, first: date | None, last: date | None) -> None:
    """
    A date with unknown parts spans from its first possible day to its last; what is no date spans none.
    """
    assert (dates.earliest(text), dates.latest(text)) == (first, last)


@given(st.text(max_size=12))
def test_no_text_breaks_a_date_or_a_letter_rule(text: str) -> None:
    """
    Any text is answered by the rules over dates and letters.
    """
    dates.earliest(text)
    dates.latest(text)
    dates.instant(text)
    assert letters.gaiji_count(text) <= len(text)
    letters.unvoiced(text)
    recorded(text)


def test_letters_outside_the_repertoire_are_counted_once() -> None:
    """
    Ordinary letters count nothing; a private letter, and a letter with a selector, count one each.
    """
    assert letters.gaiji_count("和光　太郎Ａ－１") == 0
    assert letters.gaiji_count("\ue000") == 1
    assert letters.gaiji_count("辻\U000e0100") == 1
    assert letters.gaiji_count("\ue000\U000e0100") == 1


def test_kana_lose_their_voicing_marks() -> None:
    """
    Voiced and half-voiced kana become plain, the others stay.
    """
    assert letters.unvoiced("がぎぱヴゃー") == "かきはウゃー"


def test_triggers_are_those_of_the_act() -> None:
    """
    The network hears of six items, the Agency of its own, and a reading only of nationals since it exists.
    """
    on = date(2026, 4, 10)
    assert tables.triggers_network("name_kana", False, on)
    assert not tables.triggers_network("name_kana", True, on)
    assert not tables.triggers_network("name_kana", False, date(2025, 5, 25))
    assert tables.triggers_network("common_name", True, on)
    assert tables.agency_item("common_name", True, on) is None
    assert tables.agency_item("name", True, on) == "name"
    assert tables.agency_item("name", False, on) is None
    assert tables.agency_item("residence_card_number", True, on) == "card_number"
    assert not tables.triggers_network("nationality", True, on)
    assert tables.agency_item("nationality", True, on) == "nationality"
