"""
The oracle's rulings at the limits of the law, by literal dates.
"""

from __future__ import annotations

from datetime import date

import pytest

from harness.port.commands import Identity, MovingIn, PresentedCard, RecompileRecord, SpecialMovingIn
from harness.port.commands.relocation import Mover
from harness.port.outcomes import Accepted, Entered
from scenarios.model.card import last_day_to_present
from scenarios.model.oracle import Oracle
from scenarios.model.relocation import last_day_of_window
from tests.registry.town import code
from tests.scenarios.model.acting import COUNTER, HERE, IDENTITY, address, person

TODAY = date(2026, 4, 10)
ELSEWHERE = "111007"


def moving_in(**changes: object) -> MovingIn:
    """
    One person with the certificate.
    """
    plain: dict[str, object] = {
        "counter": COUNTER,
        "identity": IDENTITY,
        "notified_on": "2026-04-10",
        "moved_in_on": "2026-04-07",
        "to_address": address(1),
        "persons": [person(1, "世帯主")],
        "from_municipality": ELSEWHERE,
        "document": "moving-out-certificate",
    }
    return MovingIn(**{**plain, **changes})  # type: ignore[arg-type]  # the fields of MovingIn, by name


@pytest.mark.parametrize(
    ("changes", "lawful", "reason"),
    [
        ({}, True, None),
        ({"moved_in_on": "2026-04-10"}, True, None),
        ({"moved_in_on": "2026-04-11"}, False, "future-date"),
        ({"moved_in_on": "2026-02-30"}, False, "invalid-date"),
        ({"document": None}, False, "document-missing"),
        ({"document": None, "exemption": "from-abroad"}, True, None),
        (
            {"document": None, "exemption": "from-abroad", "persons": [person(1, "世帯主", coded=False)]},
            None,
            None,
        ),
        ({"document": None, "exemption": "never-recorded"}, None, None),
        ({"identity": Identity(filer="self", filer_name="和光")}, False, "identity-missing"),
        ({"identity": Identity(filer="self", filer_name="和光", substitute="質問")}, True, None),
        (
            {"identity": Identity(filer="proxy", filer_name="和光", evidence="passport")},
            False,
            "authority-missing",
        ),
        ({"from_municipality": "111008"}, False, "invalid-number"),
        ({"persons": [person(1, "世帯主", "2026-04-08")]}, False, "invalid-date"),
        ({"persons": [person(1, "世帯主", "2026-XX-XX")]}, None, None),
        ({"persons": [person(1, "世帯主", "2027-XX-XX")]}, False, "invalid-date"),
    ],
)
def test_moving_in_is_lawful_or_not(
    changes: dict[str, object], lawful: bool | None, reason: str | None
) -> None:
    """
    住基法22条, 27条, 住基令11条: papers, identity, and dates in their order.
    """
    ruling = Oracle(HERE, TODAY).rule(moving_in(**changes))
    assert ruling.lawful is lawful
    assert reason is None or reason in ruling.reasons


def test_nobody_is_entered_twice() -> None:
    """
    住基法5条: whoever is a resident under a code is not entered again under it.
    """
    oracle = Oracle(HERE, TODAY)
    act = moving_in()
    oracle.took(act, Accepted(residents=[Entered("p1", "0000000019", "0000000019")]))
    assert oracle.rule(act).reasons[0] == "duplicate-person"


def test_nobody_is_entered_again_who_may_still_be_a_resident() -> None:
    """
    What became of whoever an act met that has no model is not known: neither ruling may rest on it.
    """
    oracle = Oracle(HERE, TODAY)
    act = moving_in()
    oracle.took(act, Accepted(residents=[Entered("p1", "0000000019", "0000000019")]))
    oracle.took(RecompileRecord(COUNTER, "0000000019", "2026-04-10"), Accepted())
    assert oracle.rule(act).lawful is None


@pytest.mark.parametrize(
    ("planned", "moved", "last"),
    [
        ("2026-04-01", "2026-04-20", "2026-05-01"),
        ("2026-04-20", "2026-04-01", "2026-04-15"),
        ("2026-04-01", "2026-04-17", "2026-05-01"),
        ("2026-04-01", "2026-04-16", "2026-04-30"),
    ],
)
def test_the_window_ends_with_the_earlier_limit(planned: str, moved: str, last: str) -> None:
    """
    住基令24条の2: thirty days from the planned date, fourteen from the moving in.
    """
    assert last_day_of_window(date.fromisoformat(planned), date.fromisoformat(moved)).isoformat() == last


@pytest.mark.parametrize(("filed", "lawful"), [("2026-05-01", None), ("2026-05-02", False)])
def test_a_special_moving_in_after_the_window_is_refused(filed: str, lawful: bool | None) -> None:
    """
    On the last day the oracle leaves the rest to others; on the day after it refuses.
    """
    oracle = Oracle(HERE, date.fromisoformat(filed))
    data = {"from_municipality": ELSEWHERE, "planned_on": "2026-04-01"}
    oracle.heard("J07", {**data, "persons": [{"resident_record_code": code(1)}]})
    act = SpecialMovingIn(
        counter=COUNTER,
        identity=IDENTITY,
        notified_on=filed,
        moved_in_on="2026-04-25",
        to_address=address(1),
        movers=[Mover("p1", code(1))],
        presented=[PresentedCard("p1", "card-1", "passed")],
        variant="holder",
        from_municipality=ELSEWHERE,
    )
    assert oracle.rule(act).lawful is lawful


def test_ninety_days_to_present_a_card() -> None:
    """
    番号令14条3号: from 10 April the last good day is 9 July.
    """
    assert last_day_to_present(TODAY) == date(2026, 7, 9)
