"""
``tekigo report``: make the reports of a run again, without the registry.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from harness.cli.application import application
from harness.cli.written import summary_of, write_reports
from harness.evidence.events import lanes, read
from harness.judgement.catalogue import Catalogue
from harness.judgement.fold import tally
from harness.running.entries import features_folder
from harness.words.errors import ResultsError, Where

app = application()


@app.command("report")
def report(
    run: Annotated[
        Path, typer.Argument(metavar="RUN", help="A result folder, or the id of a run under --out.")
    ],
    lang: Annotated[str, typer.Option("--lang", help="Language: ja or en.")] = "ja",
    out: Annotated[Path, typer.Option("--out", help="Where result folders are.")] = Path("results"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """
    Make the reports of a run again from its events; a killed run is rendered as far as it came.

    Exit code: that of the run, as its events tell it.
    """
    if lang not in ("ja", "en"):
        raise typer.BadParameter("ja or en", param_hint="--lang")
    folder = run if run.is_dir() else out / run
    if not folder.is_dir():
        raise ResultsError(
            "there is no such run", where=Where(str(folder)), hint="Name a folder under results/."
        )
    paths = write_reports(folder, lang)
    if as_json:
        typer.echo(json.dumps(summary_of(folder), ensure_ascii=False))
    else:
        for path in paths:
            typer.echo(str(path))
    catalogue = Catalogue.load(features_folder() / "requirements")
    raise typer.Exit(tally(read(lanes(folder))).exit_code(catalogue))
