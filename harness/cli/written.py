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
from harness.words.errors import ConfigurationError, ResultsError, Where

SelectOption = Annotated[
    str | None,
    typer.Option("--select", metavar="IDS", help="Groups, requirements or clauses, by commas: REL,CARD-004."),
]


def language_of(lang: str) -> str:
    """
    ``--lang`` as a language. Raises a usage error for any other word.
    """
    if lang not in ("ja", "en"):
        raise typer.BadParameter("ja or en", param_hint="--lang")
    return lang


def folder_of(run: Path, out: Path) -> Path:
    """
    The result folder that an argument names: itself, or the id of a run under ``out``. Raises ResultsError.
    """
    folder = run if run.is_dir() else out / run
    if not folder.is_dir():
        raise ResultsError(
            "there is no such run", where=Where(str(folder)), hint="Name a folder under results/."
        )
    return folder


def write_reports(folder: Path, language: str) -> list[Path]:
    """
    Make every report of a result folder anew and give their paths.
    """
    entry = found("tekigo.reports").get("write")
    if entry is None:
        raise ConfigurationError("no report writer is installed", code="reports-missing")
    paths: list[Path] = entry.load()(folder, language)
    return paths


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
        raise ResultsError("it cannot be read", where=Where(str(path))) from error
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
