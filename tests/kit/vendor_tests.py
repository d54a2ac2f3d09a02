"""
A vendor's own tests with the fixture `neighbours`. Those whose names say so must fail, and are seen to.

They run in a folder of their own, beside `vendor.py` and the wheel; nothing of this checkout is there.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tekigo_kit import read_population
from tekigo_kit.neighbours import Neighbours


@pytest.fixture
def mark() -> dict[str, Any]:
    """
    L09: the mark of a support measure on somebody of the population.
    """
    resident = read_population("town").residents[0]
    return {
        "local_addressee_number": str(resident["addressee_number"])[-10:],
        "mark": "no-automatic-answer",
        "held": True,
        "starts_on": "2026-04-01",
        "ends_on": None,
        "set_by": "op-1",
    }


def test_what_was_sent_can_be_looked_at(neighbours: Neighbours, outbox: Any, mark: dict[str, Any]) -> None:
    """
    A message of the published form is taken and kept.
    """
    assert outbox.send("addressee", "L09", "a", mark)["received"] == "new"
    assert neighbours.only("L09").body == mark
    assert neighbours.only("L09").envelope["receiver"] == "addressee"


def test_it_is_sent_again_while_a_neighbour_is_away(
    neighbours: Neighbours, outbox: Any, mark: dict[str, Any]
) -> None:
    """
    After two 503 the third time succeeds, and the neighbour has the message once.
    """
    neighbours.away("addressee", times=2)
    assert outbox.send("addressee", "L09", "a", mark)["received"] == "new"
    assert len(neighbours.sent) == 1


def test_a_repetition_is_none(neighbours: Neighbours, outbox: Any, mark: dict[str, Any]) -> None:
    """
    The same message once more is acknowledged as a duplicate; another one under its key is not.
    """
    outbox.send("addressee", "L09", "a", mark)
    outbox._sequences.clear()
    assert outbox.send("addressee", "L09", "a", mark)["received"] == "duplicate"
    outbox._sequences.clear()
    assert outbox.send("addressee", "L09", "a", {**mark, "held": False})["code"] == "out-of-order"
    (refused,) = neighbours.take_refused()
    assert str(refused) == "L09 to addressee: envelope.idempotency_key: stands for another message"
    assert (len(neighbours.sent), neighbours.repeated) == (1, 1)


def test_an_invalid_message_is_named(neighbours: Neighbours, outbox: Any, mark: dict[str, Any]) -> None:
    """
    Each field at fault with its reason, and never its value.
    """
    del mark["held"]
    problem = outbox.send(
        "addressee", "L09", "a", {**mark, "starts_on": "令和八年", "mark": "other", "extra": 1}
    )
    assert (problem["status"], problem["code"]) == (422, "malformed")
    (refused,) = neighbours.take_refused()
    said = {fault.field: fault.reason for fault in refused.faults}
    assert said["body.held"] == "is missing"
    assert said["body.extra"] == "is not a field of this message"
    assert "is not one of" in said["body.mark"]
    assert "body.starts_on" in said
    assert "令和八年" not in str(refused)
    assert neighbours.sent == []


@pytest.mark.parametrize(("kind", "field"), [("A99", "message"), ("J01", "message")])
def test_a_message_for_somebody_else_is_named(
    neighbours: Neighbours, outbox: Any, kind: str, field: str
) -> None:
    """
    An unknown type, and one that another neighbour takes.
    """
    assert outbox.send("addressee", kind, "a", {})["status"] == 404
    assert neighbours.take_refused()[0].faults[0].field == field


def test_order_is_kept(neighbours: Neighbours, outbox: Any, mark: dict[str, Any]) -> None:
    """
    A message whose predecessor is missing is refused.
    """
    outbox.message("addressee", "L09", "a", mark)
    assert outbox.send("addressee", "L09", "a", mark)["status"] == 409
    assert neighbours.take_refused()[0].faults[0].field == "envelope.sequence"


def test_a_wrong_credential_is_refused(neighbours: Neighbours, opened: Any, mark: dict[str, Any]) -> None:
    """
    Nothing is taken from somebody who shows another.
    """
    assert opened("other").send("addressee", "L09", "a", mark)["status"] == 401
    assert [each.faults[0].field for each in neighbours.take_refused()] == ["authorization"]


def test_a_neighbour_answers(neighbours: Neighbours, outbox: Any) -> None:
    """
    J02 comes with the acknowledgement of J19, in an envelope the other way round.
    """
    wanted = {"municipality": "112291", "quantity": 10}
    neighbours.replies("J19", {"municipality": "112291", "codes": ["10000000001"]})
    reply = outbox.send("juki_net", "J19", "codes", wanted)["reply"]
    assert reply["body"]["codes"] == ["10000000001"]
    assert (reply["envelope"]["sender"], reply["envelope"]["receiver"]) == ("juki_net", "112291")


def test_an_answer_of_ones_own_is_checked(neighbours: Neighbours, outbox: Any) -> None:
    """
    An answer that no neighbour could give is refused to the test itself.
    """
    neighbours.replies("J19", {"codes": []})
    with pytest.raises(ValueError, match="municipality"):
        outbox.send("juki_net", "J19", "codes", {"municipality": "112291", "quantity": 10})
    with pytest.raises(ValueError, match="no neighbour answers L09"):
        neighbours.replies("L09", {})


def test_it_works_without_waiting(neighbours: Neighbours, outbox: Any, mark: dict[str, Any]) -> None:
    """
    An asynchronous client is answered, too.
    """
    assert asyncio.run(outbox.send_soon("addressee", "L09", "a", mark)) == 200
    assert neighbours.of("L09")


def test_must_fail_for_a_refusal_that_nobody_expected(outbox: Any, mark: dict[str, Any]) -> None:
    """
    The code under test ignores the refusal; the fixture does not.
    """
    outbox.send("addressee", "L09", "a", {**mark, "held": "yes"})


def test_must_fail_for_nothing_sent(neighbours: Neighbours) -> None:
    """
    What was not sent is not there.
    """
    neighbours.only("L09")
