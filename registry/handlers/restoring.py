"""
Cancelling a wrong change and restoring a wrongly deleted record (the standard specification 4.6): by a row that undoes
another, never by deleting one; everyone who was told of the wrong state is told again.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import changes, households, residents
from registry.changes import Row
from registry.desk import Desk
from registry.handlers import correction, forms, succession
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.relationship import HOUSEHOLDER
from registry.rules.tables import REASONS
from registry.wire.control import Accepted, CancelChange, Entered, RestoreRecord

EX_OFFICIO = "2"
CANCELLED, RECOMPILED = "59", "58"
HOUSEHOLD_ONLY = frozenset({"51", "52", "53", "54"})
NUMBERS = frozenset({"34", "35", "36", "37", "38"})
COUNTS = ("addressee_changes", "copy_id", "notices", "recompilation", "recompiled_on")
"""What was told stays told, and a sheet stays written anew: never taken back from an older state."""


def _outcome(*kept: Record) -> Accepted:
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[
            Entered(ref=each.resident, resident=each.resident, household=each.household) for each in kept
        ],
    )


def _before_deletion(rows: list[Row]) -> Record:
    """
    The newest state of a record in which the person was a resident without a planned moving out.
    """
    return next(row.after for row in reversed(rows) if row.after.state == "current")


def _return_home(desk: Desk, record: Record, deleted: Row) -> Record:
    """
    Put a restored person back: into the former household with its former order, or into a new one where it is gone.
    """
    staying = [
        member
        for member in residents.members(desk.conn, record.household)
        if member.resident != record.resident
    ]
    if not desk.book.rules.household_stands(len(staying)):
        household = residents.new_number(desk.conn, "household")
        households.set_head(desk.conn, household, None)
        alone = msgspec.structs.replace(record, household=household, position=1)
        residents.save(desk.conn, alone)
        return succession.relate(desk, alone, HOUSEHOLDER)
    residents.save(desk.conn, record)
    if record.relationship != HOUSEHOLDER:
        return succession.relate(desk, record, record.relationship)
    households.set_head(desk.conn, record.household, None)
    restored = succession.relate(desk, record, HOUSEHOLDER)
    # The householder's name stands on every member's record, so all of them change.
    back = [
        succession.relate(desk, member, _word_before(desk, member, deleted.shown.processed_at))
        for member in staying
    ]
    event = Event(reason="54", kind=EX_OFFICIO, changed_on=desk.today.isoformat(), notified_on=None)
    succession.announce_relations(desk, back, event)
    return restored


def _word_before(desk: Desk, member: Record, moment: str) -> str:
    """
    The relationship that stood before the householder's deletion made somebody else the householder.
    """
    rows = [row for row in changes.rows(desk.conn, member.resident) if row.shown.processed_at <= moment]
    words = [row.after.relationship for row in rows if row.after.relationship != HOUSEHOLDER]
    return words[-1] if words else "縁故者"


def _restored(desk: Desk, record: Record, decided_on: str, rows: list[Row], deletion: Row) -> Record:
    before = _before_deletion(rows)
    counted = {name: getattr(record, name) for name in COUNTS}
    back = msgspec.structs.replace(before, **counted)
    back = _return_home(desk, desk.book.rules.restored(back), deletion)
    event = Event(
        reason=CANCELLED,
        told_as="16",
        kind=EX_OFFICIO,
        changed_on=decided_on,
        notified_on=None,
        event_on=decided_on,
        cancels=deletion.shown.sequence,
        effect="increase",
    )
    return changes.announce_restoration(desk, back, event)


def _deletion_of(rows: list[Row]) -> Row:
    """
    The row that deleted the record: the last one of a reason for deletion.
    """
    found = [row for row in rows if REASONS[row.shown.reason].act == "deletion"]
    if not found:
        raise Refusal("unknown-change", "resident")
    return found[-1]


def restore(desk: Desk, command: RestoreRecord) -> Accepted:
    """
    Enter a wrongly deleted record again under its code and numbers, with its history unbroken.
    """
    forms.past(desk, command.decided_on, "decided_on")
    record = residents.find(desk.conn, command.resident)
    if record is None:
        raise Refusal("unknown-resident", "resident")
    if record.living:
        raise Refusal("already-done", "resident", "the record stands")
    if record.state == "moved-out-confirmed":
        raise Refusal("recorded-elsewhere", "resident")
    desk.touch(record.resident)
    rows = changes.rows(desk.conn, record.resident)
    return _outcome(_restored(desk, record, command.decided_on, rows, _deletion_of(rows)))


def _undone(record: Record, before: Record, after: Record) -> dict[str, Any]:
    """
    The items that a change set and nobody changed since, with the values that stood before it.
    """
    return {
        name: getattr(before, name)
        for name in Record.__struct_fields__
        if name not in COUNTS
        and getattr(before, name) != getattr(after, name)
        and getattr(record, name) == getattr(after, name)
    }


def _cancel_correction(desk: Desk, record: Record, rows: list[Row], row: Row, decided_on: str) -> Record:
    position = rows.index(row)
    values = _undone(record, rows[position - 1].after, row.after)
    foreign = record.foreign is not None
    items = list(values)
    back = _regrouped(desk, record, values)
    rules = desk.book.rules
    named = [rules.agency_item(item, foreign, desk.today) for item in items]
    network = any(rules.triggers_network(item, foreign, desk.today) for item in items)
    event = Event(
        reason=CANCELLED,
        told_as="33" if network else None,
        kind=EX_OFFICIO,
        changed_on=decided_on,
        notified_on=None,
        event_on=decided_on,
        corrected=tuple(dict.fromkeys(item for item in named if item is not None)),
        former_address=record.full_address if "address" in named else None,
        cancels=row.shown.sequence,
        effect="correction",
    )
    copy = bool({"household", "relationship"} & set(items)) or (
        back.relationship == HOUSEHOLDER and "name" in items
    )
    kept = changes.announce_correction(
        desk,
        back,
        event,
        network=network,
        copy=copy,
        supplementary_items=correction.supplementary_items(items),
    )
    if kept.household != record.household:
        succession.check_after_leaving(desk, record.household, decided_on)
    if kept.relationship == HOUSEHOLDER and "name" in items:
        renamed = Event(reason="33", kind=EX_OFFICIO, changed_on=decided_on, notified_on=None)
        correction.rename_householder(desk, kept, renamed)
    return kept


def _regrouped(desk: Desk, record: Record, values: dict[str, Any]) -> Record:
    """
    The record with the old values, back in the former household, or in a new one where that is gone or has changed.
    """
    household = values.get("household")
    if household is not None and not residents.members(desk.conn, household):
        values["household"] = residents.new_number(desk.conn, "household")
        values["relationship"] = HOUSEHOLDER
        values["position"] = 1
        households.set_head(desk.conn, values["household"], None)
    back = msgspec.structs.replace(record, **values)
    if "household" in values or "relationship" in values:
        head = households.head(desk.conn, back.household)
        if back.relationship == HOUSEHOLDER and head not in (None, back.resident):
            raise Refusal("invalid-relationship", "sequence", "the household has another householder by now")
    residents.save(desk.conn, back)
    if back.relationship == HOUSEHOLDER:
        return succession.relate(desk, back, HOUSEHOLDER)
    return back


def _cancel_household_change(desk: Desk, row: Row, decided_on: str) -> list[Record]:
    """
    Undo a change of household for everyone whom it regrouped: one householder before, one householder after. Who only
    has another householder again is told of, too.
    """
    undone, homes = [], set()
    for resident in changes.together(desk.conn, row.change):
        record = residents.find(desk.conn, resident)
        rows = changes.rows(desk.conn, resident)
        own = [each for each in rows if each.change == row.change]
        if record is None or not record.living or rows.index(own[0]) == 0:
            continue
        values = _undone(record, rows[rows.index(own[0]) - 1].after, own[-1].after)
        back = msgspec.structs.replace(record, **values)
        undone.append((back, own[-1].shown.sequence, bool(values)))
        homes |= {record.household, back.household}
    heads = {household: households.head(desk.conn, household) for household in homes}
    related = []
    for back, _sequence, _changed in undone:
        residents.save(desk.conn, back)
        related.append(succession.relate(desk, back, back.relationship))
    for household in homes:
        people = residents.members(desk.conn, household)
        if sum(member.relationship == HOUSEHOLDER for member in people) > 1:
            raise Refusal("invalid-relationship", "sequence", "the household has another householder by now")
    kept = []
    for record, (_back, sequence, changed) in zip(related, undone, strict=True):
        event = Event(
            reason=CANCELLED,
            kind=EX_OFFICIO,
            changed_on=decided_on,
            notified_on=None,
            cancels=sequence,
            effect="correction",
        )
        if changed or heads[record.household] != households.head(desk.conn, record.household):
            kept.append(changes.announce_correction(desk, record, event, network=False, copy=True))
    event = Event(reason="54", kind=EX_OFFICIO, changed_on=decided_on, notified_on=None)
    regrouped = {record.resident for record in related}
    for household in homes:
        if heads[household] != households.head(desk.conn, household):
            joined = [m for m in residents.members(desk.conn, household) if m.resident not in regrouped]
            succession.announce_relations(desk, joined, event)
        succession.check_after_leaving(desk, household, decided_on)
    return kept


def _cancel_entry(desk: Desk, record: Record, row: Row, decided_on: str) -> Record:
    deleted = msgspec.structs.replace(
        record, state="deleted", deleted_on=decided_on, deletion_reason="26", cause_dated_on=decided_on
    )
    residents.save(desk.conn, deleted)
    event = Event(
        reason=CANCELLED,
        told_as="26",
        kind=EX_OFFICIO,
        changed_on=decided_on,
        notified_on=None,
        event_on=decided_on,
        cancels=row.shown.sequence,
        effect="decrease",
    )
    kept = changes.announce_deletion(desk, deleted, event)
    succession.check_after_leaving(desk, record.household, decided_on)
    return kept


def cancel(desk: Desk, command: CancelChange) -> Accepted:
    """
    Undo one row of a record's history by another; what was changed since stays.
    """
    forms.past(desk, command.decided_on, "decided_on")
    record = residents.find(desk.conn, command.resident)
    if record is None:
        raise Refusal("unknown-resident", "resident")
    desk.touch(record.resident)
    rows = changes.rows(desk.conn, record.resident)
    row = next((each for each in rows if each.shown.sequence == command.sequence), None)
    if row is None:
        raise Refusal("unknown-change", "sequence")
    if any(each.shown.cancels == command.sequence for each in rows):
        raise Refusal("already-done", "sequence")
    reason = row.shown.reason
    if reason in {CANCELLED, RECOMPILED, *NUMBERS}:
        raise Refusal("not-permitted", "sequence", "this change cannot be cancelled")
    act = REASONS[reason].act
    if act == "deletion" and not record.living:
        if record.state == "moved-out-confirmed":
            raise Refusal("recorded-elsewhere", "resident")
        return _outcome(_restored(desk, record, command.decided_on, rows, row))
    if not record.living:
        raise Refusal("not-resident", "resident")
    if act == "deletion":
        raise Refusal("not-permitted", "sequence", "a planned moving out is withdrawn, not cancelled")
    if act == "entry":
        return _outcome(_cancel_entry(desk, record, row, command.decided_on))
    if reason in HOUSEHOLD_ONLY:
        return _outcome(*_cancel_household_change(desk, row, command.decided_on))
    return _outcome(_cancel_correction(desk, record, rows, row, command.decided_on))
