"""
Changes of a record and what follows from each: a row of history and the messages that the law wants.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from registry import residents
from registry.desk import Desk
from registry.messages.house import noted_facts
from registry.messages.told import Event
from registry.opaque import opaque
from registry.residents import Record
from registry.rules import dates
from registry.store import HISTORY
from registry.wire.control import Change, NotedInsurance
from registry.wire.juki_net import NumberRequest

JUKI_NET = "juki_net"
ADDRESSEE = "addressee"
IMMIGRATION = "immigration"
DEPARTMENTS = "departments"
HEALTH_INSURANCE = "dept-health-insurance"


def add_history(desk: Desk, record: Record, event: Event) -> None:
    """
    Add a row to the record's history, with the record as it stands after the change.
    """
    count = desk.conn.execute(
        sa.select(sa.func.count()).select_from(HISTORY).where(HISTORY.c.resident == record.resident)
    ).scalar_one()
    change = Change(
        sequence=int(count) + 1,
        reason=event.reason,
        kind=event.kind,
        changed_on=event.changed_on,
        notified_on=event.notified_on,
        processed_at=dates.written(desk.now),
    )
    desk.conn.execute(
        HISTORY.insert().values(
            resident=record.resident,
            sequence=change.sequence,
            body=msgspec.json.encode(change).decode(),
            snapshot=msgspec.json.encode(record).decode(),
        )
    )


def history(conn: sa.Connection, resident: str) -> list[Change]:
    """
    The rows of a record's history, oldest first.
    """
    rows = conn.execute(
        sa.select(HISTORY.c.body).where(HISTORY.c.resident == resident).order_by(HISTORY.c.sequence)
    ).scalars()
    return [msgspec.json.decode(row, type=Change) for row in rows]


def tell_network(desk: Desk, record: Record, event: Event) -> Record:
    """
    Send J01 with the record's next update number; answers the record as kept.
    """
    numbered = msgspec.structs.replace(record, notices=record.notices + 1)
    body = desk.book.builders.j01(desk.told(numbered, event))
    if body is None:
        return record
    residents.save(desk.conn, numbered)
    desk.send(JUKI_NET, "J01", body, numbered)
    return numbered


def tell_addressee(desk: Desk, record: Record, event: Event) -> Record:
    """
    Send A01 with the record's next history number; answers the record as kept.
    """
    numbered = msgspec.structs.replace(record, addressee_changes=record.addressee_changes + 1)
    residents.save(desk.conn, numbered)
    desk.send(ADDRESSEE, "A01", desk.book.builders.a01(desk.told(numbered, event)), numbered)
    return numbered


def tell_departments(desk: Desk, record: Record, event: Event, *, only_with_number: bool = False) -> None:
    """
    Send D01 to every department of the basis table, with the Individual Number only where a basis stands.
    """
    told = desk.told(record, event)
    for department in sorted(desk.basis):
        allowed = desk.book.rules.number_may_go(department, desk.basis)
        if allowed or not only_with_number:
            desk.send(department, "D01", desk.book.builders.d01(told, allowed), record, by=DEPARTMENTS)


def tell_agency(desk: Desk, record: Record, event: Event) -> None:
    """
    Send I01 and, where a filing with the residence card counts as one, I03; nothing for a national.
    """
    # Two notices of one event have two references, so each is told anew.
    desk.send(IMMIGRATION, "I01", desk.book.builders.i01(desk.told(record, event)), record)
    desk.send(IMMIGRATION, "I03", desk.book.builders.i03(desk.told(record, event)), record)


def tell_previous(desk: Desk, record: Record, event: Event) -> None:
    """
    Send J05 to the previous municipality, where there is one to be told.
    """
    body = desk.book.builders.j05(desk.told(record, event))
    if body is not None:
        desk.send(body.previous_municipality, "J05", body, record, by=JUKI_NET)


def ask_number(desk: Desk, record: Record) -> None:
    """
    Send J20: the code was entered for the first time and an Individual Number is wanted (番号法8条).
    """
    body = NumberRequest(resident_record_code=record.resident_record_code, kind="first")
    desk.send(JUKI_NET, "J20", body, record)


def tell_noted(desk: Desk, record: Record, event: Event, noted: NotedInsurance) -> None:
    """
    Send D03 with what the notification noted, to the department that it concerns.
    """
    desk.send(HEALTH_INSURANCE, "D03", noted_facts(desk.told(record, event), noted), record, by=DEPARTMENTS)


def load_copy(desk: Desk, record: Record, event: Event) -> Record:
    """
    Send L03: register where the person has no provision copy, else update; answers the record as kept.
    """
    if record.copy_id is None:
        record = msgspec.structs.replace(record, copy_id=f"c-{opaque()}")
        residents.save(desk.conn, record)
        desk.send(ADDRESSEE, "L03", desk.book.builders.l03(desk.told(record, event), "register"), record)
    else:
        desk.send(ADDRESSEE, "L03", desk.book.builders.l03(desk.told(record, event), "update"), record)
    return record


def close_copy(desk: Desk, record: Record, event: Event) -> Record:
    """
    Send L03 (close) where a provision copy stands; answers the record as kept.
    """
    if record.copy_id is None:
        return record
    desk.send(ADDRESSEE, "L03", desk.book.builders.l03(desk.told(record, event), "close"), record)
    closed = msgspec.structs.replace(record, copy_id=None)
    residents.save(desk.conn, closed)
    return closed


def announce_entry(
    desk: Desk, record: Record, event: Event, *, number_wanted: bool, noted: NotedInsurance | None
) -> Record:
    """
    Everything that follows when a new record is entered: J01, J20, J05, A01, A02, L03, D01, D03, I01, I03.
    """
    add_history(desk, record, event)
    record = tell_network(desk, record, event)
    if number_wanted:
        ask_number(desk, record)
    tell_previous(desk, record, event)
    record = tell_addressee(desk, record, event)
    desk.send(ADDRESSEE, "A02", desk.book.builders.a02(desk.told(record, event)), record)
    record = load_copy(desk, record, event)
    tell_departments(desk, record, event)
    if noted is not None:
        tell_noted(desk, record, event, noted)
    tell_agency(desk, record, event)
    return record


def announce_correction(desk: Desk, record: Record, event: Event, *, network: bool, copy: bool) -> Record:
    """
    What follows a correction: J01 only for trigger items, L03 only for 住基法7条4号; A01 and D01 always.
    """
    add_history(desk, record, event)
    if network:
        record = tell_network(desk, record, event)
    record = tell_addressee(desk, record, event)
    if copy:
        record = load_copy(desk, record, event)
    tell_departments(desk, record, event)
    tell_agency(desk, record, event)
    return record


def announce_deletion(desk: Desk, record: Record, event: Event) -> Record:
    """
    What follows the deletion of a record: J01, A01, L03 (close), D01, I01.
    """
    add_history(desk, record, event)
    record = tell_network(desk, record, event)
    record = tell_addressee(desk, record, event)
    record = close_copy(desk, record, event)
    tell_departments(desk, record, event)
    tell_agency(desk, record, event)
    return record
