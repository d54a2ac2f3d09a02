"""
Defects of cards: limits, causes of lapse, what the organisation is told.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from registry import cards
from registry.card_validity import cause_of_lapse
from registry.cards import Kept
from registry.defects.defect import both, builders, defect, handler, rules
from registry.defects.line import sent_again
from registry.desk import Desk, Inquiry
from registry.handlers import card_presented
from registry.messages.card import Order, state_change
from registry.parts import Handler, Override, Parts
from registry.rules.periods import (
    Settings,
    last_day_to_present_card,
    last_day_without_moving_in,
)
from registry.wire.card_management import StateChange
from registry.wire.control import (
    Accepted,
    DestroyCard,
    PresentCard,
)

DAY = timedelta(days=1)
Changes = dict[str, tuple[str | None, str | None]]


def _eighty_nine(notified_on: date, settings: Settings) -> date:
    return last_day_to_present_card(notified_on, settings) - DAY


def _no_end_without_moving_in(planned_on: date, moved_in_on: date | None, settings: Settings) -> date:
    return last_day_without_moving_in(planned_on, moved_in_on, settings) + timedelta(days=3650)


def _untold(cause: str) -> Override:
    def builder(card: Kept, state: str, why: str, order: Order) -> StateChange | None:
        return None if why == cause else state_change(card, state, why, order)

    return builders(k05=builder)


def _lapse_told_as_suspension(card: Kept, state: str, cause: str, order: Order) -> StateChange:
    return state_change(card, "suspended" if state == "lapsed" else state, cause, order)


def _nobody_ordered_it(card: Kept, state: str, cause: str, order: Order) -> StateChange:
    return state_change(card, state, cause, msgspec.structs.replace(order, operator="-", terminal="-"))


def _any_deletion(reason: str, ground: str | None, on: date) -> str | None:
    return cause_of_lapse(reason, ground, on) or "ex-officio-deletion"


def _dead_are_deleted(reason: str, ground: str | None, on: date) -> str | None:
    return "ex-officio-deletion" if reason == "23" else cause_of_lapse(reason, ground, on)


def _cards_outlive(*reasons: str) -> Override:
    def cause(reason: str, ground: str | None, on: date) -> str | None:
        return None if reason in reasons else cause_of_lapse(reason, ground, on)

    return rules(cause_of_lapse=cause)


def _revived(sound: Handler) -> Handler:
    def inner(desk: Desk, command: PresentCard) -> Accepted:
        card = cards.find(desk.conn, command.card_id)
        if card is None or card.lapse_cause != "ninety-days":
            return sound(desk, command)
        record = desk.resident(command.resident, "resident")
        card_presented.taken_on(desk, record, command.card_id, None)
        return Accepted(outcome="accepted")

    return inner


def _no_questions_about_lapsed(parts: Parts) -> Parts:
    sound = parts.inquiries["PresentCard"]

    def inner(desk: Desk, command: Any) -> list[Inquiry]:
        card = cards.find(desk.conn, command.card_id)
        return [] if card is not None and card.lapse_cause == "ninety-days" else sound(desk, command)

    return msgspec.structs.replace(parts, inquiries={**parts.inquiries, "PresentCard": inner})


def _without_return(sound: Handler) -> Handler:
    def inner(desk: Desk, command: DestroyCard) -> Accepted:
        card = cards.find(desk.conn, command.card_id)
        if card is not None and card.in_use:
            cards.save(desk.conn, msgspec.structs.replace(card, state="returned"))
        return sound(desk, command)

    return inner


DEFECTS = (
    defect(
        "ninetieth-day-refused",
        "九十日目のカードを失効したものとして扱う。",
        "A card presented on the ninetieth day is treated as lapsed.",
        rules(last_day_to_present_card=_eighty_nine),
        must="CARD-007",
        may="CARD-006",
        pattern="limit-a-day-short",
        acts=2,
    ),
    defect(
        "forgotten-card-survives-moving-out",
        "提出を待つカードが再度の転出で失効しない。",
        "A card that waits to be presented survives its holder's next moving out.",
        rules(waiting_card_ends_by_moving_out=False),
        must="CARD-007",
        pattern="consequence-forgotten",
        acts=3,
    ),
    defect(
        "ninety-days-not-told",
        "九十日の経過による失効を機構に伝えない。",
        "The organisation is not told of a lapse after ninety days.",
        _untold("ninety-days"),
        must="CARD-007",
        may="CARD-014",
        pattern="clock-tells-nobody",
        acts=2,
    ),
    defect(
        "lapsed-card-revived",
        "九十日を過ぎて提出されたカードを回復させる。",
        "A card presented after its ninety days comes back into use.",
        both(handler("PresentCard", _revived), _no_questions_about_lapsed),
        must="CARD-007",
        may="CARD-014",
        pattern="ended-comes-back",
        acts=3,
    ),
    defect(
        "card-lives-without-moving-in",
        "転入届がないまま期間を過ぎてもカードを有効と扱う。",
        "A mover's card stays valid although no moving in was notified in time.",
        rules(last_day_without_moving_in=_no_end_without_moving_in),
        must="CARD-008",
        pattern="never-falls-due",
        acts=2,
        indistinguishable=(
            "The card management system tells of such a lapse on its day and is asked at every use of a card, so what "
            "the registry reckons by itself is not seen while the line is up."
        ),
    ),
    defect(
        "card-state-not-looked-at",
        "失効し又は一時停止されたカードで特例転入を認める。",
        "A special moving in is accepted with a lapsed or suspended card.",
        rules(card_state_is_good=lambda _state, _settings: True),
        must="CARD-006 CARD-010",
        # A card that lapsed for want of a moving in comes too late for a special one in any case.
        may="CARD-008 REL-009",
        pattern="state-not-looked-at",
    ),
    defect(
        "loss-not-told",
        "紛失の届出を受けても一時停止を機構に伝えない。",
        "The organisation is not told of a lost card.",
        _untold("loss"),
        must="CARD-010",
        may="CARD-014",
        pattern="message-forgotten-for-one-kind",
    ),
    defect(
        "anybody-finds-a-card",
        "所持者でない者の申出で一時停止を解除する。",
        "A suspension is lifted at anybody's word.",
        rules(check_holder=lambda _identity: None),
        must="CARD-010",
        pattern="check-left-out",
        acts=2,
    ),
    defect(
        "every-deletion-ends-a-card",
        "除外を顧みず、消除のたびにカードを失効させる。",
        "Every deletion of a record ends its card.",
        rules(cause_of_lapse=_any_deletion),
        must="CARD-011",
        may="CARD-007 CARD-008 REL-019",
        pattern="cascade-too-wide",
    ),
    defect(
        "death-told-as-deletion",
        "死亡による失効の事由を職権消除と伝える。",
        "A lapse by death is told as one by ex officio deletion.",
        rules(cause_of_lapse=_dead_are_deleted),
        must="CARD-011",
        may="REL-018",
        pattern="two-grounds-mixed-up",
    ),
    defect(
        "cards-outlive-their-holders",
        "死亡してもカードが失効しない。",
        "A card outlives its holder.",
        _cards_outlive("23"),
        must="CARD-011",
        may="REL-018",
        pattern="case-missing-from-table",
    ),
    defect(
        "card-outlives-ex-officio-deletion",
        "職権による消除でカードが失効しない。",
        "A card outlives the ex officio deletion of its holder's record.",
        _cards_outlive("26"),
        must="CARD-011",
        may="REL-023",
        pattern="case-missing-from-table",
    ),
    defect(
        "any-card-goes-abroad",
        "提出の有無や附票の有無を確かめずに国外転出者のカードを残す。",
        "A card stays valid abroad whether or not it was presented.",
        rules(keeps_card_abroad=lambda _record, _presented: True),
        must="REL-022",
        may="CARD-011",
        pattern="earlier-step-not-required",
        acts=2,
    ),
    defect(
        "no-card-goes-abroad",
        "提出され処理されたカードも国外転出で失効させる。",
        "Even a card that was presented lapses by moving out abroad.",
        rules(keeps_card_abroad=lambda _record, _presented: False),
        must="REL-022",
        may="CARD-011 CARD-006",
        pattern="cascade-too-wide",
        acts=2,
    ),
    defect(
        "order-waits-for-the-card",
        "返納命令を出してもカードが戻るまで失効させない。",
        "A return order ends the card only when it comes back.",
        rules(order_ends_card=False),
        must="CARD-011",
        may="CARD-014",
        pattern="waits-for-what-is-not-needed",
    ),
    defect(
        "replaced-card-stays",
        "再交付の申請があっても元のカードを失効させない。",
        "The old card stays in use although a replacement was applied for.",
        rules(replacement_ends_card=False),
        must="CARD-011",
        may="CARD-014",
        pattern="consequence-forgotten",
    ),
    defect(
        "card-destroyed-without-return",
        "返納されていないカードを廃棄する。",
        "A card is destroyed that was never returned.",
        handler("DestroyCard", _without_return),
        must="CARD-012",
        may="CARD-014",
        pattern="earlier-step-not-required",
    ),
    defect(
        "card-events-told-twice",
        "受け付けられたカードの状態の変更を、受領の答えを見ずに再び送る。",
        "A change of a card's state that was taken is sent again, because the answer is not looked at.",
        sent_again("K05"),
        must="CARD-014",
        # Each of these asks for one message about its event.
        may="CARD-007 CARD-010 CARD-011",
        pattern="taken-and-sent-again",
    ),
    defect(
        "card-events-by-nobody",
        "カードの状態の変更に操作者と端末を入れない。",
        "A change of a card's state names neither operator nor terminal.",
        builders(k05=_nobody_ordered_it),
        must="CARD-014",
        pattern="operator-left-blank",
    ),
    defect(
        "lapse-told-as-suspension",
        "失効を一時停止として伝える。",
        "A lapse is told as a suspension.",
        builders(k05=_lapse_told_as_suspension),
        must="CARD-014",
        may="CARD-007 CARD-011 REL-018 REL-022 JUKI-008 JUKI-011",
        pattern="wrong-reason",
    ),
)
