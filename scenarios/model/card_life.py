"""
What befalls a card between hand-over and end: loss and finding, a next one, and what its holder's leaving makes of it
(番号法17条9項・10項, 番号令14条, 番号カード省令28条〜30条).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from harness.law.adult_ages import adult_age
from harness.law.deadlines import limit
from harness.port.commands import ApplyForCard, ExtendCardValidity, ReportCardFound, ReportCardLoss
from harness.port.outcomes import Accepted
from scenarios.model import counter
from scenarios.model.owed import Owed, owed
from scenarios.model.register import Card, Register, Resident
from scenarios.model.ruling import UNKNOWN, Ruling, first, unlawful

CARDS = "card_management"
IN_USE = ("active", "suspended")


def apply(register: Register, act: ApplyForCard) -> Ruling:
    """
    番号法16条の2: a resident with an Individual Number; beside a valid card only in its last months (省令29条1項).
    """
    usual = first(
        counter.identity(act.identity),
        counter.not_future(register, act.applied_on),
        counter.residents(register, [act.resident]),
    )
    if usual.lawful is not True:
        return usual
    holder = register.residents[act.resident]
    if holder.individual_number is None:
        return UNKNOWN  # It may have come since (J21), or not.
    return first(None if may_follow(register, register.cards_of(holder)) else UNKNOWN)


def may_follow(register: Register, others: Iterable[Card]) -> bool:
    """
    Whether nothing stands against a next card: the others have ended, or are in their last months.
    """
    return all(card.state not in IN_USE or _last_months(register.today, card) for card in others)


def _last_months(today: date, card: Card) -> bool:
    last = counter.day(card.expires_on or "")
    return last is not None and last < _months_later(today, limit("T16.renewal-window").amount)


def _months_later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def applied(register: Register, act: ApplyForCard, _answer: Accepted) -> list[Owed]:
    """
    The organisation is told where the card's notice goes (番号カード省令35条).
    """
    return [owed("K01", act.resident, CARDS, register.today)]


def _of_holder(register: Register, resident: str, card_id: str, wanted: str) -> Ruling | None:
    holder, card = register.residents.get(resident), register.cards.get(card_id)
    if holder is None or card is None or holder.code is None:
        return UNKNOWN
    if card.code != holder.code:
        return unlawful("番号法17条9項", "data-mismatch", "unknown-card", "not-permitted")
    if card.state == wanted:
        return None
    return unlawful("番号法17条9項", "already-done" if card.state in IN_USE else "card-not-usable")


def lose(register: Register, act: ReportCardLoss) -> Ruling:
    """
    番号法17条9項: the holder of a card in use says that it is lost.
    """
    return first(
        counter.identity(act.identity),
        counter.not_future(register, act.lost_on),
        _of_holder(register, act.resident, act.card_id, "active"),
    )


def lost(register: Register, act: ReportCardLoss, _answer: Accepted) -> list[Owed]:
    """
    The card is suspended, and the organisation told at once.
    """
    return [_put(register, act.resident, act.card_id, "suspended")]


def find(register: Register, act: ReportCardFound) -> Ruling:
    """
    番号カード省令30条: the suspension ends for the holder and nobody else.
    """
    return first(
        counter.identity(act.identity),
        counter.not_future(register, act.found_on),
        _of_holder(register, act.resident, act.card_id, "suspended"),
        None if act.identity.filer == "self" else UNKNOWN,
    )


def found(register: Register, act: ReportCardFound, _answer: Accepted) -> list[Owed]:
    """
    The card may be used again.
    """
    return [_put(register, act.resident, act.card_id, "active")]


def extend(register: Register, act: ExtendCardValidity) -> Ruling:
    """
    番号カード省令27条2項: the card of a foreign resident that ended with a stay which is longer now.
    """
    usual = first(
        counter.identity(act.identity),
        counter.not_future(register, act.requested_on),
        counter.residents(register, [act.resident]),
    )
    if usual.lawful is not True:
        return usual
    holder, card = register.residents[act.resident], register.cards.get(act.card_id)
    if card is None or card.code != holder.code or card.state != "active" or not holder.foreign:
        return UNKNOWN
    until = extended_to(holder, card)
    if until is None or card.expires_on is None:
        return UNKNOWN
    return first() if until > card.expires_on else unlawful("番号カード省令27条2項", "not-permitted")


def extended(register: Register, act: ExtendCardValidity, _answer: Accepted) -> list[Owed]:
    """
    The card says its new last day, and the organisation is told.
    """
    holder, card = register.residents.get(act.resident), register.cards.get(act.card_id)
    if holder is None or card is None:
        return []
    card.expires_on = extended_to(holder, card)
    return [owed("K07", act.resident, CARDS, register.today, card_id=act.card_id)]


def extended_to(holder: Resident, card: Card) -> str | None:
    """
    The end of the stay, or the last birthday that counts from the day the card was made; None where not all is known.
    """
    made, born = counter.day(card.issued_on or ""), counter.day(holder.born_on)
    if made is None or born is None or holder.stay_until is None:
        return None
    adult = _birthday(born, born.year + adult_age(made)) <= made  # The day of the application is not kept.
    count = limit("T16.adult" if adult else "T16.minor").amount
    following = made.year + (_birthday(born, made.year) <= made)
    return min(holder.stay_until, _birthday(born, following + count - 1).isoformat())


def _birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:  # 29 February: 民法143条2項
        return date(year, 2, 28)


def _put(register: Register, resident: str, card_id: str, state: str) -> Owed:
    card = register.cards.get(card_id)
    if card is not None:
        card.state, card.at_organisation = state, None
    return owed("K05", resident, CARDS, register.today, card_id=card_id, state=state)


def ended(register: Register, holder: Resident) -> list[Owed]:
    """
    番号令14条1号・11号: with the death of its holder, or with a moving abroad, a card is none any more.
    """
    in_use = [card for card in register.cards_of(holder) if card.state in IN_USE]
    return [_put(register, holder.number, card.card_id, "lapsed") for card in in_use]


def moved_out(register: Register, holder: Resident) -> list[Owed]:
    """
    Abroad the card ends (番号令14条1号); else it waits thirty days for a moving in elsewhere (14条2号).
    """
    planned = counter.day(holder.planned_out_on or "")
    if holder.destination is None or planned is None:
        return ended(register, holder)
    on = planned + timedelta(days=limit("T13.planned").amount + 1)
    for card in register.cards_of(holder):
        if card.state in IN_USE:
            card.lapses_on = on.isoformat()
    return []


def moved_in_elsewhere(register: Register, holder: Resident) -> None:
    """
    Another municipality told of the moving in: the card is its affair (番号法17条6項).
    """
    for card in register.cards_of(holder):
        card.lapses_on = None
