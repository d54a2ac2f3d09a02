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
    path = folder / "summary.json"
    try:
        summary: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ResultsError("the summary cannot be read", where=Where(str(path))) from error
    return summary


def nothing_judged(fault: str, exit_code: int) -> str:
    """
    The summary of a run that judged nothing, as JSON: the same keys, all counts zero, and the fault.
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
    }
    return json.dumps(summary, ensure_ascii=False)
