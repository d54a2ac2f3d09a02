"""
Deliberate defects of the departments.
"""

from __future__ import annotations

from dataclasses import replace

from fakes._core.definition import Defect, Definition
from fakes._core.rules import Title
from fakes._core.traffic import Handled, Received
from fakes.departments.model import State
from fakes.departments.wire import ResidentChange


def _takes_numbers(definition: Definition[State]) -> Definition[State]:
    return replace(definition, rules=definition.rules.without("DP-01", "DP-02"))


def _keeps_first(definition: Definition[State]) -> Definition[State]:
    def take(state: State, received: Received[ResidentChange]) -> Handled:
        known = state.of(received.envelope.receiver, received.body.local_addressee_number)
        known.latest = known.latest or received.body
        known.changes += 1
        return Handled()

    return replace(definition, handlers={**definition.handlers, "D01": take})


DEFECTS: tuple[Defect[State], ...] = (
    Defect(
        "number-taken-without-basis",
        Title(
            "個人番号を利用しない部署が個人番号を受け取る",
            "A department that does not use the Individual Number takes it",
        ),
        _takes_numbers,
        rules=("DP-01", "DP-02"),
        pattern="forbidden-number-taken",
    ),
    Defect(
        "change-not-applied",
        Title("二度目からの異動を反映しない", "Changes after the first are not applied"),
        _keeps_first,
        pattern="first-value-stays",
        indistinguishable="Whether a department applies what it took is its own affair; no clause binds it.",
    ),
)
