"""
What happened, in the orders that are sound: nothing else may decide a failure.

Sound are the journal number of one fake, the interval of an invocation (sent, answered) against the moment of an
exchange on the same host, and the identity of a message at both its ends. Two exchanges of different fakes are
concurrent, whatever their times say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from harness.evidence.events import AnyEvent, Exchanged, Invoked, RunStarted, ScenarioEnded, ScenarioStarted
from harness.evidence.redact import Hit

StreamKey = tuple[str, str, str]
"""Fake, receiver named in the envelope, opaque stream."""


class History:
    """
    Exchanges and invocations of a scenario, or of a whole run.

    ``whole`` says that nothing went before: only then must a stream that is seen begin at its first number.
    """

    def __init__(self, municipality: str, whole: bool = False) -> None:
        self.municipality = municipality
        self.whole = whole
        self.invocations: list[Invoked] = []
        self._by_fake: defaultdict[str, list[Exchanged]] = defaultdict(list)
        self._commands: dict[str, Invoked] = {}

    @staticmethod
    def of(events: Iterable[object], municipality: str, whole: bool = False) -> History:
        """
        The history of ``events``; events that are neither exchange nor invocation are passed over.
        """
        history = History(municipality, whole)
        for event in events:
            history.add(event)
        return history

    def add(self, event: object) -> None:
        """
        Take in one event.
        """
        if isinstance(event, Exchanged):
            self._by_fake[event.fake].append(event)
        elif isinstance(event, Invoked):
            self.invocations.append(event)
            trace = trace_of(event)
            if trace is not None:
                self._commands.setdefault(trace, event)

    def exchanges(self, fake: str | None = None) -> Iterator[Exchanged]:
        """
        Exchanges of one fake or of all, fake by fake, each in the order of its journal.
        """
        for name in sorted(self._by_fake) if fake is None else [fake]:
            yield from sorted(self._by_fake.get(name, ()), key=lambda exchange: exchange.number)

    def from_registry(self) -> Iterator[Exchanged]:
        """
        What the registry sent, taken or not, as its receivers journalled it.
        """
        for exchange in self.exchanges():
            if exchange.direction == "in" and self._is_registry(exchange):
                yield exchange

    def command_of(self, trace_id: str | None) -> Invoked | None:
        """
        The command that was given with this trace id.
        """
        return None if trace_id is None else self._commands.get(trace_id)

    def streams(self) -> dict[StreamKey, list[Exchanged]]:
        """
        What the registry sent, by receiver and stream, each in the order of the receiver's journal.
        """
        found: defaultdict[StreamKey, list[Exchanged]] = defaultdict(list)
        for exchange in self.from_registry():
            stream, receiver = envelope_of(exchange, "stream"), envelope_of(exchange, "receiver")
            if stream is not None and receiver is not None:
                found[exchange.fake, receiver, stream].append(exchange)
        return dict(found)

    def town_told_registry(self, trace_id: str) -> bool:
        """
        Whether the town told the registry something under this trace id, at any time.

        No order is asked for: a sender journals a message when it is answered, after its effects may have begun.
        """
        return any(
            exchange.direction == "out"
            and exchange.trace_id == trace_id
            and exchange.peer in ("registry", self.municipality)
            for exchange in self.exchanges()
        )

    def _is_registry(self, exchange: Exchanged) -> bool:
        sender = envelope_of(exchange, "sender")
        return exchange.peer == "registry" if sender is None else sender == self.municipality


def before(first: Exchanged | Invoked, second: Exchanged | Invoked) -> bool | None:
    """
    Whether ``first`` surely happened before ``second`` (True), surely after (False), or neither is known (None).
    """
    if isinstance(first, Exchanged) and isinstance(second, Exchanged):
        return None if first.fake != second.fake else first.number < second.number
    one, two = _interval(first), _interval(second)
    if one[1] < two[0]:
        return True
    return False if two[1] < one[0] else None


def _interval(event: Exchanged | Invoked) -> tuple[int, int]:
    if isinstance(event, Invoked):
        return event.sent_ns, event.answered_ns
    return event.monotonic_ns, event.monotonic_ns


def slices(events: Iterable[AnyEvent], municipality: str | None = None) -> Iterator[tuple[str, History]]:
    """
    The histories of one lane's scenarios, one after the other; only the one under way is held.
    """
    history = History(municipality or "")
    for event in events:
        if isinstance(event, RunStarted) and municipality is None:
            municipality = event.sut.get("municipality", "")
        elif isinstance(event, ScenarioStarted):
            history = History(municipality or "")
        elif isinstance(event, ScenarioEnded):
            yield event.scenario, history
            history = History(municipality or "")
        else:
            history.add(event)


def reference(event: Exchanged | Invoked) -> str:
    """
    How evidence points at an event: ``juki_net:12``, ``invoked:3``.
    """
    return f"invoked:{event.number}" if isinstance(event, Invoked) else f"{event.fake}:{event.number}"


def envelope_of(exchange: Exchanged, field: str) -> str | None:
    """
    A text of the envelope, None where there is none.
    """
    value = exchange.envelope.get(field) if isinstance(exchange.envelope, dict) else None
    return value if isinstance(value, str) else None


def problem_of(exchange: Exchanged, field: str) -> str | None:
    """
    A text of the problem document, None where there is none.
    """
    value = exchange.problem.get(field) if isinstance(exchange.problem, dict) else None
    return value if isinstance(value, str) else None


def counter_of(invocation: Invoked) -> dict[str, str]:
    """
    Operator, terminal and trace id of a command; empty for a read.
    """
    counter = invocation.request.get("counter") if isinstance(invocation.request, dict) else None
    return {key: str(value) for key, value in counter.items()} if isinstance(counter, dict) else {}


def trace_of(invocation: Invoked) -> str | None:
    """
    The trace id of a command.
    """
    return counter_of(invocation).get("trace_id")


def hits_of(event: Exchanged | Invoked) -> list[Hit]:
    """
    What the number scan found before the event was masked.
    """
    return [Hit(**hit) for hit in event.scan]
