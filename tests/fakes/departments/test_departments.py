"""
What the departments keep and ask.
"""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from tests.fakes.departments.test_department_rules import D01, D03, LOCAL, NUMBER, PLAN
from tests.fakes.station import Station, acknowledge

Make = Callable[..., Station]
QUERY = {"local_addressee_number": LOCAL}
ASK = {"information": "TAX-01", "purpose": "保険税の算定", **QUERY}


def test_each_department_keeps_its_own_newest(stations: Make) -> None:
    """
    A department knows the newest change that it was told itself, and how many there were.
    """
    station = stations("departments")
    for body, receiver in ((D01, "dept-tax"), (PLAN, "dept-tax"), (D01, "dept-election")):
        assert station.send("D01", body, receiver=receiver).status_code == 200
    assert station.send("D03", D03, receiver="dept-health-insurance").status_code == 200
    tax = station.state("resident", department="dept-tax", **QUERY)
    assert (tax["latest"]["state"], tax["changes"], tax["noted"]) == ("planned-out", 2, None)
    assert station.state("resident", department="dept-election", **QUERY)["changes"] == 1
    assert station.state("resident", department="dept-health-insurance", **QUERY)["noted"] == D03
    assert station.state("resident", department="dept-pension", **QUERY)["latest"] is None


def test_a_read_remembers_nothing(stations: Make) -> None:
    """
    Asking for a resident whom a department does not know leaves it as it was.
    """
    station = stations("departments")
    first = station.state("resident", department="dept-tax", **QUERY)
    assert station.state("resident", department="dept-tax", **QUERY) == first


def test_unknown_departments_are_not_served(stations: Make) -> None:
    """
    A message to a department that the town does not have is refused; setting it up makes it heard.
    """
    station = stations("departments")
    assert station.send("D01", D01, receiver="dept-water").json()["code"] == "wrong-receiver"
    station.set_up(data={"departments": {"dept-water": False}})
    assert station.send("D01", D01, receiver="dept-water").status_code == 200
    assert station.send("D01", D01, receiver="dept-tax").json()["code"] == "wrong-receiver"


def test_a_refusal_tells_no_number(stations: Make) -> None:
    """
    The problem of a refused number names the field and holds no digit of the number.
    """
    station = stations("departments")
    answer = station.send("D01", {**D01, "individual_number": NUMBER}, receiver="dept-election")
    assert answer.status_code == 422
    assert NUMBER not in answer.text


def test_resident_record_code_has_no_field(stations: Make) -> None:
    """
    D01 with a Resident Record Code is refused as an unknown field, whatever department it is for.
    """
    station = stations("departments")
    answer = station.send("D01", {**D01, "resident_record_code": "12345678903"}, receiver="dept-tax")
    assert (answer.status_code, answer.json()["field"]) == (422, "body.resident_record_code")


@pytest.mark.parametrize(
    ("status", "problem", "result", "reason"),
    [(422, {"code": "rule-broken"}, "refused", "rule-broken"), (503, {"code": "busy"}, "held", "busy")],
)
def test_inquiry_without_answer_says_why(
    stations: Make, status: int, problem: dict[str, str], result: str, reason: str
) -> None:
    """
    Where the addressee system refuses or is away, the department learns which.
    """
    station = stations("departments")
    station.neighbours.answering = lambda _request: httpx.Response(status, json=problem)
    answer = station.act("inquire", department="dept-tax", **ASK)
    assert (answer["result"], answer["reason"], answer["items"]) == (result, reason, {})


def test_inquiry_goes_out_in_the_departments_name(stations: Make) -> None:
    """
    A04 names the department as sender, carries no number but the local one, and its reply is the answer.
    """
    station = stations("departments")
    told = {"processing_number": "P-1", "result": "provided", "reason": None, "items": {"income": "1"}}
    station.neighbours.answering = lambda request: acknowledge(request, {"envelope": {}, "body": told})
    answer = station.act("inquire", department="dept-tax", processing_number="P-1", **ASK)
    assert answer == told
    message = station.neighbours.messages[-1]
    assert message["envelope"]["sender"] == "dept-tax"
    assert message["body"] == {**ASK, "affairs": "ROW-48", "processing_number": "P-1"}


@pytest.mark.parametrize("department", ["dept-water", "dept-election"])
def test_inquiry_without_department_or_affairs_is_refused(stations: Make, department: str) -> None:
    """
    A department that the town does not have, or one without affairs, sends nothing.
    """
    station = stations("departments")
    assert station.control("POST", "acts/inquire", {"department": department, **ASK}).status_code == 422
    assert station.neighbours.messages == []


def test_qualification_is_sent_to_the_registry(stations: Make) -> None:
    """
    The act ``send`` takes D02 to the registry in the department's name.
    """
    station = stations("departments")
    body = {"local_addressee_number": LOCAL, "health_insurance": {"insured": True}}
    sent = station.act("send", message_type="D02", sender="dept-health-insurance", body=body)
    assert sent["status"] == 200
    assert station.neighbours.messages[-1]["envelope"]["sender"] == "dept-health-insurance"


def test_change_not_applied_is_a_defect(stations: Make) -> None:
    """
    With the defect the first change stays; without it the second stands.
    """
    for defects, state in (([], "planned-out"), (["change-not-applied"], "current")):
        station = stations("departments", defects=defects)
        for body in (D01, PLAN):
            assert station.send("D01", body, receiver="dept-tax").status_code == 200
        assert station.state("resident", department="dept-tax", **QUERY)["latest"]["state"] == state


def test_number_taken_without_basis_is_a_defect(stations: Make) -> None:
    """
    With the defect the election office takes an Individual Number.
    """
    station = stations("departments", defects=["number-taken-without-basis"])
    answer = station.send("D01", {**D01, "individual_number": NUMBER}, receiver="dept-election")
    assert answer.status_code == 200


def test_a_number_is_asked_for_in_the_departments_name(stations: Make) -> None:
    """
    A02 names the department as sender; its reply is the answer, and without one nothing was assigned.
    """
    station = stations("departments")
    told = {**QUERY, "assigned": True, "addressee_number": "000000000000012"}
    station.neighbours.answering = lambda request: acknowledge(request, {"envelope": {}, "body": told})
    assert station.act("ask_number", department="dept-tax", individual_number=NUMBER, **QUERY) == told
    message = station.neighbours.messages[-1]
    assert message["envelope"]["sender"] == "dept-tax"
    assert message["body"] == {**QUERY, "individual_number": NUMBER}
    station.neighbours.answering = lambda _request: httpx.Response(422, json={"code": "rule-broken"})
    refused = station.act("ask_number", department="dept-tax", **QUERY)
    assert refused == {**QUERY, "assigned": False, "addressee_number": None}
    unknown = station.control("POST", "acts/ask_number", {"department": "dept-water", **QUERY})
    assert unknown.status_code == 422
