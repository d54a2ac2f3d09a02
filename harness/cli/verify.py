"""
``tekigo verify``: judge a written run once more, without the registry, and say whether anything was altered.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from harness.cli.application import LanguageOption, application
from harness.cli.written import folder_of
from harness.running.entries import found
from harness.words.errors import ConfigurationError

app = application()
MOST = 20
WORDS = {
    "same": {"ja": "同一：記録から同じ判定が導かれる", "en": "same: the events give the verdicts told"},
    "incomplete": {"ja": "未完：最後まで書かれていない", "en": "incomplete: it was not written to its end"},
    "differs": {
        "ja": "相違：記録から導かれる判定と異なる",
        "en": "differs: the events do not give what is told",
    },
    "tampered": {"ja": "改変：書かれたままでない", "en": "tampered: it is not as it was written"},
}


@app.command("verify")
def verify(
    run: Annotated[
        Path, typer.Argument(metavar="RUN", help="A result folder, or the id of a run under --out.")
    ],
    lang: LanguageOption = "ja",
    out: Annotated[Path, typer.Option("--out", help="Where result folders are.")] = Path("results"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as one JSON object.")] = False,
) -> None:
    """
    Compute the verdicts of a run again from its events alone, and see whether any file of it was altered.

    Exit codes: 0 the same · 1 it differs or was altered (file, lane and event are named) · 2 no such run, or none at
    all · 4 incomplete: the run was killed, and what there is holds.
    """
    language = lang
    entry = found("tekigo.reports").get("verify")
    if entry is None:
        raise ConfigurationError(
            "検証器がインストールされていない", "no verifier is installed", code="reports-missing"
        )
    told = entry.load()(folder_of(run, out))
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for problem in told.problems[:MOST]:
        console.print(_line(problem, language), markup=False)
    if len(told.problems) > MOST:
        console.print(f"… +{len(told.problems) - MOST}", markup=False)
    counts = {
        "ja": f"系列{told.lanes}、記録{told.events}件、シナリオ{told.scenarios}件、常時検査{told.checks}回",
        "en": f"{told.lanes} lanes, {told.events} events, {told.scenarios} scenarios, {told.checks} standing checks",
    }
    console.print(counts[language], markup=False)
    if told.events_digest:
        console.print(f"events sha256 {told.events_digest}", markup=False)
    console.print(f"{WORDS[told.verdict][language]} (exit {told.exit})", markup=False, style="bold")
    if as_json:
        typer.echo(msgspec.json.encode(told).decode("utf-8"))
    raise typer.Exit(told.exit)


def _line(problem: Any, language: str) -> str:
    place = problem.file or ""
    if problem.event is not None:
        place = f"{place}:{problem.event}"
    parts = (problem.word, place, problem.scenario or "", problem.text[language])
    return " ".join(part for part in parts if part)
