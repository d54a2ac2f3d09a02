"""
What the intermediary server keeps and answers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.fakes.intermediary_server.test_intermediary_rules import (
    A06,
    ADDRESSEE,
    ELSEWHERE,
    L03,
    L04,
    L08,
    L10,
    NETWORK,
    NUMBER,
    PERSON,
    ROW,
    SETUP,
    UPDATE,
    acquisition,
    coded,
    copied,
    l02,
    taken,
)
from tests.fakes.station import MUNICIPALITY, NOW, Station, acknowledge

Make = Callable[..., Station]
ITEMS = {"householder": False, "householder_name": "山田太郎", "relationship": "妻"}


def server(stations: Make, **changes: Any) -> Station:
    """
    The server in the town of these tests.
    """
    return stations("intermediary_server", **{**SETUP, **changes})


def ready(stations: Make, **changes: Any) -> Station:
    """
    A server that may provide: code, copy and permission are there.
    """
    station = server(stations, **changes)
    coded(station)
    copied(station)
    taken(station, "L08", L08, sender=NETWORK)
    return station


def asked(station: Station, **changes: Any) -> dict[str, Any]:
    """
    Send L10; gives the last L05 or L06 that answered it.
    """
    taken(station, "L10", {**L10, **changes}, sender=NETWORK)
    sent = station.neighbours.messages
    return dict([m["body"] for m in sent if m["envelope"]["message_type"] in ("L05", "L06")][-1])


def test_permitted_request_is_answered_from_the_copy(stations: Make) -> None:
    """
    L05 carries the three items of Article 7, item 4 and the key fields, nothing else; L07 names the row.
    """
    station = ready(stations)
    answer = asked(station)
    assert answer == {
        "processing_number": "P-1",
        "information": "JUMIN-04",
        "items": ITEMS,
        "not_disclosed": False,
    }
    assert station.settle()["settled"]
    (record,) = station.state("records")["records"]
    assert station.neighbours.bodies("L07") == [record]
    assert (record["result"], record["basis_row"], record["provided_at"]) == ("provided", "ROW-48", NOW)


REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "inquirer": ("no-basis", {"inquirer": "都道府県知事"}),
    "affairs": ("no-basis", {"affairs": "ROW-49"}),
    "information": ("no-basis", {"information": "TAX-01"}),
    "code": ("no-linkage-code", {"linkage_code": "code-9"}),
    "late": ("expired", {"valid_until": "2026-04-10T09:59:59+09:00"}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_name_the_reason_and_leak_nothing(stations: Make, name: str) -> None:
    """
    What may not be answered is refused by L06 with the reason, without a value of the copy, and recorded once.
    """
    reason, change = REFUSED[name]
    station = ready(stations)
    taken(station, "L10", {**L10, **change}, sender=NETWORK)
    station.settle()
    assert station.neighbours.bodies("L05") == []
    assert station.neighbours.bodies("L06") == [{"processing_number": "P-1", "reason": reason}]
    (record,) = station.neighbours.bodies("L07")
    assert (record["result"], record["reason"], record["provided_at"]) == ("refused", reason, None)
    for value in ("山田太郎", "妻", NUMBER):
        assert value not in str([*station.neighbours.bodies("L06"), record])


@pytest.mark.parametrize(
    ("day", "reason"),
    [("2025-03-31", "no-basis"), ("2025-04-01", None), ("2026-04-30", None), ("2026-05-01", "no-basis")],
)
def test_a_row_holds_on_its_days(stations: Make, day: str, reason: str | None) -> None:
    """
    A row is in force from its first day to its last, by the town's date.
    """
    station = ready(stations, now=f"{day}T00:00:00+09:00")
    assert asked(station, valid_until="2030-01-01T00:00:00+09:00").get("reason") == reason


def test_a_new_list_takes_the_place_of_the_old(stations: Make) -> None:
    """
    After another L08 only its rows stand.
    """
    station = ready(stations)
    taken(station, "L08", {"version": "2", "rows": [{**ROW, "row": "ROW-69"}]}, sender=NETWORK)
    assert asked(station)["reason"] == "no-basis"
    assert asked(station, processing_number="P-2", affairs="ROW-69")["items"] == ITEMS


@pytest.mark.parametrize(
    "inquirer", ["都道府県知事", "国民健康保険組合", "都道府県知事又は国民健康保険組合", ELSEWHERE]
)
def test_a_row_means_each_of_its_inquirers(stations: Make, inquirer: str) -> None:
    """
    A row that names several bodies lets each of them ask, and a mayor under the municipality's code.
    """
    station = ready(stations)
    row = {**ROW, "inquirer": "都道府県知事又は国民健康保険組合" if inquirer != ELSEWHERE else "市町村長"}
    taken(station, "L08", {"version": "2", "rows": [row]}, sender=NETWORK)
    assert asked(station, inquirer=inquirer)["items"] == ITEMS


def test_the_copy_follows_changes_and_closes(stations: Make) -> None:
    """
    The newest copy is provided; a closed one is not, and its history stays.
    """
    station = ready(stations)
    taken(station, "L03", UPDATE, sender=ADDRESSEE)
    assert asked(station)["items"]["householder_name"] == "山田次郎"
    taken(station, "L03", {**UPDATE, "action": "close"}, sender=ADDRESSEE)
    assert asked(station, processing_number="P-2")["reason"] == "no-record"
    shown = station.state("copy", addressee_number=PERSON)
    assert (shown["copy"]["action"], shown["history"]) == ("close", 3)


def test_a_repeated_number_gets_the_stored_answer(stations: Make) -> None:
    """
    The same processing number is not decided twice: the answer is the first one, and there is one L07.
    """
    station = ready(stations)
    first = asked(station)
    taken(station, "L03", UPDATE, sender=ADDRESSEE)
    assert asked(station) == first
    station.settle()
    assert len(station.neighbours.bodies("L05")) == 2
    assert len(station.neighbours.bodies("L07")) == 1


def test_an_answer_that_found_no_line_is_sent_later(stations: Make) -> None:
    """
    Where the network does not take the answer it waits; nothing is lost, and L07 comes once.
    """
    station = ready(stations)
    station.neighbours.answering = lambda _request: httpx.Response(503)
    taken(station, "L10", L10, sender=NETWORK)
    assert not station.settle()["settled"]
    station.neighbours.messages.clear()
    station.neighbours.answering = acknowledge
    assert station.settle()["settled"]
    assert len(station.neighbours.bodies("L05")) == len(station.neighbours.bodies("L07")) == 1


def test_held_answers_wait_for_a_clerk(stations: Make) -> None:
    """
    A marked person's request is held; a clerk answers it within its validity, with one record in the end.
    """
    station = ready(stations)
    station.act("set_automatic_answer", addressee_number=PERSON, off=True)
    assert asked(station) == {"processing_number": "P-1", "reason": "auto-response-off"}
    assert station.state("records")["records"][0]["result"] == "held"
    station.act("answer_held", processing_number="P-1")
    station.settle()
    assert station.neighbours.bodies("L05")[-1]["items"] == ITEMS
    (record,) = station.state("records")["records"]
    assert (record["result"], record["reason"]) == ("provided", None)
    assert len(station.neighbours.bodies("L07")) == 1


def test_a_held_answer_loses_its_force(stations: Make) -> None:
    """
    After the validity of the notice no clerk can answer; nor twice, nor what is not held.
    """
    station = ready(stations)
    assert station.act("answer_held", processing_number="P-1") == {"result": "not-held"}
    station.act("set_automatic_answer", addressee_number=PERSON, off=True)
    asked(station)
    station.control("PUT", "clock", {"now": "2026-04-11T10:00:01+09:00"})
    assert station.act("answer_held", processing_number="P-1") == {"result": "expired"}
    station.act("set_automatic_answer", addressee_number=PERSON, off=False)
    assert station.neighbours.bodies("L05") == []


def test_nothing_is_provided_before_the_assessment(stations: Make) -> None:
    """
    While the assessment is not published every request is refused with that reason.
    """
    station = ready(stations, settings={"assessment_published": False})
    assert asked(station)["reason"] == "assessment-unpublished"


def test_the_code_is_shown_nowhere(stations: Make) -> None:
    """
    No read of the state holds a linkage code or an acquisition number.
    """
    station = ready(stations)
    asked(station)
    number = station.neighbours.bodies("L01")[-1]["acquisition_number"]
    reads = [
        station.state("copy", addressee_number=PERSON),
        station.state("records"),
        station.state("inquiries"),
    ]
    assert "code-1" not in str(reads)
    assert number not in str(reads)


def test_an_acquisition_number_serves_once(stations: Make) -> None:
    """
    It is new at every acquisition, neither of the person's numbers, and unknown after its answer.
    """
    station = server(stations)
    number = acquisition(station)
    assert number not in (NUMBER, PERSON)
    taken(station, "L02", l02(number), sender=NETWORK)
    assert station.send("L02", l02(number), sender=NETWORK).json()["rule"] == "IS-06"


def test_a_code_may_be_asked_for_after_a_failure(stations: Make) -> None:
    """
    When the organisation did not know the person, the next A06 is taken.
    """
    station = server(stations)
    number = acquisition(station)
    taken(station, "L02", l02(number, result="unknown-person", linkage_code=None), sender=NETWORK)
    assert acquisition(station) != number


def test_the_organisation_is_asked_again(stations: Make) -> None:
    """
    A person whom the organisation does not know yet is asked for again when the clock moves, until the code comes.
    """
    station = server(stations)
    station.neighbours.answering = lambda _request: httpx.Response(422, json={"code": "rule-broken"})
    taken(station, "A06", A06, sender=ADDRESSEE)
    station.settle()
    assert len(station.neighbours.bodies("L01")) == 1
    station.neighbours.answering = acknowledge
    station.control("PUT", "clock", {"now": "2026-04-10T11:00:00+09:00"})
    station.settle()
    first, again = station.neighbours.bodies("L01")
    assert first == again
    taken(station, "L02", l02(again["acquisition_number"]), sender=NETWORK)
    station.control("PUT", "clock", {"now": "2026-04-10T12:00:00+09:00"})
    station.settle()
    assert len(station.neighbours.bodies("L01")) == 2


def test_an_acquisition_without_line_waits(stations: Make) -> None:
    """
    Where the organisation does not answer, L01 stays in the queue and goes out under the same acquisition number.
    """
    station = server(stations)
    station.neighbours.answering = lambda _request: httpx.Response(503)
    taken(station, "A06", A06, sender=ADDRESSEE)
    assert not station.settle()["settled"]
    station.neighbours.answering = acknowledge
    assert station.settle()["settled"]
    sent = station.neighbours.bodies("L01")
    assert len(sent) > 1
    assert len({body["acquisition_number"] for body in sent}) == 1


def test_sections_do_not_meet(stations: Make) -> None:
    """
    Another municipality keeps its own copy under the same numbers, and neither is seen or answered for the other.
    """
    station = ready(stations)
    theirs = {**L03, "section": ELSEWHERE, "householder_name": "他市次郎"}
    taken(station, "L03", theirs, sender=ELSEWHERE)
    assert station.state("copy", addressee_number=PERSON)["copy"] == L03
    assert asked(station, section=ELSEWHERE)["reason"] == "no-linkage-code"


def reply(**told: Any) -> Any:
    """
    Let the network answer L04.
    """
    body = {"processing_number": "DQ-1", "result": "provided", "items": ITEMS, "reason": None, **told}
    return lambda request: acknowledge(request, {"envelope": {}, "body": body})


def test_a_departments_inquiry_goes_on_by_code(stations: Make) -> None:
    """
    L04 goes to the network with the municipality's own linkage code and no addressee number, once.
    """
    station = ready(stations, settings={"providers": {"TAX-01": ELSEWHERE}})
    station.neighbours.answering = reply()
    first = taken(station, "L04", L04, sender=ADDRESSEE)
    assert first["items"] == {name: str(value) for name, value in ITEMS.items()}
    assert taken(station, "L04", L04, sender=ADDRESSEE) == first
    (inquiry,) = station.neighbours.bodies("L04")
    assert (inquiry["inquirer"], inquiry["provider"]) == (MUNICIPALITY, ELSEWHERE)
    assert (inquiry["linkage_code"], PERSON in str(inquiry)) == ("code-1", False)
    assert station.state("inquiries")["inquiries"] == [L04]


def test_a_departments_inquiry_without_way(stations: Make) -> None:
    """
    Without code it is refused, without a known provider it finds nothing, without an answer it is held.
    """
    station = server(stations)
    assert taken(station, "L04", L04, sender=ADDRESSEE)["reason"] == "no-linkage-code"
    coded(station)
    second = taken(station, "L04", {**L04, "processing_number": "DQ-2"}, sender=ADDRESSEE)
    assert (second["result"], second["items"]) == ("none", {})
    station = ready(stations, settings={"providers": {"TAX-01": ELSEWHERE}})
    station.neighbours.answering = lambda _request: httpx.Response(503, json={"code": "busy"})
    assert taken(station, "L04", L04, sender=ADDRESSEE)["result"] == "held"
    station.neighbours.answering = reply()
    assert taken(station, "L04", L04, sender=ADDRESSEE)["result"] == "provided"
    assert station.state("inquiries")["inquiries"] == [L04]


def test_the_defects_do_what_they_say(stations: Make) -> None:
    """
    Each defect breaks its promise, and only with it switched on.
    """
    for on in (False, True):
        station = ready(stations, defects=["basis-unchecked"] if on else [])
        assert ("items" in asked(station, affairs="ROW-49")) is on
        station = ready(stations, defects=["hold-ignored"] if on else [])
        station.act("set_automatic_answer", addressee_number=PERSON, off=True)
        assert ("items" in asked(station)) is on
        station = ready(stations, defects=["refusals-unrecorded"] if on else [])
        asked(station, affairs="ROW-49")
        station.settle()
        assert (station.state("records")["records"] == []) is on
        assert (station.neighbours.bodies("L07") == []) is on
