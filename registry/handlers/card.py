"""
Handing a card over at the counter (番号法17条1項, 番号令13条の2).
"""

from __future__ import annotations

import msgspec

from registry import card_events, cards, mailings
from registry.card_validity import is_last_months
from registry.cards import Kept
from registry.desk import Desk
from registry.handlers import card_holding, forms
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates
from registry.rules.letters import same_name
from registry.wire.card_management import HandOver
from registry.wire.control import Accepted, HandOverCard


def _check_data(desk: Desk, command: HandOverCard, record: Record, card: Kept) -> None:
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


def _take_back_older(desk: Desk, card: Kept) -> None:
    """
    A second card is handed over only as a renewal (省令24条, 29条1項), and the older one comes back.
    """
    for other in cards.of_code(desk.conn, card.resident_record_code):
        if other.card_id == card.card_id or not other.in_use:
            continue
        expires_on = dates.civil(other.expires_on or "")
        if expires_on is not None and not is_last_months(expires_on, desk.today):
            raise Refusal("not-permitted", "card_id", "another card is valid")
        card_events.change_state(desk, other, "returned", "returned")


def handle(desk: Desk, command: HandOverCard) -> Accepted:
    """
    Hand over after both statutory checks, with a PIN of four digits or the express wish for none; keep no PIN.

    A proxy needs papers (番号令13条6項ただし書, 7項) that this interface cannot show, so a proxy is refused.
    """
    card = card_holding.known(desk, command.card_id)
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
    _take_back_older(desk, card)
    handed = msgspec.structs.replace(
        card,
        state="active",
        municipality=desk.municipality,
        handed_over_on=today,
        present_by=None,
        surface=desk.book.rules.card_surface(record, desk.today),
    )
    cards.save(desk.conn, handed)
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
    desk.send(card_events.CARD_MANAGEMENT, "K04", body, record)
    mailings.card_handed_over(desk, record)
    return card_holding.accepted(record)
