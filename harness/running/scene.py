"""
What a step works with: the registry through the port, the town through its control planes, the clock, the findings.

A scene belongs to one scenario. Steps build commands, give them with ``do``, look with ``messages``, ``ask`` and
``state``, and judge with ``expect``; they know no HTTP.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from harness.judgement.expect import Expect, both
from harness.port.commands import Command, Counter
from harness.port.outcomes import Accepted, Unknown
from harness.port.reads import Read
from harness.running.known import Inconclusive, Untested
from harness.running.lane import Lane
from harness.running.message import Message
from harness.running.recorded import Invocation
from harness.running.shadow import Shadow
from harness.words.blame import Blame

SEND = "send"
"""The act of a fake by which a scenario chooses the very words of a message."""
CLOCK = "Clock"
"""The capability of a registry whose time can be set."""

OUT_OF_ORDER = 1000
"""So many attempts fail at most while a line is interrupted: more than any scenario makes."""

__all__ = ["Inconclusive", "Message", "Scene", "Untested", "learned"]


class Scene:
    """
    One scenario on a lane. ``memory`` is the steps' own; ``random`` is seeded by run and scenario; ``table`` is the
    table under the step being carried out, row by row, headings first. Lines of the access log up to ``log_start`` are
    of earlier scenarios.
    """

    def __init__(self, lane: Lane, scenario: str) -> None:
        self.lane = lane
        self.scenario = scenario
        self.step = 0
        self.table: list[list[str]] = []
        self._steps: dict[int, str] = {}
        self.lines: list[int] = []
        self.memory: dict[str, Any] = {}
        self.random = random.Random(f"{lane.run}/{scenario}")
        self.interrupted = False
        self.log_start = lane.log_read
        self._traces = 0
        self._own: set[str] = set()
        slug = scenario.replace("/", ".").replace(":", "-").replace("#", "-").replace(".feature", "")
        self._slug = slug
        # Every word of it is ours: somebody's particular that is spelled like one must not be masked inside.
        lane.redactor.know_person(slug)
        lane.redactor.forget_pins()
        self._dirty = True
        make = lane.oracle
        self.shadow = Shadow(make(lane.municipality, lane.clock.today) if make is not None else None)
        self.expect = Expect(
            lane.catalogue,
            scenario,
            lane.record_finding,
            lambda: lane.clock.today,
            lambda: self.step,
            self.shadow.agree,
            lane.roles,
        )

    def say_who(self, name: str) -> None:
        """
        Say what the step under way is called in the code, whatever its wording.
        """
        self._steps[self.step] = name

    def who(self, step: int | None) -> str:
        """
        What a step of this scenario is called, by its number; empty where it did not say.
        """
        return self._steps.get(step or 0, "")

    @property
    def municipality(self) -> str:
        """
        Local-government code of the municipality under test.
        """
        return self.lane.municipality

    @property
    def blame_of_failure(self) -> Blame:
        """
        Whose the failures so far are: the system's where one binds a role that it claims, else the town's.
        """
        binds = (self.lane.catalogue.clauses[finding.clause][1].binds for finding in self.expect.failed)
        return "system" if any(self.lane.roles & set(roles) for roles in binds) else "town"

    @property
    def today(self) -> date:
        """
        The town's date.
        """
        return self.lane.clock.today

    def know(self, kind: str, value: str) -> None:
        """
        Tell the masking of an issued number (individual-number, resident-record-code, residence-card-number, pin).
        """
        self.lane.redactor.know(kind, value)

    def know_person(self, *values: str) -> None:
        """
        Tell the masking that these personal values are the cast's own and may be shown.
        """
        for value in values:
            self.lane.redactor.know_person(value)

    def counter(self, operator: str = "staff-01", terminal: str | None = None) -> Counter:
        """
        A clerk at a terminal, with a trace id of its own; without ``terminal`` one that no other act of the scene has.
        """
        self._traces += 1
        terminal = terminal or f"counter-{self._traces}"
        trace = f"{self.lane.run}.{self._slug}.{self._traces}"[-120:].lstrip(".")
        self._own.add(trace)
        return Counter(operator, terminal, trace)

    def caused(self, message: Message) -> bool:
        """
        Whether a message says that a command of this scene caused it.
        """
        return message.envelope.get("trace_id") in self._own

    def start_on(self, day: date) -> None:
        """
        The scenario's day begins, at opening time. Raises Inconclusive where the registry's clock is past it.
        """
        if day < self.today:
            raise Inconclusive(
                both(
                    f"登録システムの時計は既に{self.today}であり、{day}に戻せない。",
                    f"The registry's clock stands at {self.today} already and cannot go back to {day}.",
                ),
                blame="instrument",
            )
        self.move_to(self.lane.clock.opening(day))

    def move_to(self, moment: datetime | date) -> None:
        """
        Settle, then move town and registry forward, then settle again. A date means its opening time.

        Raises Untested where the registry's clock cannot be set: it is not declared as a capability.
        """
        if CLOCK not in self.lane.offered:
            raise Untested(CLOCK)
        to = moment if isinstance(moment, datetime) else self.lane.clock.opening(moment)
        self.settle()
        self.lane.move(to, self.scenario)
        self.shadow.move(self.today)
        self._dirty = True
        self.settle()

    def do(self, command: Command) -> Invocation:
        """
        Give a command to the registry, once.
        """
        self._dirty = True
        ruling = self.shadow.rule(command)
        kept = self._invoke(command)
        self.shadow.took(command, kept, ruling)
        return kept

    def _invoke(self, what: Command | Read) -> Invocation:
        if type(what).__name__ not in self.lane.offered:
            raise Untested(type(what).__name__)
        kept = self.lane.invoke(what, self.scenario, self.step)
        if isinstance(kept.outcome, Unknown):
            self.expect.in_doubt = True
        return kept

    def must(self, command: Command) -> Accepted:
        """
        Give a command that only prepares the scenario. Raises Inconclusive unless it is accepted.
        """
        kept = self.do(command)
        self.shadow.agree([kept.ref], True, f"the precondition {kept.operation}")
        return self.accepted_or_inconclusive(kept)

    def accepted_or_inconclusive(self, kept: Invocation) -> Accepted:
        """
        The acceptance of a command that only prepares the scenario. Raises Inconclusive where it was not accepted.
        """
        if isinstance(kept.outcome, Accepted):
            return kept.outcome
        told = getattr(kept.outcome, "reason", getattr(kept.outcome, "cause", "?"))
        raise Inconclusive(
            both(
                f"前提となる{kept.operation}が受理されなかった（{told}）。",
                f"A precondition, {kept.operation}, was not accepted ({told}).",
            )
        )

    def ask(self, read: Read) -> Invocation:
        """
        Read from the registry, after all is at rest.
        """
        self.settle()
        return self._invoke(read)

    def glance(self, read: Read) -> Invocation:
        """
        Read from the registry at once, while messages may still be under way.
        """
        return self._invoke(read)

    def settle(self) -> None:
        """
        Wait until registry and town are at rest. Raises Inconclusive if they do not come to rest in the bound, unless
        the line is interrupted: then messages are meant to wait, and each has been tried once more.
        """
        if not self._dirty:
            return
        settled = self.lane.settle()
        self.lane.collect(self.scenario)
        self.shadow.heard(self.lane.messages_of(self.scenario))
        if self.lane.broken_fakes:
            self.expect.town_broke()
        if not settled and not self.interrupted:
            raise Inconclusive(
                both(
                    "期限内に未送信の通知がなくならなかった。",
                    "Messages that were due were still undelivered when the bound of waiting was reached.",
                )
            )
        self._dirty = False

    def messages(
        self,
        kind: str,
        *,
        by: str | None = None,
        to: str | None = None,
        outcomes: tuple[str, ...] = ("accepted",),
        direction: str = "in",
        where: Callable[[Message], bool] | None = None,
        **fields: Any,
    ) -> list[Message]:
        """
        Messages of one type that neighbours took from the registry in this scenario, in order.

        ``by`` names the fake, ``to`` the envelope's receiver, ``fields`` values of the body. Other outcomes
        (refused, duplicate) only if asked for. ``direction`` out: what a fake sent.
        """
        self.settle()
        found = []
        for message in self.lane.messages_of(self.scenario):
            if message.kind != kind or message.outcome not in outcomes or message.direction != direction:
                continue
            if (
                direction == "in"
                and message.peer != "registry"
                and message.envelope.get("sender") != self.municipality
            ):
                continue
            if by is not None and message.fake != by:
                continue
            if to is not None and message.envelope.get("receiver") != to:
                continue
            if any(message.body.get(name) != value for name, value in fields.items()):
                continue
            if where is None or where(message):
                found.append(message)
        return found

    def act(self, fake: str, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """
        Make the system behind a fake act.
        """
        self._dirty = True
        if name == SEND:
            self.lane.dictated.add((fake, str(body.get("message_type"))))
        done = self.lane.control(lambda control: control.act(fake, name, body))
        self.shadow.happened(fake, name, body)
        return done

    def state(self, fake: str, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """
        Read part of a fake's state, after all is at rest.
        """
        self.settle()
        return self.lane.control(lambda control: control.state(fake, name, body))

    def interrupt(self, fake: str, message_type: str, action: str = "error") -> None:
        """
        Take the line to a fake out of order for one type of message, until it is restored; ``action`` says how.
        """
        self.faults(
            fake, [{"message_type": message_type, "receiver": None, "action": action, "times": OUT_OF_ORDER}]
        )
        self.interrupted = True

    def restore(self, fake: str) -> None:
        """
        Put the line in order again: what waits can go.
        """
        self.faults(fake, [])
        self.resume()

    def resume(self) -> None:
        """
        From now on what waits must arrive.
        """
        self._dirty = self._dirty or self.interrupted
        self.interrupted = False

    def faults(self, fake: str, faults: list[dict[str, Any]]) -> None:
        """
        Let a fake answer wrongly until told otherwise. The lane ends all faults after the scenario.
        """
        self._dirty = True
        self.lane.faulty.add(fake)
        self.lane.control(lambda control: control.faults(fake, faults))


def learned(kept: Invocation) -> bool:
    """
    Whether the outcome of an invocation was learned at all.
    """
    return not isinstance(kept.outcome, Unknown)
