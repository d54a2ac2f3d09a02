"""
Messages of the Basic Resident Registration Network about one record: J01, J05, J06, J09.
"""

from __future__ import annotations

from typing import Literal

from registry.measures import Measure
from registry.messages.told import Told
from registry.residents import Record
from registry.rules import dates
from registry.rules.letters import gaiji_count, unvoiced
from registry.wire.juki_net import (
    IdentificationUpdate,
    LinkageCodeRequest,
    MovingInNotice,
    MovingOutConfirmed,
    ProtectionFlag,
    SupplementaryNotice,
)

SupplementaryItem = Literal["abroad", "address", "planned_out_on", "resident_record_code", "settled_on"]


def identification_update(told: Told) -> IdentificationUpdate:
    """
    J01: the forty items of identification information (住基法30条の6, 住基規則11条, 12条).
    """
    record, event = told.record, told.event
    counts = [gaiji_count(text) for text in (record.name, record.full_address, record.previous_address)]
    surname_gaiji = gaiji_count(record.former_surname)
    return IdentificationUpdate(
        resident_record_code=record.resident_record_code,
        name=record.name,
        name_gaiji_count=counts[0],
        name_kana=record.name_kana,
        name_kana_unvoiced=unvoiced(record.name_kana),
        born_on=record.born_on,
        sex=record.sex,
        municipality=told.municipality,
        town_code=record.town_code,
        postal_code=record.postal_code,
        address=record.full_address,
        address_gaiji_count=counts[1],
        individual_number=record.individual_number,
        became_resident_on=record.became_resident_on,
        settled_on=record.settled_on,
        notified_on=record.notified_on,
        previous_municipality=record.previous_municipality,
        previous_address=record.previous_address,
        previous_address_gaiji_count=counts[2],
        relationship=record.relationship,
        reason=event.network_reason,
        changed_on=event.changed_on,
        reason_detail=None,
        former_resident_record_code=event.former_code,
        code_used_from=event.code_used_from,
        request_id=told.reference,
        operator=told.operator,
        terminal=told.terminal,
        update_sequence=record.notices,
        recovery_sequence=0,
        update_locked=False,
        planned=event.planned,
        exclusive=False,
        gaiji=any(counts) or surname_gaiji > 0,
        record_status="current" if record.living else "deleted",
        timestamp=dates.written(told.now),
        former_surname=record.former_surname,
        former_surname_gaiji_count=surname_gaiji,
        former_surname_kana=record.former_surname_kana,
        former_surname_gaiji_sequence=0,
        former_individual_number=event.former_number,
    )


def moving_in_notice(told: Told) -> MovingInNotice | None:
    """
    J05: the fact of moving in, for the previous municipality (住基法9条1項); None where there is none to tell.
    """
    record = told.record
    if record.previous_municipality in (None, told.municipality) or told.event.act != "entry":
        return None
    return MovingInNotice(
        resident_record_code=record.resident_record_code,
        name=record.name,
        name_kana=record.name_kana,
        born_on=record.born_on,
        sex=record.sex,
        previous_address=record.last_recorded_address or record.previous_address or "",
        new_address=record.full_address,
        moved_in_on=record.became_resident_on,
        notified_on=record.notified_on or told.now.date().isoformat(),
        previous_municipality=record.previous_municipality,
    )


def moving_out_confirmed(told: Told) -> MovingOutConfirmed:
    """
    J06: the moving out was confirmed by the new municipality, for the prefecture (住基令13条3項).
    """
    record = told.record
    return MovingOutConfirmed(
        resident_record_code=record.resident_record_code,
        confirmed_on=record.confirmed_out_on or told.event.changed_on,
        confirmation_notified_on=record.confirmation_notified_on or told.now.date().isoformat(),
        confirmed_destination=record.confirmed_destination or "",
    )


def supplementary_notice(told: Told, corrected: tuple[SupplementaryItem, ...]) -> SupplementaryNotice | None:
    """
    J09: the items of the supplementary family-register record that the change corrects (住基法17条, 19条1項).

    None for a foreign resident, who has none, and where no item is concerned.
    """
    record, event = told.record, told.event
    domicile, head = record.registered_domicile, record.head_of_family_register
    if record.foreign is not None or not corrected or not domicile or not head:
        return None
    abroad = "abroad" in corrected
    return SupplementaryNotice(
        resident_record_code=record.resident_record_code,
        registered_domicile=domicile,
        head_of_family_register=head,
        name=record.name,
        name_kana=record.name_kana,
        born_on=record.born_on,
        sex=record.sex,
        corrected=list(corrected),
        address=None if abroad else record.full_address,
        abroad=abroad,
        settled_on=None if abroad else record.settled_on,
        planned_out_on=record.planned_out_on if abroad else None,
        reason=event.network_reason,
        changed_on=event.changed_on,
    )


def protection_flag(record: Record, measure: Measure) -> ProtectionFlag:
    """
    J23: a support measure begins, changes or ends (the standard specification 3.1).
    """
    return ProtectionFlag(
        resident_record_code=record.resident_record_code,
        held=not measure.over,
        temporary=measure.state in ("temporary", "previous-address"),
        previous_address=measure.state == "previous-address" or record.resident in measure.told,
        starts_on=measure.starts_on,
        ends_on=measure.ends_on,
    )


def linkage_code_request(record: Record, processing_number: str) -> LinkageCodeRequest | None:
    """
    J24: a linkage code is wanted for a person (番号令27条1項); None for a person without Individual Number.
    """
    if record.individual_number is None:
        return None
    return LinkageCodeRequest(processing_number=processing_number, individual_number=record.individual_number)
