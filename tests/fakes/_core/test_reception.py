"""
What the core does with messages before any rule: credentials, bytes, repetition, order, faults. Nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.fakes.station import MUNICIPALITY, Station, credential_of

GOOD = {"card_id": "card-1", "pin_check": "passed", "purpose": "special-moving-in"}
REGISTRY = credential_of(MUNICIPALITY)


@pytest.fixture
def cards(stations: Callable[..., Station]) -> Station:
    """
    The card management system, in which K08 needs no preparation.
    """
    return stations("card_management")


def raw(station: Station, body: Any = GOOD, **envelope: Any) -> bytes:
    """
    The bytes of a K08.
    """
    return msgspec.json.encode({"envelope": station.envelope("K08", **envelope), "body": body})


def with_field(station: Station, path: str, value: Any) -> bytes:
    """
    A K08 with one field set, in the envelope or the body.
    """
    message = msgspec.json.decode(raw(station))
    part, name = path.split(".")
    message[part][name] = value
    return msgspec.json.encode(message)


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "malformed-json"),
        (b"{", 400, "malformed-json"),
        (b"[]", 422, "invalid-field"),
        (b"{}", 422, "invalid-field"),
        (b"[" * 200_000, 422, "invalid-field"),
        (b'{"body":' + b"[" * 200_000, 400, "too-deep"),
        (b'{"envelope":{"sequence":' + b"[" * 200_000, 422, "invalid-field"),
        (b" " * (1024 * 1024 + 1), 413, "too-large"),
    ],
    ids=["empty", "half", "list", "no-parts", "deep", "deep-body", "deep-field", "huge"],
)
def test_unreadable_bytes_are_a_problem(cards: Station, content: bytes, status: int, code: str) -> None:
    """
    Bytes that are no message get a problem document, and an entry without a body in the journal.
    """
    answer = cards.post("K08", content, REGISTRY)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    entry = cards.journal()[-1]
    assert (entry["direction"], entry["outcome"], entry["status"], entry["body"]) == (
        "in",
        "refused",
        status,
        None,
    )
    assert entry["problem"]["code"] == code


@pytest.mark.parametrize("letter", [b"\xff", b"\\ud800", b"\xed\xa0\x80", b"\x00"])
@pytest.mark.parametrize("field", [b"card-1", b"counter-1"])
def test_letters_that_are_none_are_a_problem(cards: Station, field: bytes, letter: bytes) -> None:
    """
    Bytes that are not UTF-8, half a surrogate pair or a control in a text are not read as a letter.
    """
    answer = cards.post("K08", raw(cards).replace(field, letter), REGISTRY)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-json")


def test_a_message_of_the_largest_size_is_read(cards: Station) -> None:
    """
    One MiB is not too large.
    """
    content = raw(cards)
    assert cards.post("K08", content + b" " * (1024 * 1024 - len(content)), REGISTRY).status_code == 200


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("body.colour", "red", "body.colour"),
        ("envelope.colour", "red", "envelope.colour"),
        ("body.pin_check", "maybe", "body.pin_check"),
        ("body.card_id", 7, "body.card_id"),
        ("envelope.sequence", 0, "envelope.sequence"),
        ("envelope.sequence", 10**30, "envelope.sequence"),
        ("envelope.sent_at", "2026-02-30T10:00:00+09:00", "envelope.sent_at"),
        ("envelope.message_type", "K04", "envelope.message_type"),
        ("envelope.receiver", "addressee", "envelope.receiver"),
        ("body.123456789012", 1, "body.*"),
    ],
)
def test_a_wrong_field_is_named(cards: Station, path: str, value: Any, field: str) -> None:
    """
    A field that is unknown, malformed or impossible is refused and named; a number as its name is not repeated.
    """
    answer = cards.post("K08", with_field(cards, path, value), REGISTRY)
    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert cards.journal()[-1]["outcome"] == "refused"


def test_a_value_is_never_repeated_in_a_problem(cards: Station) -> None:
    """
    What was sent in a wrong place does not come back, for it may be somebody's number.
    """
    answer = cards.post("K08", with_field(cards, "body.pin_check", "secret-1234"), REGISTRY)
    assert answer.status_code == 422
    assert "secret" not in answer.text


@pytest.mark.parametrize("credential", [None, "", "wrong", "é", credential_of("someone")])
def test_a_stranger_is_told_nothing(cards: Station, credential: str | None) -> None:
    """
    Without a known credential the body is not even looked at, and the attempt is journalled.
    """
    answer = cards.post("K08", b"not json", credential)
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    entry = cards.journal()[-1]
    assert (entry["status"], entry["peer"], entry["envelope"]) == (401, None, None)


def test_a_sender_speaks_for_itself_only(cards: Station) -> None:
    """
    A credential of one sender does not carry the messages of another.
    """
    answer = cards.post("K08", raw(cards), credential_of("addressee"))
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong-sender")


def test_a_fake_may_not_send_what_is_the_registrys(cards: Station) -> None:
    """
    Who may send a type of message is what the wire says.
    """
    answer = cards.send("K08", GOOD, sender="addressee")
    assert (answer.status_code, answer.json()["code"]) == (403, "not-yours-to-send")


def test_an_unknown_type_is_not_served(cards: Station) -> None:
    """
    A type that the wire does not name is 404, and journalled.
    """
    assert cards.send("K99", GOOD).status_code == 404
    assert cards.journal()[-1]["message_type"] == "K99"


def test_a_repetition_is_answered_as_the_first_time(cards: Station) -> None:
    """
    The same key and message get the same Ack, marked duplicate, and change nothing.
    """
    content = raw(cards)
    first, second = (cards.post("K08", content, REGISTRY).json() for _ in range(2))
    assert first["received"] == "new"
    assert second == {**first, "received": "duplicate"}
    assert [entry["outcome"] for entry in cards.journal()] == ["accepted", "duplicate"]


@pytest.mark.parametrize("change", [{"message_id": "m-other"}, {"body": {**GOOD, "card_id": "card-2"}}])
def test_a_key_stands_for_one_message(cards: Station, change: dict[str, Any]) -> None:
    """
    Another message under a key that was used is refused, not swallowed.
    """
    first = cards.envelope("K08")
    assert (
        cards.post("K08", msgspec.json.encode({"envelope": first, "body": GOOD}), REGISTRY).status_code == 200
    )
    body = change.pop("body", GOOD)
    content = msgspec.json.encode({"envelope": {**first, **change}, "body": body})
    answer = cards.post("K08", content, REGISTRY)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency-conflict")


def sequences(cards: Station, *numbers: int) -> list[int]:
    """
    Statuses of K08 messages of one stream with these sequence numbers.
    """
    return [cards.send("K08", GOOD, stream="s", sequence=number).status_code for number in numbers]


def test_a_skipped_number_is_out_of_order(cards: Station) -> None:
    """
    A message that comes before its predecessor is refused with 409 and passes after it.
    """
    assert sequences(cards, 1, 3, 2, 3) == [200, 409, 200, 200]
    assert cards.journal()[1]["problem"]["code"] == "out-of-order"


def test_a_stream_begins_at_one(cards: Station) -> None:
    """
    The first message of a stream has the number 1, and a number is used once.
    """
    assert sequences(cards, 2, 1, 1) == [409, 200, 409]


def test_streams_are_apart(cards: Station) -> None:
    """
    The order of one stream says nothing about another.
    """
    assert sequences(cards, 1, 2) == [200, 200]
    assert cards.send("K08", GOOD, stream="other", sequence=1).status_code == 200


@pytest.mark.parametrize("following", [1, 2])
def test_a_refused_number_may_be_used_again_or_passed_over(cards: Station, following: int) -> None:
    """
    After a refusal the next message may carry the refused number or the one after it: nothing is missing.
    """
    assert cards.send("K08", {}, stream="s", sequence=1).status_code == 422
    assert sequences(cards, 3, following, following + 1) == [409, 200, 200]


def test_a_refused_message_changes_nothing(cards: Station) -> None:
    """
    A refused message may be corrected and sent under its own key.
    """
    envelope = cards.envelope("K08")
    bad, good = (msgspec.json.encode({"envelope": envelope, "body": body}) for body in ({}, GOOD))
    assert cards.post("K08", bad, REGISTRY).status_code == 422
    assert cards.post("K08", good, REGISTRY).json()["received"] == "new"


@pytest.mark.parametrize(
    ("action", "status", "outcome"),
    [("busy", 429, "undelivered"), ("error", 503, "undelivered"), ("refuse", 422, "refused")],
)
def test_faults_strike_as_often_as_ordered(cards: Station, action: str, status: int, outcome: str) -> None:
    """
    A fault strikes its type the ordered number of times; then the same message is taken as new.
    """
    cards.control("PUT", "faults", {"faults": [{"message_type": "K08", "action": action, "times": 2}]})
    content = raw(cards)
    answers = [cards.post("K08", content, REGISTRY) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [status, status, 200]
    assert answers[-1].json()["received"] == "new"
    assert [entry["outcome"] for entry in cards.journal()] == [outcome, outcome, "accepted"]


def test_a_lost_answer_is_a_handled_message(cards: Station) -> None:
    """
    With ``lost-answer`` the message is handled and answered 504; its repetition is a duplicate.
    """
    cards.control("PUT", "faults", {"faults": [{"message_type": None, "action": "lost-answer"}]})
    content = raw(cards)
    lost, repeated = (cards.post("K08", content, REGISTRY) for _ in range(2))
    assert (lost.status_code, repeated.json()["received"]) == (504, "duplicate")
    assert [(e["outcome"], e["status"]) for e in cards.journal()] == [("accepted", 504), ("duplicate", 200)]


def test_a_missing_reply_comes_when_the_message_is_sent_again(cards: Station) -> None:
    """
    With ``no-reply`` the message is handled and acknowledged without its reply; once the fault is over, the repetition
    brings the reply.
    """
    cards.control("PUT", "faults", {"faults": [{"message_type": "K08", "action": "no-reply", "times": 2}]})
    content = raw(cards)
    answers = [cards.post("K08", content, REGISTRY).json() for _ in range(3)]
    assert [answer["received"] for answer in answers] == ["new", "duplicate", "duplicate"]
    assert [answer["reply"] is None for answer in answers] == [True, True, False]
    assert [entry["reply"] is None for entry in cards.journal()] == [True, True, False]


def test_a_fault_for_another_receiver_does_not_strike(cards: Station) -> None:
    """
    A fault with a receiver strikes messages to that receiver only.
    """
    cards.control("PUT", "faults", {"faults": [{"receiver": "addressee", "action": "error"}]})
    assert cards.send("K08", GOOD).status_code == 200


def test_the_reply_is_a_message_of_the_fake(cards: Station) -> None:
    """
    The Ack carries the reply under the trace id of the question, and the journal holds it.
    """
    ack = cards.send("K08", GOOD, trace_id="trace-1").json()
    assert ack["reply"]["body"]["found"] is False
    assert ack["reply"]["envelope"]["trace_id"] == "trace-1"
    entry = cards.journal()[-1]
    assert entry["n"] == ack["journal"]
    assert entry["reply"] == ack["reply"]


def test_a_fake_that_is_not_set_up_takes_nothing() -> None:
    """
    Before the first set-up a message is told to come later.
    """
    station = Station("card_management", municipality="broken")
    try:
        answer = station.send("K08", GOOD)
        assert (answer.status_code, answer.json()["code"]) == (503, "not-set-up")
        assert station.control("GET", "journal").status_code == 409
    finally:
        station.close()
