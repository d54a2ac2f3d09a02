"""
The summary of a run: the one JSON object that ``tekigo run --json`` prints as its last line.
"""

from __future__ import annotations

from typing import Any

from reports.fold import count
from reports.model import Run

SECOND = 1_000_000_000


def summary(run: Run) -> dict[str, Any]:
    """
    Counts and times. ``requirements`` counts what binds a claimed role, ``town`` what binds only others; times in s.

    ``store`` is where a bundled registry kept its register; None where that is not ours to know.
    """
    return {
        "run": run.started.run,
        "store": run.started.sut.get("store"),
        "scenarios": len(run.scenarios),
        "requirements": count(run, run.own),
        "town": count(run, run.town),
        "messages": run.messages,
        "wall_s": round(run.wall_ns / SECOND, 3),
        "registry_s": round(run.registry_ns / SECOND, 3),
        "town_s": round(run.town_ns / SECOND, 3),
    }
