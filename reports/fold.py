"""
The fold: from the events of a result folder to clause states, requirement verdicts and the exit code of a run.

What binds a claimed role is judged for the system under test; what binds only other roles is the town's own business
and is kept apart, so that a broken fake never counts against a registry.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import msgspec

import harness
from harness.evidence.events import (
    AnyEvent,
    Checked,
    Observed,
    PortFault,
    RunEnded,
    RunStarted,
    ScenarioEnded,
    ScenarioStarted,
    said,
)
from harness.judgement.catalogue import Catalogue
from harness.judgement.fold import tally
from harness.judgement.verdict import ClauseState, RequirementVerdict, Verdict, fold
from harness.words.errors import ExitCode
from reports.model import Fault, Run, Scenario
from reports.reading import LaneEvents, Note, events_of, read_folder


def installed_catalogue() -> Catalogue:
    """
    The catalogue that came with this version.
    """
    return Catalogue.load(Path(harness.__file__).parents[1] / "features" / "requirements")


def read_run(folder: Path, catalogue: Catalogue | None = None) -> Run:
    """
    The run of a result folder, judged by the catalogue (the installed one unless given).

    Raises ResultsError where nothing can be learned from the folder.
    """
    catalogue = catalogue or installed_catalogue()
    lanes, notes = read_folder(folder)
    return _Gathering(catalogue).run(folder, lanes, notes)


class _Gathering:
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.scenarios: list[Scenario] = []
        self.loose: list[Observed] = []
        self.port_faults: list[PortFault] = []
        self.faults: list[Fault] = []
        self.checks: list[Checked] = []
        self.messages = 0

    def run(self, folder: Path, lanes: list[LaneEvents], notes: list[Note]) -> Run:
        started = next(lane.started for lane in lanes if lane.started)
        roles = frozenset(started.roles)
        counted = tally(event for lane in lanes for event in (*lane.events, *lane.broken))
        for lane in lanes:
            self._lane(lane, folder, frozenset(counted.flaky))
        notes = notes + self._notes(started, counted.states)
        complete = not any(note.code in INCOMPLETE for note in notes)
        return Run(
            folder=folder,
            started=started,
            catalogue=self.catalogue,
            scenarios=self.scenarios,
            loose=self.loose,
            port_faults=self.port_faults,
            faults=self.faults,
            checks=self.checks,
            notes=notes,
            states=counted.states,
            own=counted.verdicts(self.catalogue),
            town=list(_town(self.catalogue, counted.states, roles)),
            exit_code=_exit(counted.exit_code(self.catalogue), complete),
            messages=self.messages,
            planned=sum(lane.started.planned for lane in lanes if lane.started and lane.repeat == 0),
            wall_ns=max((_wall_ns(lane) for lane in lanes), default=0),
            registry_ns=counted.registry_ns,
            town_ns=counted.town_ns,
            ended=max((lane.ended.wall for lane in lanes if lane.ended), default=None),
            complete=complete,
            flaky=counted.flaky,
        )

    def _lane(self, lane: LaneEvents, folder: Path, flaky: frozenset[str]) -> None:
        self.messages += lane.messages
        open_scenarios: dict[str, Scenario] = {}
        events: Iterable[AnyEvent] = lane.events
        if lane.repeat:
            apart = (
                each
                for each in lane.events
                if isinstance(each, RunStarted | RunEnded)
                or (isinstance(each, PortFault) and each.scenario not in flaky)
            )
            events = chain(apart, events_of(folder / lane.file, flaky)) if flaky else apart
        for event in events:
            if isinstance(event, ScenarioStarted):
                open_scenarios[event.scenario] = scenario = Scenario(lane.number, event, lane.repeat)
                self.scenarios.append(scenario)
            elif isinstance(event, RunEnded):
                if event.fault is not None:
                    self.faults.append(Fault(lane.number, said(event.fault), event.blame or "instrument"))
            elif not isinstance(event, RunStarted):
                self._into(open_scenarios.get(event.scenario or ""), event)

    def _into(self, scenario: Scenario | None, event: AnyEvent) -> None:
        if isinstance(event, PortFault):
            self.port_faults.append(event)
        if isinstance(event, Checked):
            self.checks.append(event)
        if scenario is None:
            if isinstance(event, Observed):
                self.loose.append(event)
            return
        scenario.take(event)

    def _notes(self, started: RunStarted, states: dict[str, ClauseState]) -> list[Note]:
        notes = []
        if started.catalogue != self.catalogue.digest:
            text = {
                "ja": "実行時の要件一覧は、この版に付属するものと異なる。条文と判定は付属の一覧による。",
                "en": "The run used another catalogue than the one installed here, which texts and verdicts follow.",
            }
            notes.append(
                Note("catalogue-differs", text, f"{started.catalogue[:12]} ≠ {self.catalogue.digest[:12]}")
            )
        unknown = sorted(key for key in states if key not in self.catalogue.clauses)
        if unknown:
            text = {
                "ja": "付属の要件一覧にない項を名指す記録があり、判定に用いていない。",
                "en": "Records name clauses that the installed catalogue does not have; they do not count.",
            }
            notes.append(Note("clause-unknown", text, ", ".join(unknown)))
        return notes


def _exit(code: int, complete: bool) -> int:
    return int(ExitCode.INCONCLUSIVE) if code == ExitCode.CONFORMANT and not complete else code


def _wall_ns(lane: LaneEvents) -> int:
    """
    Real time of a lane; of a killed one what its finished scenarios took, which is a lower bound.
    """
    if lane.ended:
        return lane.ended.took_ns
    return sum(event.took_ns for event in lane.events if isinstance(event, ScenarioEnded))


INCOMPLETE = frozenset(
    {
        "killed",
        "interrupted",
        "line-cut",
        "line-broken",
        "lane-missing",
        "lane-headless",
        "lane-foreign",
        "clause-unknown",
    }
)
"""Notes that keep a run from being called conformant: something that may have said otherwise was not read."""


def _town(
    catalogue: Catalogue, states: dict[str, ClauseState], roles: frozenset[str]
) -> Iterable[RequirementVerdict]:
    for item in catalogue.requirements.values():
        others = [clause for clause in item.clause if not roles & set(clause.binds)]
        bound = frozenset(str(role) for clause in others for role in clause.binds)
        verdict = fold(msgspec.structs.replace(item, clause=others), states, bound)
        if verdict.clauses:
            yield verdict


def count(run: Run, verdicts: Iterable[RequirementVerdict]) -> dict[str, dict[str, int]]:
    """
    Requirements by severity and verdict; every verdict has its number, zero too.
    """
    counts = {severity: {verdict.value: 0 for verdict in Verdict} for severity in ("MUST", "SHOULD")}
    for item in verdicts:
        counts[run.catalogue.requirements[item.requirement].severity][item.verdict.value] += 1
    return counts
