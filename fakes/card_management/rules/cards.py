"""
What the card management system refuses of hand-over, change of state, continued use and change of items.
"""

from __future__ import annotations

from fakes._core.clock import known_day
from fakes._core.rules import RuleBook, RuleBroken
from fakes._core.traffic import Received
from fakes.card_management.model.state import MAY_BECOME, Card, State
from fakes.card_management.wire import CardState, CardUpdate, ContinuedUse, HandOver, StateChange

CARDS: RuleBook[State] = RuleBook()


Told = Received[HandOver] | Received[StateChange] | Received[ContinuedUse] | Received[CardUpdate]

CAUSES: dict[str, tuple[CardState, ...]] = {
    "loss": ("suspended",),
    "found": ("active",),
    "destroyed": ("destroyed",),
    **dict.fromkeys(
        (
            "ninety-days",
            "no-moving-in",
            "moved-out-again",
            "moved-abroad",
            "death",
            "ex-officio-deletion",
            "code-corrected",
            "number-changed",
            "outside-the-act",
            "returned",
            "return-ordered",
            "replacement",
            "expired",
        ),
        ("lapsed", "returned"),
    ),
}
"""What each word for a cause can make of a card; the words are our own."""


def _card(state: State, received: Told) -> Card | None:
    return state.cards.get(received.body.card_id)


@CARDS.rule(
    "CM-01",
    messages=("K04", "K05", "K06", "K07"),
    ja="カードが存在する",
    en="The card exists",
    source="番号法16条の2第1項",
)
def card_exists(state: State, received: Told) -> None:
    """
    Only a card that the organisation made can be handed over, changed or used on.
    """
    if _card(state, received) is None:
        raise RuleBroken("card_id", "There is no such card.")


@CARDS.rule(
    "CM-02",
    messages=("K04",),
    ja="交付前の在庫にあるカードだけを、一度だけ交付する",
    en="Only a card in stock is handed over, and once",
    source="番号法17条1項",
)
def card_is_in_stock(state: State, received: Received[HandOver]) -> None:
    """
    A card that was handed over, returned or never delivered cannot be handed over.
    """
    card = _card(state, received)
    if card is not None and card.state != "in-stock":
        raise RuleBroken("card_id", "The card is not in stock.")


@CARDS.rule(
    "CM-03",
    messages=("K04", "K06", "K07"),
    ja="カードの名義人と住民票コードが一致する",
    en="The Resident Record Code is the holder's",
    source="番号法17条1項, 6項",
)
def holder_is_right(state: State, received: Received[HandOver]) -> None:
    """
    The card goes to its holder.
    """
    card = _card(state, received)
    if card is not None and card.resident_record_code != received.body.resident_record_code:
        raise RuleBroken("resident_record_code", "The card was made for somebody else.")


@CARDS.rule(
    "CM-04",
    messages=("K04",),
    ja="交付日は作成日以後で、未来の日でない",
    en="The day of hand-over is not before the making and not in the future",
    source="番号法17条1項",
)
def hand_over_day_fits(state: State, received: Received[HandOver]) -> None:
    """
    A hand-over is told after it happened.
    """
    card, on = _card(state, received), known_day(received.body.handed_over_on)
    made = known_day(card.issued_on) if card else None
    if on is not None and (on > received.today or (made is not None and on < made)):
        raise RuleBroken("handed_over_on", "The day lies before the making of the card, or in the future.")


@CARDS.rule(
    "CM-05",
    messages=("K04",),
    ja="有効期限は作成時のもので変わらない",
    en="The card expires when it was made to expire",
    source="個人番号カード省令26条",
)
def expiry_is_unchanged(state: State, received: Received[HandOver]) -> None:
    """
    A hand-over does not move the end of validity.
    """
    card = _card(state, received)
    if card is not None and card.expires_on != received.body.expires_on:
        raise RuleBroken("expires_on", "The card was made with another end of validity.")


@CARDS.rule(
    "CM-06",
    messages=("K04",),
    ja="有効期限を過ぎたカードは交付しない",
    en="A card past its validity is not handed over",
    source="番号法17条10項",
)
def card_is_still_valid(state: State, received: Received[HandOver]) -> None:
    """
    The last day of validity is a valid day.
    """
    card, on = _card(state, received), known_day(received.body.handed_over_on)
    last = known_day(card.expires_on) if card else None
    if on is not None and last is not None and on > last:
        raise RuleBroken("handed_over_on", "The card's validity had ended.")


@CARDS.rule(
    "CM-07",
    messages=("K05",),
    ja="カードの状態は定められた順にだけ変わる",
    en="A card's state changes only along the permitted ways",
    source="番号法17条9項〜11項, 番号令14条, 15条, 17条",
)
def change_is_permitted(state: State, received: Received[StateChange]) -> None:
    """
    A lapsed card is never revived; a card in stock becomes active by hand-over only.
    """
    card = _card(state, received)
    if card is not None and received.body.state not in MAY_BECOME[card.state]:
        raise RuleBroken("state", "The card cannot come into this state from the one it is in.")


