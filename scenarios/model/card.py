"""
The Individual Number Card at the counter (番号法17条, 番号令14条).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from harness.law.deadlines import limit
from harness.port.commands import HandOverCard
from harness.port.outcomes import Accepted
from scenarios.model import card_life
from scenarios.model.owed import Owed, owed
from scenarios.model.register import Register
from scenarios.model.ruling import UNKNOWN, Ruling, first, unlawful

CARDS = "card_management"
PIN = re.compile(r"[0-9]+")


def hand_over(register: Register, act: HandOverCard) -> Ruling:
    """
    番号法17条1項: the two checks, and a PIN of four digits or none on purpose (番号カード省令33条).
    """
    if act.document is None:
        return unlawful("番号法17条1項", "identity-missing")
    if act.collector == "proxy":
        return UNKNOWN
    return first(_pin(act), _of_holder(register, act))


def _pin(act: HandOverCard) -> Ruling | None:
    if act.pin is None:
        return None if act.no_pin_card else unlawful("番号カード省令33条", "pin-format")
    fits = PIN.fullmatch(act.pin) is not None and len(act.pin) == limit("T19").amount
    return None if fits else unlawful("番号カード省令33条", "pin-format")


def _of_holder(register: Register, act: HandOverCard) -> Ruling | None:
    holder, card = register.residents.get(act.resident), register.cards.get(act.card_id)
    if holder is None or card is None:
        return UNKNOWN
    if card.code != holder.code or not holder.living:
        return unlawful("番号法17条1項", "data-mismatch", "not-resident", "unknown-card", "not-permitted")
    if card.state != "in-stock":
        return unlawful("番号法17条1項", "card-not-in-stock", "card-not-usable", "already-done")
    if act.shown_born_on != holder.born_on:
        return unlawful("番号令13条の2", "data-mismatch")
    if holder.individual_number is not None and act.shown_individual_number != holder.individual_number:
        return unlawful("番号令13条の2", "data-mismatch", "invalid-number")
    if act.shown_name != holder.name or holder.individual_number is None:
        return UNKNOWN  # Whether two writings are one name, a clerk decides.
    if card.expires_on is not None and card.expires_on < register.today.isoformat():
        return unlawful("番号法17条10項", "card-not-usable")
    others = [each for each in register.cards_of(holder) if each is not card]
    return None if card_life.may_follow(register, others) else UNKNOWN


def handed_over(register: Register, act: HandOverCard, _answer: Accepted) -> list[Owed]:
    """
    The card is in use, and the organisation is told (番号カード省令36条).
    """
    card = register.cards.get(act.card_id)
    if card is None:
        return [owed("K04", act.resident, CARDS, register.today)]
    due: list[Owed] = []
    for other in register.cards_with(card.code):
        if other is not card and other.state in card_life.IN_USE:
            other.state = "returned"  # 省令29条2項: the new card is handed over for the old one.
            due.append(
                owed("K05", act.resident, CARDS, register.today, card_id=other.card_id, state="returned")
            )
    card.state = "active"
    return [*due, owed("K04", act.resident, CARDS, register.today, card_id=act.card_id)]


def last_day_to_present(notified_on: date) -> date:
    """
    番号令14条3号: ninety days from the notification of moving in; on the day after, the card has lapsed.
    """
    return notified_on + timedelta(days=limit("T12.not-presented").amount)


def expire(register: Register) -> None:
    """
    番号法17条10項: what is past its last day is no card any more; 番号令14条2号: nor is that of who moved in nowhere.
    """
    today = register.today.isoformat()
    for card in register.cards.values():
        if card.state not in card_life.IN_USE:
            continue
        over = card.expires_on if card.expires_on is not None and card.expires_on < today else None
        if (
            card.lapses_on is not None
            and card.lapses_on <= today
            and (over is None or card.lapses_on <= over)
        ):
            card.state = "lapsed"  # What came first has ended it.
        elif over is not None:
            card.state = "expired"
