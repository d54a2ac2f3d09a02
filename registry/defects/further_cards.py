"""
Defects of the next card: right for the first of two, for the usual way, and while the line is in order.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from registry import cards, changes, residents
from registry.cards import Kept
from registry.defects.defect import afterwards, arrival, defect, handler, outbox, rules
from registry.desk import Desk
from registry.handlers.numbers import NUMBER_REASONS, number_notice
from registry.neighbours import Answer, Neighbours
from registry.opaque import opaque
from registry.outbox import Draft
from registry.parts import Handler, Parts
from registry.rulebook import card_serves_at_store
from registry.rules import periods
from registry.rules.periods import Settings
from registry.wire.card_management import CardAnswer
from registry.wire.control import (
    Accepted,
    ChangeOfAddress,
    ExOfficioCorrection,
    OrderCardReturn,
    ResendNumberNotice,
    SpecialMovingIn,
)
from registry.wire.town import NumberNotice

CARD_EVENTS = ("K04", "K05", "K06", "K07")


def _to_the_former_address(desk: Desk, command: ResendNumberNotice, outcome: Accepted) -> Accepted:
    entered = changes.rows(desk.conn, command.resident)[0].after
    desk.drafts = [
        msgspec.structs.replace(draft, body=msgspec.structs.replace(draft.body, address=entered.full_address))
        if draft.message_type == "K01"
        else draft
        for draft in desk.drafts
    ]
    return outcome


def _one_card_waits(desk: Desk, _command: SpecialMovingIn, outcome: Accepted) -> Accepted:
    by_ref = {entered.ref: entered.resident for entered in outcome.residents}
    for ref in list(outcome.present_card_by)[1:]:
        record = residents.find(desk.conn, by_ref[ref])
        for card in cards.of_code(desk.conn, record.resident_record_code) if record is not None else ():
            cards.save(desk.conn, msgspec.structs.replace(card, present_by=None))
    return outcome


def _one_lapse_at_a_time(drafts: list[Draft]) -> list[Draft]:
    over = [
        draft
        for draft in drafts
        if draft.message_type == "K05" and getattr(draft.body, "cause", None) == "ninety-days"
    ]
    return [draft for draft in drafts if draft not in over[1:]]


def _planned_day_alone(planned_on: date, moved_in_on: date | None, settings: Settings) -> date:
    without_data = planned_on == moved_in_on
    return periods.last_day_without_moving_in(planned_on, None if without_data else moved_in_on, settings)


def _only_who_filed(desk: Desk, command: ChangeOfAddress, outcome: Accepted) -> Accepted:
    for resident in command.residents[1:]:
        record = residents.find(desk.conn, resident)
        for card in cards.of_code(desk.conn, record.resident_record_code) if record is not None else ():
            cards.save(desk.conn, msgspec.structs.replace(card, update_by=None))
    return outcome


def _moves_alone(desk: Desk, command: ExOfficioCorrection, outcome: Accepted) -> Accepted:
    record = residents.find(desk.conn, command.resident)
    for card in cards.of_code(desk.conn, record.resident_record_code) if record is not None else ():
        cards.save(desk.conn, msgspec.structs.replace(card, update_by=None))
    return outcome


def _unasked_number_ends_nothing(desk: Desk, body: NumberNotice) -> None:
    record = residents.with_code(desk.conn, body.resident_record_code)
    unasked = record is not None and record.number_change == NUMBER_REASONS["ex-officio"]
    before, told = cards.of_code(desk.conn, body.resident_record_code), len(desk.drafts)
    number_notice(desk, body)
    if unasked:
        for card in before:
            cards.save(desk.conn, card)
        new = [draft for draft in desk.drafts[told:] if draft.message_type != "K05"]
        desk.drafts = [*desk.drafts[:told], *new]


def _own_state_will_do(kept: Kept, answer: CardAnswer | None, today: date) -> bool:
    own = None if answer is None else msgspec.structs.replace(answer, state=kept.state)
    return card_serves_at_store(kept, own, today)


def _ended_by_letter_alone(sound: Handler) -> Handler:
    def inner(desk: Desk, command: OrderCardReturn) -> Accepted:
        before, told = cards.find(desk.conn, command.card_id), len(desk.drafts)
        outcome = sound(desk, command)
        if command.served != "letter" and before is not None:
            cards.save(desk.conn, before)
            del desk.drafts[told:]
        return outcome

    return inner


def _each_for_itself(drafts: list[Draft]) -> list[Draft]:
    return [
        msgspec.structs.replace(draft, subject=f"event-{opaque()}")
        if draft.message_type in CARD_EVENTS
        else draft
        for draft in drafts
    ]


class _AskedAnew(Neighbours):
    """
    What was sent without learning the answer is sent again as something new.
    """

    def __init__(self, transport: Any) -> None:
        super().__init__(transport)
        self._unlearned: set[bytes] = set()

    async def post(self, name: str, message_type: str, content: bytes) -> Answer:
        """
        Send one parcel, under another id and key where it was sent before.
        """
        sent = content
        if content in self._unlearned:
            parcel = msgspec.json.decode(content)
            parcel["envelope"] |= {"message_id": f"again-{opaque()}", "idempotency_key": f"again-{opaque()}"}
            parcel["envelope"] |= {"stream": f"again-{opaque()}", "sequence": 1}
            sent = msgspec.json.encode(parcel)
        answer = await super().post(name, message_type, sent)
        if answer.result == "unlearned" and message_type in CARD_EVENTS:
            self._unlearned.add(content)
        return answer


def _asks_anew(parts: Parts) -> Parts:
    return msgspec.structs.replace(parts, neighbours=_AskedAnew)


DEFECTS = (
    defect(
        "resent-to-the-former-address",
        "再び送る個人番号通知書の送付先情報に、転居の前の住所を載せる。",
        "Dispatch data of a notice sent again carry the address before the change of address.",
        handler("ResendNumberNotice", afterwards(_to_the_former_address)),
        must="CARD-001",
        pattern="stale-when-sent-again",
        acts=4,
    ),
    defect(
        "one-forgotten-card-waits",
        "特例転入で提出されなかったカードのうち、一枚だけを提出待ちとする。",
        "Of several cards not presented at a special moving in one alone is kept waiting.",
        handler("SpecialMovingIn", afterwards(_one_card_waits)),
        must="CARD-006",
        may="CARD-007 REL-009",
        pattern="further-of-several-left-out",
        acts=1,
    ),
    defect(
        "one-lapse-of-a-day-told",
        "同じ日に九十日を過ぎた何枚かのカードのうち、一枚の失効だけを伝える。",
        "Of several cards whose ninety days pass on one day the lapse of one alone is told.",
        outbox(outgoing=_one_lapse_at_a_time),
        must="CARD-007",
        may="CARD-014",
        pattern="further-of-several-left-out",
        acts=2,
    ),
    defect(
        "moved-in-day-looked-at-with-data-only",
        "転出証明書情報のない転入では、転入をした日からの十四日を見ずにカードを継続利用とする。",
        "Without moving-out data a card is continued although fourteen days from the moving in have passed.",
        rules(last_day_without_moving_in=_planned_day_alone),
        must="CARD-006",
        may="CARD-008",
        pattern="limit-seen-on-one-route",
        acts=2,
    ),
    defect(
        "overdue-of-who-filed-alone",
        "一緒に転居した者のうち、届け出た者のカードの未提出だけを一覧に示す。",
        "Of people who changed address together only the first is listed for a card not presented.",
        handler("ChangeOfAddress", afterwards(_only_who_filed)),
        must="CARD-009",
        pattern="further-of-several-left-out",
        acts=2,
    ),
    defect(
        "overdue-after-a-move-alone",
        "氏名などの修正の後に提出されないカードを一覧に示さない。",
        "Cards not presented after another correction than a change of address are not listed.",
        handler("ExOfficioCorrection", afterwards(_moves_alone)),
        must="CARD-009",
        pattern="followed-for-one-cause-only",
        acts=2,
    ),
    defect(
        "number-changed-ex-officio-ends-no-card",
        "個人番号が職権で変更されたときは、カードを失効させない。",
        "A change of the Individual Number ex officio ends no card.",
        arrival("J21", _unasked_number_ends_nothing),
        must="CARD-011",
        may="CARD-012 CARD-014 JUKI-011",
        pattern="other-form-does-nothing",
    ),
    defect(
        "own-state-of-a-card-will-do",
        "コンビニ交付で、機構に電話で届け出られたカードの一時停止を見ない。",
        "A suspension of which the organisation alone was told does not stop issue at a convenience store.",
        rules(card_serves_at_store=_own_state_will_do),
        must="CARD-010",
        may="CARD-008",
        pattern="only-what-was-told-here",
        acts=2,
    ),
    defect(
        "posted-order-ends-no-card",
        "返納命令が公示によるときは、カードを失効させない。",
        "An order to return a card that is posted in public ends no card.",
        handler("OrderCardReturn", _ended_by_letter_alone),
        must="CARD-011",
        may="CARD-012 CARD-014",
        pattern="other-form-does-nothing",
    ),
    defect(
        "card-events-each-for-itself",
        "カードの電文を一通ごとに別の順序で送り、後のものが先のものを追い越す。",
        "Each message about a card is an order of its own: a later one overtakes one that waits.",
        outbox(outgoing=_each_for_itself),
        must="CARD-014",
        may="CARD-004 CARD-006 CARD-007 CARD-009 CARD-010 CARD-011 CARD-012",
        pattern="one-order-torn-apart",
        acts=2,
    ),
    defect(
        "card-event-asked-anew",
        "応答の失われたカードの電文を、新しい電文として送り直す。",
        "A message about a card whose answer was lost is sent again as a new one.",
        _asks_anew,
        must="CARD-014",
        may="CARD-004 CARD-006 CARD-007 CARD-009 CARD-010 CARD-011 CARD-012",
        pattern="lost-answer-as-never-sent",
    ),
)
