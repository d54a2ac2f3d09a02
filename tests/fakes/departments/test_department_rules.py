"""
The rules of the departments.
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

FAKE = "departments"
NUMBER = str(IndividualNumber.from_base("12345678901"))
SPLIT = f"{NUMBER[:4]}-{NUMBER[4:8]}-{NUMBER[8:]}"
FULL_WIDTH = NUMBER.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
LOCAL = str(LocalAddresseeNumber.from_running(1001, 10))
WRONG_LOCAL = LOCAL[:-1] + str((int(LOCAL[-1]) + 1) % 10)
D01: dict[str, Any] = {
    "local_addressee_number": LOCAL,
    "household_number": str(HouseholdNumber.from_running(501, 10)),
    "reason": "11",
    "changed_on": "2026-04-01",
    "notified_on": "2026-04-10",
    "notification_kind": "1",
    "name": "山田花子",
    "born_on": "1990-05-05",
    "sex": "female",
    "address": "和光市本町1番1号",
    "householder_name": "山田太郎",
    "relationship": "妻",
    "state": "current",
    "planned": False,
    "planned_on": None,
    "individual_number": None,
    "protected": False,
}
PLAN = {**D01, "state": "planned-out", "planned": True, "planned_on": "2026-05-01"}
D03: dict[str, Any] = {
    "local_addressee_number": LOCAL,
    "insured": True,
    "symbol_and_number": "和光 123",
    "noted_on": "2026-04-10",
}
TAX, ELECTION, HEALTH = "dept-tax", "dept-election", "dept-health-insurance"


def d01(rule: str, field: str, good: Any = D01, receiver: str = TAX, **bad: Any) -> RuleCase:
    """
    A case of D01: the good message with one thing changed.
    """
    return RuleCase(
        rule=rule, message_type="D01", good=good, bad={**good, **bad}, field=field, receiver=receiver
    )


CASES = (
    RuleCase(
        rule="DP-01",
        message_type="D01",
        good={**D01, "individual_number": NUMBER},
        bad={**D01, "individual_number": NUMBER},
        field="individual_number",
        receiver=TAX,
        bad_receiver=ELECTION,
    ),
    d01("DP-02", "name", receiver=ELECTION, name=f"山田{NUMBER}"),
    d01("DP-02", "address", receiver=ELECTION, address=f"和光市{SPLIT}"),
    d01("DP-02", "householder_name", receiver=ELECTION, householder_name=FULL_WIDTH),
    d01("DP-03", "individual_number", {**D01, "individual_number": NUMBER}, individual_number="123456789012"),
    d01("DP-04", "local_addressee_number", local_addressee_number=WRONG_LOCAL),
    RuleCase(
        rule="DP-04",
        message_type="D03",
        good=D03,
        bad={**D03, "local_addressee_number": WRONG_LOCAL},
        field="local_addressee_number",
        receiver=HEALTH,
    ),
    d01("DP-05", "household_number", household_number="世帯"),
    d01("DP-06", "planned", PLAN, planned=False),
    d01("DP-06", "planned_on", PLAN, planned_on=None),
    d01("DP-06", "planned", planned=True),
    d01("DP-07", "reason", reason="99"),
    d01("DP-08", "relationship", relationship="孫"),
    RuleCase(
        rule="DP-09",
        message_type="D03",
        good=D03,
        bad=D03,
        field=None,
        receiver=HEALTH,
        bad_receiver=TAX,
    ),
    RuleCase(
        rule="DP-10",
        message_type="D03",
        good=D03,
        bad={**D03, "insured": False},
        field="symbol_and_number",
        receiver=HEALTH,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_refuses_what_it_is_for(case: RuleCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each rule lets the lawful message pass and refuses the other, which passes when the rule is taken away.
    """
    prove_rule(FAKE, case, monkeypatch)


def test_every_rule_is_proved() -> None:
    """
    No rule of the departments is without a case.
    """
    assert_complete(FAKE, CASES)


def test_rules_and_defects_are_described() -> None:
    """
    Rules and defects are told in both languages, and every defect can be switched on.
    """
    assert_described(FAKE)
    assert_defects_sound(FAKE)
