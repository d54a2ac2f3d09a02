"""
Notification of moving out (住基法24条), and the deletion when its planned date comes (住基令8条, 13条1項).
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from registry import audit, card_events, cards, changes, protection, residents
from registry.changes import JUKI_NET
from registry.desk import Desk
from registry.handlers import certificates, forms, succession
from registry.handlers.moving_in import acceptance_notice, filed_by, new_change_id
from registry.messages.moving_out import UsableCard
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.dates import civil
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import Accepted, Entered, MovingOut

NOTIFIED, EX_OFFICIO = "1", "2"
INSIDE_JAPAN, ABROAD = "21", "22"
MISSING = "moving-in-notice-missing"
FAR_AHEAD = timedelta(days=365)
"""Our own: a planned date further ahead is recorded with an alert, and nobody is told before it was looked at."""


def usable_cards(desk: Desk, movers: list[Record]) -> dict[str, UsableCard]:
    """
    Per local addressee number, a card that may be used.
    """
    return {
        mover.resident: UsableCard(card.card_id, card.issued_on, card.expires_on)
        for mover in movers
        for card in cards.of_code(desk.conn, mover.resident_record_code)
        if desk.book.rules.card_is_usable(card, desk.today, desk.settings)
    }


def _check_special(desk: Desk, command: MovingOut, movers: list[Record], late: bool) -> None:
    if late:
        raise Refusal("window-passed", "planned_on")
    if command.destination_municipality is None:
        raise Refusal("not-permitted", "route", "no special moving out abroad")
    usable = usable_cards(desk, movers)
    if all(mover.resident in usable for mover in movers):
        return
    if any(mover.resident in usable and mover.relationship == HOUSEHOLDER for mover in movers):
        # The householder's card stands for the members who leave along (住基法24条の2第2項).
        return
    lacking = [mover for mover in movers if mover.resident not in usable]
    known = any(cards.of_code(desk.conn, mover.resident_record_code) for mover in lacking)
    raise Refusal("card-not-usable" if known else "card-not-presented", "residents")


def _planned(desk: Desk, command: MovingOut, mover: Record, kind: str) -> Record:
    record = msgspec.structs.replace(
        mover,
        state="planned-out",
        planned_out_on=command.planned_on,
        planned_destination=command.destination,
        destination_municipality=command.destination_municipality,
        out_notified_on=command.notified_on,
        out_kind=kind,
        out_route=command.route,
        confirmed_out_on=None,
        confirmation_notified_on=None,
        confirmed_destination=None,
        filed_by=filed_by(command.identity),
    )
    residents.save(desk.conn, record)
    changes.add_history(desk, record, event_of(desk, record, planned=True))
    if record.destination_municipality is None:
        card_events.presented_for_moving_abroad(desk, record, command.presented)
    return record


def event_of(desk: Desk, record: Record, *, planned: bool) -> Event:
    """
    The event of a moving out, as planned or as it falls due; its date is the planned date either way.

    Ex officio, the Agency is told the day of recording (入管法施行令24条2項8号): no exception of that item fits.
    """
    return Event(
        reason=ABROAD if record.destination_municipality is None else INSIDE_JAPAN,
        kind=record.out_kind or NOTIFIED,
        changed_on=record.planned_out_on or "",
        notified_on=record.out_notified_on,
        article="24" if record.out_kind == NOTIFIED else None,
        event_on=None if record.out_kind == NOTIFIED else desk.today.isoformat(),
        planned=planned,
    )


def send_data(desk: Desk, movers: list[Record], receiver: str, *, withdrawn: bool = False) -> None:
    """
    J07 to a municipality, for people who leave together.
    """
    cards_of = usable_cards(desk, movers)
    body = desk.book.builders.j07(movers, cards_of, desk.municipality, receiver, withdrawn=withdrawn)
    desk.send(receiver, "J07", body, movers[0], by=JUKI_NET)


def _check_route(desk: Desk, command: MovingOut, movers: list[Record], late: bool) -> None:
    for index, card_id in enumerate(command.presented):
        forms.check_trace(card_id, f"presented[{index}]")
    if command.route == "special":
        _check_special(desk, command, movers, late)
    elif command.channel != "counter":
        raise Refusal("not-permitted", "channel", "only the special notification may come by post or online")


def _movers(desk: Desk, command: MovingOut, planned_on: date) -> list[Record]:
    forms.check_distinct(command.residents, "residents")
    movers = [desk.resident(number, f"residents[{index}]") for index, number in enumerate(command.residents)]
    for index, mover in enumerate(movers):
        if mover.state == "planned-out":
            raise Refusal("not-resident", f"residents[{index}]", "a moving out is already planned")
        if planned_on < date.fromisoformat(mover.became_resident_on):
            raise Refusal("invalid-date", "planned_on", "before becoming a resident")
    return movers


def _tell_of_plan(desk: Desk, record: Record) -> None:
    event = event_of(desk, record, planned=True)
    kept = changes.tell_addressee(desk, record, event)
    if desk.settings.plan_told_to_network:
        kept = changes.tell_network(desk, kept, event)
    changes.tell_departments(desk, kept, event)


def handle(desk: Desk, command: MovingOut) -> Accepted:
    """
    Plan the moving out; the record stays current until its date. One that lies in the past is recorded at once.
    """
    notified_on = forms.past(desk, command.notified_on, "notified_on")
    planned_on = forms.civil(command.planned_on, "planned_on")
    forms.check_name(command.destination, "destination")
    if command.destination_municipality is not None:
        forms.check_municipality(desk, command.destination_municipality, "destination_municipality")
        if command.destination_municipality == desk.municipality:
            raise Refusal("data-mismatch", "destination_municipality", "that is a change of address")
    desk.book.rules.check_identity(command.identity)
    movers = _movers(desk, command, planned_on)
    late = notified_on > planned_on + timedelta(days=desk.book.rules.late_moving_out_days(desk.settings))
    _check_route(desk, command, movers, late)
    kind = EX_OFFICIO if late else NOTIFIED
    planned = [_planned(desk, command, mover, kind) for mover in movers]
    far_ahead = planned_on > notified_on + FAR_AHEAD
    if not far_ahead:
        protection.moving_out_notified(desk, planned)
    if far_ahead:
        desk.alert("planned-far-ahead")
    if late:
        desk.alert("filed-late")
    for record in planned:
        if desk.book.rules.certificate_is_due(record):
            certificates.issue(desk, record)
        acceptance_notice(desk, command.identity, record, record.full_address)
        if not _is_due(desk, record) and not far_ahead:
            _tell_of_plan(desk, record)
    if command.route == "special" and command.destination_municipality is not None and not far_ahead:
        send_data(desk, planned, command.destination_municipality)
    record_due(desk)
    desk.numbers_seen = True
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[
            Entered(ref=record.resident, resident=record.resident, household=record.household)
            for record in planned
        ],
        documents=desk.documents,
        notes=["planned more than a year ahead"] if far_ahead else [],
    )


def _is_due(desk: Desk, record: Record) -> bool:
    planned, notified = civil(record.planned_out_on or ""), civil(record.out_notified_on or "")
    if planned is None or notified is None:
        return False
    rules = desk.book.rules
    return rules.moving_out_is_due(rules.moving_out_falls_due(planned, notified), desk.today)


def delete(desk: Desk, record: Record, deleted_on: str) -> Record:
    """
    Delete a record for moving out, with the date given as the date of deletion. The date of the cause is the planned
    one (住基法15条の3第1項, 住基令13条1項); the town is told of the day that has come, where that is earlier.

    Who goes abroad is told of to the keeper of the supplementary record.
    """
    event = event_of(desk, record, planned=False)
    event = msgspec.structs.replace(event, changed_on=min(event.changed_on, deleted_on))
    protection.moving_out_notified(desk, [record], again=False)
    deleted = msgspec.structs.replace(
        record,
        state="moved-out",
        deleted_on=deleted_on,
        deletion_reason=event.reason,
        cause_dated_on=record.planned_out_on,
    )
    residents.save(desk.conn, deleted)
    desk.touch(record.resident)
    kept = changes.announce_deletion(
        desk,
        deleted,
        event,
        history_row=False,
        supplementary_items=("abroad", "planned_out_on") if event.reason == ABROAD else (),
    )
    protection.moved_out(desk, kept)
    return kept


def record_due(desk: Desk) -> None:
    """
    Delete every record whose moving out has come, and look after the households that are left.
    """
    left: dict[str, str] = {}
    for record in residents.planned_out(desk.conn, "9999-12-31"):
        if _is_due(desk, record):
            deleted_on = desk.book.rules.deletion_date(record)
            delete(desk, record, deleted_on)
            left[record.household] = deleted_on
    for household, deleted_on in left.items():
        succession.check_after_leaving(desk, household, deleted_on)


def list_missing_notices(desk: Desk) -> None:
    """
    A task for everyone who moved out inside Japan long ago and of whom no notice of moving in came.
    """
    last = (desk.today - timedelta(days=desk.settings.missing_notice_days)).isoformat()
    late = residents.moved_out_until(desk.conn, last)
    if not late:
        return
    listed = {task.resident for task in audit.open_tasks(desk.conn, MISSING)}
    for record in late:
        if desk.book.rules.moving_in_is_awaited(record) and record.resident not in listed:
            desk.task(MISSING, ["planned_out_on"], record.resident)
