"""
Builds small histories for the checks: a command, messages of the registry, messages of the town.
"""

from datetime import date
from typing import Any

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History
from harness.judgement.checks import Context

TOWN = "112291"
NOW = "2026-04-10T09:00:00+09:00"
CONTEXT = Context(
    municipality=TOWN,
    roles=frozenset({"registry"}),
    basis={"dept-tax": True, "dept-health-insurance": True, "dept-election": False},
    number_departments=frozenset({"dept-tax", "dept-health-insurance"}),
    today=date(2026, 4, 10),
)
FAKES = {"J": "juki_net", "K": "card_management", "A": "addressee", "I": "immigration", "D": "departments"}
CODE, NUMBER = "⟦RC✓aaaaaaaaaa⟧", "⟦IN✓bbbbbbbbbb⟧"


def hit(kind: str, path: str, form: str = "exact") -> dict[str, str]:
    return {"kind": kind, "path": path, "form": form, "token": NUMBER}


def command(operation: str = "MovingIn", number: int = 1, **parts: Any) -> Invoked:
    counter = {"operator": "staff-01", "terminal": "counter-1", "trace_id": f"trace-{number}"}
    standard: dict[str, Any] = {
        "scenario": "s", "number": number, "step": 1, "operation": operation, "request": {"counter": counter},
        "outcome": {"outcome": "accepted"}, "sent_ns": 100, "answered_ns": 200, "now": NOW,
    }  # fmt: skip
    return Invoked(**{**standard, **parts})


class Histories:
    """Numbers messages as their receivers would, and streams as a registry would."""

    def __init__(self) -> None:
        self.events: list[Any] = [command()]
        self._numbers: dict[str, int] = {}
        self._sequences: dict[str, int] = {}

    def take(
        self,
        kind: str,
        body: dict[str, Any] | None = None,
        *,
        receiver: str = "",
        fake: str = "",
        **parts: Any,
    ) -> Exchanged:
        """A message that a fake took; ``parts`` name fields of the envelope or of the event."""
        fake = fake or ("addressee" if kind == "L03" else FAKES.get(kind[0], ""))
        number = self._numbers[fake] = self._numbers.get(fake, 0) + 1
        stream = parts.get("stream", f"{fake}-{receiver}-stream")
        self._sequences[stream] = self._sequences.get(stream, 0) + 1
        envelope = {
            "message_id": f"{fake}-m{number}", "message_type": kind, "schema_version": "1.0", "trace_id": "trace-1",
            "stream": stream, "sequence": self._sequences[stream], "sender": TOWN, "receiver": receiver or fake,
            "sent_at": NOW, "operator": "staff-01", "terminal": "counter-1", "idempotency_key": f"k{number}",
        }  # fmt: skip
        envelope.update({name: value for name, value in parts.items() if name in envelope})
        standard: dict[str, Any] = {
            "scenario": "s", "fake": fake, "number": number, "at": NOW, "monotonic_ns": 150, "direction": "in",
            "peer": TOWN, "message_type": kind, "message_id": envelope["message_id"],
            "trace_id": envelope["trace_id"], "outcome": "accepted", "status": 200, "envelope": envelope,
            "body": {} if body is None else body,
        }  # fmt: skip
        standard.update({name: value for name, value in parts.items() if name in Exchanged.__struct_fields__})
        if parts.get("unreadable"):
            standard["body"] = None
        event = Exchanged(**standard)
        self.events.append(event)
        return event

    def made(self, whole: bool = True) -> History:
        """The history so far."""
        return History.of(self.events, TOWN, whole)


def clauses(result: Any) -> list[str]:
    return [finding.clause for finding in result.findings]
