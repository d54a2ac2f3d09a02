"""
A lane: one registry, one town, one clock and one file of events, used by one process.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from harness.evidence.events import Checked, ClockMoved, Event, Exchanged, Observed, PortFault, Text, Writer
from harness.evidence.redact import Redactor
from harness.evidence.undivided import UNDIVIDED
from harness.judgement.catalogue import Catalogue
from harness.judgement.checks.numbers_confined import CONFINED
from harness.judgement.expect import both
from harness.port.commands import Command
from harness.port.outcomes import Unknown
from harness.port.reads import Read
from harness.port.records import Found
from harness.running.clock import TownClock, instant
from harness.running.control import TownControl
from harness.running.known import Inconclusive
from harness.running.message import Message
from harness.running.recorded import Invocation, RecordedDriver, event_of, outcome_word
from harness.running.shadow import Oracle
from harness.running.spoken import misspoken
from harness.words.errors import ConnectError, DoctorError

T = TypeVar("T")
SHORTEST_NUMBER = 8
NUMBER_FIELDS = {
    "individual_number": "individual-number",
    "former_individual_number": "individual-number",
    "resident_record_code": "resident-record-code",
    "former_resident_record_code": "resident-record-code",
    "residence_card_number": "residence-card-number",
}


class Lane:
    """
    Wires the parts together for the scenes of one process. ``settle_ms`` bounds each wait for rest, in real time.
    """

    def __init__(  # noqa: PLR0913 - the parts of a lane, each by name
        self,
        *,
        run: str,
        number: int,
        municipality: str,
        catalogue: Catalogue,
        driver: RecordedDriver,
        control: TownControl,
        clock: TownClock,
        redactor: Redactor,
        writer: Writer,
        settle_ms: int,
        most_timeouts: int,
        offered: frozenset[str],
        roles: frozenset[str],
        basis: dict[str, bool],
        oracle: Callable[[str, date], Oracle] | None = None,
    ) -> None:
        self.run = run
        self.number = number
        self.municipality = municipality
        self.catalogue = catalogue
        self.driver = driver
        self.clock = clock
        self.redactor = redactor
        self.offered = offered
        self.roles = roles
        self.basis = basis
        self.oracle = oracle
        self.faulty: set[str] = set()
        self.message_count = 0
        self.town_ns = 0
        self.scenario: str | None = None
        self.log_read, self.log_lost = 0, False  # its newest line that was read; whether some may be unread
        self._registry_at = clock.now
        self._traces: dict[str, str] = {}
        self._control = control
        self._speakers = {"registry", *control.addresses}
        self._writer = writer
        self._settle_ms = settle_ms
        self._most_timeouts = most_timeouts
        self._timeouts: Counter[str] = Counter()
        self.dictated: set[tuple[str, str]] = set()
        self.broken_fakes: list[Text] = []
        self._messages: dict[str, list[Message]] = {}
        self._fetched: list[tuple[str, dict[str, Any]]] = []
        self.slice: list[Event] = []

    def write(self, event: Event) -> None:
        """
        Write an event down and keep it for the standing checks of the scenario under way.
        """
        self._writer.write(event)
        if getattr(event, "scenario", self.scenario) == self.scenario:
            self.slice.append(event)

    def record_finding(self, finding: Observed) -> None:
        """
        Write a finding down, masked.
        """
        masked = msgspec.structs.replace(
            finding, expected=self._masked_text(finding.expected), actual=self._masked_text(finding.actual)
        )
        self.write(masked)

    def control(self, use: Callable[[TownControl], T]) -> T:
        """
        Use the town's control planes, on the town's account of time.
        """
        began = time.monotonic_ns()
        try:
            return use(self._control)
        finally:
            self.town_ns += time.monotonic_ns() - began

    def invoke(self, what: Command | Read, scenario: str, step: int) -> Invocation:
        """
        Use the port once and write it down. A fault at the interface itself is written as such.
        """
        self._heed_silence()
        kept = self.driver.do(what) if isinstance(what, Command) else self.driver.read(what)
        request = kept.request
        counter = request.get("counter")
        if (trace := counter.get("trace_id") if isinstance(counter, dict) else None) is not None:
            self._traces[trace] = scenario
        outcome = outcome_word(kept.outcome)
        self._learn((request, outcome))
        scan = self.redactor.scan(outcome)
        event = event_of(
            kept,
            scenario,
            step,
            self.clock.text,
            self.redactor.mask(request),
            self.redactor.mask(outcome),
        )
        self.write(msgspec.structs.replace(event, scan=[msgspec.to_builtins(hit) for hit in scan]))
        late = isinstance(kept.outcome, Unknown) and kept.outcome.cause == "timeout"
        self._answered("command" if isinstance(what, Command) else "read", timeout=late)
        if isinstance(kept.outcome, Found) and kept.outcome.lines:
            self.log_read = max(self.log_read, kept.outcome.lines[-1].n)
        if isinstance(kept.outcome, Unknown):
            self.write(
                PortFault(
                    scenario=scenario,
                    operation=kept.operation,
                    cause=kept.outcome.cause,
                    detail=self.redactor.text(kept.outcome.detail),
                    evidence=[kept.ref],
                )
            )
        return kept

    def settle(self) -> bool:
        """
        Let registry and town come to rest: in turns, until neither has anything due and no fake spoke in between.

        A message that a fake sent may have given the registry, or another fake, something to say: then once more.
        """
        for _turn in range(20):
            settled = self._at_the_port("Settle", lambda: self.driver.driver.settle(self._settle_ms))
            if not settled.settled:
                self._fetch()
                return False
            spoke = self._fetch()
            if self._control.undelivered:
                self.control(lambda control: control.settle(self._settle_ms))
            elif not spoke:
                return True
        return False

    def move(self, to: datetime, scenario: str | None) -> None:
        """
        Move the clock of town and registry forward. The town goes first, so that nothing arrives from its future.
        """
        if to > self.clock.now:
            self.clock.move(to)
            self.control(lambda control: control.clock(instant(to)))
        if self._registry_at < self.clock.now:
            # Tried again where it failed before: registry and town must not live on different days.
            now = self.clock.now
            self._at_the_port("Clock", lambda: self._set_registry(now))
            self._registry_at = now
            self.write(ClockMoved(scenario=scenario, now=instant(now), settled=True))

    def _set_registry(self, now: datetime) -> None:
        done = self.driver.driver.set_clock(instant(now))
        if done.now is not None and _moment(done.now) != now:
            raise DoctorError(
                f"時計を{instant(now)}に合わせたが、対象システムは{done.now}と答えた",
                f"asked for {instant(now)}, the registry says {done.now}",
                code="clock-not-set",
            )

    def collect(self, scenario: str | None) -> None:
        """
        Write down what the journals gained, and keep it for the steps of the scenario that it belongs to.

        A message is of the scenario whose command its trace names, however late; without a known one, of ``scenario``.
        """
        while self._fetched:
            with UNDIVIDED:  # What is counted is written, and written once.
                fake, entry = self._fetched.pop(0)
                self._keep(fake, entry, self._traces.get(str(entry.get("trace_id")), scenario))

    def messages_of(self, scenario: str) -> list[Message]:
        """
        Messages journalled during ``scenario``, in the order of collection.
        """
        return self._messages.get(scenario, [])

    def begin(self, scenario: str) -> None:
        """
        Make room for a scenario. What came in after the last one ended is written down first.
        """
        self.scenario = None
        self._fetch()
        self.collect(None)
        self.scenario = scenario
        self.slice = []
        self.broken_fakes.clear()
        self.dictated.clear()
        self._messages = {scenario: []}
        self.driver.spent_ns = 0
        self.town_ns = 0

    def end_faults(self) -> None:
        """
        End whatever faults the scenario asked for.
        """
        for fake in sorted(self.faulty):
            self.control(lambda control, fake=fake: control.faults(fake, []))  # type: ignore[misc]
        self.faulty.clear()

    def checked(self, scenario: str, check: str, examined: int, failed: int, notes: list[str]) -> None:
        """
        Write down that a standing check ran, and what it saw that no clause forbids.
        """
        details = {"notes": notes} if notes else {}
        self.write(Checked(scenario=scenario, check=check, examined=examined, failed=failed, details=details))

    def _at_the_port(self, operation: str, use: Callable[[], T]) -> T:
        """
        Use the port's own life cycle. What fails here after the doctor passed is a fault at the interface.
        """
        self._heed_silence()
        began = time.monotonic_ns()
        try:
            answer = use()
        except (ConnectError, DoctorError) as error:
            self._answered("own", timeout=error.code == "registry-timeout")
            detail = self.redactor.text(error.en)
            self.write(
                PortFault(scenario=self.scenario, operation=operation, cause=error.code, detail=detail)
            )
            raise Inconclusive(
                both(
                    f"登録システムの{operation}が応答しなかった（{error.code}）。",
                    f"The registry did not answer {operation} ({error.code}).",
                )
            ) from error
        else:
            self._answered("own", timeout=False)
            return answer
        finally:
            self.driver.spent_ns += time.monotonic_ns() - began

    def _answered(self, kind: str, *, timeout: bool) -> None:
        # By kind, or a registry whose commands hang would be driven to the end for answering reads in between.
        self._timeouts[kind] = self._timeouts[kind] + 1 if timeout else 0

    def _heed_silence(self) -> None:
        """
        A registry that hangs is not driven to the end with a timeout each: the rest of the lane is INCONCLUSIVE.
        """
        if max(self._timeouts.values(), default=0) >= self._most_timeouts:
            times = self._most_timeouts
            raise Inconclusive(
                both(
                    f"登録システムが{times}回続けて応答しなかったため、以後は操作していない。",
                    f"The registry did not answer {times} times in a row; it was not driven any further.",
                )
            )

    def _fetch(self) -> bool:
        """
        Take in what the journals gained. Whether a fake sent something of its own in it.
        """
        gained = self.control(lambda control: control.journals())
        spoke = False
        for fake, entries in gained.items():
            for entry in entries:
                self._fetched.append((fake, entry))
                spoke = spoke or (entry["direction"] == "out" and entry["peer"] in self._speakers)
        return spoke

    def _keep(self, fake: str, entry: dict[str, Any], scenario: str | None) -> None:
        body, envelope = entry.get("body"), entry.get("envelope")
        self._learn((body, entry.get("reply")))
        self.message_count += 1
        message = Message(
            fake=fake,
            number=int(entry["n"]),
            at=str(entry["at"]),
            direction=str(entry["direction"]),
            peer=str(entry["peer"]),
            kind=str(entry.get("message_type")),
            outcome=str(entry["outcome"]),
            envelope=envelope if isinstance(envelope, dict) else {},
            body=body if isinstance(body, dict) else {},
            problem=entry.get("problem"),
            reply=entry.get("reply"),
            monotonic_ns=int(entry.get("monotonic_ns", 0)),
        )
        if (broken := self._town_broke(message)) is not None:
            self.broken_fakes.append(broken)
        if scenario is not None and scenario == self.scenario:
            self._messages[scenario].append(message)
        # Of the town's inner talk only that is scanned of which a clause says what it may not carry.
        judged = message.envelope.get("sender") == self.municipality or (message.kind, fake) in CONFINED
        scan = self.redactor.scan({"envelope": envelope, "body": body}) if judged else []
        self.write(
            Exchanged(
                scenario=scenario,
                fake=fake,
                number=message.number,
                at=message.at,
                monotonic_ns=int(entry.get("monotonic_ns", 0)),
                direction="out" if message.direction == "out" else "in",
                peer=message.peer,
                message_type=entry.get("message_type"),
                message_id=entry.get("message_id"),
                trace_id=self._shown_trace(entry.get("trace_id")),
                outcome=entry["outcome"],
                status=entry.get("status"),
                envelope=self.redactor.mask(envelope),
                body=self.redactor.mask(body),
                problem=self.redactor.mask(entry.get("problem")),
                reply=self.redactor.mask(entry.get("reply")),
                scan=[msgspec.to_builtins(hit) for hit in scan],
            )
        )

    def _town_broke(self, message: Message) -> Text | None:
        """
        What a fake did wrong in this message, if it did: it broke over it, or said what is not as published.

        What a scenario dictates (``dictated``) may be wrong on purpose.
        """
        if message.broke_neighbour:
            return message.broken()
        to_registry = message.direction == "out" and message.peer in ("registry", self.municipality)
        if not to_registry or message.outcome in ("accepted", "duplicate"):
            return None
        if (message.fake, message.kind) in self.dictated:
            return None
        place = misspoken(message.kind, message.envelope, message.body)
        return message.wrong(place) if place else None

    def _shown_trace(self, trace: object) -> str | None:
        # One of our own says nothing of anybody, and must stay equal to its command's.
        if not trace:
            return None
        return str(trace) if trace in self._traces else self.redactor.text(str(trace))

    def _learn(self, things: Iterable[Any]) -> None:
        for thing in things:
            self._learn_one(thing)

    def _learn_one(self, thing: Any) -> None:
        if isinstance(thing, dict):
            for name, value in thing.items():
                kind = NUMBER_FIELDS.get(name)
                if kind and isinstance(value, str) and len(value) >= SHORTEST_NUMBER:
                    self.redactor.know(kind, value)
                else:
                    self._learn_one(value)
        elif isinstance(thing, list):
            for value in thing:
                self._learn_one(value)

    def _masked_text(self, text: dict[str, str]) -> dict[str, str]:
        return {language: self.redactor.text(words) for language, words in text.items()}


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
