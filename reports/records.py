"""
The records that a page prints in full: what a finding points at, and everything of a scenario that failed.

Each record is printed once. Records of failing scenarios always are; records that only support a pass are printed
until a fixed weight is reached, in the order of the run, so that the same events give the same page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from markupsafe import Markup

from harness.evidence.events import Exchanged, Invoked
from reports.model import Evidence, Scenario, reference
from reports.visible import clipped, visible

MOST_LETTERS = 20_000
SUPPORTING = 2_500_000


@dataclass
class Budget:
    """
    How many more bytes of supporting records may be printed.
    """

    left: int = SUPPORTING


@dataclass(frozen=True)
class Record:
    """
    One record, ready to print: parts are (key of its heading, JSON).
    """

    ref: str
    anchor: str
    event: Evidence
    parts: list[tuple[str, Markup]]
    cited: bool


def records(scenario: Scenario, anchor: str, failing: bool, budget: Budget) -> list[Record]:
    """
    The records of a scenario that are printed in full.
    """
    cited = {ref for finding in scenario.findings for ref in finding.evidence}
    open_ended = {ref for item in scenario.findings if item.verdict != "pass" for ref in item.evidence}
    found: list[Record] = []
    for event in scenario.evidence:
        ref = reference(event)
        if not failing and ref not in cited:
            continue
        if not failing and ref not in open_ended and budget.left <= 0:
            continue
        parts = _parts(event)
        if not failing:
            budget.left -= sum(len(part.encode()) for _, part in parts)
        found.append(Record(ref, f"{anchor}-r{len(found) + 1}", event, parts, ref in cited))
    return found


def _parts(event: Evidence) -> list[tuple[str, Markup]]:
    if isinstance(event, Invoked):
        return [("request", _json(event.request)), ("answer", _json(event.outcome))]
    named = _named(event)
    return [(key, _json(value)) for key, value in named if value is not None]


def _named(event: Exchanged) -> list[tuple[str, Any]]:
    return [
        ("envelope", event.envelope),
        ("body", event.body),
        ("problem", event.problem),
        ("reply", event.reply),
    ]


def _json(value: Any) -> Markup:
    """
    JSON with one line for each field of the outermost object, and nothing that a page would obey.
    """
    if isinstance(value, dict) and value:
        lines = [f"  {_compact(str(key))}: {_compact(item)}" for key, item in value.items()]
        text = "{\n" + ",\n".join(lines) + "\n}"
    else:
        text = _compact(value)
    text = visible(clipped(text, MOST_LETTERS))
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))  # noqa: S704 - escaped here


def _compact(value: Any) -> str:
    return msgspec.json.encode(value).decode("utf-8").replace('","', '", "')
