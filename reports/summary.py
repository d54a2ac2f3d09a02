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

    ``repeats`` and ``flaky`` only where the plan was carried out more than once: how often, and which scenarios changed
    their verdict. ``store`` is where a bundled registry kept its register; None where that is not ours to know.
    """
    told: dict[str, Any] = {
        "run": run.started.run,
        "store": run.started.sut.get("store"),
        "scenarios": sum(1 for scenario in run.scenarios if scenario.repeat == 0),
        "requirements": count(run, run.own),
        "town": count(run, run.town),
        "messages": run.messages,
        "wall_s": round(run.wall_ns / SECOND, 3),
        "registry_s": round(run.registry_ns / SECOND, 3),
        "town_s": round(run.town_ns / SECOND, 3),
    }
    if run.started.repeats > 1:
        told |= {"repeats": run.started.repeats, "flaky": run.flaky}
    return told
