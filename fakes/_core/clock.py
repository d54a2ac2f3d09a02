"""
The town's clock, as one fake holds it: set from outside, never read from the wall, never set back.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any

from fakes._core.fields import INSTANT, PARTIAL_DATE
from fakes._core.problem import Refused

JST = timezone(timedelta(hours=9))
_LEAP_YEAR = 2000
_INSTANT = re.compile(INSTANT)
_PARTIAL_DATE = re.compile(PARTIAL_DATE)


def moment(text: str, field: str = "now") -> datetime:
    """
    Read an instant of Japan standard time; raise Refused naming ``field`` where there is no such moment.
    """
    try:
        return datetime.fromisoformat(text).astimezone(JST)
    except (ValueError, OverflowError) as error:
        raise Refused(field, "The calendar has no such moment.", code="no-such-moment") from error


def known_day(text: str | None) -> date | None:
    """
    The civil date of a field that was received, or None where it is missing or a part of it is unknown.
    """
    return None if text is None or "X" in text else date.fromisoformat(text)


def refuse_impossible_days(value: Any, field: str) -> None:
    """
    Refuse dates and moments that the calendar does not have, anywhere in a decoded body; names the field.

    The wire's patterns know digits and X only. A leap year stands in for an unknown one.
    """
    if isinstance(value, dict):
        for name, part in value.items():
            refuse_impossible_days(part, f"{field}.{name}")
    elif isinstance(value, list):
        for place, part in enumerate(value):
            refuse_impossible_days(part, f"{field}[{place}]")
    elif isinstance(value, str) and _INSTANT.match(value):
        moment(value, field)
    elif isinstance(value, str) and (found := _PARTIAL_DATE.match(value)) and not _exists(*found.groups()):
        raise Refused(field, "The calendar has no such day.", code="no-such-day")


def _exists(year: str, month: str, day: str) -> bool:
    if month == "XX" and day != "XX":
        return False
    try:
        date(
            _LEAP_YEAR if "X" in year else int(year),
            *(1 if "X" in part else int(part) for part in (month, day)),
        )
    except ValueError:
        return False
    return True


def written(now: datetime) -> str:
    """
    Write a moment as the messages carry it, to the second where it has no parts of one.
    """
    return now.isoformat()


class Clock:
    """
    What time it is in town; ``move`` raises Refused where that would go back.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now

    def move(self, text: str) -> datetime:
        """
        Set the clock; the same moment again is allowed.
        """
        wanted = moment(text)
        if wanted < self.now:
            raise Refused("now", "The clock never goes back.", code="clock-back")
        self.now = wanted
        return wanted
