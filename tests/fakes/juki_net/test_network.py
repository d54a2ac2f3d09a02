"""
What the network does with what it takes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from harness.words.terms import IndividualNumber, ResidentRecordCode
from tests.fakes.juki_net.people import (
    CODE,
    ELSEWHERE,
    KNOWN_CODE,
    MOVED,
    NEXT_CODE,
    NUMBER,
    SETUP,
    THIRD,
    entered,
    j01,
    j05,
    j06,
    j08,
    j09,
    j15,
    j17,
    j20,
    moved_in,
    person,
    recorded_elsewhere,
    taken,
)
from tests.fakes.station import MUNICIPALITY, Station


@pytest.fixture
def network(stations: Callable[..., Station]) -> Station:
    """
    The network, with a stock of two codes.
    """
    return stations("juki_net", **SETUP)


def test_an_update_reaches_prefecture_and_nation(network: Station) -> None:
    """
    J01 is answered by J02, and J03 and J04 follow under its trace id, with the items of the Act and no others.
    """
    ack = taken(network, "J01", j01(), trace_id="trace-1")
    assert ack["reply"]["body"] == {
        "request_id": "request-1",
        "result": "applied",
        "error_code": None,
        "final_sequence": 1,
    }
    told = [e for e in network.journal() if e["direction"] == "out"]
    assert [(e["message_type"], e["peer"], e["trace_id"]) for e in told] == [
        ("J03", "prefecture", "trace-1"),
        ("J04", "nation", "trace-1"),
    ]
    for name in ("prefecture", "nation"):
        (notice,) = network.state(name, resident_record_code=CODE)["notices"]
        assert notice == told[0]["body"]
        assert "operator" not in notice


def test_a_planned_moving_out_is_not_told(network: Station) -> None:
    """
    A planned deletion leaves the record standing, and the prefecture hears of it on the day only.
    """
    entered(network)
    plan = {"update_sequence": 2, "reason": "21", "planned": True, "changed_on": "2026-05-01"}
    taken(network, "J01", j01(**plan))
    assert len(network.state("prefecture", resident_record_code=CODE)["notices"]) == 1
    assert network.state("identification", resident_record_code=CODE)["current"]["record_status"] == "current"


def test_the_record_shows_every_update(network: Station) -> None:
    """
    The last update stands, and all are listed in order.
    """
    entered(network)
    out = j01(update_sequence=2, reason="21", changed_on="2026-04-10", record_status="deleted")
    taken(network, "J01", out)
    shown = network.state("identification", resident_record_code=CODE)
    assert shown["current"] == out
    assert [update["reason"] for update in shown["updates"]] == ["12", "21"]
    assert network.state("identification", resident_record_code=NEXT_CODE) == {"current": None, "updates": []}


def test_a_deleted_record_is_entered_again_under_its_code(network: Station) -> None:
    """
    Who returns keeps the code, and the sequence goes on.
    """
    entered(network)
    taken(
        network, "J01", j01(update_sequence=2, reason="22", changed_on="2026-04-10", record_status="deleted")
    )
    taken(network, "J01", j01(update_sequence=3))
    assert network.state("codes") == {"assigned": [CODE, NEXT_CODE], "used": [CODE]}


def test_a_changed_code_carries_the_record_on(network: Station) -> None:
    """
    After a change of the code the record stands under the new one, and the old one is no key any more.
    """
    entered(network)
    change = {"former_resident_record_code": CODE, "code_used_from": "2026-04-10", "changed_on": "2026-04-10"}
    taken(network, "J01", j01(update_sequence=2, reason="37", resident_record_code=NEXT_CODE, **change))
    assert len(network.state("identification", resident_record_code=NEXT_CODE)["updates"]) == 2
    move = {"reason": "31", "address": "和光市新倉2番2号", "changed_on": "2026-04-10"}
    answer = network.send("J01", j01(update_sequence=3, **move))
    assert answer.json()["rule"] == "JN-06"


def test_a_number_is_made_and_brought(network: Station) -> None:
    """
    J20 is answered by a J21 of its own to the registry, with a valid number that an update may then carry.
    """
    entered(network)
    assert taken(network, "J20", j20(), trace_id="trace-2")["reply"] is None
    network.settle()
    (notice,) = network.neighbours.bodies("J21")
    assert notice["resident_record_code"] == CODE
    assert IndividualNumber.is_valid(notice["individual_number"])
    envelope = network.neighbours.messages[0]["envelope"]
    assert (envelope["sender"], envelope["receiver"], envelope["trace_id"]) == (
        "juki_net",
        MUNICIPALITY,
        "trace-2",
    )
    number = {"individual_number": notice["individual_number"], "changed_on": "2026-04-10"}
    taken(network, "J01", j01(update_sequence=2, reason="36", **number))


@given(st.integers(2, 8))
@settings(max_examples=10, deadline=None)
def test_no_number_is_given_twice(people: int) -> None:
    """
    Every person gets another number, and a change never gives back an old one.
    """
    codes = [str(ResidentRecordCode.from_base(f"12345000{n:02d}")) for n in range(people)]
    network = Station("juki_net", data={"assigned_codes": codes})
    try:
        for n, code in enumerate(codes):
            taken(network, "J01", j01(resident_record_code=code, request_id=f"r-{n}"))
            taken(network, "J20", j20(resident_record_code=code))
        network.settle()
        first = {b["resident_record_code"]: b["individual_number"] for b in network.neighbours.bodies("J21")}
        for code, number in first.items():
            taken(
                network, "J20", j20(kind="change", resident_record_code=code, former_individual_number=number)
            )
        network.settle()
        numbers = [body["individual_number"] for body in network.neighbours.bodies("J21")]
        assert len(set(numbers)) == len(numbers) == 2 * people
    finally:
        network.close()


def test_a_code_batch_is_new_and_may_be_used(network: Station) -> None:
    """
    Codes of J19 are valid, new, and accepted on an entry.
    """
    codes = taken(network, "J19", {"municipality": MUNICIPALITY, "quantity": 3})["reply"]["body"]["codes"]
    assert len({*codes, CODE, NEXT_CODE}) == 5
    assert all(ResidentRecordCode.is_valid(code) for code in codes)
    taken(network, "J01", j01(resident_record_code=codes[0]))


FOUR = {"name": "山田花子", "address": "朝霞市本町1番1号", "born_on": "1990-05-05", "sex": "female"}


@pytest.mark.parametrize(
    "key",
    [{}, {"resident_record_code": None, "individual_number": NUMBER}, {"resident_record_code": None, **FOUR}],
)
def test_a_person_elsewhere_is_found(network: Station, key: dict[str, Any]) -> None:
    """
    An inquiry finds a person of another municipality by code, by number and by the four items.
    """
    recorded_elsewhere(network)
    reply = taken(network, "J15", j15(**key))["reply"]
    assert reply["envelope"]["message_type"] == "J16"
    assert reply["body"] == {"result": "found", "persons": [person()]}


def test_another_prefecture_answers_the_wider_inquiry_only(network: Station) -> None:
    """
    Who lives in another prefecture is found by J17 and not by J15.
    """
    network.act(
        "record_elsewhere", municipality="131016", person=person(), recorded_on="2020-01-01", current=True
    )
    found = [taken(network, *asked)["reply"]["body"]["result"] for asked in (("J15", j15()), ("J17", j17()))]
    assert found == ["none", "found"]


def told_to_certificates(network: Station) -> list[Any]:
    """
    What the card management system was told, without what it always is.
    """
    network.settle()
    return [(told["event"], told["reason"], told["items"]) for told in network.neighbours.bodies("P01")]


def test_what_can_end_a_certificate_is_passed_on(network: Station) -> None:
    """
    A moving in, corrections of what a certificate bears and deletions go to the cards; other updates do not.
    """
    moved_in(network)
    more: dict[str, Any] = {**MOVED, "former_surname": "鈴木"}
    taken(network, "J01", j01(**{**more, "update_sequence": 2, "reason": "33"}))
    more["former_surname_kana"] = "すずき"
    taken(network, "J01", j01(**{**more, "update_sequence": 3, "reason": "32"}))
    more["settled_on"] = "2026-04-02"
    taken(network, "J01", j01(**{**more, "update_sequence": 4, "reason": "33"}))
    taken(network, "J01", j01(**{**more, "update_sequence": 5, "reason": "23", "record_status": "deleted"}))
    assert told_to_certificates(network) == [
        ("entry", "11", []),
        ("correction", "33", ["former_surname"]),
        ("correction", "33", ["common_name"]),
        ("deletion", "23", []),
    ]


def test_an_entry_in_another_municipality_is_passed_on(network: Station) -> None:
    """
    Who was recorded here and is entered elsewhere keeps the card: the system of the cards is told.
    """
    moved_in(network)
    assert told_to_certificates(network) == [("entry", "11", [])]
    recorded_elsewhere(network)
    assert told_to_certificates(network) == [("entry", "11", []), ("entry", "11", [])]


def test_an_unknown_person_is_not_found(network: Station) -> None:
    """
    Nobody is found under a code that nobody has.
    """
    assert taken(network, "J15", j15())["reply"]["body"] == {"result": "none", "persons": []}


def test_several_persons_are_ambiguous(network: Station) -> None:
    """
    When four items fit several persons none of them is shown.
    """
    recorded_elsewhere(network)
    twin = person(resident_record_code=NEXT_CODE, individual_number=None)
    network.act(
        "record_elsewhere", municipality=ELSEWHERE, person=twin, recorded_on="2020-01-01", current=True
    )
    answer = taken(network, "J15", j15(resident_record_code=None, **FOUR))["reply"]["body"]
    assert answer == {"result": "ambiguous", "persons": []}


def test_after_a_moving_in_the_new_record_is_found(network: Station) -> None:
    """
    The newest record answers, with reason and date of change.
    """
    moved_in(network)
    (found,) = taken(network, "J15", j15())["reply"]["body"]["persons"]
    assert (found["address"], found["reason"], found["changed_on"]) == (
        "和光市本町1番1号",
        "11",
        "2026-04-01",
    )
    assert found["individual_number"] == NUMBER


def test_the_number_is_shown_for_allowed_purposes_only(stations: Callable[..., Station]) -> None:
    """
    With a list of purposes the number is left out for every other one.
    """
    network = stations("juki_net", **SETUP, settings={"number_purposes": ["moving-in"]})
    recorded_elsewhere(network)
    for purpose, number in (("moving-in", NUMBER), ("registry-work", None)):
        (found,) = taken(network, "J15", j15(purpose=purpose))["reply"]["body"]["persons"]
        assert found["individual_number"] == number


def test_the_notice_of_moving_in_may_come_before_the_update(network: Station) -> None:
    """
    J05 and J01 go to different receivers, so either may come first.
    """
    recorded_elsewhere(network)
    taken(network, "J05", j05(), receiver=ELSEWHERE)
    taken(network, "J01", j01(**MOVED))
    taken(network, "J08", j08(), receiver=ELSEWHERE)


def test_an_acquisition_is_passed_on_by_code(network: Station) -> None:
    """
    L01 goes on to the information network with code and section, and without the Individual Number.
    """
    recorded_elsewhere(network)
    body = {"acquisition_number": "acquisition-1", "individual_number": NUMBER}
    taken(network, "L01", body, sender="intermediary_server")
    network.settle()
    assert network.neighbours.bodies("L01") == [
        {
            "acquisition_number": "acquisition-1",
            "resident_record_code": KNOWN_CODE,
            "institution": MUNICIPALITY,
        }
    ]
    assert network.neighbours.requests[0].url == "http://info_network.test/messages/L01"


def test_another_municipality_sends_in_its_own_name(network: Station) -> None:
    """
    J07 of another municipality goes to the registry with that municipality as sender.
    """
    network.act("send", message_type="J07", sender=ELSEWHERE, body={"any": "thing"})
    assert network.neighbours.messages[0]["envelope"]["sender"] == ELSEWHERE


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"municipality": MUNICIPALITY}, "municipality"),
        ({"person": person(resident_record_code=CODE)}, "person.individual_number"),
    ],
)
def test_a_person_cannot_be_elsewhere_wrongly(network: Station, change: dict[str, Any], field: str) -> None:
    """
    The own municipality is not elsewhere, and two persons do not share a number.
    """
    recorded_elsewhere(network)
    request = {
        "municipality": ELSEWHERE,
        "person": person(),
        "recorded_on": "2020-01-01",
        "current": True,
        **change,
    }
    answer = network.control("POST", "acts/record_elsewhere", request)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_a_silent_network_tells_nobody(stations: Callable[..., Station]) -> None:
    """
    The defect takes an update and leaves prefecture and nation without notice.
    """
    network = stations("juki_net", **SETUP, defects=["update-not-forwarded"])
    entered(network)
    assert network.state("prefecture", resident_record_code=CODE) == {"notices": []}
    assert network.state("identification", resident_record_code=CODE)["current"] is not None


def test_full_width_signs_are_ordinary(network: Station) -> None:
    """
    The full-width signs of addresses are no letters outside the ordinary set.
    """
    taken(network, "J01", j01(address="和光市本町１－１～２"))


def test_the_prefecture_keeps_what_is_confirmed(network: Station) -> None:
    """
    J06 is shown as it was told; of nobody else anything is.
    """
    entered(network)
    taken(network, "J06", j06())
    assert network.state("confirmations", resident_record_code=CODE) == {"confirmations": [j06()]}
    assert network.state("confirmations", resident_record_code=NEXT_CODE) == {"confirmations": []}


def test_the_place_of_the_family_register_keeps_its_notices(network: Station) -> None:
    """
    J09 is shown with the municipality that took it, oldest first.
    """
    entered(network)
    taken(network, "J09", j09(), receiver=ELSEWHERE)
    taken(network, "J09", j09(address="和光市新倉2番2号"), receiver=THIRD)
    shown = network.state("supplementary", resident_record_code=CODE)["notices"]
    assert [(each["municipality"], each["notice"]["address"]) for each in shown] == [
        (ELSEWHERE, "和光市本町1番1号"),
        (THIRD, "和光市新倉2番2号"),
    ]
