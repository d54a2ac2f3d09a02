"""
What a fake sends by itself: at least once, in order, and journalled at every attempt.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given, settings, strategies as st

from tests.fakes.station import CONTROL, MUNICIPALITY, Station, acknowledge

CARD = {
    "application_id": "application-1",
    "resident_record_code": "12345678903",
    "applied_on": "2026-01-10",
    "issued_on": "2026-02-01",
    "expires_on": "2035-05-05",
    "state": "in-stock",
    "municipality": MUNICIPALITY,
    "notify": True,
}


@pytest.fixture
def cards(stations: Callable[..., Station]) -> Station:
    """
    The card management system, which tells the registry of cards.
    """
    return stations("card_management")


def make(station: Station, *card_ids: str) -> None:
    """
    Make cards of one person, each told to the registry.
    """
    for card_id in card_ids:
        station.act("make_card", **{**CARD, "card_id": card_id})


def envelopes(station: Station) -> list[dict[str, Any]]:
    """
    Envelopes that reached the neighbours.
    """
    return [message["envelope"] for message in station.neighbours.messages]


def failing(*statuses: int | None) -> Callable[[httpx.Request], httpx.Response]:
    """
    Answer with these statuses, then take; None breaks the line.
    """
    left = list(statuses)

    def answer(request: httpx.Request) -> httpx.Response:
        if not left:
            return acknowledge(request)
        status = left.pop(0)
        if status is None:
            raise httpx.ConnectError("the line is broken")
        return httpx.Response(status, json={"code": "told-so", "status": status})

    return answer


def test_messages_of_one_person_are_in_one_stream(cards: Station) -> None:
    """
    Two messages about one person go out in order, numbered from 1, in a stream that is none of the person's numbers.
    """
    make(cards, "card-1", "card-2")
    assert cards.settle() == {"settled": True, "undelivered": 0}
    first, second = envelopes(cards)
    assert (first["sequence"], second["sequence"]) == (1, 2)
    assert first["stream"] == second["stream"] != CARD["resident_record_code"]
    assert cards.neighbours.requests[0].url == "http://registry.test/town/K03"
    assert first["receiver"] == MUNICIPALITY


@pytest.mark.parametrize("status", [429, 500, 503, 504, None])
def test_what_is_not_taken_is_sent_again_unchanged(cards: Station, status: int | None) -> None:
    """
    Without an answer the same message goes out again when the clock moves, and the next waits for it.
    """
    cards.neighbours.answering = failing(status)
    make(cards, "card-1", "card-2")
    cards.run(_idle())
    assert len(envelopes(cards)) == 1
    assert cards.journal()[0]["outcome"] == "undelivered"
    cards.control("PUT", "clock", {"now": "2026-04-11T10:00:00+09:00"})
    assert cards.settle() == {"settled": True, "undelivered": 0}
    first, again, second = envelopes(cards)
    assert first == again
    assert (again["sequence"], second["sequence"]) == (1, 2)


async def _idle() -> None:
    # Let the queue's own task run until it has nothing more to try.
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        await task


def test_settle_says_what_is_left(cards: Station) -> None:
    """
    What does not get through is counted, and nothing is dropped to settle.
    """
    cards.neighbours.answering = failing(503, 503, 503)
    make(cards, "card-1", "card-2")
    assert cards.settle() == {"settled": False, "undelivered": 2}
    assert cards.settle()["settled"] is False
    assert cards.settle() == {"settled": True, "undelivered": 0}


@pytest.mark.parametrize("status", [409, 422])
def test_a_refused_message_is_not_sent_again(cards: Station, status: int) -> None:
    """
    A refusal ends a message; its number goes to the next one, so that the receiver sees no gap.
    """
    cards.neighbours.answering = failing(status)
    make(cards, "card-1", "card-2")
    assert cards.settle()["settled"] is True
    assert [envelope["sequence"] for envelope in envelopes(cards)] == [1, 1]
    assert [entry["outcome"] for entry in cards.journal()] == ["refused", "accepted"]


def test_an_answer_that_is_no_ack_is_no_answer(cards: Station) -> None:
    """
    200 without an Ack does not count as taken.
    """
    cards.neighbours.answering = lambda _request: httpx.Response(200, json={"thank": "you"})
    make(cards, "card-1")
    assert cards.settle()["undelivered"] == 1
    assert cards.journal()[0]["problem"]["code"] == "malformed-answer"


def test_a_receiver_without_address_is_journalled(stations: Callable[..., Station]) -> None:
    """
    A message to somebody whom the set-up does not name is written down as undelivered and holds nothing up.
    """
    cards = stations("card_management", addresses={})
    make(cards, "card-1")
    assert cards.settle()["settled"] is True
    assert cards.journal()[0]["problem"]["code"] == "no-address"


@given(st.lists(st.sampled_from([200, 429, 503, None, 422]), max_size=12), st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_every_message_is_taken_or_refused_in_the_end(statuses: list[int | None], number: int) -> None:
    """
    Whatever the line does for a while, each message ends taken or refused, once, in the order of the acts.
    """
    station = Station("card_management")
    try:
        troubles = [status for status in statuses if status != 200]
        station.neighbours.answering = failing(*troubles)
        make(station, *(f"card-{n}" for n in range(number)))
        while not station.settle()["settled"]:
            pass
        ended = [e for e in station.journal() if e["outcome"] in ("accepted", "refused")]
        assert [e["body"]["card_id"] for e in ended] == [f"card-{n}" for n in range(number)]
        taken = [e["envelope"]["sequence"] for e in ended if e["outcome"] == "accepted"]
        assert taken == list(range(1, len(taken) + 1))
    finally:
        station.close()


def test_send_shows_what_the_registry_answers(cards: Station) -> None:
    """
    The act sends any body unchecked and gives the registry's refusal back; the same key repeats the same message.
    """
    cards.neighbours.answering = failing(422)
    request = {
        "message_type": "K05",
        "sender": "card_management",
        "body": {"anything": 1},
        "trace_id": "t-1",
        "idempotency_key": "key-1",
    }
    refused, taken = cards.act("send", **request), cards.act("send", **request)
    assert (refused["status"], refused["problem"]["code"]) == (422, "told-so")
    assert (taken["status"], taken["ack"]["received"]) == (200, "new")
    first, second = cards.neighbours.messages
    assert first == second
    assert first["body"] == {"anything": 1}
    assert first["envelope"]["trace_id"] == "t-1"


def test_send_without_an_answer_stays_queued(cards: Station) -> None:
    """
    A message of ``send`` that got no answer is delivered later.
    """
    cards.neighbours.answering = failing(503)
    sent = cards.act("send", message_type="K05", sender="card_management", body={})
    assert sent["status"] == 503
    assert cards.settle() == {"settled": True, "undelivered": 0}
    assert msgspec.json.encode(cards.neighbours.messages[0]) == msgspec.json.encode(
        cards.neighbours.messages[1]
    )


def test_send_refuses_what_cannot_be_written_out(cards: Station) -> None:
    """
    Bodies nested too deeply and numbers beyond 64 bits are refused, with a problem.
    """
    deep: Any = 1
    for _ in range(40):
        deep = [deep]
    for body in ({"deep": deep}, {"large": 10**30}):
        content = json.dumps({"message_type": "K05", "sender": "card_management", "body": body})
        headers = {"authorization": f"Bearer {CONTROL}"}
        answer = cards.run(cards.http.post("/_control/acts/send", content=content, headers=headers))
        assert (answer.status_code, answer.json()["field"]) == (422, "body")


def test_a_wrong_credential_strikes_only_what_is_sent(cards: Station) -> None:
    """
    With ``wrong-credential`` the next attempts to send show what nobody gave, as often as ordered.
    """
    fault = {"message_type": "K03", "receiver": "registry", "action": "wrong-credential", "times": 1}
    cards.control("PUT", "faults", {"faults": [fault]})
    make(cards, "card-1", "card-2")
    cards.settle()
    wrong, right = (request.headers["authorization"] for request in cards.neighbours.requests)
    assert right == "Bearer shown"
    assert wrong.startswith("Bearer ")
    assert wrong != right
