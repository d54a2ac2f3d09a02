"""
Cards and their states (番号法17条, 番号令14条, 15条), as the card management system holds them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from fakes._core.clock import known_day
from fakes._core.fields import Date, Municipality, RecordCode, Short, Text, Token
from fakes._core.problem import Refused
from fakes._core.traffic import REGISTRY, Acted, Asked, Handled, Outgoing, Received
from fakes.card_management.model import certificates, validity
from fakes.card_management.model.state import IN_USE, Card, CardEvent, State
from fakes.card_management.wire import (
    CardAnswer,
    CardInquiry,
    CardIssued,
    CardState,
    CardUpdate,
    ContinuedUse,
    HandOver,
    StateChange,
)

NO_MOVING_IN = "no-moving-in"


class MakeCard(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    A card is applied for, or made; with ``notify`` the registry is told (K03).

    Without ``expires_on`` the organisation computes the last day from what K01 said of the holder.
    """

    card_id: Token
    application_id: Token
    resident_record_code: RecordCode
    applied_on: Date
    issued_on: Date
    expires_on: Date | None = None
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


class PlanMovingOut(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    The holder of a card notified a moving out in another municipality, planned for this day.
    """

    card_id: Token
    planned_on: Date


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


def change_items(state: State, received: Received[CardUpdate]) -> Handled:
    """
    K07: what stands on the card is changed (番号法17条8項); of it the system keeps the address and the last day.
    """
    body = received.body
    if card := state.cards.get(body.card_id):
        for change in body.changes:
            if change.item == "address":
                card = replace(card, address=change.after)
            elif change.item == "expires_on" and change.after is not None:
                card = replace(card, expires_on=change.after)
        state.note(card, "K07", body.processed_on)
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
        expires_on=wanted.expires_on or _last_day(state, wanted),
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


def _last_day(state: State, wanted: MakeCard) -> str:
    orders = [mailing.ordered for mailing in state.mailings.values()]
    told = [each for each in orders if each.resident_record_code == wanted.resident_record_code]
    last = validity.last_day(told[-1], date.fromisoformat(wanted.issued_on)) if told else None
    if last is None:
        raise Refused("expires_on", "What is known of the holder does not tell the last day.")
    return last.isoformat()


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


def plan_moving_out(state: State, asked: Asked[PlanMovingOut]) -> Acted:
    """
    The holder notified a moving out in another municipality; the network told the organisation.
    """
    wanted = asked.request
    card = state.cards.get(wanted.card_id)
    planned = known_day(wanted.planned_on)
    if card is None or planned is None:
        raise Refused("card_id" if card is None else "planned_on", "There is no such card, or no such day.")
    state.planned_out[card.resident_record_code] = planned
    return Acted(CardChanged(card.card_id, card.state))


def fall_due(state: State, now: datetime) -> tuple[Outgoing, ...]:
    """
    Cards past their last day expire, and no message tells of it (番号法17条10項); cards of people who left and moved in
    nowhere lapse when the days have passed (番号令14条2号), and the municipality in charge is told (K05).
    """
    for card in state.cards.values():
        last = known_day(card.expires_on)
        if card.state in IN_USE and last is not None and last < now.date():
            state.cards[card.card_id] = replace(card, state="expired")
    told: list[Outgoing] = []
    for code, planned in list(state.planned_out.items()):
        on = planned + timedelta(days=state.settings.no_moving_in_days + 1)
        if on <= now.date():
            del state.planned_out[code]
            certificates.lapse(state, code, "user", on, NO_MOVING_IN)
            for card in state.cards_of(code):
                if card.state in IN_USE:
                    state.note(replace(card, state="lapsed"), "K05", on.isoformat())
                    if card.municipality == state.municipality:
                        told.append(Outgoing(REGISTRY, "K05", _lapsed(card, on), code))
    return tuple(told)


def _lapsed(card: Card, on: date) -> StateChange:
    return StateChange(
        card_id=card.card_id,
        state="lapsed",
        cause=NO_MOVING_IN,
        changed_on=on.isoformat(),
        operator="system",
        terminal="system",
    )
