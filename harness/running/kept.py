"""
What saw each defect when the proof was last written down: the clauses and standing checks at which it failed, and
scenarios in which they all did.

A defect is mostly seen by several. Whoever strikes out one of them leaves it killed by the others, and nobody would
notice; held against this list, the clause that has gone blind is named, and the defects that it used to see.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from harness.running.orders import Scenario
from harness.running.proof import Outcome, Proof
from harness.words.errors import ConfigurationError, Where

FILE = "kills.csv"
HEAD = ("defect", "seen_by", "in")
BETWEEN = " | "


class Kept(Struct, frozen=True):
    """
    What is kept of one defect. ``seen_by``: clauses and standing checks; ``scenarios``: by their names, and between
    them they show it to each of these.
    """

    seen_by: list[str] = []
    scenarios: list[str] = []


def load(folder: Path) -> dict[str, Kept]:
    """
    What is kept of each defect in ``kills.csv`` of the catalogue's folder; empty where there is none yet. A line may
    lack the scenarios: then all that could notice are played.

    Raises ConfigurationError for a file of another form.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    if not rows or tuple(rows[0][:2]) != HEAD[:2] or any(len(row) not in (2, 3) for row in rows):
        raise ConfigurationError(
            f"{FILE}の各行は{'、'.join(HEAD)}でなければならない",
            f"{FILE} does not have the columns {', '.join(HEAD)} in every line",
            where=Where(str(path)),
            hint=(
                "この表を元に戻すか、消してtekigo prove --write docs/proof.mdで書き直す。",
                "Restore the table, or delete it and write it again with tekigo prove --write docs/proof.md.",
            ),
        )
    return {
        row[0]: Kept(row[1].split(), [name for name in "".join(row[2:]).split(BETWEEN) if name])
        for row in rows[1:]
    }


def save(folder: Path, proofs: Iterable[Proof], known: Iterable[str], scenarios: Iterable[Scenario]) -> Path:
    """
    Renew the lines of what was proven, drop those of defects that are not ``known`` any more, leave the others.
    ``scenarios`` are those that were collected.
    """
    seen = load(folder)
    names = {one.key: one.name for one in scenarios}
    for proof in proofs:
        seen.pop(proof.defect.name, None)
        if proof.outcome is Outcome.KILLED:
            seen[proof.defect.name] = Kept(proof.seen_by, [names[key] for key in telling(proof)])
    here = set(known)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HEAD)
    rows = [(name, " ".join(one.seen_by), BETWEEN.join(one.scenarios)) for name, one in seen.items()]
    table.writerows(row for row in sorted(rows) if row[0] in here)
    path = folder / FILE
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def telling(proof: Proof) -> list[str]:
    """
    Keys of few scenarios in which everything that saw the defect saw it: always the one in which most of what is left
    did, of equals the one of fewest acts.
    """
    saw: dict[str, set[str]] = {}
    acts: dict[str, int] = {}
    for one in proof.failures:
        if one.scenario and one.requirement in proof.defect.named:
            saw.setdefault(one.scenario, set()).add(one.check or one.clause)
            acts[one.scenario] = min(one.acts, acts.get(one.scenario, one.acts))
    chosen: list[str] = []
    left = set().union(*saw.values())
    while left:
        best = min(saw, key=lambda key: (-len(saw[key] & left), acts[key], key))
        chosen.append(best)
        left -= saw[best]
    return sorted(chosen)
