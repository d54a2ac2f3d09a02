"""
The day that is told of a card's end: that on which the cause arose, whenever it was processed (CARD-007, CARD-011).
"""

from __future__ import annotations

from datetime import date

from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.card_states_seen import endings
from scenarios.steps.comparing import same
from scenarios.steps.register import refs
from scenarios.wording import then


def _ended_on(scene: Scene, clause: str, who: list[str], day: date) -> None:
    for character in cast_of(scene).all(who):
        found = endings(scene, character)
        days = [str(message.body.get("changed_on")) for message in found]
        same(scene, clause, [day.isoformat()], days, refs(found))


@then(
    "失効した{who:names}のカードのK05は、事由の生じた日を{day:date}とする",
    "K05 of the lapsed cards of {who:names} gives {day:date} as the day on which the cause arose",
)
def lapsed_on(scene: Scene, who: list[str], day: date) -> None:
    """
    CARD-011.1.
    """
    _ended_on(scene, "CARD-011.1", who, day)


@then(
    "返納と同じく効力を失った{who:names}のカードのK05は、事由の生じた日を{day:date}とする",
    "K05 of the cards of {who:names}, ended as by a return, gives {day:date} as the day on which the cause arose",
)
def ended_on(scene: Scene, who: list[str], day: date) -> None:
    """
    CARD-011.2.
    """
    _ended_on(scene, "CARD-011.2", who, day)


@then(
    "九十日の経過により失効した{who:names}のカードのK05は、失効の日を{day:date}とする",
    "K05 of the cards of {who:names}, lapsed after ninety days, gives {day:date} as the day of the lapse",
)
def ninety_days_over_on(scene: Scene, who: list[str], day: date) -> None:
    """
    CARD-007.3.
    """
    _ended_on(scene, "CARD-007.3", who, day)


@then(
    "再度の転出により失効した{who:names}のカードのK05は、失効の日を{day:date}とする",
    "K05 of the cards of {who:names}, who moved out again, gives {day:date} as the day of the lapse",
)
def left_on(scene: Scene, who: list[str], day: date) -> None:
    """
    CARD-007.4.
    """
    _ended_on(scene, "CARD-007.4", who, day)
