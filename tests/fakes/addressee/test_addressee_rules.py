"""
The rules of the integrated addressee system.
"""

from __future__ import annotations

from typing import Any

import pytest

from harness.words.numbers import HouseholdNumber, IndividualNumber, LocalAddresseeNumber
from tests.fakes.rule_cases import (
    RuleCase,
    assert_complete,
    assert_defects_sound,
    assert_described,
    prove_rule,
)
from tests.fakes.station import MUNICIPALITY, Station

FAKE = "addressee"
CREDENTIAL = "credential-of-{}"
SENDERS = (MUNICIPALITY, "dept-tax", "dept-election", "dept-water")
SETUP = {
    "accepts": {sender: CREDENTIAL.format(sender) for sender in SENDERS},
    "data": {
        "departments": {
            "dept-tax": {"number_use": True, "inquiries": ["TAX-01"]},
            "dept-election": {"number_use": False, "inquiries": []},
        }
    },
}
NUMBER = str(IndividualNumber.from_base("12345678901"))
OTHER_NUMBER = str(IndividualNumber.from_base("12345678902"))
LOCAL, OTHER_LOCAL = (str(LocalAddresseeNumber.from_running(n, 10)) for n in (1001, 1002))
WRONG_LOCAL = LOCAL[:-1] + str((int(LOCAL[-1]) + 1) % 10)
A01: dict[str, Any] = {
    "local_addressee_number": LOCAL,
    "history_sequence": 1,
    "applies_from": "2026-04-01",
    "registering_affairs": "resident-register",
    "resident_record_code": "12345678903",
    "household_number": str(HouseholdNumber.from_running(501, 10)),
    "state": "current",
    "person_kind": "individual",
    "nationality": None,
    "born_on": "1990-05-05",
    "sex": "female",
    "municipality": MUNICIPALITY,
    "town_code": "001",
    "name": "山田花子",
    "name_kana": "ヤマダ　ハナコ",
    "legal_name": None,
    "postal_code": "3510114",
    "address": "本町1番1号",
    "building": None,
    "registered_by": "転入",
    "individual_number": NUMBER,
    "protected": False,
}
A02: dict[str, Any] = {"local_addressee_number": LOCAL, "individual_number": NUMBER}
A04: dict[str, Any] = {
    "affairs": "ROW-48",
    "information": "TAX-01",
    "local_addressee_number": LOCAL,
    "purpose": "市民税の賦課",
    "processing_number": "P-1",
}
L03: dict[str, Any] = {
    "local_addressee_number": LOCAL,
    "record_id": "R-1",
    "information": "JUMIN-04",
    "action": "register",
    "householder": False,
    "householder_name": "山田太郎",
    "relationship": "妻",
    "applies_from": "2026-04-01",
}


L09: dict[str, Any] = {
    "local_addressee_number": LOCAL,
    "mark": "no-automatic-answer",
    "held": True,
    "starts_on": "2026-04-01",
    "ends_on": "2027-03-31",
    "set_by": "staff-01",
}


def told(station: Station) -> None:
    """
    A person whose record was told.
    """
    taken(station, "A01", A01)


def taken(station: Station, message_type: str, body: dict[str, Any], **envelope: Any) -> Any:
    """
    Send a message that must be taken; gives its reply's body.
    """
    answer = station.send(message_type, body, **envelope)
    assert answer.status_code == 200, answer.text
    reply = answer.json()["reply"]
    return None if reply is None else reply["body"]


def numbered(station: Station) -> None:
    """
    A person with an integrated number.
    """
    taken(station, "A02", A02)


def copied(station: Station) -> None:
    """
    A numbered person whose copy is registered.
    """
    numbered(station)
    taken(station, "L03", L03)


