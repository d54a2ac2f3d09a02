"""
A row of a population as the port's people: the resident who stands on the register, the person of a notification.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from harness.port.bulk import StandingCard, StandingResident
from harness.port.commands import Address, Foreign, Person

Row = dict[str, Any]
DIGITS = 10
"""A local number of the interface has ten digits, one of a population leading zeros before them."""

TOLD = 1
"""Network and addressee system were told of each resident once: of the entry."""


def local(number: str) -> str:
    """
    A population's addressee or household number as the interface writes it.
    """
    return number[-DIGITS:]


def written(value: Any) -> str | None:
    """
    A day as ISO text.
    """
    return None if value is None else str(value)


def foreign_of(row: Row) -> Foreign | None:
    """
    What the record of a foreign resident holds in addition.
    """
    if row["nationality"] == "JPN":
        return None
    return Foreign(
        nationality=row["nationality"],
        resident_class=row["resident_class"],
        status_of_residence=row["status_of_residence"],
        period_of_stay=row["period_of_stay"],
        period_expires_on=written(row["period_expires_on"]),
        residence_card_number=row["residence_card_number"],
        special_permanent_certificate_number=row["special_permanent_certificate_number"],
    )


def person_of(row: Row, relationship: str | None = None, *, numbered: bool = True) -> Person:
    """
    The person of a notification, or of a load. Its handle is the number of the row.
    """
    return Person(
        ref=str(row["resident"]),
        name=row["name"],
        name_kana=row["name_kana"],
        born_on=str(row["birth_date"]),
        sex=row["sex"],
        relationship=relationship or row["relationship"],
        resident_record_code=row["resident_record_code"] if numbered else None,
        individual_number=row["individual_number"] if numbered else None,
        registered_domicile=row["registered_domicile"],
        head_of_family_register=row["head_of_family_register"],
        former_surname=row.get("former_surname"),
        former_surname_kana=row.get("former_surname_kana"),
        common_name=row.get("common_name"),
        foreign=foreign_of(row),
    )


def address_of(row: Row) -> Address:
    """
    Where somebody lives.
    """
    return Address(
        address=row["address"],
        building=row.get("building"),
        postal_code=row["postal_code"],
        town_code=row.get("town_code") or "",
    )


def card_id(resident: int, turn: int = 0) -> str:
    """
    The name of somebody's card; each further one has another.
    """
    return f"CARD-{resident:09d}-{turn}"


def card_of(row: Row) -> StandingCard | None:
    """
    The card that somebody holds on the first day.
    """
    if row["card_state"] is None:
        return None
    return StandingCard(
        card_id=card_id(row["resident"]),
        state=row["card_state"],
        issued_on=str(row["card_issued_on"]),
        expires_on=str(row["card_expires_on"]),
    )


def standing(row: Row) -> StandingResident:
    """
    The line of a bulk load.
    """
    return StandingResident(
        resident=local(row["addressee_number"]),
        household=local(row["household_number"]),
        person=person_of(row),
        address=address_of(row),
        became_resident_on=str(row["became_resident_on"]),
        settled_on=str(row["settled_on"]),
        reason=row["became_resident_reason"],
        notified_on=written(row["settled_notified_on"]),
        previous_municipality=row["previous_municipality_code"],
        previous_address=row["previous_address"],
        update_sequence=TOLD,
        history_sequence=TOLD,
        card=card_of(row),
    )


def all_standing(rows: Iterable[Row]) -> Iterator[StandingResident]:
    """
    Everybody who stands on the register on the first day.
    """
    return (standing(row) for row in rows)
