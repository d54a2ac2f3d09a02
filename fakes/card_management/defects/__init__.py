"""
Deliberate defects of the card management system.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import msgspec

from fakes._core.definition import Defect, Definition
from fakes._core.rules import Title
from fakes._core.traffic import REGISTRY, Acted, Asked, Handled, Outgoing, Received
from fakes.card_management.model import mailing
from fakes.card_management.model.cards import answer_inquiry, fall_due
from fakes.card_management.model.state import State
from fakes.card_management.wire import CardAnswer, CardInquiry, DispatchStatus


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


def _sent_again(definition: Definition[State]) -> Definition[State]:
    sound = definition.acts["change_mailing"]

    def change(state: State, asked: Asked[mailing.ChangeMailing]) -> Acted:
        acted = mailing.change(state, asked)
        wanted = asked.request
        if wanted.state != "returned":
            return acted
        again = DispatchStatus(dispatch_id=wanted.dispatch_id, state="sent", on=wanted.on, reason=None)
        code = state.mailings[wanted.dispatch_id].ordered.resident_record_code
        return replace(acted, outgoing=(*acted.outgoing, Outgoing(REGISTRY, "K02", again, code)))

    return replace(definition, acts={**definition.acts, "change_mailing": replace(sound, run=change)})


def _never_lapsing(definition: Definition[State]) -> Definition[State]:
    def move(state: State, now: datetime) -> tuple[Outgoing, ...]:
        state.planned_out.clear()
        return fall_due(state, now)

    return replace(definition, clock_moved=move)


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
    Defect(
        "returned-notice-sent-again",
        Title("返戻された通知書を自ら再び送る", "Sends a notice that came back again by itself"),
        _sent_again,
        must=("CARD-002",),
        may=("CARD-001",),
    ),
    Defect(
        "card-lives-without-moving-in",
        Title(
            "転入届のないまま三十日を過ぎたカードを失効させない",
            "A card does not lapse thirty days after a moving out without a moving in",
        ),
        _never_lapsing,
        must=("CARD-008",),
        may=("CARD-006", "REL-009"),
    ),
)
