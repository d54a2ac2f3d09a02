"""
J07: moving-out data in place of the certificate, for people who leave together.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from registry.residents import Record
from registry.wire.control import Foreign
from registry.wire.juki_net import MovedPerson, MovingOutData


class UsableCard(msgspec.Struct, frozen=True):
    """
    A card that may be used: its id, which also tells the genuine one, and the days of its issue and expiry.
    """

    card_id: str
    issued_on: str | None
    expires_on: str | None


def _number_of_the_stay(foreign: Foreign) -> str | None:
    """
    One item holds the number of the paper that somebody's class has: residence card or special permanent resident
    certificate (住基法30条の45の表).
    """
    special = foreign.resident_class == "special-permanent"
    return foreign.special_permanent_certificate_number if special else foreign.residence_card_number


def _moved_person(record: Record, card: UsableCard | None) -> MovedPerson:
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
        residence_card_number=_number_of_the_stay(foreign) if foreign else None,
        health_insurance=record.health_insurance is not None and record.health_insurance.insured,
        elderly_care=record.elderly_care,
        long_term_care=record.long_term_care,
        child_allowance=record.child_allowance,
        pension_class=record.pension_class,
        basic_pension_number=record.basic_pension_number,
        card_id=card.card_id if card else None,
        card_issued_on=card.issued_on if card else None,
        card_expires_on=card.expires_on if card else None,
        registered_domicile_municipality=record.registered_domicile_municipality,
        common_name_history=record.common_name_history,
    )


def moving_out_data(
    movers: list[Record],
    cards: Mapping[str, UsableCard],
    municipality: str,
    receiver: str,
    *,
    withdrawn: bool = False,
) -> MovingOutData | None:
    """
    J07 to the receiver, with the items of the certificate and of each usable card (住基令24条の3); `withdrawn` says
    that data sent before are not to be used any more.

    `cards` gives, per local addressee number, a usable card.
    """
    first = movers[0]
    return MovingOutData(
        from_municipality=municipality,
        previous_address=first.full_address,
        destination=first.planned_destination or "",
        destination_municipality=receiver,
        planned_on=first.planned_out_on or first.deleted_on or "",
        notified_on=first.out_notified_on or "",
        persons=[_moved_person(mover, cards.get(mover.resident)) for mover in movers],
        withdrawn=withdrawn,
    )
