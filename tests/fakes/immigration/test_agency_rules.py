"""
The rules of the Immigration Services Agency.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, strategies as st

from fakes.immigration.rules import holds_number
from harness.words.letters import full_width_digits
from harness.words.terms import IndividualNumber, ResidentRecordCode
from tests.fakes.rule_cases import (
    RuleCase,
    assert_complete,
    assert_defects_sound,
    assert_described,
    prove_rule,
)
from tests.fakes.station import Station

FAKE = "immigration"
NUMBER = str(IndividualNumber.from_base("12345678901"))
CODE = str(ResidentRecordCode.from_base("1234567890"))
I01: dict[str, Any] = {
    "reference": "2026-04-10-001",
    "name": "SMITH JOHN",
    "born_on": "1990-05-XX",
    "sex": "male",
    "nationality": "アメリカ",
    "address": "和光市本町1番1号",
    "resident_class": "medium-to-long-term",
    "residence_card_number": "AB12345678CD",
    "special_permanent_certificate_number": None,
    "act": "entry",
    "corrected_items": [],
    "former_address": None,
    "notification_article": "22",
    "notified_on": "2026-04-10",
    "planned_moving_out_on": None,
    "ex_officio": False,
    "event_on": None,
}
MOVED: dict[str, Any] = {
    "act": "correction",
    "corrected_items": ["address"],
    "former_address": "和光市新倉2番2号",
    "notification_article": "23",
}
OUT: dict[str, Any] = {
    "act": "deletion",
    "notification_article": "24",
    "notified_on": "2026-04-01",
    "planned_moving_out_on": "2026-04-10",
}
DEAD: dict[str, Any] = {
    "act": "deletion",
    "notification_article": None,
    "notified_on": None,
    "ex_officio": True,
    "event_on": "2026-04-XX",
}
SPECIAL: dict[str, Any] = {
    "resident_class": "special-permanent",
    "residence_card_number": None,
    "special_permanent_certificate_number": "AB12345678CD",
}
I03: dict[str, Any] = {
    "reference": "place-1",
    "name": "SMITH JOHN",
    "born_on": "1990-05-XX",
    "sex": "male",
    "nationality": "アメリカ",
    "address": "和光市本町1番1号",
    "residence_card_number": "AB12345678CD",
    "notified_on": "2026-04-10",
    "article": "22",
    "settled_on": "2026-04-01",
    "moved_on": "2026-04-01",
    "former_address": "朝霞市本町1番1号",
}


def notice(rule: str, good: dict[str, Any], bad: dict[str, Any], field: str, **more: Any) -> RuleCase:
    """
    A case about I01.
    """
    return RuleCase(
        rule=rule, message_type="I01", good={**I01, **good}, bad={**I01, **bad}, field=field, **more
    )


def place(rule: str, good: dict[str, Any], bad: dict[str, Any], field: str, **more: Any) -> RuleCase:
    """
    A case about I03.
    """
    return RuleCase(
        rule=rule, message_type="I03", good={**I03, **good}, bad={**I03, **bad}, field=field, **more
    )


CASES = (
    notice("IM-01", {}, {"address": f"和光市本町1番1号 {NUMBER}"}, "address"),
    notice("IM-01", {}, {"name": f"SMITH {full_width_digits(CODE)}"}, "name"),
    notice("IM-01", {}, {"reference": NUMBER}, "reference"),
    place("IM-01", {}, {"former_address": f"{NUMBER[:4]}-{NUMBER[4:8]}-{NUMBER[8:]}"}, "former_address"),
    notice("IM-02", {}, {}, "reference", before_bad=lambda s: s.send("I01", I01)),
    place("IM-02", {}, {}, "reference", before_bad=lambda s: s.send("I03", I03)),
    notice("IM-03", {}, {"nationality": "日本"}, "nationality"),
    place("IM-03", {}, {"nationality": " "}, "nationality"),
    notice("IM-04", {}, {"residence_card_number": None}, "residence_card_number"),
    notice("IM-04", {}, {"residence_card_number": "ab12345678cd"}, "residence_card_number"),
    notice(
        "IM-05",
        SPECIAL,
        {**SPECIAL, "special_permanent_certificate_number": "AB1234567CD"},
        "special_permanent_certificate_number",
    ),
    notice("IM-06", SPECIAL, {**SPECIAL, "residence_card_number": "AB12345678CD"}, "residence_card_number"),
    notice(
        "IM-06",
        {},
        {"special_permanent_certificate_number": "AB12345678CD"},
        "special_permanent_certificate_number",
    ),
    notice("IM-07", MOVED, {**MOVED, "corrected_items": [], "former_address": None}, "corrected_items"),
    notice("IM-07", {}, {"corrected_items": ["name"]}, "corrected_items"),
    notice("IM-08", MOVED, {**MOVED, "corrected_items": ["address", "address"]}, "corrected_items"),
    notice("IM-09", MOVED, {**MOVED, "former_address": None}, "former_address"),
    notice("IM-09", MOVED, {**MOVED, "former_address": I01["address"]}, "former_address"),
    notice("IM-09", {}, {"former_address": "朝霞市本町1番1号"}, "former_address"),
    notice("IM-10", DEAD, {**DEAD, "notified_on": "2026-04-10"}, "notified_on"),
    notice("IM-10", {}, {"ex_officio": True, "event_on": "2026-04-10"}, "ex_officio"),
    notice("IM-11", OUT, {**OUT, "planned_moving_out_on": None}, "planned_moving_out_on"),
    notice("IM-11", {}, {"planned_moving_out_on": "2026-04-10"}, "planned_moving_out_on"),
    notice("IM-12", OUT, {**OUT, "planned_moving_out_on": "2026-04-11"}, "planned_moving_out_on"),
    notice(
        "IM-13",
        OUT,
        {**OUT, "notification_article": "22", "planned_moving_out_on": None},
        "notification_article",
    ),
    notice("IM-14", DEAD, {**DEAD, "event_on": None}, "event_on"),
    notice("IM-15", {}, {"notified_on": "2026-04-11"}, "notified_on"),
    place("IM-15", {}, {"notified_on": "2026-04-11"}, "notified_on"),
    place("IM-20", {}, {"residence_card_number": ""}, "residence_card_number"),
    place("IM-21", {}, {"former_address": None}, "former_address"),
    place("IM-21", {}, {"moved_on": None, "former_address": None}, "former_address"),
    place("IM-22", {}, {"settled_on": "2026-04-11"}, "settled_on"),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_refuses_what_it_is_for(case: RuleCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each rule lets the lawful message pass and refuses the other, which passes when the rule is taken away.
    """
    prove_rule(FAKE, case, monkeypatch)


