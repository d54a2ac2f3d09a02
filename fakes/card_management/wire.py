"""
Messages of the card management system. Layouts are the project's own. No message ever carries a PIN.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from fakes._core.fields import Date, Municipality, RecordCode, Short, Text, Token, item

CardState = Literal[
    "applied", "in-stock", "active", "suspended", "lapsed", "expired", "returned", "destroyed"
]


class Body(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What every message body obeys: frozen, and no unknown field.
    """


class CardIssued(Body, frozen=True):
    """
    K03: an application or a card made, told to the municipality of hand-over.
    """

    application_id: Token
    card_id: Token
    resident_record_code: Annotated[RecordCode, item("送付先情報-38")]
    applied_on: Date
    issued_on: Date
    expires_on: Date
    state: Literal["applied", "in-stock"]


class HandOver(Body, frozen=True):
    """
    K04: the card was handed over (番号法17条1項). ``pin`` says only whether one was set.
    """

    card_id: Token
    resident_record_code: Annotated[RecordCode, item("送付先情報-38")]
    handed_over_on: Date
    kind: Literal["in-person", "proxy"]
    pin: Literal["set", "no-pin-card"]
    expires_on: Date
    operator: Annotated[Short, item("送付先情報-35")]
    terminal: Annotated[Short, item("送付先情報-36")]


class StateChange(Body, frozen=True):
    """
    K05: suspension, its end, lapse or return, in either direction.
    """

    card_id: Token
    state: CardState
    cause: Short
    changed_on: Date
    operator: Annotated[Short, item("送付先情報-35")]
    terminal: Annotated[Short, item("送付先情報-36")]


class ContinuedUse(Body, frozen=True):
    """
    K06: a card presented at moving in goes on being used in the new municipality (番号法17条6項・7項).
    """

    card_id: Token
    resident_record_code: Annotated[RecordCode, item("送付先情報-38")]
    municipality: Annotated[Municipality, item("送付先情報-9")]
    address: Annotated[Text, item("送付先情報-46")]
    moved_in_on: Date
    processed_on: Annotated[Date, item("送付先情報-34")]
    operator: Annotated[Short, item("送付先情報-35")]
    terminal: Annotated[Short, item("送付先情報-36")]


class CardInquiry(Body, frozen=True):
    """
    K08: state of a card, asked before a special moving in. Carries the result of the PIN check, never the PIN.
    """

    card_id: Token
    pin_check: Literal["passed", "failed", "not-asked"]
    purpose: Literal["special-moving-in", "continued-use", "hand-over"]


class CardAnswer(Body, frozen=True):
    """
    The reply to K08. ``resident_record_code`` is that of the holder.
    """

    card_id: Token
    found: bool
    state: CardState | None
    resident_record_code: RecordCode | None
    municipality: Municipality | None
    issued_on: Date | None
    expires_on: Date | None


FROM_REGISTRY = {"K04": HandOver, "K05": StateChange, "K06": ContinuedUse, "K08": CardInquiry}
TO_REGISTRY = {"K03": CardIssued, "K05": StateChange}
REPLIES = {"K08": CardAnswer}
REPLY_TYPES = {"K08": "K08"}
