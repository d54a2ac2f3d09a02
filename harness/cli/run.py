"""
``tekigo run``: drive the registry through the scenarios and judge it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from harness.cli.application import LanguageOption, application
from harness.cli.written import SelectOption, listed, nothing_judged, summary_of, write_reports
from harness.running import run as running
from harness.running.statement import FRIENDLY, load

app = application()


@app.command("run")
def run(  # noqa: PLR0913 - the options of the command
    sut: Annotated[
        str | None, typer.Option("--sut", metavar="CONNECT", help=f"The registry: {FRIENDLY}.")
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="URL",
            help="Where the bundled registry keeps its register: sqlite://, sqlite:///FILE or postgresql://…; "
            "each lane gets a store of its own there, removed afterwards. Default: in memory.",
        ),
    ] = None,
    select: SelectOption = None,
    lang: LanguageOption = "ja",
    out: Annotated[Path, typer.Option("--out", help="Where result folders go.")] = Path("results"),
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object as the last line.")] = False,
    jobs: Annotated[int, typer.Option("-j", help="Lanes: so many registries and towns side by side.")] = 1,
    repeat: Annotated[
        int, typer.Option("--repeat", metavar="N", help="Carry the whole plan out N times, on fresh lanes.")
    ] = 1,
    statement: Annotated[
        Path | None,
        typer.Option("--statement", help="A tekigo.toml; by default the one in this folder, if any."),
    ] = None,
) -> None:
    """
    Drive a registry through the scenarios, with the whole town around it, and judge it clause by clause.

    With --repeat, a scenario whose verdict changes from one time to another is named FLAKY, and the run ends with 3.

    Exit codes: 0 all tested MUST pass · 1 non-conformance · 2 usage or configuration · 3 harness fault, or FLAKY ·
    4 inconclusive, interrupted or nothing tested.
    """
    here = Path("tekigo.toml")
    stated = load(statement or (here if here.exists() else None), sut, store)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    selection = listed(select, "--select")
    shown = _Shown(console, lang)
    with shown.bar:
        ended = running.perform(
            stated,
            out=out,
            selection=selection,
            language=lang,
            jobs=jobs,
            progress=shown.line,
            repeats=repeat,
        )
    for key in ended.tally.flaky:
        console.print(f"FLAKY {key}", markup=False, style="bold")
    for fault, blame in zip(ended.faults, ended.blames, strict=True):
        console.print(f"[{WHOSE[blame][lang]}] {fault}", markup=False, style="red")
    if ended.tally.lanes:
        paths = write_reports(ended.folder, lang)
        summary = summary_of(ended.folder)
        _tell(console, lang, summary, ended.exit_code, paths)
    else:
        summary = json.loads(nothing_judged("; ".join(ended.faults), ended.exit_code, ended.blames[0]))
    if as_json:
        typer.echo(json.dumps(summary, ensure_ascii=False))
    raise typer.Exit(ended.exit_code)


WHOSE = {
    "system": {"ja": "テスト対象", "en": "system under test"},
    "configuration": {"ja": "設定・データ", "en": "configuration or data"},
    "driver": {"ja": "接続部", "en": "driver"},
    "instrument": {"ja": "試験器", "en": "instrument"},
    "town": {"ja": "模擬の相手方", "en": "simulated town"},
}
SIGNS = {"passed": "✓", "failed": "✗", "error": "!", "inconclusive": "?", "untested": "–"}


class _Shown:
    """
    Live progress: a bar, and a line for every scenario that did not pass.
    """

    def __init__(self, console: Console, language: str) -> None:
        self.language = language
        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        )
        self._task = self.bar.add_task("シナリオ" if language == "ja" else "scenarios", total=0)
        self._total = 0

    def line(self, said: dict[str, Any]) -> None:
        """
        Show what a worker said.
        """
        if said["kind"] == "planned":
            self._total += int(said["count"])
            self.bar.update(self._task, total=self._total)
        elif said["kind"] == "warning":
            self.bar.console.print(said["message"][self.language], markup=False, style="yellow")
        elif said["kind"] == "scenario":
            self.bar.advance(self._task)
            if said["result"] != "passed":
                sign, title = SIGNS[said["result"]], said["title"][self.language]
                whose = f" [{WHOSE[said['blame']][self.language]}]" if said.get("blame") else ""
                self.bar.console.print(f"{sign} {said['key']}  {title}{whose}", markup=False)


def _tell(console: Console, language: str, summary: dict[str, Any], code: int, paths: list[Path]) -> None:
    for severity in ("MUST", "SHOULD"):
        counts = summary["requirements"][severity]
        told = "  ".join(f"{verdict} {number}" for verdict, number in counts.items() if number)
        console.print(f"{severity:<8} {told or '–'}", markup=False)
    words = {
        "ja": f"シナリオ{summary['scenarios']}件、電文{summary['messages']}通、{summary['wall_s']:.1f}秒",
        "en": f"{summary['scenarios']} scenarios, {summary['messages']} messages, {summary['wall_s']:.1f} s",
    }
    console.print(words[language], markup=False)
    verdict = {
        0: {
            "ja": "適合：検査したMUST要件はすべて合格",
            "en": "conformant: every tested MUST requirement passes",
        },
        1: {"ja": "不適合", "en": "non-conformance"},
        3: {"ja": "検査器の障害", "en": "harness fault"},
        4: {"ja": "判定不能又は検査なし", "en": "inconclusive or nothing tested"},
    }.get(code, {"ja": "設定の誤り", "en": "usage or configuration"})
    console.print(f"{verdict[language]} (exit {code})", markup=False, style="bold")
    for path in paths:
        if path.suffix == ".html":
            console.print(str(path), markup=False)
