"""
The sequence chart of a scenario: who told whom what, in an order that the evidence bears.

Sound are: the order at one receiver (its journal numbers), and before or after an answer at the port. Between
neighbours the order is that of one machine's monotonic clock and is drawn, but nothing is judged by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harness.evidence.events import Exchanged, Invoked, Observed
from reports.model import Scenario, reference
from reports.texts import Language, Texts, choose
from reports.visible import clipped, visible

COUNTER, REGISTRY = "counter", "registry"
MOST_ARROWS = 120
LABEL = 40


@dataclass(frozen=True)
class Arrow:
    """
    One arrow. ``kind`` is ask, answer or message; ``ref`` points at the event; ``at_ns`` orders it.
    """

    kind: str
    source: str
    target: str
    label: str
    outcome: str
    ref: str
    at_ns: int
    diverging: bool = False


@dataclass(frozen=True)
class Chart:
    """
    A chart: participants from left to right and arrows from top to bottom. ``left_out`` arrows are not drawn.
    """

    title: str
    participants: list[str]
    arrows: list[Arrow]
    divergence: Observed | None
    mark: int | None
    left_out: int


def chart(scenario: Scenario, language: Language) -> Chart:
    """
    The chart of a scenario. ``mark`` is the arrow at which the first failing finding shows; None where none does.
    """
    divergence = next(iter(scenario.failures), None)
    marked = (
        set(divergence.evidence)
        if divergence
        else {ref for fault in scenario.port_faults for ref in fault.evidence}
    )
    arrows = _arrows(scenario, marked)
    mark = max((index for index, arrow in enumerate(arrows) if arrow.diverging), default=None)
    first = max(0, mark + 1 - MOST_ARROWS) if mark is not None else 0
    shown = arrows[first : first + MOST_ARROWS]
    seen = {name for arrow in shown for name in (arrow.source, arrow.target)}
    others = [name for arrow in arrows for name in (arrow.target, arrow.source) if name in seen]
    return Chart(
        title=choose(scenario.started.title, language),
        participants=list(dict.fromkeys([COUNTER, REGISTRY, *others])),
        arrows=shown,
        divergence=divergence,
        mark=mark - first if mark is not None else None,
        left_out=len(arrows) - len(shown),
    )


def _arrows(scenario: Scenario, marked: set[str]) -> list[Arrow]:
    """
    All arrows in sound order: by time, but never against the journal numbers of one fake.
    """
    found: list[Arrow] = []
    latest: dict[str, int] = {}
    now = 0
    for item in scenario.evidence:
        ref = reference(item)
        if isinstance(item, Invoked):
            now = item.answered_ns
            word, reason = _outcome(item.outcome)
            diverging = ref in marked
            found.append(Arrow("ask", COUNTER, REGISTRY, item.operation, "", ref, item.sent_ns))
            found.append(Arrow("answer", REGISTRY, COUNTER, reason, word, ref, item.answered_ns, diverging))
        else:
            at = latest[item.fake] = max(item.monotonic_ns or now, latest.get(item.fake, 0))
            found.append(_message(item, at, ref in marked))
    return sorted(found, key=lambda arrow: arrow.at_ns)


def _message(item: Exchanged, at_ns: int, diverging: bool) -> Arrow:
    source, target = (item.peer, item.fake) if item.direction == "in" else (item.fake, item.peer)
    return Arrow(
        "message", source, target, item.message_type or "?", item.outcome, reference(item), at_ns, diverging
    )


def _outcome(outcome: Any) -> tuple[str, str]:
    """
    The word of an outcome, and its reason or cause.
    """
    if not isinstance(outcome, dict):
        return "?", ""
    return str(outcome.get("outcome") or "?"), str(outcome.get("reason") or outcome.get("cause") or "")


def told(arrow: Arrow, words: Texts) -> str:
    """
    What an arrow says: the operation, the answer with its reason, or the message and what became of it.
    """
    outcome = words.get(f"outcome.{arrow.outcome}", arrow.outcome)
    if arrow.kind == "answer":
        return f"{outcome}（{arrow.label}）" if arrow.label else outcome
    return f"{arrow.label} {outcome}" if arrow.outcome not in ("", "accepted") else arrow.label


def name_of(participant: str, words: Texts) -> str:
    """
    What a participant is called: its name in the language, or its own where it has none there.
    """
    return words.get(f"who.{participant}", participant)


def mermaid(drawn: Chart, language: Language) -> str:
    """
    The chart as Mermaid text, for places that draw it.
    """
    words = Texts(language)
    lines = ["sequenceDiagram"]
    alias = {name: f"p{number}" for number, name in enumerate(drawn.participants)}
    lines += [f"  participant {short} as {_quoted(name_of(name, words))}" for name, short in alias.items()]
    for index, arrow in enumerate(drawn.arrows):
        line = "-->>" if arrow.kind == "answer" else "->>"
        if arrow.kind == "message" and arrow.outcome in ("refused", "undelivered"):
            line = "-x"
        lines.append(f"  {alias[arrow.source]}{line}{alias[arrow.target]}: {_quoted(told(arrow, words))}")
        if index == drawn.mark:
            clause = drawn.divergence.clause if drawn.divergence else words["port_fault"]
            ends = sorted({alias[arrow.source], alias[arrow.target]})
            lines.append(f"  Note over {','.join(ends)}: ✕ {_quoted(clause)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """
    Text that Mermaid cannot take for its own words: only letters, digits and a few signs stay as they are.
    """
    short = clipped(visible(text), LABEL)
    return "".join(
        letter if letter.isalnum() or letter in " -_.,:…✕（）" else f"#{ord(letter)};" for letter in short
    )
