"""
From the events of a run to what is known of each clause and scenario. Needs no registry, only the events.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from harness.evidence.events import (
    AnyEvent,
    Broken,
    Observed,
    PortFault,
    RunEnded,
    RunStarted,
    ScenarioEnded,
    ScenarioStarted,
)
from harness.judgement.catalogue import Catalogue
from harness.judgement.verdict import ClauseState, RequirementVerdict, exit_code, fold


class Tally(Struct):
    """
    Everything counted over the lanes of a run.
    """

    states: dict[str, ClauseState]
    roles: frozenset[str]
    scenarios: dict[str, str]
    port_faults: int = 0
    errors: int = 0
    messages: int = 0
    registry_ns: int = 0
    town_ns: int = 0
    took_ns: int = 0
    planned: int = 0
    lanes: int = 0
    lanes_planned: int = 0
    ended: int = 0
    broken: int = 0

    def verdicts(self, catalogue: Catalogue, roles: frozenset[str] | None = None) -> list[RequirementVerdict]:
        """
        The verdict of every requirement that binds one of ``roles`` (the claimed ones if not given).
        """
        wanted = self.roles if roles is None else roles
        found = [fold(item, self.states, wanted) for item in catalogue.requirements.values()]
        return [item for item in found if item.clauses]

    def exit_code(self, catalogue: Catalogue) -> int:
        """
        Exit code of the run. A lane that is missing or never ended, a scenario that was planned and not run, and a
        line that is no event are faults.
        """
        faults = self.errors + (self.lanes - self.ended) + max(0, self.planned - len(self.scenarios))
        faults += max(0, self.lanes_planned - self.lanes) + self.broken
        return exit_code(catalogue, self.verdicts(catalogue), self.port_faults, faults)


def _state(states: dict[str, ClauseState], clause: str) -> ClauseState:
    return states.setdefault(clause, ClauseState())


class _Count:
    """
    The count under way: what each scenario may decide, and what it has decided.
    """

    def __init__(self) -> None:
        self.tally = Tally({}, frozenset(), {})
        self.started: dict[str, ScenarioStarted] = {}
        self.judged: dict[str, set[str]] = {}

    def lane(self, event: RunStarted | RunEnded) -> None:
        """
        A lane's first or last line.
        """
        counted = self.tally
        if isinstance(event, RunStarted):
            counted.roles |= frozenset(event.roles)
            counted.planned += event.planned
            for clause in event.partial:
                _state(counted.states, clause).partial = True
            counted.lanes += 1
            counted.lanes_planned = max(counted.lanes_planned, event.lanes)
            return
        counted.ended += 1
        counted.messages += event.messages
        counted.took_ns = max(counted.took_ns, event.took_ns)
        counted.errors += event.fault is not None

    def begun(self, event: ScenarioStarted) -> None:
        """
        A scenario, and the clauses it may decide. Until it ends it counts as killed.
        """
        self.started[event.scenario] = event
        self.judged[event.scenario] = set()
        self.tally.scenarios[event.scenario] = "killed"
        for clause in event.clauses:
            _state(self.tally.states, clause).planned += 1

    def found(self, event: Observed) -> None:
        """
        A finding.
        """
        state = _state(self.tally.states, event.clause)
        state.passed += event.verdict == "pass"
        state.failed += event.verdict == "fail"
        state.inconclusive += event.verdict == "inconclusive"
        self.judged.setdefault(event.scenario or "", set()).add(event.clause)

    def ended(self, event: ScenarioEnded) -> None:
        """
        A scenario's end; what it did not reach is marked by how it ended.
        """
        counted = self.tally
        counted.scenarios[event.scenario] = event.result
        counted.registry_ns += event.registry_ns
        counted.town_ns += event.town_ns
        counted.errors += event.result == "error"
        _unreached(counted.states, self.started.get(event.scenario), self.judged, event)

    def close(self) -> Tally:
        """
        The whole count; scenarios without an end leave their clauses inconclusive.
        """
        for key, result in self.tally.scenarios.items():
            if result == "killed":
                for clause in set(self.started[key].clauses) - self.judged[key]:
                    _state(self.tally.states, clause).inconclusive += 1
        return self.tally


def tally(events: Iterable[AnyEvent | Broken]) -> Tally:
    """
    Count the events of all lanes. Broken lines are counted, not guessed at.
    """
    count = _Count()
    for event in events:
        match event:
            case RunStarted() | RunEnded():
                count.lane(event)
            case ScenarioStarted():
                count.begun(event)
            case Observed():
                count.found(event)
            case ScenarioEnded():
                count.ended(event)
            case PortFault():
                count.tally.port_faults += 1
            case Broken():
                count.tally.broken += 1
            case _:
                continue
    return count.close()


def _unreached(
    states: dict[str, ClauseState],
    start: ScenarioStarted | None,
    judged: dict[str, set[str]],
    end: ScenarioEnded,
) -> None:
    if start is None:
        return
    for clause in set(start.clauses) - judged[start.scenario]:
        state = _state(states, clause)
        if end.result == "error":
            state.errors += 1
        elif end.result == "untested":
            state.undeclared += 1
        elif end.result == "inconclusive" or clause not in end.out_of_force:
            state.inconclusive += 1
        else:
            state.out_of_force += 1
