"""
Naturalisation, acquisition and loss of nationality (住基令8条の2): one record follows another of the same person.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import changes, residents
from registry.desk import Desk
from registry.handlers import correction, forms
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import Accepted, ChangeOfNationality, Entered

FAMILY_REGISTER = "5"
REASONS = {"naturalisation": ("24", "14"), "acquisition": ("24", "14"), "loss": ("25", "15")}
"""Deletion and entry, which come in pairs (住基規則11条1項4号・5号, 2項4号・5号)."""


def _check(desk: Desk, command: ChangeOfNationality) -> Record:
    _notified_on, occurred_on = forms.notified_and_happened(
        desk, command.notified_on, command.occurred_on, "occurred_on"
    )
    forms.check_name(command.name, "name")
    record = desk.resident(command.resident, "resident")
    born = dates.earliest(record.born_on)
    if born is not None and occurred_on < born:
        raise Refusal("invalid-date", "occurred_on", "before birth")
    if command.registered_domicile_municipality is not None:
        forms.check_municipality(
            desk, command.registered_domicile_municipality, "registered_domicile_municipality"
        )
    loses = command.kind == "loss"
    if loses != (record.foreign is None):
        raise Refusal("not-permitted", "kind", "the record is not of that nationality")
    if loses and command.foreign is None:
        raise Refusal("data-mismatch", "foreign", "a foreign resident's record needs a nationality")
    if not loses and not (command.registered_domicile and command.head_of_family_register):
        raise Refusal("data-mismatch", "registered_domicile", "a national's record needs the family register")
    return record


def _new_values(command: ChangeOfNationality) -> dict[str, Any]:
    """
    What the new record holds in place of the old one; code, number, household, address and their dates stay.
    """
    values: dict[str, Any] = {"name": command.name, "name_kana": command.name_kana, "notified_on": None}
    if command.kind == "loss":
        return {
            **values,
            "foreign": command.foreign,
            "registered_domicile": None,
            "registered_domicile_municipality": None,
            "head_of_family_register": None,
            "former_surname": None,
            "former_surname_kana": None,
        }
    return {
        **values,
        "foreign": None,
        "registered_domicile": command.registered_domicile,
        "registered_domicile_municipality": command.registered_domicile_municipality,
        "head_of_family_register": command.head_of_family_register,
        "common_name": None,
        "common_name_history": None,
    }


def handle(desk: Desk, command: ChangeOfNationality) -> Accepted:
    """
    Delete the old record and enter the new one in order, under the same code and number; the card does not lapse
    (番号令14条4号), and no number is asked for.
    """
    record = _check(desk, command)
    out, into = REASONS[command.kind]
    dated: dict[str, Any] = {
        "kind": FAMILY_REGISTER,
        "changed_on": command.occurred_on,
        "notified_on": command.notified_on,
        "event_on": command.occurred_on,
    }
    deleted = msgspec.structs.replace(
        record,
        state="deleted",
        deleted_on=command.occurred_on,
        deletion_reason=out,
        cause_dated_on=command.occurred_on,
    )
    residents.save(desk.conn, deleted)
    kept = changes.announce_switch(desk, deleted, Event(reason=out, **dated))
    entered = msgspec.structs.replace(
        kept,
        state=record.state,
        deleted_on=None,
        deletion_reason=None,
        cause_dated_on=None,
        **_new_values(command),
    )
    entered = desk.book.rules.switched(desk.conn, entered)
    residents.save(desk.conn, entered)
    event = Event(reason=into, **dated)
    kept = changes.announce_new_nationality(desk, entered, event)
    if kept.relationship == HOUSEHOLDER and kept.name != record.name:
        renamed = Event(reason="33", kind="2", changed_on=command.occurred_on, notified_on=None)
        correction.rename_householder(desk, kept, renamed)
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[Entered(ref=kept.resident, resident=kept.resident, household=kept.household)],
    )
