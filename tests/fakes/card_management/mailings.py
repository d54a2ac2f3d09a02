"""
Messages about mailings, and the cases of their rules.
"""

from __future__ import annotations

from typing import Any

from harness.words.terms import IndividualNumber
from tests.fakes.rule_cases import RuleCase
from tests.fakes.station import MUNICIPALITY, Station

CODE = "12345678903"
NUMBER = str(IndividualNumber.from_base("12345678901"))
OTHER_NUMBER = str(IndividualNumber.from_base("12345678912"))


def k01(**changes: Any) -> dict[str, Any]:
    """
    A number notice to an address with ordinary letters.
    """
    blocks = {
        f"{block}_{name}": value
        for block in ("municipality", "place_of_issue", "delivery_place")
        for name, value in (
            ("name", "和光市役所"),
            ("postal_code", "3510192"),
            ("address", "埼玉県和光市広沢1番5号"),
            ("address_gaiji_count", 0),
            ("telephone", "048-000-0000"),
        )
    }
    return {
        **blocks,
        "place_of_issue_name_gaiji_count": 0,
        "delivery_place_name_gaiji_count": 0,
        "dispatch_id": "dispatch-1",
        "destination_postal_code": "3510114",
        "destination_address": "埼玉県和光市本町1番1号",
        "destination_address_gaiji_count": 0,
        "destination_name": "山田花子",
        "destination_name_gaiji_count": 0,
        "municipality": MUNICIPALITY,
        "persons": 1,
        "processed_on": "2026-04-10",
        "operator": "clerk",
        "terminal": "counter-1",
        "print_class": "number-notice",
        "resident_record_code": CODE,
        "name": "山田花子",
        "name_gaiji_count": 0,
        "name_kana": "やまだ　はなこ",
        "postal_code": "3510114",
        "address": "埼玉県和光市本町1番1号",
        "address_gaiji_count": 0,
        "born_on": "1990-05-05",
        "sex": "female",
        "individual_number": NUMBER,
        "resident_class": None,
        "period_expires_on": None,
        "substituted": False,
        "substitute_name": None,
        "substitute_address": None,
        "substitute_name_positions": [],
        "substitute_address_positions": [],
        "gaiji": False,
        "gaiji_pattern": None,
        "former_surname": None,
        "former_surname_gaiji_count": 0,
        "former_surname_kana": None,
        "former_surname_gaiji_sequence": 0,
        "name_roman": None,
        "former_surname_roman": None,
        **changes,
    }


K02 = {
    "dispatch_id": "dispatch-1",
    "state": "returned",
    "on": "2026-04-10",
    "reason": "あて所に尋ねあたらない",
}
GAIJI = k01(name="山田𪚥子", name_gaiji_count=1, gaiji=True)


def ordered(station: Station, **changes: Any) -> None:
    """
    The registry has ordered a mailing.
    """
    answer = station.send("K01", k01(**changes))
    assert answer.status_code == 200, answer.text


def _k01(rule: str, bad: dict[str, Any], field: str, **more: Any) -> RuleCase:
    good = more.pop("good", k01())
    return RuleCase(rule=rule, message_type="K01", good=good, bad={**good, **bad}, field=field, **more)


def _k02(rule: str, bad: dict[str, Any], field: str) -> RuleCase:
    return RuleCase(rule=rule, message_type="K02", good=K02, bad={**K02, **bad}, field=field, before=ordered)


MAILING_CASES = (
    _k01("CM-20", {"municipality": "111007"}, "municipality"),
    _k01("CM-21", {"resident_record_code": "12345678904"}, "resident_record_code"),
    _k01("CM-22", {"individual_number": "123456789010"}, "individual_number"),
    _k01(
        "CM-23",
        {},
        "dispatch_id",
        before_bad=lambda station: ordered(station, individual_number=OTHER_NUMBER),
    ),
    _k01(
        "CM-24",
        {},
        "individual_number",
        good=k01(dispatch_id="dispatch-2"),
        before=ordered,
        before_good=lambda station: station.send("K02", K02),
    ),
    _k01("CM-25", {"processed_on": "2026-04-11"}, "processed_on"),
    _k01("CM-26", {"name_gaiji_count": 2}, "name_gaiji_count", good=GAIJI),
    _k01("CM-27", {"gaiji": False}, "gaiji", good=GAIJI),
    _k02("CM-30", {"dispatch_id": "dispatch-9"}, "dispatch_id"),
    _k02("CM-31", {"on": "2026-04-11"}, "on"),
)
