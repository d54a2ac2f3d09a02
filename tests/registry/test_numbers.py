"""
Wrong numbers are refused at every door, by the field that holds them, and change nothing (DATA-004).
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.registry.town import ADDRESS, IDENTITY, Bench, code, moving_in, number, person

WRONG_LOCAL = ("0000000018", "000000019", "00000000190", "0000000091", "００００００００１９", "")
ABSENT = "0000000124"

FILED = {"identity": IDENTITY, "notified_on": "2026-04-10"}
COMMANDS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("MovingIn", moving_in(person("a", 1, "子")), "household"),
    ("MovingOut", {**FILED, "planned_on": "2026-04-20", "destination": "x", "residents": [""]}, "residents[0]"),
    ("ChangeOfAddress", {**FILED, "moved_on": "2026-04-10", "to_address": ADDRESS, "residents": [""]}, "residents[0]"),
    (
        "ChangeOfAddress",
        {**FILED, "moved_on": "2026-04-10", "to_address": ADDRESS, "residents": [ABSENT]},
        "householder",
    ),
    (
        "ChangeOfHousehold",
        {**FILED, "changed_on": "2026-04-10", "householder": ABSENT, "relationships": []},
        "household",
    ),
    (
        "ChangeOfHousehold",
        {**FILED, "changed_on": "2026-04-10", "household": ABSENT, "relationships": []},
        "householder",
    ),
    (
        "ChangeOfHousehold",
        {
            **FILED,
            "changed_on": "2026-04-10",
            "household": ABSENT,
            "householder": ABSENT,
            "relationships": [{"resident": "", "relationship": "妻"}],
        },
        "relationships[0].resident",
    ),
    (
        "EntryByBirth",
        {
            "notified_on": "2026-04-10",
            "person": person("c", 3, "子", resident_record_code=None, individual_number=None),
        },
        "household",
    ),
    ("DeletionByDeath", {"notified_on": "2026-04-10", "died_on": "2026-04-09"}, "resident"),
    (
        "ExOfficioCorrection",
        {
            "changed_on": "2026-04-10",
            "cause": "court",
            "amendments": [{"item": "name", "value": "新"}],
        },
        "resident",
    ),
    (
        "HandOverCard",
        {
            "card_id": "c", "collector": "self", "shown_name": "x", "shown_born_on": "1980-01-01",
            "shown_individual_number": number(1), "document": "passport", "pin": "1234",
        },
        "resident",
    ),
    ("IssueCopyOfRecord", {"identity": IDENTITY, "requester": "self", "residents": [""]}, "residents[0]"),
    ("LoadProvisionCopies", {"residents": [""]}, "residents[0]"),
    ("MakeMediaExtract", {"department": "dept-election", "residents": [""]}, "residents[0]"),
    ("InquireAsRegisterOffice", {"information": "JUMIN-04"}, "resident"),
)  # fmt: skip


def put(body: dict[str, Any], field: str, value: str) -> dict[str, Any]:
    """
    The body with the value at the path.
    """
    head, dot, tail = field.partition(".")
    name, bracket, _index = head.partition("[")
    if not bracket:
        return {**body, name: put(body[name], tail, value) if dot else value}
    return {**body, name: [put(body[name][0], tail, value) if dot else value]}


@pytest.mark.parametrize(("name", "fields", "field"), COMMANDS)
def test_a_wrong_local_number_is_not_an_unknown_one(name: str, fields: dict[str, Any], field: str) -> None:
    """
    A wrong check digit, length, order or width is an invalid number by its field; a right one is looked for.
    """
    with Bench() as bench:
        for wrong in WRONG_LOCAL:
            outcome = bench.do(name, **put(fields, field, wrong))
            assert (outcome["outcome"], outcome["reason"], outcome["field"]) == (
                "refused",
                "invalid-number",
                field,
            )
        absent = bench.do(name, **put(fields, field, ABSENT))
        assert absent["reason"] in (
            "unknown-resident",
            "unknown-household",
            "unknown-card",
            "not-permitted",
        )
        assert bench.town.tried == []


ENVELOPE_FREE: dict[str, tuple[str, dict[str, Any]]] = {
    "J05": (
        "111007",
        {
            "resident_record_code": code(1), "name": "a", "name_kana": "", "born_on": "1980-01-01",
            "sex": "male", "previous_address": "", "new_address": "", "moved_in_on": "2026-04-01",
            "notified_on": "2026-04-01", "previous_municipality": "112291",
        },
    ),
    "J07": (
        "111007",
        {
            "from_municipality": "111007", "previous_address": "x", "destination": "y",
            "destination_municipality": "112291", "planned_on": "2026-04-10", "notified_on": "2026-04-01",
            "persons": [
                {
                    "resident_record_code": code(1), "individual_number": number(1), "name": "a", "name_kana": "",
                    "born_on": "1980-01-01", "sex": "male", "householder": True, "relationship": "世帯主",
                    **dict.fromkeys(
                        (
                            "registered_domicile", "head_of_family_register", "former_surname",
                            "former_surname_kana", "common_name", "nationality", "resident_class",
                            "status_of_residence", "period_of_stay", "period_expires_on", "residence_card_number",
                            "pension_class", "basic_pension_number", "card_id", "card_issued_on", "card_expires_on",
                        )
                    ),
                    "health_insurance": False, "elderly_care": False, "long_term_care": False,
                    "child_allowance": False,
                }
            ],
        },
    ),
    "J08": (
        "111007",
        {
            "from_municipality": "112291", "resident_record_code": code(1), "name": "a",
            "born_on": "1980-01-01", "sex": "male", "notified_on": "2026-04-01",
        },
    ),
    "J21": ("juki_net", {"resident_record_code": code(1), "individual_number": number(1)}),
    "K03": (
        "card_management",
        {
            "application_id": "a", "card_id": "c", "resident_record_code": code(1), "applied_on": "2026-01-01",
            "issued_on": "2026-01-01", "expires_on": "2036-01-01", "state": "in-stock",
        },
    ),
    "D02": (
        "dept-health-insurance",
        {
            "local_addressee_number": "0000000019",
            "health_insurance": {
                "household_number": "0000000019", "relationship_class": "", "acquired_on": None,
                "acquired_by": None, "lost_on": None, "lost_by": None, "insured": True,
            },
        },
    ),
    "I02": (
        "immigration",
        {
            "reference": "isa-1", "residence_card_number": "AB12345678CD", "name": "a", "born_on": "1980-02-03",
            "nationality": "BRA", "status_of_residence": "定住者", "period_of_stay": "3年",
            "period_expires_on": "2028-01-01", "change": "period",
        },
    ),
}  # fmt: skip

CODE = ("00000000018", "0000000001", "0" * 41, "０００００００００１９")
NUMBER = ("000000000013", "00000000001", "0" * 41, "０００００００００１９")
MUNICIPALITY = ("112292", "112921", "11229", "1122910", "１１２２９１")
CARD = ("AB1234567CD", "ABCD12345678", "ab12345678cd", "ＡＢ12345678CD", "A" * 501)
LOCAL = ("0000000018", "0000000091", "000000019", "0" * 41, "００００００００１９")
FIELDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("J05", "resident_record_code", CODE),
    ("J05", "previous_municipality", MUNICIPALITY),
    ("J07", "from_municipality", MUNICIPALITY),
    ("J07", "destination_municipality", MUNICIPALITY),
    ("J07", "persons[0].resident_record_code", CODE),
    ("J07", "persons[0].individual_number", NUMBER),
    ("J07", "persons[0].residence_card_number", CARD),
    ("J08", "resident_record_code", CODE),
    ("J08", "from_municipality", MUNICIPALITY),
    ("J21", "resident_record_code", CODE),
    ("J21", "individual_number", NUMBER),
    ("K03", "resident_record_code", CODE),
    ("D02", "local_addressee_number", LOCAL),
    ("D02", "health_insurance.household_number", LOCAL),
    ("I02", "residence_card_number", CARD),
)


@pytest.mark.parametrize(("kind", "field", "wrongs"), FIELDS)
def test_a_wrong_number_in_a_message_is_refused_by_field(
    kind: str, field: str, wrongs: tuple[str, ...]
) -> None:
    """
    Each wrong writing of each number is answered 422 invalid-number with its path, and only the log grows.
    """
    with Bench() as bench:
        sender, body = ENVELOPE_FREE[kind]
        for wrong in wrongs:
            answer = bench.deliver(kind, put(body, field, wrong), sender)
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid-number"), wrong
            assert answer.json()["field"] == f"body.{field}"
        assert bench.read("ReadTasks") == {} or bench.read("ReadTasks")["tasks"] == []
        assert bench.read("ReadMovingOutData", resident_record_code=code(1)) == {}
        refused = [line for line in bench.read("ReadAccessLog")["lines"] if line["function"] == kind]
        assert [line["result"] for line in refused] == ["refused:invalid-number"] * len(wrongs)
        assert bench.deliver(kind, body, sender).status_code == 200


@pytest.mark.parametrize(
    ("kind", "wrong"),
    list(itertools.product(["J05", "J07", "J08"], ["111008", "110107", "11100", "１１１００７"])),
)
def test_a_sender_with_a_wrong_code_is_refused_by_field(kind: str, wrong: str) -> None:
    """
    The sending municipality's own code is checked too, in whatever digits.
    """
    with Bench() as bench:
        answer = bench.deliver(kind, ENVELOPE_FREE[kind][1], wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-number")
        assert answer.json()["field"] == "envelope.sender"


def test_a_message_of_another_shape_is_malformed() -> None:
    """
    A number that is no text, and a text that is no number field, are faults of shape and not of a number.
    """
    with Bench() as bench:
        body = ENVELOPE_FREE["J21"][1]
        answer = bench.deliver("J21", {**body, "individual_number": 983205673214}, "juki_net")
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
        sender, notice = ENVELOPE_FREE["J05"]
        answer = bench.deliver("J05", {**notice, "moved_in_on": "2026"}, sender)
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
        answer = bench.deliver("J21", body, "a town")
        assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
