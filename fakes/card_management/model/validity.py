"""
How long a card is good (番号カード省令26条, 27条1項), by what the registry told of its holder with K01.
"""

from __future__ import annotations

from datetime import date

from fakes.card_management.wire import DispatchInformation
from harness.words.periods import birthday_in, nth_birthday_after

BIRTHDAYS, OF_MINORS = 10, 5
ADULT_SINCE = ((date(2022, 4, 1), 18), (date.min, 20))
"""The age of an adult, by the day the card was made; the latest first."""
BY_THE_STAY = frozenset({"temporary-refuge", "provisional-stay"})
"""Classes whose card ends with the period granted, whatever the age."""

UNKNOWN = "X"


def last_day(holder: DispatchInformation, made_on: date) -> date | None:
    """
    The last day of a card made on this day; None where what is known does not tell it.

    A transitional resident's sixty days begin with a day that K01 does not name.
    """
    if UNKNOWN in holder.born_on or holder.resident_class == "transitional":
        return None
    born = date.fromisoformat(holder.born_on)
    age = next(age for since, age in ADULT_SINCE if since <= made_on)
    adult = birthday_in(born.year + age, born) <= made_on
    birthday = nth_birthday_after(born, made_on, BIRTHDAYS if adult else OF_MINORS)
    if holder.period_expires_on is None:
        return None if holder.resident_class in BY_THE_STAY else birthday
    stay = date.fromisoformat(holder.period_expires_on)
    if adult or holder.resident_class in BY_THE_STAY:
        return stay
    return min(stay, birthday)
