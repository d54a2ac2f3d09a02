"""
The reason for change that the network is told of each event (JUKI-003).
"""

from __future__ import annotations

from datetime import date

from harness.judgement.expect import both
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.noted_updates import reasons, since
from scenarios.steps.register import REASONS, refs
from scenarios.wording import then


@then(
    "市町村CSが受け取った{who:names}のJ01の異動事由は順に{told:text}である",
    "the reasons of the updates of {who:names} are, in order, {told:text}",
)
def reasons_told(scene: Scene, who: list[str], told: str) -> None:
    """
    JUKI-003.1: exactly these, by their labels.
    """
    expected = [REASONS[label] for label in told.split("、")]
    for character in cast_of(scene).all(who):
        found = since(scene, character)
        actual = reasons(found)
        scene.expect.observed(
            "JUKI-003.1", actual == expected, both(expected, expected), both(actual, actual), refs(found)
        )


@then(
    "{who:names}の異動事由{reason:text}のJ01の異動年月日は、異動のあった{day:date}である",
    "the update of {who:names} with the reason {reason:text} is dated {day:date}, the day of the event",
)
def dated_on_event(scene: Scene, who: list[str], reason: str, day: date) -> None:
    """
    JUKI-003.2.
    """
    _dated(scene, "JUKI-003.2", who, reason, day)


@then(
    "{who:names}の異動事由{reason:text}のJ01の異動年月日は、転出の予定年月日の{day:date}である",
    "the update of {who:names} with the reason {reason:text} is dated {day:date}, the planned date",
)
def dated_as_planned(scene: Scene, who: list[str], reason: str, day: date) -> None:
    """
    JUKI-003.3.
    """
    _dated(scene, "JUKI-003.3", who, reason, day)


@then(
    "実際の転居をした{who:names}について「軽微な修正」は用いられていない",
    "the minor correction is not used of {who:names}, who really moved house",
)
def move_is_not_minor(scene: Scene, who: list[str]) -> None:
    """
    JUKI-003.4.
    """
    _unused(scene, "JUKI-003.4", who, "軽微な修正")


@then(
    "裁判により氏名の変わった{who:names}について「軽微な修正」は用いられていない",
    "the minor correction is not used of {who:names}, whose name a court changed",
)
def court_is_not_minor(scene: Scene, who: list[str]) -> None:
    """
    JUKI-003.5.
    """
    _unused(scene, "JUKI-003.5", who, "軽微な修正")


@then(
    "国外に転出した{who:names}について「国内転出」は用いられていない",
    "the reason for moving out inside Japan is not used of {who:names}, who moved abroad",
)
def abroad_is_not_inside(scene: Scene, who: list[str]) -> None:
    """
    JUKI-003.6.
    """
    _unused(scene, "JUKI-003.6", who, "国内転出")


def _dated(scene: Scene, clause: str, who: list[str], reason: str, day: date) -> None:
    for character in cast_of(scene).all(who):
        found = [each for each in since(scene, character) if each.body.get("reason") == REASONS[reason]]
        actual = [str(each.body.get("changed_on")) for each in found]
        expected = [day.isoformat()]
        scene.expect.observed(
            clause, actual == expected, both(expected, expected), both(actual, actual), refs(found)
        )


def _unused(scene: Scene, clause: str, who: list[str], reason: str) -> None:
    for character in cast_of(scene).all(who):
        found = since(scene, character)
        told = reasons(found)
        scene.expect.witness(bool(found))
        scene.expect.absent(
            clause, REASONS[reason] not in told, both("なし", "none"), both(told, told), refs(found)
        )
