"""
Individual Number Cards as the registry knows them. A PIN has no place here.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from registry.store import CARDS
from registry.wire.control import Card


def find(conn: sa.Connection, card_id: str) -> Card | None:
    """
    The card, or None where the registry never heard of it.
    """
    body = conn.execute(sa.select(CARDS.c.body).where(CARDS.c.card_id == card_id)).scalar_one_or_none()
    return None if body is None else msgspec.json.decode(body, type=Card)


def of_code(conn: sa.Connection, code: str) -> list[Card]:
    """
    The cards of one person, by Resident Record Code.
    """
    rows = conn.execute(
        sa.select(CARDS.c.body).where(CARDS.c.resident_record_code == code).order_by(CARDS.c.card_id)
    ).scalars()
    return [msgspec.json.decode(row, type=Card) for row in rows]


def save(conn: sa.Connection, card: Card) -> None:
    """
    Keep the card, new or changed.
    """
    row = {
        "card_id": card.card_id,
        "resident_record_code": card.resident_record_code,
        "body": msgspec.json.encode(card).decode(),
    }
    if conn.execute(CARDS.update().where(CARDS.c.card_id == card.card_id).values(row)).rowcount == 0:
        conn.execute(CARDS.insert().values(row))
