"""
Looking at the register, and at what it told the network about somebody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.port.reads import ReadResidentRecord
from harness.port.records import ResidentRecord
from harness.running.recorded import Invocation
from harness.running.scene import Message, Scene
from scenarios.cast import Character, cast_of

REASONS = {
    "国内転入": "11",
    "国外転入等": "12",
    "出生": "13",
    "職権記載等（帰化等）": "14",
    "職権記載等（国籍喪失）": "15",
    "職権記載等": "16",
    "国内転出": "21",
    "国外転出": "22",
    "死亡": "23",
    "職権消除等（帰化等）": "24",
    "職権消除等（国籍喪失）": "25",
    "職権消除等": "26",
    "転居": "31",
    "軽微な修正": "32",
    "職権修正等": "33",
    "個人番号の変更請求": "34",
    "個人番号の職権修正": "35",
    "個人番号の職権記載等": "36",
    "住民票コードの変更請求": "37",
    "住民票コードの職権記載等": "38",
}
"""Reasons for change by their label, as the messages write them."""


def record_of(scene: Scene, character: Character) -> tuple[ResidentRecord | None, Invocation]:
    """
    What the register shows under a character's Resident Record Code now, and the read as evidence.
    """
    kept = scene.ask(ReadResidentRecord(resident_record_code=character.resident_record_code))
    return getattr(kept.outcome, "record", None), kept


def record_by_number(scene: Scene, resident: str) -> tuple[ResidentRecord | None, Invocation]:
    """
    What the register shows under a local addressee number now, and the read as evidence.
    """
    kept = scene.ask(ReadResidentRecord(resident=resident))
    return getattr(kept.outcome, "record", None), kept


def about(scene: Scene, character: Character) -> Callable[[Message], bool]:
    """
    Whether a message is about a character, by name, for the code may be at issue.

    What falls due for people of other scenarios while the clock moves is not, though they may bear the same name.
    """
    return lambda message: message.body.get("name") == character.name and not _of_another(scene, message)


def _of_another(scene: Scene, message: Message) -> bool:
    """
    By a code of another cast, or by one that was drawn and that nothing which this scene caused ever bore. A message
    without a trace may be anybody's.
    """
    cast, code = cast_of(scene), str(message.body.get("resident_record_code"))
    if cast.bears(code) or cast.of_another(code) or not message.envelope.get("trace_id"):
        return cast.of_another(code)
    bearing = [
        one
        for one in scene.lane.messages_of(scene.scenario)
        if str(one.body.get("resident_record_code")) == code
    ]
    return not any(scene.caused(one) for one in bearing)


def code_of(scene: Scene, character: Character) -> str:
    """
    The code under which a character was entered here, by what was sent; the cast's own where nothing was.
    """
    sent = offered_updates(scene, character)
    return str(sent[0].body["resident_record_code"]) if sent else character.resident_record_code


def updates(scene: Scene, character: Character, **fields: Any) -> list[Message]:
    """
    Identification information that the network took about a character, by name: the code may be at issue.
    """
    return scene.messages("J01", where=about(scene, character), **fields)


def offered_updates(scene: Scene, character: Character, **fields: Any) -> list[Message]:
    """
    As ``updates``, with those that the network refused: what was sent at all.
    """
    return scene.messages("J01", outcomes=("accepted", "refused"), where=about(scene, character), **fields)


def notices(scene: Scene, character: Character, **fields: Any) -> list[Message]:
    """
    Notices of moving in about a character that were sent at all, to whichever municipality.
    """
    outcomes = fields.pop("outcomes", ("accepted", "refused"))
    return scene.messages("J05", outcomes=outcomes, where=about(scene, character), **fields)


def addressees(scene: Scene, character: Character) -> list[Message]:
    """
    Addressee changes about a character that the integrated addressee system took.
    """
    return scene.messages("A01", where=about(scene, character))


def refs(messages: list[Message]) -> list[str]:
    """
    The messages as evidence.
    """
    return [message.ref for message in messages]
