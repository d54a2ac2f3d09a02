"""
The Individual Number Card at the counter (番号法17条, 番号令13条〜17条, 番号カード省令).
"""

from __future__ import annotations

from typing import Literal

from harness.port.commands.basis import Address, Command, Counter, Evidence, Identity


class HandOverCard(Command, frozen=True):
    """
    Hand a card over at the counter (番号法17条1項, 番号令13条の2).

    ``shown_*`` is what the collector's papers say; the registry matches it with the record. ``pin`` is passed
    on to the card writer and may be kept nowhere; ``no_pin_card`` asks for a card without PIN.
    """

    counter: Counter
    card_id: str
    resident: str
    collector: Literal["self", "proxy"]
    shown_name: str
    shown_born_on: str
    shown_individual_number: str
    document: Evidence | None
    pin: str | None = None
    no_pin_card: bool = False


class PresentCard(Command, frozen=True):
    """
    The holder presents the card after a moving in without it (番号法17条6項), or after a change of its items (17条8項).
    """

    counter: Counter
    resident: str
    card_id: str
    presented_on: str
    pin_check: Literal["passed", "failed", "not-asked"]
    purpose: Literal["continued-use", "change-of-items"]


class ReportCardLoss(Command, frozen=True):
    """
    The holder reports that the card is lost (番号法17条9項): it is suspended.
    """

    counter: Counter
    identity: Identity
    resident: str
    card_id: str
    lost_on: str


class ReportCardFound(Command, frozen=True):
    """
    The holder reports that the lost card was found (番号カード省令30条): the suspension ends after the identity check.
    """

    counter: Counter
    identity: Identity
    resident: str
    card_id: str
    found_on: str


class ReturnCard(Command, frozen=True):
    """
    A card comes back (番号法17条11項, 番号令15条). ``resident`` is its holder, also where the record is deleted.
    """

    counter: Counter
    resident: str
    card_id: str
    returned_on: str
    cause: Literal["voluntary", "number-changed", "lapsed", "ordered", "death"]


class OrderCardReturn(Command, frozen=True):
    """
    The mayor orders a card to be returned (番号令14条14号, 16条): it lapses when the order is served or posted.
    """

    counter: Counter
    resident: str
    card_id: str
    ordered_on: str
    served: Literal["letter", "public-notice"]


class RequestCardReplacement(Command, frozen=True):
    """
    The holder applies for a replacement (番号カード省令28条): the old card lapses that moment (28条4項).
    """

    counter: Counter
    identity: Identity
    resident: str
    card_id: str
    requested_on: str


class DestroyCard(Command, frozen=True):
    """
    A returned card is destroyed (番号令17条).
    """

    counter: Counter
    card_id: str
    destroyed_on: str


class ExtendCardValidity(Command, frozen=True):
    """
    A foreign resident whose period of stay was extended asks for the longer validity (番号カード省令27条2項).
    """

    counter: Counter
    identity: Identity
    resident: str
    card_id: str
    requested_on: str


class ApplyForCard(Command, frozen=True):
    """
    An application for a card made at the counter (番号法16条の2): the organisation is told where to send (K01).
    """

    counter: Counter
    identity: Identity
    resident: str
    applied_on: str


class RegisterDispatchPlace(Command, frozen=True):
    """
    The person asks that mail about number and card goes to a place of stay (居所) instead of the address.
    """

    counter: Counter
    identity: Identity
    resident: str
    requested_on: str
    place: Address


class ResendNumberNotice(Command, frozen=True):
    """
    The municipality sends a returned number notice again (番号カード省令23条の2第1号); a new reason is needed.
    """

    counter: Counter
    resident: str
    dispatch_id: str
    reason: str | None = None
