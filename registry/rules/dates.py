"""
Civil dates, dates with unknown parts (`1940-XX-XX`), and instants of Japan standard time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9))
CIVIL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
PARTIAL = re.compile(r"([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\Z")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(\+09:00)\Z")


def civil(text: str) -> date | None:
    """
    The civil date that the text writes, or None.
    """
    if not CIVIL.match(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def instant(text: str) -> datetime | None:
    """
    The instant of Japan standard time that the text writes, or None.
    """
    if not INSTANT.match(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def written(moment: datetime) -> str:
    """
    An instant as text, with its `+09:00`.
    """
    return moment.astimezone(JAPAN).isoformat()


def _parts(text: str) -> tuple[int | None, int | None, int | None] | None:
    found = PARTIAL.match(text)
    if not found:
        return None
    year, month, day = (None if part.startswith("X") else int(part) for part in found.groups())
    return year, month, day


def earliest(text: str) -> date | None:
    """
    The first day that a date with unknown parts can mean, or None where it means no day.
    """
    parts = _parts(text)
    if parts is None:
        return None
    year, month, day = parts
    try:
        return date(year or 1, month or 1, day or 1) if year != 0 else None
    except ValueError:
        # The thirtieth of an unknown month of an unknown year is still a day of some month.
        return date(year or 1, 1, day) if month is None and day is not None and day <= 31 else None


def latest(text: str) -> date | None:
    """
    The last day that a date with unknown parts can mean, or None where it means no day.
    """
    if earliest(text) is None:
        return None
    parts = _parts(text)
    if parts is None:
        return None
    year, month, day = parts
    last_year = year or 9999
    last_month = month or 12
    return date(last_year, last_month, min(day or 31, monthrange(last_year, last_month)[1]))
