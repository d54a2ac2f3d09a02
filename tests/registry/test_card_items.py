"""
Changes of items on a card, each with fourteen days of its own (番号法17条8項).
"""

from __future__ import annotations

import pytest

from tests.registry.test_cards import day, noon, resident_with_card
from tests.registry.town import ADDRESS, IDENTITY, Bench


def moved(bench: Bench, resident: str) -> None:
    """
    The holder changes address on the day of filing.
    """
    outcome = bench.do(
        "ChangeOfAddress",
        identity=IDENTITY,
        notified_on=day(0),
        moved_on=day(0),
        residents=[resident],
        to_address={**ADDRESS, "address": "埼玉県和光市本町31-8"},
    )
    assert outcome["outcome"] == "accepted", outcome


def renamed(bench: Bench, resident: str, on: str) -> None:
    """
    The name is corrected.
    """
    outcome = bench.do(
        "ExOfficioCorrection",
        resident=resident,
        changed_on=on,
        cause="family-register-notice",
        amendments=[{"item": "name", "value": "青木　太郎"}],
    )
    assert outcome["outcome"] == "accepted", outcome


def listed(bench: Bench) -> list[str]:
    """
    Whom the registry lists for a card that was not presented.
    """
    tasks = bench.read("ReadTasks")["tasks"]
    return [
        each["resident"] for each in tasks if each["kind"] == "card-update-overdue" and each.get("open", True)
    ]


@pytest.mark.parametrize(("days", "there"), [(14, False), (15, True)])
def test_a_later_change_does_not_lengthen_the_days_of_an_earlier_one(days: int, there: bool) -> None:
    """
    They are counted from the first change that still stands.
    """
    with Bench() as bench:
        resident = resident_with_card(bench)
        moved(bench, resident)
        noon(bench, day(7))
        renamed(bench, resident, day(7))
        noon(bench, day(days))
        assert listed(bench) == ([resident] if there else [])


@pytest.mark.parametrize(("days", "there"), [(15, False), (21, False), (22, True)])
def test_a_change_that_was_cancelled_leaves_another_its_own_days(days: int, there: bool) -> None:
    """
    Also where the days of the first had passed already: then the list is right again.
    """
    for cancelled_on in {7, min(days, 16)}:
        with Bench() as bench:
            resident = resident_with_card(bench)
            moved(bench, resident)
            sequence = bench.record(resident)["history"][-1]["sequence"]
            noon(bench, day(7))
            renamed(bench, resident, day(7))
            noon(bench, day(cancelled_on))
            undone = bench.do(
                "CancelChange", resident=resident, sequence=sequence, decided_on=day(cancelled_on)
            )
            assert undone["outcome"] == "accepted", undone
            noon(bench, day(days))
            assert listed(bench) == ([resident] if there else [])
