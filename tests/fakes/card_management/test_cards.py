"""
What the card management system does with what it takes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from fakes.card_management.model.validity import last_day
from fakes.card_management.wire import DispatchInformation
from tests.fakes.card_management.mailings import k01
from tests.fakes.card_management.test_card_rules import CARD, CODE, K04, K05, K06, taken
from tests.fakes.station import MUNICIPALITY, Station

STOCK = {**CARD, "state": "in-stock"}


@pytest.fixture
def cards(stations: Callable[..., Station]) -> Station:
    """
    The card management system.
    """
    return stations("card_management")


def asked(station: Station) -> Any:
    """
    The answer to K08.
    """
    question = {"card_id": "card-1", "pin_check": "passed", "purpose": "continued-use"}
    return station.send("K08", question).json()["reply"]["body"]


def test_a_card_is_handed_over_and_used_on(cards: Station) -> None:
    """
    A card goes from stock to its holder and on to the new municipality, and keeps its validity.
    """
    cards.act("make_card", **STOCK)
    taken(cards, "K04", K04)
    taken(cards, "K06", K06)
    shown = cards.state("card", card_id="card-1")
    card = shown["card"]
    assert (card["state"], card["municipality"], card["address"]) == ("active", MUNICIPALITY, K06["address"])
    assert (card["handed_over_on"], card["pin"], card["expires_on"]) == (
        "2026-04-10",
        "set",
        CARD["expires_on"],
    )
    assert [event["message_type"] for event in shown["events"]] == ["K04", "K06"]


def test_suspension_ends_and_lapse_does_not(cards: Station) -> None:
    """
    A suspended card comes back into use; a lapsed one never.
    """
    cards.act("make_card", **{**CARD, "state": "active"})
    for state, cause in (("suspended", "loss"), ("active", "found"), ("lapsed", "death")):
        taken(cards, "K05", {**K05, "state": state, "cause": cause})
    assert cards.send("K05", {**K05, "state": "active", "cause": "found"}).json()["rule"] == "CM-07"


def test_an_inquiry_tells_state_and_holder(cards: Station) -> None:
    """
    K08 answers for a known card and says so for an unknown one.
    """
    assert asked(cards)["found"] is False
    cards.act("make_card", **STOCK)
    answer = asked(cards)
    assert (answer["found"], answer["state"], answer["resident_record_code"]) == (True, "in-stock", CODE)


def test_a_card_expires_after_its_last_day(cards: Station) -> None:
    """
    On the last day the card is good, on the next it is not.
    """
    cards.act("make_card", **{**CARD, "state": "active", "expires_on": "2026-04-20"})
    for now, state in (("2026-04-20T23:59:59", "active"), ("2026-04-21T00:00:00", "expired")):
        cards.control("PUT", "clock", {"now": f"{now}+09:00"})
        assert asked(cards)["state"] == state


def test_the_registry_is_told_when_asked_for(cards: Station) -> None:
    """
    With ``notify`` K03 and K05 go to the registry; without it nothing does.
    """
    cards.act("make_card", **{**STOCK, "notify": True})
    change = {"card_id": "card-1", "state": "lapsed", "cause": "death", "changed_on": "2026-04-10"}
    cards.act("change_state", **change, notify=True)
    cards.act("change_state", **{**change, "state": "returned"}, notify=False)
    cards.settle()
    assert [m["envelope"]["message_type"] for m in cards.neighbours.messages] == ["K03", "K05"]
    assert cards.neighbours.bodies("K03")[0]["state"] == "in-stock"
    assert cards.neighbours.bodies("K05")[0]["cause"] == "death"


@pytest.mark.parametrize(
    ("act", "request_", "field"),
    [
        ("make_card", STOCK, "card_id"),
        ("make_card", {**STOCK, "card_id": "card-2", "state": "active", "notify": True}, "state"),
        (
            "change_state",
            {
                "card_id": "card-9",
                "state": "lapsed",
                "cause": "x",
                "changed_on": "2026-04-10",
                "notify": False,
            },
            "card_id",
        ),
    ],
)
def test_impossible_acts_are_refused(cards: Station, act: str, request_: dict[str, Any], field: str) -> None:
    """
    A card is made once, K03 knows two states only, and an unknown card does not change.
    """
    cards.act("make_card", **STOCK)
    answer = cards.control("POST", f"acts/{act}", request_)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_no_message_has_room_for_a_pin(cards: Station) -> None:
    """
    A PIN is an unknown field, and ``pin`` takes its two words only.
    """
    cards.act("make_card", **STOCK)
    for body in ({**K04, "pin": "1234"}, {**K04, "pin_value": "1234"}):
        answer = cards.send("K04", body)
        assert answer.status_code == 422
        assert "1234" not in answer.text
    assert "1234" not in str(cards.journal())


@pytest.mark.parametrize(
    ("told", "expires_on"),
    [
        ({"born_on": "1992-12-24"}, "2035-12-24"),
        ({"born_on": "2008-02-02"}, "2030-02-02"),
        ({"born_on": "2008-02-01"}, "2036-02-01"),
        ({"born_on": "2000-02-29"}, "2035-02-28"),
        ({"born_on": "1992-12-24", "resident_class": "medium-to-long-term"}, "2035-12-24"),
        (
            {
                "born_on": "1992-12-24",
                "resident_class": "medium-to-long-term",
                "period_expires_on": "2028-12-15",
            },
            "2028-12-15",
        ),
        ({"born_on": "2008-XX-XX"}, None),
        ({"born_on": "1992-12-24", "resident_class": "transitional"}, None),
        ({"born_on": "1992-12-24", "resident_class": "temporary-refuge"}, None),
    ],
)
def test_the_last_day_is_computed_from_what_was_told(
    cards: Station, told: dict[str, Any], expires_on: str | None
) -> None:
    """
    Without a last day the organisation computes it from K01, and makes no card where that does not tell it.
    """
    taken(cards, "K01", k01(**told))
    wanted = {**STOCK, "issued_on": "2026-02-01", "expires_on": None}
    answer = cards.control("POST", "acts/make_card", wanted)
    if expires_on is None:
        assert (answer.status_code, answer.json()["field"]) == (422, "expires_on")
        return
    assert cards.state("card", card_id=STOCK["card_id"])["card"]["expires_on"] == expires_on


@pytest.mark.parametrize(
    ("born_on", "made_on", "last"),
    [("2002-04-01", "2022-03-31", "2026-04-01"), ("2004-04-01", "2022-04-01", "2032-04-01")],
)
def test_the_age_of_ten_birthdays_came_down(born_on: str, made_on: str, last: str) -> None:
    """
    A card of March 2022 for somebody of nineteen is good for five birthdays, one of April at eighteen for ten.
    """
    holder = msgspec.convert(k01(born_on=born_on), DispatchInformation)
    assert last_day(holder, date.fromisoformat(made_on)) == date.fromisoformat(last)
