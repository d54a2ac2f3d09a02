"""
All that a registry shows of people, and all that it sent: every value a reader could find in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from harness.port.reads import ReadDocuments, ReadHousehold, ReadResidentRecord, ReadTasks
from harness.running.scene import Message, Scene
from scenarios.cast import Character
from scenarios.steps.log_lines import lines_after
from scenarios.steps.observing import household_of, resident_of

DATED = re.compile(r"[0-9X]{4}-[0-9X]{2}-[0-9X]{2}(?:T.*)?$")
AT_ONCE = 20_000
"""So many values the network compares at a time, none of them longer than the next."""

LONGEST = 4000


def compared(scene: Scene, values: Iterable[str]) -> dict[str, int]:
    """
    All of these values, compared with the linkage codes where they are known: codes there are, values that equal one,
    values of which one is a digest. A date or a moment is no code, and the network would judge it by the calendar.
    """
    every = sorted({value[:LONGEST] for value in values if not DATED.match(value)})
    answers = [
        scene.state("info_network", "compared", {"values": every[start : start + AT_ONCE]})
        for start in range(0, max(1, len(every)), AT_ONCE)
    ]
    return {
        "codes": answers[0]["codes"],
        "equal": sum(answer["equal"] for answer in answers),
        "hashed": sum(answer["hashed"] for answer in answers),
    }


def values_of(thing: Any) -> Iterator[str]:
    """
    Every text and number in plain data, keys too.
    """
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield str(key)
            yield from values_of(value)
    elif isinstance(thing, list | tuple):
        for value in thing:
            yield from values_of(value)
    elif thing is not None and not isinstance(thing, bool):
        yield str(thing)


def sent_by_registry(scene: Scene) -> list[Message]:
    """
    Every message that the registry sent in this scenario, whatever became of it.
    """
    scene.settle()
    return [
        message
        for message in scene.lane.messages_of(scene.scenario)
        if message.direction == "in" and message.envelope.get("sender") == scene.municipality
    ]


def shown_of(scene: Scene, characters: list[Character]) -> tuple[list[str], list[str]]:
    """
    Every value that the registry shows of the characters, and the reads as evidence.
    """
    lines, log = lines_after(scene, scene.log_start)
    kept = [scene.ask(ReadTasks())]
    for character in characters:
        kept.append(scene.ask(ReadResidentRecord(resident=resident_of(character))))
        kept.append(scene.ask(ReadHousehold(household_of(character))))
        kept.append(scene.ask(ReadDocuments(resident_of(character))))
    values = [value for each in kept for value in values_of(msgspec.to_builtins(each.outcome))]
    values += values_of(msgspec.to_builtins(lines))
    return values, [log.ref, *(each.ref for each in kept)]
