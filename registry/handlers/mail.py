"""
Mail about numbers and cards: an application for a card, another place to send to, a returned notice sent again.
"""

from __future__ import annotations

from registry import cards, dispatches, mailings
from registry.card_validity import is_last_months
from registry.desk import Desk
from registry.handlers import card_holding, forms
from registry.refusal import Refusal
from registry.rules import dates
from registry.wire.control import Accepted, ApplyForCard, RegisterDispatchPlace, ResendNumberNotice


def handle_application(desk: Desk, command: ApplyForCard) -> Accepted:
    """
    Tell the organisation where the delivery notice goes (番号カード省令35条, 36条).

    While a card is valid a second one is applied for in its last months only (省令24条, 29条1項).
    """
    forms.past(desk, command.applied_on, "applied_on")
    desk.book.rules.check_identity(command.identity)
    record = desk.resident(command.resident, "resident")
    if not desk.book.rules.may_be_mailed(record.individual_number):
        raise Refusal("not-permitted", "resident", "no Individual Number stands on the record")
    for card in cards.of_code(desk.conn, record.resident_record_code):
        expires_on = dates.civil(card.expires_on or "")
        if card.in_use and expires_on is not None and not is_last_months(expires_on, desk.today):
            raise Refusal("not-permitted", "resident", "a card is valid")
    desk.numbers_seen = True
    mailings.card_applied_for(desk, record)
    return card_holding.accepted(record)


def handle_place(desk: Desk, command: RegisterDispatchPlace) -> Accepted:
    """
    Register a place of stay; from now on mail goes there and not to the address.
    """
    forms.past(desk, command.requested_on, "requested_on")
    forms.check_address(command.place, "place")
    desk.book.rules.check_identity(command.identity)
    record = desk.resident(command.resident, "resident")
    dispatches.set_place(desk.conn, record.resident, command.place)
    desk.numbers_seen = record.individual_number is not None
    mailings.place_registered(desk, record)
    return card_holding.accepted(record)


def handle_again(desk: Desk, command: ResendNumberNotice) -> Accepted:
    """
    Send a returned notice again, for a reason that was not given before.
    """
    record = desk.resident(command.resident, "resident")
    forms.check_trace(command.dispatch_id, "dispatch_id")
    mailing = dispatches.find(desk.conn, command.dispatch_id)
    if mailing is None or mailing.resident != record.resident:
        raise Refusal("unknown-document", "dispatch_id")
    if mailing.state != "returned":
        raise Refusal("already-done", "dispatch_id", "the notice did not come back")
    reason = command.reason or ""
    if not desk.book.rules.reason_is_new(reason, mailing.reasons):
        raise Refusal("new-reason-missing", "reason")
    desk.numbers_seen = True
    mailings.sent_again(desk, record, mailing, reason)
    return card_holding.accepted(record)
