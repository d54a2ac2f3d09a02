"""
``tekigo requirements``: the catalogue, as a list, in full, and what of it is covered.
"""

from __future__ import annotations

import json
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from harness.cli.application import LanguageOption, application
from harness.judgement.catalogue import Catalogue
from harness.running.coverage import coverage_csv
from harness.running.entries import features_folder
from harness.words.causes import of_system
from harness.words.errors import CatalogueError, ConfigurationError, Where

app = application(help="The catalogue of requirements.", no_args_is_help=True)


def _catalogue() -> Catalogue:
    return Catalogue.load(features_folder() / "requirements")


@app.command("list")
def list_all(
    lang: LanguageOption = "ja",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
) -> None:
    """
    Every requirement: id, severity, title.
    """
    catalogue = _catalogue()
    if as_json:
        for item in catalogue.requirements.values():
            typer.echo(
                json.dumps(
                    {"id": item.id, "severity": item.severity, "title": getattr(item.title, lang)},
                    ensure_ascii=False,
                )
            )
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("id", "", "clauses", "title"):
        table.add_column(heading)
    for item in catalogue.requirements.values():
        table.add_row(item.id, item.severity, str(len(item.clause)), getattr(item.title, lang))
    Console(highlight=False).print(table)


@app.command("show")
def show(
    requirement: Annotated[str, typer.Argument(help="An id such as REL-001.")],
    lang: LanguageOption = "ja",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """
    One requirement in full: obligation, law, sources, clauses.
    """
    catalogue = _catalogue()
    item = catalogue.requirements.get(requirement.upper())
    if item is None:
        raise CatalogueError(
            f"{requirement!r}という要件はない",
            f"there is no requirement {requirement!r}",
            code="requirement-unknown",
            hint=(
                "IDの一覧は`tekigo requirements list`で見られる。",
                "`tekigo requirements list` shows every id.",
            ),
        )
    if as_json:
        typer.echo(msgspec.json.encode(item).decode("utf-8"))
        return
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{item.id}  {item.severity}  {getattr(item.title, lang)}", markup=False, style="bold")
    console.print(getattr(item.obligation, lang), markup=False)
    console.print("  ".join(item.law), markup=False)
    console.print("  ".join(item.sources), markup=False, style="dim")
    for clause in item.clause:
        binds = ", ".join(clause.binds)
        console.print(
            f"{item.id}.{clause.n} [{clause.kind}; {binds}; {clause.status}] {getattr(clause.text, lang)}",
            markup=False,
        )


@app.command("coverage")
def coverage(
    check: Annotated[
        bool, typer.Option("--check", help="Compare with the committed file; exit 1 if it differs.")
    ] = False,
    lang: LanguageOption = "ja",
) -> None:
    """
    Write features/requirements/coverage.csv: requirement, severity, scenarios, clauses without one, defects, reason.
    """
    path = features_folder() / "requirements" / "coverage.csv"
    made = coverage_csv(_catalogue(), features_folder())
    if not check:
        try:
            path.write_text(made, encoding="utf-8")
        except OSError as error:
            why = of_system(error)
            raise ConfigurationError(
                f"書き込めない：{why.ja}",
                f"it cannot be written: {why.en}",
                code="output",
                where=Where(str(path)),
            ) from error
        typer.echo(str(path))
        return
    committed = path.read_text(encoding="utf-8") if path.exists() else ""
    if committed != made:
        said = {
            "ja": f"{path}が古い。`tekigo requirements coverage`を実行する",
            "en": f"{path} is out of date; run `tekigo requirements coverage`",
        }
        typer.echo(said[lang], err=True)
        raise typer.Exit(1)
