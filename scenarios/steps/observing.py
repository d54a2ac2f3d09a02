"""
How steps look: what one system of the town took from another, and what the register shows. Judges nothing.
"""

from __future__ import annotations

import base64
import json
import unicodedata
from datetime import date
from typing import Any

from harness.judgement.expect import both
from harness.port.reads import ReadResidentRecord
from harness.port.records import ResidentRecord
from harness.running.recorded import Invocation
from harness.running.scene import Inconclusive, Message, Scene
from scenarios.cast import Character

KANJI_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


def arrived(
    scene: Scene,
    kind: str,
    at: str,
    sender: str,
    outcomes: tuple[str, ...] = ("accepted",),
    **fields: Any,
) -> list[Message]:
    """
    Messages that the fake ``at`` took from the system ``sender`` in this scenario, in order.
    """
    scene.settle()
    return [
        message
        for message in scene.lane.messages_of(scene.scenario)
        if message.kind == kind
        and message.fake == at
        and message.direction == "in"
        and message.outcome in outcomes
        and message.envelope.get("sender") == sender
        and all(message.body.get(name) == value for name, value in fields.items())
    ]


def refs(messages: list[Message]) -> list[str]:
    """
    References of messages, for evidence.
    """
    return [message.ref for message in messages]


def record_of(scene: Scene, character: Character) -> tuple[ResidentRecord | None, Invocation]:
    """
    What the register shows of a character now, and the read as evidence.
    """
    kept = scene.ask(ReadResidentRecord(resident_record_code=character.resident_record_code))
    return getattr(kept.outcome, "record", None), kept


def resident_of(character: Character) -> str:
    """
    The local addressee number that the registry gave. Raises Inconclusive where it gave none.
    """
    if character.resident is None:
        raise Inconclusive(
            both(
                f"{character.called}の宛名番号が得られていない。",
                f"No local addressee number is known of {character.called}.",
            )
        )
    return character.resident


def household_of(character: Character) -> str:
    """
    The household number that the registry gave. Raises Inconclusive where it gave none.
    """
    if character.household is None:
        raise Inconclusive(
            both(
                f"{character.called}の世帯番号が得られていない。",
                f"No household number is known of {character.called}.",
            )
        )
    return character.household


def as_text(thing: object) -> str:
    """
    All that a reader could find in plain data, with full-width and kanji digits read as digits.
    """
    text = thing if isinstance(thing, str) else json.dumps(thing, ensure_ascii=False, default=str)
    return unicodedata.normalize("NFKC", text).translate(KANJI_DIGITS)


def carries(thing: object, number: str) -> bool:
    """
    Whether a number stands in plain data: as it is, full-width, divided by separators, or encoded.
    """
    text = as_text(thing)
    joined = "".join(sign for sign in text if sign.isalnum())
    plain = number.encode()
    encoded = {base64.b64encode(plain).decode().rstrip("="), plain.hex()}
    return number in text or number in joined or any(form in text for form in encoded)


def written(day: date) -> set[str]:
    """
    The ways in which a document may write a date: era, ISO, with dots.
    """
    year = day.year - 2018
    return {
        day.isoformat(),
        f"令和{year}年{day.month}月{day.day}日",
        f"令和{year:02d}年{day.month:02d}月{day.day:02d}日",
        f"{day.year}年{day.month}月{day.day}日",
        f"R{year}.{day.month}.{day.day}",
    }
