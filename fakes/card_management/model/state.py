"""
Cards by id with their messages, certificates on them, mailings, and who is about to be recorded elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from msgspec import Struct

from fakes._core.definition import Settings, Start
from fakes.card_management.wire import CardState, DispatchInformation

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


class Certificate(Struct, frozen=True, kw_only=True):
    """
    A certificate on a card, with the address that a signing certificate bears (公的個人認証法3条, 22条).
    """

    kind: Literal["signing", "user"]
    issued_on: str
    address: str | None
    state: Literal["valid", "lapsed"] = "valid"
    lapsed_on: str | None = None
    cause: str | None = None


class Mailing(Struct, frozen=True):
    """
    A mailing that the registry ordered by K01, and how far it came.
    """

    ordered: DispatchInformation
    state: Literal["requested", "sent", "delivered", "returned"] = "requested"


class CardSettings(Settings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    ``no_moving_in_days``: a card lapses when so many days after the planned one have passed (番号令14条2号).

    ``readings_from``: since when a phonetic reading stands on card and certificate.
    """

    no_moving_in_days: int = 30
    readings_from: str = "2026-05-26"


@dataclass
class State:
    """
    Everything by card id, mailings by dispatch id, planned days of moving out by Resident Record Code.
    """

    municipality: str
    settings: CardSettings = field(default_factory=CardSettings)
    cards: dict[str, Card] = field(default_factory=dict)
    events: dict[str, list[CardEvent]] = field(default_factory=dict)
    certificates: dict[str, list[Certificate]] = field(default_factory=dict)
    mailings: dict[str, Mailing] = field(default_factory=dict)
    planned_out: dict[str, date] = field(default_factory=dict)

    def note(self, card: Card, message_type: str, on: str) -> None:
        """
        Keep the card and the message that changed it.
        """
        self.cards[card.card_id] = card
        self.events.setdefault(card.card_id, []).append(CardEvent(message_type, on))

    def cards_of(self, code: str) -> list[Card]:
        """
        Cards of one holder.
        """
        return [card for card in self.cards.values() if card.resident_record_code == code]


def fresh(start: Start) -> State:
    """
    A system without cards.
    """
    return State(start.municipality, start.settings)
