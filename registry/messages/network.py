"""
Messages of the Basic Resident Registration Network: J01, J05, J07.
"""

from __future__ import annotations

from registry.measures import Measure
from registry.messages.told import Told
from registry.residents import Record
from registry.rules import dates
from registry.rules.letters import gaiji_count, unvoiced
from registry.wire.juki_net import (
    IdentificationUpdate,
    LinkageCodeRequest,
    MovedPerson,
    MovingInNotice,
    MovingOutData,
    ProtectionFlag,
)


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
        reason=event.reason,
        changed_on=event.changed_on,
        reason_detail=None,
        former_resident_record_code=None,
        code_used_from=None,
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
        previous_address=record.previous_address or "",
        new_address=record.full_address,
        moved_in_on=record.became_resident_on,
        notified_on=record.notified_on or told.now.date().isoformat(),
        previous_municipality=record.previous_municipality,
    )


def _moved_person(record: Record, card: tuple[str, str | None] | None) -> MovedPerson:
    foreign = record.foreign
    return MovedPerson(
        resident_record_code=record.resident_record_code,
        individual_number=record.individual_number,
        name=record.name,
        name_kana=record.name_kana,
        born_on=record.born_on,
        sex=record.sex,
        householder=record.relationship == "世帯主",
        relationship=record.relationship,
        registered_domicile=record.registered_domicile,
        head_of_family_register=record.head_of_family_register,
        former_surname=record.former_surname,
        former_surname_kana=record.former_surname_kana,
        common_name=record.common_name,
        nationality=foreign.nationality if foreign else None,
        resident_class=foreign.resident_class if foreign else None,
        status_of_residence=foreign.status_of_residence if foreign else None,
        period_of_stay=foreign.period_of_stay if foreign else None,
        period_expires_on=foreign.period_expires_on if foreign else None,
        residence_card_number=foreign.residence_card_number if foreign else None,
        health_insurance=record.health_insurance is not None and record.health_insurance.insured,
        elderly_care=False,
        long_term_care=False,
        child_allowance=False,
        pension_class=None,
        basic_pension_number=None,
        card_id=card[0] if card else None,
        card_issued_on=None,
        card_expires_on=card[1] if card else None,
    )


def moving_out_data(
    movers: list[Record], cards: dict[str, tuple[str, str | None]], municipality: str, receiver: str
) -> MovingOutData:
    """
    J07: moving-out data in place of the certificate (住基令24条の3), for people who leave together.

    `cards` gives, per local addressee number, a usable card and the day it expires.
    """
    first = movers[0]
    return MovingOutData(
        from_municipality=municipality,
        previous_address=first.full_address,
        destination=first.planned_destination or "",
        destination_municipality=first.destination_municipality or receiver,
        planned_on=first.planned_out_on or first.deleted_on or "",
        notified_on=first.out_notified_on or "",
        persons=[_moved_person(mover, cards.get(mover.resident)) for mover in movers],
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
