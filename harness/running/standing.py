"""
Runs the standing checks over a scene's slice of the history and turns breaches into findings.
"""

from __future__ import annotations

from harness.evidence.history import History
from harness.judgement.checks import CHECKS, JUDGED, Context
from harness.running.lane import Lane
from harness.running.scene import Scene
from harness.words.errors import HarnessFault


def run_checks(lane: Lane, scene: Scene) -> None:
    """
    Check what this scenario added to the history. Raises HarnessFault where a check says that it cannot judge.
    """
    history = History.of(lane.slice, lane.municipality)
    context = Context(
        municipality=lane.municipality,
        roles=lane.roles,
        basis=lane.basis,
        number_departments=frozenset(name for name, uses in lane.basis.items() if uses),
        today=lane.clock.today,
    )
    faults = []
    for name, check in CHECKS.items():
        result = check(history, context)
        for breach in result.findings:
            if breach.clause not in JUDGED[name]:
                faults.append(f"{name}: it judges {breach.clause} and does not say so in JUDGES")
                continue
            scene.expect.standing(name, breach.clause, breach.expected, breach.actual, breach.evidence)
        lane.checked(scene.scenario, name, result.examined, len(result.findings), result.notes)
        faults += [f"{name}: {fault}" for fault in result.faults]
    if faults:
        raise HarnessFault(
            f"常時検査が判定できない：{'; '.join(faults)}", "; ".join(faults), code="check-cannot-judge"
        )
