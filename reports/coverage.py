"""
Which requirement is decided by which scenarios, and why one has none: ``features/requirements/coverage.csv``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from harness.judgement.catalogue import Catalogue, Requirement

HEAD = ["requirement", "severity", "clauses", "covered", "scenarios", "reason"]


def coverage(catalogue: Catalogue, scenarios: Mapping[str, Iterable[str]]) -> str:
    """
    The table as CSV, one line per requirement in the order of the catalogue.

    ``scenarios`` gives the clauses (``REL-001.3``) that each scenario may decide. ``clauses`` counts the observable
    ones, ``covered`` those of them that some scenario may decide.
    """
    deciding: dict[str, list[str]] = {}
    for scenario, clauses in scenarios.items():
        for clause in clauses:
            deciding.setdefault(clause, []).append(scenario)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for item in catalogue.requirements.values():
        writer.writerow(_line(item, deciding))
    return out.getvalue()


def _line(item: Requirement, deciding: dict[str, list[str]]) -> list[object]:
    observable = [f"{item.id}.{clause.n}" for clause in item.clause if clause.not_observable is None]
    covered = [clause for clause in observable if clause in deciding]
    found = sorted({scenario for clause in covered for scenario in deciding[clause]})
    return [
        item.id,
        item.severity,
        len(observable),
        len(covered),
        " ".join(found),
        _reason(item, observable, covered),
    ]


def _reason(item: Requirement, observable: list[str], covered: list[str]) -> str:
    if covered:
        return ""
    if observable:
        return "no scenario decides it yet"
    told = item.not_observable or next(
        (one.not_observable for one in item.clause if one.not_observable), None
    )
    return f"not observable: {told.en}" if told else "it has no clause"
