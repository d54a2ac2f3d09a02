"""
The standing checks once more, on what was written: each must find what the run says it found.

A check saw only masked events when it ran, so that the file holds all that it rested on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from harness.evidence.events import (
    AnyEvent,
    Checked,
    Exchanged,
    Invoked,
    Observed,
    RunEnded,
    RunStarted,
    ScenarioEnded,
    ScenarioStarted,
    Text,
)
from harness.evidence.history import History, reference
from harness.judgement.checks import CHECKS, Context
from harness.judgement.checks.result import text


class Difference(Struct, frozen=True):
    """
    Something that the events say of themselves and that does not follow from them. ``check``: the standing check.
    """

    scenario: str | None
    text: Text
    check: str | None = None


class Repeating:
    """
    One lane, event by event. ``checks`` counts the standing checks that were repeated.
    """

    def __init__(self) -> None:
        self.checks = 0
        self._context: Context | None = None
        self._scenario: ScenarioStarted | None = None
        self._slice: list[AnyEvent] = []
        self._known: set[str] = set()
        self._messages = 0

    def differences(self, events: Iterable[AnyEvent]) -> Iterator[Difference]:
        """
        What does not follow, over the events of one lane in their order.
        """
        for event in events:
            match event:
                case RunStarted():
                    self._context = context_of(event)
                case ScenarioStarted():
                    self._scenario, self._slice = event, []
                case ScenarioEnded():
                    yield from self._ended(event)
                    self._scenario, self._slice = None, []
                case RunEnded():
                    yield from self._counted(event)
                case _:
                    self._take(event)

    def _take(self, event: AnyEvent) -> None:
        if isinstance(event, Exchanged | Invoked):
            self._known.add(reference(event))
        self._messages += isinstance(event, Exchanged)
        # As when it ran: a message that came in late belongs to the scenario that its trace names.
        if self._scenario is not None and getattr(event, "scenario", None) == self._scenario.scenario:
            self._slice.append(event)

    def _ended(self, ended: ScenarioEnded) -> Iterator[Difference]:
        findings = [event for event in self._slice if isinstance(event, Observed)]
        yield from self._evidence(findings)
        if not follows(ended, findings):
            yield Difference(
                ended.scenario,
                text(
                    f"結果（{ended.result}）は所見から導かれるものでない。",
                    f"The result ({ended.result}) is not what its findings give.",
                ),
            )
        if self._context is None:
            return
        recorded = {event.check: event for event in self._slice if isinstance(event, Checked)}
        history = History.of(self._slice, self._context.municipality)
        for name, check in CHECKS.items():
            said = recorded.get(name)
            if said is None:
                if ended.result != "error":
                    yield _missing(ended.scenario, name)
                continue
            self.checks += 1
            again = check(history, self._context)
            broken = {
                (breach.clause, tuple(breach.evidence))
                for breach in again.findings
                if breach.clause not in ended.out_of_force
            }
            told = {(event.clause, tuple(event.evidence)) for event in findings if event.check == name}
            if (said.examined, said.failed) != (again.examined, len(again.findings)) or broken != told:
                yield _other(ended.scenario, name, said, again.examined, len(again.findings))

    def _evidence(self, findings: list[Observed]) -> Iterator[Difference]:
        for finding in findings:
            lost = [ref for ref in finding.evidence if ref not in self._known]
            if lost:
                yield Difference(
                    finding.scenario,
                    text(
                        f"{finding.clause}の所見が指す記録（{'、'.join(lost)}）がない。",
                        f"A finding on {finding.clause} points at records that are not there: {', '.join(lost)}.",
                    ),
                )

    def _counted(self, ended: RunEnded) -> Iterator[Difference]:
        if ended.messages != self._messages:
            yield Difference(
                None,
                text(
                    f"電文数は{ended.messages}とあるが、記録は{self._messages}件である。",
                    f"It says {ended.messages} messages, and {self._messages} are recorded.",
                ),
            )


def context_of(started: RunStarted) -> Context:
    """
    What the checks were told in this run.
    """
    basis = {str(name): bool(uses) for name, uses in dict(started.settings.get("basis", {})).items()}
    return Context(
        municipality=started.sut.get("municipality", ""),
        roles=frozenset(started.roles),
        basis=basis,
        number_departments=frozenset(name for name, uses in basis.items() if uses),
        today=date.fromisoformat(str(started.settings.get("first_day", "1970-01-01"))),
    )


def follows(ended: ScenarioEnded, findings: list[Observed]) -> bool:
    """
    Whether a scenario's result is one that its findings give.
    """
    found = {finding.verdict for finding in findings}
    if ended.result == "passed":
        return found <= {"pass"}
    if ended.result == "failed":
        return "fail" in found
    if ended.result == "inconclusive":
        return "fail" not in found
    return True


def _missing(scenario: str, name: str) -> Difference:
    return Difference(
        scenario,
        text(f"常時検査{name}の記録がない。", f"The standing check {name} is not recorded."),
        name,
    )


def _other(scenario: str, name: str, said: Checked, examined: int, failed: int) -> Difference:
    return Difference(
        scenario,
        text(
            f"常時検査{name}を再び行うと{examined}件中{failed}件の違反で、記録（{said.examined}件中{said.failed}件）"
            "又は所見と異なる。",
            f"The standing check {name}, repeated, finds {failed} breaches in {examined}; the record says "
            f"{said.failed} in {said.examined}, or its findings are others.",
        ),
        name,
    )
