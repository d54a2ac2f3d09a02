"""
Judges a written run once more, without a registry: are the files whole, and do the events give the verdicts told?

Three questions, in this order. Are the files those that were written (digest chain of each lane, manifest)? Do the
standing checks, repeated on the masked events, find what is recorded? Does the fold give the report's document?
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from harness.evidence import manifest
from harness.evidence.chain import Link, links
from harness.evidence.events import Broken, RunStarted, Text, decode, lanes, read
from harness.judgement.catalogue import Catalogue
from harness.judgement.checks.result import text
from harness.judgement.repeat import Repeating
from harness.words.errors import ExitCode, ResultsError
from reports import document
from reports.fold import installed_catalogue, read_run
from reports.reading import find_events
from reports.summary import summary

Word = Literal["same", "incomplete", "differs", "tampered"]
WORST: list[Word] = ["tampered", "differs", "incomplete", "same"]
EXITS: dict[Word, ExitCode] = {
    "same": ExitCode.CONFORMANT,
    "incomplete": ExitCode.INCONCLUSIVE,
    "differs": ExitCode.NON_CONFORMANT,
    "tampered": ExitCode.NON_CONFORMANT,
}
INCOMPLETE = ("killed", "interrupted", "line-cut", "lane-missing")
TAMPERED = ("line-broken", "lane-headless", "lane-foreign")


class Problem(Struct, frozen=True, omit_defaults=True):
    """
    Something that keeps a run from being the same: where, and what. ``event`` counts the lane's events from 1.
    """

    word: Word
    code: str
    text: Text
    file: str | None = None
    lane: int | None = None
    event: int | None = None
    scenario: str | None = None
    check: str | None = None


class Verified(Struct, frozen=True):
    """
    The outcome. ``verdict`` is the worst word among the problems, ``events_digest`` that of all events, as sealed.
    """

    run: str | None
    verdict: Word
    exit: int
    lanes: int
    events: int
    scenarios: int
    checks: int
    events_digest: str | None
    problems: list[Problem]


def verify(folder: Path, catalogue: Catalogue | None = None) -> Verified:
    """
    Verify a result folder. Raises ResultsError where it is no result folder at all.
    """
    find_events(folder)
    catalogue = catalogue or installed_catalogue()
    problems = list(_files(folder))
    counted = _Counted()
    problems += counted.repeat(folder)
    digest: str | None = None
    try:
        sealed = manifest.written(folder)
        digest = sealed.events_digest() if sealed else None
        problems += _documents(folder, catalogue)
    except ValueError:
        pass  # The manifest itself was altered; _files has said so.
    except ResultsError as error:
        if not any(problem.word == "tampered" for problem in problems):
            raise
        problems.append(Problem("tampered", error.code, text(error.ja, error.en)))
    words: list[Word] = [problem.word for problem in problems]
    word: Word = min(words, key=WORST.index, default="same")
    return Verified(
        run=counted.run,
        verdict=word,
        exit=int(EXITS[word]),
        lanes=len(lanes(folder)),
        events=counted.events,
        scenarios=counted.scenarios,
        checks=counted.checks,
        events_digest=digest,
        problems=problems,
    )


def _files(folder: Path) -> Iterator[Problem]:
    """
    What is wrong with the files themselves.
    """
    for path in lanes(folder):
        yield from _chain(path, path.relative_to(folder).as_posix())
    try:
        sealed = manifest.written(folder)
    except ValueError as error:
        told = text(
            f"{manifest.NAME}は書かれたままでない（{error}）。", f"It is not as it was written: {error}."
        )
        yield Problem("tampered", "manifest-altered", told, manifest.NAME)
        return
    if sealed is None:
        told = text(
            "目録がない。実行は最後まで書かれていない。",
            "There is no manifest: the run was not written to its end.",
        )
        yield Problem("incomplete", "manifest-missing", told, manifest.NAME)
        return
    for entry, how in manifest.differing(folder, sealed):
        yield _differing(folder, entry, how)
    known = sealed.entries()
    for path in lanes(folder):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            told = text("目録にない記録のファイルである。", "The manifest does not know this file of events.")
            yield Problem("incomplete", "events-unsealed", told, name)


def _differing(folder: Path, entry: manifest.Entry, how: str) -> Problem:
    if how == "missing":
        told = text("目録にあるファイルがない。", "The manifest names it, and it is missing.")
    else:
        size = (folder / entry.path).stat().st_size
        told = text(
            f"目録の要約値と異なる（{size}バイト、目録では{entry.bytes}バイト）。",
            f"Its digest is not that of the manifest ({size} bytes, {entry.bytes} there).",
        )
    return Problem("tampered", f"file-{how}", told, entry.path)


def _chain(path: Path, name: str) -> Iterator[Problem]:
    last: Link | None = None
    lane = _lane_of(path)
    for link in links(path):
        last = link
        if link.flaw == "altered":
            told = text(
                f"{link.number}番目の記録（{_kind(link.line)}）又はその直前が書き換えられている。",
                f"Event {link.number} ({_kind(link.line)}), or what stood right before it, was altered.",
            )
            yield Problem("tampered", "event-altered", told, name, lane, link.number)
    if last is not None and last.flaw == "cut":
        told = text(
            f"{last.number}番目の記録の途中で終わっている。", f"It ends in the middle of event {last.number}."
        )
        yield Problem("incomplete", "event-cut", told, name, lane, last.number)


def _lane_of(path: Path) -> int | None:
    return int(path.stem) if path.stem.isdecimal() else None


def _kind(line: bytes) -> str:
    try:
        event = decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "?"
    return type(event).__struct_config__.tag or "?"  # type: ignore[return-value]  # our tags are texts


class _Counted:
    """
    The standing checks again, over every lane.
    """

    def __init__(self) -> None:
        self.run: str | None = None
        self.events = 0
        self.scenarios = 0
        self.checks = 0

    def repeat(self, folder: Path) -> Iterator[Problem]:
        """
        What does not follow from the events, lane by lane.
        """
        for path in lanes(folder):
            repeating = Repeating()
            for found in repeating.differences(self._events(path)):
                yield Problem(
                    "differs",
                    "check-differs" if found.check else "record-differs",
                    found.text,
                    path.relative_to(folder).as_posix(),
                    _lane_of(path),
                    scenario=found.scenario,
                    check=found.check,
                )
            self.checks += repeating.checks

    def _events(self, path: Path) -> Iterator[Any]:
        for event in read([path]):
            if isinstance(event, Broken):
                continue
            self.events += 1
            if isinstance(event, RunStarted):
                self.run = self.run or event.run
            self.scenarios += type(event).__name__ == "ScenarioEnded"
            yield event


def _documents(folder: Path, catalogue: Catalogue) -> Iterator[Problem]:
    """
    The fold against what the reports say.
    """
    run = read_run(folder, catalogue)
    for note in run.notes:
        if note.code in INCOMPLETE or note.code in TAMPERED:
            word: Word = "incomplete" if note.code in INCOMPLETE else "tampered"
            yield Problem(word, note.code, note.text, note.where or None)
    if not (folder / "report.json").is_file():
        told = text("報告書がまだ作られていない。", "No report was written yet; `tekigo report` makes it.")
        yield Problem("incomplete", "report-missing", told, "report.json")
        return
    for name, made in (("report.json", document.document(run)), ("summary.json", summary(run))):
        try:
            told_there = msgspec.json.decode((folder / name).read_bytes())
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            told = text(f"読めない（{error}）。", f"It cannot be read: {error}.")
            yield Problem("differs", "report-unreadable", told, name)
            continue
        if isinstance(told_there, dict):
            told_there = {
                key: value for key, value in told_there.items() if key not in ("$schema", "language")
            }
        place = _first_difference(told_there, msgspec.to_builtins(made), "$")
        if place is not None:
            told = text(
                f"記録から導かれる内容と{place}で異なる。",
                f"It is not what the events give, first at {place}.",
            )
            yield Problem("differs", "verdict-differs", told, name)


def _first_difference(one: Any, two: Any, place: str) -> str | None:
    if isinstance(one, dict) and isinstance(two, dict):
        for key in [*two, *(key for key in one if key not in two)]:
            if key not in one or key not in two:
                return f"{place}.{key}"
            if (found := _first_difference(one[key], two[key], f"{place}.{key}")) is not None:
                return found
        return None
    if isinstance(one, list) and isinstance(two, list):
        for number, (left, right) in enumerate(zip(one, two, strict=False)):
            if (found := _first_difference(left, right, f"{place}[{number}]")) is not None:
                return found
        return None if len(one) == len(two) else place
    return None if one == two else place
