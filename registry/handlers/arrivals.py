"""
What the registry does with messages of its neighbours. Numbers that fail their check are refused with the field;
what contradicts the register, or that it does not know, becomes a task and changes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from registry import audit, card_events, changes, moving_out_data, residents
from registry.desk import Desk
from registry.handlers import forms, moving_out, succession
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates
from registry.wire.control import Insurance
from registry.wire.town import (
    CodeRequest,
    DeliveredNotice,
    MovingInNotice,
    MovingOutData,
    MovingOutDataRequest,
    NationalHealthInsurance,
    Qualification,
)

NOTICE_OF_MOVING_IN, DEPARTMENT = "6", "8"
UNMATCHED = "moving-in-notice-unmatched"
AFFAIRS = {
    "dept-child-allowance": "child_allowance",
    "dept-elderly-care": "elderly_care",
    "dept-health-insurance": "health_insurance",
    "dept-long-term-care": "long_term_care",
    "dept-pension": "pension",
}
"""Which department may tell of which affairs (D02)."""


def _older(body: MovingInNotice, record: Record) -> bool:
    """
    Whether a later moving in than this notice's confirmed the moving out already.
    """
    if record.state != "moved-out-confirmed":
        return False
    return body.moved_in_on < (record.confirmed_out_on or "")


def first_of(body: DeliveredNotice) -> MovingInNotice:
    """
    The first notice of a delivery by itself.
    """
    return MovingInNotice(**{name: getattr(body, name) for name in MovingInNotice.__struct_fields__})


def moving_in_notices(desk: Desk, body: DeliveredNotice) -> None:
    """
    J05, one notice or several of one delivery: of those about one person only the newest is used.
    """
    by_person: dict[str, list[MovingInNotice]] = {}
    for index, notice in enumerate([first_of(body), *body.further]):
        path = "body" if index == 0 else f"body.further[{index - 1}]"
        forms.check_code(desk, notice.resident_record_code, f"{path}.resident_record_code")
        forms.check_municipality(desk, notice.previous_municipality, f"{path}.previous_municipality")
        for name in ("moved_in_on", "notified_on"):
            forms.civil(getattr(notice, name), f"{path}.{name}")
        by_person.setdefault(notice.resident_record_code, []).append(notice)
    for notices in by_person.values():
        _confirm(desk, desk.book.rules.notice_to_use(notices))


def _confirm(desk: Desk, body: MovingInNotice) -> None:
    """
    Confirm a moving out (住基法15条の3第2項, 住基令13条2項) and tell the prefecture (J06); planned values stay.

    Of several deliveries the newest counts. What fits no moving out goes to a clerk, and to nobody of the same name.
    """
    moved_in_on = date.fromisoformat(body.moved_in_on)
    notified_on = date.fromisoformat(body.notified_on)
    record = desk.book.rules.person_of_notice(desk.conn, body)
    if record is None:
        desk.task(UNMATCHED, ["resident_record_code"], message_type="J05")
        return
    desk.touch(record.resident)
    if (
        record.state not in ("planned-out", "moved-out", "moved-out-confirmed")
        or record.deletion_reason == "22"
    ):
        desk.task(UNMATCHED, ["state"], record.resident, "J05")
        return
    if (record.confirmed_out_on, record.confirmed_destination) == (body.moved_in_on, body.new_address):
        return
    if _older(body, record):
        desk.task(UNMATCHED, ["moved_in_on"], record.resident, "J05")
        return
    if record.state == "planned-out":
        deleted_on = desk.book.rules.deletion_when_confirmed(record, body.moved_in_on)
        record = moving_out.delete(desk, record, deleted_on)
        succession.check_after_leaving(desk, record.household, deleted_on)
    else:
        # The notice may come after the planned date and tell of an earlier moving in all the same.
        deleted_on = desk.book.rules.deletion_when_late(record, body.moved_in_on)
        record = msgspec.structs.replace(record, deleted_on=deleted_on)
    confirmed = msgspec.structs.replace(
        record,
        state="moved-out-confirmed",
        **desk.book.rules.confirmation(body, desk.today),
    )
    residents.save(desk.conn, confirmed)
    event = Event(
        reason=record.deletion_reason or "21",
        kind=NOTICE_OF_MOVING_IN,
        changed_on=body.moved_in_on,
        notified_on=body.notified_on,
    )
    changes.add_history(desk, confirmed, event)
    card_events.moved_in_elsewhere(desk, confirmed, moved_in_on, notified_on)
    desk.send(changes.JUKI_NET, "J06", desk.book.builders.j06(desk.told(confirmed, event)), confirmed)
    audit.settle_tasks(desk.conn, moving_out.MISSING, record.resident)


def moving_out_data_arrived(desk: Desk, body: MovingOutData) -> None:
    """
    J07: keep the data for the special moving in; data whose period is over already are not kept.
    """
    forms.check_municipality(desk, body.from_municipality, "body.from_municipality")
    forms.check_municipality(desk, body.destination_municipality, "body.destination_municipality")
    planned_on = forms.civil(body.planned_on, "body.planned_on")
    forms.civil(body.notified_on, "body.notified_on")
    for index, person in enumerate(body.persons):
        path = f"body.persons[{index}]"
        forms.check_code(desk, person.resident_record_code, f"{path}.resident_record_code")
        if person.individual_number is not None:
            forms.check_number(desk, person.individual_number, f"{path}.individual_number")
        if person.residence_card_number is not None:
            forms.check_residence_card_number(person.residence_card_number, f"{path}.residence_card_number")
        if dates.earliest(person.born_on) is None:
            raise Refusal("invalid-date", f"{path}.born_on")
    if not desk.book.rules.data_are_kept(planned_on, desk.today, desk.settings):
        desk.task("moving-out-data-too-late", ["planned_on"], message_type="J07")
        return
    desk.numbers_seen = True
    if body.withdrawn:
        for person in body.persons:
            moving_out_data.drop(desk.conn, person.resident_record_code, body.from_municipality)
        return
    moving_out_data.keep(desk.conn, body, dates.written(desk.now))


def moving_out_data_requested(desk: Desk, body: MovingOutDataRequest) -> None:
    """
    J08: send the data of a special moving out to whoever got the first notification, announced as the destination or
    not (住基法24条の2第6項・第7項).
    """
    forms.check_code(desk, body.resident_record_code, "body.resident_record_code")
    forms.check_municipality(desk, body.from_municipality, "body.from_municipality")
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is None or not desk.book.rules.data_may_be_sent(record):
        desk.task("no-special-moving-out", ["resident_record_code"], message_type="J08")
        return
    desk.touch(record.resident)
    desk.numbers_seen = True
    asking = desk.sender if desk.sender.isdigit() else record.destination_municipality
    receiver = desk.book.rules.receiver_of_requested_data(asking or "", record)
    moving_out.send_data(desk, [record], receiver)


def linkage_code_wanted(desk: Desk, body: CodeRequest) -> None:
    """
    A06: pass the request for a linkage code on as J24, by Individual Number (番号法21条の2, 番号令27条1項).

    The acquisition number is kept nowhere; the Resident Record Code does not go this way.
    """
    forms.check_local_number(desk, body.local_addressee_number, "body.local_addressee_number")
    record = residents.find(desk.conn, body.local_addressee_number)
    if record is None:
        desk.task("unknown-person", ["local_addressee_number"], message_type="A06")
        return
    desk.touch(record.resident)
    if record.individual_number is None:
        desk.task("number-missing", ["individual_number"], record.resident, "A06")
        return
    desk.numbers_seen = True
    message = desk.book.builders.j24(record, body.processing_number)
    desk.send(changes.JUKI_NET, "J24", message, record)


def _insurance(told: NationalHealthInsurance) -> Insurance:
    return Insurance(
        insured=told.insured,
        acquired_on=told.acquired_on,
        acquired_by=told.acquired_by,
        lost_on=told.lost_on,
        lost_by=told.lost_by,
        household_number=told.household_number,
        relationship_class=told.relationship_class,
    )


def _qualified(record: Record, body: Qualification) -> tuple[Record, str | None]:
    """
    The record with the qualifications told, of the affairs named only, and the day of the last one.
    """
    values: dict[str, Any] = {}
    days: list[str | None] = []
    if (health := body.health_insurance) is not None:
        values["health_insurance"] = _insurance(health)
        days.append(health.acquired_on if health.insured else health.lost_on)
    for name, care in (("elderly_care", body.elderly_care), ("long_term_care", body.long_term_care)):
        if care is not None:
            values[name] = care.insured
            days.append(care.acquired_on if care.insured else care.lost_on)
    if (pension := body.pension) is not None:
        values["pension_class"] = pension.pension_class
        values["basic_pension_number"] = pension.basic_pension_number if pension.pension_class else None
        days.append(pension.acquired_on if pension.pension_class else pension.lost_on)
    if (allowance := body.child_allowance) is not None:
        values["child_allowance"] = allowance.receiving
        days.append(allowance.began_on if allowance.receiving else allowance.ended_on)
    return msgspec.structs.replace(record, **values), max((day for day in days if day), default=None)


def _check_qualification(desk: Desk, body: Qualification) -> None:
    forms.check_local_number(desk, body.local_addressee_number, "body.local_addressee_number")
    health = body.health_insurance
    if health is not None and health.household_number:
        forms.check_local_number(desk, health.household_number, "body.health_insurance.household_number")
    for department, affair in AFFAIRS.items():
        told = getattr(body, affair)
        if told is not None and desk.sender != department:
            raise Refusal("not-permitted", f"body.{affair}")
        for name in ("acquired_on", "lost_on", "began_on", "ended_on"):
            value = getattr(told, name, None)
            if value is not None:
                forms.civil(value, f"body.{affair}.{name}")


def qualification(desk: Desk, body: Qualification) -> None:
    """
    D02: enter the qualification as the department holds it (住基令12条2項); nothing of it goes to the network.
    """
    _check_qualification(desk, body)
    record = residents.find(desk.conn, body.local_addressee_number)
    if record is None or not record.living:
        desk.task("unknown-person", ["local_addressee_number"], message_type="D02")
        return
    entered, day = _qualified(record, body)
    residents.save(desk.conn, entered)
    desk.touch(record.resident)
    event = Event(reason="33", kind=DEPARTMENT, changed_on=day or desk.today.isoformat(), notified_on=None)
    changes.add_history(desk, entered, event)
