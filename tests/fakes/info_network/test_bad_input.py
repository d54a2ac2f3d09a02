"""
Bad input to the four fakes of the linkage: refused with a problem, never an error of the fake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from fakes._core.messages import incoming
from tests.fakes.addressee.test_addressee_rules import A04, SETUP, numbered, taken
from tests.fakes.info_network.test_info_network_rules import INQUIRE, ROW
from tests.fakes.intermediary_server.test_intermediary_rules import L04
from tests.fakes.rule_cases import definition_of
from tests.fakes.station import Station, acknowledge

Make = Callable[..., Station]
FAKES = ("addressee", "departments", "info_network", "intermediary_server")
VALUES: tuple[Any, ...] = (
    None,
    0,
    -1,
    1.5,
    True,
    "",
    "x" * 600,
    "\ud800".encode("utf-16", "surrogatepass").hex(),
    [],
    {},
)


def spoilt(field: str, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """
    The body with each bad value in this field, and without the field.
    """
    yield {name: value for name, value in body.items() if name != field}
    for value in VALUES:
        yield {**body, field: value}


@pytest.mark.parametrize("fake", FAKES)
def test_no_message_breaks_a_fake(stations: Make, fake: str) -> None:
    """
    Empty, odd and unknown fields in every message from every sender are answered below 500.
    """
    station = stations(fake)
    receiver = "dept-tax" if fake == "departments" else fake
    for kind, exchange in incoming(definition_of(fake).wire).items():
        for sender in (None, "info_network"):
            for name in (*exchange.body.__struct_fields__, "unknown"):
                for value in VALUES:
                    envelope = {"receiver": receiver, **({} if sender is None else {"sender": sender})}
                    answer = station.send(kind, {name: value}, **envelope)
                    assert 400 <= answer.status_code < 500, (kind, name, answer.text)


@pytest.mark.parametrize("fake", FAKES)
def test_no_act_or_read_breaks_a_fake(stations: Make, fake: str) -> None:
    """
    Odd requests to every act and every read are answered below 500.
    """
    station = stations(fake)
    definition = definition_of(fake)
    for kind, known in (("acts", definition.acts), ("state", definition.reads)):
        for name, entry in known.items():
            for field in (*entry.request.__struct_fields__, "unknown"):
                for value in VALUES:
                    answer = station.control("POST", f"{kind}/{name}", {field: value})
                    assert answer.status_code < 500, (name, field, answer.text)


def test_no_inquiry_breaks_the_network(stations: Make) -> None:
    """
    A whole inquiry with one odd field is answered or refused, never broken, at the end of the calendar too.
    """
    station = stations("info_network", now="9999-12-31T23:59:59+09:00")
    station.act("load_permission_list", version="1", rows=[ROW])
    for field in INQUIRE:
        for request in spoilt(field, INQUIRE):
            assert station.control("POST", "acts/inquire", request).status_code < 500, request


REPLIES: tuple[dict[str, Any], ...] = ({}, {"result": "provided"}, {"items": 1, "unknown": []})


@pytest.mark.parametrize("reply", REPLIES, ids=str)
def test_an_unreadable_answer_is_no_answer(stations: Make, reply: dict[str, Any]) -> None:
    """
    A neighbour's malformed reply to an inquiry leaves it held, at each of the three that ask.
    """
    station = stations("addressee", **SETUP)
    numbered(station)
    station.settle()
    answering = lambda request: acknowledge(request, {"envelope": {}, "body": reply})  # noqa: E731
    station.neighbours.answering = answering
    assert taken(station, "A04", A04, sender="dept-tax")["result"] == "held"
    station = stations("departments")
    station.neighbours.answering = answering
    ask = {"information": "X-1", "local_addressee_number": "1", "purpose": "試験", "department": "dept-tax"}
    assert station.act("inquire", **ask)["result"] == "held"
    station = stations("intermediary_server", settings={"providers": {"TAX-01": "131113"}})
    body = {"addressee_number": L04["addressee_number"], "individual_number": "123456789018"}
    taken(station, "A06", {**body, "processing_number": "AC-1"}, sender="addressee")
    number = station.neighbours.bodies("L01")[-1]["acquisition_number"]
    code = {"acquisition_number": number, "result": "acquired", "linkage_code": "c"}
    taken(station, "L02", code, sender="info_network")
    station.neighbours.answering = answering
    assert taken(station, "L04", L04, sender="addressee")["result"] == "held"
