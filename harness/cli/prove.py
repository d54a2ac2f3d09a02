"""
``tekigo prove``: every deliberate defect must be failed where it says, and nowhere else; empty registries pass nothing,
lawful ones fail nothing.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from harness.cli.application import LanguageOption, application
from harness.cli.proven import line, sum_up
from harness.cli.written import listed, made
from harness.judgement.catalogue import Catalogue
from harness.running import kept
from harness.running.entries import features_folder, found
from harness.running.matrix import document, figures, guarded, properties
from harness.running.proof import Proof, System
from harness.running.prove import Wanted, prove as carry_out
from harness.running.run import new_run_id
from harness.running.statement import load
from harness.words.errors import UsageError

app = application()


@app.command("prove")
def prove(  # noqa: PLR0913 - one parameter for each option of the command
    select: Annotated[
        str | None,
        typer.Option(
            "--select", metavar="IDS", help="Defects, or requirements that they name, by commas; all without."
        ),
    ] = None,
    jobs: Annotated[int, typer.Option("-j", help="So many workers side by side.")] = 2,
    out: Annotated[Path, typer.Option("--out", help="Where result folders go.")] = Path("results"),
    keep: Annotated[bool, typer.Option("--keep", help="Keep the events of every round, masked.")] = False,
    whole: Annotated[
        bool, typer.Option("--whole", help="Every scenario and every row against every defect.")
    ] = False,
    broad: Annotated[
        bool,
        typer.Option(
            "--broad",
            help="What could notice a defect, not only what is kept as noticing it. --write implies it.",
        ),
    ] = False,
    mute: Annotated[
        str | None,
        typer.Option(
            "--mute",
            metavar="IDS",
            help="Strike out clauses, standing checks or single expectations; who survives?",
        ),
    ] = None,
    lang: LanguageOption = "ja",
    write: Annotated[
        Path | None,
        typer.Option(
            "--write",
            metavar="FILE",
            help="Also renew the document of the proof there (docs/proof.md), and kills.csv.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object as the last line.")] = False,
) -> None:
    """
    Prove that the checks can fail: play the scenarios against every deliberate defect, empty and lawful registries.

    Exit codes: 0 all as it must be · 1 a defect survived or strayed, an empty registry passed something or a lawful one
    failed · 2 usage, or a defect that cannot be planted · 3 void, or something broke.
    """
    if write is not None and mute:
        raise UsageError(
            "--writeと--muteは一緒に使えない。何かを除いて見たものは残さない",
            "--write cannot stand beside --mute: what was seen with something struck out is not kept",
        )
    if write is not None and (write.is_dir() or not write.parent.is_dir()):
        raise UsageError(
            f"--write {write}：この場所にファイルを書けない",
            f"--write {write}: no file can be written there",
            hint=("あるフォルダの中のファイルを示す。", "Name a file in a folder that exists."),
        )
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    chosen, muted, new = listed(select, "--select"), listed(mute, "--mute"), not out.exists()
    folder = made(out / f"prove-{new_run_id()}")

    def tell(result: Proof | System, done: int, of: int) -> None:
        console.print(f"{done:>3}/{of} {line(result, lang)}", markup=False)

    wanted = Wanted(
        chosen=chosen,
        jobs=jobs,
        whole=whole,
        broad=broad or write is not None,
        mute=muted,
        keep=folder / "rounds" if keep else None,
        language=lang,
    )
    try:
        with tempfile.TemporaryDirectory(prefix="tekigo-prove-") as dropped:
            measured = carry_out(load(None, None, None), wanted, Path(dropped), tell)
    except BaseException:
        with contextlib.suppress(OSError):  # Nothing was proven, and an empty folder would say otherwise.
            folder.rmdir()
            if new:
                out.rmdir()
        raise
    catalogue = Catalogue.load(features_folder() / "requirements")
    paths = _written(folder, document(measured, catalogue), lang, write)
    if write is not None:
        paths.append(
            kept.save(features_folder() / "requirements", measured.proofs, measured.known, measured.scenarios)
        )
    for path in paths:
        console.print(str(path), markup=False, style="dim")
    sum_up(console, measured, lang)
    if as_json:
        more = {"properties": properties(measured), "guarded": guarded(measured), "folder": str(folder)}
        told = {**figures(measured), **more}
        typer.echo(json.dumps(told, ensure_ascii=False))
    raise typer.Exit(measured.exit_code)


def _written(folder: Path, told: dict[str, Any], lang: str, beside: Path | None) -> list[Path]:
    path = folder / "proof.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    entry = found("tekigo.reports").get("prove")
    more: list[Path] = entry.load()(folder, lang, beside) if entry is not None else []
    return [path, *more]
