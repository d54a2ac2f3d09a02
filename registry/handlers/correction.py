"""
Ex officio correction (住基令12条): which notices it causes depends on the item, not on who noticed the error.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from registry import changes, households, residents
from registry.desk import Desk
from registry.handlers import amending, forms, person_told, succession
from registry.handlers.moving_in import new_change_id
from registry.messages.network import SupplementaryItem
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import Accepted, Amendment, Entered, ExOfficioCorrection

EX_OFFICIO, FAMILY_REGISTER = "2", "5"
FAILURE = "failure-to-notify"


def _check(desk: Desk, amendment: Amendment, record: Record, path: str) -> None:
    value, item = amendment.value, amendment.item
    amending.check_value(desk, amendment, path)
    foreign = record.foreign is not None
    national_only = item.startswith(("former_surname", "registered_domicile", "head_of_family_register"))
    if (item in amending.FOREIGN_ONLY and not foreign) or (national_only and foreign):
        raise Refusal("not-permitted", f"{path}.item")
    if amending.value_of(record, item) == value:
        raise Refusal("data-mismatch", f"{path}.value", "this is already on the record")
    if item == "notified_on" and record.notified_on is None:
        raise Refusal("not-permitted", f"{path}.item", "no notification is on the record")
    if item == "became_resident_on":
        _check_beginning(desk, record, value or "", f"{path}.value")


def _check_beginning(desk: Desk, record: Record, began_on: str, path: str) -> None:
    """
    Refuse a day of becoming a resident before birth, or before the person's last stay here was over.
    """
    born = dates.earliest(record.born_on)
    before = residents.stayed_until(desk.conn, record.resident, record.became_resident_on)
    if (born is not None and began_on < born.isoformat()) or (before is not None and began_on < before):
        raise Refusal("invalid-date", path)


def reason_of(desk: Desk, cause: str, items: Collection[str], foreign: bool) -> str:
    """
    32 where each item that the network hears of has a minor cause (住基規則11条3項2号, 44条, 46条), else 33.
    """
    rules = desk.book.rules
    heard = [item for item in items if rules.triggers_network(item, foreign, desk.today)]
    minor = bool(heard) and all(rules.is_minor(cause, item, desk.today) for item in heard)
    return "32" if minor else "33"


def _common_names(record: Record, value: str | None, on: str, municipality: str) -> str:
    """
    The particulars of entry and deletion of common names (住基令30条の17第3項), with one more.
    """
    rows = [record.common_name_history] if record.common_name_history else []
    if record.common_name is not None:
        rows.append(f"{on} {municipality} 削除 {record.common_name}")
    if value is not None:
        rows.append(f"{on} {municipality} 記載 {value}")
    return "; ".join(rows)


def corrected(desk: Desk, record: Record, amendments: Sequence[Amendment], on: str) -> Record:
    """
    The record with the items amended, kept.
    """
    values: dict[str, Any] = {amendment.item: amendment.value for amendment in amendments}
    if "common_name" in values:
        values["common_name_history"] = _common_names(record, values["common_name"], on, desk.municipality)
    if record.foreign is not None:
        own = {item: values.pop(item) for item in amending.FOREIGN & values.keys()}
        values["foreign"] = msgspec.structs.replace(record.foreign, **own)
    if "order_of_entry" in values:
        values["position"] = int(values.pop("order_of_entry"))
    changed = msgspec.structs.replace(record, **values)
    residents.save(desk.conn, changed)
    return changed


def supplementary_items(items: Collection[str]) -> tuple[SupplementaryItem, ...]:
    """
    What a correction of these items corrects on the supplementary family-register record. Its name is its keeper's
    own matter, so a name is never told.
    """
    found: list[SupplementaryItem] = []
    if {"address", "building"} & set(items):
        found.append("address")
    if "settled_on" in items:
        found.append("settled_on")
    return tuple(found)


def apply(
    desk: Desk, record: Record, amendments: Sequence[Amendment], *, cause: str, kind: str, on: str
) -> Record:
    """
    Correct the items named and tell whom the law names: the network and the Agency only for their own items.
    """
    foreign = record.foreign is not None
    items = [amendment.item for amendment in amendments]
    after = corrected(desk, record, amendments, on)
    rules = desk.book.rules
    named = [rules.agency_item(item, foreign, desk.today) for item in items]
    event = Event(
        reason=reason_of(desk, cause, items, foreign),
        kind=kind,
        changed_on=on,
        notified_on=None,
        event_on=desk.today.isoformat(),
        corrected=tuple(dict.fromkeys(item for item in named if item is not None)),
        former_address=record.full_address if "address" in named else None,
    )
    network = any(rules.triggers_network(item, foreign, desk.today) for item in items)
    heads = after.relationship == HOUSEHOLDER and "name" in items
    copy = heads or "relationship" in items
    kept = changes.announce_correction(
        desk, after, event, network=network, copy=copy, supplementary_items=supplementary_items(items)
    )
    if heads:
        rename_householder(
            desk, kept, Event(reason=event.reason, kind=EX_OFFICIO, changed_on=on, notified_on=None)
        )
    return kept


def rename_householder(desk: Desk, householder: Record, event: Event) -> None:
    """
    The householder's name stands on every member's record, so all of them change with it.
    """
    others = [
        member
        for member in residents.members(desk.conn, householder.household)
        if member.resident != householder.resident
    ]
    for member in others:
        desk.touch(member.resident)
    succession.announce_relations(desk, others, event)


def _check_relationship(desk: Desk, record: Record, amendment: Amendment, path: str) -> None:
    word = forms.check_relationship(amendment.value or "", f"{path}.value")
    heads = households.head(desk.conn, record.household) == record.resident
    if (word == HOUSEHOLDER) != heads:
        raise Refusal(
            "invalid-relationship", f"{path}.value", "who heads a household is notified, not corrected"
        )


def handle(desk: Desk, command: ExOfficioCorrection) -> Accepted:
    """
    Correct a record by authority; a person who failed to notify is told of it (住基令12条4項).
    """
    forms.past(desk, command.changed_on, "changed_on")
    record = desk.resident(command.resident, "resident")
    forms.check_distinct([amendment.item for amendment in command.amendments], "amendments")
    for index, amendment in enumerate(command.amendments):
        path = f"amendments[{index}]"
        _check(desk, amendment, record, path)
        if amendment.item == "relationship":
            _check_relationship(desk, record, amendment, path)
        if amendment.item == "born_on" and (dates.earliest(amendment.value or "") or desk.today) > desk.today:
            raise Refusal("future-date", f"{path}.value")
    kind = FAMILY_REGISTER if command.cause == "family-register-notice" else EX_OFFICIO
    kept = apply(desk, record, command.amendments, cause=command.cause, kind=kind, on=command.changed_on)
    if command.cause == FAILURE:
        person_told.tell(desk, kept, command.whereabouts_unknown)
    entered = Entered(ref=record.resident, resident=record.resident, household=record.household)
    return Accepted(
        outcome="accepted", change_id=new_change_id(), residents=[entered], documents=desk.documents
    )
