"""
The rules of the card management system.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.card_management.mailings import MAILING_CASES, k01
from tests.fakes.rule_cases import (
    RuleCase,
    assert_complete,
    assert_defects_sound,
    assert_described,
    prove_rule,
)
from tests.fakes.station import MUNICIPALITY, Station

FAKE = "card_management"
CODE = "12345678903"
OTHER_CODE = "00000000019"
ELSEWHERE = "112275"
CARD = {
    "card_id": "card-1",
    "application_id": "application-1",
    "resident_record_code": CODE,
    "applied_on": "2026-01-10",
    "issued_on": "2026-02-01",
    "expires_on": "2035-05-05",
    "municipality": ELSEWHERE,
    "notify": False,
}
K04 = {
    "card_id": "card-1",
    "resident_record_code": CODE,
    "handed_over_on": "2026-04-10",
    "kind": "in-person",
    "pin": "set",
    "expires_on": "2035-05-05",
    "operator": "clerk",
    "terminal": "counter-1",
}
K05 = {
    "card_id": "card-1",
    "state": "suspended",
    "cause": "loss",
    "changed_on": "2026-04-10",
    "operator": "clerk",
    "terminal": "counter-1",
}
K06 = {
    "card_id": "card-1",
    "resident_record_code": CODE,
    "municipality": MUNICIPALITY,
    "address": "和光市本町1番1号",
    "moved_in_on": "2026-04-01",
    "processed_on": "2026-04-10",
    "operator": "clerk",
    "terminal": "counter-1",
}


K07: dict[str, Any] = {
    "card_id": "card-1",
    "resident_record_code": CODE,
    "changes": [{"item": "address", "before": "朝霞市本町1番1号", "after": "和光市本町1番1号"}],
    "processed_on": "2026-04-10",
    "operator": "clerk",
    "terminal": "counter-1",
}


def with_card(state: str, **changes: Any) -> Any:
    """
    Prepare a card in this state.
    """

    def prepare(station: Station) -> None:
        station.act("make_card", **{**CARD, "state": state, **changes})

    return prepare


STOCK, ACTIVE = with_card("in-stock"), with_card("active")
UNKNOWN = {"card_id": "card-9"}
CASES = (
    RuleCase(
        rule="CM-01", message_type="K04", good=K04, bad={**K04, **UNKNOWN}, field="card_id", before=STOCK
    ),
    RuleCase(
        rule="CM-01", message_type="K05", good=K05, bad={**K05, **UNKNOWN}, field="card_id", before=ACTIVE
    ),
    RuleCase(
        rule="CM-01", message_type="K06", good=K06, bad={**K06, **UNKNOWN}, field="card_id", before=ACTIVE
    ),
    RuleCase(
        rule="CM-01", message_type="K07", good=K07, bad={**K07, **UNKNOWN}, field="card_id", before=ACTIVE
    ),
    RuleCase(
        rule="CM-02",
        message_type="K04",
        good=K04,
        bad=K04,
        field="card_id",
        before=STOCK,
        before_bad=lambda station: taken(station, "K04", K04),
    ),
    RuleCase(
        rule="CM-03",
        message_type="K04",
        good=K04,
        bad={**K04, "resident_record_code": OTHER_CODE},
        field="resident_record_code",
        before=STOCK,
    ),
    RuleCase(
        rule="CM-03",
        message_type="K06",
        good=K06,
        bad={**K06, "resident_record_code": OTHER_CODE},
        field="resident_record_code",
        before=ACTIVE,
    ),
    *(
        RuleCase(
            rule="CM-04",
            message_type="K04",
            good={**K04, "handed_over_on": good},
            bad={**K04, "handed_over_on": bad},
            field="handed_over_on",
            before=STOCK,
        )
        for good, bad in (("2026-02-01", "2026-01-31"), ("2026-04-10", "2026-04-11"))
    ),
    RuleCase(
        rule="CM-05",
        message_type="K04",
        good=K04,
        bad={**K04, "expires_on": "2036-05-05"},
        field="expires_on",
        before=STOCK,
    ),
    RuleCase(
        rule="CM-06",
        message_type="K04",
        good={**K04, "expires_on": "2026-04-09", "handed_over_on": "2026-04-09"},
        bad={**K04, "expires_on": "2026-04-09"},
        field="handed_over_on",
        before=with_card("in-stock", expires_on="2026-04-09"),
    ),
    RuleCase(
        rule="CM-07",
        message_type="K05",
        good=K05,
        bad={**K05, "state": "active", "cause": "found"},
        field="state",
        before=ACTIVE,
    ),
    RuleCase(
        rule="CM-08",
        message_type="K05",
        good=K05,
        bad={**K05, "changed_on": "2026-04-11"},
        field="changed_on",
        before=ACTIVE,
    ),
    RuleCase(
        rule="CM-09",
        message_type="K06",
        good=K06,
        bad=K06,
        field="card_id",
        before=ACTIVE,
        before_bad=lambda station: taken(station, "K05", K05),
    ),
    RuleCase(
        rule="CM-10",
        message_type="K06",
        good=K06,
        bad=K06,
        field="municipality",
        before=ACTIVE,
        before_bad=lambda station: taken(station, "K06", K06),
    ),
    RuleCase(
        rule="CM-11",
        message_type="K06",
        good=K06,
        bad={**K06, "municipality": "111007"},
        field="municipality",
        before=ACTIVE,
    ),
    *(
        RuleCase(
            rule="CM-12",
            message_type="K06",
            good={**K06, "processed_on": good},
            bad={**K06, "processed_on": bad},
            field="processed_on",
            before=ACTIVE,
        )
        for good, bad in (("2026-04-01", "2026-03-31"), ("2026-04-10", "2026-04-11"))
    ),
    RuleCase(
        rule="CM-03",
        message_type="K07",
        good=K07,
        bad={**K07, "resident_record_code": OTHER_CODE},
        field="resident_record_code",
        before=ACTIVE,
    ),
    *(
        RuleCase(
            rule="CM-13",
            message_type="K05",
            good={**K05, **good},
            bad={**K05, **good, **bad},
            field="cause",
            before=ACTIVE,
        )
        for good, bad in (
            ({}, {"cause": "mislaid"}),
            ({"state": "lapsed", "cause": "death"}, {"state": "suspended"}),
            ({"state": "returned", "cause": "returned"}, {"cause": "loss"}),
        )
    ),
    RuleCase(
        rule="CM-14",
        message_type="K07",
        good=K07,
        bad=K07,
        field="card_id",
        before=ACTIVE,
        before_bad=lambda station: taken(station, "K05", K05),
    ),
    *(
        RuleCase(
            rule="CM-15",
            message_type="K07",
            good=K07,
            bad={**K07, "changes": changes},
            field="changes",
            before=ACTIVE,
        )
        for changes in (
            K07["changes"] * 2,
            [{"item": "name", "before": "山田花子", "after": "山田花子"}],
        )
    ),
    RuleCase(
        rule="CM-16",
        message_type="K07",
        good=K07,
        bad={**K07, "processed_on": "2026-04-11"},
        field="processed_on",
        before=ACTIVE,
    ),
    *MAILING_CASES,
)


def taken(station: Station, message_type: str, body: dict[str, Any]) -> None:
    """
    Send a message that must be taken.
    """
    answer = station.send(message_type, body)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_rule_refuses_what_it_is_for(case: RuleCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each rule lets the lawful message pass and refuses the other, which passes when the rule is taken away.
    """
    prove_rule(FAKE, case, monkeypatch)


def test_every_rule_is_proved() -> None:
    """
    No rule of the system is without a case.
    """
    assert_complete(FAKE, CASES)


def test_rules_and_defects_are_described() -> None:
    """
    Rules and defects are told in both languages, and every defect can be switched on.
    """
    assert_described(FAKE)
    assert_defects_sound(FAKE)


def test_a_mailing_not_sent_yet_may_go_elsewhere_under_its_number(stations: Any) -> None:
    """
    Another destination of a mailing that waits is taken, the same one told twice is not.
    """
    station = stations(FAKE)
    elsewhere = k01(destination_address="埼玉県和光市白子3番7号")
    assert [station.send("K01", body).status_code for body in (k01(), elsewhere, elsewhere)] == [200, 200, 422]
