"""
The registry's clock: set through the control interface, never read from the wall, never going back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from registry.rules import dates
from registry.store import get_meta, set_meta

KEY = "now"


class ClockWentBackError(Exception):
    """
    Somebody tried to set the clock to an earlier time than it shows.
    """


def read(conn: sa.Connection) -> datetime | None:
    """
    The time, or None before the first setting.
    """
    text = get_meta(conn, KEY)
    return None if text is None else dates.instant(text)


class Clock:
    """
    The time as it stands in the store, kept in memory: everything that is written asks for it.
    """

    def __init__(self, conn: sa.Connection) -> None:
        self._now = read(conn)

    def now(self) -> datetime | None:
        """
        The time, or None before the first setting.
        """
        return self._now

    @contextmanager
    def moved(self, conn: sa.Connection, now: datetime) -> Iterator[None]:
        """
        Show the new time while its transaction is made, and after it unless something is raised.
        """
        before = self._now
        move(conn, now)
        self._now = now
        try:
            yield
        except BaseException:
            self._now = before
            raise


def move(conn: sa.Connection, now: datetime) -> None:
    """
    Set the time.

    Raises `ClockWentBackError` where it would go back; the same time again is no way back.
    """
    before = read(conn)
    if before is not None and now < before:
        raise ClockWentBackError
    set_meta(conn, KEY, dates.written(now))
