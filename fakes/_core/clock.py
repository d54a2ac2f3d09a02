"""
The town's clock, as one fake holds it: set from outside, never read from the wall, never set back.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from fakes._core.problem import Refused

JST = timezone(timedelta(hours=9))


def moment(text: str, field: str = "now") -> datetime:
    """
    Read an instant of Japan standard time; raise Refused naming ``field`` where there is no such moment.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused(field, "The calendar has no such moment.", code="no-such-moment") from error
    return found.astimezone(JST)


def day(text: str, field: str) -> date:
    """
    Read a civil date; raise Refused naming ``field`` where the calendar does not have it.
    """
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(field, "The calendar has no such day.", code="no-such-day") from error


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
