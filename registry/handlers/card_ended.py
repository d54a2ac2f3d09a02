"""
Loss and finding, return, return order, replacement and destruction of a card (番号法17条9項〜11項, 番号令14条〜17条).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from registry import audit, card_events, cards
from registry.desk import Desk
from registry.handlers import card_holding, entry, forms
from registry.refusal import Refusal
from registry.residents import Record
from registry.wire.control import (
    Accepted,
    DestroyCard,
    Document,
    OrderCardReturn,
    ReportCardFound,
    ReportCardLoss,
    RequestCardReplacement,
    ReturnCard,
)

CAUSES = {
    "voluntary": "returned",
    "number-changed": "number-changed",
    "lapsed": "returned",
    "ordered": "return-ordered",
    "death": "death",
}
"""Why a card that was in use ends when it comes back; one that had ended before is only returned."""


def handle_loss(desk: Desk, command: ReportCardLoss) -> Accepted:
    """
    Suspend a card that is lost, and tell the organisation at once (番号法17条9項).
    """
    forms.past(desk, command.lost_on, "lost_on")
    desk.book.rules.check_identity(command.identity)
    record, card = card_holding.in_use(desk, command.resident, command.card_id)
    if card.state == "suspended":
        raise Refusal("already-done", "card_id")
    card_events.change_state(desk, card, "suspended", "loss")
    return card_holding.accepted(record)


def handle_found(desk: Desk, command: ReportCardFound) -> Accepted:
    """
    Lift the suspension for the holder and for nobody else (番号カード省令30条).
    """
    forms.past(desk, command.found_on, "found_on")
    desk.book.rules.check_holder(command.identity)
    record, card = card_holding.in_use(desk, command.resident, command.card_id)
    if card.state != "suspended":
        raise Refusal("already-done", "card_id")
    card_events.change_state(desk, card, "active", "found")
    return card_holding.accepted(record)


def handle_return(desk: Desk, command: ReturnCard) -> Accepted:
    """
    Take a card back; one that was in use ends with that (番号令14条6号・13号, 15条).
    """
    returned_on = forms.past(desk, command.returned_on, "returned_on")
    record, card = card_holding.held(desk, command.resident, command.card_id)
    if card.state == "returned":
        raise Refusal("already-done", "card_id")
    if card.state not in (*cards.IN_USE, "lapsed", "expired", "in-stock"):
        raise Refusal("card-not-usable", "card_id")
    cause = CAUSES[command.cause] if card.in_use else "returned"
    returned = card_events.change_state(desk, card, "returned", cause, returned_on)
    cards.save(desk.conn, msgspec.structs.replace(returned, returned_on=command.returned_on))
    return card_holding.accepted(record)


def _order(desk: Desk, command: OrderCardReturn, record: Record) -> Document:
    kind: Literal["notice-to-person", "public-notice"] = (
        "notice-to-person" if command.served == "letter" else "public-notice"
    )
    number = entry.issue_number(desk, "RO")
    document = Document(
        kind=kind,
        issue_number=number,
        addressed_to=record.name if kind == "notice-to-person" else None,
        items=[],
        text=f"個人番号カード返納命令\n{number}\n{record.name} 様\nカードを返納してください。",
    )
    desk.print_for(record.resident, document)
    return document


def handle_order(desk: Desk, command: OrderCardReturn) -> Accepted:
    """
    Order a return; the card ends when the order is notified or posted, not when it comes back (番号令14条14号).
    """
    ordered_on = forms.past(desk, command.ordered_on, "ordered_on")
    record, card = card_holding.held(desk, command.resident, command.card_id)
    if card.state in ("returned", "destroyed"):
        raise Refusal("already-done", "card_id")
    if card.state not in (*cards.IN_USE, "lapsed", "expired"):
        raise Refusal("card-not-usable", "card_id")
    document = _order(desk, command, record)
    if desk.book.rules.order_ends_card:
        card_events.lapse(desk, card, "return-ordered", ordered_on)
    return card_holding.accepted(record, [document])


def handle_replacement(desk: Desk, command: RequestCardReplacement) -> Accepted:
    """
    A replacement was applied for: the old card ends that moment (番号カード省令28条4項).
    """
    requested_on = forms.past(desk, command.requested_on, "requested_on")
    desk.book.rules.check_identity(command.identity)
    desk.resident(command.resident, "resident")
    record, card = card_holding.in_use(desk, command.resident, command.card_id)
    if desk.book.rules.replacement_ends_card:
        card_events.lapse(desk, card, "replacement", requested_on)
    return card_holding.accepted(record)


def handle_destruction(desk: Desk, command: DestroyCard) -> Accepted:
    """
    Destroy a card that came back, and keep by whom and when (番号令17条).
    """
    destroyed_on = forms.past(desk, command.destroyed_on, "destroyed_on")
    card = card_holding.known(desk, command.card_id)
    card_holding.touch_holder(desk, card)
    if card.state == "destroyed":
        raise Refusal("already-done", "card_id")
    if card.state != "returned":
        raise Refusal("not-permitted", "card_id", "only a returned card is destroyed")
    if card.returned_on is not None and command.destroyed_on < card.returned_on:
        raise Refusal("invalid-date", "destroyed_on", "before the card came back")
    destroyed = card_events.change_state(desk, card, "destroyed", "destroyed", destroyed_on)
    cards.save(desk.conn, msgspec.structs.replace(destroyed, destroyed_on=command.destroyed_on))
    desk.log_line(
        audit.Line(
            operator=desk.actor.operator,
            terminal=desk.actor.terminal,
            function="DestroyCard",
            kind="event",
            result="destroyed",
            text=f"card {card.card_id}, on {command.destroyed_on}",
        )
    )
    return card_holding.accepted(None)
