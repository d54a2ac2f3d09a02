"""
A result folder as lanes of events, with everything that is wrong with the folder said.

A folder that was half written is read as far as it goes: what stands in it counts. Only a folder from which nothing
can be learned at all is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harness.evidence.events import (
    FORMAT,
    AnyEvent,
    Broken,
    Checked,
    ClockMoved,
    Exchanged,
    Invoked,
    RunEnded,
    RunStarted,
    StepEnded,
    Text,
    lanes,
    read,
)
from harness.words.errors import ResultsError, Where

HEAVY = (Invoked, Exchanged, StepEnded, ClockMoved, Checked)
REMAKE = (
    "結果のフォルダは`tekigo run`が作る。`events/`のあるフォルダを示す。",
    "A result folder is made by `tekigo run`; give the folder that holds `events/`.",
)


@dataclass(frozen=True)
class Note:
    """
    Something a reader of the report must know about the results themselves. ``where`` is relative to the folder.
    """

    code: str
    text: Text
    where: str = ""


@dataclass
class LaneEvents:
    """
    What one lane's file holds. ``ended`` is None where the lane was killed or its file cut short.

    Of a lane of a further repeat only what gives verdicts is kept: many repeats must fit into memory.
    """

    number: int
    file: str
    started: RunStarted | None = None
    ended: RunEnded | None = None
    events: list[AnyEvent] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    lines: int = 0
    messages: int = 0

    @property
    def repeat(self) -> int:
        """
        Which carrying out of the plan it belongs to, from 0.
        """
        return self.started.repeat if self.started else 0


def read_folder(folder: Path) -> tuple[list[LaneEvents], list[Note]]:
    """
    The lanes of one run, and notes on what is missing, cut short, altered or foreign.

    Raises ResultsError naming folder, file and line where nothing can be learned.
    """
    found = [_lane(path, number, folder) for number, path in enumerate(find_events(folder))]
    if not any(lane.events for lane in found):
        raise _nothing(folder, found)
    named = [lane for lane in found if lane.started is not None]
    if not named:
        raise ResultsError(
            "どの実行の記録か分からない。最初の行run-startedがない",
            "no lane says which run it belongs to: the first line, run-started, is missing",
            code="results-headless",
            where=Where(str(folder / found[0].file), 1),
            hint=REMAKE,
        )
    run = _run_of(named, folder)
    kept = [lane for lane in found if lane.started is None or lane.started.run == run]
    notes = [_foreign(lane, run) for lane in found if lane not in kept]
    notes += [note for lane in kept for note in _faults_of(lane)]
    notes += _missing(kept, named[0].started.lanes if named[0].started else 1)
    return kept, notes


def find_events(folder: Path) -> list[Path]:
    """
    The files of events of a folder. Raises ResultsError where it is no result folder.
    """
    if not folder.is_dir():
        where = Where(str(folder))
        raise ResultsError(
            "そのような結果のフォルダはない",
            "there is no such result folder",
            code="results-missing",
            where=where,
            hint=REMAKE,
        )
    paths = [path for path in lanes(folder) if path.is_file()]
    if not paths:
        raise ResultsError(
            "フォルダに記録がない",
            "the folder holds no events",
            code="results-missing",
            where=Where(str(folder / "events")),
            hint=REMAKE,
        )
    return paths


def _lane(path: Path, number: int, folder: Path) -> LaneEvents:
    lane = LaneEvents(number, str(path.relative_to(folder)))
    for item in _events(path):
        lane.lines += 1
        if isinstance(item, Broken):
            lane.broken.append(item)
            continue
        if isinstance(item, RunStarted) and lane.started is None:
            _refuse_format(item, path)
            lane.started, lane.number = item, item.lane
        elif isinstance(item, RunEnded):
            lane.ended = item
        lane.messages += isinstance(item, Exchanged)
        if lane.repeat == 0 or not isinstance(item, HEAVY):
            lane.events.append(item)
    return lane


def events_of(path: Path, scenarios: frozenset[str]) -> Iterator[AnyEvent]:
    """
    Everything that a lane's file holds of some scenarios.
    """
    for item in _events(path):
        if not isinstance(item, Broken) and getattr(item, "scenario", None) in scenarios:
            yield item


def _events(path: Path) -> Iterator[AnyEvent | Broken]:
    try:
        yield from read([path])
    except (OSError, RecursionError) as error:
        raise ResultsError(
            f"記録を読み取れない：{type(error).__name__}",
            f"the events cannot be read: {type(error).__name__}",
            code="results-unreadable",
            where=Where(str(path)),
        ) from error


def _refuse_format(started: RunStarted, path: Path) -> None:
    if started.format != FORMAT:
        raise ResultsError(
            f"記録の形式は{started.format}で、この版が読めるのは{FORMAT}である",
            f"the events are of format {started.format}; this version reads format {FORMAT}",
            code="results-format",
            where=Where(str(path), 1, "format"),
            hint=(
                "書いたときの版のtekigoで読む。",
                "Read the results with the version of tekigo that wrote them.",
            ),
        )


def _nothing(folder: Path, found: list[LaneEvents]) -> ResultsError:
    for lane in found:
        if lane.broken:
            first = lane.broken[0]
            return ResultsError(
                f"記録の行が一つもない。最初の行について：{first.reason}",
                f"not one line is an event; the first says: {first.reason}",
                code="results-foreign",
                where=Where(str(folder / lane.file), first.line),
                hint=REMAKE,
            )
    return ResultsError(
        "記録のファイルが空である",
        "the files of events are empty",
        code="results-empty",
        where=Where(str(folder / found[0].file)),
        hint=REMAKE,
    )


def _run_of(named: list[LaneEvents], folder: Path) -> str:
    runs = [lane.started.run for lane in named if lane.started]
    return folder.name if folder.name in runs else runs[0]


def _foreign(lane: LaneEvents, run: str) -> Note:
    other = lane.started.run if lane.started else "?"
    text = {
        "ja": f"このファイルは別の実行（{other}）のもので、実行 {run} の判定に用いていない。",
        "en": f"This file belongs to another run ({other}) and does not count for run {run}.",
    }
    return Note("lane-foreign", text, lane.file)


def _faults_of(lane: LaneEvents) -> list[Note]:
    notes = []
    for broken in lane.broken:
        cut = broken.line == lane.lines and lane.ended is None
        notes.append(_cut(lane, broken) if cut else _altered(lane, broken))
    if lane.started is None:
        text = {"ja": "先頭の行（run-started）がない。", "en": "Its first line (run-started) is missing."}
        notes.append(Note("lane-headless", text, f"{lane.file}:1"))
    if lane.ended is None:
        text = {
            "ja": "この系列の実行は途中で打ち切られた（終了の記録がない）。記録された所までを判定した。",
            "en": "This lane was killed before its end (no end is recorded). What was recorded until then is judged.",
        }
        notes.append(Note("killed", text, lane.file))
    elif lane.ended.interrupted:
        text = {
            "ja": "この系列の実行は途中で止められた。記録された所までを判定した。",
            "en": "This lane was interrupted. What was recorded until then is judged.",
        }
        notes.append(Note("interrupted", text, lane.file))
    return notes


def _cut(lane: LaneEvents, broken: Broken) -> Note:
    text = {
        "ja": "最後の行が途中で切れている。その行は判定に用いていない。",
        "en": "The last line is cut short and does not count.",
    }
    return Note("line-cut", text, f"{lane.file}:{broken.line}")


def _altered(lane: LaneEvents, broken: Broken) -> Note:
    text = {
        "ja": f"この行は記録として読めず、判定に用いていない（{broken.reason}）。",
        "en": f"This line is no event and does not count ({broken.reason}).",
    }
    return Note("line-broken", text, f"{lane.file}:{broken.line}")


def _missing(kept: list[LaneEvents], lanes_planned: int) -> list[Note]:
    seen = {lane.number for lane in kept}
    return [
        Note(
            "lane-missing",
            {
                "ja": f"系列 {number} の記録がない（全 {lanes_planned} 系列）。",
                "en": f"The events of lane {number} are missing (of {lanes_planned} lanes).",
            },
            "events/",
        )
        for number in range(lanes_planned)
        if number not in seen
    ]
