"""
How long a card is valid, for people at the edge of each rule.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from registry.card_validity import cause_of_lapse, expiry, is_last_months, months_before, surface_of
from registry.residents import Record
from registry.wire.control import Foreign
from tests.registry.test_cards import FILED, day, hand_over, issued, resident_with_card
from tests.registry.town import FOREIGN, Bench, moving_in, person

MADE = date(2026, 4, 10)


def record(born_on: str, **foreign: Any) -> Record:
    """
    A record of which only birth and stay matter.
    """
    stay = msgspec.convert({**FOREIGN, **foreign}, Foreign) if foreign else None
    return Record(
        resident="1",
        household="1",
        position=1,
        state="current",
        resident_record_code="1",
        individual_number=None,
        name="和光",
        name_kana="わこう",
        born_on=born_on,
        sex="female",
        relationship="世帯主",
        address="和光市",
        building=None,
        postal_code="",
        town_code="",
        became_resident_on="2026-01-01",
        settled_on="2026-01-01",
        notified_on=None,
        previous_municipality=None,
        previous_address=None,
        foreign=stay,
    )


@pytest.mark.parametrize(
    ("born_on", "expected"),
    [
        ("2008-04-11", "2030-04-11"),  # seventeen on the day, eighteen tomorrow
        ("2008-04-10", "2036-04-10"),  # eighteen today
        ("2008-04-09", "2036-04-09"),
        ("1980-04-10", "2036-04-10"),  # a birthday on the day does not count
        ("1980-04-11", "2035-04-11"),
        ("2000-02-29", "2036-02-29"),
        ("1996-02-29", "2036-02-29"),
        ("2024-02-29", "2031-02-28"),
        ("1980-XX-XX", "2036-01-01"),
        ("XXXX-XX-XX", None),
    ],
)
def test_a_card_runs_through_the_tenth_or_fifth_birthday(born_on: str, expected: str | None) -> None:
    """
    番号カード省令26条; 29 February is the 28th in common years.
    """
    found = expiry(record(born_on), MADE, renewed=False, transitional_from=None)
    assert found == (None if expected is None else date.fromisoformat(expected))


@pytest.mark.parametrize(
    ("born_on", "made_on", "expected"),
    [
        ("2002-04-01", "2022-03-31", "2026-04-01"),  # twenty tomorrow
        ("2002-03-31", "2022-03-31", "2032-03-31"),
        ("2004-04-02", "2022-04-01", "2026-04-02"),  # eighteen tomorrow
        ("2004-04-01", "2022-04-01", "2032-04-01"),
    ],
)
def test_until_march_2022_an_adult_was_twenty(born_on: str, made_on: str, expected: str) -> None:
    """
    Through 31 March 2022 ten birthdays counted from the age of twenty, since then from eighteen.
    """
    found = expiry(record(born_on), date.fromisoformat(made_on), renewed=False, transitional_from=None)
    assert found == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("stay", "born_on", "expected"),
    [
        ({"period_expires_on": "2028-04-09"}, "1980-04-11", "2028-04-09"),
        ({"period_expires_on": "2028-04-09"}, "2010-04-11", "2028-04-09"),
        ({"period_expires_on": "2031-12-31"}, "2010-04-11", "2030-04-11"),
        ({"status_of_residence": "永住者", "period_of_stay": "無期限"}, "1980-04-11", "2035-04-11"),
        ({"status_of_residence": "高度専門職2号"}, "1980-04-11", "2035-04-11"),
        ({"resident_class": "special-permanent"}, "1980-04-11", "2035-04-11"),
        (
            {"resident_class": "temporary-refuge", "period_expires_on": "2026-10-09"},
            "1980-04-11",
            "2026-10-09",
        ),
        (
            {"resident_class": "provisional-stay", "period_expires_on": "2026-10-09"},
            "2015-04-11",
            "2026-10-09",
        ),
        ({"resident_class": "transitional"}, "2026-04-01", "2026-05-31"),
    ],
)
def test_a_stay_that_ends_ends_the_card(stay: dict[str, Any], born_on: str, expected: str) -> None:
    """
    番号カード省令27条1項, by class and age.
    """
    found = expiry(record(born_on, **stay), MADE, renewed=False, transitional_from=None)
    assert found == date.fromisoformat(expected)


def test_the_transition_after_loss_of_nationality_counts_from_the_loss() -> None:
    """
    Sixty days, the first not counted.
    """
    lost = record("1980-01-01", resident_class="transitional")
    assert expiry(lost, MADE, renewed=False, transitional_from="2026-04-10") == date(2026, 6, 9)


@pytest.mark.parametrize(("on", "last"), [("2026-04-10", False), ("2026-04-11", True), ("2026-07-10", True)])
def test_a_renewal_needs_less_than_three_months(on: str, last: bool) -> None:
    """
    On the day that is exactly three months earlier, three months remain.
    """
    assert is_last_months(date(2026, 7, 10), date.fromisoformat(on)) is last


def test_a_renewed_card_has_one_birthday_more() -> None:
    """
    番号カード省令29条3項: eleventh and sixth.
    """
    assert expiry(record("1980-04-11"), MADE, renewed=True, transitional_from=None) == date(2036, 4, 11)
    assert expiry(record("2010-04-11"), MADE, renewed=True, transitional_from=None) == date(2031, 4, 11)


def test_months_end_where_the_month_ends() -> None:
    """
    The 31st of a short month is its last day.
    """
    assert months_before(date(2027, 3, 31), 1) == date(2027, 2, 28)
    assert months_before(date(2027, 1, 31), 1) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("reason", "ground", "cause"),
    [
        ("21", None, None),
        ("22", None, "moved-abroad"),
        ("23", None, "death"),
        ("24", None, None),
        ("25", None, None),
        ("26", "not-living-here", "ex-officio-deletion"),
        ("26", "disappearance-declared", "ex-officio-deletion"),
        ("26", "outside-the-act", "outside-the-act"),
    ],
)
def test_only_some_deletions_end_a_card(reason: str, ground: str | None, cause: str | None) -> None:
    """
    番号令14条4号 exempts ordinary moving out and change of nationality; items 1, 11 and 12 have names of their own.
    """
    assert cause_of_lapse(reason, ground, FILED) == cause


def test_phonetic_names_stand_on_cards_since_their_day() -> None:
    """
    Before 26 May 2026 a changed phonetic name changes no card.
    """
    assert "name_kana" not in surface_of(record("1980-01-01"), date(2026, 5, 25))
    assert "name_kana" in surface_of(record("1980-01-01"), date(2026, 5, 26))


@pytest.mark.parametrize(("expires_on", "tasks"), [("2036-02-03", 0), ("2036-02-02", 1), ("2037-02-03", 1)])
def test_another_expiry_than_the_orders_is_a_clerks_task(expires_on: str, tasks: int) -> None:
    """
    K03 is compared with what the order gives; a second K03 of the same card adds no task.
    """
    with Bench() as bench:
        bench.do("MovingIn", **moving_in(person("a", 11)))
        for state in ("applied", "in-stock"):
            bench.deliver("K03", issued(11, "card-1", expires_on=expires_on, state=state), "card_management")
        kinds = [task["kind"] for task in bench.read("ReadTasks")["tasks"]]
        assert kinds.count("validity-mismatch") == tasks


def test_a_second_card_is_handed_over_in_the_last_months_only() -> None:
    """
    While the first is valid for longer, neither application nor hand-over succeeds; then the first comes back.
    """
    with Bench() as bench:
        resident = resident_with_card(bench)
        identity = {"filer": "self", "filer_name": "和光 a", "evidence": "passport"}
        early = bench.do("ApplyForCard", identity=identity, resident=resident, applied_on=day(0))
        assert early["reason"] == "not-permitted"
        assert hand_over(bench, resident, 11, "card-2")["reason"] == "not-permitted"
        bench.clock("2035-11-04T09:00:00+09:00")
        again = bench.do("ApplyForCard", identity=identity, resident=resident, applied_on="2035-11-04")
        assert again["outcome"] == "accepted"
        dates = {"applied_on": "2035-11-04", "issued_on": "2035-11-04", "expires_on": "2046-02-03"}
        assert hand_over(bench, resident, 11, "card-3", **dates)["outcome"] == "accepted"
        assert [task["kind"] for task in bench.read("ReadTasks")["tasks"]] == []
        assert bench.read("ReadCard", card_id="card-1")["card"]["state"] == "returned"
