"""
Moving in with an Individual Number Card: window, card, data, and what the network knows.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.registry.town import ADDRESS, ELSEWHERE, IDENTITY, Bench, code, moving_in, number, person

PLANNED = "2026-04-01"


def moved_person(n: int, **more: Any) -> dict[str, Any]:
    """
    A person of moving-out data.
    """
    empty = dict.fromkeys(
        (
            "former_surname", "former_surname_kana", "common_name", "nationality", "resident_class",
            "status_of_residence", "period_of_stay", "period_expires_on", "residence_card_number",
            "pension_class", "basic_pension_number",
        )
    )  # fmt: skip
    flags = dict.fromkeys(("health_insurance", "elderly_care", "long_term_care", "child_allowance"), False)
    return {
        **empty,
        **flags,
        "resident_record_code": code(n),
        "individual_number": number(n),
        "name": f"和光 {n}",
        "name_kana": "わこう",
        "born_on": "1980-01-01",
        "sex": "male",
        "householder": n == 1,
        "relationship": "世帯主" if n == 1 else "子",
        "registered_domicile": "本籍",
        "head_of_family_register": "筆頭者",
        "card_id": f"card-{n}",
        "card_issued_on": "2024-01-01",
        "card_expires_on": "2033-01-01",
        **more,
    }


def data(*persons: dict[str, Any], planned_on: str = PLANNED) -> dict[str, Any]:
    """
    The body of a J07.
    """
    return {
        "from_municipality": ELSEWHERE,
        "previous_address": "さいたま市",
        "destination": "和光市",
        "destination_municipality": "112291",
        "planned_on": planned_on,
        "notified_on": "2026-03-20",
        "persons": list(persons),
    }


def filing(*refs: int, **more: Any) -> dict[str, Any]:
    """
    A special moving in whose first mover presents a card.
    """
    return {
        "identity": IDENTITY,
        "notified_on": "2026-04-10",
        "moved_in_on": "2026-04-07",
        "to_address": ADDRESS,
        "movers": [{"ref": f"m{n}", "resident_record_code": code(n)} for n in refs],
        "presented": [{"ref": "m1", "card_id": "card-1", "pin_check": "passed"}],
        "variant": "household",
        "from_municipality": ELSEWHERE,
        **more,
    }


def card_answer(state: str = "active") -> dict[str, Any]:
    """
    The reply to K08.
    """
    return {
        "card_id": "card-1", "found": True, "state": state, "resident_record_code": code(1),
        "municipality": ELSEWHERE, "issued_on": "2024-01-01", "expires_on": "2033-01-01",
    }  # fmt: skip


def ready(now: str = "2026-04-10T09:00:00+09:00", planned_on: str = PLANNED, **config: Any) -> Bench:
    """
    A registry that holds the moving-out data of two people.
    """
    bench = Bench("2026-03-25T09:00:00+09:00", **config)
    bench.town.replies["K08"] = card_answer()
    answer = bench.deliver("J07", data(moved_person(1), moved_person(2), planned_on=planned_on), ELSEWHERE)
    assert answer.status_code == 200
    bench.clock(now)
    return bench


def test_people_are_entered_from_the_data_and_the_card_goes_on() -> None:
    """
    Both movers are entered with their own codes; K06 goes for the presented card, ninety days run for the other.
    """
    with ready() as bench:
        outcome = bench.do("SpecialMovingIn", **filing(1, 2))
        assert outcome["outcome"] == "accepted", outcome
        assert outcome["present_card_by"] == {"m2": "2026-07-09"}
        record = bench.record(outcome["residents"][1]["resident"])
        assert (record["resident_record_code"], record["relationship"]) == (code(2), "子")
        assert [body["card_id"] for body in bench.town.of("K06")] == ["card-1"]
        assert len(bench.town.of("J05")) == len(bench.town.of("J01")) == 2
        assert "documents" not in outcome
        assert bench.read("ReadCard", card_id="card-1")["card"]["municipality"] == "112291"
        assert bench.read("ReadCard", card_id="card-2")["card"]["present_by"] == "2026-07-09"
        assert bench.town.of("K08")[0]["pin_check"] == "passed"


@pytest.mark.parametrize(
    ("planned_on", "moved_in_on", "today", "accepted"),
    [
        ("2026-04-01", "2026-04-20", "2026-05-01", True),
        ("2026-04-01", "2026-04-20", "2026-05-02", False),
        ("2026-04-10", "2026-04-10", "2026-04-24", True),
        ("2026-04-10", "2026-04-10", "2026-04-25", False),
    ],
)
def test_the_window_ends_with_the_earlier_of_two_limits(
    planned_on: str, moved_in_on: str, today: str, accepted: bool
) -> None:
    """
    Planned date plus 30 and moving in plus 14 are the last good days; the day after either is too late.
    """
    with ready(f"{today}T09:00:00+09:00", planned_on) as bench:
        outcome = bench.do("SpecialMovingIn", **filing(1, moved_in_on=moved_in_on, notified_on=today))
        assert outcome["outcome"] == ("accepted" if accepted else "refused"), outcome
        assert outcome.get("reason") == (None if accepted else "window-passed")


def test_data_are_kept_through_the_thirty_first_day_and_then_erased() -> None:
    """
    Moving-out data are there 31 days after the planned date and gone on the 32nd, with a line in the log.
    """
    with ready("2026-05-02T23:59:59+09:00") as bench:
        assert (
            bench.read("ReadMovingOutData", resident_record_code=code(1))["moving_out_data"]["planned_on"]
            == PLANNED
        )
        bench.clock("2026-05-03T00:00:00+09:00")
        assert bench.read("ReadMovingOutData", resident_record_code=code(1)) == {}
        lines = bench.read("ReadAccessLog")["lines"]
        assert [line["result"] for line in lines].count("erased") == 2


def test_missing_data_are_asked_for_and_nothing_is_entered() -> None:
    """
    Without data J08 goes to the municipality moved from, the filing is refused, and no paper is asked for.
    """
    with ready() as bench:
        outcome = bench.do("SpecialMovingIn", **filing(1, 3))
        assert outcome["reason"] == "moving-out-data-missing"
        assert [body["resident_record_code"] for body in bench.town.of("J08")] == [code(3)]
        assert not bench.town.of("J01")
        assert not bench.town.of("K08")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"presented": []}, "card-not-presented"),
        ({"presented": [{"ref": "m2", "card_id": "card-2", "pin_check": "passed"}]}, "card-not-presented"),
        ({"presented": [{"ref": "m1", "card_id": "card-1", "pin_check": "failed"}]}, "pin-check-failed"),
        ({"presented": [{"ref": "m1", "card_id": "card-1", "pin_check": "not-asked"}]}, "pin-check-failed"),
        ({"variant": "holder"}, "card-not-presented"),
    ],
)
def test_the_card_that_counts_must_be_there(changed: dict[str, Any], reason: str) -> None:
    """
    In the household variant the householder's card, else everyone's, must be presented with its PIN checked.
    """
    with ready() as bench:
        assert bench.do("SpecialMovingIn", **filing(1, 2, **changed))["reason"] == reason
        assert bench.town.tried == []


@pytest.mark.parametrize("state", ["suspended", "lapsed", "expired", "in-stock", "returned"])
def test_a_card_that_is_not_active_opens_no_door(state: str) -> None:
    """
    A card that is not active is refused; a suspended one only by the default setting.
    """
    with ready() as bench:
        bench.town.replies["K08"] = card_answer(state)
        assert bench.do("SpecialMovingIn", **filing(1))["reason"] == "card-not-usable"
        assert not bench.town.of("J01")
    with ready(settings={"suspended_card_usable": True}) as bench:
        bench.town.replies["K08"] = card_answer(state)
        outcome = bench.do("SpecialMovingIn", **filing(1))
        assert outcome["outcome"] == ("accepted" if state == "suspended" else "refused")


@pytest.mark.parametrize(
    ("found", "elsewhere"),
    [
        ({"reason": "11", "changed_on": "2026-04-03", "address": "川口市"}, True),
        ({"reason": "11", "changed_on": "2019-04-03", "address": "さいたま市"}, False),
        ({"reason": "21", "changed_on": PLANNED, "address": "さいたま市"}, False),
        ({"reason": "31", "changed_on": "2026-04-05", "address": "川口市"}, True),
    ],
)
def test_who_was_recorded_elsewhere_meanwhile_is_refused(found: dict[str, Any], elsewhere: bool) -> None:
    """
    An entry in another municipality after the notification of moving out closes the special route.
    """
    with ready() as bench:
        whole = {
            "resident_record_code": code(1), "individual_number": None, "name": "和光 1",
            "born_on": "1980-01-01", "sex": "male", **found,
        }  # fmt: skip
        bench.town.replies["J15"] = {"result": "found", "persons": [whole]}
        outcome = bench.do("SpecialMovingIn", **filing(1))
        assert outcome.get("reason") == ("recorded-elsewhere" if elsewhere else None), outcome


def test_held_data_stand_for_the_certificate_of_an_ordinary_moving_in() -> None:
    """
    A notification without paper is taken within the window when the data of every person are in hand.
    """
    with ready() as bench:
        assert bench.do("MovingIn", **moving_in(person("a", 1), document=None))["outcome"] == "accepted"
        outcome = bench.do("MovingIn", **moving_in(person("c", 3), document=None))
        assert outcome["reason"] == "document-missing"
