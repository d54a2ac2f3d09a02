"""
What the page shows, worked out before the template prints it: requirements, scenarios, charts, records, faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from harness.evidence.events import Observed
from harness.judgement.catalogue import Clause, Group, Requirement
from harness.judgement.verdict import RequirementVerdict, Verdict
from reports.blames import Blames, Whose, of_scenario
from reports.model import Run, Scenario
from reports.reasons import Reasons
from reports.records import Budget, Record, records
from reports.sequence import Chart, chart
from reports.svg import draw
from reports.texts import Language, Texts, choose
from reports.visible import clipped

OPEN = (Verdict.FAIL, Verdict.ERROR)


@dataclass(frozen=True)
class FindingView:
    """
    A finding beside the scenario it was made in. ``links`` are (reference, anchor or nothing).
    """

    finding: Observed
    scenario: ScenarioView | None
    expected: str
    actual: str
    why: str
    links: list[tuple[str, str]]


@dataclass(frozen=True)
class ClauseView:
    """
    A clause with its verdict. ``own`` is false where it binds only roles that are not judged here: ``others``.
    """

    id: str
    clause: Clause
    text: str
    verdict: Verdict
    own: bool
    others: str
    reason: str
    waived: bool
    blame: str
    findings: list[FindingView]
    holding: list[FindingView]


@dataclass(frozen=True)
class RequirementView:
    """
    A requirement with everything that was found on it.
    """

    item: Requirement
    title: str
    obligation: str
    verdict: Verdict
    reason: str
    blame: str
    clauses: list[ClauseView]
    scenarios: list[ScenarioView]

    @property
    def opened(self) -> bool:
        """
        Whether the page shows it open: where something went wrong.
        """
        return self.verdict in OPEN

    @property
    def partly(self) -> tuple[int, int]:
        """
        How many clauses pass, of how many that are judged here.
        """
        judged = [clause for clause in self.clauses if clause.own]
        return sum(1 for clause in judged if clause.verdict is Verdict.PASS), len(judged)


@dataclass(frozen=True)
class GroupView:
    """
    A group of the catalogue with its requirements, and how many have each verdict.
    """

    group: Group
    title: str
    requirements: list[RequirementView]
    counts: list[tuple[Verdict, int]]


@dataclass(frozen=True)
class ScenarioView:
    """
    A scenario as the page shows it. ``drawn`` only where it failed; ``records`` only what is printed in full.
    """

    scenario: Scenario
    anchor: str
    title: str
    why: str
    blame: str
    requirements: list[str]
    chart: Chart | None
    drawn: Markup
    records: list[Record]
    total: int


def anchor_of(scenario: Scenario, number: int) -> str:
    """
    An anchor that no text from outside can reach: letters, digits and the scenario's place in the run.
    """
    return f"s{number}-" + re.sub(r"[^A-Za-z0-9]+", "-", scenario.key)[:80].strip("-")


class Page:
    """
    The views of one run in one language.
    """

    def __init__(self, run: Run, language: Language) -> None:
        self.run = run
        self.language: Language = language
        self.words = Texts(language)
        self.reasons = Reasons(run)
        self.blames = Blames(run, self.reasons)
        budget = Budget()
        self.scenarios = [
            self._scenario(item, number, budget) for number, item in enumerate(run.scenarios, 1)
        ]
        self._findings = self._by_clause()
        own = {item.requirement: item for item in run.own}
        town = {item.requirement: item for item in run.town}
        self.groups = list(self._groups(own, set(own)))
        self.town = list(self._groups(town, set(town) - set(own)))
        self.failing = [
            clause
            for group in self.groups
            for item in group.requirements
            for clause in item.clauses
            if clause.own and clause.verdict is Verdict.FAIL
        ]

    def text(self, value: dict[str, str] | None) -> str:
        """
        A text of the events in the page's language, cut where it is very long.
        """
        return clipped(choose(value, self.language)) if value else ""

    def _scenario(self, scenario: Scenario, number: int, budget: Budget) -> ScenarioView:
        anchor = anchor_of(scenario, number)
        failing = bool(scenario.failures or scenario.port_faults)
        drawn = chart(scenario, self.language) if failing and scenario.evidence else None
        clauses = [*scenario.started.clauses, *sorted(scenario.judged())]
        return ScenarioView(
            scenario=scenario,
            anchor=anchor,
            title=clipped(choose(scenario.started.title, self.language)),
            why=self.text(scenario.why()),
            blame=self._whose(of_scenario(scenario)),
            requirements=list(dict.fromkeys(clause.partition(".")[0] for clause in clauses)),
            chart=drawn,
            drawn=draw(drawn, self.words, anchor) if drawn else Markup(""),
            records=records(scenario, anchor, failing, budget),
            total=len(scenario.evidence),
        )

    def _by_clause(self) -> dict[str, list[FindingView]]:
        views = {id(view.scenario): view for view in self.scenarios}
        found: dict[str, list[FindingView]] = {}
        for scenario, finding in self.run.findings():
            view = views.get(id(scenario))
            anchors = {record.ref: record.anchor for record in view.records} if view else {}
            found.setdefault(finding.clause, []).append(
                FindingView(
                    finding=finding,
                    scenario=view,
                    expected=self.text(finding.expected),
                    actual=self.text(finding.actual),
                    why=self.text(finding.why),
                    links=[(ref, anchors.get(ref, "")) for ref in finding.evidence],
                )
            )
        return found

    def _groups(self, verdicts: dict[str, RequirementVerdict], shown: set[str]) -> Iterable[GroupView]:
        for group in self.run.catalogue.groups:
            items = [
                self._requirement(item, verdicts[item.id]) for item in group.requirement if item.id in shown
            ]
            if items:
                counted = [
                    (verdict, sum(1 for item in items if item.verdict is verdict)) for verdict in Verdict
                ]
                counts = [(verdict, number) for verdict, number in counted if number]
                yield GroupView(group, self._words(group.title.ja, group.title.en), items, counts)

    def _requirement(self, item: Requirement, verdict: RequirementVerdict) -> RequirementView:
        reason = self.reasons.of_requirement(verdict.verdict, verdict.clauses)
        return RequirementView(
            item=item,
            title=self._words(item.title.ja, item.title.en),
            obligation=self._words(item.obligation.ja, item.obligation.en),
            verdict=verdict.verdict,
            reason=self.text(reason),
            blame=self._whose(self.blames.of_requirement(verdict.verdict, verdict.clauses)),
            clauses=[self._clause(item, clause, verdict) for clause in item.clause],
            scenarios=[view for view in self.scenarios if item.id in view.requirements],
        )

    def _clause(self, item: Requirement, clause: Clause, verdict: RequirementVerdict) -> ClauseView:
        key = f"{item.id}.{clause.n}"
        state = self.run.states.get(key)
        own = state.verdict() if state else Verdict.UNTESTED
        found = self._findings.get(key, [])
        return ClauseView(
            id=key,
            clause=clause,
            text=self._words(clause.text.ja, clause.text.en),
            verdict=verdict.clauses.get(key, own),
            own=key in verdict.clauses or clause.not_observable is not None,
            others=("、" if self.language == "ja" else ", ").join(
                self.words[f"role.{role}"] for role in clause.binds
            ),
            reason=self.text(self.reasons.of_clause(key, own)),
            waived=key in verdict.waived,
            blame=self._whose(self.blames.of_clause(key, verdict.clauses.get(key, own))),
            findings=sorted(
                (view for view in found if view.finding.verdict != "pass"),
                key=lambda view: view.finding.verdict,
            ),
            holding=[view for view in found if view.finding.verdict == "pass"],
        )

    def _whose(self, blame: Whose | None) -> str:
        return self.words[f"blame.{blame}"] if blame else ""

    def _words(self, ja: str, en: str) -> str:
        return ja if self.language == "ja" else en
