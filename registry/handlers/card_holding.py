"""
Whose card it is: what every act about a card looks at first.
"""

from __future__ import annotations

from registry import cards, residents
from registry.cards import Kept
from registry.desk import Desk
from registry.handlers import forms
from registry.handlers.moving_in import new_change_id
from registry.refusal import Refusal
from registry.residents import Record
from registry.wire.control import Accepted, Document, Entered


def holder(desk: Desk, resident: str) -> Record:
    """
    The holder's record, in whatever state: a card outlives the record.
    """
    record = residents.find(desk.conn, resident)
    if record is None:
        raise Refusal("unknown-resident", "resident")
    desk.touch(resident)
    return record


def known(desk: Desk, card_id: str) -> Kept:
    """
    A card that the registry knows.
    """
    forms.check_trace(card_id, "card_id")
    card = cards.find(desk.conn, card_id)
    if card is None:
        raise Refusal("unknown-card", "card_id")
    return card


def touch_holder(desk: Desk, card: Kept) -> None:
    """
    Note whose card was looked at, where the order names the card alone.
    """
    record = residents.with_code(desk.conn, card.resident_record_code)
    if record is not None:
        desk.touch(record.resident)


def held(desk: Desk, resident: str, card_id: str) -> tuple[Record, Kept]:
    """
    The holder and the card, which must be theirs.
    """
    card = known(desk, card_id)
    record = holder(desk, resident)
    if card.resident_record_code != record.resident_record_code:
        raise Refusal("data-mismatch", "card_id", "the card is somebody else's")
    return record, card


def in_use(desk: Desk, resident: str, card_id: str) -> tuple[Record, Kept]:
    """
    The holder and the card, which must not have ended.
    """
    record, card = held(desk, resident, card_id)
    if not card.in_use:
        raise Refusal("card-not-usable", "card_id")
    return record, card


def accepted(record: Record | None, documents: list[Document] | None = None) -> Accepted:
    """
    The answer to an act about one person's card.
    """
    people = (
        []
        if record is None
        else [Entered(ref=record.resident, resident=record.resident, household=record.household)]
    )
    return Accepted(
        outcome="accepted", change_id=new_change_id(), residents=people, documents=documents or []
    )