def test_every_rule_is_proved() -> None:
    """
    No rule of the Agency is without a case.
    """
    assert_complete(FAKE, CASES)


def test_rules_and_defects_are_described() -> None:
    """
    Rules and defects are told in both languages, and every defect can be switched on.
    """
    assert_described(FAKE)
    assert_defects_sound(FAKE)


@given(st.integers(0, 10**11 - 1), st.sampled_from(["{}", "住所 {} 号", "{}x"]))
def test_every_number_is_found(base: int, around: str) -> None:
    """
    Any Individual Number is found in any text, half-width or full-width.
    """
    number = str(IndividualNumber.from_base(f"{base:011d}"))
    assert holds_number(around.format(number), joined=False)
    assert holds_number(around.format(full_width_digits(number)), joined=False)


@pytest.mark.parametrize(
    "text", ["1" * 10, NUMBER[:-1] + "0", NUMBER + "1", "AB12345678CD", "", "和光市本町1番1号"]
)
def test_other_digits_are_no_number(text: str) -> None:
    """
    Digits of another length, or whose check digit fails, are not taken for a number.
    """
    assert not holds_number(text, joined=True)


@pytest.mark.parametrize(("queued", "result"), [(False, "taken"), (True, "queued")])
def test_a_notice_is_kept_and_answered(stations: Callable[..., Station], queued: bool, result: str) -> None:
    """
    What was told of a person is kept in order and answered with I04.
    """
    agency = stations(FAKE, settings={"queued": queued})
    reply = agency.send("I01", I01).json()["reply"]
    assert reply["envelope"]["message_type"] == "I04"
    assert reply["body"] == {"reference": I01["reference"], "result": result, "error": None}
    agency.send("I03", I03)
    shown = agency.state("resident", name="SMITH JOHN", born_on="1990-05-XX")
    assert shown == {"notices": [I01], "places": [I03]}
    assert agency.state("resident", name="SMITH JOHN", born_on="1990-05-06") == {"notices": [], "places": []}


def test_the_agency_tells_the_registry(stations: Callable[..., Station]) -> None:
    """
    A notice of the Agency (I02) goes out as it was given.
    """
    agency = stations(FAKE)
    body = {"reference": "a-1", "change": "period"}
    assert agency.act("send", message_type="I02", sender="immigration", body=body)["status"] == 200
    assert agency.neighbours.bodies("I02") == [body]
    assert agency.neighbours.messages[0]["envelope"]["sender"] == "immigration"
