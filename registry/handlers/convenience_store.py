"""
A copy claimed at a terminal in a convenience store with the card (C02, a layout of our own).
"""

from __future__ import annotations

import msgspec

from registry import card_events, cards, measures, residents
from registry.desk import Desk, Inquiry
from registry.handlers import copies_and_extracts, forms
from registry.handlers.moving_in import new_change_id
from registry.refusal import Refusal
from registry.wire.card_management import CardAnswer, CardInquiry
from registry.wire.control import Accepted, ClaimAtConvenienceStore, Entered

HIDDEN = frozenset({"resident-record-code"})
"""What the terminal does not print."""


def _check_form(command: ClaimAtConvenienceStore) -> None:
    forms.check_trace(command.card_id, "card_id")
    if command.pin_check != "passed":
        raise Refusal("pin-check-failed", "pin_check")
    if command.options:
        forms.check_distinct(command.options, "options")
    for index, option in enumerate(command.options):
        if option in HIDDEN:
            raise Refusal("not-permitted", f"options[{index}]", "the terminal does not print this")


def inquiries(_desk: Desk, command: ClaimAtConvenienceStore) -> list[Inquiry]:
    """
    K08: a suspension by telephone reaches the organisation and not this registry.
    """
    _check_form(command)
    body = CardInquiry(card_id=command.card_id, pin_check=command.pin_check, purpose="convenience-store")
    return [
        Inquiry(
            key=f"k08-{command.card_id}",
            neighbour=card_events.CARD_MANAGEMENT,
            message_type="K08",
            body=body,
        )
    ]


def handle(desk: Desk, command: ClaimAtConvenienceStore) -> Accepted:
    """
    Print the holder's own copy from the decided state of the record, or refuse.
    """
    _check_form(command)
    card = cards.find(desk.conn, command.card_id)
    if card is None:
        raise Refusal("unknown-card", "card_id")
    raw = desk.answers.get(f"k08-{command.card_id}")
    answer = None if raw is None else msgspec.json.decode(raw, type=CardAnswer)
    if not desk.book.rules.card_serves_at_store(card, answer, desk.today):
        raise Refusal("card-not-usable", "card_id")
    record = residents.with_code(desk.conn, card.resident_record_code)
    if record is not None:
        desk.touch(record.resident)
    if record is None or not record.living:
        raise Refusal("not-resident", "card_id")
    if measures.is_protected(desk.conn, record.resident):
        raise Refusal("not-permitted", "card_id", "a support measure holds this")
    desk.numbers_seen = "individual-number" in command.options
    document = copies_and_extracts.copy_of(desk, command.options, record.name, [record])
    desk.print_for(record.resident, document, printer="convenience-store")
    entered = Entered(ref=record.resident, resident=record.resident, household=record.household)
    return Accepted(outcome="accepted", change_id=new_change_id(), residents=[entered], documents=[document])
