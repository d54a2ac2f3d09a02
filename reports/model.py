"""
A run as the reports see it: scenarios with what happened in them, and the verdicts that follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.evidence.events import (
    AnyEvent,
    Checked,
    ClockMoved,
    Exchanged,
    Invoked,
    Observed,
    PortFault,
    RunStarted,
    ScenarioEnded,
    ScenarioStarted,
    StepEnded,
    Text,
    said,
)
from harness.judgement.catalogue import Catalogue, Clause, Requirement
from harness.judgement.verdict import ClauseState, RequirementVerdict, Verdict
from reports.reading import Note

Evidence = Invoked | Exchanged


def reference(event: Evidence) -> str:
    """
    How a finding points at an event: ``invoked:3``, ``juki_net:12``. Unique in a lane.
    """
    return f"invoked:{event.number}" if isinstance(event, Invoked) else f"{event.fake}:{event.number}"


@dataclass
class Scenario:
    """
    One scenario as it went, in the repeat of that number. ``ended`` is None where it was killed under way.
    """

    lane: int
    started: ScenarioStarted
    repeat: int = 0
    steps: list[StepEnded] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    moves: list[ClockMoved] = field(default_factory=list)
    findings: list[Observed] = field(default_factory=list)
    port_faults: list[PortFault] = field(default_factory=list)
    checks: list[Checked] = field(default_factory=list)
    ended: ScenarioEnded | None = None

    def take(self, event: AnyEvent) -> None:
        """
        Keep an event that belongs here.
        """
        if isinstance(event, ScenarioEnded):
            self.ended = event
            return
        kept: dict[type, list[Any]] = {
            StepEnded: self.steps,
            Invoked: self.evidence,
            Exchanged: self.evidence,
            ClockMoved: self.moves,
            Observed: self.findings,
            PortFault: self.port_faults,
            Checked: self.checks,
        }
        kept[type(event)].append(event)

    @property
    def key(self) -> str:
        """
        ``<group>/<file>.feature:<line>[#example]``.
        """
        return self.started.scenario

    @property
    def name(self) -> str:
        """
        Its key, and of a further repeat the number of that (``…:12~2``).
        """
        return f"{self.key}~{self.repeat + 1}" if self.repeat else self.key

    @property
    def result(self) -> str:
        """
        The recorded result, or ``killed``.
        """
        return self.ended.result if self.ended else "killed"

    @property
    def failures(self) -> list[Observed]:
        """
        Its findings that fail.
        """
        return [finding for finding in self.findings if finding.verdict == "fail"]

    @property
    def messages(self) -> list[Exchanged]:
        """
        What neighbours journalled while it ran.
        """
        return [item for item in self.evidence if isinstance(item, Exchanged)]

    def judged(self) -> set[str]:
        """
        Clauses with a finding here.
        """
        return {finding.clause for finding in self.findings}

    def why(self) -> Text | None:
        """
        Why it did not come to a verdict, in its own words.
        """
        if self.ended is None:
            return {"ja": "実行が途中で打ち切られた。", "en": "The run was killed while it was under way."}
        if self.ended.why:
            return self.ended.why
        return said(self.ended.message) if self.ended.message else None


@dataclass(frozen=True)
class Fault:
    """
    A whole lane broke: what, and whose.
    """

    lane: int
    message: Text
    blame: str


@dataclass
class Run:
    """
    Everything a report says. ``own`` and ``town`` are verdicts for claimed roles and for all others. Times in ns.

    ``scenarios`` holds the first repeat, and of the others those in ``flaky``, whose verdict changed between repeats.
    """

    folder: Path
    started: RunStarted
    catalogue: Catalogue
    scenarios: list[Scenario]
    loose: list[Observed]
    port_faults: list[PortFault]
    faults: list[Fault]
    checks: list[Checked]
    notes: list[Note]
    states: dict[str, ClauseState]
    own: list[RequirementVerdict]
    town: list[RequirementVerdict]
    exit_code: int
    messages: int
    planned: int
    wall_ns: int
    registry_ns: int
    town_ns: int
    ended: str | None
    complete: bool
    flaky: list[str]

    @property
    def roles(self) -> frozenset[str]:
        """
        The roles that the system under test claims.
        """
        return frozenset(self.started.roles)

    @property
    def waived(self) -> frozenset[str]:
        """
        Clauses whose failure a waiver covers.
        """
        verdicts = ((key, own) for item in self.own for key, own in item.clauses.items())
        return frozenset(key for key, own in verdicts if own is Verdict.WAIVED)

    def binds_claimed(self, clause: str) -> bool:
        """
        Whether a clause binds a role that the system under test claims; otherwise it is the town's own matter.
        """
        found = self.clause(clause)
        return found is not None and bool(self.roles & set(found[1].binds))

    def findings(self) -> Iterator[tuple[Scenario | None, Observed]]:
        """
        Every finding with its scenario, in the order recorded.
        """
        for scenario in self.scenarios:
            for finding in scenario.findings:
                yield scenario, finding
        for finding in self.loose:
            yield None, finding

    def clause(self, clause: str) -> tuple[Requirement, Clause] | None:
        """
        A clause of the installed catalogue, or None where the recorded one is not in it.
        """
        return self.catalogue.clauses.get(clause)
