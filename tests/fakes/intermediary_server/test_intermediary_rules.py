"""
The rules of the intermediary server.
"""

from __future__ import annotations

import dataclasses
import importlib
from typing import Any

import pytest

from harness.words.numbers import IndividualNumber
from tests.fakes.rule_cases import (
    RuleCase,
    assert_complete,
    assert_defects_sound,
    assert_described,
    prove_rule,
)
from tests.fakes.station import MUNICIPALITY, Station, credential_of

FAKE = "intermediary_server"
ELSEWHERE = "131113"
NETWORK, ADDRESSEE = "info_network", "addressee"
SENDERS = (MUNICIPALITY, ELSEWHERE, ADDRESSEE, NETWORK, "departments", "juki_net")
SETUP: dict[str, Any] = {"accepts": {sender: credential_of(sender) for sender in SENDERS}}
NUMBER = str(IndividualNumber.from_base("12345678901"))
PERSON, OTHER = "000000000000019", "000000000000027"
A06 = {"addressee_number": PERSON, "individual_number": NUMBER, "processing_number": "AC-1"}
L03 = {
    "section": MUNICIPALITY,
    "addressee_number": PERSON,
    "record_id": "R-1",
    "information": "JUMIN-04",
    "action": "register",
    "householder": False,
    "householder_name": "山田太郎",
    "relationship": "妻",
    "applies_from": "2026-04-01",
}
UPDATE = {**L03, "action": "update", "householder_name": "山田次郎"}
L04 = {
    "section": MUNICIPALITY,
    "affairs": "ROW-48",
    "information": "TAX-01",
    "addressee_number": PERSON,
    "purpose": "市民税の賦課",
    "processing_number": "DQ-1",
}
ROW = {
    "row": "ROW-48",
    "inquirer": "市町村長",
    "provider": "市町村長",
    "information": "JUMIN-04",
    "valid_from": "2025-04-01",
    "valid_until": "2026-04-30",
}
L08 = {"version": "1", "rows": [ROW]}
L10 = {
    "processing_number": "P-1",
    "inquirer": ELSEWHERE,
    "affairs": "ROW-48",
    "information": "JUMIN-04",
    "section": MUNICIPALITY,
    "linkage_code": "code-1",
    "valid_until": "2026-04-11T10:00:00+09:00",
}


L09 = {
    "section": MUNICIPALITY,
    "addressee_number": PERSON,
    "mark": "no-automatic-answer",
    "held": True,
    "starts_on": None,
    "ends_on": None,
    "set_by": "staff-01",
}


def taken(station: Station, message_type: str, body: dict[str, Any], **envelope: Any) -> Any:
    """
    Send a message that must be taken; gives its reply's body.
    """
    answer = station.send(message_type, body, **envelope)
    assert answer.status_code == 200, answer.text
    reply = answer.json()["reply"]
    return None if reply is None else reply["body"]


def acquisition(station: Station) -> str:
    """
    Ask for a code; gives the acquisition number that went out.
    """
    taken(station, "A06", A06, sender=ADDRESSEE)
    return str(station.neighbours.bodies("L01")[-1]["acquisition_number"])


def l02(number: str, **changes: Any) -> dict[str, Any]:
    """
    The answer to an acquisition.
    """
    return {"acquisition_number": number, "result": "acquired", "linkage_code": "code-1", **changes}


def coded(station: Station, addressee_number: str = PERSON, code: str = "code-1") -> None:
    """
    A person whose linkage code is known.
    """
    taken(station, "A06", {**A06, "addressee_number": addressee_number}, sender=ADDRESSEE)
    number = station.neighbours.bodies("L01")[-1]["acquisition_number"]
    taken(station, "L02", l02(number, linkage_code=code), sender=NETWORK)


def copied(station: Station) -> None:
    """
    A person whose copy is registered.
    """
    taken(station, "L03", L03, sender=ADDRESSEE)


def closed(station: Station) -> None:
    """
    A person whose copy was closed.
    """
    copied(station)
    taken(station, "L03", {**L03, "action": "close"}, sender=ADDRESSEE)


def other(station: Station) -> None:
    """
    Another person's copy has the record id R-0.
    """
    taken(station, "L03", {**L03, "addressee_number": OTHER, "record_id": "R-0"}, sender=ADDRESSEE)


def case(rule: str, kind: str, field: str | None, good: dict[str, Any], **rest: Any) -> RuleCase:
    """
    A case in the town of these tests; ``change`` is what the bad message has otherwise.
    """
    bad = {**good, **rest.pop("change", {})}
    sender = rest.pop("sender", ADDRESSEE)
    return RuleCase(
        rule=rule, message_type=kind, good=good, bad=bad, field=field, setup=SETUP, sender=sender, **rest
    )


