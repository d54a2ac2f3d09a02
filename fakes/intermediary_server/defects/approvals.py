"""
Deliberate defects of what a clerk's approval leaves behind.
"""

from __future__ import annotations

from dataclasses import replace

from fakes._core.definition import Defect, Definition
from fakes._core.rules import Title
from fakes._core.traffic import Acted, Asked
from fakes.intermediary_server.model.answering import HeldAnswer, answer_held
from fakes.intermediary_server.model.sections import State


def _stays_held(definition: Definition[State]) -> Definition[State]:
    def approve(state: State, asked: Asked[HeldAnswer]) -> Acted:
        number = asked.request.processing_number
        before = state.records.get(number)
        acted = answer_held(state, asked)
        if before is not None:
            state.records[number] = before
        return acted

    act = replace(definition.acts["answer_held"], run=approve)
    return replace(definition, acts={**definition.acts, "answer_held": act})


DEFECTS: tuple[Defect[State], ...] = (
    Defect(
        "approved-stays-recorded-as-held",
        Title(
            "承認により提供したものを、保留のまま記録に残す",
            "Keeps the record of what an approval provided as one of what is held",
        ),
        _stays_held,
        must=("LINK-011",),
        pattern="later-outcome-unrecorded",
        acts=3,
    ),
)
