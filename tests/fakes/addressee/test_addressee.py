"""
What the addressee system numbers, keeps and passes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.fakes.addressee.test_addressee_rules import (
    A01,
    A02,
    A04,
    L03,
    LOCAL,
    NUMBER,
    OTHER_LOCAL,
    OTHER_NUMBER,
    SETUP,
    numbered,
    taken,
)
from tests.fakes.station import MUNICIPALITY, Station, acknowledge

Make = Callable[..., Station]


def town(stations: Make, **changes: Any) -> Station:
    """
    The addressee system in the town of these tests.
    """
    return stations("addressee", **{**SETUP, **changes})


def number_of(station: Station, local: str = LOCAL) -> Any:
    """
    The integrated number as the state shows it.
    """
    return station.state("addressee", local_addressee_number=local)["addressee_number"]


def test_the_registry_is_not_told_the_number(stations: Make) -> None:
    """
    The registry learns that a number stands; a department that uses numbers learns it; another does not.
    """
    station = town(stations)
    without = {**A02, "individual_number": None}
    assert taken(station, "A02", A02) == {
        "local_addressee_number": LOCAL,
        "assigned": True,
        "addressee_number": None,
    }
    assert taken(station, "A02", A02, sender="dept-tax")["addressee_number"] == number_of(station)
    assert taken(station, "A02", without, sender="dept-election")["addressee_number"] is None


def test_one_number_per_person(stations: Make) -> None:
    """
    The same Individual Number or local number gives the same integrated number, whoever asks and however often.
    """
    station = town(stations)
    numbered(station)
    first = number_of(station)
    taken(station, "A02", {**A02, "individual_number": None})
    taken(station, "A02", {**A02, "local_addressee_number": OTHER_LOCAL}, sender="dept-tax")
    assert first == number_of(station) == number_of(station, OTHER_LOCAL)


def test_namesakes_are_two_persons(stations: Make) -> None:
    """
    Equal name and birth date with different Individual Numbers give different integrated numbers.
    """
    station = town(stations)
    other = {"local_addressee_number": OTHER_LOCAL, "individual_number": OTHER_NUMBER}
    taken(station, "A01", A01)
    taken(station, "A01", {**A01, **other})
    taken(station, "A02", A02)
    taken(station, "A02", other)
    assert number_of(station) != number_of(station, OTHER_LOCAL)


def test_number_known_from_the_record_identifies(stations: Make) -> None:
    """
    An Individual Number that came with A01 before is enough: A02 without it finds the person's number.
    """
    station = town(stations)
    taken(station, "A02", A02, sender="dept-tax")
    taken(station, "A01", {**A01, "local_addressee_number": OTHER_LOCAL})
    taken(station, "A02", {"local_addressee_number": OTHER_LOCAL, "individual_number": None})
    assert number_of(station) == number_of(station, OTHER_LOCAL)


def test_the_newest_record_is_kept(stations: Make) -> None:
    """
    A01 before A02 is fine, the newest stands, and all are counted.
    """
    station = town(stations)
    newer = {**A01, "history_sequence": 2, "address": "本町2番2号", "protected": True}
    taken(station, "A01", A01)
    taken(station, "A01", newer)
    shown = station.state("addressee", local_addressee_number=LOCAL)
    assert shown == {"addressee_number": None, "latest": newer, "history": 2}


def test_protection_travels_with_the_address(stations: Make) -> None:
    """
    A01 without the mark of protection is refused: it never comes after the address.
    """
    station = town(stations)
    body = {name: value for name, value in A01.items() if name != "protected"}
    assert station.send("A01", body).json()["field"] == "body.protected"


@pytest.mark.parametrize("first", ["A01", "A02"])
def test_a_code_is_asked_for_once(stations: Make, first: str) -> None:
    """
    A06 goes out when both numbers of a person are known, in whichever order, and never again.
    """
    station = town(stations)
    bodies = {"A01": A01, "A02": {**A02, "individual_number": None}}
    for kind in (first, *(other for other in bodies if other != first)):
        assert station.neighbours.bodies("A06") == []
        taken(station, kind, bodies[kind])
    taken(station, "A02", A02)
    assert station.settle()["settled"]
    (asked,) = station.neighbours.bodies("A06")
    assert (asked["addressee_number"], asked["individual_number"]) == (number_of(station), NUMBER)


def test_the_server_hears_of_a_code_before_the_registry(stations: Make) -> None:
    """
    The server must know whose the acquisition number is before the code can come, also while a copy waits on its way.
    """
    station = town(stations, settings={"linkage_code_route": "registry"})
    taken(station, "A02", {**A02, "individual_number": None})
    station.neighbours.answering = lambda request: (
        httpx.Response(503) if request.url.path.endswith("L03") else acknowledge(request)
    )
    taken(station, "L03", L03)
    taken(station, "A01", A01)
    station.settle()
    asked = [request.url.host for request in station.neighbours.requests if request.url.path.endswith("A06")]
    assert asked == ["intermediary_server.test", "registry.test"]


def test_nobody_without_individual_number_gets_a_code(stations: Make) -> None:
    """
    A person whose Individual Number is not known is numbered, and no A06 goes out.
    """
    station = town(stations)
    taken(station, "A02", {**A02, "individual_number": None})
    station.settle()
    assert number_of(station) is not None
    assert station.neighbours.bodies("A06") == []


def test_copies_go_on_by_integrated_number(stations: Make) -> None:
    """
    L03 arrives at the intermediary server with the section and the integrated number, and without the local one.
    """
    station = town(stations)
    numbered(station)
    taken(station, "L03", {**L03, "householder_name": "葛\U000e0100城\U00030000太郎"})
    station.settle()
    (copy,) = station.neighbours.bodies("L03")
    assert copy == {
        **{name: value for name, value in L03.items() if name != "local_addressee_number"},
        "section": MUNICIPALITY,
        "addressee_number": number_of(station),
        "householder_name": "葛城〓太郎",
    }


def test_waiting_copies_are_all_sent(stations: Make) -> None:
    """
    While the intermediary server is away copies wait; afterwards all arrive, in order.
    """
    station = town(stations)
    numbered(station)
    station.settle()
    station.neighbours.answering = lambda _request: httpx.Response(503)
    taken(station, "L03", L03)
    taken(station, "L03", {**L03, "action": "update", "householder_name": "山田次郎"})
    assert not station.settle()["settled"]
    station.neighbours.messages.clear()
    station.neighbours.answering = acknowledge
    assert station.settle()["settled"]
    assert [copy["action"] for copy in station.neighbours.bodies("L03")] == ["register", "update"]


def answered(result: str = "provided") -> Any:
    """
    Let the intermediary server answer L04.
    """
    told = {"processing_number": "P-1", "result": result, "reason": None, "items": {"income": "1"}}
    return lambda request: acknowledge(request, {"envelope": {}, "body": told})


def test_a_permitted_inquiry_is_converted(stations: Make) -> None:
    """
    A permitted A04 becomes L04 with the integrated number and no other; a repetition gets the stored answer.
    """
    station = town(stations)
    numbered(station)
    station.settle()
    station.neighbours.answering = answered()
    first = taken(station, "A04", A04, sender="dept-tax")
    assert (first["result"], first["items"]) == ("provided", {"income": "1"})
    assert taken(station, "A04", A04, sender="dept-tax") == first
    (asked,) = station.neighbours.bodies("L04")
    assert asked["addressee_number"] == number_of(station)
    assert asked["section"] == MUNICIPALITY
    assert LOCAL not in asked.values()
    assert NUMBER not in str(asked)


def test_a_forbidden_inquiry_goes_nowhere(stations: Make) -> None:
    """
    What a department may not ask is refused in A05 with the reason, and nothing arrives at the server.
    """
    station = town(stations)
    numbered(station)
    station.neighbours.answering = answered()
    answer = taken(station, "A04", {**A04, "information": "TAX-02"}, sender="dept-tax")
    assert (answer["result"], answer["reason"], answer["items"]) == ("refused", "no-basis", {})
    assert station.neighbours.bodies("L04") == []
    assert station.journal()[-1]["reply"]["envelope"]["message_type"] == "A05"
    kept = {"department": "dept-tax", "processing_number": A04["processing_number"], "result": "refused"}
    assert station.state("inquiries") == {"inquiries": [{**kept, "reason": "no-basis"}]}
    assert station.state("inquiries", processing_number="DQ-other") == {"inquiries": []}


def test_the_register_office_never_inquires(stations: Make) -> None:
    """
    A04 of the municipality's register is refused and journalled, whoever it is about; L04 does not follow.
    """
    station = town(stations)
    numbered(station)
    assert station.send("A04", A04).json()["rule"] == "AD-10"
    entry = station.journal()[-1]
    assert (entry["outcome"], entry["message_type"], entry["rule"]) == ("refused", "A04", "AD-10")
    assert station.neighbours.bodies("L04") == []


def test_an_inquiry_without_answer_is_held(stations: Make) -> None:
    """
    Where the server does not answer the department is told so, and may ask again under the same number.
    """
    station = town(stations)
    numbered(station)
    station.settle()
    station.neighbours.answering = lambda _request: httpx.Response(503, json={"code": "not-in-service"})
    held = taken(station, "A04", A04, sender="dept-tax")
    assert (held["result"], held["reason"]) == ("held", "not-in-service")
    station.neighbours.answering = answered()
    assert taken(station, "A04", A04, sender="dept-tax")["result"] == "provided"


def test_an_inquiry_about_nobody_finds_nothing(stations: Make) -> None:
    """
    A local number without person is answered ``none``, without L04.
    """
    station = town(stations)
    assert taken(station, "A04", A04, sender="dept-tax")["result"] == "none"
    assert station.neighbours.messages == []


def test_the_defects_do_what_they_say(stations: Make) -> None:
    """
    Each defect breaks its promise, and only with it switched on.
    """
    for on in (False, True):
        station = town(stations, defects=["numbered-twice"] if on else [])
        numbers = [taken(station, "A02", A02, sender="dept-tax")["addressee_number"] for _ in range(2)]
        assert (numbers[0] != numbers[1]) is on
        station = town(stations, defects=["inquiries-unchecked"] if on else [])
        numbered(station)
        station.settle()
        station.neighbours.answering = answered()
        forbidden = {**A04, "information": "TAX-02"}
        assert (taken(station, "A04", forbidden, sender="dept-tax")["result"] == "provided") is on


def test_a_copy_is_closed_without_a_householder(stations: Make) -> None:
    """
    A household may have no householder when a member's copy is closed.
    """
    station = town(stations)
    taken(station, "A02", A02)
    taken(station, "L03", L03)
    taken(station, "L03", {**L03, "action": "close", "householder_name": ""})
    assert [copy["action"] for copy in station.neighbours.bodies("L03")] == ["register", "close"]
