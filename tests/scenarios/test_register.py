"""
Of whom a message is, where people of several scenarios bear one name.
"""

from __future__ import annotations

from typing import Any

import pytest

from harness.running.message import Message
from harness.running.scene import Scene
from harness.words.numbers import ResidentRecordCode
from scenarios.cast import cast_of
from scenarios.steps.register import about
from scenarios.steps.to_the_agency import of_ours
from tests.scenarios.test_cast import Stage

DRAWN, ELSEWHERE = (str(ResidentRecordCode.from_base(f"980000000{n}")) for n in (1, 2))
OWN, CLOCK = "run-1.a-3.1", "clock-abc"


class Played(Stage):
    """
    A stage on which messages came.
    """

    scenario = "a.feature:3"

    def __init__(self) -> None:
        super().__init__()
        self.came: list[Message] = []

    def messages_of(self, _scenario: str) -> list[Message]:
        """
        What came so far.
        """
        return self.came

    def caused(self, message: Message) -> bool:
        """
        Whether it bears the one trace of this scene.
        """
        return message.envelope.get("trace_id") == OWN


def message(name: str, code: str | None, trace: str | None) -> Message:
    """
    An update of somebody, caused by a command or by the clock.
    """
    body: dict[str, Any] = {"name": name, "resident_record_code": code}
    return Message(
        "juki_net", 1, "", "in", "registry", "J01", "accepted", {"trace_id": trace}, body, None, None
    )


@pytest.mark.parametrize(
    ("code", "trace", "ours"),
    [
        (DRAWN, OWN, True),
        (DRAWN, CLOCK, True),
        (ELSEWHERE, CLOCK, False),
        (ELSEWHERE, None, True),
    ],
)
def test_a_drawn_code_is_of_whom_this_scene_told_of(code: str, trace: str | None, ours: bool) -> None:
    """
    What falls due for a namesake of another scenario is not about the character; what falls due for the character is,
    and so is what bears no trace at all.
    """
    stage = Played()
    scene: Scene = stage  # type: ignore[assignment]  # what these steps use of a scene
    taro = cast_of(scene)["太郎"]
    stage.came += [message(taro.name, DRAWN, OWN), message(taro.name, code, trace)]
    assert about(scene, taro)(stage.came[-1]) is ours


def test_the_code_of_a_character_is_the_characters_whatever_caused_it() -> None:
    """
    A planned day comes by the clock, and nothing that this scene did may have told of the code before.
    """
    stage = Played()
    scene: Scene = stage  # type: ignore[assignment]  # what these steps use of a scene
    taro = cast_of(scene)["太郎"]
    stage.came.append(message(taro.name, taro.resident_record_code, CLOCK))
    assert about(scene, taro)(stage.came[-1])


def test_a_notice_to_the_agency_about_another_scenarios_namesake_is_not_ours() -> None:
    """
    Two Marias leave in one move of the clock, alike in all but their cards. A card of nobody's cast may be ours.
    """
    first, second = Played(), Played()
    second.lane = first
    here, elsewhere = (cast_of(one)["マリア"] for one in (first, second))  # type: ignore[arg-type]
    assert (here.name, here.born_on) == (elsewhere.name, elsewhere.born_on)
    scene: Scene = first  # type: ignore[assignment]  # what is asked of a scene
    cards = [one.foreign and one.foreign.residence_card_number for one in (here, elsewhere)]
    told = [message(here.name, None, CLOCK) for _ in range(4)]
    for one, card in zip(told, [*cards, "ZZ00000001ZZ", None], strict=True):
        one.body["residence_card_number"] = card
    assert [of_ours(scene, one) for one in told] == [True, False, True, True]
