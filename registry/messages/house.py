"""
Messages inside the municipality: A01, A02, L03 to the addressee system, D01 and D03 to departments.
"""

from __future__ import annotations

from typing import Literal

from registry.measures import Measure
from registry.messages.told import Told
from registry.residents import Record
from registry.wire.addressee import AddresseeChange, CopyRegistration, HoldMark, NumberingRequest
from registry.wire.control import NotedInsurance
from registry.wire.departments import NotedFacts, ResidentChange


def _state(told: Told) -> Literal["current", "deleted", "planned-out"]:
    if not told.record.living:
        return "deleted"
    return "planned-out" if told.record.state == "planned-out" else "current"


def addressee_change(told: Told) -> AddresseeChange:
    """
    A01: the addressee after a confirmed change (番号法9条1項).
    """
    record = told.record
    return AddresseeChange(
        local_addressee_number=record.resident,
        history_sequence=record.addressee_changes,
        applies_from=told.applies_from(),
        registering_affairs="resident-register",
        resident_record_code=record.resident_record_code,
        household_number=record.household,
        state=_state(told),
        person_kind="individual",
        nationality=record.foreign.nationality if record.foreign else None,
        born_on=record.born_on,
        sex=record.sex,
        municipality=told.municipality,
        town_code=record.town_code,
        name=record.name,
        name_kana=record.name_kana,
        legal_name=record.name if record.common_name else None,
        postal_code=record.postal_code,
        address=record.address,
        building=record.building,
        registered_by=told.event.reason,
        individual_number=record.individual_number,
        protected=told.protected,
    )


def numbering_request(told: Told) -> NumberingRequest:
    """
    A02: an integrated addressee number for a person, on first need.
    """
    return NumberingRequest(
        local_addressee_number=told.record.resident, individual_number=told.record.individual_number
    )


def provision_copy(told: Told, action: Literal["register", "update", "close"]) -> CopyRegistration:
    """
    L03: the matters of 住基法7条4号 and nothing else.
    """
    record = told.record
    return CopyRegistration(
        local_addressee_number=record.resident,
        record_id=record.copy_id or told.reference,
        information="JUMIN-04",
        action=action,
        householder=record.relationship == "世帯主",
        householder_name=told.householder_name,
        relationship=record.relationship,
        applies_from=told.applies_from(),
    )


def resident_change(told: Told, with_number: bool) -> ResidentChange:
    """
    D01: a change for one department, with the Individual Number only where its basis allows it.
    """
    record, event = told.record, told.event
    state = _state(told)
    planned = state == "planned-out"
    return ResidentChange(
        local_addressee_number=record.resident,
        household_number=record.household,
        reason=event.reason,
        changed_on=event.changed_on,
        notified_on=event.notified_on,
        notification_kind=event.kind,
        name=record.name,
        born_on=record.born_on,
        sex=record.sex,
        address=record.full_address,
        householder_name=told.householder_name,
        relationship=record.relationship,
        state=state,
        planned=planned,
        planned_on=record.planned_out_on if planned else None,
        individual_number=record.individual_number if with_number else None,
        protected=told.protected,
    )


def noted_facts(told: Told, noted: NotedInsurance) -> NotedFacts:
    """
    D03: what a notification noted on national health insurance (住基法28条).
    """
    return NotedFacts(
        local_addressee_number=told.record.resident,
        insured=noted.insured,
        symbol_and_number=noted.symbol_and_number,
        noted_on=told.event.notified_on or told.now.date().isoformat(),
    )


def hold_mark(record: Record, measure: Measure, operator: str) -> HoldMark:
    """
    L09: automatic answers about a protected person are held, or no longer; a clerk's act either way.
    """
    return HoldMark(
        local_addressee_number=record.resident,
        mark="no-automatic-answer",
        held=not measure.over,
        starts_on=measure.starts_on,
        ends_on=measure.ends_on,
        set_by=operator,
    )
