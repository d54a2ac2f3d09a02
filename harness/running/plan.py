"""
The plan: which scenarios run, in which order, on which lane.

A registry's clock never goes back, so scenarios run in the order of their start dates; among those of one date, the
ones that stay on it come first. Start and end are read from the text itself: the first date of the step that sets
the day, and the last date that a step moves to.
"""

from __future__ import annotations

import itertools
import re
from datetime import date

from msgspec import Struct

from harness.words.calendar import parse_era_date
from harness.words.errors import TermError

SETS = re.compile(r"^今日は(?P<day>.+?)である$|^today is (?P<day_en>.+)$")
MOVES = re.compile(r"^(?:日付が)?(?P<day>.+?)になる$|^the date becomes (?P<day_en>.+)$")


class Planned(Struct, frozen=True):
    """
    One scenario of the plan. ``key`` is its id; dates are None where the text sets none.
    """

    key: str
    starts_on: date | None
    ends_on: date | None
    alone: bool = False
    far: bool = False


def day_of(text: str) -> date | None:
    """
    A date of the step texts, era or ISO; None where the text is none.
    """
    try:
        return parse_era_date(text)
    except TermError:
        pass
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def dates(steps: list[str]) -> tuple[date | None, date | None]:
    """
    Start and end of a scenario from the texts of its steps.
    """
    start: date | None = None
    end: date | None = None
    for step in steps:
        if (found := SETS.match(step)) and start is None:
            start = end = day_of(found["day"] or found["day_en"])
        elif found := MOVES.match(step):
            moved = day_of(found["day"] or found["day_en"])
            end = max(end, moved) if end and moved else moved or end
    return start, end


def order(scenarios: list[Planned]) -> list[Planned]:
    """
    Run order on one instance.
    """
    latest = date.max

    def rank(item: Planned) -> tuple[bool, date, date, str]:
        return (item.far, item.starts_on or date.min, item.ends_on or latest, item.key)

    return sorted(scenarios, key=rank)


def conflicts(ordered: list[Planned]) -> list[tuple[str, str]]:
    """
    Pairs that cannot share one instance: the second starts before the day on which the first ends.
    """
    found = []
    last: Planned | None = None
    for item in ordered:
        if last and item.starts_on and last.ends_on and item.starts_on < last.ends_on:
            found.append((last.key, item.key))
        if last is None or (item.ends_on or date.min) >= (last.ends_on or date.min):
            last = item
    return found


def lane_of(ordered: list[Planned], lanes: int) -> dict[str, int]:
    """
    Deal the plan out to lanes, in turn, so that each lane keeps the order. ``alone`` scenarios go to lane 0.

    No lane is left out before one that has scenarios.
    """
    turn = itertools.count()
    return {item.key: 0 if item.alone or item.far else next(turn) % lanes for item in ordered}