def case(rule: str, kind: str, field: str | None, good: dict[str, Any], **rest: Any) -> RuleCase:
    """
    A case in the town of these tests; ``change`` is what the bad message has otherwise.
    """
    bad = {**good, **rest.pop("change", {})}
    return RuleCase(rule=rule, message_type=kind, good=good, bad=bad, field=field, setup=SETUP, **rest)


WRONG = {"local_addressee_number": WRONG_LOCAL}
DELETED = {**A01, "state": "deleted"}
CASES = (
    case("AD-01", "A01", "local_addressee_number", A01, change=WRONG),
    case("AD-01", "A02", "local_addressee_number", A02, change=WRONG),
    case("AD-01", "A04", "local_addressee_number", A04, change=WRONG, sender="dept-tax"),
    case("AD-02", "A01", "resident_record_code", A01, change={"resident_record_code": "12345678901"}),
    case("AD-03", "A01", "individual_number", A01, change={"individual_number": "123456789012"}),
    case("AD-03", "A02", "individual_number", A02, change={"individual_number": NUMBER[:-1]}),
    case("AD-04", "A01", "household_number", A01, change={"household_number": "0000005011"}),
    *(
        case(
            "AD-05",
            "A01",
            "history_sequence",
            {**A01, "history_sequence": 2},
            change={"history_sequence": wrong},
            before=lambda station: taken(station, "A01", A01),
        )
        for wrong in (1, 3)
    ),
    case(
        "AD-06",
        "A01",
        "state",
        {**A01, "history_sequence": 2},
        change={"state": "planned-out"},
        before=lambda station: taken(station, "A01", DELETED),
    ),
    case("AD-07", "A02", None, {**A02, "individual_number": None}, bad_sender="dept-water"),
    case(
        "AD-08",
        "A02",
        "individual_number",
        {**A02, "individual_number": None},
        change={"individual_number": NUMBER},
        sender="dept-election",
    ),
    case(
        "AD-09",
        "A02",
        "individual_number",
        A02,
        change={"individual_number": OTHER_NUMBER},
        before=numbered,
    ),
    case("AD-10", "A04", None, A04, sender="dept-tax", bad_sender=MUNICIPALITY),
    case("AD-10", "A04", None, A04, sender="dept-tax", bad_sender="dept-water"),
    case(
        "AD-11",
        "L03",
        "local_addressee_number",
        L03,
        before=numbered,
        change={"local_addressee_number": OTHER_LOCAL},
    ),
    case(
        "AD-12",
        "L03",
        "record_id",
        {**L03, "record_id": "R-2"},
        change={"record_id": "R-1"},
        before=copied,
    ),
    case("AD-13", "L03", "householder", L03, change={"householder": True}, before=numbered),
    case("AD-15", "L09", "set_by", L09, change={"set_by": f"職員{NUMBER}"}, before=told),
    case("AD-16", "L09", "local_addressee_number", L09, before_good=told),
    case("AD-16", "L09", "ends_on", L09, change={"ends_on": "2026-03-31"}, before=told),
    case("AD-14", "L03", "relationship", L03, change={"relationship": "孫"}, before=numbered),
    case("AD-14", "L03", "householder_name", L03, change={"householder_name": "　"}, before=numbered),
    case(
        "AD-15", "L03", "householder_name", L03, change={"householder_name": f"山田{NUMBER}"}, before=numbered
    ),
    case("AD-15", "A04", "purpose", A04, change={"purpose": NUMBER}, sender="dept-tax", before=numbered),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_refuses_what_it_is_for(case: RuleCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each rule lets the lawful message pass and refuses the other, which passes when the rule is taken away.
    """
    prove_rule(FAKE, case, monkeypatch)


def test_every_rule_is_proved() -> None:
    """
    No rule of the addressee system is without a case.
    """
    assert_complete(FAKE, CASES)


def test_rules_and_defects_are_described() -> None:
    """
    Rules and defects are told in both languages, and every defect can be switched on.
    """
    assert_described(FAKE)
    assert_defects_sound(FAKE)
