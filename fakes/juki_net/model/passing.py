"""
What the network passes on of an update: to prefecture and nation (J03, J04), and to the system of the cards and
certificates (P01, a number of our own).
"""

from __future__ import annotations

from typing import Any

from fakes._core.traffic import Outgoing
from fakes.juki_net.model.shapes import RecordElsewhere
from fakes.juki_net.wire import IdentificationUpdate, PrefectureNotice

BORNE = ("name", "name_kana", "former_surname", "former_surname_kana", "born_on", "sex", "address")
"""Items of an update that a signing certificate bears (公的個人認証法7条)."""

COMMON_NAME = "common_name"
MOVED_IN, EX_OFFICIO = "11", "33"


def notice(body: IdentificationUpdate) -> PrefectureNotice:
    """
    J03 and J04 of an update (住基法30条の6, 30条の7, 住基令30条の5).
    """
    return PrefectureNotice(
        resident_record_code=body.resident_record_code,
        individual_number=body.individual_number,
        name=body.name,
        name_kana=body.name_kana,
        former_surname=body.former_surname,
        former_surname_kana=body.former_surname_kana,
        born_on=body.born_on,
        sex=body.sex,
        address=body.address,
        reason=body.reason,
        changed_on=body.changed_on,
        former_resident_record_code=body.former_resident_record_code,
        former_individual_number=body.former_individual_number,
    )


def to_certificates(
    body: IdentificationUpdate, before: IdentificationUpdate | None, kind: str | None
) -> tuple[Outgoing, ...]:
    """
    P01 of an update that can end a certificate, or of an entry by moving in; of others there is nothing to say.
    """
    items = _corrected(before, body) if kind == "correction" and before is not None else []
    if kind != "deletion" and not items and body.reason != MOVED_IN:
        return ()
    told = {
        "resident_record_code": body.resident_record_code,
        "former_resident_record_code": body.former_resident_record_code,
        "event": kind,
        "reason": body.reason,
        "items": items,
        "changed_on": body.changed_on,
        "notified_on": body.notified_on,
    }
    return (_outgoing(told),)


def entered_elsewhere(held: RecordElsewhere) -> tuple[Outgoing, ...]:
    """
    P01 of an entry in another municipality.
    """
    told: dict[str, Any] = {
        "resident_record_code": held.person.resident_record_code,
        "former_resident_record_code": None,
        "event": "entry",
        "reason": MOVED_IN,
        "items": [],
        "changed_on": held.recorded_on,
        "notified_on": None,
    }
    return (_outgoing(told),)


def _corrected(before: IdentificationUpdate, after: IdentificationUpdate) -> list[str]:
    changed = [name for name in BORNE if getattr(before, name) != getattr(after, name)]
    first_reading = before.former_surname is not None and before.former_surname_kana is None
    if first_reading and "former_surname" not in changed and "former_surname_kana" in changed:
        # The first reading of a former surname that stands is no correction of older certificates (令和7年 附則3条2項).
        changed.remove("former_surname_kana")
        return changed
    # The forty items have no field for the common name: an ex officio correction of none of them is one of it.
    return changed or ([COMMON_NAME] if after.reason == EX_OFFICIO else [])


def _outgoing(told: dict[str, Any]) -> Outgoing:
    # Imported wire of another fake would break the wall between them: the message is written as it travels.
    return Outgoing("card_management", "P01", told, told["resident_record_code"])
