"""
A bulk load of a fake: what it held before, judged line by line, all of it or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.fakes.station import CONTROL, Station

CARD = {
    "application_id": "A-1",
    "resident_record_code": "98765432109",
    "applied_on": "2023-01-01",
    "issued_on": "2023-01-10",
    "expires_on": "2033-04-01",
    "state": "active",
    "municipality": "112291",
    "notify": False,
}


def card(n: int, **changes: Any) -> dict[str, Any]:
    """
    The line of a card.
    """
    return {"act": "make_card", "body": {**CARD, "card_id": f"CARD-{n}", **changes}}


def suspended(n: int) -> dict[str, Any]:
    """
    The line of a loss that the registry told of.
    """
    body = {"card_id": f"CARD-{n}", "state": "suspended", "cause": "loss", "changed_on": "2026-04-09"}
    return {"message_type": "K05", "body": {**body, "operator": "op", "terminal": "t"}}


@pytest.fixture
def cards(stations: Callable[..., Station]) -> Station:
    """
    The card management system.
    """
    return stations("card_management")


def load(station: Station, *lines: Any) -> httpx.Response:
    """
    One load; a line that is bytes goes as it is.
    """
    content = b"\n".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in lines)
    shown = {"authorization": f"Bearer {CONTROL}"}
    return station.run(station.http.post("/_control/load", content=content, headers=shown))


def state(station: Station, n: int) -> Any:
    """
    The state of a card, or None.
    """
    shown = station.state("card", card_id=f"CARD-{n}")["card"]
    return shown and shown["state"]


def test_acts_and_messages_are_held_and_nobody_hears_of_them(cards: Station) -> None:
    """
    A later line rests on an earlier one, empty lines are passed over, and neither journal nor neighbours know of it.
    """
    answer = load(cards, card(1, state="in-stock", notify=True), b"", card(2), suspended(2))
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"lines": 3, "kinds": {"K05": 1, "make_card": 2}}
    assert (state(cards, 1), state(cards, 2)) == ("in-stock", "suspended")
    assert cards.neighbours.messages == []
    assert cards.journal() == []


@pytest.mark.parametrize(
    ("bad", "status", "code", "field"),
    [
        (suspended(9), 422, "rule-broken", "line[2].body.card_id"),
        (card(1), 422, "refused", "line[2].card_id"),
        (card(2, colour="red"), 422, "invalid-field", "line[2].body.colour"),
        (card(2, issued_on="2023-02-30"), 422, "no-such-day", "line[2].body.issued_on"),
        ({"act": "make_coffee", "body": {}}, 422, "unknown-act", "line[2].act"),
        ({"message_type": "J01", "body": {}}, 422, "unknown-message-type", "line[2].message_type"),
        ({**suspended(1), "receiver": "immigration"}, 422, "wrong-receiver", "line[2].receiver"),
        ({"body": {}}, 422, "invalid-field", "line[2]"),
        (b"{", 400, "malformed-json", "line[2]"),
        (b"\xff", 400, "malformed-json", "line[2]"),
        (b'{"act": "' + b"x" * 70_000, 413, "too-large", "line[2]"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_kept(
    cards: Station, bad: Any, status: int, code: str, field: str
) -> None:
    """
    The problem names line and field; the good lines around it are not kept, and the load can come again.
    """
    answer = load(cards, card(1), bad, card(3))
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (status, code, field)
    assert "Line 2:" in answer.json()["detail"]
    assert (state(cards, 1), state(cards, 3)) == (None, None)
    assert load(cards, card(1)).status_code == 200


def test_it_comes_once_and_before_everything_else(cards: Station) -> None:
    """
    What was loaded or done since the set-up is never replaced.
    """
    assert load(cards, card(1)).status_code == 200
    again = load(cards, card(2))
    assert (again.status_code, again.json()["code"]) == (409, "not-fresh")
    assert (state(cards, 1), state(cards, 2)) == ("active", None)


def test_an_act_or_message_before_it_closes_it(stations: Callable[..., Station]) -> None:
    """
    An act made since the set-up would be lost, so the load is refused.
    """
    cards = stations("card_management")
    cards.act("make_card", **card(1)["body"])
    assert load(cards, card(2)).status_code == 409
    assert state(cards, 1) == "active"


def test_what_would_have_to_ask_somebody_is_refused(stations: Callable[..., Station]) -> None:
    """
    A department's inquiry needs another system's answer, and a load asks nobody.
    """
    departments = {"dept-tax": {"number_use": True, "inquiries": ["TAX-01"]}}
    addressee = stations("addressee", data={"departments": departments})
    person = {"local_addressee_number": "0000000108"}
    inquiry = {
        **person,
        "affairs": "ROW-48",
        "information": "TAX-01",
        "purpose": "p",
        "processing_number": "n-1",
    }
    answer = load(
        addressee,
        {"message_type": "A02", "body": {**person, "individual_number": None}},
        {"message_type": "A04", "sender": "dept-tax", "body": inquiry},
    )
    assert (answer.status_code, answer.json()["field"]) == (422, "line[2]"), answer.text
    assert addressee.neighbours.messages == []
