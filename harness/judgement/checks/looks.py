"""
Looks at records, as several checks hold them against what was filed, told and printed.
"""

from __future__ import annotations

from harness.evidence.events import Invoked
from harness.evidence.history import History

READ = "ReadResidentRecord"


def looks_at_records(history: History) -> dict[str, list[Invoked]]:
    """
    By the resident that was shown, every look that showed a record, in the order of the history.
    """
    looks: dict[str, list[Invoked]] = {}
    for one in history.invocations:
        record = one.outcome.get("record") if isinstance(one.outcome, dict) else None
        if one.operation == READ and isinstance(record, dict):
            looks.setdefault(str(record.get("resident")), []).append(one)
    return looks
