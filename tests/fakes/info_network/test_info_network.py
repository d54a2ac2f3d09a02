"""
What the network gives out, routes and records, with a stub for the intermediary server.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.info_network.test_info_network_rules import (
    CODE,
    ELSEWHERE,
    INQUIRE,
    ITEMS,
    JUKI_NET,
    L01,
    L05,
    L06,
    L07,
    MINISTER,
    OTHER_CODE,
    ROW,
    SERVER,
    SETUP,
    code_at,
    requested,
    taken,
)
from tests.fakes.station import MUNICIPALITY, NOW, Station

Make = Callable[..., Station]


def network(stations: Make, **changes: Any) -> Station:
    """
    The network in the town of these tests.
    """
    return stations("info_network", **{**SETUP, **changes})


def test_codes_differ_by_institution_and_person(stations: Make) -> None:
    """
    No two codes are equal, none contains the Resident Record Code, and none comes again in another town.
    """
    codes = [
        code_at(station, institution, code)
        for station in (network(stations), network(stations))
        for institution, code in itertools.product((MUNICIPALITY, ELSEWHERE), (CODE, OTHER_CODE))
    ]
    assert len(set(codes)) == 8
    assert not any(code in made for made in codes for code in (CODE, OTHER_CODE))


def test_a_code_is_acquired_once(stations: Make) -> None:
    """
    The second acquisition for the same person is told so, without the code.
    """
    station = network(stations)
    code_at(station, MUNICIPALITY)
    taken(station, "L01", {**L01, "acquisition_number": "ACQ-2"}, sender=JUKI_NET)
    station.settle()
    assert station.neighbours.bodies("L02")[-1] == {
        "acquisition_number": "ACQ-2",
        "result": "already-acquired",
        "linkage_code": None,
    }


def test_codes_are_shown_nowhere(stations: Make) -> None:
    """
    The state names the institutions, counts how many different codes they have, and holds no code.
    """
    station = network(stations)
    code = code_at(station, MUNICIPALITY)
    shown = station.state("linkage_codes", resident_record_code=CODE)
    assert shown == {"institutions": [MUNICIPALITY], "distinct": 1}
    assert station.state("linkage_codes", resident_record_code=OTHER_CODE) == {
        "institutions": [],
        "distinct": 0,
    }
    assert code not in str(station.state("records"))


def test_the_list_is_sent_on(stations: Make) -> None:
    """
    A loaded list goes to the intermediary server whole.
    """
    station = network(stations)
    station.act("load_permission_list", version="7", rows=[ROW])
    station.settle()
    assert station.neighbours.bodies("L08") == [{"version": "7", "rows": [ROW]}]


NO_BASIS: dict[str, dict[str, Any]] = {
    "inquirer": {"inquirer": "都道府県知事"},
    "affairs": {"affairs": "ROW-4"},
    "information": {"information": "TAX-01"},
}


@pytest.mark.parametrize("name", NO_BASIS)
@pytest.mark.parametrize("checks", [True, False])
def test_the_network_checks_the_list_if_told(stations: Make, name: str, checks: bool) -> None:
    """
    An inquiry without a row is refused here, or with the check off it reaches the provider.
    """
    station = network(stations, settings={"check_permissions": checks})
    requested(station)
    answer = station.act("inquire", **{**INQUIRE, **NO_BASIS[name], "processing_number": "P-2"})
    assert answer["result"] == "refused"
    assert answer["reason"] == ("no-basis" if checks else "no-answer")
    asked = [notice["processing_number"] for notice in station.neighbours.bodies("L10")]
    assert ("P-2" in asked) is not checks
    (record,) = station.state("records", processing_number="P-2")["records"]
    assert record["basis_row"] is None


DAYS = [("2025-03-31", False), ("2025-04-01", True), ("2026-04-30", True), ("2026-05-01", False)]


@pytest.mark.parametrize(("day", "found"), DAYS)
def test_a_row_holds_on_its_days(stations: Make, day: str, found: bool) -> None:
    """
    A row is in force from its first day to its last, by the town's date.
    """
    station = network(stations, now=f"{day}T00:00:00+09:00")
    station.act("load_permission_list", version="1", rows=[{**ROW, "valid_until": "2026-04-30"}])
    assert (station.act("inquire", **INQUIRE)["reason"] != "no-basis") is found


def test_no_code_at_the_provider(stations: Make) -> None:
    """
    Where the provider has no code for the person the inquirer is told so, and no notice goes out.
    """
    station = network(stations)
    station.act("load_permission_list", version="1", rows=[ROW])
    assert station.act("inquire", **INQUIRE)["reason"] == "no-linkage-code"
    assert station.neighbours.bodies("L10") == []


def test_nothing_before_the_assessment(stations: Make) -> None:
    """
    While the assessment is not published no inquiry goes on, and the inquirer learns why.
    """
    station = network(stations, settings={"assessment_published": False})
    station.act("load_permission_list", version="1", rows=[ROW])
    taken(station, "L01", L01, sender=JUKI_NET)
    assert station.act("inquire", **INQUIRE)["reason"] == "assessment-unpublished"
    assert station.neighbours.bodies("L10") == []


def test_the_notice_names_everything_and_the_code_of_the_provider(stations: Make) -> None:
    """
    L10 carries the provider's own linkage code, no Resident Record Code, and how long it is valid.
    """
    station = network(stations, settings={"notice_validity_hours": 48})
    requested(station)
    (notice,) = station.neighbours.bodies("L10")
    assert notice == {
        "processing_number": "P-1",
        "inquirer": MINISTER,
        "affairs": "ROW-1",
        "information": "JUMIN-04",
        "section": MUNICIPALITY,
        "linkage_code": station.neighbours.bodies("L02")[0]["linkage_code"],
        "valid_until": "2026-04-12T10:00:00+09:00",
    }


def test_an_answer_that_comes_later_is_found_by_asking_again(stations: Make) -> None:
    """
    Without an answer the record says held; when L05 came, the same inquiry gets it and the record is complete.
    """
    station = network(stations)
    requested(station)
    (record,) = station.state("records")["records"]
    assert (record["result"], record["reason"]) == ("held", "no-answer")
    taken(station, "L05", L05, sender=SERVER)
    assert station.act("inquire", **INQUIRE)["items"] == ITEMS
    assert len(station.neighbours.bodies("L10")) == 1
    (record,) = station.state("records")["records"]
    assert (record["result"], record["provided_at"], record["basis_row"]) == ("provided", NOW, "ROW-1")


def test_the_first_answer_stays(stations: Make) -> None:
    """
    A second answer to the same number changes nothing, unless the first was a hold.
    """
    station = network(stations)
    requested(station)
    taken(station, "L06", L06, sender=SERVER)
    taken(station, "L05", L05, sender=SERVER)
    assert station.act("inquire", **INQUIRE)["reason"] == "no-record"
    station = network(stations)
    requested(station)
    taken(station, "L06", {**L06, "reason": "auto-response-off"}, sender=SERVER)
    (record,) = station.state("records")["records"]
    assert record["result"] == "held"
    taken(station, "L05", L05, sender=SERVER)
    assert station.act("inquire", **INQUIRE)["result"] == "provided"


def test_a_late_answer_is_expired(stations: Make) -> None:
    """
    L05 on the last moment of the validity is delivered; one second later it is expired, without its items.
    """
    last, after = "2026-04-11T10:00:00+09:00", "2026-04-11T10:00:01+09:00"
    for moment, items, reason in ((last, ITEMS, None), (after, None, "expired")):
        station = network(stations)
        requested(station)
        station.control("PUT", "clock", {"now": moment})
        taken(station, "L05", L05, sender=SERVER)
        answer = station.act("inquire", **INQUIRE)
        assert (answer["items"], answer["reason"]) == (items, reason)


def test_a_number_stands_for_one_inquiry(stations: Make) -> None:
    """
    The number of one person's inquiry used for another person is refused, and tells nothing.
    """
    station = network(stations)
    requested(station)
    taken(station, "L05", L05, sender=SERVER)
    other = {**INQUIRE, "resident_record_code": OTHER_CODE}
    refused = station.control("POST", "acts/inquire", other)
    assert (refused.status_code, refused.json()["field"]) == (422, "processing_number")
    assert "山田" not in refused.text


def test_numbers_are_made_where_none_is_given(stations: Make) -> None:
    """
    Inquiries without a processing number get one each.
    """
    station = network(stations)
    given = {**INQUIRE, "processing_number": None}
    numbers = {station.act("inquire", **given)["processing_number"] for _ in range(3)}
    assert len(numbers) == 3


def test_providers_records_are_kept_apart(stations: Make) -> None:
    """
    L07 is shown beside the network's own record of the same request.
    """
    station = network(stations)
    requested(station)
    taken(station, "L06", L06, sender=SERVER)
    taken(station, "L07", L07, sender=SERVER)
    shown = station.state("records", processing_number="P-1")
    assert shown == {"records": [L07], "from_providers": [L07]}
    assert station.state("records", processing_number="P-2") == {"records": [], "from_providers": []}


def test_another_body_inquires_by_message(stations: Make) -> None:
    """
    L04 of another municipality works as the act does: by its own code, answered in the reply.
    """
    station = network(stations)
    station.act(
        "load_permission_list", version="1", rows=[{**ROW, "inquirer": "市町村長又は国民健康保険組合"}]
    )
    code_at(station, MUNICIPALITY)
    body = {name: value for name, value in INQUIRE.items() if name != "resident_record_code"}
    body |= {"inquirer": ELSEWHERE, "linkage_code": code_at(station, ELSEWHERE)}
    assert taken(station, "L04", body, sender=ELSEWHERE)["reason"] == "no-answer"
    taken(station, "L05", L05, sender=SERVER)
    answer = taken(station, "L04", body, sender=ELSEWHERE)
    assert (answer["result"], answer["items"]) == ("provided", ITEMS)


def test_the_defects_do_what_they_say(stations: Make) -> None:
    """
    Each defect breaks its promise, and only with it switched on.
    """
    for on in (False, True):
        station = network(stations, defects=["code-derivable"] if on else [])
        assert (code_at(station, MUNICIPALITY) == code_at(station, ELSEWHERE)) is on
        station = network(stations, defects=["inquirers-unrecorded"] if on else [])
        station.act("inquire", **INQUIRE)
        assert (station.state("records")["records"] == []) is on
        station = network(stations, defects=["late-answer-as-fresh"] if on else [])
        requested(station)
        station.control("PUT", "clock", {"now": "2026-05-11T10:00:00+09:00"})
        taken(station, "L05", L05, sender=SERVER)
        assert (station.act("inquire", **INQUIRE)["result"] == "provided") is on
