"""
``tekigo report``: make the reports of a run again, without the registry.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from harness.cli.application import LanguageOption, application
from harness.cli.written import exit_code_of, folder_of, summary_of, write_reports

app = application()


@app.command("report")
def report(
    run: Annotated[
        Path, typer.Argument(metavar="RUN", help="A result folder, or the id of a run under --out.")
    ],
    lang: LanguageOption = "ja",
    out: Annotated[Path, typer.Option("--out", help="Where result folders are.")] = Path("results"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
) -> None:
    """
    Make the reports of a run again from its events; a killed run is rendered as far as it came.

    Exit code: that of the run, as its events tell it.
    """
    language = lang
    folder = folder_of(run, out)
    paths = write_reports(folder, language)
    if as_json:
        typer.echo(json.dumps(summary_of(folder), ensure_ascii=False))
    else:
        for path in paths:
            typer.echo(str(path))
    raise typer.Exit(exit_code_of(folder))
