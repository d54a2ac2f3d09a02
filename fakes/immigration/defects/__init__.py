"""
Deliberate defects of the Agency.
"""

from __future__ import annotations

from dataclasses import replace

from fakes._core.definition import Defect, Definition
from fakes._core.rules import Title
from fakes._core.traffic import Handled, Received
from fakes.immigration.model import State
from fakes.immigration.wire import MunicipalNotice


def _numbers_taken(definition: Definition[State]) -> Definition[State]:
    return replace(definition, rules=definition.rules.without("IM-01"))


def _early(definition: Definition[State]) -> Definition[State]:
    return replace(definition, rules=definition.rules.without("IM-12"))


def _forgetful(definition: Definition[State]) -> Definition[State]:
    def take_and_forget(state: State, received: Received[MunicipalNotice]) -> Handled:
        return state.result(received.body.reference)

    return replace(definition, handlers={**definition.handlers, "I01": take_and_forget})


DEFECTS: tuple[Defect[State], ...] = (
    Defect(
        "numbers-taken",
        Title("個人番号又は住民票コードを含む通知を受け付ける", "Takes notices that hold an issued number"),
        _numbers_taken,
        rules=("IM-01",),
        pattern="forbidden-number-taken",
    ),
    Defect(
        "early-deletion-taken",
        Title(
            "転出予定日前の消除の通知を受け付ける", "Takes a deletion before the planned date of moving out"
        ),
        _early,
        rules=("IM-12",),
        pattern="taken-out-of-order",
    ),
    Defect(
        "notices-forgotten",
        Title(
            "市町村通知を受け付けたと答え、記録しない", "Answers that a notice was taken and keeps nothing"
        ),
        _forgetful,
        must=("IMM-001",),
        pattern="taken-and-not-kept",
    ),
)
