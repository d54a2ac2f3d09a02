"""
Notices to the Agency: which, once, and with which items (入管法施行令24条).
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.registry.town import ADDRESS, FOREIGN, IDENTITY, Bench, code, moving_in, number, person

OTHER_CARD = {**FOREIGN, "residence_card_number": "EF87654321GH"}
"""A number of a residence card belongs to one person."""


def entered(bench: Bench, *more: dict[str, Any]) -> list[str]:
    """
    A foreign resident, and perhaps others, moved in from another municipality.
    """
    outcome = bench.do("MovingIn", **moving_in(person("a", 1, foreign=FOREIGN), *more))
    return [each["resident"] for each in outcome["residents"]]


def test_only_a_correction_of_the_address_names_a_former_one() -> None:
    """
    Entry, correction of a name, and deletion carry no former address; a change of address does.
    """
    with Bench() as bench:
        (resident,) = entered(bench)
        bench.do(
            "ExOfficioCorrection", resident=resident, changed_on="2026-04-10", cause="clerical-error",
            amendments=[{"item": "name", "value": "GATO"}],
        )  # fmt: skip
        bench.do(
            "ChangeOfAddress", identity=IDENTITY, notified_on="2026-04-10", moved_on="2026-04-10",
            residents=[resident], to_address={**ADDRESS, "address": "埼玉県和光市本町31"},
        )  # fmt: skip
        bench.do("DeletionByDeath", notified_on="2026-04-10", resident=resident, died_on="2026-04-09")
        seen = [
            (
                body["act"],
                body["corrected_items"],
                body["former_address"],
                body["notification_article"],
                body["notified_on"],
                body["ex_officio"],
                body["event_on"],
            )
            for body in bench.town.of("I01")
        ]
        assert seen == [
            ("entry", [], None, "22", "2026-04-10", False, None),
            ("correction", ["name"], None, None, None, True, "2026-04-10"),
            ("correction", ["address"], ADDRESS["address"], "23", "2026-04-10", False, None),
            ("deletion", [], None, None, None, True, "2026-04-09"),
        ]


def test_a_late_moving_out_is_told_with_the_day_of_recording() -> None:
    """
    A deletion ex officio names the day it was recorded, since no exception of item 8 fits it.
    """
    with Bench() as bench:
        (resident,) = entered(bench)
        bench.clock("2026-05-20T09:00:00+09:00")
        bench.do(
            "MovingOut", identity=IDENTITY, notified_on="2026-05-20", planned_on="2026-05-01",
            residents=[resident], destination="埼玉県朝霞市本町1-1-1", destination_municipality="112275",
        )  # fmt: skip
        last = bench.town.of("I01")[-1]
        assert (last["act"], last["ex_officio"], last["event_on"]) == ("deletion", True, "2026-05-20")
        assert last["notification_article"] is None


def test_the_agency_hears_nothing_of_what_is_not_its_own() -> None:
    """
    Relationship, householder, common name, Individual Number and health insurance cause no notice.
    """
    with Bench() as bench:
        first = person("a", 1, foreign=FOREIGN, individual_number=None)
        outcome = bench.do("MovingIn", **moving_in(first, person("b", 2, "妻", foreign=OTHER_CARD)))
        a, b = (each["resident"] for each in outcome["residents"])
        household = outcome["residents"][0]["household"]
        before = len(bench.town.of("I01"))
        accepted = bench.do(
            "ChangeOfHousehold", identity=IDENTITY, notified_on="2026-04-10", changed_on="2026-04-10",
            household=household, householder=b, relationships=[{"resident": a, "relationship": "夫"}],
        )  # fmt: skip
        assert accepted["outcome"] == "accepted"
        accepted = bench.do(
            "ExOfficioCorrection", resident=a, changed_on="2026-04-10", cause="request",
            amendments=[{"item": "common_name", "value": "和光 通"}],
        )  # fmt: skip
        assert accepted["outcome"] == "accepted"
        told = {"resident_record_code": code(1), "individual_number": number(1)}
        assert bench.deliver("J21", told, "juki_net").status_code == 200
        insurance = {
            "household_number": household, "relationship_class": "世帯主", "acquired_on": "2026-04-07",
            "acquired_by": "転入", "lost_on": None, "lost_by": None, "insured": True,
        }  # fmt: skip
        body = {"local_addressee_number": a, "health_insurance": insurance}
        assert bench.deliver("D02", body, "dept-health-insurance").status_code == 200
        assert bench.record(a)["individual_number"] == number(1)
        assert len(bench.town.of("I01")) == before == 2


@pytest.mark.parametrize("failure", [429, 503, "lost"])
@pytest.mark.parametrize("times", [1, 5, 9])
def test_a_busy_agency_gets_each_notice_once(failure: int | str, times: int) -> None:
    """
    However often it was busy, or its answer lost, each notice comes under one message id and is taken in the end.
    """
    with Bench() as bench:
        left = [times]
        got: list[str] = []

        def answer(kind: str, message: dict[str, Any]) -> httpx.Response | None:
            if kind != "I01":
                return None
            if left[0] > 0 and failure != "lost":
                left[0] -= 1
                return httpx.Response(int(failure))
            got.append(message["envelope"]["message_id"])
            if left[0] > 0:
                left[0] -= 1
                raise httpx.ReadTimeout("lost")
            return None

        bench.town.answer = answer
        entered(bench, person("b", 2, "妻", foreign=OTHER_CARD))
        assert bench.settle() == {"settled": True, "undelivered": 0}
        assert len(bench.town.of("I01")) == 2
        assert len(set(got)) == 2
        tried = {
            m["envelope"]["message_id"] for m in bench.town.tried if m["envelope"]["message_type"] == "I01"
        }
        assert tried == set(got)


def test_a_long_outage_ends_with_the_clock() -> None:
    """
    After an outage longer than a settle is patient, the clock alone gets queued notices on their way, in order.
    """
    with Bench() as bench:
        bench.town.answer = lambda _kind, message: (
            httpx.Response(503) if message["neighbour"] == "immigration" else None
        )
        (resident,) = entered(bench)
        bench.do(
            "ExOfficioCorrection", resident=resident, changed_on="2026-04-10", cause="clerical-error",
            amendments=[{"item": "name", "value": "GATO"}],
        )  # fmt: skip
        assert bench.settle() == {"settled": False, "undelivered": 3}
        bench.town.answer = lambda _kind, _message: None
        bench.clock("2026-04-11T09:00:00+09:00")
        assert [body["act"] for body in bench.town.of("I01")] == ["entry", "correction"]
        assert bench.settle() == {"settled": True, "undelivered": 0}


def test_patience_is_for_those_who_take_nothing() -> None:
    """
    Settle goes on as long as something is taken: thirty notices to a neighbour busy at every other try all arrive.
    """
    with Bench() as bench:
        (resident,) = entered(bench)
        turn = [0]

        def answer(kind: str, _message: dict[str, Any]) -> httpx.Response | None:
            turn[0] += kind in ("A01", "L03")
            return httpx.Response(503) if kind in ("A01", "L03") and turn[0] % 2 else None

        bench.town.answer = answer
        for _time in range(15):
            command = {
                "counter": {"operator": "op", "terminal": "t", "trace_id": "trace"},
                "resident": resident, "changed_on": "2026-04-10", "cause": "clerical-error",
                "amendments": [{"item": "name", "value": f"GATO{_time}"}],
            }  # fmt: skip
            bench.ok("POST", "/control/commands/ExOfficioCorrection", command)
        assert bench.settle() == {"settled": True, "undelivered": 0}
        assert len(bench.town.of("A01")) == 16
