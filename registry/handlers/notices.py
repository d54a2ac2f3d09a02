"""
Notices that change nothing by themselves: J22 from a family register (住基法9条2項) and J10 (住基法19条2項).

Each becomes a task; a clerk examines it, and only then is anything entered.
"""

from __future__ import annotations

import msgspec

from registry import audit, residents
from registry.desk import Desk
from registry.handlers import amending, birth_and_death, correction, forms
from registry.handlers.moving_in import new_change_id
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates
from registry.rules.letters import same_name
from registry.wire.control import (
    Accepted,
    Amendment,
    ConfirmNotice,
    DeletionByDeath,
    Entered,
    EntryByBirth,
)
from registry.wire.town import FamilyRegisterEvent, SupplementaryMismatch

NOTICE, MISMATCH = "family-register-notice", "supplementary-mismatch"
FAMILY_REGISTER = "5"


def proposed(body: FamilyRegisterEvent) -> tuple[list[Amendment], list[str]]:
    """
    The change that a notice asks for, item by item, and the items that no record has.
    """
    found, unknown = [], []
    for item, value in sorted(body.items.items()):
        try:
            found.append(msgspec.convert({"item": item, "value": value}, Amendment))
        except msgspec.ValidationError:
            unknown.append("items")
    return found, unknown


def _person(desk: Desk, body: FamilyRegisterEvent) -> tuple[Record | None, list[str]]:
    """
    The resident of a notice, and the keys that contradict the record. Without a code, name, birth and address together
    must name one person.
    """
    if body.resident_record_code is None:
        fitting = [
            record
            for record in residents.living(desk.conn)
            if record.born_on == body.born_on
            and same_name(record.name, body.name)
            and body.address in (record.address, record.full_address)
        ]
        return (fitting[0], []) if len(fitting) == 1 else (None, ["name", "born_on", "address"])
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is None or not record.living:
        return None, ["resident_record_code"]
    if body.event == "birth":
        # The code is the parent's, the rest is the child's.
        return record, []
    same = {"name": same_name(record.name, body.name), "born_on": record.born_on == body.born_on}
    return record, [key for key, agrees in same.items() if not agrees]


def family_register_event(desk: Desk, body: FamilyRegisterEvent) -> None:
    """
    J22: a task with the change filled in; of who is no resident here, a task without a person.
    """
    if body.resident_record_code is not None:
        forms.check_code(desk, body.resident_record_code, "body.resident_record_code")
    if dates.earliest(body.occurred_on) is None:
        raise Refusal("invalid-date", "body.occurred_on")
    forms.civil(body.accepted_on, "body.accepted_on")
    record, keys = _person(desk, body)
    amendments, unknown = proposed(body)
    if record is not None:
        desk.touch(record.resident)
    desk.task(
        NOTICE,
        [*keys, *unknown],
        record.resident if record is not None else None,
        "J22",
        proposed=amendments if record is not None else [],
        notice=body,
    )


def mismatch(desk: Desk, body: SupplementaryMismatch) -> None:
    """
    J10: which items of the supplementary record do not match is for a clerk; nothing is changed.
    """
    forms.check_code(desk, body.resident_record_code, "body.resident_record_code")
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is not None:
        desk.touch(record.resident)
    desk.task(MISMATCH, list(body.items), record.resident if record else None, "J10")


def _waiting(desk: Desk, command: ConfirmNotice) -> tuple[str, FamilyRegisterEvent]:
    found = audit.task(desk.conn, command.task) if 0 < command.task < 2**31 else None
    if found is None or found[0].kind != NOTICE:
        raise Refusal("unknown-task", "task")
    task, notice = found
    if not task.open or notice is None:
        raise Refusal("already-done", "task")
    if command.decision == "confirm" and task.resident is None:
        raise Refusal("unknown-resident", "task", "the notice is about nobody who lives here")
    return task.resident or "", msgspec.json.decode(notice, type=FamilyRegisterEvent)


def _born(desk: Desk, command: ConfirmNotice, body: FamilyRegisterEvent, parent: Record) -> Accepted:
    if command.person is None:
        raise Refusal("data-mismatch", "person", "a birth needs the child as it was examined")
    birth = EntryByBirth(
        counter=command.counter,
        notified_on=body.accepted_on,
        household=command.household or parent.household,
        person=command.person,
    )
    return birth_and_death.handle_birth(desk, birth)


def _changed(desk: Desk, body: FamilyRegisterEvent, record: Record) -> Accepted:
    amendments = [each for each in proposed(body)[0] if getattr(record, each.item) != each.value]
    if not amendments:
        raise Refusal("data-mismatch", "task", "the record says this already")
    for index, each in enumerate(amendments):
        amending.check_value(desk, each, f"proposed[{index}]")
    kept = correction.apply(
        desk,
        record,
        amendments,
        cause="family-register-notice",
        kind=FAMILY_REGISTER,
        on=body.occurred_on,
    )
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[Entered(ref=kept.resident, resident=kept.resident, household=kept.household)],
    )


def confirm(desk: Desk, command: ConfirmNotice) -> Accepted:
    """
    Enter what a notice asks for after a clerk examined it, or reject it; either way the task is done.
    """
    resident, body = _waiting(desk, command)
    if command.decision == "reject":
        if resident:
            desk.touch(resident)
        audit.settle_task(desk.conn, command.task)
        return Accepted(outcome="accepted", change_id=new_change_id())
    record = desk.resident(resident, "task")
    if body.event == "birth":
        outcome = _born(desk, command, body, record)
    elif body.event == "death":
        death = DeletionByDeath(
            counter=command.counter,
            notified_on=body.accepted_on,
            resident=resident,
            died_on=body.occurred_on,
        )
        outcome = birth_and_death.handle_death(desk, death)
    else:
        outcome = _changed(desk, body, record)
    audit.settle_task(desk.conn, command.task)
    return outcome