OFF_SECTION = {"section": ELSEWHERE}
CASES = (
    case("IS-01", "L08", None, L08, sender=NETWORK, bad_sender=ADDRESSEE),
    case("IS-01", "L10", None, L10, sender=NETWORK, bad_sender=ELSEWHERE),
    case("IS-02", "A06", None, A06, bad_sender="departments"),
    case("IS-03", "L03", "section", L03, change=OFF_SECTION),
    case("IS-03", "L03", "section", L03, bad_sender=ELSEWHERE),
    case("IS-03", "L04", "section", L04, change=OFF_SECTION),
    case("IS-03", "L09", "section", L09, change=OFF_SECTION),
    case("IS-04", "A06", "individual_number", A06, change={"individual_number": "123456789012"}),
    case("IS-05", "A06", "addressee_number", A06, before_bad=acquisition),
    case("IS-05", "A06", "addressee_number", A06, before_bad=coded),
    case("IS-09", "L03", "record_id", L03, change={"record_id": "R-0"}, before=other),
    case(
        "IS-09", "L03", "record_id", {**L03, "record_id": "R-2"}, change={"record_id": "R-1"}, before=closed
    ),
    case("IS-10", "L03", "action", {**L03, "record_id": "R-2"}, before_bad=copied),
    case("IS-10", "L03", "action", L03, change={"action": "update"}),
    case("IS-10", "L03", "action", L03, change={"action": "close"}),
    case("IS-11", "L03", "householder", L03, change={"householder": True}),
    case("IS-12", "L03", "relationship", L03, change={"relationship": "孫"}),
    case("IS-12", "L03", "householder_name", L03, change={"householder_name": " "}),
    case("IS-13", "L03", "householder_name", L03, change={"householder_name": f"山田{NUMBER}"}),
    case("IS-13", "L04", "purpose", L04, change={"purpose": " ".join(NUMBER)}),
    case("IS-14", "L03", "applies_from", UPDATE, change={"applies_from": "2026-03-31"}, before=copied),
    case(
        "IS-15",
        "L08",
        "rows[0].valid_until",
        L08,
        sender=NETWORK,
        change={"rows": [{**ROW, "valid_until": "2025-03-31"}]},
    ),
    case(
        "IS-16",
        "L10",
        "processing_number",
        L10,
        sender=NETWORK,
        change={"linkage_code": "code-2"},
        before=lambda station: taken(station, "L10", L10, sender=NETWORK),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_refuses_what_it_is_for(case: RuleCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each rule lets the lawful message pass and refuses the other, which passes when the rule is taken away.
    """
    prove_rule(FAKE, case, monkeypatch)


BAD_CODES: dict[str, tuple[dict[str, Any], str]] = {
    "IS-06": ({"acquisition_number": "ACQ-0"}, "acquisition_number"),
    "IS-07": ({"linkage_code": None}, "linkage_code"),
    "IS-08": ({"linkage_code": "code-0"}, "linkage_code"),
}


@pytest.mark.parametrize("rule", BAD_CODES)
def test_each_rule_about_codes_refuses_what_it_is_for(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The same for L02, whose acquisition number is the server's own and new every time.
    """
    app = importlib.import_module(f"fakes.{FAKE}.app")
    change, field = BAD_CODES[rule]
    for without in (False, True):
        if without:
            whole = app.DEFINITION
            kept = dataclasses.replace(whole, rules=whole.rules.without(rule))
            monkeypatch.setattr(app, "DEFINITION", kept)
        station = Station(FAKE, **SETUP)
        coded(station, OTHER, "code-0")
        number = acquisition(station)
        answer = station.send("L02", l02(number, **change), sender=NETWORK)
        if without:
            assert answer.status_code == 200, answer.text
        else:
            assert (answer.json()["rule"], answer.json()["field"]) == (rule, f"body.{field}")
            taken(station, "L02", l02(number), sender=NETWORK)
        station.close()


def test_every_rule_is_proved() -> None:
    """
    No rule of the server is without a case.
    """
    shown = [RuleCase(rule=rule, message_type="L02", good={}, bad={}, field=None) for rule in BAD_CODES]
    assert_complete(FAKE, [*CASES, *shown])


def test_rules_and_defects_are_described() -> None:
    """
    Rules and defects are told in both languages, and every defect can be switched on.
    """
    assert_described(FAKE)
    assert_defects_sound(FAKE)
