"""
The driver that writes everything down: each command or read becomes an event with its interval and outcome.
"""

from __future__ import annotations

import time
from typing import Any

import msgspec

from harness.evidence.events import Invoked
from harness.port.commands import Command
from harness.port.driver import Driver
from harness.port.outcomes import Accepted, Outcome, Refused, Unknown
from harness.port.reads import Read
from harness.port.records import Found


class Invocation(msgspec.Struct, frozen=True):
    """
    One use of the port: its reference in the evidence, and the outcome, unmasked, for the steps.
    """

    ref: str
    operation: str
    request: dict[str, Any]
    outcome: Accepted | Refused | Found | Unknown
    sent_ns: int
    answered_ns: int


class RecordedDriver:
    """
    Passes commands and reads to a driver and keeps the invocation. ``spent_ns`` sums the time spent waiting.
    """

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.spent_ns = 0
        self._count = 0

    def do(self, command: Command) -> Invocation:
        """
        Give a command to the registry.
        """
        sent = time.monotonic_ns()
        outcome: Outcome = self.driver.do(command)
        return self._kept(type(command).__name__, command, outcome, sent)

    def read(self, read: Read) -> Invocation:
        """
        Ask the registry what it holds.
        """
        sent = time.monotonic_ns()
        found = self.driver.read(read)
        return self._kept(type(read).__name__, read, found, sent)

    def _kept(self, operation: str, request: Any, outcome: Any, sent: int) -> Invocation:
        answered = time.monotonic_ns()
        self.spent_ns += answered - sent
        self._count += 1
        plain = msgspec.to_builtins(request)
        return Invocation(f"invoked:{self._count}", operation, plain, outcome, sent, answered)


def outcome_word(outcome: Accepted | Refused | Found | Unknown) -> dict[str, Any]:
    """
    An outcome as plain data with its word, for the event.
    """
    plain: dict[str, Any] = msgspec.to_builtins(outcome)
    if isinstance(outcome, Unknown):
        plain["outcome"] = "unknown"
    if isinstance(outcome, Found):
        plain = {key: value for key, value in plain.items() if value is not None}
        plain["outcome"] = "found"
    return plain


def event_of(kept: Invocation, scenario: str, step: int, now: str, request: Any, outcome: Any) -> Invoked:
    """
    The event of an invocation, from values that are masked already.
    """
    return Invoked(
        scenario=scenario,
        number=int(kept.ref.partition(":")[2]),
        step=step,
        operation=kept.operation,
        request=request,
        outcome=outcome,
        sent_ns=kept.sent_ns,
        answered_ns=kept.answered_ns,
        now=now,
    )
