"""
The protocol of a driver, and a driver that does nothing.

A driver carries what the instrument asks to one registry and brings back what came of it. It judges nothing,
repeats nothing and waits for nothing but the answer. After a run's doctor has passed, whatever the registry
does is an outcome; only the four methods of the run's own life raise.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from harness.port.bulk import Loaded, StandingResident
from harness.port.commands import Command
from harness.port.interface import COMMANDS, READS, VERSION
from harness.port.lifecycle import Capabilities, Done, Settled, Town
from harness.port.outcomes import Accepted, Outcome, Unknown
from harness.port.reads import Read
from harness.port.records import Found


class Driver(Protocol):
    """
    What the instrument needs of a registry under test.
    """

    def capabilities(self) -> Capabilities:
        """
        Say what the registry is and what it serves.

        Must not change anything, nor answer from memory. Raises ConnectError if nobody answers, DoctorError if
        the answer is not of the published shape.
        """

    def connect(self, town: Town) -> Done:
        """
        Tell the registry where its neighbours are. Comes first, and again after the town was started anew.

        Must not let anything be sent to a neighbour yet. Raises ConnectError and DoctorError.
        """

    def set_clock(self, now: str) -> Done:
        """
        Move the registry's clock forward to ``now`` (ISO 8601, +09:00).

        Must not go back, nor return before what falls due by then is recorded. Raises ConnectError and
        DoctorError.
        """

    def settle(self, bound_ms: int) -> Settled:
        """
        Let the registry come to rest, for at most ``bound_ms`` of real time.

        Must not say settled while a due message is undelivered, nor drop a message to get there. Raises
        ConnectError and DoctorError.
        """

    def load(self, residents: Iterable[StandingResident], bound_s: float) -> Loaded:
        """
        Let the registry take over residents in bulk, within ``bound_s`` of real time.

        Must not send a line twice. Raises ConnectError, and DoctorError that names the line at fault: nothing was
        loaded then.
        """

    def do(self, command: Command) -> Outcome:
        """
        Give one command, once.

        Must not send it a second time, whatever happens: a command whose answer was lost may have been done.
        Must not turn a missing answer into a refusal. Never raises for what the registry does.
        """

    def read(self, read: Read) -> Found | Unknown:
        """
        Ask for what the registry shows.

        Must not change anything, nor answer from memory. Never raises for what the registry does.
        """

    def close(self) -> None:
        """
        Let go of the registry. Safe to call twice. Must not stop the registry or tell it anything.
        """


class DoNothing:
    """
    A driver without a registry: it says ``outcome`` to every command, and has never anything to show.

    With the default, an agreeing registry that does nothing at all: no requirement may pass on it.
    """

    def __init__(self, municipality: str, outcome: Outcome | None = None) -> None:
        self._municipality = municipality
        self._outcome = Accepted() if outcome is None else outcome
        self._now: str | None = None

    def capabilities(self) -> Capabilities:
        """
        Claim the role of a registry, and every endpoint.
        """
        return Capabilities(
            name="do-nothing",
            version="0",
            interface=VERSION,
            municipality=self._municipality,
            roles=["registry"],
            clock=True,
            now=self._now,
            commands=[operation.name for operation in COMMANDS],
            reads=[operation.name for operation in READS],
            load=True,
        )

    def connect(self, town: Town) -> Done:
        """
        Take note of nothing.
        """
        del town
        return Done(self._now)

    def set_clock(self, now: str) -> Done:
        """
        Keep the time, and do nothing that falls due.
        """
        self._now = now
        return Done(now)

    def settle(self, bound_ms: int) -> Settled:
        """
        Be at rest: nothing was ever due.
        """
        del bound_ms
        return Settled(settled=True, undelivered=0)

    def load(self, residents: Iterable[StandingResident], bound_s: float) -> Loaded:
        """
        Take nothing over.
        """
        del residents, bound_s
        return Loaded(residents=0, households=0, cards=0)

    def do(self, command: Command) -> Outcome:
        """
        Give the one outcome.
        """
        del command
        return self._outcome

    def read(self, read: Read) -> Found | Unknown:
        """
        Find nothing.
        """
        del read
        return Found()

    def close(self) -> None:
        """
        Let go of nothing.
        """
