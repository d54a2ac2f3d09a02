"""
The events of a run, and the one format they are written in: NDJSON, one event a line.

Everything a report says is made from these events alone. Values are masked before an event is made
(``harness.evidence.redact``), so that no reader needs to mask again. Real time is ``*_ns`` (monotonic, of the
instrument's machine) or ``wall`` (ISO 8601); everything else called ``at`` or ``now`` is the town's clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec
from msgspec import Struct

from harness.evidence.chain import START, sealed
from harness.evidence.undivided import UNDIVIDED
from harness.words.blame import Blame
from harness.words.causes import Cause, of_system
from harness.words.errors import HarnessFault, Where

FORMAT = 2
Text = dict[str, str]


def said(text: Text | str) -> Text:
    """
    A text in both languages; one that an earlier version wrote in one language serves for both.
    """
    return text if isinstance(text, dict) else {"ja": text, "en": text}


"""A text in both languages: ``{"ja": …, "en": …}``."""


class Event(Struct, frozen=True, tag_field="event", omit_defaults=True, kw_only=True):
    """
    What every event obeys: frozen, tagged by kind.
    """


class RunStarted(Event, frozen=True, tag="run-started", kw_only=True):
    """
    First line of each lane. ``sut`` holds name, version, connect, municipality; ``roles`` what it claims.

    ``partial``: clauses of which the selection left out a scenario; they may fail in this run, never pass.
    ``waivers``: the failures that somebody answers for, as stated.
    ``repeat``: which carrying out of the whole plan this lane belongs to, from 0, of ``repeats``.
    """

    run: str
    format: int
    wall: str
    tekigo: str
    lane: int
    lanes: int
    sut: dict[str, str]
    roles: list[str]
    language: Literal["ja", "en"]
    selection: list[str]
    catalogue: str
    settings: dict[str, Any]
    planned: int
    partial: list[str] = []
    repeat: int = 0
    repeats: int = 1
    waivers: list[dict[str, Any]] = []


class ScenarioStarted(Event, frozen=True, tag="scenario-started", kw_only=True):
    """
    A scenario begins. ``scenario`` is ``<group>/<file>.feature:<line>[#example]``; ``clauses`` what it may decide.
    """

    scenario: str
    feature: str
    line: int
    title: Text
    clauses: list[str]
    starts_on: str | None
    journey: bool = False


class StepEnded(Event, frozen=True, tag="step-ended", kw_only=True):
    """
    A step was carried out. ``number`` counts from 1 in its scenario.
    """

    scenario: str
    number: int
    line: int
    keyword: str
    text: Text
    status: Literal["done", "error", "inconclusive", "not-reached"]
    took_ns: int = 0


class Invoked(Event, frozen=True, tag="invoked", kw_only=True):
    """
    A command or read through the port, and its outcome. The interval is what sound order may rest on.
    """

    scenario: str
    number: int
    step: int
    operation: str
    request: Any
    outcome: Any
    sent_ns: int
    answered_ns: int
    now: str
    scan: list[dict[str, Any]] = []


class Exchanged(Event, frozen=True, tag="exchanged", kw_only=True):
    """
    One journal entry of a fake: a message that it took, refused or sent.

    ``number`` is the journal number at that fake. ``scan`` is what the number scan found before masking: kind,
    path and form of each issued number, never its value.
    """

    scenario: str | None
    fake: str
    number: int
    at: str
    monotonic_ns: int
    direction: Literal["in", "out"]
    peer: str
    message_type: str | None
    message_id: str | None
    trace_id: str | None
    outcome: Literal["accepted", "refused", "duplicate", "undelivered"]
    status: int | None
    envelope: Any
    body: Any
    problem: Any = None
    reply: Any = None
    scan: list[dict[str, Any]] = []


class ClockMoved(Event, frozen=True, tag="clock-moved", kw_only=True):
    """
    Town and registry were set to ``now``. ``settled`` says whether all was at rest before.
    """

    scenario: str | None
    now: str
    settled: bool


class Observed(Event, frozen=True, tag="finding", kw_only=True):
    """
    A finding: one clause, judged once. Only a ``fail`` that names a clause can fail a requirement.

    ``evidence`` points at events: ``invoked:3``, ``juki_net:12``. ``check`` names the standing check, if one raised it.
    """

    scenario: str | None
    clause: str
    verdict: Literal["pass", "fail", "inconclusive"]
    expected: Text
    actual: Text
    step: int | None = None
    check: str | None = None
    evidence: list[str] = []
    why: Text | None = None


class PortFault(Event, frozen=True, tag="port-fault", kw_only=True):
    """
    After the doctor passed, the registry failed at the control interface itself (5xx, timeout, malformed answer …).
    """

    scenario: str | None
    operation: str
    cause: str
    detail: str
    evidence: list[str] = []


class Checked(Event, frozen=True, tag="checked", kw_only=True):
    """
    A standing check went over a history: how much it examined, how many findings failed.
    """

    scenario: str | None
    check: str
    examined: int
    failed: int
    details: dict[str, Any] = {}


class ScenarioEnded(Event, frozen=True, tag="scenario-ended", kw_only=True):
    """
    A scenario's end. ``blame`` says of every result but a pass whose fault it is. Times in nanoseconds.

    ``out_of_force``: clauses that were looked at but are not known to be in force on the scenario's date.
    """

    scenario: str
    result: Literal["passed", "failed", "error", "inconclusive", "untested"]
    blame: Blame | None = None
    message: Text | str | None = None
    why: Text | None = None
    out_of_force: list[str] = []
    took_ns: int = 0
    registry_ns: int = 0
    town_ns: int = 0


class RunEnded(Event, frozen=True, tag="run-ended", kw_only=True):
    """
    Last line of each lane. A lane without it was killed; what stands before it counts.

    ``interrupted``: the run was asked to end before its plan was through.
    """

    wall: str
    took_ns: int
    messages: int
    interrupted: bool = False
    fault: Text | str | None = None
    blame: Blame | None = None


AnyEvent = (
    RunStarted
    | ScenarioStarted
    | StepEnded
    | Invoked
    | Exchanged
    | ClockMoved
    | Observed
    | PortFault
    | Checked
    | ScenarioEnded
    | RunEnded
)

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(AnyEvent)


def encode(event: Event) -> bytes:
    """
    One line, with its newline.
    """
    return _encoder.encode(event) + b"\n"


def decode(line: bytes) -> AnyEvent:
    """
    The event of one line. Raises ``msgspec.DecodeError`` where it is none.
    """
    event: AnyEvent = _decoder.decode(line)
    return event


class Writer:
    """
    Writes events as they happen: each line reaches the operating system before the next step begins.
    """

    def __init__(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = path.open("ab", buffering=0)
        except OSError as error:
            raise _unwritable(str(path), of_system(error)) from error
        self._digest = START

    def write(self, event: Event) -> None:
        """
        Append one event.
        """
        with UNDIVIDED:  # The digest goes on with each line, so neither is there without the other.
            self._digest, line = sealed(self._digest, encode(event))
            try:
                written = self._file.write(line)
            except OSError as error:
                raise _unwritable(self._file.name, of_system(error)) from error
        if written != len(line):
            raise _unwritable(self._file.name, PARTLY)

    def close(self) -> None:
        """
        Close the file. Safe to call twice.
        """
        self._file.close()


UNWRITABLE = "events-unwritable"


PARTLY = Cause("一件の記録が途中までしか書けない", "only part of an event was taken")


def _unwritable(path: str, why: Cause) -> HarnessFault:
    return HarnessFault(
        f"記録を書き込めない：{why.ja}",
        f"events cannot be written: {why.en}",
        code=UNWRITABLE,
        where=Where(path),
        hint=(
            "空きを作るか書込みを許すか、--outで別の場所を示す。それまでの記録は有効で、その先は何も分からない。",
            "Make room or allow writing there, or use --out. What was written before counts; nothing else is known.",
        ),
    )


class Broken(Struct, frozen=True):
    """
    A line that is no event: which file and line, and why. The last line of a killed run may be one.
    """

    path: str
    line: int
    reason: str


def read(paths: Iterable[Path]) -> Iterator[AnyEvent | Broken]:
    """
    The events of the given files in order, with every unreadable line said, none skipped in silence.
    """
    for path in paths:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                    yield Broken(str(path), number, str(error))


def lanes(folder: Path) -> list[Path]:
    """
    The event files of a result folder: ``events/<lane>.ndjson`` in the order of lanes.
    """
    found = (path for path in (folder / "events").glob("*.ndjson") if path.is_file())
    return sorted(found, key=lambda path: (len(path.stem), path.stem))
