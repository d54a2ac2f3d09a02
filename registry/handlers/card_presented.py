"""
A card laid before the clerk: after a moving in without it (番号法17条6項), after a change of its items (17条8項), or
for a longer validity (番号カード省令27条2項).
"""

from __future__ import annotations

from datetime import date

import msgspec

from registry import audit, card_events, cards
from registry.card_validity import TABLE, end_of_stay, expiry
from registry.cards import Kept
from registry.desk import Desk, Inquiry
from registry.handlers import card_holding, forms
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates
from registry.wire.card_management import CardAnswer, CardInquiry
from registry.wire.control import Accepted, ExtendCardValidity, PresentCard


def inquiries(desk: Desk, command: PresentCard) -> list[Inquiry]:
    """
    K08 before continued use: whether the card is still good at the organisation. Of a card that is refused anyway
    nothing is asked, and the refusal is the handler's, whose line names the holder.
    """
    forms.check_trace(command.card_id, "card_id")
    if command.purpose != "continued-use":
        return []
    try:
        _check_known(command, cards.find(desk.conn, command.card_id))
    except Refusal:
        return []
    body = CardInquiry(card_id=command.card_id, pin_check=command.pin_check, purpose="continued-use")
    return [
        Inquiry(
            key=f"k08-{command.card_id}",
            neighbour=card_events.CARD_MANAGEMENT,
            message_type="K08",
            body=body,
        )
    ]


def _check_known(command: PresentCard, card: Kept | None) -> None:
    if command.pin_check == "failed":
        raise Refusal("pin-check-failed", "pin_check")
    if card is None:
        return
    if not card.in_use or card.state == "suspended":
        raise Refusal("card-not-usable", "card_id")
    if not card.waiting:
        raise Refusal("not-permitted", "purpose", "this card does not wait to be presented")


def handle(desk: Desk, command: PresentCard) -> Accepted:
    """
    Take the card on (K06) or bring its items up to date (K07), and give it back.
    """
    presented_on = forms.past(desk, command.presented_on, "presented_on")
    forms.check_trace(command.card_id, "card_id")
    record = desk.resident(command.resident, "resident")
    if command.purpose == "continued-use":
        return _continued(desk, command, record, presented_on)
    return _updated(desk, command, record)


def _answer(desk: Desk, card_id: str) -> CardAnswer | None:
    raw = desk.answers.get(f"k08-{card_id}")
    return None if raw is None else msgspec.json.decode(raw, type=CardAnswer)


def _last_day(desk: Desk, record: Record, card: Kept | None) -> date:
    """
    The last day to present the card, known here or from its holder's notification.

    Raises `Refusal` where the holder did not move in, or so late that the card had lapsed (番号令14条2号).
    """
    if card is not None and card.present_by is not None:
        return date.fromisoformat(card.present_by)
    notified_on = dates.civil(record.notified_on or "")
    moved_in_on = dates.civil(record.became_resident_on)
    if record.previous_municipality is None or notified_on is None or moved_in_on is None:
        raise Refusal("not-permitted", "purpose", "the holder did not move in from another municipality")
    rules = desk.book.rules
    if notified_on > rules.last_day_without_moving_in(moved_in_on, moved_in_on, desk.settings):
        raise Refusal("card-not-usable", "card_id", "lapsed before the moving in was notified")
    return rules.last_day_to_present_card(notified_on, desk.settings)


def _continued(desk: Desk, command: PresentCard, record: Record, presented_on: date) -> Accepted:
    card = cards.find(desk.conn, command.card_id)
    _check_known(command, card)
    if card is not None and card.resident_record_code != record.resident_record_code:
        raise Refusal("data-mismatch", "card_id", "the card is somebody else's")
    last = _last_day(desk, record, card)
    if presented_on > last or desk.today > last:
        raise Refusal("card-not-usable", "card_id", "lapsed, for it was not presented in time")
    if record.notified_on is not None and command.presented_on < record.notified_on:
        raise Refusal("invalid-date", "presented_on", "before the moving in was notified")
    answer = _answer(desk, command.card_id)
    if answer is None or not answer.found:
        raise Refusal("unknown-card" if answer is not None else "card-not-usable", "card_id")
    if answer.resident_record_code != record.resident_record_code:
        raise Refusal("data-mismatch", "card_id", "the card is somebody else's")
    over = answer.expires_on is not None and answer.expires_on < desk.today.isoformat()
    if answer.state != "active" or over:
        raise Refusal("card-not-usable", "card_id")
    if answer.municipality == desk.municipality:
        raise Refusal("not-permitted", "purpose", "the card is in use here already")
    taken_on(desk, record, command.card_id, answer)
    return card_holding.accepted(record)


