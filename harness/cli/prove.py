"""
``tekigo prove``: every deliberate defect must be failed where it says, and nowhere else; empty registries pass nothing.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from harness.cli.application import application
from harness.running.prove import Empty, Proof, defects, prove as carry_out
from harness.running.statement import load
from harness.words.errors import UsageError

app = application()


@app.command("prove")
def prove(
    only: Annotated[
        list[str] | None, typer.Argument(metavar="[DEFECT]...", help="Ids; all without any.")
    ] = None,
    jobs: Annotated[int, typer.Option("-j", help="So many proofs side by side.")] = 2,
    out: Annotated[
        Path | None, typer.Option("--out", help="Keep the runs there; by default they are dropped.")
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="Run every row of every table for each defect.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object as the last line.")] = False,
) -> None:
    """
    Prove that the checks can fail: run the suite against every deliberate defect and against empty registries.

    Exit codes: 0 all killed where they say · 1 a defect survived, strayed or an empty registry passed something ·
    2 usage · 3 harness fault.
    """
    chosen = only or []
    known = {
        name for part, listed in defects().items() for each in listed for name in (each, f"{part}/{each}")
    }
    unknown = sorted(set(chosen) - known)
    if unknown:
        raise UsageError(
            f"there is no defect {', '.join(unknown)}", hint="Without names every defect is proven."
        )
    console = Console(stderr=True, highlight=False, soft_wrap=True)

    def tell(result: Proof | Empty) -> None:
        console.print(_line(result), markup=False)

    with tempfile.TemporaryDirectory(prefix="tekigo-prove-") as dropped:
        proofs, empties = carry_out(load(None, None), chosen, jobs, out or Path(dropped), tell, whole=whole)
    premature = [proof for proof in proofs if proof.premature]
    proofs = [proof for proof in proofs if not proof.premature]
    survived = [proof for proof in proofs if not proof.killed]
    feigned = [empty for empty in empties if empty.passed or (empty.faults)]
    console.print(
        f"{len(proofs) - len(survived)}/{len(proofs)} killed, "
        f"{len(premature)} whose requirement has no scenario yet, {len(empties)} empty registries, "
        f"{sum(len(empty.passed) for empty in empties)} PASS among them",
        markup=False,
        style="bold",
    )
    if as_json:
        told = {
            "proofs": msgspec.to_builtins(proofs),
            "premature": msgspec.to_builtins(premature),
            "empty": msgspec.to_builtins(empties),
        }
        typer.echo(json.dumps(told, ensure_ascii=False))
    if any(proof.faults for proof in proofs) or any(empty.faults for empty in empties):
        raise typer.Exit(3)
    raise typer.Exit(1 if survived or feigned else 0)


def _line(result: Proof | Empty) -> str:
    if isinstance(result, Empty):
        told = ", ".join(result.passed) or "no PASS"
        return f"{'✓' if not result.passed else '✗'} {result.name}: {told} {' '.join(result.faults)}"
    if result.premature:
        told = ", ".join(result.names)
        why = (
            f"no scenario yet for {told}" if told else "breaks a rule of the fake's own, proven in its tests"
        )
        return f"– {result.part}/{result.defect}: {why}"
    sign = "✓" if result.killed else "✗"
    line = f"{sign} {result.part}/{result.defect}: {', '.join(result.killers) or 'survived'}"
    if result.strays:
        line += f"; also failed: {', '.join(result.strays)}"
    return f"{line} {' '.join(result.faults)}".rstrip()
