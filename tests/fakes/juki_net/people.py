"""
Messages of the network's tests: one lawful life, from which every case differs in one thing.
"""

from __future__ import annotations

from typing import Any

from harness.words.terms import IndividualNumber, ResidentRecordCode
from tests.fakes.station import MUNICIPALITY, Station

ELSEWHERE, THIRD = "112275", "111007"
CODES = [str(ResidentRecordCode.from_base(f"12345000{n:02d}")) for n in range(4)]
CODE, NEXT_CODE, KNOWN_CODE, FOREIGN_CODE = CODES
NUMBER = str(IndividualNumber.from_base("12345678901"))
OTHER_NUMBER = str(IndividualNumber.from_base("12345678912"))
DATA = {"assigned_codes": [CODE, NEXT_CODE], "prefecture": "110001"}
SETUP = {"data": DATA}


def j01(**changes: Any) -> dict[str, Any]:
    """
    The entry of a new person from abroad, under a code of the stock.
    """
    sequence = changes.get("update_sequence", 1)
    return {
        "resident_record_code": CODE,
        "name": "山田花子",
        "name_gaiji_count": 0,
        "name_kana": "ヤマダ　ハナコ",
        "name_kana_unvoiced": "ヤマタハナコ",
        "born_on": "1990-05-05",
        "sex": "female",
        "municipality": MUNICIPALITY,
        "town_code": "001",
        "postal_code": "3510114",
        "address": "和光市本町1番1号",
        "address_gaiji_count": 0,
        "individual_number": None,
        "became_resident_on": "2026-04-01",
        "settled_on": "2026-04-01",
        "notified_on": "2026-04-05",
        "previous_municipality": None,
        "previous_address": None,
        "previous_address_gaiji_count": 0,
        "relationship": "世帯主",
        "reason": "12",
        "changed_on": "2026-04-01",
        "reason_detail": None,
        "former_resident_record_code": None,
        "code_used_from": None,
        "request_id": f"request-{sequence}",
        "operator": "clerk",
        "terminal": "counter-1",
        "update_sequence": sequence,
        "recovery_sequence": 0,
        "update_locked": False,
        "planned": False,
        "exclusive": False,
        "gaiji": False,
        "record_status": "current",
        "timestamp": "2026-04-10T09:59:59+09:00",
        "former_surname": None,
        "former_surname_gaiji_count": 0,
        "former_surname_kana": None,
        "former_surname_gaiji_sequence": 0,
        **changes,
    }


MOVED = {
    "resident_record_code": KNOWN_CODE,
    "individual_number": NUMBER,
    "reason": "11",
    "previous_municipality": ELSEWHERE,
    "previous_address": "朝霞市本町1番1号",
}
"""What the entry of a person has who moved in from ELSEWHERE."""


def person(**changes: Any) -> dict[str, Any]:
    """
    The person of another municipality.
    """
    return {
        "resident_record_code": KNOWN_CODE,
        "individual_number": NUMBER,
        "name": "山田花子",
        "address": "朝霞市本町1番1号",
        "born_on": "1990-05-05",
        "sex": "female",
        "reason": None,
        "changed_on": None,
        **changes,
    }


def recorded_elsewhere(station: Station) -> None:
    """
    ELSEWHERE holds the person.
    """
    station.act(
        "record_elsewhere", municipality=ELSEWHERE, person=person(), recorded_on="2020-01-01", current=True
    )


def taken(station: Station, message_type: str, body: dict[str, Any], **envelope: Any) -> Any:
    """
    Send a message that must be taken; gives the Ack.
    """
    answer = station.send(message_type, body, **envelope)
    assert answer.status_code == 200, answer.text
    return answer.json()


def entered(station: Station) -> None:
    """
    The person from abroad is on a record here.
    """
    taken(station, "J01", j01())


def moved_in(station: Station) -> None:
    """
    The person of ELSEWHERE moved in.
    """
    recorded_elsewhere(station)
    taken(station, "J01", j01(**MOVED))


def numbered(station: Station) -> None:
    """
    The person from abroad is on a record and was given a number.
    """
    entered(station)
    taken(station, "J20", j20())


