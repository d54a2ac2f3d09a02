"""
From the events of a run to what is known of each clause and scenario. Needs no registry, only the events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec
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
from harness.judgement.waivers import Waiver, waived
from harness.words.errors import ExitCode


class Tally(Struct):
    """
    Everything counted over the lanes of a run.

    ``scenarios``: result by scenario; those of a further repeat are named ``<scenario>~2`` and so on. ``flaky``:
    scenarios that came to another verdict in another repeat.
    """

    states: dict[str, ClauseState]
    roles: frozenset[str]
    scenarios: dict[str, str]
    flaky: list[str] = []
    waivers: list[Waiver] = []
    day: date = date.max
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
    interrupted: int = 0
    broken: int = 0

    def verdicts(self, catalogue: Catalogue, roles: frozenset[str] | None = None) -> list[RequirementVerdict]:
        """
        The verdict of every requirement that binds one of ``roles`` (the claimed ones if not given).
        """
        wanted = self.roles if roles is None else roles
        found = [fold(item, self.states, wanted) for item in catalogue.requirements.values()]
        return [waived(item, self.waivers, self.day) for item in found if item.clauses]

    def exit_code(self, catalogue: Catalogue) -> int:
        """
        Exit code of the run. A lane that is missing or never ended, a scenario that was planned and not run, and a
        line that is no event are faults. A scenario that changes its verdict makes all verdicts doubtful: 3. A run that
        was interrupted has breaches or faults as any other, and is otherwise inconclusive.
        """
        faults = self.errors + (self.lanes - self.ended) + self.broken
        if not self.interrupted:
            faults += max(0, self.planned - len(self.scenarios)) + max(0, self.lanes_planned - self.lanes)
        code = exit_code(catalogue, self.verdicts(catalogue), self.port_faults, faults)
        if self.flaky:
            return int(ExitCode.HARNESS_FAULT)
        return int(ExitCode.INCONCLUSIVE) if self.interrupted and code == ExitCode.CONFORMANT else code


class _Instance:
    """
    One carrying out of a scenario: its findings by clause, and how it ended.
    """

    def __init__(self, started: ScenarioStarted | None) -> None:
        self.started = started
        self.result = "killed"
        self.out_of_force: frozenset[str] = frozenset()
        self.found: dict[str, Counter[str]] = {}

    def outcome(self) -> tuple[str, dict[str, str]]:
        """
        What must be the same in every repeat: the result, and the worst that was found on each clause.
        """
        words = ("fail", "inconclusive", "pass")
        return self.result, {
            clause: next(word for word in words if counted[word]) for clause, counted in self.found.items()
        }

    def into(self, states: dict[str, ClauseState], changing: set[str]) -> None:
        """
        Add what was found, and what was not reached, to the clauses; those that change count as broken.
        """
        for clause, counted in self.found.items():
            state = states.setdefault(clause, ClauseState())
            if clause in changing:
                state.errors += 1
                state.flaky = True
                continue
            state.passed += counted["pass"]
            state.failed += counted["fail"]
            state.inconclusive += counted["inconclusive"]
        for clause in self.started.clauses if self.started else ():
            state = states.setdefault(clause, ClauseState())
            state.planned += 1
            if clause not in self.found:
                self._unreached(state, clause, changing)

    def _unreached(self, state: ClauseState, clause: str, changing: set[str]) -> None:
        if clause in changing or self.result == "error":
            state.errors += 1
            state.flaky = state.flaky or clause in changing
        elif self.result == "untested":
            state.undeclared += 1
        elif self.result in ("inconclusive", "killed") or clause not in self.out_of_force:
            state.inconclusive += 1
        else:
            state.out_of_force += 1


class _Count:
    """
    The count under way: what each scenario may decide, and what it has decided, in each repeat.
    """

    def __init__(self) -> None:
        self.tally = Tally({}, frozenset(), {})
        self._instances: dict[str, dict[int, _Instance]] = {}
        self._repeat = 0

    def lane(self, event: RunStarted | RunEnded) -> None:
        """
        A lane's first or last line.
        """
        counted = self.tally
        if isinstance(event, RunStarted):
            self._repeat = event.repeat
            counted.roles |= frozenset(event.roles)
            counted.waivers = msgspec.convert(event.waivers, list[Waiver])
            counted.day = _day(event.wall)
            counted.planned += event.planned
            for clause in event.partial:
                counted.states.setdefault(clause, ClauseState()).partial = True
            counted.lanes += 1
            counted.lanes_planned = max(counted.lanes_planned, event.lanes)
            return
        counted.ended += 1
        counted.interrupted += event.interrupted
        counted.messages += event.messages
        counted.took_ns = max(counted.took_ns, event.took_ns)
        counted.errors += event.fault is not None

    def begun(self, event: ScenarioStarted) -> None:
        """
        A scenario, and the clauses it may decide. Until it ends it counts as killed.
        """
        self._instances.setdefault(event.scenario, {})[self._repeat] = _Instance(event)

    def found(self, event: Observed) -> None:
        """
        A finding.
        """
        instance = self._of(event.scenario or "")
        instance.found.setdefault(event.clause, Counter())[event.verdict] += 1

    def ended(self, event: ScenarioEnded) -> None:
        """
        A scenario's end; what it did not reach is marked by how it ended.
        """
        counted = self.tally
        instance = self._of(event.scenario)
        instance.result, instance.out_of_force = event.result, frozenset(event.out_of_force)
        counted.registry_ns += event.registry_ns
        counted.town_ns += event.town_ns
        counted.errors += event.result == "error"

    def close(self) -> Tally:
        """
        The whole count; scenarios without an end leave their clauses inconclusive.
        """
        counted = self.tally
        for key, repeats in self._instances.items():
            changing = _changing([each.outcome() for each in repeats.values() if each.result != "killed"])
            if changing is not None:
                counted.flaky.append(key)
            for repeat, instance in repeats.items():
                if instance.started is not None or instance.result != "killed":
                    counted.scenarios[key if repeat == 0 else f"{key}~{repeat + 1}"] = instance.result
                instance.into(counted.states, changing or set())
        return counted

    def _of(self, scenario: str) -> _Instance:
        return self._instances.setdefault(scenario, {}).setdefault(self._repeat, _Instance(None))


def _day(wall: str) -> date:
    """
    The day of a run's start; one that cannot be read lets every waiver be expired.
    """
    try:
        return date.fromisoformat(wall[:10])
    except ValueError:
        return date.max


def _changing(outcomes: list[tuple[str, dict[str, str]]]) -> set[str] | None:
    """
    The clauses on which the repeats of a scenario disagree; None where they agree in everything.
    """
    if all(outcome == outcomes[0] for outcome in outcomes):
        return None
    clauses = {clause for _, found in outcomes for clause in found}
    return {clause for clause in clauses if len({found.get(clause) for _, found in outcomes}) > 1}


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
