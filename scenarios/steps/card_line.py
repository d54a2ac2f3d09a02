"""
The line to the card management system, disturbed (CARD-014).
"""

from __future__ import annotations

from harness.running.scene import Scene
from scenarios.steps.order_of_updates import ACTIONS
from scenarios.wording import given


@given(
    "カード管理システムは{kind:word}を{times:number}回、{action:text}により受け取れない",
    "the card management system fails to take {kind:word} {times:number} times, by {action:text}",
)
def card_line_disturbed(scene: Scene, kind: str, times: int, action: str) -> None:
    """
    Each attempt fails, then the line is in order. What was sent before has arrived.
    """
    scene.settle()
    fault = {"message_type": kind, "receiver": None, "action": ACTIONS[action], "times": times}
    scene.faults("card_management", [fault])
