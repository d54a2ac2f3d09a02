"""
The plan: dates read from the text, order, conflicts, lanes.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from harness.running.plan import Planned, conflicts, dates, day_of, lane_of, order

DAYS = st.dates(date(2026, 2, 9), date(2028, 12, 31))
PLANNED = st.builds(
    Planned, key=st.text("abc", min_size=1, max_size=4), starts_on=st.none() | DAYS, ends_on=st.none() | DAYS
)


def test_dates_come_from_the_steps_that_set_and_move_the_day() -> None:
    """
    The first 今日は step gives the start, the last になる step the end; other dates in the text count for nothing.
    """
    steps = [
        "今日は令和8年4月10日である",
        "太郎が令和8年4月1日に転入する",
        "日付が令和8年4月19日になる",
        "日付が令和8年4月20日になる",
    ]
    assert dates(steps) == (date(2026, 4, 10), date(2026, 4, 20))


def test_a_scenario_without_days_has_no_dates() -> None:
    """
    A text that sets no day leaves the plan free.
    """
    assert dates(["太郎が来る"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和8年4月10日", date(2026, 4, 10)),
        ("2026-04-10", date(2026, 4, 10)),
        ("十日", None),
        ("令和8年13月1日", None),
    ],
)
def test_a_day_is_an_era_date_or_an_iso_date(text: str, day: date | None) -> None:
    """
    Both notations are read; what is no date is None, never a guess.
    """
    assert day_of(text) == day


def test_a_scenario_inside_the_window_of_another_is_a_conflict() -> None:
    """
    A clock that never goes back cannot start the second after the first has moved past it.
    """
    long = Planned("long", date(2026, 4, 1), date(2026, 4, 20))
    inside = Planned("inside", date(2026, 4, 10), date(2026, 4, 10))
    after = Planned("after", date(2026, 4, 20), date(2026, 4, 20))
    assert conflicts(order([inside, long, after])) == [("long", "inside")]
    assert conflicts(order([long, after])) == []


@given(st.lists(PLANNED, max_size=20))
def test_starts_never_go_back_in_the_order(items: list[Planned]) -> None:
    """
    Whatever the plan holds, start dates rise along the order, and nothing is lost.
    """
    ordered = order(items)
    starts = [item.starts_on for item in ordered if item.starts_on]
    assert starts == sorted(starts)
    assert sorted(item.key for item in ordered) == sorted(item.key for item in items)


@given(st.lists(PLANNED, max_size=20, unique_by=lambda item: item.key), st.integers(1, 4))
def test_every_scenario_gets_one_lane(items: list[Planned], lanes: int) -> None:
    """
    Dealing out loses nothing and stays within the lanes.
    """
    dealt = lane_of(order(items), lanes)
    assert set(dealt) == {item.key for item in items}
    assert all(0 <= lane < lanes for lane in dealt.values())


def test_what_cannot_be_scoped_runs_on_the_first_lane() -> None:
    """
    Scenarios tagged @alone or @far never share a lane by chance.
    """
    items = [Planned(str(n), None, None, alone=n == 3, far=n == 4) for n in range(6)]
    dealt = lane_of(order(items), 3)
    assert dealt["3"] == dealt["4"] == 0
