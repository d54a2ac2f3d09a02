"""
Why a clause has no pass and no failure: each verdict that is neither owes its reader a reason.
"""

from __future__ import annotations

from harness.evidence.events import Text
from harness.judgement.verdict import Verdict
from harness.words.errors import CatalogueError
from reports.model import Run

NO_SCENARIO: Text = {"ja": "これを判定するシナリオがない。", "en": "No scenario decides it."}
NOT_SELECTED: Text = {"ja": "この実行では選択されていない。", "en": "It was not selected for this run."}
NOT_REACHED: Text = {
    "ja": "判定するはずのシナリオが、ここまで達しなかった。",
    "en": "A scenario set out to decide it and did not reach it.",
}
FLAKY: Text = {
    "ja": "繰り返すと判定が変わった（FLAKY）。",
    "en": "FLAKY: repeats of one scenario came to different verdicts.",
}
OUT_OF_FORCE: Text = {
    "ja": "シナリオの日に施行されていることを確認できない。",
    "en": "It is not known to be in force on the day of the scenario.",
}
OTHERS: Text = {
    "ja": "テスト対象が担わない役割だけを拘束する。",
    "en": "It binds only roles that the system under test does not claim.",
}


class Reasons:
    """
    Looks reasons up in one run.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self._selected = _selected(run)
        self._waived = {clause: said for item in run.own for clause, said in item.waived.items()}
        self._open: dict[str, list[Text]] = {}
        for scenario in run.scenarios:
            why = scenario.why()
            for clause in scenario.started.clauses:
                if scenario.result != "passed" and why and clause not in scenario.judged():
                    self._open.setdefault(clause, []).append(why)
        for _, finding in run.findings():
            if finding.verdict == "inconclusive" and finding.why:
                self._open.setdefault(finding.clause, []).append(finding.why)

    def of_clause(self, clause: str, verdict: Verdict) -> Text | None:
        """
        The reason of a clause's verdict; None for FAIL and PASS, whose findings speak, unless a waiver is to blame.
        """
        if clause in self._waived:
            return self._waived[clause]
        if verdict in (Verdict.FAIL, Verdict.PASS, Verdict.WAIVED):
            return None
        if verdict is Verdict.NOT_APPLICABLE:
            return OUT_OF_FORCE
        state = self.run.states.get(clause)
        if state is not None and state.flaky:
            return FLAKY
        if found := self._open.get(clause):
            return found[0]
        if verdict is not Verdict.UNTESTED:
            return NOT_REACHED
        return self._untested(clause)

    def of_requirement(self, verdict: Verdict, clauses: dict[str, Verdict]) -> Text | None:
        """
        The reason of a requirement's verdict: that of the first clause which gives it.
        """
        if verdict is Verdict.NOT_APPLICABLE and not clauses:
            return OTHERS
        giving = (clause for clause, own in clauses.items() if own is verdict)
        return next((why for clause in giving if (why := self.of_clause(clause, verdict))), None)

    def not_selected(self, clause: str) -> bool:
        """
        Whether the run was not asked for this clause's requirement.
        """
        return self._selected is not None and clause.partition(".")[0] not in self._selected

    def _untested(self, clause: str) -> Text:
        found = self.run.clause(clause)
        if found and found[1].not_observable:
            return {"ja": found[1].not_observable.ja, "en": found[1].not_observable.en}
        if self.not_selected(clause):
            return NOT_SELECTED
        if found and found[1].untested:
            return {"ja": found[1].untested.ja, "en": found[1].untested.en}
        return NO_SCENARIO


def _selected(run: Run) -> frozenset[str] | None:
    """
    Requirements that the run was asked for; None for all, or where its words mean nothing to this catalogue.
    """
    if not run.started.selection:
        return None
    try:
        return frozenset(run.catalogue.select(run.started.selection))
    except CatalogueError:
        return None
