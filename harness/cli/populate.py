"""
``tekigo populate``: invented residents in coherent households, as many as a city or the country has.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from harness.cli.application import LanguageOption, application
from harness.cli.populated import STEPS, of_fit, of_manifest, of_year
from harness.running.entries import found
from harness.running.statement import Statement, load
from harness.words.errors import UsageError

app = application(help="Invented residents in coherent households.", invoke_without_command=True)


class Populations(Protocol):
    """
    What stands behind the entry point; it alone imports arrays.
    """

    def presets(self) -> list[tuple[str, str, int]]:
        """
        Name, title and number of residents of each preset.
        """

    def populate(self, progress: Callable[[int, int], None], **options: Any) -> dict[str, Any]:
        """
        Write a population and give its manifest.
        """

    def notice(self, *, provable: bool, language: str) -> str:
        """
        What must be told with every population.
        """

    def fit(self, folder: Path, **options: Any) -> dict[str, Any]:
        """
        Compare a folder with its marginals, draw it, and give the distances.
        """

    def replay(self, folder: Path, statement: Statement, **options: Any) -> dict[str, Any]:
        """
        Play a year into a registry and give what came of it.
        """


def _populations() -> Populations:
    populations: Populations = found("tekigo.populations")["bundled"].load()
    return populations


@app.callback()
def populate(  # noqa: PLR0913 - one parameter for each option
    ctx: typer.Context,
    preset: Annotated[
        str | None, typer.Option("--preset", help="wako, median-city, yokohama, japan …")
    ] = None,
    marginals: Annotated[
        Path | None,
        typer.Option("--marginals", help="A TOML file of your own marginals, in place of a preset."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same people.")] = 1,
    residents: Annotated[
        int | None, typer.Option("--residents", help="So many; without it, as many as the area has.")
    ] = None,
    day: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="The day that ages refer to.")
    ] = None,
    events: Annotated[int | None, typer.Option("--events", help="Also a year of life events.")] = None,
    columns: Annotated[str, typer.Option("--columns", help="core, all, or names by commas.")] = "core",
    file_format: Annotated[str, typer.Option("--format", help="parquet, ndjson or csv.")] = "parquet",
    shard: Annotated[str | None, typer.Option("--shard", help="Only part k of n, as k/n.")] = None,
    provable: Annotated[
        bool,
        typer.Option("--provable", help="Wrong check digits: provably nobody's, and never for a registry."),
    ] = False,
    digest: Annotated[bool, typer.Option("--digest", help="Also the digest of the values.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="The folder to write to.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the manifest as one JSON object.")] = False,
    lang: LanguageOption = "ja",
) -> None:
    """
    Write invented residents to a folder: parquet, ndjson or csv, and a manifest.
    """
    if ctx.invoked_subcommand is not None:
        return
    if out is None:
        if preset is None and marginals is None:
            typer.echo(ctx.get_help())
            raise typer.Exit(2)
        raise UsageError(
            "書き出すフォルダが示されていない",
            "no folder to write to is named",
            code="out-missing",
            hint=("--out DIRで示す。", "Name one: --out DIR."),
        )
    populations = _populations()
    with _bar(lang) as tell:
        manifest = populations.populate(
            tell,
            preset_name=preset,
            marginals_file=marginals,
            seed=seed,
            residents=residents,
            day=day.date() if day is not None else None,
            shard=shard,
            columns=columns,
            file_format=file_format,
            out=out,
            events=events,
            provable=provable,
            digest=digest,
        )
    if as_json:
        typer.echo(json.dumps(manifest, ensure_ascii=False))
        return
    notice = populations.notice(provable=manifest["provable"], language=lang)
    _print(of_manifest(manifest, out, notice, lang))


def _print(lines: Iterable[str]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(line, markup=False)


@app.command("presets")
def presets(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False,
    _lang: LanguageOption = "ja",
) -> None:
    """
    The presets that can be named.
    """
    for name, title, number in _populations().presets():
        if as_json:
            typer.echo(json.dumps({"name": name, "title": title, "residents": number}, ensure_ascii=False))
        else:
            typer.echo(f"{name:<14}{number:>12,}  {title}")


@app.command("fit")
def fit(
    folder: Annotated[Path, typer.Argument(help="A folder that `tekigo populate` has finished.")],
    marginals: Annotated[
        Path | None, typer.Option("--marginals", help="The file it was made from, if it was no preset.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--page", help="Where to write the page; DIR/fit.html.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    lang: LanguageOption = "ja",
) -> None:
    """
    Compare a population with the published marginals, and draw ages and households.
    """
    console = Console(highlight=False, soft_wrap=True)
    found = _populations().fit(
        folder, marginals_file=marginals, page_path=page, width=console.width, language=lang
    )
    if as_json:
        typer.echo(
            json.dumps({k: v for k, v in found.items() if k not in ("drawing", "told")}, ensure_ascii=False)
        )
        return
    _print(of_fit(found, lang))


@app.command("replay")
def replay(  # noqa: PLR0913 - one parameter for each option
    folder: Annotated[Path, typer.Argument(help="A folder written with --columns all --events YEAR.")],
    sut: Annotated[
        str | None, typer.Option("--sut", help="The registry under test, as for `tekigo run`.")
    ] = None,
    store: Annotated[
        str | None, typer.Option("--store", help="Where the bundled registry keeps its register.")
    ] = None,
    statement: Annotated[
        Path | None, typer.Option("--statement", help="A tekigo.toml; without it the one in this folder.")
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help="Play only what is notified up to this day."),
    ] = None,
    defect: Annotated[
        list[str] | None,
        typer.Option("--defect", help="A deliberate defect of the bundled registry, to see what it changes."),
    ] = None,
    named: Annotated[int, typer.Option("--named", min=0, help="So many of each kind are named.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    lang: LanguageOption = "ja",
) -> None:
    """
    Play a populated year into a registry and its town, beside the oracle, and compare the registers on the last day.

    Exit 0: nothing refused, nothing different; 1: something was; 4: registry and town did not come to rest.
    """
    here = Path("tekigo.toml")
    stated = load(statement or (here if here.exists() else None), sut, store)
    with _steps(lang) as tell:
        found = _populations().replay(
            folder,
            stated,
            progress=tell,
            until=until.date() if until is not None else None,
            defects=defect or [],
        )
    faults: list[str] = found.pop("faults")
    for name in (*faults, "unsettled"):
        found[name]["names"] = found[name]["names"][:named]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        _print(of_year(found, faults, lang))
    raise typer.Exit(0 if found["agreed"] else 1 if any(found[name]["count"] for name in faults) else 4)


class _bar:  # noqa: N801 - used as a context, like a function
    """
    A bar on the terminal; nothing where there is none.
    """

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
        )

    def __enter__(self) -> Callable[[int, int], None]:
        """
        Start, and give what is told about each step.
        """
        self._progress.start()
        self._task = self._progress.add_task(STEPS["residents"][self._lang], total=None)
        return lambda done, total: self._progress.update(self._task, completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        """
        Leave the terminal as it was.
        """
        self._progress.stop()


class _steps(_bar):  # noqa: N801 - used as a context, like a function
    """
    The same for work of several steps, each with its own name and number.
    """

    def __enter__(self) -> Callable[[str, int, int], None]:  # type: ignore[override] # one more word
        """
        Start, and give what is told about each step.
        """
        super().__enter__()
        return lambda name, done, total: self._progress.update(
            self._task, description=STEPS[name][self._lang], completed=done, total=total
        )
