"""
How a day is lost where it is kept as a moment: midnight here is the day before by the clock of the world.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from registry.rules import dates

HERE = timezone(timedelta(hours=9))


def day_in_utc(day: str) -> str:
    """
    The day that is read from the beginning of a day, kept as a moment; what is no whole day stays as it is.
    """
    civil = dates.civil(day)
    if civil is None:
        return day
    begins = datetime(civil.year, civil.month, civil.day, tzinfo=HERE)
    return begins.astimezone(UTC).date().isoformat()
