"""
Certificates on cards, and cards of people who moved in nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.card_management.mailings import CODE, k01
from tests.fakes.card_management.test_card_rules import CARD, K07, taken
from tests.fakes.station import MUNICIPALITY, Station

HERE = {**CARD, "state": "active", "municipality": MUNICIPALITY}


@pytest.fixture
def cards(stations: Callable[..., Station]) -> Station:
    """
    The system with one card, and both certificates on it.
    """
    station = stations("card_management")
    station.act("make_card", **HERE)
    station.act("issue_certificates", card_id="card-1", issued_on="2026-04-08", address="和光市本町1番1号")
    return station


def heard(station: Station, **changes: Any) -> None:
    """
    The network passes something on.
    """
    told = {
        "resident_record_code": CODE,
        "former_resident_record_code": None,
        "event": "correction",
        "reason": "31",
        "items": ["address"],
        "changed_on": "2026-04-09",
        "notified_on": None,
        **changes,
    }
    answer = station.send("P01", told, sender="juki_net")
    assert answer.status_code == 200, answer.text


def states(station: Station) -> dict[str, str]:
    """
    State of each certificate on the card.
    """
    shown = station.state("certificates", card_id="card-1")["certificates"]
    return {each["kind"]: each["state"] for each in shown}


def at(station: Station, moment: str) -> str:
    """
    Move the clock and give the card's state.
    """
    station.control("PUT", "clock", {"now": f"{moment}+09:00"})
    state: str = station.state("card", card_id="card-1")["card"]["state"]
    return state


@pytest.mark.parametrize(
    ("told", "signing", "user"),
    [
        ({}, "lapsed", "valid"),
        ({"reason": "32"}, "valid", "valid"),
        ({"reason": "33", "items": ["former_surname"]}, "lapsed", "valid"),
        ({"reason": "33", "items": ["name_kana"]}, "valid", "valid"),
        ({"event": "deletion", "reason": "21", "items": []}, "lapsed", "valid"),
        ({"event": "deletion", "reason": "22", "items": [], "notified_on": "2026-04-09"}, "lapsed", "valid"),
        ({"event": "deletion", "reason": "22", "items": [], "notified_on": "2026-04-08"}, "valid", "valid"),
        ({"event": "deletion", "reason": "23", "items": []}, "lapsed", "lapsed"),
        ({"event": "entry", "reason": "11", "items": []}, "valid", "valid"),
    ],
)
def test_what_ends_a_certificate(cards: Station, told: dict[str, Any], signing: str, user: str) -> None:
    """
    Corrections of what it bears, unless minor, and deletions end the signing certificate; the user certificate ends
    with a deletion that no notification of moving out caused.
    """
    heard(cards, **told)
    assert states(cards) == {"signing": signing, "user": user}


def test_readings_count_since_the_card_carries_them(cards: Station) -> None:
    """
    The day before, a correction of the reading ends nothing; on the day it does.
    """
    reading = {"reason": "33", "items": ["name_kana"]}
    for moment, signing in (("2026-05-25T12:00:00", "valid"), ("2026-05-26T12:00:00", "lapsed")):
        at(cards, moment)
        heard(cards, **reading)
        assert states(cards)["signing"] == signing


def test_a_card_lapses_when_nobody_moved_in(cards: Station) -> None:
    """
    On the thirtieth day after the planned one the card is good, on the next it has lapsed and the registry knows.
    """
    heard(cards, event="deletion", reason="21", items=[], changed_on="2026-04-10")
    assert at(cards, "2026-05-10T23:59:59") == "active"
    assert at(cards, "2026-05-11T00:00:00") == "lapsed"
    cards.settle()
    assert [(k["cause"], k["changed_on"]) for k in cards.neighbours.bodies("K05")] == [
        ("no-moving-in", "2026-05-11")
    ]
    assert states(cards)["user"] == "lapsed"


def test_an_entry_anywhere_keeps_the_card(cards: Station) -> None:
    """
    Who moved in, here or elsewhere, keeps the card beyond the days.
    """
    heard(cards, event="deletion", reason="21", items=[], changed_on="2026-04-10")
    heard(cards, event="entry", reason="11", items=[])
    assert at(cards, "2026-06-30T12:00:00") == "active"


def test_a_moving_out_elsewhere_counts_too(cards: Station) -> None:
    """
    A plan notified in another municipality ends the card of its holder in time.
    """
    cards.act("plan_moving_out", card_id="card-1", planned_on="2026-04-10")
    assert at(cards, "2026-05-11T00:00:00") == "lapsed"
    answer = cards.control("POST", "acts/plan_moving_out", {"card_id": "card-9", "planned_on": "2026-04-10"})
    assert answer.json()["field"] == "card_id"


def test_certificates_want_a_card_in_use(cards: Station) -> None:
    """
    No certificate is issued on a card that has lapsed.
    """
    cards.act(
        "change_state", card_id="card-1", state="lapsed", cause="death", changed_on="2026-04-10", notify=False
    )
    wanted = {"card_id": "card-1", "issued_on": "2026-04-10", "address": "和光市"}
    assert cards.control("POST", "acts/issue_certificates", wanted).json()["field"] == "card_id"


def test_items_of_a_card_change(cards: Station) -> None:
    """
    K07 leaves the new address, and the new last day where it names one.
    """
    last = {"item": "expires_on", "before": CARD["expires_on"], "after": "2036-05-05"}
    taken(cards, "K07", {**K07, "changes": [*K07["changes"], last]})
    card = cards.state("card", card_id="card-1")["card"]
    assert (card["address"], card["expires_on"]) == ("和光市本町1番1号", "2036-05-05")


def test_a_mailing_comes_back(cards: Station) -> None:
    """
    The registry is told that a mailing came back, and the mailing is shown so.
    """
    taken(cards, "K01", k01())
    change = {"dispatch_id": "dispatch-1", "state": "returned", "on": "2026-04-10", "reason": "不在"}
    cards.act("change_mailing", **change)
    cards.settle()
    assert cards.neighbours.bodies("K02") == [change]
    (mailing,) = cards.state("mailings", resident_record_code=CODE)["mailings"]
    assert (mailing["print_class"], mailing["state"]) == ("number-notice", "returned")
    answer = cards.control("POST", "acts/change_mailing", {**change, "dispatch_id": "dispatch-9"})
    assert answer.json()["field"] == "dispatch_id"
