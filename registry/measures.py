"""
Support measures (支援措置) as they are kept: whom they cover, since when and until when, and what is still to be told.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

import msgspec
import sqlalchemy as sa

from registry.rules import dates
from registry.store import MEASURES, OUTBOX, PROTECTED, column
from registry.wire.control import SupportMeasure

State = Literal["temporary", "active", "expired-alert", "previous-address", "ended", "rejected"]
OVER = ("ended", "rejected")
DAY = timedelta(days=1)


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """
    One measure. `told` is, per resident who moves out, the municipality that was told of it; `alerted` the end date
    of which the clerk was warned.
    """

    measure: str
    resident: str
    accompanying: list[str]
    state: State
    opinion: str
    starts_on: str | None = None
    ends_on: str | None = None
    released_until: str | None = None
    told: dict[str, str] = {}
    alerted: str | None = None

    @property
    def over(self) -> bool:
        """
        Whether the measure holds nothing any more.
        """
        return self.state in OVER


def everybody(measure: Measure) -> list[str]:
    """
    Whom a measure covers: who applied, and who asked for support together (併せて支援を求める者).
    """
    return [measure.resident, *measure.accompanying]


def term_from(start: date) -> date:
    """
    The last day of a year that begins on a day (民法143条2項).
    """
    if (start.month, start.day) == (2, 29):
        return date(start.year + 1, 2, 28)
    return start.replace(year=start.year + 1) - DAY


def is_released(until: datetime, now: datetime) -> bool:
    """
    Whether a temporary release still runs.
    """
    return now < until


# Built once: making a statement costs more than running it.
_FIND = sa.select(MEASURES.c.body).where(MEASURES.c.measure == sa.bindparam("of"))
_OF = (
    sa.select(MEASURES.c.body)
    .join(PROTECTED, PROTECTED.c.measure == MEASURES.c.measure)
    .where(PROTECTED.c.resident == sa.bindparam("of"))
    .order_by(MEASURES.c.measure)
)
_STILL_OPEN = sa.select(MEASURES.c.body).where(MEASURES.c.is_open.is_(True)).order_by(MEASURES.c.measure)
_IS_PROTECTED = sa.select(sa.literal(1)).where(
    PROTECTED.c.resident == sa.bindparam("of"), PROTECTED.c.is_open.is_(True)
)
_NOT_TAKEN = (
    sa.select(sa.func.count())
    .select_from(OUTBOX)
    .where(OUTBOX.c.about == sa.bindparam("of"), OUTBOX.c.state != "taken")
)
_ADD = MEASURES.insert()
_CHANGE = MEASURES.update().where(MEASURES.c.measure == sa.bindparam("of"))
_COVER = PROTECTED.insert()
_UNCOVER = PROTECTED.delete().where(PROTECTED.c.measure == sa.bindparam("of"))


def save(conn: sa.Connection, measure: Measure, covered: list[str]) -> None:
    """
    Keep the measure, new or changed, and whom it covers.
    """
    row = {
        "measure": measure.measure,
        "is_open": not measure.over,
        "body": msgspec.json.encode(measure).decode(),
    }
    if conn.execute(_CHANGE, {**row, "of": measure.measure}).rowcount == 0:
        conn.execute(_ADD, row)
    conn.execute(_UNCOVER, {"of": measure.measure})
    for resident in covered:
        conn.execute(_COVER, {"resident": resident, "measure": measure.measure, "is_open": not measure.over})


def find(conn: sa.Connection, measure: str) -> Measure | None:
    """
    The measure of this handle, or None.
    """
    body = conn.execute(_FIND, {"of": measure}).scalar_one_or_none()
    return None if body is None else msgspec.json.decode(body, type=Measure)


def of(conn: sa.Connection, resident: str) -> list[Measure]:
    """
    Every measure that covers a resident, or did.
    """
    rows = column(conn, _OF, {"of": resident})
    return [msgspec.json.decode(row, type=Measure) for row in rows]


def still_open(conn: sa.Connection) -> list[Measure]:
    """
    Every measure that holds something.
    """
    rows = column(conn, _STILL_OPEN)
    return [msgspec.json.decode(row, type=Measure) for row in rows]


def is_protected(conn: sa.Connection, resident: str) -> bool:
    """
    Whether a support measure covers the resident now. A temporary release changes nothing of it.
    """
    return conn.execute(_IS_PROTECTED, {"of": resident}).first() is not None


def is_complete(conn: sa.Connection, measure: str) -> bool:
    """
    Whether every neighbour took every flag that was sent for the measure.
    """
    return int(conn.execute(_NOT_TAKEN, {"of": measure}).scalar_one()) == 0


def shown(conn: sa.Connection, measure: Measure, now: datetime | None) -> SupportMeasure:
    """
    The measure as the control interface shows it.
    """
    until = None if measure.released_until is None else dates.instant(measure.released_until)
    runs = until is not None and now is not None and is_released(until, now)
    return SupportMeasure(
        measure=measure.measure,
        resident=measure.resident,
        accompanying=measure.accompanying,
        state=measure.state,
        starts_on=measure.starts_on,
        ends_on=measure.ends_on,
        released_until=measure.released_until if runs else None,
        complete=is_complete(conn, measure.measure),
    )
