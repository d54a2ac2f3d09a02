"""
Individual Number Cards as the registry knows them. A PIN has no place here.
"""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from registry.store import CARDS, column
from registry.wire.control import Card

IN_USE = ("active", "suspended")
"""States of a card that has not ended."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """
    A card with what nobody outside is shown.

    `surface`: the items as they stand on the card, None where the registry never wrote them. `changed_since`: those
    that the record shows otherwise, with the day from which each does. `no_moving_in_from`: the day on which the card
    lapses unless its holder notifies a moving in elsewhere (番号令14条2号). `kept_abroad`: it was presented with the
    notification of moving out abroad, by somebody of a supplementary family-register record.
    """

    card_id: str
    resident_record_code: str
    state: Any
    municipality: str | None
    handed_over_on: str | None
    expires_on: str | None
    present_by: str | None
    update_by: str | None = None
    changed_since: dict[str, str] = {}
    lapse_cause: str | None = None
    lapsed_on: str | None = None
    issued_on: str | None = None
    surface: dict[str, str | None] | None = None
    overdue_told: bool = False
    no_moving_in_from: str | None = None
    kept_abroad: bool = False
    returned_on: str | None = None
    destroyed_on: str | None = None

    @property
    def in_use(self) -> bool:
        """
        Whether the card was handed over and has not ended.
        """
        return self.state in IN_USE

    @property
    def waiting(self) -> bool:
        """
        Whether the card was not presented at the notification of moving in and may still be.
        """
        return self.in_use and self.present_by is not None

    def shown(self) -> Card:
        """
        The card as the control interface shows it.
        """
        return Card(**{name: getattr(self, name) for name in Card.__struct_fields__})


# Built once: making a statement costs more than running it.
_BODY = sa.select(CARDS.c.body)
_FIND = _BODY.where(CARDS.c.card_id == sa.bindparam("of"))
_OF_CODE = _BODY.where(CARDS.c.resident_record_code == sa.bindparam("of")).order_by(CARDS.c.card_id)
_WITH_A_LIMIT = _BODY.where(CARDS.c.due_on <= sa.bindparam("until")).order_by(CARDS.c.due_on, CARDS.c.card_id)
_ADD = CARDS.insert()
_CHANGE = CARDS.update().where(CARDS.c.card_id == sa.bindparam("of"))


def find(conn: sa.Connection, card_id: str) -> Kept | None:
    """
    The card, or None where the registry never heard of it.
    """
    body = conn.execute(_FIND, {"of": card_id}).scalar_one_or_none()
    return None if body is None else msgspec.json.decode(body, type=Kept)


def of_code(conn: sa.Connection, code: str) -> list[Kept]:
    """
    The cards of one person, by Resident Record Code.
    """
    rows = column(conn, _OF_CODE, {"of": code})
    return [msgspec.json.decode(row, type=Kept) for row in rows]


def with_a_limit(conn: sa.Connection, today: str) -> list[Kept]:
    """
    Cards in use of which some limit lies before the day, the earliest limit first.
    """
    rows = column(conn, _WITH_A_LIMIT, {"until": today})
    return [msgspec.json.decode(row, type=Kept) for row in rows]


def _due_on(card: Kept) -> str | None:
    """
    The earliest day on which the clock may have to do something with the card.
    """
    if not card.in_use:
        return None
    limits = [card.present_by, card.expires_on, card.no_moving_in_from]
    if not card.overdue_told:
        limits.append(card.update_by)
    return min((limit for limit in limits if limit is not None), default=None)


def row(card: Kept) -> dict[str, object]:
    """
    The card as a row of its table.
    """
    return {
        "card_id": card.card_id,
        "resident_record_code": card.resident_record_code,
        "due_on": _due_on(card),
        "body": msgspec.json.encode(card).decode(),
    }


def save(conn: sa.Connection, card: Kept) -> None:
    """
    Keep the card, new or changed.
    """
    kept = row(card)
    if conn.execute(_CHANGE, {**kept, "of": card.card_id}).rowcount == 0:
        conn.execute(_ADD, kept)
