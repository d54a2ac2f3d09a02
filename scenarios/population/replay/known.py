"""
What the town held of the residents before the first day: one bulk load for each system that must know them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from harness.port.bulk import StandingResident
from harness.words.letters import gaiji_count, unvoiced

ENTRY_ABROAD = "12"
SYSTEM = "system"
Line = dict[str, Any]


def encoded(lines: Iterable[Line]) -> Iterator[bytes]:
    """
    The lines as they go over the wire.
    """
    encoder = msgspec.json.Encoder()
    return (encoder.encode(line) for line in lines)


def full_address(line: StandingResident) -> str:
    """
    The address with the building.
    """
    building = line.address.building
    return line.address.address if not building else f"{line.address.address}　{building}"


def found_person(line: StandingResident, address: str) -> Line:
    """
    Somebody as the network shows them.
    """
    person = line.person
    return {
        "resident_record_code": person.resident_record_code,
        "individual_number": person.individual_number,
        "name": person.name,
        "address": address,
        "born_on": person.born_on,
        "sex": person.sex,
        "reason": line.reason,
        "changed_on": line.became_resident_on,
    }


def elsewhere(line: StandingResident, municipality: str, *, current: bool) -> Line:
    """
    Another municipality holds, or held, this person.
    """
    body = {
        "municipality": municipality,
        "person": found_person(line, line.previous_address or full_address(line)),
        "recorded_on": line.became_resident_on,
        "current": current,
    }
    return {"act": "record_elsewhere", "body": body}


def update(line: StandingResident, municipality: str) -> Line:
    """
    J01 of the entry: the forty items as they stand.
    """
    person, address = line.person, full_address(line)
    counts = {
        "name": gaiji_count(person.name),
        "address": gaiji_count(address),
        "previous_address": gaiji_count(line.previous_address or ""),
        "former_surname": gaiji_count(person.former_surname or ""),
    }
    body = {
        "resident_record_code": person.resident_record_code,
        "name": person.name,
        "name_kana": person.name_kana,
        "name_kana_unvoiced": unvoiced(person.name_kana),
        "born_on": person.born_on,
        "sex": person.sex,
        "municipality": municipality,
        "town_code": line.address.town_code,
        "postal_code": line.address.postal_code,
        "address": address,
        "individual_number": person.individual_number,
        "became_resident_on": line.became_resident_on,
        "settled_on": line.settled_on,
        "notified_on": line.notified_on,
        "previous_municipality": line.previous_municipality,
        "previous_address": line.previous_address,
        "relationship": person.relationship,
        "reason": line.reason,
        "changed_on": line.became_resident_on,
        "reason_detail": None,
        "former_resident_record_code": None,
        "code_used_from": None,
        "request_id": f"before-{line.resident}",
        "operator": SYSTEM,
        "terminal": SYSTEM,
        "update_sequence": line.update_sequence,
        "recovery_sequence": 0,
        "update_locked": False,
        "planned": False,
        "exclusive": False,
        "gaiji": any(counts.values()),
        "record_status": "current",
        "timestamp": f"{line.became_resident_on}T09:00:00+09:00",
        "former_surname": person.former_surname,
        "former_surname_kana": person.former_surname_kana,
        "former_surname_gaiji_sequence": 0,
        **{f"{name}_gaiji_count": count for name, count in counts.items()},
    }
    return {"message_type": "J01", "body": body}


def network(residents: Iterable[StandingResident], municipality: str, other: str) -> Iterator[Line]:
    """
    What the network holds: where each number is from, and the entry of each resident.
    """
    for line in residents:
        before = line.previous_municipality or other
        yield elsewhere(line, before, current=False)
        yield update(line, municipality)


def addressee(residents: Iterable[StandingResident], municipality: str) -> Iterator[Line]:
    """
    What the addressee system holds: an integrated number for each, and the record of the entry.
    """
    for line in residents:
        person, foreign = line.person, line.person.foreign
        number = {"local_addressee_number": line.resident, "individual_number": person.individual_number}
        yield {"message_type": "A02", "body": number}
        body = {
            **number,
            "history_sequence": line.history_sequence,
            "applies_from": line.settled_on,
            "registering_affairs": "resident-register",
            "resident_record_code": person.resident_record_code,
            "household_number": line.household,
            "state": "current",
            "person_kind": "individual",
            "nationality": foreign.nationality if foreign else None,
            "born_on": person.born_on,
            "sex": person.sex,
            "municipality": municipality,
            "town_code": line.address.town_code,
            "name": person.common_name or person.name,
            "name_kana": person.name_kana,
            "legal_name": person.name if person.common_name else None,
            "postal_code": line.address.postal_code,
            "address": line.address.address,
            "building": line.address.building,
            "registered_by": municipality,
            "protected": False,
        }
        yield {"message_type": "A01", "body": body}


def cards(residents: Iterable[StandingResident], municipality: str) -> Iterator[Line]:
    """
    What card management holds.
    """
    for line in residents:
        card = line.card
        if card is not None:
            body = {
                "card_id": card.card_id,
                "application_id": card.card_id.replace("CARD", "APPLICATION"),
                "resident_record_code": line.person.resident_record_code,
                "applied_on": card.issued_on,
                "issued_on": card.issued_on,
                "expires_on": card.expires_on,
                "state": card.state,
                "municipality": municipality,
                "notify": False,
            }
            yield {"act": "make_card", "body": body}