@CARDS.rule(
    "CM-08",
    messages=("K05",),
    ja="状態変更の日は未来の日でない",
    en="The day of a change of state is not in the future",
    source="番号法17条10項",
)
def change_is_not_ahead(_state: State, received: Received[StateChange]) -> None:
    """
    A change of state is told after it happened.
    """
    on = known_day(received.body.changed_on)
    if on is not None and on > received.today:
        raise RuleBroken("changed_on", "The day lies in the future.")


@CARDS.rule(
    "CM-09",
    messages=("K06",),
    ja="継続利用は有効なカードに限る",
    en="Only an active card goes on being used",
    source="番号法17条6項, 番号令14条",
)
def used_card_is_active(state: State, received: Received[ContinuedUse]) -> None:
    """
    A suspended, lapsed or expired card is not taken up again.
    """
    card = _card(state, received)
    if card is not None and card.state != "active":
        raise RuleBroken("card_id", "The card is not active.")


@CARDS.rule(
    "CM-10",
    messages=("K06",),
    ja="継続利用は他の市町村から移った者のカードに限る",
    en="Continued use is for a holder who moved from another municipality",
    source="番号法17条6項",
)
def holder_moved(state: State, received: Received[ContinuedUse]) -> None:
    """
    A second continued use after one move is refused too: the card is already here.
    """
    card = _card(state, received)
    if card is not None and card.municipality == received.body.municipality:
        raise RuleBroken("municipality", "The card is already in use in this municipality.")


@CARDS.rule(
    "CM-11",
    messages=("K06",),
    ja="継続利用を処理するのは転入先の市町村である",
    en="Continued use is processed by the municipality moved into",
    source="番号法17条6項・7項",
)
def processed_where_moved_in(state: State, received: Received[ContinuedUse]) -> None:
    """
    The municipality of the message is its sender.
    """
    if received.body.municipality != state.municipality:
        raise RuleBroken("municipality", "This is not the sender's municipality.")


@CARDS.rule(
    "CM-12",
    messages=("K06",),
    ja="継続利用の処理日は転入日以後で、未来の日でない",
    en="Continued use is processed on or after the moving in, and not in the future",
    source="番号法17条6項",
)
def processed_after_moving_in(_state: State, received: Received[ContinuedUse]) -> None:
    """
    The card is presented with, or after, the notification of moving in.
    """
    moved, processed = known_day(received.body.moved_in_on), known_day(received.body.processed_on)
    if moved is not None and processed is not None and not moved <= processed <= received.today:
        raise RuleBroken("processed_on", "The day lies before the moving in, or in the future.")


@CARDS.rule(
    "CM-13",
    messages=("K05",),
    ja="状態変更の事由は定められた語で、状態に合う",
    en="The cause of a change of state is one of the words, and fits the state",
    source="番号カード省令36条2項5号",
    status="own",
)
def cause_fits_state(_state: State, received: Received[StateChange]) -> None:
    """
    A loss suspends, a finding ends the suspension; everything else ends the card.
    """
    if received.body.state not in CAUSES.get(received.body.cause, ()):
        raise RuleBroken("cause", "This is no cause of that state.")


@CARDS.rule(
    "CM-14",
    messages=("K07",),
    ja="券面記載事項を改めるのは有効なカードに限る",
    en="Items are changed on an active card only",
    source="番号法17条8項",
)
def changed_card_is_active(state: State, received: Received[CardUpdate]) -> None:
    """
    A suspended, lapsed or expired card is not brought up to date.
    """
    card = _card(state, received)
    if card is not None and card.state != "active":
        raise RuleBroken("card_id", "The card is not active.")


@CARDS.rule(
    "CM-15",
    messages=("K07",),
    ja="券面記載事項は一つにつき一度だけ、異なるものに改める",
    en="An item is changed once in a message, to something else",
    source="番号法17条8項",
    status="own",
)
def items_change_once(_state: State, received: Received[CardUpdate]) -> None:
    """
    A change to what stands already is none.
    """
    changes = received.body.changes
    if len({change.item for change in changes}) != len(changes) or any(
        change.before == change.after for change in changes
    ):
        raise RuleBroken("changes", "An item stands twice, or does not change.")


@CARDS.rule(
    "CM-16",
    messages=("K07",),
    ja="券面記載事項の処理日は未来の日でない",
    en="Items are not changed in the future",
    source="番号法17条8項",
)
def items_are_not_changed_ahead(_state: State, received: Received[CardUpdate]) -> None:
    """
    A change is told after it was made.
    """
    on = known_day(received.body.processed_on)
    if on is not None and on > received.today:
        raise RuleBroken("processed_on", "The day lies in the future.")
