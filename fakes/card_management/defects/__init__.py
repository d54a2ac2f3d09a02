"""
Deliberate defects of the card management system.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import msgspec

from fakes._core.definition import Defect, Definition
from fakes._core.rules import Title
from fakes._core.traffic import REGISTRY, Acted, Asked, Handled, Outgoing, Received
from fakes.card_management.model import mailing, validity
from fakes.card_management.model.cards import MakeCard, answer_inquiry, fall_due, make_card
from fakes.card_management.model.state import State
from fakes.card_management.wire import CardAnswer, CardInquiry, DispatchInformation, DispatchStatus
from harness.words.periods import birthday_in

ADULT = 18
Planter = Callable[[Definition[State]], Definition[State]]


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


def _back_next_day(definition: Definition[State]) -> Definition[State]:
    def move(state: State, now: datetime) -> tuple[Outgoing, ...]:
        for card in state.cards.values():
            if card.state == "returned":
                state.cards[card.card_id] = msgspec.structs.replace(card, state="active")
        return fall_due(state, now)

    return replace(definition, clock_moved=move)


def _made_good_to(last_day: Callable[[DispatchInformation, date], date | None]) -> Planter:
    """
    The organisation computes the last day otherwise.
    """

    def apply(definition: Definition[State]) -> Definition[State]:
        sound = definition.acts["make_card"]

        def make(state: State, asked: Asked[MakeCard]) -> Acted:
            wanted = asked.request
            code = wanted.resident_record_code
            told = [e.ordered for e in state.mailings.values() if e.ordered.resident_record_code == code]
            day = last_day(told[-1], date.fromisoformat(wanted.issued_on)) if told else None
            if wanted.expires_on is None and day is not None:
                asked = replace(asked, request=msgspec.structs.replace(wanted, expires_on=day.isoformat()))
            return make_card(state, asked)

        return replace(definition, acts={**definition.acts, "make_card": replace(sound, run=make)})

    return apply


def _of_an_adult(holder: DispatchInformation, made_on: date) -> date | None:
    born = date.fromisoformat(holder.born_on)
    older = msgspec.structs.replace(holder, born_on=birthday_in(born.year - ADULT, born).isoformat())
    return validity.last_day(older, made_on)


def _of_a_national(holder: DispatchInformation, made_on: date) -> date | None:
    return validity.last_day(
        msgspec.structs.replace(holder, resident_class=None, period_expires_on=None), made_on
    )


DEFECTS: tuple[Defect[State], ...] = (
    Defect(
        "card-handed-over-twice",
        Title(
            "交付済みのカードの交付を再び受け付ける",
            "Takes the hand-over of a card that was handed over before",
        ),
        _twice,
        rules=("CM-02",),
        pattern="taken-a-second-time",
    ),
    Defect(
        "lapsed-card-continued",
        Title("失効したカードの継続利用を受け付ける", "Takes continued use of a lapsed or suspended card"),
        _revived,
        rules=("CM-09",),
        pattern="ended-comes-back",
    ),
    Defect(
        "inquiry-always-active",
        Title("照会に対し、どのカードも有効と答える", "Answers every inquiry that the card is active"),
        _always_active,
        must=("CARD-006", "CARD-010"),
        may=("REL-009",),  # Who moves in with a lapsed card is told apart by this answer alone.
        pattern="answer-always-the-same",
    ),
    Defect(
        "returned-notice-sent-again",
        Title("返戻された通知書を自ら再び送る", "Sends a notice that came back again by itself"),
        _sent_again,
        must=("CARD-002",),
        may=("CARD-001",),
        pattern="repeated-by-itself",
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
        pattern="never-falls-due",
    ),
    Defect(
        "returned-card-active-the-next-day",
        Title(
            "返納されたカードを翌日には有効に戻す", "Takes a returned card for active again on the next day"
        ),
        _back_next_day,
        must=("CARD-012",),
        pattern="ended-comes-back",
    ),
    Defect(
        "minors-card-for-ten-years",
        Title(
            "未成年者のカードにも十回目の誕生日までの有効期間を付ける",
            "A minor's card is good for ten birthdays",
        ),
        _made_good_to(_of_an_adult),
        must=("CARD-013",),
        pattern="special-case-as-ordinary",
    ),
    Defect(
        "card-outlasts-the-stay",
        Title(
            "在留期間にかかわらず誕生日までの有効期間を付ける",
            "A foreign resident's card is good to the birthday, whatever the stay",
        ),
        _made_good_to(_of_a_national),
        must=("CARD-013",),
        pattern="one-limit-left-out",
    ),
)
