"""
Resident Record Code and Individual Number of a person: changed on claim or by authority (住基法30条の4, 番号法7条2項),
and the number that the organisation sends (J21).
"""

from __future__ import annotations

import msgspec

from registry import card_events, changes, mailings, residents
from registry.desk import Desk
from registry.handlers import entry, forms
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.wire.control import (
    Accepted,
    ChangeIndividualNumber,
    ChangeResidentRecordCode,
    Entered,
    Identity,
)
from registry.wire.town import NumberNotice

EX_OFFICIO, CLAIMED = "2", "4"
ENTERED = "36"
NUMBER_REASONS = {"claim": "34", "ex-officio": "35"}
CODE_REASONS = {"claim": "37", "ex-officio": "38"}
KINDS = {"34": CLAIMED, "35": EX_OFFICIO, "36": EX_OFFICIO}


def _check_claim(desk: Desk, cause: str, identity: Identity | None) -> None:
    if cause == "claim":
        if identity is None:
            raise Refusal("identity-missing", "identity")
        desk.book.rules.check_identity(identity)


def _outcome(desk: Desk, record: Record) -> Accepted:
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[Entered(ref=record.resident, resident=record.resident, household=record.household)],
        documents=desk.documents,
    )


def change_code(desk: Desk, command: ChangeResidentRecordCode) -> Accepted:
    """
    Put an unused code of the stock in place of the old one; the network hears of both, the person in writing.
    """
    forms.past(desk, command.requested_on, "requested_on")
    record = desk.resident(command.resident, "resident")
    _check_claim(desk, command.cause, command.identity)
    desk.numbers_seen = True
    former = record.resident_record_code
    code = entry.draw(desk)
    changed = msgspec.structs.replace(record, resident_record_code=code)
    residents.save(desk.conn, changed)
    today = desk.today.isoformat()
    event = Event(
        reason=CODE_REASONS[command.cause],
        kind=CLAIMED if command.cause == "claim" else EX_OFFICIO,
        changed_on=today,
        notified_on=command.requested_on if command.cause == "claim" else None,
        former_code=former,
        code_used_from=today,
    )
    kept = changes.announce_correction(
        desk, changed, event, network=True, copy=False, supplementary_items=("resident_record_code",)
    )
    card_events.code_corrected(desk, former, kept, desk.today)
    kind = "change" if command.cause == "claim" else "correction"
    entry.notify_code(desk, kept, kind)
    return _outcome(desk, kept)


def change_number(desk: Desk, command: ChangeIndividualNumber) -> Accepted:
    """
    Ask the organisation for another number; the one on record stands until it answers.
    """
    forms.past(desk, command.requested_on, "requested_on")
    record = desk.resident(command.resident, "resident")
    _check_claim(desk, command.cause, command.identity)
    if record.individual_number is None:
        raise Refusal("not-permitted", "resident", "there is no number to change")
    if record.number_change is not None:
        raise Refusal("already-done", "resident", "a change was asked for")
    desk.numbers_seen = True
    waiting = msgspec.structs.replace(record, number_change=NUMBER_REASONS[command.cause])
    residents.save(desk.conn, waiting)
    changes.ask_other_number(desk, waiting)
    return _outcome(desk, waiting)


def _is_wanted(desk: Desk, body: NumberNotice, record: Record) -> bool:
    """
    Whether the number of a notice goes on the record; what contradicts the register is for a clerk.
    """
    owner = residents.with_number(desk.conn, body.individual_number)
    if owner is not None and owner.resident != record.resident:
        desk.task("number-of-another-person", ["individual_number"], record.resident, "J21")
        return False
    if record.individual_number == body.individual_number:
        return False
    if record.individual_number is not None and record.number_change is None:
        desk.task("another-number-on-record", ["individual_number"], record.resident, "J21")
        return False
    return True


def number_notice(desk: Desk, body: NumberNotice) -> None:
    """
    J21: enter the Individual Number by authority. J01 (36, or 34 and 35 with the former number) and A01 follow, A02 for
    a number that replaces another, whose card lapses (番号令14条6号), and D01 where a basis stands.
    """
    forms.check_code(desk, body.resident_record_code, "body.resident_record_code")
    forms.check_number(desk, body.individual_number, "body.individual_number")
    desk.numbers_seen = True
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is None or not record.living:
        desk.task("unknown-person", ["resident_record_code"], message_type="J21")
        return
    if not _is_wanted(desk, body, record):
        return
    former, reason = record.individual_number, record.number_change or ENTERED
    record = msgspec.structs.replace(record, individual_number=body.individual_number, number_change=None)
    residents.save(desk.conn, record)
    desk.touch(record.resident)
    today = desk.today.isoformat()
    event = Event(reason=reason, kind=KINDS[reason], changed_on=today, notified_on=None, former_number=former)
    changes.add_history(desk, record, event)
    if desk.settings.addressee_before_network_on_number:
        record = changes.tell_addressee(desk, record, event)
        record = changes.tell_network(desk, record, event)
    else:
        record = changes.tell_network(desk, record, event)
        record = changes.tell_addressee(desk, record, event)
    if former is not None:
        changes.ask_addressee_number(desk, record, event)
        card_events.number_changed(desk, record, desk.today)
    changes.tell_departments(desk, record, event, only_with_number=True)
    mailings.number_recorded(desk, record)
