"""
What several commands share about written results: options, reports through their entry point, the summary.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from harness.judgement.verdict import Verdict
from harness.running.entries import found
from harness.running.run import out_folder
from harness.words.causes import of_system
from harness.words.errors import ConfigurationError, HarnessFault, ResultsError, UsageError, Where

SelectOption = Annotated[
    str | None,
    typer.Option("--select", metavar="IDS", help="Groups, requirements or clauses, by commas: REL,CARD-004."),
]


def folder_of(run: Path, out: Path) -> Path:
    """
    The result folder that an argument names: itself, or the id of a run under ``out``. Raises ResultsError.
    """
    folder = run if run.is_dir() else out / run
    if not folder.is_dir():
        raise ResultsError(
            "そのような実行結果はない",
            "there is no such run",
            where=Where(str(folder)),
            hint=("results/の下のフォルダを示す。", "Name a folder under results/."),
        )
    return folder


def write_reports(folder: Path, language: str) -> list[Path]:
    """
    Make every report of a result folder anew and give their paths.
    """
    entry = found("tekigo.reports").get("write")
    if entry is None:
        raise ConfigurationError(
            "報告書の作成部がインストールされていない",
            "no report writer is installed",
            code="reports-missing",
        )
    try:
        paths: list[Path] = entry.load()(folder, language)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return paths


def _unwritable(folder: Path, error: OSError) -> HarnessFault:
    why = of_system(error)
    return HarnessFault(
        f"報告書を書き込めない：{why.ja}",
        f"the reports cannot be written: {why.en}",
        code="reports-unwritable",
        where=Where(str(error.filename2 or error.filename or folder)),
        hint=(
            f"記録は残っている。空きを作るか書込みを許し、`tekigo report {folder}`で作り直す。",
            f"The events are there. Make room or allow writing, and make them again: `tekigo report {folder}`.",
        ),
    )


def made(folder: Path) -> Path:
    """
    A new folder for results. Raises ConfigurationError where it cannot be made.
    """
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise out_folder(folder, error) from error
    return folder


def listed(words: str | None, option: str) -> list[str]:
    """
    Words by commas. Raises UsageError where the option was given and names nothing: that is never everything.
    """
    found = [word.strip() for word in (words or "").split(",") if word.strip()]
    if words is not None and not found:
        raise UsageError(
            f"{option}が何も挙げていない",
            f"{option} names nothing",
            hint=(f"すべてを選ぶなら{option}を外す。", f"Leave {option} out to choose everything."),
        )
    return found


def summary_of(folder: Path) -> dict[str, Any]:
    """
    The summary that the reports wrote.
    """
    return _document(folder / "summary.json")


def exit_code_of(folder: Path) -> int:
    """
    The exit code that the report's document tells: no command may tell another.
    """
    return int(_document(folder / "report.json")["exit_code"])


def _document(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResultsError("読み取れない", "it cannot be read", where=Where(str(path))) from error
    return document


def nothing_judged(fault: str, exit_code: int, blame: str) -> str:
    """
    The summary of a run that judged nothing, as JSON: the same keys, all counts zero, the fault, and whose it is.
    """
    zero = {severity: {verdict.value: 0 for verdict in Verdict} for severity in ("MUST", "SHOULD")}
    summary = {
        "run": None,
        "store": None,
        "scenarios": 0,
        "requirements": zero,
        "town": zero,
        "messages": 0,
        "wall_s": 0.0,
        "registry_s": 0.0,
        "town_s": 0.0,
        "exit": exit_code,
        "faults": [fault],
        "blame": blame,
    }
    return json.dumps(summary, ensure_ascii=False)
