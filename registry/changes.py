"""
Changes of a record and what follows from each: a row of history and the messages that the law wants.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from registry import card_events, residents, supplementary
from registry.desk import Desk
from registry.messages.house import noted_facts
from registry.messages.network import SupplementaryItem
from registry.messages.told import Event, Told
from registry.opaque import opaque
from registry.residents import Record
from registry.rulebook import Action
from registry.rules import dates
from registry.store import HISTORY, column
from registry.wire.control import Change, NotedInsurance
from registry.wire.juki_net import NumberRequest

JUKI_NET = "juki_net"
ADDRESSEE = "addressee"
IMMIGRATION = "immigration"
DEPARTMENTS = "departments"
HEALTH_INSURANCE = "dept-health-insurance"

# Built once: making a statement costs more than running it.
_LAST = sa.select(sa.func.max(HISTORY.c.sequence)).where(HISTORY.c.resident == sa.bindparam("of"))
_ADD = HISTORY.insert()
_ROWS = sa.select(HISTORY).where(HISTORY.c.resident == sa.bindparam("of")).order_by(HISTORY.c.sequence)
_BODIES = _ROWS.with_only_columns(HISTORY.c.body)
_TOGETHER = (
    sa.select(HISTORY.c.resident)
    .where(HISTORY.c.change == sa.bindparam("in"))
    .distinct()
    .order_by(HISTORY.c.resident)
)


def add_history(desk: Desk, record: Record, event: Event) -> None:
    """
    Add a row to the record's history, with the record as it stands after the change.
    """
    last = desk.conn.execute(_LAST, {"of": record.resident}).scalar_one()
    change = Change(
        sequence=int(last or 0) + 1,
        reason=event.reason,
        kind=event.kind,
        changed_on=event.changed_on,
        notified_on=event.notified_on,
        processed_at=dates.written(desk.now),
        cancels=event.cancels,
        effect=event.effect,
    )
    desk.conn.execute(
        _ADD,
        {
            "resident": record.resident,
            "sequence": change.sequence,
            "change": desk.change,
            "body": msgspec.json.encode(change).decode(),
            "snapshot": msgspec.json.encode(record).decode(),
        },
    )


def history(conn: sa.Connection, resident: str) -> list[Change]:
    """
    The rows of a record's history, oldest first.
    """
    rows = column(conn, _BODIES, {"of": resident})
    return [msgspec.json.decode(row, type=Change) for row in rows]


class Row(msgspec.Struct, frozen=True):
    """
    A row of history with the record as it stood after it, and the change it belongs to.
    """

    change: str
    shown: Change
    after: Record


def rows(conn: sa.Connection, resident: str) -> list[Row]:
    """
    The rows of a record's history with what they left behind, oldest first.
    """
    found = conn.execute(_ROWS, {"of": resident})
    return [
        Row(
            row.change,
            msgspec.json.decode(row.body, type=Change),
            msgspec.json.decode(row.snapshot, type=Record),
        )
        for row in found
    ]


def together(conn: sa.Connection, change: str) -> list[str]:
    """
    The residents whose history has a row of this change.
    """
    return column(conn, _TOGETHER, {"in": change})


def _network(desk: Desk, told: Told) -> Told:
    record = told.record
    numbered = desk.told_next(told, msgspec.structs.replace(record, notices=record.notices + 1))
    body = desk.book.builders.j01(numbered)
    if body is None:
        return told
    desk.send(JUKI_NET, "J01", body, record)
    return numbered


def _addressee(desk: Desk, told: Told) -> Told:
    record = told.record
    changed = msgspec.structs.replace(record, addressee_changes=record.addressee_changes + 1)
    numbered = desk.told_next(told, changed)
    desk.send(ADDRESSEE, "A01", desk.book.builders.a01(numbered), record)
    return numbered


def _load(desk: Desk, told: Told) -> Told:
    action: Action = "update"
    if told.record.copy_id is None:
        action = "register"
        told = desk.told_next(told, msgspec.structs.replace(told.record, copy_id=f"c-{opaque()}"))
    desk.send(ADDRESSEE, "L03", desk.book.builders.l03(told, action), told.record)
    return told


def _close(desk: Desk, told: Told) -> Told:
    if told.record.copy_id is None:
        return told
    desk.send(ADDRESSEE, "L03", desk.book.builders.l03(told, "close"), told.record)
    return desk.told_next(told, msgspec.structs.replace(told.record, copy_id=None))


def _departments(desk: Desk, told: Told, *, only_with_number: bool = False) -> None:
    for department in sorted(desk.basis):
        allowed = desk.book.rules.number_may_go(department, desk.basis)
        if allowed or not only_with_number:
            body = desk.book.builders.d01(told, allowed)
            desk.send(department, "D01", body, told.record, by=DEPARTMENTS)


def _agency(desk: Desk, told: Told) -> None:
    # Two notices of one event have two references.
    desk.send(IMMIGRATION, "I01", desk.book.builders.i01(told), told.record)
    second = desk.told_next(told, told.record)
    desk.send(IMMIGRATION, "I03", desk.book.builders.i03(second), told.record)


def _previous(desk: Desk, told: Told) -> None:
    body = desk.book.builders.j05(told)
    if body is not None:
        desk.send(body.previous_municipality, "J05", body, told.record, by=JUKI_NET)
        skipped = told.record.unreported_municipality
        if skipped is not None and desk.settings.unreported_place_told:
            further = msgspec.structs.replace(body, previous_municipality=skipped)
            desk.send(skipped, "J05", further, told.record, by=JUKI_NET)


def _kept(desk: Desk, told: Told) -> Record:
    residents.recount(desk.conn, told.record)
    return told.record


def tell_network(desk: Desk, record: Record, event: Event) -> Record:
    """
    Send J01 with the record's next update number; answers the record as kept.
    """
    return _kept(desk, _network(desk, desk.told(record, event)))


def tell_addressee(desk: Desk, record: Record, event: Event) -> Record:
    """
    Send A01 with the record's next history number; answers the record as kept.
    """
    return _kept(desk, _addressee(desk, desk.told(record, event)))


def tell_departments(desk: Desk, record: Record, event: Event, *, only_with_number: bool = False) -> None:
    """
    Send D01 to every department of the basis table, with the Individual Number only where a basis stands.
    """
    _departments(desk, desk.told(record, event), only_with_number=only_with_number)


def load_copy(desk: Desk, record: Record, event: Event) -> Record:
    """
    Send L03: register where the person has no provision copy, else update; answers the record as kept.
    """
    return _kept(desk, _load(desk, desk.told(record, event)))


def ask_number(desk: Desk, record: Record) -> None:
    """
    Send J20: the code was entered for the first time and an Individual Number is wanted (番号法8条).
    """
    body = NumberRequest(resident_record_code=record.resident_record_code, kind="first")
    desk.send(JUKI_NET, "J20", body, record)


def ask_other_number(desk: Desk, record: Record) -> None:
    """
    Send J20: another Individual Number is wanted in place of the one on record (番号法7条2項).
    """
    body = NumberRequest(
        resident_record_code=record.resident_record_code,
        kind="change",
        former_individual_number=record.individual_number,
    )
    desk.send(JUKI_NET, "J20", body, record)


def tell_copy_closed(desk: Desk, record: Record, event: Event) -> Record:
    """
    Send L03 that closes the provision copy, where there is one; answers the record as kept.
    """
    return _kept(desk, _close(desk, desk.told(record, event)))


def ask_addressee_number(desk: Desk, record: Record, event: Event) -> None:
    """
    Send A02: an integrated addressee number on first need, or a new number for the one it is mapped to.
    """
    desk.send(ADDRESSEE, "A02", desk.book.builders.a02(desk.told(record, event)), record)


def announce_entry(
    desk: Desk,
    record: Record,
    event: Event,
    *,
    number_wanted: bool,
    noted: NotedInsurance | None = None,
    supplementary_items: tuple[SupplementaryItem, ...] = (),
) -> Record:
    """
    Everything that follows when a record is entered: J01, J20, J05, J09, A01, A02, L03, D01, D03, I01, I03.
    """
    add_history(desk, record, event)
    told = _network(desk, desk.told(record, event))
    if number_wanted:
        ask_number(desk, record)
    _previous(desk, told)
    supplementary.notify(desk, told, supplementary_items)
    told = _addressee(desk, told)
    desk.send(ADDRESSEE, "A02", desk.book.builders.a02(told), record)
    told = _load(desk, told)
    _departments(desk, told)
    if noted is not None:
        desk.send(HEALTH_INSURANCE, "D03", noted_facts(told, noted), record, by=DEPARTMENTS)
    _agency(desk, told)
    return _kept(desk, told)


def announce_correction(
    desk: Desk,
    record: Record,
    event: Event,
    *,
    network: bool,
    copy: bool,
    supplementary_items: tuple[SupplementaryItem, ...] = (),
) -> Record:
    """
    What follows a correction: J01 only for trigger items, J09 only for items of the supplementary record, L03 only
    for 住基法7条4号; A01 and D01 always.
    """
    add_history(desk, record, event)
    told = desk.told(record, event)
    if network:
        told = _network(desk, told)
    supplementary.notify(desk, told, supplementary_items)
    told = _addressee(desk, told)
    if copy:
        told = _load(desk, told)
    _departments(desk, told)
    _agency(desk, told)
    card_events.after_correction(desk, told.record, event)
    return _kept(desk, told)


def announce_deletion(
    desk: Desk,
    record: Record,
    event: Event,
    *,
    history_row: bool = True,
    supplementary_items: tuple[SupplementaryItem, ...] = (),
) -> Record:
    """
    What follows the deletion of a record: J01, J09 for who goes abroad, A01, L03 (close), D01, I01.

    A planned moving out has its row of history since it was notified.
    """
    if history_row:
        add_history(desk, record, event)
    told = _network(desk, desk.told(record, event))
    supplementary.notify(desk, told, supplementary_items)
    told = _close(desk, _addressee(desk, told))
    _departments(desk, told)
    _agency(desk, told)
    card_events.after_deletion(desk, told.record, event)
    return _kept(desk, told)


def announce_switch(desk: Desk, record: Record, event: Event) -> Record:
    """
    What follows the deletion of the old record of a person whose nationality changes: J01 and, of a foreign resident,
    I01. The person stays, so nobody inside the municipality is told that somebody left.
    """
    add_history(desk, record, event)
    told = _network(desk, desk.told(record, event))
    _agency(desk, told)
    return _kept(desk, told)


def announce_new_nationality(desk: Desk, record: Record, event: Event) -> Record:
    """
    What follows the entry of the new record of a person whose nationality changed: J01, A01, L03, D01, I01.
    """
    add_history(desk, record, event)
    told = _network(desk, desk.told(record, event))
    told = _load(desk, _addressee(desk, told))
    _departments(desk, told)
    _agency(desk, told)
    return _kept(desk, told)


def announce_restoration(desk: Desk, record: Record, event: Event) -> Record:
    """
    What follows when a deleted record stands again: J01, A01, L03 (register), D01, I01; no J05, for nobody moved.
    """
    add_history(desk, record, event)
    told = _network(desk, desk.told(record, event))
    told = _load(desk, _addressee(desk, told))
    _departments(desk, told)
    _agency(desk, told)
    return _kept(desk, told)
