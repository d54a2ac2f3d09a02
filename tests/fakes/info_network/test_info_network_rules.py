"""
The rules of the network.
"""

from __future__ import annotations

import dataclasses
import importlib
from typing import Any

import pytest

from tests.fakes.rule_cases import (
    RuleCase,
    assert_complete,
    assert_defects_sound,
    assert_described,
    prove_rule,
)
from tests.fakes.station import MUNICIPALITY, NOW, Station, credential_of

FAKE = "info_network"
ELSEWHERE, JUKI_NET, SERVER = "131113", "juki_net", "intermediary_server"
SENDERS = (MUNICIPALITY, ELSEWHERE, JUKI_NET, SERVER, "addressee")
SETUP: dict[str, Any] = {"accepts": {sender: credential_of(sender) for sender in SENDERS}}
CODE, OTHER_CODE = "12345678903", "00000000019"
MINISTER = "厚生労働大臣"
ITEMS = {"householder": False, "householder_name": "山田太郎", "relationship": "妻"}
L01 = {"acquisition_number": "ACQ-1", "resident_record_code": CODE, "institution": MUNICIPALITY}
ROW = {
    "row": "ROW-1",
    "inquirer": MINISTER,
    "provider": "市町村長",
    "information": "JUMIN-04",
    "valid_from": "2025-04-01",
    "valid_until": None,
}
INQUIRE = {
    "inquirer": MINISTER,
    "affairs": "ROW-1",
    "information": "JUMIN-04",
    "provider": MUNICIPALITY,
    "resident_record_code": CODE,
    "processing_number": "P-1",
}
L05 = {"processing_number": "P-1", "information": "JUMIN-04", "items": ITEMS, "not_disclosed": False}
L06 = {"processing_number": "P-1", "reason": "no-record"}
L07 = {
    **{
        name: INQUIRE[name]
        for name in ("inquirer", "affairs", "information", "provider", "processing_number")
    },
    "requested_at": NOW,
    "provided_at": None,
    "result": "refused",
    "reason": "no-record",
    "basis_row": "ROW-1",
    "not_disclosed": False,
}


def taken(station: Station, message_type: str, body: dict[str, Any], **envelope: Any) -> Any:
    """
    Send a message that must be taken; gives its reply's body.
    """
    answer = station.send(message_type, body, **envelope)
    assert answer.status_code == 200, answer.text
    reply = answer.json()["reply"]
    return None if reply is None else reply["body"]


def requested(station: Station) -> None:
    """
    A request under way: permitted, the provider's code is there, its answer has not come.
    """
    station.act("load_permission_list", version="1", rows=[ROW])
    taken(station, "L01", L01, sender=JUKI_NET)
    assert station.act("inquire", **INQUIRE)["reason"] == "no-answer"


def code_at(station: Station, institution: str, code: str = CODE) -> str:
    """
    Acquire a code and read it where it goes: in L02.
    """
    body = {**L01, "acquisition_number": f"ACQ-{institution}-{code}", "institution": institution}
    taken(station, "L01", {**body, "resident_record_code": code}, sender=JUKI_NET)
    station.settle()
    return str(station.neighbours.bodies("L02")[-1]["linkage_code"])


def case(rule: str, kind: str, field: str | None, good: dict[str, Any], **rest: Any) -> RuleCase:
    """
    A case in the town of these tests; ``change`` is what the bad message has otherwise.
    """
    bad = {**good, **rest.pop("change", {})}
    return RuleCase(rule=rule, message_type=kind, good=good, bad=bad, field=field, setup=SETUP, **rest)


