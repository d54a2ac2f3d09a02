"""
What events of the register and of the calendar do to cards: one function for each, called where the event is recorded.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from registry import audit, cards, residents
from registry.cards import Kept
from registry.desk import Desk
from registry.messages.card import Order
from registry.messages.told import Event
from registry.moving_out_data import Held
from registry.residents import Record
from registry.rules import dates

CARD_MANAGEMENT = "card_management"
DOMESTIC = "21"
Changes = dict[str, tuple[str | None, str | None]]
DAY = timedelta(days=1)
OVERDUE = "card-update-overdue"


def order_of(desk: Desk, on: date | None = None) -> Order:
    """
    On whose order a message about a card goes. A day is never in the future.
    """
    day = min(on or desk.today, desk.today)
    return Order(desk.actor.operator, desk.actor.terminal, day.isoformat())


def post(desk: Desk, card: Kept, message_type: str, body: msgspec.Struct | None) -> None:
    """
    Leave a message about a card to be sent, in the order of its holder's messages.
    """
    if body is None:
        return
    record = residents.with_code(desk.conn, card.resident_record_code)
    if record is None:
        desk.drafts.append(desk.draft(CARD_MANAGEMENT, body, message_type, f"card-{card.card_id}"))
        return
    desk.touch(record.resident)
    desk.send(CARD_MANAGEMENT, message_type, body, record)


def change_state(desk: Desk, card: Kept, state: Any, cause: str, on: date | None = None) -> Kept:
    """
    Put a card into another state and tell the organisation (K05).
    """
    changed = msgspec.structs.replace(card, state=state)
    if state in ("lapsed", "returned"):
        day = min(on or desk.today, desk.today).isoformat()
        ended = cause if card.in_use else card.lapse_cause
        changed = msgspec.structs.replace(
            changed, lapse_cause=ended, lapsed_on=day if card.in_use else card.lapsed_on, present_by=None
        )
        _settle_overdue(desk, card)
    cards.save(desk.conn, changed)
    post(desk, changed, "K05", desk.book.builders.k05(changed, state, cause, order_of(desk, on)))
    return changed


def lapse(desk: Desk, card: Kept, cause: str, on: date) -> None:
    """
    End a card in use (番号法17条10項). One that has ended already is not ended again.
    """
    if card.in_use:
        change_state(desk, card, "lapsed", cause, on)


def _settle_overdue(desk: Desk, card: Kept) -> None:
    record = residents.with_code(desk.conn, card.resident_record_code)
    if record is not None:
        audit.settle_tasks(desk.conn, OVERDUE, record.resident)


def after_deletion(desk: Desk, record: Record, event: Event) -> None:
    """
    A record was deleted: end its card with the cause, or let other items of 番号令14条 govern it.
    """
    on = min(dates.civil(event.changed_on) or desk.today, desk.today)
    cause = desk.book.rules.cause_of_lapse(event.network_reason, event.ground, desk.today)
    for card in cards.of_code(desk.conn, record.resident_record_code):
        if not card.in_use:
            continue
        if cause == "moved-abroad" and card.kept_abroad:
            _kept_abroad(desk, record, card)
        elif cause is not None:
            lapse(desk, card, cause, on)
        elif event.reason == DOMESTIC:
            _moved_out(desk, record, card, on)


def presented_for_moving_abroad(desk: Desk, record: Record, presented: list[str]) -> None:
    """
    A moving out abroad was notified: the card that lay before the clerk is kept, if its holder is in a supplementary
    family-register record (番号法17条6項).
    """
    for card in cards.of_code(desk.conn, record.resident_record_code):
        kept = card.state == "active" and desk.book.rules.keeps_card_abroad(record, card.card_id in presented)
        cards.save(desk.conn, msgspec.structs.replace(card, kept_abroad=kept))


def moving_out_withdrawn(desk: Desk, record: Record) -> None:
    """
    A moving out was withdrawn before its date: nothing hangs over the card any more.
    """
    for card in cards.of_code(desk.conn, record.resident_record_code):
        cards.save(desk.conn, msgspec.structs.replace(card, kept_abroad=False, no_moving_in_from=None))


def _kept_abroad(desk: Desk, record: Record, card: Kept) -> None:
    """
    The card of somebody abroad stays valid, and now shows where they went (番号法17条6項・7項).
    """
    changes: Changes = {"address": (record.full_address, record.planned_destination)}
    post(desk, card, "K07", desk.book.builders.k07(card, changes, order_of(desk)))


def _moved_out(desk: Desk, record: Record, card: Kept, on: date) -> None:
    last = dates.civil(card.present_by or "")
    if last is not None:
        # What ended first has ended it: the ninety days, or this moving out before they were over.
        if on > last:
            lapse(desk, card, "ninety-days", last + DAY)
        elif desk.book.rules.waiting_card_ends_by_moving_out:
            lapse(desk, card, "moved-out-again", on)
        return
    planned = dates.civil(record.planned_out_on or "") or on
    last = desk.book.rules.last_day_without_moving_in(planned, None, desk.settings)
    cards.save(desk.conn, msgspec.structs.replace(card, no_moving_in_from=(last + DAY).isoformat()))


def moved_in_elsewhere(desk: Desk, record: Record, moved_in_on: date, notified_on: date) -> None:
    """
    Another municipality told of the moving in: in time, the card is its affair; late, it had lapsed (番号令14条2号).
    """
    planned = dates.civil(record.planned_out_on or "") or moved_in_on
    last = desk.book.rules.last_day_without_moving_in(planned, moved_in_on, desk.settings)
    for card in cards.of_code(desk.conn, record.resident_record_code):
        if not card.in_use or card.no_moving_in_from is None:
            continue
        if notified_on > last:
            lapse(desk, card, "no-moving-in", last + DAY)
        else:
            cards.save(desk.conn, msgspec.structs.replace(card, no_moving_in_from=None))


def after_correction(desk: Desk, record: Record, event: Event) -> None:
    """
    Items of a record changed: where they stand on a card, it is to be presented within its limit (番号法17条8項).

    Each change has its own days: a later one does not lengthen those of an earlier, and one that was undone has none.
    """
    on = dates.civil(event.changed_on) or desk.today
    now_shown = desk.book.rules.card_surface(record, desk.today)
    for card in cards.of_code(desk.conn, record.resident_record_code):
        if not card.in_use or card.surface is None:
            continue
        day = on.isoformat()
        since = {item: min(card.changed_since.get(item, day), day) for item in differences(card, now_shown)}
        first = dates.civil(min(since.values(), default=""))
        last = first and desk.book.rules.last_day_to_update_card(first, desk.settings).isoformat()
        changed = msgspec.structs.replace(card, update_by=last, changed_since=since)
        if last != card.update_by:
            changed = msgspec.structs.replace(changed, overdue_told=False)
            _settle_overdue(desk, card)
        cards.save(desk.conn, changed)
        _look_at(desk, changed)


def differences(card: Kept, now_shown: dict[str, str | None]) -> dict[str, tuple[str | None, str | None]]:
    """
    Items that stand otherwise on the record than on the card: before and after.
    """
    surface = card.surface or {}
    return {
        item: (surface[item], value)
        for item, value in now_shown.items()
        if item in surface and surface[item] != value
    }


def number_changed(desk: Desk, record: Record, on: date) -> None:
    """
    The Individual Number on the record was corrected: the card with the old one ends (番号令14条6号).
    """
    for card in cards.of_code(desk.conn, record.resident_record_code):
        lapse(desk, card, "number-changed", on)


def code_corrected(desk: Desk, former_code: str, record: Record, on: date) -> None:
    """
    The Resident Record Code was corrected, on claim or ex officio: the card ends (番号令14条5号).
    """
    for card in cards.of_code(desk.conn, former_code):
        moved = msgspec.structs.replace(card, resident_record_code=record.resident_record_code)
        cards.save(desk.conn, moved)
        lapse(desk, moved, "code-corrected", on)


def moved_in(desk: Desk, record: Record, held: Held | None) -> str | None:
    """
    A moving in was notified without the card: it waits to be presented (番号令14条3号).

    `held` are the moving-out data of the person, which name the card. Answers the last day to present it, or None where
    there is none, or where it has lapsed because the notification came too late (14条2号).
    """
    notified_on = dates.civil(record.notified_on or "") or desk.today
    moved_in_on = dates.civil(record.became_resident_on) or notified_on
    planned_on = moved_in_on if held is None else date.fromisoformat(held.planned_on)
    known = [card for card in cards.of_code(desk.conn, record.resident_record_code) if card.in_use]
    named = None if held is None else held_card(held)
    if named is not None and cards.find(desk.conn, named.card_id) is None:
        known.append(named)
    rules, answered = desk.book.rules, None
    for card in known:
        last_valid = rules.last_day_without_moving_in(planned_on, moved_in_on, desk.settings)
        first = min(last_valid + DAY, dates.civil(card.no_moving_in_from or "") or date.max)
        if notified_on >= first:
            lapse(desk, card, "no-moving-in", first)
            continue
        last = rules.last_day_to_present_card(notified_on, desk.settings).isoformat()
        waiting = msgspec.structs.replace(
            card, present_by=last, no_moving_in_from=None, update_by=None, changed_since={}
        )
        cards.save(desk.conn, waiting)
        _look_at(desk, waiting)
        answered = last
    return answered


def held_card(data: Held) -> Kept | None:
    """
    The card that moving-out data name, as it stands before anybody has seen it here.
    """
    person = data.person
    if person.card_id is None:
        return None
    return Kept(
        card_id=person.card_id,
        resident_record_code=person.resident_record_code,
        state="active",
        municipality=data.from_municipality,
        handed_over_on=None,
        expires_on=person.card_expires_on,
        present_by=None,
        issued_on=person.card_issued_on,
    )


def fall_due(desk: Desk) -> None:
    """
    The calendar went on: end what must be presented and was not, what nobody moved in with, what is over.
    """
    for card in cards.with_a_limit(desk.conn, desk.today.isoformat()):
        _look_at(desk, card)


def _look_at(desk: Desk, card: Kept) -> None:
    ends = []
    if (last := dates.civil(card.present_by or "")) is not None:
        ends.append((last + DAY, "ninety-days"))
    if (first := dates.civil(card.no_moving_in_from or "")) is not None:
        record = residents.with_code(desk.conn, card.resident_record_code)
        if record is not None and record.state == "moved-out":
            ends.append((first, "no-moving-in"))
    if (last := dates.civil(card.expires_on or "")) is not None:
        ends.append((last + DAY, "expired"))
    over = [end for end in ends if end[0] <= desk.today]
    if over:
        on, cause = min(over)
        if cause == "expired":
            _expire(desk, card, on)
        else:
            lapse(desk, card, cause, on)
        return
    last = dates.civil(card.update_by or "")
    if last is not None and last < desk.today and not card.overdue_told:
        record = residents.with_code(desk.conn, card.resident_record_code)
        desk.task(OVERDUE, ["card_id"], record.resident if record else None)
        cards.save(desk.conn, msgspec.structs.replace(card, overdue_told=True))


def _expire(desk: Desk, card: Kept, on: date) -> None:
    """
    The period of validity is over. The organisation made the card and knows it as well: nothing is told.
    """
    ended = msgspec.structs.replace(
        card, state="expired", lapse_cause="expired", lapsed_on=on.isoformat(), present_by=None
    )
    cards.save(desk.conn, ended)
    _settle_overdue(desk, card)
