"""
What a standing check is given, and what it answers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec import Struct, field

from harness.evidence.events import Exchanged, Invoked, Text
from harness.evidence.history import History, envelope_of, reference


class Context(Struct, frozen=True, kw_only=True):
    """
    What holds in a run: the municipality under test, the roles it claims, its table of transfers, the town's date.

    ``basis``: department → whether the Individual Number may go there, as the registry was told.
    ``basis_changes``: further tables with the moment (monotonic, ns) from which each was told.
    ``number_departments``: departments that use the Individual Number at all (番号法9条).
    """

    municipality: str
    roles: frozenset[str]
    basis: dict[str, bool]
    number_departments: frozenset[str]
    today: date
    settings: dict[str, Any] = field(default_factory=dict)
    basis_changes: list[tuple[int, dict[str, bool]]] = field(default_factory=list)

    def basis_at(self, moment_ns: int) -> dict[str, bool]:
        """
        The table of transfers that stood at a moment.
        """
        table = self.basis
        for since, changed in sorted(self.basis_changes, key=lambda change: change[0]):
            if since <= moment_ns:
                table = changed
        return table


class Breach(Struct, frozen=True):
    """
    A clause that the history breaks, with what was to be expected, what was there, and the events that show it.
    """

    clause: str
    expected: Text
    actual: Text
    evidence: list[str]


class CheckResult(Struct, kw_only=True):
    """
    What a check found in a history.

    ``examined`` counts what it looked at: none is no pass. ``faults`` say that the instrument cannot judge (its own
    tables lack something): an error, nobody's guilt. ``notes`` are seen, but no clause forbids them.
    """

    examined: int = 0
    findings: list[Breach] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def breach(self, clause: str, expected: Text, actual: Text, *events: Exchanged | Invoked) -> None:
        """
        Add a breach, once.
        """
        found = Breach(clause, expected, actual, [reference(event) for event in events])
        if found not in self.findings:
            self.findings.append(found)

    def fault(self, text: str) -> None:
        """
        Add a fault of the instrument, once.
        """
        if text not in self.faults:
            self.faults.append(text)

    def note(self, text: str) -> None:
        """
        Add a note, once.
        """
        if text not in self.notes:
            self.notes.append(text)


Check = Callable[[History, Context], CheckResult]


def text(ja: str, en: str) -> Text:
    """
    A text in both languages.
    """
    return {"ja": ja, "en": en}


def receiver_of(exchange: Exchanged) -> str:
    """
    Who received a message, as the table of disclosures names receivers: a department, else the fake.
    """
    named = envelope_of(exchange, "receiver") or ""
    return named if named.startswith("dept-") else exchange.fake
