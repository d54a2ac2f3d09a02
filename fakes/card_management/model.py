"""
Cards and their states (番号法17条, 番号令14条, 15条), as the card management system holds them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from fakes._core.clock import known_day
from fakes._core.definition import Start
from fakes._core.fields import Date, Municipality, RecordCode, Short, Text, Token
from fakes._core.problem import Refused
from fakes._core.traffic import REGISTRY, Acted, Asked, Handled, Outgoing, Received
from fakes.card_management.wire import (
    CardAnswer,
    CardInquiry,
    CardIssued,
    CardState,
    ContinuedUse,
    HandOver,
    StateChange,
)

IN_USE: tuple[CardState, ...] = ("active", "suspended")
MAY_BECOME: dict[CardState, tuple[CardState, ...]] = {
    "applied": ("in-stock", "destroyed"),
    "in-stock": ("returned", "destroyed"),
    "active": ("suspended", "lapsed", "returned"),
    "suspended": ("active", "lapsed", "returned"),
    "lapsed": ("returned",),
    "expired": ("returned",),
    "returned": ("destroyed",),
    "destroyed": (),
}
"""What a K05 may make of a card; lapsed and expired are final but for return (番号法17条10項・11項)."""


class Card(Struct, frozen=True, kw_only=True):
    """
    One card. ``municipality`` is where its holder last had it processed; ``pin`` says only whether one was set.
    """

    card_id: str
    application_id: str
    resident_record_code: str
    applied_on: str
    issued_on: str
    expires_on: str
    state: CardState
    municipality: str
    address: str | None = None
    handed_over_on: str | None = None
    pin: str | None = None


class CardEvent(Struct, frozen=True):
    """
    A message about a card, on the day it speaks of.
    """

    message_type: str
    on: str


class MakeCard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    A card is applied for, or made; with ``notify`` the registry is told (K03).
    """

    card_id: Token
    application_id: Token
    resident_record_code: RecordCode
    applied_on: Date
    issued_on: Date
    expires_on: Date
    state: CardState
    municipality: Municipality
    notify: bool


class ChangeState(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    The state of a card changes at the organisation; with ``notify`` the registry is told (K05).
    """

    card_id: Token
    state: CardState
    cause: Short
    changed_on: Date
    notify: bool


class CardQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A card, and what was told about it.
    """

    card_id: Text


class CardShown(Struct, frozen=True):
    """
    The card as it stands, or null, and its messages in order.
    """

    card: Card | None
    events: list[CardEvent]


class CardChanged(Struct, frozen=True):
    """
    The state that an act led to.
    """

    card_id: str
    state: CardState


@dataclass
class State:
    """
    Cards by id, and their messages.
    """

    municipality: str
    cards: dict[str, Card] = field(default_factory=dict)
    events: dict[str, list[CardEvent]] = field(default_factory=dict)

    def note(self, card: Card, message_type: str, on: str) -> None:
        """
        Keep the card and the message that changed it.
        """
        self.cards[card.card_id] = card
        self.events.setdefault(card.card_id, []).append(CardEvent(message_type, on))


def fresh(start: Start) -> State:
    """
    A system without cards.
    """
    return State(start.municipality)


def hand_over(state: State, received: Received[HandOver]) -> Handled:
    """
    K04: the card becomes active.
    """
    body = received.body
    if card := state.cards.get(body.card_id):
        handed = replace(card, state="active", handed_over_on=body.handed_over_on, pin=body.pin)
        state.note(handed, "K04", body.handed_over_on)
    return Handled()


def change_by_registry(state: State, received: Received[StateChange]) -> Handled:
    """
    K05 from the registry: suspension, its end, lapse, return.
    """
    body = received.body
    if card := state.cards.get(body.card_id):
        state.note(replace(card, state=body.state), "K05", body.changed_on)
    return Handled()


def continue_use(state: State, received: Received[ContinuedUse]) -> Handled:
    """
    K06: the card goes on being used in the new municipality; its validity stays (番号法17条6項・7項).
    """
    body = received.body
    if card := state.cards.get(body.card_id):
        state.note(
            replace(card, municipality=body.municipality, address=body.address), "K06", body.processed_on
        )
    return Handled()


def take_note(_state: State, _received: Received[Any]) -> Handled:
    """
    K01, K02 and K07: the journal holds them.
    """
    return Handled()


def answer_inquiry(state: State, received: Received[CardInquiry]) -> Handled:
    """
    K08: what is known of the card; nothing changes.
    """
    card = state.cards.get(received.body.card_id)
    return Handled(
        reply=CardAnswer(
            card_id=received.body.card_id,
            found=card is not None,
            state=card.state if card else None,
            resident_record_code=card.resident_record_code if card else None,
            municipality=card.municipality if card else None,
            issued_on=card.issued_on if card else None,
            expires_on=card.expires_on if card else None,
        )
    )


def make_card(state: State, asked: Asked[MakeCard]) -> Acted:
    """
    Keep a new card; refuse an id that stands already, and a notice of a state that K03 does not know.
    """
    wanted = asked.request
    if wanted.card_id in state.cards:
        raise Refused("card_id", "A card of this id stands already.")
    card = Card(
        card_id=wanted.card_id,
        application_id=wanted.application_id,
        resident_record_code=wanted.resident_record_code,
        applied_on=wanted.applied_on,
        issued_on=wanted.issued_on,
        expires_on=wanted.expires_on,
        state=wanted.state,
        municipality=wanted.municipality,
    )
    changed = CardChanged(card.card_id, card.state)
    if not wanted.notify:
        state.cards[card.card_id] = card
        return Acted(changed)
    if wanted.state not in ("applied", "in-stock"):
        raise Refused("state", "K03 tells of cards that are applied for or in stock.")
    state.note(card, "K03", asked.now.date().isoformat())
    notice = CardIssued(
        application_id=card.application_id,
        card_id=card.card_id,
        resident_record_code=card.resident_record_code,
        applied_on=card.applied_on,
        issued_on=card.issued_on,
        expires_on=card.expires_on,
        state=wanted.state,
    )
    return Acted(changed, (Outgoing(REGISTRY, "K03", notice, card.resident_record_code),))


def change_state(state: State, asked: Asked[ChangeState]) -> Acted:
    """
    Change a card's state at the organisation, any state to any: the organisation knows why.
    """
    wanted = asked.request
    card = state.cards.get(wanted.card_id)
    if card is None:
        raise Refused("card_id", "There is no such card.")
    state.note(replace(card, state=wanted.state), "K05", wanted.changed_on)
    changed = CardChanged(card.card_id, wanted.state)
    if not wanted.notify:
        return Acted(changed)
    notice = StateChange(
        card_id=card.card_id,
        state=wanted.state,
        cause=wanted.cause,
        changed_on=wanted.changed_on,
        operator="system",
        terminal="system",
    )
    return Acted(changed, (Outgoing(REGISTRY, "K05", notice, card.resident_record_code),))


def show_card(state: State, query: CardQuery) -> CardShown:
    """
    The card and its messages.
    """
    return CardShown(state.cards.get(query.card_id), list(state.events.get(query.card_id, ())))


def expire(state: State, now: datetime) -> tuple[Outgoing, ...]:
    """
    Cards in use whose last day has passed expire by themselves; no message tells of it (番号法17条10項).
    """
    for card in state.cards.values():
        last = known_day(card.expires_on)
        if card.state in IN_USE and last is not None and last < now.date():
            state.cards[card.card_id] = replace(card, state="expired")
    return ()
