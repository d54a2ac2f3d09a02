"""
The control plane: set-up, clock, journal, defects, and what is served without a credential.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from fakes._core.openapi import document_of
from tests.fakes.station import CONTROL, MUNICIPALITY, NOW, Station

QUESTION = {"card_id": "card-1", "pin_check": "passed", "purpose": "special-moving-in"}


@pytest.fixture
def cards(stations: Callable[..., Station]) -> Station:
    """
    The card management system.
    """
    return stations("card_management")


def test_open_reads_need_no_credential(cards: Station) -> None:
    """
    Health, rules and the OpenAPI document are shown to everybody.
    """
    health, rules, openapi = (
        cards.run(cards.http.get(path)) for path in ("/health", "/rules", "/openapi.json")
    )
    assert health.json() == {"name": "card_management", "version": "1.0", "status": "ok"}
    first = rules.json()[0]
    assert set(first) == {"id", "title", "messages", "source", "status"}
    assert set(first["title"]) == {"ja", "en"}
    assert openapi.json() == document_of("card_management")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "setup"),
        ("PUT", "clock"),
        ("GET", "journal"),
        ("PUT", "faults"),
        ("POST", "settle"),
        ("POST", "state/card"),
        ("POST", "acts/make_card"),
    ],
)
def test_control_needs_its_credential(cards: Station, method: str, path: str) -> None:
    """
    Nothing of the control plane answers to a neighbour's credential, or to none.
    """
    for headers in ({}, {"authorization": f"Bearer credential-of-{MUNICIPALITY}"}):
        answer = cards.run(cards.http.request(method, f"/_control/{path}", headers=headers))
        assert answer.status_code == 401


def test_a_set_up_forgets_everything(cards: Station) -> None:
    """
    After a new set-up there is no card, no journal, no fault.
    """
    cards.send("K08", QUESTION)
    cards.control("PUT", "faults", {"faults": [{"action": "error", "times": 9}]})
    cards.set_up()
    assert cards.journal() == []
    assert cards.send("K08", QUESTION).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"colour": 1}, "colour"),
        ({"now": "2026-13-01T00:00:00+09:00"}, "now"),
        ({"now": "2026-04-10T10:00:00Z"}, "now"),
        ({"municipality": "1"}, "municipality"),
        ({"addresses": {"registry": {"url": "ftp://x", "credential": "c"}}}, "addresses.registry.url"),
        ({"addresses": {"registry": {"url": "http://x:99999", "credential": "c"}}}, "addresses.registry.url"),
        (
            {"addresses": {"registry": {"url": "http://x", "credential": "ü"}}},
            "addresses.registry.credential",
        ),
        ({"settings": {"colour": 1}}, "settings.colour"),
        ({"settings": {"rules_off": ["CM-01"]}}, "settings.rules_off[0]"),
        ({"settings": {"rules_off": ["XX-01"]}}, "settings.rules_off[0]"),
        ({"data": {"colour": 1}}, "data.colour"),
        ({"defects": ["none-of-ours"]}, "defects[0]"),
        ({"accepts": {"addressee": "short"}}, "accepts[...]"),
    ],
)
def test_a_wrong_set_up_is_refused_whole(cards: Station, change: dict[str, Any], field: str) -> None:
    """
    A set-up with one wrong part is refused, names it, and leaves the old one standing.
    """
    cards.send("K08", QUESTION)
    answer = cards.set_up(**change)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert len(cards.journal()) == 1


def test_the_clock_never_goes_back(cards: Station) -> None:
    """
    The same moment again is taken, an earlier one is refused and changes nothing.
    """
    assert cards.control("PUT", "clock", {"now": NOW}).json() == {"now": NOW}
    answer = cards.control("PUT", "clock", {"now": "2026-04-10T09:59:59+09:00"})
    assert (answer.status_code, answer.json()["code"]) == (422, "clock-back")
    later = "2026-05-01T00:00:00+09:00"
    cards.control("PUT", "clock", {"now": later})
    cards.send("K08", QUESTION)
    assert cards.journal()[-1]["at"] == later


def test_a_defect_is_in_force_until_the_next_set_up(cards: Station) -> None:
    """
    A defect changes what the fake does, and a set-up without it puts it right.
    """
    for defects, found in ((["inquiry-always-active"], "active"), ([], "lapsed")):
        cards.set_up(defects=defects)
        card = {"card_id": "card-1", "application_id": "a", "resident_record_code": "1", "state": "lapsed"}
        days = {"applied_on": "2026-01-01", "issued_on": "2026-01-01", "expires_on": "2035-01-01"}
        cards.act("make_card", **card, **days, municipality=MUNICIPALITY, notify=False)
        assert cards.send("K08", QUESTION).json()["reply"]["body"]["state"] == found


def test_a_rule_of_our_own_can_be_switched_off(stations: Callable[..., Station]) -> None:
    """
    A rule that no published text settles is a setting; one of the law is not.
    """
    body = {"municipality": MUNICIPALITY, "quantity": 10_001}
    network = stations("juki_net")
    assert network.send("J19", body).json()["rule"] == "JN-51"
    assert network.set_up(settings={"rules_off": ["JN-51"]}).status_code == 200
    assert network.send("J19", body).status_code == 200


def test_the_journal_is_read_page_by_page(cards: Station) -> None:
    """
    ``next`` leads through the journal without losing or repeating an entry.
    """
    for _ in range(5):
        cards.send("K08", QUESTION)
    numbers, after = [], 0
    while entries := (page := cards.control("GET", f"journal?after={after}&limit=2").json())["entries"]:
        numbers += [entry["n"] for entry in entries]
        after = page["next"]
    assert numbers == [1, 2, 3, 4, 5]


def test_the_journal_wakes_whoever_waits(cards: Station) -> None:
    """
    A read that waits is answered when an entry is written, long before its time is over.
    """

    async def both() -> tuple[Any, float]:
        headers = {"authorization": f"Bearer {CONTROL}"}
        began = time.monotonic()
        waiting = asyncio.create_task(
            cards.http.get("/_control/journal?after=0&wait_ms=2000", headers=headers)
        )
        for _ in range(100):
            # Turns of the loop, until the read has begun to wait.
            await asyncio.sleep(0)
        shown = {"authorization": f"Bearer credential-of-{MUNICIPALITY}"}
        await cards.http.post("/messages/K08", content=b"{}", headers=shown)
        return (await waiting).json(), time.monotonic() - began

    page, seconds = cards.run(both())
    assert [entry["n"] for entry in page["entries"]] == [1]
    assert seconds < 1.5


def test_waiting_for_nothing_ends(cards: Station) -> None:
    """
    A read that waits in vain ends with an empty page at the bound.
    """
    assert cards.control("GET", "journal?after=7&wait_ms=20").json() == {
        "entries": [],
        "next": 7,
        "undelivered": 0,
    }


@pytest.mark.parametrize("query", ["after=-1", "after=x", "wait_ms=60001", "limit=0", "limit=1001"])
def test_a_wrong_journal_query_is_refused(cards: Station, query: str) -> None:
    """
    Numbers outside their bounds, or none, are refused.
    """
    assert cards.control("GET", f"journal?{query}").status_code == 422


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere", 404), ("/messages/K08", 405), ("/_control/acts/x", 405)]
)
def test_what_is_not_served_is_a_problem(cards: Station, path: str, status: int) -> None:
    """
    An unknown path or method is answered with a problem document.
    """
    answer = cards.run(cards.http.get(path))
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("path", ["acts/unknown", "state/unknown"])
def test_unknown_acts_and_states_are_404(cards: Station, path: str) -> None:
    """
    A name that the fake does not have is told so.
    """
    assert cards.control("POST", path, {}).status_code == 404


def test_the_day_of_an_act_exists(cards: Station) -> None:
    """
    Acts, too, know only days of the calendar.
    """
    change = {
        "card_id": "card-1",
        "state": "lapsed",
        "cause": "x",
        "changed_on": "2026-02-29",
        "notify": False,
    }
    answer = cards.control("POST", "acts/change_state", change)
    assert (answer.status_code, answer.json()["field"]) == (422, "request.changed_on")


def test_a_short_control_credential_is_refused() -> None:
    """
    A fake does not start with a control credential that can be guessed.
    """
    from fakes.card_management.app import create

    with pytest.raises(ValueError, match="control credential"):
        create({"control_credential": "short"})
