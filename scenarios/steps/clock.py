"""
Steps that set the day.
"""

from __future__ import annotations

from datetime import date, timedelta

from harness.running.scene import Scene
from scenarios.wording import given, when


@given("今日は{day:date}である", "today is {day:date}")
def today_is(scene: Scene, day: date) -> None:
    """
    The scenario's day begins at opening time.
    """
    scene.start_on(day)


@when("日付が{day:date}になる", "the date becomes {day:date}")
def the_date_becomes(scene: Scene, day: date) -> None:
    """
    Town and registry go forward to opening time of the day.
    """
    scene.move_to(day)


@when("{minutes:number}分が過ぎる", "{minutes:number} minutes pass")
def minutes_pass(scene: Scene, minutes: int) -> None:
    """
    Town and registry go forward by minutes.
    """
    scene.move_to(scene.lane.clock.now + timedelta(minutes=minutes))
