"""
Coverage of the catalogue: which scenario judges which clause, which defect proves which requirement, and what is left.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from pathlib import Path

from pytest_bdd.feature import get_features

from harness.judgement.catalogue import Catalogue
from harness.running.declared import declared


def scenarios_by_clause(features: Path) -> dict[str, list[str]]:
    """
    Clause id → the scenarios tagged with it, as ``<group>/<file>:<line>``.
    """
    tagged: dict[str, list[str]] = defaultdict(list)
    for feature in get_features([str(features)]):
        for scenario in feature.scenarios.values():
            place = f"{Path(feature.filename).relative_to(features)}:{scenario.line_number}"
            of_rows = {tag for examples in scenario.examples for tag in examples.tags}
            for tag in sorted(scenario.tags | feature.tags | of_rows):
                tagged[tag].append(place)
    return tagged


def coverage_csv(catalogue: Catalogue, features: Path) -> str:
    """
    One line per requirement: id, severity, scenarios, clauses without a scenario, defects, or the reason for none.
    """
    tagged = scenarios_by_clause(features)
    proven: dict[str, list[str]] = defaultdict(list)
    for defect in declared():
        for requirement in defect.must:
            proven[requirement].append(defect.name)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["requirement", "severity", "scenarios", "clauses_without", "defects", "reason"])
    for item in catalogue.requirements.values():
        ids = [f"{item.id}.{clause.n}" for clause in item.clause]
        scenarios = {place for clause in ids for place in tagged.get(clause, [])}
        without = [clause.rpartition(".")[2] for clause in ids if clause not in tagged]
        reason = "; ".join(
            f"{clause.n}: {clause.untested.en}"
            for clause in item.clause
            if clause.untested and f"{item.id}.{clause.n}" not in tagged
        )
        if not scenarios:
            reason = item.not_observable.en if item.not_observable else reason or "no scenario written yet"
        writer.writerow(
            [
                item.id,
                item.severity,
                len(scenarios),
                " ".join(without),
                " ".join(sorted(proven[item.id])),
                reason,
            ]
        )
    return text.getvalue()
