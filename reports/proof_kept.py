"""
The proof as it is kept beside the code: no time and nothing of a machine, the same again as long as nothing changes.

A proof of a selection replaces the lines of what it proved and leaves the others as they were.
"""

from __future__ import annotations

import re
from typing import Any

from reports.proof_rows import row, table

NONE = "–"
HEAD = (
    "# The proof: which defect is killed where",
    "",
    "Written by `tekigo prove --write docs/proof.md`, never by hand; with `--select` it renews what was selected.",
    "What the words mean: [defects.md](defects.md).",
)
DEFECTS = ("By defect", ("Defect", "Must fail", "May fail", "Outcome", "Failed of what must"))
REQUIREMENTS = ("By requirement", ("Requirement", "Killed by"))
GUARDS = ("What one clause or standing check sees alone", ("Clause or check", "Would survive without it"))
SYSTEMS = ("Empty and lawful registries", ("Registry", "Earned"))
UNCOUNTED = ("premature", "own rule", "indistinguishable", "cannot be planted")


def kept(told: dict[str, Any], before: str = "") -> str:
    """
    The document of a measurement. ``before``: the one that it renews, where only a selection was proven.
    """
    defects = {name: cells for name, *cells in table(before, DEFECTS[0])}
    guards = {name: cells[0].split(", ") for name, *cells in table(before, GUARDS[0])}
    systems = {name: cells[0] for name, *cells in table(before, SYSTEMS[0])}
    proven = {proof["name"] for proof in told["proofs"]}
    for proof in told["proofs"]:
        must, may, killers = (", ".join(proof[name]) or NONE for name in ("must", "may", "killers"))
        defects[proof["name"]] = [must, may, proof["outcome"], killers]
    alone = told["sole_guards"]
    guards = {
        name: sorted({*(one for one in guards.get(name, []) if one not in proven), *alone.get(name, [])})
        for name in sorted(guards.keys() | alone.keys())
    }
    systems |= {name: f"{count} PASS" for name, count in told["empty_systems"].items()}
    systems |= {name: f"{count} FAIL" for name, count in told["lawful"].items()}
    defects = {name: cells for name, cells in sorted(defects.items()) if name in told["known"]}
    guards = {name: here for name, found in guards.items() if (here := [one for one in found if one in defects])}
    return "\n".join(
        [
            *HEAD,
            "",
            _figures(defects, guards, told),
            *_table(DEFECTS, [[name, *cells] for name, cells in defects.items()]),
            *_table(REQUIREMENTS, _by_requirement(defects)),
            *_table(GUARDS, [[name, ", ".join(found)] for name, found in guards.items()]),
            *_table(SYSTEMS, [[name, earned] for name, earned in sorted(systems.items())]),
            "",
        ]
    )


def _figures(defects: dict[str, list[str]], guards: dict[str, list[str]], told: dict[str, Any]) -> str:
    outcomes = [cells[2] for cells in defects.values()]
    counted = [outcome for outcome in outcomes if outcome not in UNCOUNTED]
    clauses = set(told["carried"])
    alone = len(guards.keys() & clauses)
    checks = sum(name not in clauses for name in guards if "." not in name)
    return (
        f"{counted.count('killed')} of {len(counted)} defects are killed where they say; "
        f"{len(outcomes) - len(counted)} more are not counted.\n"
        f"Without {alone} of the {len(clauses)} clauses that have scenarios, and {checks} of "
        f"{told['guarded']['checks']} standing checks, some defect would survive."
    )


def _by_requirement(defects: dict[str, list[str]]) -> list[list[str]]:
    found: dict[str, list[str]] = {}
    for name, (_must, _may, _outcome, killers) in defects.items():
        for requirement in re.findall(r"[A-Z]+-\d+", killers):
            found.setdefault(requirement, []).append(name)
    return [[requirement, ", ".join(names)] for requirement, names in sorted(found.items())]


def _table(form: tuple[str, tuple[str, ...]], rows: list[list[str]]) -> list[str]:
    title, heads = form
    return ["", f"## {title}", "", row(list(heads)), row(["---"] * len(heads)), *map(row, rows)]