def taken_on(desk: Desk, record: Record, card_id: str, answer: CardAnswer | None) -> None:
    """
    Go on using a card here: K06, and the card shows the new address. Its validity stays (番号法17条6項・7項).
    """
    today = desk.today.isoformat()
    told = desk.told(record, Event(reason="11", kind="1", changed_on=today, notified_on=None))
    desk.send(card_events.CARD_MANAGEMENT, "K06", desk.book.builders.k06(card_id, told), record)
    before = cards.find(desk.conn, card_id)
    taken = Kept(
        card_id=card_id,
        resident_record_code=record.resident_record_code,
        state="active",
        municipality=desk.municipality,
        handed_over_on=before.handed_over_on if before else None,
        expires_on=answer.expires_on if answer else (before.expires_on if before else None),
        present_by=None,
        issued_on=answer.issued_on if answer else (before.issued_on if before else None),
        surface=desk.book.rules.card_surface(record, desk.today),
    )
    cards.save(desk.conn, taken)


def _updated(desk: Desk, command: PresentCard, record: Record) -> Accepted:
    card = card_holding.known(desk, command.card_id)
    if card.resident_record_code != record.resident_record_code:
        raise Refusal("data-mismatch", "card_id", "the card is somebody else's")
    if card.state != "active":
        raise Refusal("card-not-usable", "card_id")
    if command.pin_check == "failed":
        raise Refusal("pin-check-failed", "pin_check")
    if card.waiting:
        raise Refusal("not-permitted", "purpose", "this card waits for continued use")
    now_shown = desk.book.rules.card_surface(record, desk.today)
    changes = card_events.differences(card, now_shown)
    if not changes:
        raise Refusal("already-done", "card_id", "the card shows what the record shows")
    body = desk.book.builders.k07(card, changes, card_events.order_of(desk))
    card_events.post(desk, card, "K07", body)
    updated = msgspec.structs.replace(
        card, surface=now_shown, update_by=None, changed_since={}, overdue_told=False
    )
    cards.save(desk.conn, updated)
    audit.settle_tasks(desk.conn, card_events.OVERDUE, record.resident)
    return card_holding.accepted(record)


def handle_extension(desk: Desk, command: ExtendCardValidity) -> Accepted:
    """
    A longer validity for a foreign resident whose stay was extended: to its end, never beyond the birthday.
    """
    forms.past(desk, command.requested_on, "requested_on")
    desk.book.rules.check_identity(command.identity)
    desk.resident(command.resident, "resident")
    record, card = card_holding.in_use(desk, command.resident, command.card_id)
    if card.state != "active":
        raise Refusal("card-not-usable", "card_id")
    end = end_of_stay(record)
    made_on = dates.civil(card.issued_on or card.handed_over_on or "")
    if record.foreign is None or end is None or record.foreign.resident_class in TABLE.classes.transitional:
        raise Refusal("not-permitted", "resident", "no period of stay limits this card")
    as_national = msgspec.structs.replace(record, foreign=None)
    limit = None if made_on is None else expiry(as_national, made_on, renewed=False, transitional_from=None)
    if limit is None:
        raise Refusal("data-mismatch", "card_id", "it is not known when the card was made")
    until = desk.book.rules.extended_to(end, limit).isoformat()
    if card.expires_on is not None and until <= card.expires_on:
        raise Refusal("not-permitted", "card_id", "the stay does not last longer than the card")
    changes: card_events.Changes = {"expires_on": (card.expires_on, until)}
    body = desk.book.builders.k07(card, changes, card_events.order_of(desk))
    card_events.post(desk, card, "K07", body)
    cards.save(desk.conn, msgspec.structs.replace(card, expires_on=until))
    return card_holding.accepted(record)
