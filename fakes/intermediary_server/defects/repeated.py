"""
Defects of a request that comes a second time.
"""

from __future__ import annotations

from dataclasses import replace

from fakes._core.definition import Defect, Definition
from fakes._core.rules import Title
from fakes._core.traffic import Handled, Received
from fakes.intermediary_server.model.answering import answer_request
from fakes.intermediary_server.model.sections import State
from fakes.intermediary_server.wire import ProvisionRequest


def _recorded_again(definition: Definition[State]) -> Definition[State]:
    async def answer(state: State, received: Received[ProvisionRequest]) -> Handled:
        number = received.body.processing_number
        before = state.records.get(number)
        handled = await answer_request(state, received)
        if before is not None:
            state.records[f"{number} again"] = before
        return handled

    return replace(definition, handlers={**definition.handlers, "L10": answer})


DEFECTS: tuple[Defect[State], ...] = (
    Defect(
        "repeated-request-recorded-again",
        Title("二度届いた求めの提供等記録を、二件保存する", "Keeps two records of a request that came twice"),
        _recorded_again,
        must=("LINK-014",),
        pattern="repetition-recorded",
    ),
)
