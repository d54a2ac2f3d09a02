"""
What the registry does with messages of its neighbours. Numbers that fail their check are refused with the field;
what contradicts the register, or that it does not know, becomes a task and changes nothing.
"""

from __future__ import annotations

from datetime import date

import msgspec

from registry import card_events, changes, mailings, moving_out_data, residents
from registry.desk import Desk
from registry.handlers import forms, moving_out, succession
from registry.messages.network import moving_out_data as data_message
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.rules import dates
from registry.wire.control import Insurance
from registry.wire.town import (
    CodeRequest,
    MovingInNotice,
    MovingOutData,
    MovingOutDataRequest,
    NumberNotice,
    Qualification,
)

EX_OFFICIO, NOTICE_OF_MOVING_IN, DEPARTMENT = "2", "6", "8"


def moving_in_notice(desk: Desk, body: MovingInNotice) -> None:
    """
    J05: confirm a moving out (住基法15条の3第2項, 住基令13条2項); planned values stay as they are.
    """
    forms.check_code(desk, body.resident_record_code, "body.resident_record_code")
    forms.check_municipality(desk, body.previous_municipality, "body.previous_municipality")
    moved_in_on = forms.civil(body.moved_in_on, "body.moved_in_on")
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is None:
        desk.task("unknown-person", ["resident_record_code"], message_type="J05")
        return
    if record.state == "current":
        desk.task("moved-in-elsewhere-without-notification", ["state"], record.resident, "J05")
        return
    if record.state not in ("planned-out", "moved-out"):
        desk.task("already-deleted", ["state"], record.resident, "J05")
        return
    if record.state == "planned-out":
        planned = date.fromisoformat(record.planned_out_on or body.moved_in_on)
        record = moving_out.delete(desk, record, min(planned, moved_in_on).isoformat())
        succession.check_after_leaving(desk, record.household, record.deleted_on or body.moved_in_on)
    confirmed = msgspec.structs.replace(
        record, state="moved-out-confirmed", confirmed_destination=body.new_address
    )
    residents.save(desk.conn, confirmed)
    desk.touch(record.resident)
    event = Event(
        reason=record.deletion_reason or "21",
        kind=NOTICE_OF_MOVING_IN,
        changed_on=body.moved_in_on,
        notified_on=body.notified_on,
    )
    changes.add_history(desk, confirmed, event)
    card_events.moved_in_elsewhere(
        desk, confirmed, moved_in_on, forms.civil(body.notified_on, "body.notified_on")
    )


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
    moving_out_data.keep(desk.conn, body, dates.written(desk.now))


def moving_out_data_requested(desk: Desk, body: MovingOutDataRequest) -> None:
    """
    J08: send the data of a special moving out to whoever got the first notification (住基法24条の2第6項).
    """
    forms.check_code(desk, body.resident_record_code, "body.resident_record_code")
    forms.check_municipality(desk, body.from_municipality, "body.from_municipality")
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is None or record.out_route != "special" or record.planned_out_on is None:
        desk.task("no-special-moving-out", ["resident_record_code"], message_type="J08")
        return
    desk.touch(record.resident)
    receiver = record.destination_municipality or ""
    usable = moving_out.usable_cards(desk, [record])
    message = data_message([record], usable, desk.municipality, receiver)
    desk.send(receiver, "J07", message, record, by=changes.JUKI_NET)


def number_notice(desk: Desk, body: NumberNotice) -> None:
    """
    J21: enter the Individual Number ex officio; J01 (36), A01 and, where a basis stands, D01 follow.
    """
    forms.check_code(desk, body.resident_record_code, "body.resident_record_code")
    forms.check_number(desk, body.individual_number, "body.individual_number")
    desk.numbers_seen = True
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is None or not record.living:
        desk.task("unknown-person", ["resident_record_code"], message_type="J21")
        return
    owner = residents.with_number(desk.conn, body.individual_number)
    if owner is not None and owner.resident != record.resident:
        desk.task("number-of-another-person", ["individual_number"], record.resident, "J21")
        return
    if record.individual_number is not None:
        if record.individual_number != body.individual_number:
            desk.task("another-number-on-record", ["individual_number"], record.resident, "J21")
        return
    record = msgspec.structs.replace(record, individual_number=body.individual_number)
    residents.save(desk.conn, record)
    desk.touch(record.resident)
    event = Event(reason="36", kind=EX_OFFICIO, changed_on=desk.today.isoformat(), notified_on=None)
    changes.add_history(desk, record, event)
    if desk.settings.addressee_before_network_on_number:
        record = changes.tell_addressee(desk, record, event)
        record = changes.tell_network(desk, record, event)
    else:
        record = changes.tell_network(desk, record, event)
        record = changes.tell_addressee(desk, record, event)
    changes.tell_departments(desk, record, event, only_with_number=True)
    mailings.number_recorded(desk, record)


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


def qualification(desk: Desk, body: Qualification) -> None:
    """
    D02: enter the qualification of national health insurance as the department holds it (住基令12条2項).
    """
    forms.check_local_number(desk, body.local_addressee_number, "body.local_addressee_number")
    told = body.health_insurance
    if told is None:
        # Nothing of the other affairs is kept yet; a clerk must see that something was told.
        desk.task("qualification-not-kept", ["local_addressee_number"], message_type="D02")
        return
    if told.household_number:
        forms.check_local_number(desk, told.household_number, "body.health_insurance.household_number")
    for name in ("acquired_on", "lost_on"):
        value = getattr(told, name)
        if value is not None:
            forms.civil(value, f"body.health_insurance.{name}")
    record = residents.find(desk.conn, body.local_addressee_number)
    if record is None or not record.living:
        desk.task("unknown-person", ["local_addressee_number"], message_type="D02")
        return
    insurance = Insurance(
        insured=told.insured,
        acquired_on=told.acquired_on,
        acquired_by=told.acquired_by,
        lost_on=told.lost_on,
        lost_by=told.lost_by,
        household_number=told.household_number,
        relationship_class=told.relationship_class,
    )
    entered = msgspec.structs.replace(record, health_insurance=insurance)
    residents.save(desk.conn, entered)
    desk.touch(record.resident)
    day = (told.acquired_on if told.insured else told.lost_on) or desk.today.isoformat()
    event = Event(reason="33", kind=DEPARTMENT, changed_on=day, notified_on=None)
    changes.add_history(desk, entered, event)
