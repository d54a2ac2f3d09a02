"""
Rounds: the same collected scenarios, played again and again in one session, each time on a fresh town and registry.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from _pytest.runner import runtestprotocol

from harness.evidence.events import (
    ClockMoved,
    Event,
    Invoked,
    Observed,
    PortFault,
    ScenarioEnded,
    ScenarioStarted,
    Writer,
    said,
)
from harness.evidence.redact import Redactor
from harness.judgement.catalogue import Catalogue
from harness.judgement.fold import tally
from harness.judgement.verdict import Verdict
from harness.port.interface import COMMANDS
from harness.running.job import Job
from harness.running.orders import Failure, Order, Round, expectation
from harness.running.part import PART
from harness.running.performing import Performing
from harness.running.statement import Statement
from harness.running.worker import Stage
from harness.words.errors import ExitCode, TekigoError

ACTS = frozenset(command.name for command in COMMANDS)
SELDOM = (100_000, 20, 20)
"""After so many new objects the youngest are searched for garbage, and the older after so many searches."""

KEPT = (ScenarioStarted, ScenarioEnded, Observed, PortFault)


class Unmasked(Redactor):
    """
    Finds numbers as ever and masks nothing: for events that nobody writes.
    """

    def text(self, text: str) -> str:
        """
        The text itself.
        """
        return text

    def mask(self, value: Any, trusted: bool = False) -> Any:
        """
        The value itself, as plain data.
        """
        del trusted
        return msgspec.to_builtins(value) if isinstance(value, msgspec.Struct) else value

    def _string(self, text: str, field: str, trusted: bool) -> str:
        del field, trusted
        return text


class Listening(Writer):
    """
    Keeps of the events what the verdicts are made of; hands all on to ``inner``, if there is one. ``who`` tells what
    a step of the scenario under way is called, by its number.
    """

    def __init__(self, inner: Writer | None, who: Callable[[int | None], str]) -> None:
        self._inner = inner
        self._who = who
        self.heard: list[Any] = []
        self.failures: list[Failure] = []
        self.judged: set[str] = set()
        self._acts = 0

    def write(self, event: Event) -> None:
        """
        Hear one event.
        """
        if isinstance(event, ScenarioStarted):
            self._acts = 0
        elif isinstance(event, Invoked):
            self._acts += event.operation in ACTS
        elif isinstance(event, ClockMoved):
            # The day on which a scenario begins is no act of it.
            self._acts += self._acts > 0
        elif isinstance(event, Observed):
            self._found(event)
        if isinstance(event, KEPT):
            self.heard.append(event)
        if self._inner is not None:
            self._inner.write(event)

    def _found(self, event: Observed) -> None:
        step = "" if event.check else self._who(event.step)
        if event.verdict == "fail":
            acts = max(1, self._acts)
            self.failures.append(Failure(event.clause, event.scenario or "", event.check, acts, step))
        if event.verdict != "inconclusive" and not event.check:
            self.judged.add(expectation(event.clause, step))

    def close(self) -> None:
        """
        Nothing more comes.
        """
        if self._inner is not None:
            self._inner.close()


class RoundStage(Stage):
    """
    The stage of one round: it masks and writes only what is kept.
    """

    def __init__(self, job: Job, planned: int, who: Callable[[int | None], str], *, keeps: bool) -> None:
        super().__init__(job, planned, [])
        self._keeps = keeps
        self._who = who
        self.listening = Listening(None, who)

    def redactor(self) -> Redactor:
        """
        One that masks only where something is written.
        """
        return super().redactor() if self._keeps else Unmasked()

    def writer(self) -> Writer:
        """
        One that listens.
        """
        self.listening = Listening(super().writer() if self._keeps else None, self._who)
        return self.listening


class Rounds:
    """
    Takes orders from a pipe until it is closed, and plays each.
    """

    def __init__(self, job: Job, catalogue: Catalogue, performing: Performing) -> None:
        self.job = job
        self.catalogue = catalogue
        self.performing = performing
        self._say = performing.stage.say

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """
        Play what is ordered, in place of everything once.
        """
        items = [item for item in session.items if PART in item.stash]
        parts = [item.stash[PART] for item in items]
        self._say("collected", scenarios=[[part.key, part.clauses, part.title["ja"]] for part in parts])
        _look_for_garbage_seldom()
        for order in self._orders():
            wanted = set(order.keys)
            chosen = [item for item in items if item.stash[PART].key in wanted]
            self._say("round", round=msgspec.to_builtins(self._play(order, chosen)))
        return True

    def _orders(self) -> Iterator[Order]:
        if self.job.orders is None:
            return
        with os.fdopen(self.job.orders, "rb") as lines:
            for line in lines:
                yield msgspec.json.decode(line, type=Order)

    def _play(self, order: Order, items: list[pytest.Item]) -> Round:
        began = time.process_time()
        stage = RoundStage(self._job(order), len(items), self._who, keeps=order.folder is not None)
        self.performing.stage = stage
        fault: TekigoError | None = None
        try:
            stage.open(self.catalogue)
            for item, following in zip(items, [*items[1:], None], strict=True):
                runtestprotocol(item, log=False, nextitem=following)
        except TekigoError as error:
            fault = error
        finally:
            stage.fault = fault
            stage.close()
        heard = stage.listening
        count = tally(heard.heard)
        roles = frozenset(self.job.statement.roles)
        verdicts = count.verdicts(self.catalogue, roles)
        passed = [found.requirement for found in verdicts if found.verdict is Verdict.PASS]
        crashes, faults = _crashes(heard.heard), _faults(heard.heard, self.job.language)
        unfit = (
            fault.describe(self.job.language)
            if fault is not None and _not_planted(fault, stage, order)
            else ""
        )
        if fault is not None and not unfit:
            faults.append(fault.describe(self.job.language))
        return Round(
            id=order.id,
            failures=heard.failures,
            passed=passed,
            judged=[] if order.overrides else sorted(heard.judged),
            crashes=crashes,
            faults=faults,
            scenarios=len(items),
            took_s=time.process_time() - began,
            unfit=unfit,
        )

    def _who(self, step: int | None) -> str:
        scene = self.performing.scene_now
        return scene.who(step) if scene is not None else ""

    def _job(self, order: Order) -> Job:
        changed = {
            "folder": order.folder or self.job.folder,
            "statement": Statement(order.connect, self.job.statement.roles, self.job.statement.settings),
            "overrides": order.overrides,
            "progress": None,
        }
        return msgspec.structs.replace(self.job, **changed)


def _look_for_garbage_seldom() -> None:
    """
    What was collected of the features stays for good, and a round leaves little that only a search finds: searching as
    often as Python does by itself took a fifteenth of a proof.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def _not_planted(fault: TekigoError, stage: Stage, order: Order) -> bool:
    """
    Whether a round never began because what was to be planted cannot be.
    """
    return bool(order.overrides) and stage.lane is None and fault.exit_code == ExitCode.USAGE_OR_CONFIGURATION


def _crashes(heard: list[Any]) -> list[str]:
    """
    Where the registry failed at the port itself.
    """
    faults = [event for event in heard if isinstance(event, PortFault)]
    return [f"{event.scenario}: {event.operation}: {event.cause}" for event in faults]


def _faults(heard: list[Any], language: str) -> list[str]:
    """
    Where a fake or the instrument broke: nothing of it says anything about a duty.
    """
    ended = [event for event in heard if isinstance(event, ScenarioEnded) and event.result == "error"]
    return [f"{event.scenario}: {event.blame}: {said(event.message or '')[language]}" for event in ended]
