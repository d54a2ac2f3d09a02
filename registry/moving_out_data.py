"""
Moving-out data received in place of certificates (J07), kept until the period of 住基法24条の2第4項 ends.
"""

from __future__ import annotations

from datetime import date

import msgspec
import sqlalchemy as sa

from registry.rulebook import Rules
from registry.rules.periods import Settings
from registry.store import MOVING_OUT_DATA
from registry.wire.town import MovedPerson, MovingOutData


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """
    What is in hand about one person, and when it came.
    """

    person: MovedPerson
    from_municipality: str
    previous_address: str
    planned_on: str
    notified_on: str
    received_at: str


# Built once: making a statement costs more than running it.
_FIND = sa.select(MOVING_OUT_DATA.c.body).where(MOVING_OUT_DATA.c.resident_record_code == sa.bindparam("of"))
_KEEP = MOVING_OUT_DATA.insert()
_ERASE = MOVING_OUT_DATA.delete().where(MOVING_OUT_DATA.c.resident_record_code == sa.bindparam("of"))
_PLANNED = sa.select(MOVING_OUT_DATA.c.resident_record_code, MOVING_OUT_DATA.c.planned_on)


def find(conn: sa.Connection, code: str) -> Held | None:
    """
    The data held for a Resident Record Code, or None.
    """
    body = conn.execute(_FIND, {"of": code}).scalar_one_or_none()
    return None if body is None else msgspec.json.decode(body, type=Held)


def keep(conn: sa.Connection, data: MovingOutData, received_at: str) -> None:
    """
    Keep the data of every person of a J07; newer data take the place of older.
    """
    for person in data.persons:
        held = Held(
            person=person,
            from_municipality=data.from_municipality,
            previous_address=data.previous_address,
            planned_on=data.planned_on,
            notified_on=data.notified_on,
            received_at=received_at,
        )
        conn.execute(_ERASE, {"of": person.resident_record_code})
        conn.execute(
            _KEEP,
            {
                "resident_record_code": person.resident_record_code,
                "planned_on": data.planned_on,
                "body": msgspec.json.encode(held).decode(),
            },
        )


def drop(conn: sa.Connection, code: str, from_municipality: str) -> None:
    """
    Forget the data of a person whose moving out was withdrawn there; data from elsewhere stay.
    """
    held = find(conn, code)
    if held is not None and held.from_municipality == from_municipality:
        conn.execute(_ERASE, {"of": code})


def erase_expired(conn: sa.Connection, today: date, settings: Settings, rules: Rules) -> int:
    """
    Erase data whose period is over; answers how many people's.
    """
    rows = conn.execute(_PLANNED).all()
    over = [
        row.resident_record_code
        for row in rows
        if not rules.data_are_kept(date.fromisoformat(row.planned_on), today, settings)
    ]
    for code in over:
        conn.execute(_ERASE, {"of": code})
    return len(over)
