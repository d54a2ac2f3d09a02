"""
Defects of what is asked for although it was done: a card's event is told again, or a card that has ended ends again.
"""

from __future__ import annotations

from typing import Any

from registry import card_events, cards
from registry.cards import Kept
from registry.defects.defect import defect, handler
from registry.desk import Desk
from registry.handlers import card_holding
from registry.handlers.card_presented import _answer, taken_on
from registry.parts import Handler
from registry.refusal import Refusal
from registry.wire.control import Accepted


def _again(state: str, cause: str, *, of: tuple[str, ...]) -> Any:
    """
    A wrap that does the change of state once more to a card in one of some states, instead of refusing.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: Any) -> Accepted:
            card = cards.find(desk.conn, command.card_id)
            if card is None or card.state not in of:
                return sound(desk, command)
            record = card_holding.holder(desk, command.resident)
            card_events.change_state(desk, card, state, cause)
            return card_holding.accepted(record)

        return inner

    return wrap


def _ends_again(sound: Handler) -> Handler:
    def inner(desk: Desk, command: Any) -> Accepted:
        before = cards.find(desk.conn, command.card_id)
        outcome = sound(desk, command)
        if before is not None and before.state == "lapsed":
            card_events.change_state(desk, before, "lapsed", "return-ordered")
        return outcome

    return inner


def _told_destroyed_again(sound: Handler) -> Handler:
    def inner(desk: Desk, command: Any) -> Accepted:
        card = cards.find(desk.conn, command.card_id)
        if card is None or card.state != "destroyed":
            return sound(desk, command)
        card_holding.touch_holder(desk, card)
        card_events.change_state(desk, card, "destroyed", "destroyed")
        return card_holding.accepted(None)

    return inner


def _given_again(sound: Handler) -> Handler:
    def inner(desk: Desk, command: Any) -> Accepted:
        card = cards.find(desk.conn, command.card_id)
        if card is not None and card.state == "active" and card.handed_over_on is not None:
            _as(desk, card, "in-stock")
        return sound(desk, command)

    return inner


def _as(desk: Desk, card: Kept, state: Any) -> None:
    cards.save(desk.conn, _of(card, state))


def _of(card: Kept, state: Any) -> Kept:
    return Kept(**{**{name: getattr(card, name) for name in Kept.__struct_fields__}, "state": state})


def _written_again(sound: Handler) -> Handler:
    def inner(desk: Desk, command: Any) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refused:
            if refused.reason != "already-done":
                raise
            record, card = card_holding.held(desk, command.resident, command.card_id)
            changes: card_events.Changes = {"address": (record.full_address, record.full_address)}
            body = desk.book.builders.k07(card, changes, card_events.order_of(desk))
            card_events.post(desk, card, "K07", body)
            return card_holding.accepted(record)

    return inner


def _whoever_shows_it(sound: Handler) -> Handler:
    def inner(desk: Desk, command: Any) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refused:
            if refused.reason != "data-mismatch" or command.purpose != "change-of-items":
                raise
            record, card = card_holding.holder(desk, command.resident), cards.find(desk.conn, command.card_id)
            if card is None:
                raise
            now_shown = desk.book.rules.card_surface(record, desk.today)
            body = desk.book.builders.k07(
                card, card_events.differences(card, now_shown), card_events.order_of(desk)
            )
            card_events.post(desk, card, "K07", body)
            return card_holding.accepted(record)

    return inner


def _whosever_it_is(sound: Handler) -> Handler:
    def inner(desk: Desk, command: Any) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refused:
            answer = _answer(desk, command.card_id)
            if refused.reason != "data-mismatch" or answer is None:
                raise
            record = card_holding.holder(desk, command.resident)
            taken_on(desk, record, command.card_id, answer)
            return card_holding.accepted(record)

    return inner


OVER = ("returned", "lapsed")

DEFECTS = (
    defect(
        "second-loss-told-again",
        "既に一時停止されたカードの紛失の届出を、再び一時停止として伝える。",
        "A loss that is notified again is told again, of a card that is suspended already.",
        handler("ReportCardLoss", _again("suspended", "loss", of=("suspended",))),
        must="CARD-014",
        pattern="asked-again-told-again",
        acts=2,
    ),
    defect(
        "second-return-told-again",
        "既に返納されたカードの返納を、再び返納として伝える。",
        "A card that was returned is told as returned again where its return is noted once more.",
        handler("ReturnCard", _again("returned", "returned", of=("returned",))),
        must="CARD-014",
        may="CARD-012",
        pattern="asked-again-told-again",
        acts=2,
    ),
    defect(
        "second-finding-told-again",
        "既に解除された一時停止を、再びの発見の届出により再び解除したものとして伝える。",
        "A suspension that was lifted is told as lifted again, where the card is said to be found once more.",
        handler("ReportCardFound", _again("active", "found", of=("active",))),
        must="CARD-014",
        may="CARD-010",
        pattern="asked-again-told-again",
        acts=3,
    ),
    defect(
        "destruction-told-again",
        "既に廃棄されたカードの廃棄を、再び伝える。",
        "A card that was destroyed is told as destroyed again.",
        handler("DestroyCard", _told_destroyed_again),
        must="CARD-014",
        pattern="done-is-done-again",
        acts=3,
    ),
    defect(
        "handed-over-twice",
        "既に交付されたカードの交付の求めに応じ、交付を再び伝える。",
        "A card that was handed over is handed over again and told so.",
        handler("HandOverCard", _given_again),
        must="CARD-014",
        may="CARD-003 CARD-004",
        pattern="done-is-done-again",
        acts=2,
    ),
    defect(
        "presented-again-written-again",
        "記載事項が記録と一致するカードの提出のたびに、K07を送る。",
        "Whenever a card is presented K07 is sent, also where it shows what the record shows.",
        handler("PresentCard", _written_again),
        must="CARD-014",
        pattern="done-is-done-again",
        acts=3,
    ),
    defect(
        "lapsed-card-ordered-back-lapses-again",
        "既に失効したカードの返納を命じたとき、再び失効を伝える。",
        "A card that has lapsed is told as lapsed again where its return is ordered.",
        handler("OrderCardReturn", _ends_again),
        must="CARD-014",
        pattern="ended-ends-again",
        acts=2,
    ),
    defect(
        "lapsed-card-replaced-again",
        "既に再交付を申請されたカードの再交付の申請を受け、再び失効を伝える。",
        "A card that was replaced lapses once more where a replacement is applied for again.",
        handler("RequestCardReplacement", _again("lapsed", "replacement", of=("lapsed",))),
        must="CARD-014",
        pattern="ended-ends-again",
        acts=2,
    ),
    defect(
        "spent-card-lost-is-suspended",
        "失効し又は返納されたカードの紛失の届出を受け、一時停止を伝える。",
        "A card that has lapsed or was returned is told as suspended where it is said to be lost.",
        handler("ReportCardLoss", _again("suspended", "loss", of=OVER)),
        must="CARD-014",
        may="CARD-012",
        pattern="spent-card-treated-as-live",
        acts=2,
    ),
    defect(
        "returned-card-replaced",
        "返納されたカードの再交付の申請を受け、その失効を伝える。",
        "A card that was returned is told as lapsed where a replacement is applied for.",
        handler("RequestCardReplacement", _again("lapsed", "replacement", of=("returned",))),
        must="CARD-014",
        may="CARD-012",
        pattern="spent-card-treated-as-live",
        acts=2,
    ),
    defect(
        "anothers-card-rewritten",
        "提出されたカードが誰のものかを確かめず、提出した者の記載事項のK07を送る。",
        "Whoever presents a card has it rewritten to the own items, for nobody looks whose card it is.",
        handler("PresentCard", _whoever_shows_it),
        must="CARD-009",
        may="CARD-014",
        pattern="owner-not-compared",
        acts=3,
    ),
    defect(
        "anothers-card-taken-on",
        "継続利用を求められたカードが誰のものかを確かめず、K06を送る。",
        "A card presented for continued use is taken on for whoever presents it, for nobody looks whose it is.",
        handler("PresentCard", _whosever_it_is),
        must="CARD-006",
        may="CARD-014",
        pattern="owner-not-compared",
        acts=2,
    ),
)
