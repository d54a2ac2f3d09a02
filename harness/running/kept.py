"""
What saw each defect when the proof was last written down: the clauses and standing checks at which it failed.

A defect is mostly seen by several. Whoever strikes out one of them leaves it killed by the others, and nobody would
notice; held against this list, the clause that has gone blind is named, and the defects that it used to see.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from harness.running.proof import Outcome, Proof
from harness.words.errors import ConfigurationError, Where

FILE = "kills.csv"
HEAD = ("defect", "seen_by")


def load(folder: Path) -> dict[str, list[str]]:
    """
    Defect → clauses and standing checks, from ``kills.csv`` of the catalogue's folder; empty where there is none yet.

    Raises ConfigurationError for a file of another form.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    if not rows or tuple(rows[0]) != HEAD or any(len(row) != len(HEAD) for row in rows):
        raise ConfigurationError(
            f"{FILE}の各行は{'、'.join(HEAD)}でなければならない",
            f"{FILE} does not have the columns {', '.join(HEAD)} in every line",
            where=Where(str(path)),
            hint=("tekigo prove --writeで書き直す。", "Write it again with tekigo prove --write."),
        )
    return {defect: seen.split() for defect, seen in rows[1:]}


def save(folder: Path, proofs: Iterable[Proof], known: Iterable[str]) -> Path:
    """
    Renew the lines of what was proven, drop those of defects that are not ``known`` any more, leave the others.
    """
    seen = load(folder)
    for proof in proofs:
        seen.pop(proof.defect.name, None)
        if proof.outcome is Outcome.KILLED:
            seen[proof.defect.name] = proof.seen_by
    here = set(known)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HEAD)
    table.writerows([name, " ".join(by)] for name, by in sorted(seen.items()) if name in here)
    path = folder / FILE
    path.write_text(text.getvalue(), encoding="utf-8")
    return path
