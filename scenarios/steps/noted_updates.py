"""
What the network was told of somebody from a moment on that the text names. Judges nothing.
"""

from __future__ import annotations

from harness.running.scene import Message, Scene
from scenarios.cast import Character, cast_of
from scenarios.wording import given


def all_updates(scene: Scene, character: Character) -> list[Message]:
    """
    Every update about somebody that was sent at all, by code, old or new: a name may be what changes.
    """
    codes = {character.resident_record_code, character.notes.get("noted-code")}
    return scene.messages(
        "J01",
        outcomes=("accepted", "refused"),
        where=lambda message: bool(
            codes
            & {
                message.body.get("resident_record_code"),
                message.body.get("former_resident_record_code") or "",
            }
        ),
    )


def since(scene: Scene, character: Character) -> list[Message]:
    """
    Those sent since the moment noted, planned ones left out: a plan changes nothing yet.
    """
    found = all_updates(scene, character)[int(character.notes.get("noted-updates", "0")) :]
    return [message for message in found if not message.body.get("planned")]


def reasons(messages: list[Message]) -> list[str]:
    """
    Their reasons for change, in order.
    """
    return [str(message.body.get("reason")) for message in messages]


@given("ここまでの{who:names}のJ01を控えておく", "the updates of {who:names} so far are noted")
def note(scene: Scene, who: list[str]) -> None:
    """
    Later steps look at what comes after.
    """
    for character in cast_of(scene).all(who):
        character.notes["noted-code"] = character.resident_record_code
        character.notes["noted-updates"] = str(len(all_updates(scene, character)))
