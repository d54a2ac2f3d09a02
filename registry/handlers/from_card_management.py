"""
What the organisation tells of cards and of mail: K02, K03, K05.
"""

from __future__ import annotations

from datetime import date

import msgspec

from registry import audit, card_events, cards, changes, dispatches, mailings, residents
from registry.card_validity import is_last_months
from registry.cards import Kept
from registry.desk import Desk
from registry.handlers import forms
from registry.residents import Record
from registry.rules import dates
from registry.wire.town import CardIssued, DispatchStatus, StateChange

MAIL_RETURNED, MISMATCH = "mail-returned", "validity-mismatch"
LOSS_OF_NATIONALITY = "15"


def mailing_status(desk: Desk, body: DispatchStatus) -> None:
    """
    K02: the state of a mailing. One that came back is a clerk's task, and the organisation is told (省令36条2項3号).
    """
    forms.civil(body.on, "body.on")
    mailing = dispatches.find(desk.conn, body.dispatch_id)
    if mailing is None:
        desk.task("unknown-dispatch", ["dispatch_id"], message_type="K02")
        return
    desk.touch(mailing.resident)
    if body.state != "returned":
        on = mailing.dispatched_on if body.state == "delivered" else body.on
        changed = msgspec.structs.replace(mailing, state=body.state, dispatched_on=on)
        dispatches.save(desk.conn, changed)
        return
    if mailing.state == "returned":
        return
    returned = msgspec.structs.replace(
        mailing, state="returned", returned_on=body.on, returned_because=body.reason
    )
    dispatches.save(desk.conn, returned)
    desk.task(MAIL_RETURNED, ["dispatch_id"], mailing.resident, "K02")
    record = residents.find(desk.conn, mailing.resident)
    if record is not None:
        told = desk.book.builders.k02(mailing.dispatch_id, body.on, body.reason)
        desk.send(card_events.CARD_MANAGEMENT, "K02", told, record)


def _transitional_from(desk: Desk, record: Record) -> str | None:
    """
    The day of loss of nationality, where the record shows one; else birth counts.
    """
    lost = [row for row in changes.history(desk.conn, record.resident) if row.reason == LOSS_OF_NATIONALITY]
    return lost[-1].changed_on if lost else None


def expected_expiry(desk: Desk, record: Record, card_id: str, applied_on: date, made_on: date) -> date | None:
    """
    The last day that the order gives a card, reckoned here.
    """
    others = [
        dates.civil(card.expires_on or "")
        for card in cards.of_code(desk.conn, record.resident_record_code)
        if card.card_id != card_id and card.in_use
    ]
    renewed = any(end is not None and is_last_months(end, applied_on) for end in others)
    since = _transitional_from(desk, record)
    return desk.book.rules.card_expiry(record, made_on, renewed=renewed, transitional_from=since)


def card_issued(desk: Desk, body: CardIssued) -> None:
    """
    K03: an application, or a card that is in stock for hand-over. Another expiry than the order's is a clerk's task.
    """
    forms.check_code(desk, body.resident_record_code, "body.resident_record_code")
    applied_on = forms.civil(body.applied_on, "body.applied_on")
    issued_on = forms.civil(body.issued_on, "body.issued_on")
    expires_on = forms.civil(body.expires_on, "body.expires_on")
    record = residents.with_code(desk.conn, body.resident_record_code)
    before = cards.find(desk.conn, body.card_id)
    if before is not None and before.state not in ("applied", "in-stock"):
        desk.task("card-already-handed-over", ["state"], record.resident if record else None, "K03")
        return
    card = Kept(
        card_id=body.card_id,
        resident_record_code=body.resident_record_code,
        state=body.state,
        municipality=desk.municipality,
        handed_over_on=None,
        expires_on=body.expires_on,
        present_by=None,
        issued_on=body.issued_on,
    )
    cards.save(desk.conn, card)
    if record is None or not record.living:
        desk.task("unknown-person", ["resident_record_code"], message_type="K03")
        return
    desk.touch(record.resident)
    expected = expected_expiry(desk, record, body.card_id, applied_on, issued_on)
    if (
        expected is not None
        and expected != expires_on
        and (before is None or before.expires_on != body.expires_on)
    ):
        desk.task(MISMATCH, ["expires_on"], record.resident, "K03")
    mailings.card_applied_for(desk, record)


def card_state(desk: Desk, body: StateChange) -> None:
    """
    K05: the state of a card changed there. A card that has ended here is not brought back by it.
    """
    forms.civil(body.changed_on, "body.changed_on")
    card = cards.find(desk.conn, body.card_id)
    if card is None:
        desk.task("unknown-card", ["card_id"], message_type="K05")
        return
    record = residents.with_code(desk.conn, card.resident_record_code)
    if record is not None:
        desk.touch(record.resident)
    if not card.in_use and body.state in cards.IN_USE:
        desk.task("card-has-ended", ["state"], record.resident if record else None, "K05")
        return
    changed = msgspec.structs.replace(card, state=body.state)
    if card.in_use and not changed.in_use:
        changed = msgspec.structs.replace(
            changed, lapse_cause=body.cause, lapsed_on=body.changed_on, present_by=None
        )
        if record is not None:
            audit.settle_tasks(desk.conn, card_events.OVERDUE, record.resident)
    cards.save(desk.conn, changed)