TO_L01 = {"sender": JUKI_NET}
FROM_SERVER: dict[str, Any] = {"sender": SERVER, "before": requested}
CASES = (
    case("IN-01", "L01", None, L01, bad_sender=SERVER, **TO_L01),
    case("IN-02", "L01", "resident_record_code", L01, change={"resident_record_code": ""}, **TO_L01),
    case("IN-03", "L01", "acquisition_number", L01, change={"acquisition_number": CODE}, **TO_L01),
    case("IN-03", "L01", "acquisition_number", L01, change={"acquisition_number": "123456789018"}, **TO_L01),
    case("IN-07", "L05", None, L05, bad_sender=ELSEWHERE, **FROM_SERVER),
    case("IN-07", "L06", None, L06, bad_sender=ELSEWHERE, **FROM_SERVER),
    case("IN-07", "L07", None, L07, bad_sender=ELSEWHERE, **FROM_SERVER),
    case("IN-08", "L05", "processing_number", L05, change={"processing_number": "P-2"}, **FROM_SERVER),
    case("IN-08", "L07", "processing_number", L07, change={"processing_number": "P-2"}, **FROM_SERVER),
    case("IN-09", "L05", "information", L05, change={"information": "TAX-01"}, **FROM_SERVER),
    *(
        case("IN-10", "L07", name, L07, change={name: wrong}, **FROM_SERVER)
        for name, wrong in (("inquirer", "都道府県知事"), ("affairs", "ROW-2"), ("provider", ELSEWHERE))
    ),
    case(
        "IN-11",
        "L07",
        "processing_number",
        L07,
        before_bad=lambda station: taken(station, "L07", L07, sender=SERVER),
        **FROM_SERVER,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_refuses_what_it_is_for(case: RuleCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each rule lets the lawful message pass and refuses the other, which passes when the rule is taken away.
    """
    prove_rule(FAKE, case, monkeypatch)


BAD_INQUIRIES: dict[str, tuple[dict[str, Any], str]] = {
    "IN-04": ({"inquirer": MUNICIPALITY}, "inquirer"),
    "IN-05": ({"linkage_code": "mine"}, "linkage_code"),
    "IN-06": ({"processing_number": "P-0"}, "processing_number"),
}


@pytest.mark.parametrize("rule", BAD_INQUIRIES)
def test_each_rule_about_inquiries_refuses_what_it_is_for(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The same for L04, whose linkage code is the network's own and new every time.
    """
    app = importlib.import_module(f"fakes.{FAKE}.app")
    change, field = BAD_INQUIRIES[rule]
    for without in (False, True):
        if without:
            whole = app.DEFINITION
            kept = dataclasses.replace(whole, rules=whole.rules.without(rule))
            monkeypatch.setattr(app, "DEFINITION", kept)
        station = Station(FAKE, **SETUP)
        ours, theirs = code_at(station, MUNICIPALITY), code_at(station, ELSEWHERE)
        l04 = {name: value for name, value in INQUIRE.items() if name != "resident_record_code"}
        l04 = {**l04, "inquirer": ELSEWHERE, "linkage_code": theirs}
        if rule != "IN-06":
            taken(station, "L04", {**l04, "processing_number": "P-9"}, sender=ELSEWHERE)
        taken(station, "L04", {**l04, "processing_number": "P-0", "affairs": "ROW-0"}, sender=ELSEWHERE)
        bad = {**l04, **change}
        if rule == "IN-04":
            bad["linkage_code"] = ours
        answer = station.send("L04", bad, sender=ELSEWHERE)
        if without:
            assert answer.status_code == 200, answer.text
        else:
            assert (answer.json()["rule"], answer.json()["field"]) == (rule, f"body.{field}")
            taken(station, "L04", l04, sender=ELSEWHERE)
        station.close()


def test_every_rule_is_proved() -> None:
    """
    No rule of the network is without a case.
    """
    shown = [RuleCase(rule=rule, message_type="L04", good={}, bad={}, field=None) for rule in BAD_INQUIRIES]
    assert_complete(FAKE, [*CASES, *shown])


def test_rules_and_defects_are_described() -> None:
    """
    Rules and defects are told in both languages, and every defect can be switched on.
    """
    assert_described(FAKE)
    assert_defects_sound(FAKE)
