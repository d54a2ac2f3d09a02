"""
What the Agency was told of the people of a scenario. It is told no number of ours, and two may bear one name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.running.scene import Message, Scene
from scenarios.cast import cast_of

Where = Callable[[Message], bool]


def of_ours(scene: Scene, message: Message) -> bool:
    """
    Whether a message bears no residence card of another scenario's cast, whose day may have come as the clock moved.
    """
    return not cast_of(scene).card_of_another(str(message.body.get("residence_card_number")))


def to_the_agency(
    scene: Scene,
    kind: str,
    outcomes: tuple[str, ...] = ("accepted",),
    where: Where = lambda _message: True,
    **fields: Any,
) -> list[Message]:
    """
    Messages of one type to the Agency, without those about people of other scenarios.
    """
    ours = [one for one in scene.messages(kind, outcomes=outcomes, **fields) if of_ours(scene, one)]
    return [one for one in ours if where(one)]
