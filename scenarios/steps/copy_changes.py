"""
Steps of provision copies that follow the record (LINK-004).
"""

from __future__ import annotations

from harness.judgement.expect import both
from harness.running.scene import Scene
from scenarios.cast import cast_of
from scenarios.steps.observing import refs
from scenarios.steps.provision_copy import stored
from scenarios.wording import then


@then(
    "世帯主を{head:word}、続柄を{relationship:text}とする{who:word}の副本の更新が届く",
    "an update of the copy of {who:word} arrives: householder {head:word}, relationship {relationship:text}",
)
def copy_updated(scene: Scene, head: str, relationship: str, who: str) -> None:
    """
    LINK-004.1: the newest copy at the intermediary server is an update that says so.
    """
    cast = cast_of(scene)
    found = stored(scene, cast[who])[-1:]
    expected = ("update", cast[head].name, relationship)
    body = found[0].body if found else {}
    actual = (body.get("action"), body.get("householder_name"), body.get("relationship"))
    scene.expect.observed(
        "LINK-004.1", actual == expected, both(expected, expected), both(actual, actual), refs(found)
    )


@then("{who:names}の副本を閉じる電文が届く", "messages that close the copies of {who:names} arrive")
def copy_closed_by_message(scene: Scene, who: list[str]) -> None:
    """
    LINK-004.2: for each who was deleted.
    """
    for character in cast_of(scene).all(who):
        found = stored(scene, character)
        actual = [message.body.get("action") for message in found]
        scene.expect.observed(
            "LINK-004.2",
            actual[-1:] == ["close"],
            both("close", "close"),
            both(actual, actual),
            refs(found[-1:]),
        )
