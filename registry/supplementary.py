"""
The supplementary family-register record (戸籍の附票): the one kept here, and the notice to the municipality that keeps
it (住基法16条, 17条, 19条1項).
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from registry.desk import Desk
from registry.messages.network import SupplementaryItem
from registry.messages.told import Told
from registry.store import SUPPLEMENTARY
from registry.wire.control import SupplementaryRecord
from registry.wire.juki_net import SupplementaryNotice

JUKI_NET = "juki_net"

# Built once: making a statement costs more than running it.
_FIND = sa.select(SUPPLEMENTARY.c.body).where(SUPPLEMENTARY.c.resident == sa.bindparam("of"))
_ADD = SUPPLEMENTARY.insert()
_CHANGE = SUPPLEMENTARY.update().where(SUPPLEMENTARY.c.resident == sa.bindparam("of"))


def find(conn: sa.Connection, resident: str) -> SupplementaryRecord | None:
    """
    The supplementary record kept here for a resident, or None.
    """
    body = conn.execute(_FIND, {"of": resident}).scalar_one_or_none()
    return None if body is None else msgspec.json.decode(body, type=SupplementaryRecord)


def _renew(conn: sa.Connection, resident: str, notice: SupplementaryNotice) -> None:
    record = SupplementaryRecord(
        resident=resident,
        registered_domicile=notice.registered_domicile,
        head_of_family_register=notice.head_of_family_register,
        address=notice.address,
        settled_on=notice.settled_on,
        abroad=notice.abroad,
        planned_out_on=notice.planned_out_on,
        resident_record_code=notice.resident_record_code,
    )
    body = msgspec.json.encode(record).decode()
    if conn.execute(_CHANGE, {"of": resident, "body": body}).rowcount == 0:
        conn.execute(_ADD, {"resident": resident, "body": body})


def notify(desk: Desk, told: Told, corrected: tuple[SupplementaryItem, ...]) -> None:
    """
    J09 to the municipality of the registered domicile; where that is this one, its own record is renewed instead.

    Where nobody said which municipality that is, there is nobody to tell.
    """
    record = told.record
    notice = desk.book.builders.j09(told, corrected)
    if notice is None:
        return
    place = desk.book.rules.keeper_of_supplementary(record)
    if place == desk.municipality:
        _renew(desk.conn, record.resident, notice)
    elif place is not None:
        desk.send(place, "J09", notice, record, by=JUKI_NET)
