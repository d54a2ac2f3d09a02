"""
Deliberate defects of the card management system.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from fakes._core.definition import Defect, Definition
from fakes._core.rules import Title
from fakes._core.traffic import Handled, Received
from fakes.card_management.model.cards import answer_inquiry
from fakes.card_management.model.state import State
from fakes.card_management.wire import CardAnswer, CardInquiry


def _twice(definition: Definition[State]) -> Definition[State]:
    return replace(definition, rules=definition.rules.without("CM-02"))


def _revived(definition: Definition[State]) -> Definition[State]:
    return replace(definition, rules=definition.rules.without("CM-09"))


def _always_active(definition: Definition[State]) -> Definition[State]:
    def answer(state: State, received: Received[CardInquiry]) -> Handled:
        handled = answer_inquiry(state, received)
        told = handled.reply
        if isinstance(told, CardAnswer) and told.found:
            return Handled(reply=msgspec.structs.replace(told, state="active"))
        return handled

    return replace(definition, handlers={**definition.handlers, "K08": answer})


DEFECTS: tuple[Defect[State], ...] = (
    Defect(
        "card-handed-over-twice",
        Title(
            "交付済みのカードの交付を再び受け付ける",
            "Takes the hand-over of a card that was handed over before",
        ),
        _twice,
        rules=("CM-02",),
    ),
    Defect(
        "lapsed-card-continued",
        Title("失効したカードの継続利用を受け付ける", "Takes continued use of a lapsed or suspended card"),
        _revived,
        rules=("CM-09",),
    ),
    Defect(
        "inquiry-always-active",
        Title("照会に対し、どのカードも有効と答える", "Answers every inquiry that the card is active"),
        _always_active,
        must=("CARD-006", "CARD-010"),
        may=("REL-009",),  # Who moves in with a lapsed card is told apart by this answer alone.
    ),
)
