"""
What makes a mailing about a number or a card go out (番号法7条1項, 17条, 番号カード省令35条, 36条).
"""

from __future__ import annotations

import msgspec

from registry import dispatches
from registry.card_events import CARD_MANAGEMENT
from registry.desk import Desk
from registry.dispatches import Mailing
from registry.messages.card import Dispatching, NoticeKind
from registry.messages.told import Event
from registry.opaque import opaque
from registry.residents import Record


def _tell(desk: Desk, record: Record, mailing: Mailing) -> None:
    today = desk.today.isoformat()
    told = desk.told(record, Event(reason="36", kind="2", changed_on=today, notified_on=None))
    place = desk.book.rules.dispatch_place(dispatches.place_of(desk.conn, record.resident))
    body = desk.book.builders.k01(told, Dispatching(mailing.dispatch_id, mailing.kind, place))
    desk.send(CARD_MANAGEMENT, "K01", body, record)


def _begin(desk: Desk, record: Record, kind: NoticeKind) -> Mailing | None:
    if not desk.book.rules.may_be_mailed(record.individual_number):
        return None
    number = record.individual_number if kind == "number-notice" else None
    mailing = Mailing(dispatch_id=f"d-{opaque()}", kind=kind, resident=record.resident, number=number)
    dispatches.save(desk.conn, mailing)
    _tell(desk, record, mailing)
    return mailing


def number_recorded(desk: Desk, record: Record) -> None:
    """
    An Individual Number now stands on the record: one notice sheet for it, and never a second one.
    """
    if any(
        mailing.kind == "number-notice" and mailing.number == record.individual_number
        for mailing in dispatches.of(desk.conn, record.resident)
    ):
        return
    _begin(desk, record, "number-notice")


def _open(desk: Desk, record: Record, kind: NoticeKind) -> list[Mailing]:
    return [
        mailing
        for mailing in dispatches.of(desk.conn, record.resident)
        if mailing.kind == kind and mailing.state == "requested" and not mailing.closed
    ]


def card_applied_for(desk: Desk, record: Record) -> None:
    """
    A card was applied for: one delivery notice until it is handed over.
    """
    if not any(
        mailing.kind == "delivery-notice" and not mailing.closed
        for mailing in dispatches.of(desk.conn, record.resident)
    ):
        _begin(desk, record, "delivery-notice")


def card_handed_over(desk: Desk, record: Record) -> None:
    """
    The card is in its holder's hands: the next application has a notice of its own.
    """
    for mailing in dispatches.of(desk.conn, record.resident):
        if mailing.kind == "delivery-notice" and not mailing.closed:
            dispatches.save(desk.conn, msgspec.structs.replace(mailing, closed=True))


def place_registered(desk: Desk, record: Record) -> None:
    """
    Mail is to go elsewhere: what is not sent yet is redirected, under its own number; else the place alone is told.
    """
    waiting = [*_open(desk, record, "number-notice"), *_open(desk, record, "delivery-notice")]
    for mailing in waiting:
        _tell(desk, record, mailing)
    if not waiting:
        _begin(desk, record, "delivery-notice")


def sent_again(desk: Desk, record: Record, mailing: Mailing, reason: str) -> None:
    """
    The municipality sends a returned notice again, under the same number (番号カード省令23条の2第1号).
    """
    again = msgspec.structs.replace(
        mailing,
        state="sent",
        dispatched_on=desk.today.isoformat(),
        returned_on=None,
        returned_because=None,
        reasons=[*mailing.reasons, reason],
    )
    dispatches.save(desk.conn, again)
    _tell(desk, record, again)
