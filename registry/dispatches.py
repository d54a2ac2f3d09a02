"""
Mail about numbers and cards: what was asked for, what became of it, and where it is to go instead of the address.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from registry.messages.card import NoticeKind
from registry.store import DISPATCH_PLACES, DISPATCHES, column
from registry.wire.control import Address, Dispatch


class Mailing(msgspec.Struct, frozen=True, kw_only=True):
    """
    One mailing with what nobody outside is shown: the number it tells of, why it was sent again, whether it is over.
    """

    dispatch_id: str
    kind: NoticeKind
    resident: str
    state: str = "requested"
    dispatched_on: str | None = None
    returned_on: str | None = None
    returned_because: str | None = None
    number: str | None = None
    reasons: list[str] = []
    closed: bool = False

    def shown(self) -> Dispatch:
        """
        The mailing as the control interface shows it.
        """
        own = {name: getattr(self, name) for name in Dispatch.__struct_fields__}
        return msgspec.convert(own, Dispatch)


# Built once: making a statement costs more than running it.
_FIND = sa.select(DISPATCHES.c.body).where(DISPATCHES.c.dispatch_id == sa.bindparam("of"))
_OF = sa.select(DISPATCHES.c.body).where(DISPATCHES.c.resident == sa.bindparam("of")).order_by(DISPATCHES.c.n)
_ADD = DISPATCHES.insert().inline()  # Nobody asks for its running number.
_CHANGE = DISPATCHES.update().where(DISPATCHES.c.dispatch_id == sa.bindparam("of"))
_PLACE_OF = sa.select(DISPATCH_PLACES.c.body).where(DISPATCH_PLACES.c.resident == sa.bindparam("of"))
_ADD_PLACE = DISPATCH_PLACES.insert()
_CHANGE_PLACE = DISPATCH_PLACES.update().where(DISPATCH_PLACES.c.resident == sa.bindparam("of"))


def find(conn: sa.Connection, dispatch_id: str) -> Mailing | None:
    """
    The mailing of this dispatch management number, or None.
    """
    body = conn.execute(_FIND, {"of": dispatch_id}).scalar_one_or_none()
    return None if body is None else msgspec.json.decode(body, type=Mailing)


def of(conn: sa.Connection, resident: str) -> list[Mailing]:
    """
    Everything that was sent to a resident, oldest first.
    """
    rows = column(conn, _OF, {"of": resident})
    return [msgspec.json.decode(row, type=Mailing) for row in rows]


def save(conn: sa.Connection, mailing: Mailing) -> None:
    """
    Keep the mailing, new or changed.
    """
    row = {
        "dispatch_id": mailing.dispatch_id,
        "resident": mailing.resident,
        "body": msgspec.json.encode(mailing).decode(),
    }
    if conn.execute(_CHANGE, {**row, "of": mailing.dispatch_id}).rowcount == 0:
        conn.execute(_ADD, row)


def place_of(conn: sa.Connection, resident: str) -> Address | None:
    """
    The place of stay that a resident registered for mail, or None.
    """
    body = conn.execute(_PLACE_OF, {"of": resident}).scalar_one_or_none()
    return None if body is None else msgspec.json.decode(body, type=Address)


def set_place(conn: sa.Connection, resident: str, place: Address) -> None:
    """
    Register a place of stay; a newer one takes the place of the older.
    """
    body = msgspec.json.encode(place).decode()
    if conn.execute(_CHANGE_PLACE, {"of": resident, "body": body}).rowcount == 0:
        conn.execute(_ADD_PLACE, {"resident": resident, "body": body})
