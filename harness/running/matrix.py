"""
A measurement as plain data: the result in figures, and the kill matrix, requirement × defect.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import msgspec

from harness.judgement.catalogue import Catalogue
from harness.judgement.checks import CHECKS
from harness.running.proof import (
    COUNTED,
    EMPTY,
    LAWFUL,
    Cell,
    Measurement,
    Outcome,
    Proof,
    System,
    sole_guards,
)

MOST_OF_ONE_PATTERN = 3


def figures(measured: Measurement) -> dict[str, Any]:
    """
    What a proof comes to. ``defects`` counts those that something can judge; the others are listed by their reason.
    """

    def names(*outcomes: Outcome) -> list[str]:
        return [proof.defect.name for proof in measured.of(*outcomes)]

    counted = measured.of(*COUNTED)
    return {
        "defects": len(counted),
        "killed": len(measured.of(Outcome.KILLED)),
        "survived": [
            proof.defect.name
            for proof in counted
            if proof.outcome is not Outcome.BROKEN and (proof.lacking or proof.crashes)
        ],
        "misattributed": [
            proof.defect.name for proof in counted if proof.outcome is not Outcome.BROKEN and proof.strays
        ],
        "empty_systems": {one.name: len(one.passed) for one in _played(measured, EMPTY)},
        "lawful": {one.name: len(one.failed) for one in _played(measured, LAWFUL)},
        "void": bool(measured.void),
        "void_because": measured.void or None,
        "broken": names(Outcome.BROKEN),
        "unfit": {proof.defect.name: proof.unfit for proof in measured.of(Outcome.UNFIT)},
        "premature": names(Outcome.PREMATURE),
        "own_rule": names(Outcome.OWN_RULE),
        "indistinguishable": {
            proof.defect.name: proof.defect.indistinguishable
            for proof in measured.of(Outcome.INDISTINGUISHABLE)
        },
        "misdeclared": {
            proof.defect.name: proof.misdeclared for proof in measured.proofs if proof.misdeclared
        },
        "blind": {proof.defect.name: proof.blind for proof in measured.proofs if proof.blind},
        "shared": {proof.defect.name: proof.shared for proof in measured.proofs if proof.shared},
        "unexplained": measured.unexplained,
        "overtaken": measured.overtaken,
        "left_out": {one.name: one.left_out for one in measured.systems if one.left_out},
        "faulty_systems": {one.name: one.faults for one in measured.systems if one.faults},
        "mute": measured.mute,
        "exit": measured.exit_code,
        "wall_s": measured.wall_s,
    }


def properties(measured: Measurement) -> dict[str, Any]:
    """
    What the defects are like, taken together. ``crowded``: patterns that more defects have than may.
    """
    known = [proof.defect for proof in measured.of(*COUNTED)]
    patterns = Counter(defect.pattern for defect in known)
    return {
        "two_acts": sum(defect.acts >= 2 for defect in known),
        "checks_only": sum(defect.seen_by == "checks" for defect in known),
        "crowded": {name: n for name, n in sorted(patterns.items()) if n > MOST_OF_ONE_PATTERN},
    }


def guarded(measured: Measurement) -> dict[str, int]:
    """
    How many clauses that scenarios carry, and how many standing checks, some defect would survive without; and how many
    clauses see a defect at all, so that the next proof names them if they go blind.
    """
    seeing = {name.partition("@")[0] for proof in measured.of(Outcome.KILLED) for name in proof.seen_by}
    alone = {name for name, defects in sole_guards(measured.proofs, ()).items() if defects}
    return {
        "clauses": len(measured.carried),
        "clauses_guarded": len(alone & set(measured.carried)),
        "clauses_seeing": len(seeing & set(measured.carried)),
        "expectations": len(measured.judged),
        "expectations_seeing": len(measured.judged) - len(measured.unseen),
        "checks": len(CHECKS),
        "checks_guarded": len(alone & set(CHECKS)),
    }


def document(measured: Measurement, catalogue: Catalogue) -> dict[str, Any]:
    """
    The whole measurement for ``proof.json``: figures, properties, every defect, every cell, every guard.
    """
    guards = sole_guards(measured.proofs, [*judged_clauses(measured, catalogue), *CHECKS])
    return {
        **figures(measured),
        "properties": properties(measured),
        "guarded": guarded(measured),
        "carried": measured.carried,
        "known": measured.known,
        "proofs": [_told(proof) for proof in measured.proofs],
        "systems": [msgspec.to_builtins(system) for system in measured.systems],
        "matrix": matrix(measured, catalogue),
        "sole_guards": {name: found for name, found in guards.items() if found},
        "unseen": measured.unseen,
        "excused": measured.excused,
        "unguarded": sorted(name for name, found in guards.items() if not found),
    }


def matrix(measured: Measurement, catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """
    Requirement → defect → what became of the one at the other, in the order of the catalogue.
    """
    cells: dict[str, dict[str, str]] = {}
    for requirement in catalogue.requirements:
        row = {proof.defect.name: _cell(measured, proof, requirement) for proof in measured.of(*COUNTED)}
        found = {name: cell.value for name, cell in row.items() if cell is not None}
        if found:
            cells[requirement] = found
    return cells


def judged_clauses(measured: Measurement, catalogue: Catalogue) -> list[str]:
    """
    The clauses at which some defect failed, or that a scenario of the suite may decide.
    """
    failed = {failure.clause for proof in measured.proofs for failure in proof.failures if not failure.check}
    return [clause for clause in catalogue.clauses if clause in failed or clause in measured.carried]


def _cell(measured: Measurement, proof: Proof, requirement: str) -> Cell | None:
    cell = proof.cell(requirement)
    return Cell.VOID if cell is not None and measured.void else cell


def _played(measured: Measurement, kind: str) -> list[System]:
    return [one for one in measured.systems if one.kind == kind and not one.left_out]


def _told(proof: Proof) -> dict[str, Any]:
    clauses: dict[str, list[str]] = {}
    for failure in proof.failures:
        by = failure.check or failure.scenario
        seen = clauses.setdefault(failure.clause, [])
        if by not in seen:
            seen.append(by)
    return {
        **msgspec.to_builtins(proof.defect),
        "name": proof.defect.name,
        "outcome": proof.outcome.value,
        "killers": proof.killers,
        "lacking": proof.lacking,
        "unjudged": proof.unjudged,
        "strays": proof.strays,
        "seen_at": proof.seen_by,
        "failed": {clause: seen[:5] for clause, seen in sorted(clauses.items())},
        "crashes": proof.crashes,
        "faults": proof.faults,
        "shared": proof.shared,
        "scenarios": proof.scenarios,
        "took_s": proof.took_s,
    }
