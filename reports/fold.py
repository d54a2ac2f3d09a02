"""
The fold: from the events of a result folder to clause states, requirement verdicts and the exit code of a run.

What binds a claimed role is judged for the system under test; what binds only other roles is the town's own business
and is kept apart, so that a broken fake never counts against a registry.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

import msgspec

import harness
from harness.evidence.events import (
    AnyEvent,
    Checked,
    Exchanged,
    Invoked,
    Observed,
    PortFault,
    RunEnded,
    RunStarted,
    ScenarioEnded,
    ScenarioStarted,
)
from harness.judgement.catalogue import Catalogue, Requirement
from harness.judgement.verdict import ClauseState, RequirementVerdict, Verdict, exit_code, fold
from harness.words.errors import ExitCode
from reports.model import Fault, Run, Scenario
from reports.reading import LaneEvents, Note, read_folder


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
        for lane in lanes:
            self._lane(lane)
        started = next(lane.started for lane in lanes if lane.started)
        roles = frozenset(started.roles)
        states = states_of(self.scenarios, self.loose, self.catalogue)
        own = [
            fold(item, states, roles) for item in self.catalogue.requirements.values() if _binds(item, roles)
        ]
        notes = notes + self._notes(started, states)
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
            states=states,
            own=own,
            town=list(_town(self.catalogue, states, roles)),
            exit_code=self._exit(own, complete),
            messages=self.messages,
            planned=max((lane.started.planned for lane in lanes if lane.started), default=0),
            wall_ns=max((_wall_ns(lane) for lane in lanes), default=0),
            registry_ns=sum(item.ended.registry_ns for item in self.scenarios if item.ended),
            town_ns=sum(item.ended.town_ns for item in self.scenarios if item.ended),
            ended=max((lane.ended.wall for lane in lanes if lane.ended), default=None),
            complete=complete,
        )

    def _lane(self, lane: LaneEvents) -> None:
        open_scenarios: dict[str, Scenario] = {}
        for event in lane.events:
            if isinstance(event, ScenarioStarted):
                open_scenarios[event.scenario] = scenario = Scenario(lane.number, event)
                self.scenarios.append(scenario)
            elif isinstance(event, RunEnded):
                if event.fault is not None:
                    self.faults.append(Fault(lane.number, event.fault, event.blame or "instrument"))
            elif not isinstance(event, RunStarted):
                self._into(open_scenarios.get(event.scenario or ""), event)

    def _into(self, scenario: Scenario | None, event: AnyEvent) -> None:
        if isinstance(event, Exchanged):
            self.messages += 1
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

    def _exit(self, own: list[RequirementVerdict], complete: bool) -> int:
        broken = len(self.faults) + sum(1 for item in self.scenarios if item.result == "error")
        code = exit_code(self.catalogue, own, len(self.port_faults), broken)
        configuration = self.faults and all(fault.blame == "configuration" for fault in self.faults)
        if code == ExitCode.HARNESS_FAULT and configuration and not self.scenarios:
            return int(ExitCode.USAGE_OR_CONFIGURATION)
        return int(ExitCode.INCONCLUSIVE) if code == ExitCode.CONFORMANT and not complete else code


INCOMPLETE = frozenset(
    {"killed", "line-cut", "line-broken", "lane-missing", "lane-headless", "lane-foreign", "clause-unknown"}
)
"""Notes that keep a run from being called conformant: something that may have said otherwise was not read."""


def states_of(
    scenarios: Iterable[Scenario], loose: Iterable[Observed], catalogue: Catalogue
) -> dict[str, ClauseState]:
    """
    What all scenarios together tell about each clause.

    A clause that a scenario set out to decide and did not reach shares the scenario's fate.
    """
    states: dict[str, ClauseState] = {}
    for finding in loose:
        _count(states.setdefault(finding.clause, ClauseState()), finding)
    for scenario in scenarios:
        for finding in scenario.findings:
            _count(states.setdefault(finding.clause, ClauseState()), finding)
        for clause in scenario.started.clauses:
            known_as_whole = clause in catalogue.requirements
            if clause not in scenario.judged() and scenario.result != "untested" and not known_as_whole:
                _unreached(states.setdefault(clause, ClauseState()), clause, scenario, catalogue)
    return states


def _count(state: ClauseState, finding: Observed) -> None:
    if finding.verdict == "fail":
        state.failed += 1
    elif finding.verdict == "inconclusive":
        state.inconclusive += 1
    else:
        state.passed += 1


def _unreached(state: ClauseState, clause: str, scenario: Scenario, catalogue: Catalogue) -> None:
    if out_of_force(clause, scenario, catalogue):
        state.out_of_force += 1
    elif scenario.result == "error":
        state.errors += 1
    elif scenario.result in ("inconclusive", "killed"):
        state.inconclusive += 1
    else:
        state.planned += 1


def out_of_force(clause: str, scenario: Scenario, catalogue: Catalogue) -> bool:
    """
    Whether a clause was in force on no day of a scenario. Findings out of force are not recorded at all.
    """
    found = catalogue.clauses.get(clause)
    days = _days(scenario)
    return bool(found and days) and not any(found[0].in_force_on(found[1], day) for day in days if found)


def _days(scenario: Scenario) -> set[date]:
    texts = [move.now for move in scenario.moves]
    texts += [item.now for item in scenario.evidence if isinstance(item, Invoked)]
    if scenario.started.starts_on:
        texts.append(scenario.started.starts_on)
    return {day for text in texts if (day := _day(text)) is not None}


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _binds(requirement: Requirement, roles: frozenset[str]) -> bool:
    return any(roles & set(clause.binds) for clause in requirement.clause)


def _town(
    catalogue: Catalogue, states: dict[str, ClauseState], roles: frozenset[str]
) -> Iterable[RequirementVerdict]:
    for item in catalogue.requirements.values():
        others = [clause for clause in item.clause if not roles & set(clause.binds)]
        if others:
            bound = frozenset(str(role) for clause in others for role in clause.binds)
            yield fold(msgspec.structs.replace(item, clause=others), states, bound)


def _wall_ns(lane: LaneEvents) -> int:
    """
    Real time of a lane; of a killed one what its finished scenarios took, which is a lower bound.
    """
    if lane.ended:
        return lane.ended.took_ns
    return sum(event.took_ns for event in lane.events if isinstance(event, ScenarioEnded))


def tally(run: Run, verdicts: Iterable[RequirementVerdict]) -> dict[str, dict[str, int]]:
    """
    Requirements by severity and verdict; every verdict has its number, zero too.
    """
    counts = {severity: {verdict.value: 0 for verdict in Verdict} for severity in ("MUST", "SHOULD")}
    for item in verdicts:
        counts[run.catalogue.requirements[item.requirement].severity][item.verdict.value] += 1
    return counts
