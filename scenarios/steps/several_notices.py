"""
Several notices of moving in that reach the former municipality in one delivery (REL-004).
"""

from __future__ import annotations

from harness.running.scene import Scene
from scenarios.cast import CITIES, cast_of
from scenarios.steps.moving_out_confirmed import note_tasks, notice_body
from scenarios.wording import when


@when(
    "{city:word}から次の転入通知が一度に届く",
    "these notices of moving in arrive from {city:word} in one delivery",
)
def delivered_together(scene: Scene, city: str, datatable: list[list[str]]) -> None:
    """
    A row is a notice: who, where to, moved in on, notified on. The rest of the delivery follows the first (J05).
    """
    note_tasks(scene)
    bodies = [
        notice_body(
            scene, cast_of(scene)[who], cast_of(scene)[who].resident_record_code, moved, notified, place
        )
        for who, place, moved, notified in datatable[1:]
    ]
    first, *further = bodies
    body = {**first, "further": further}
    scene.act("juki_net", "send", {"message_type": "J05", "sender": CITIES[city][0], "body": body})
    scene.settle()
