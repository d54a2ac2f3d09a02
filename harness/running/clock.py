"""
The town's clock as the instrument holds it: one time for town and registry, which never goes back.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

JST = timezone(timedelta(hours=9))
OPENING = time(9, 0)


def instant(moment: datetime) -> str:
    """
    A moment as the wire writes it: seconds and ``+09:00``.
    """
    return moment.astimezone(JST).isoformat(timespec="seconds")


class TownClock:
    """
    Holds the town's time. Moving it is the lane's business, because town and registry must follow.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now

    @property
    def today(self) -> date:
        """
        The civil date of the town.
        """
        return self.now.date()

    @property
    def text(self) -> str:
        """
        The time as the wire writes it.
        """
        return instant(self.now)

    def opening(self, day: date) -> datetime:
        """
        Nine o'clock of ``day``, or now where that day has begun already.
        """
        return (
            max(datetime.combine(day, OPENING, JST), self.now)
            if day == self.today
            else datetime.combine(day, OPENING, JST)
        )

    def move(self, to: datetime) -> None:
        """
        Go forward to ``to``. A clock that would go back is a fault of the plan.
        """
        if to < self.now:
            raise ValueError(f"the town's clock stands at {self.text} and cannot go back to {instant(to)}")
        self.now = to
