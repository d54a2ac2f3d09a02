"""
Whose fault it is that something did not pass: every verdict that is no pass owes its reader that too.

``system``: the system under test. ``configuration``: what was set, declared, supplied or selected. ``driver``: what
connects both. ``instrument``: ours. ``town``: a simulated neighbour. ``unclear``: repeats disagree.
"""

from __future__ import annotations

from typing import Literal

from harness.judgement.verdict import Verdict
from harness.words.blame import Blame
from reports.model import Run, Scenario
from reports.reasons import Reasons

Whose = Blame | Literal["unclear"]
ORDER: list[Whose] = ["unclear", "instrument", "town", "driver", "configuration", "system"]


class Blames:
    """
    Looks blame up in one run.
    """

    def __init__(self, run: Run, reasons: Reasons) -> None:
        self.run = run
        self._reasons = reasons
        self._scenarios: dict[str, list[Scenario]] = {}
        for scenario in run.scenarios:
            open_ended = {
                finding.clause for finding in scenario.findings if finding.verdict == "inconclusive"
            }
            for clause in {*scenario.started.clauses, *open_ended}:
                if clause in open_ended or clause not in scenario.judged():
                    self._scenarios.setdefault(clause, []).append(scenario)

    def of_clause(self, clause: str, verdict: Verdict) -> Whose | None:
        """
        Whose a clause's verdict is; None for PASS and NOT APPLICABLE.
        """
        if verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE):
            return None
        state = self.run.states.get(clause)
        if state is not None and state.flaky:
            return "unclear"
        if verdict is Verdict.FAIL and (state is None or not state.failed):
            return "configuration"  # It passes: what fails is a waiver that nobody needs.
        if verdict in (Verdict.FAIL, Verdict.WAIVED):
            return "system" if self.run.binds_claimed(clause) else "town"
        if verdict is Verdict.UNTESTED:
            undeclared = state is not None and (state.undeclared or state.partial)
            return "configuration" if undeclared or self._reasons.not_selected(clause) else "instrument"
        found = {of_scenario(scenario) for scenario in self._scenarios.get(clause, [])} - {None}
        return next((whose for whose in ORDER if whose in found), "instrument")

    def of_requirement(self, verdict: Verdict, clauses: dict[str, Verdict]) -> Whose | None:
        """
        Whose a requirement's verdict is: that of the first clause which gives it.
        """
        giving = (clause for clause, own in clauses.items() if own is verdict)
        return next((whose for clause in giving if (whose := self.of_clause(clause, verdict))), None)


def of_scenario(scenario: Scenario) -> Whose | None:
    """
    Whose a scenario's result is; None for a pass. One that was killed says nothing of the system.
    """
    if scenario.result == "passed":
        return None
    if scenario.ended is None:
        return "instrument"
    return scenario.ended.blame or ("system" if scenario.result == "failed" else "instrument")
