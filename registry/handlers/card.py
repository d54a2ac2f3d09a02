"""
Handing a card over at the counter (番号法17条1項, 番号令13条の2).
"""

from __future__ import annotations

import msgspec

from registry import cards
from registry.desk import Desk
from registry.handlers import forms
from registry.handlers.moving_in import new_change_id
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.letters import same_name
from registry.wire.card_management import HandOver
from registry.wire.control import Accepted, Card, Entered, HandOverCard


def _check_data(desk: Desk, command: HandOverCard, record: Record, card: Card) -> None:
    forms.check_number(desk, command.shown_individual_number, "shown_individual_number")
    checks = (
        ("card_id", card.resident_record_code == record.resident_record_code),
        ("shown_name", same_name(command.shown_name, record.name)),
        ("shown_born_on", command.shown_born_on == record.born_on),
        ("shown_individual_number", command.shown_individual_number == record.individual_number),
    )
    for field, same in checks:
        if not desk.book.rules.card_data_match(same):
            raise Refusal("data-mismatch", field)


def handle(desk: Desk, command: HandOverCard) -> Accepted:
    """
    Hand over after both statutory checks, with a PIN of four digits or the express wish for none; keep no PIN.

    A proxy needs papers (番号令13条6項ただし書, 7項) that this interface cannot show, so a proxy is refused.
    """
    forms.check_trace(command.card_id, "card_id")
    card = cards.find(desk.conn, command.card_id)
    if card is None:
        raise Refusal("unknown-card", "card_id")
    if card.state != "in-stock":
        raise Refusal("card-not-in-stock", "card_id")
    record = desk.resident(command.resident, "resident")
    if command.collector == "proxy":
        raise Refusal("authority-missing", "collector")
    if command.document is None:
        raise Refusal("document-missing", "document")
    desk.numbers_seen = True
    _check_data(desk, command, record, card)
    desk.book.rules.check_pin(command.pin, command.no_pin_card)
    today = desk.today.isoformat()
    if card.expires_on is not None and card.expires_on < today:
        raise Refusal("card-not-usable", "card_id")
    cards.save(
        desk.conn,
        msgspec.structs.replace(
            card, state="active", municipality=desk.municipality, handed_over_on=today, present_by=None
        ),
    )
    body = HandOver(
        card_id=card.card_id,
        resident_record_code=record.resident_record_code,
        handed_over_on=today,
        kind="in-person",
        pin="no-pin-card" if command.no_pin_card else "set",
        expires_on=card.expires_on or today,
        operator=desk.actor.operator,
        terminal=desk.actor.terminal,
    )
    desk.send("card_management", "K04", body, record)
    entered = Entered(ref=record.resident, resident=record.resident, household=record.household)
    return Accepted(outcome="accepted", change_id=new_change_id(), residents=[entered])