def j05(**changes: Any) -> dict[str, Any]:
    """
    The notice of the moving in.
    """
    return {
        "resident_record_code": KNOWN_CODE,
        "name": "山田花子",
        "name_kana": "ヤマダ　ハナコ",
        "born_on": "1990-05-05",
        "sex": "female",
        "previous_address": "朝霞市本町1番1号",
        "new_address": "和光市本町1番1号",
        "moved_in_on": "2026-04-01",
        "notified_on": "2026-04-05",
        "previous_municipality": ELSEWHERE,
        **changes,
    }


def j14(**changes: Any) -> dict[str, Any]:
    """
    The answer to a claim for wide-area issue.
    """
    person = {
        "name": "山田花子",
        "name_kana": "ヤマダ　ハナコ",
        "born_on": "1990-05-05",
        "sex": "female",
        "became_resident_on": "2026-04-01",
        "address": "和光市本町1番1号",
        "settled_on": "2026-04-01",
    }
    return {
        "claim_id": "claim-1",
        "issuing_municipality": ELSEWHERE,
        "result": "given",
        "persons": [person],
        **changes,
    }


def j08(**changes: Any) -> dict[str, Any]:
    """
    The request for moving-out data.
    """
    return {
        "from_municipality": ELSEWHERE,
        "resident_record_code": KNOWN_CODE,
        "name": "山田花子",
        "born_on": "1990-05-05",
        "sex": "female",
        "notified_on": "2026-04-05",
        **changes,
    }


def j07(**changes: Any) -> dict[str, Any]:
    """
    Moving-out data of the person from abroad.
    """
    mover = {
        "resident_record_code": CODE,
        "individual_number": None,
        "name": "山田花子",
        "name_kana": "ヤマダ　ハナコ",
        "born_on": "1990-05-05",
        "sex": "female",
        "householder": True,
        "relationship": "世帯主",
        "health_insurance": False,
        "elderly_care": False,
        "long_term_care": False,
        "child_allowance": False,
    }
    empty = (
        "registered_domicile head_of_family_register former_surname former_surname_kana common_name nationality "
        "resident_class status_of_residence period_of_stay period_expires_on residence_card_number pension_class "
        "basic_pension_number card_id card_issued_on card_expires_on"
    )
    return {
        "from_municipality": MUNICIPALITY,
        "previous_address": "和光市本町1番1号",
        "destination": "朝霞市本町2番2号",
        "destination_municipality": ELSEWHERE,
        "planned_on": "2026-04-20",
        "notified_on": "2026-04-10",
        "persons": [{**mover, **dict.fromkeys(empty.split())}],
        **changes,
    }


def j15(**changes: Any) -> dict[str, Any]:
    """
    An inquiry by code.
    """
    return {
        "resident_record_code": KNOWN_CODE,
        "purpose": "moving-in",
        "operator": "clerk",
        "terminal": "counter-1",
        **changes,
    }


def j17(**changes: Any) -> dict[str, Any]:
    """
    The same by way of the prefecture.
    """
    return {**j15(), "prefecture": "110001", **changes}


def j20(**changes: Any) -> dict[str, Any]:
    """
    A first number is asked for.
    """
    return {"resident_record_code": CODE, "kind": "first", "former_individual_number": None, **changes}


def j06(**changes: Any) -> dict[str, Any]:
    """
    The moving out of the person from abroad, confirmed by the notice of ELSEWHERE.
    """
    return {
        "resident_record_code": CODE,
        "confirmed_on": "2026-04-08",
        "confirmation_notified_on": "2026-04-09",
        "confirmed_destination": "朝霞市本町2番2号",
        **changes,
    }


def j09(**changes: Any) -> dict[str, Any]:
    """
    The supplementary notice of the person from abroad, whose family register is at ELSEWHERE.
    """
    abroad = changes.get("abroad", False)
    return {
        "resident_record_code": CODE,
        "registered_domicile": "朝霞市本町1番",
        "head_of_family_register": "山田太郎",
        "name": "山田花子",
        "name_kana": "ヤマダ　ハナコ",
        "born_on": "1990-05-05",
        "sex": "female",
        "corrected": ["abroad", "planned_out_on"] if abroad else ["address"],
        "address": None if abroad else "和光市本町1番1号",
        "abroad": abroad,
        "settled_on": None if abroad else "2026-04-01",
        "planned_out_on": None,
        "reason": "22" if abroad else "12",
        "changed_on": "2026-04-01",
        **changes,
    }
