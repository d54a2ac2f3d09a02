"""
Ex officio correction (住基令12条): which notices it causes depends on the item, not on who noticed the error.
"""

from __future__ import annotations

import msgspec

from registry import changes, residents
from registry.desk import Desk
from registry.handlers import amending, forms, succession
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates, tables
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import Accepted, Amendment, Entered, ExOfficioCorrection

EX_OFFICIO, FAMILY_REGISTER = "2", "5"


def _check(amendment: Amendment, record: Record, path: str) -> None:
    value, item = amendment.value, amendment.item
    amending.check_value(amendment, path)
    foreign = record.foreign is not None
    if (item == "common_name" and not foreign) or (item.startswith("former_surname") and foreign):
        raise Refusal("not-permitted", f"{path}.item")
    if getattr(record, item) == value:
        raise Refusal("data-mismatch", f"{path}.value", "this is already on the record")


def reason_of(desk: Desk, command: ExOfficioCorrection, foreign: bool) -> str:
    """
    32 where letters of names alone are identified (住基規則11条3項2号, 44条, 46条), else 33.
    """
    rows = [tables.trigger(amendment.item, foreign, desk.today) for amendment in command.amendments]
    minor = all(row is not None and row.minor == "yes" for row in rows)
    return "32" if minor and command.cause == "character-identification" else "33"


def handle(desk: Desk, command: ExOfficioCorrection) -> Accepted:
    """
    Correct the items named and tell whom the law names: the network and the Agency only for their own items.
    """
    forms.past(desk, command.changed_on, "changed_on")
    record = desk.resident(command.resident, "resident")
    forms.check_distinct([amendment.item for amendment in command.amendments], "amendments")
    for index, amendment in enumerate(command.amendments):
        _check(amendment, record, f"amendments[{index}]")
        if amendment.item == "born_on" and (dates.earliest(amendment.value or "") or desk.today) > desk.today:
            raise Refusal("future-date", f"amendments[{index}].value")
    foreign = record.foreign is not None
    values = {amendment.item: amendment.value for amendment in command.amendments}
    corrected = msgspec.structs.replace(record, **values)
    residents.save(desk.conn, corrected)
    rules = desk.book.rules
    named = [rules.agency_item(item, foreign, desk.today) for item in values]
    event = Event(
        reason=reason_of(desk, command, foreign),
        kind=FAMILY_REGISTER if command.cause == "family-register-notice" else EX_OFFICIO,
        changed_on=command.changed_on,
        notified_on=None,
        event_on=desk.today.isoformat(),
        corrected=tuple(item for item in named if item is not None),
    )
    network = any(rules.triggers_network(item, foreign, desk.today) for item in values)
    heads = corrected.relationship == HOUSEHOLDER and "name" in values
    changes.announce_correction(desk, corrected, event, network=network, copy=heads)
    if heads:
        others = [
            member
            for member in residents.members(desk.conn, corrected.household)
            if member.resident != corrected.resident
        ]
        shown = Event(reason=event.reason, kind=EX_OFFICIO, changed_on=command.changed_on, notified_on=None)
        succession.announce_relations(desk, others, shown)
    entered = Entered(ref=record.resident, resident=record.resident, household=record.household)
    return Accepted(outcome="accepted", change_id=new_change_id(), residents=[entered])
