"""
Messages of the card management system. Layouts are the project's own. No message ever carries a PIN.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from fakes._core.fields import (
    BirthDate,
    Count,
    Date,
    Municipality,
    Number,
    Reason,
    RecordCode,
    Sequence,
    Sex,
    Short,
    Text,
    Token,
    item,
)

CardState = Literal[
    "applied", "in-stock", "active", "suspended", "lapsed", "expired", "returned", "destroyed"
]


class Body(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What every message body obeys: frozen, and no unknown field.
    """


class DispatchInformation(Body, frozen=True):
    """
    K01: where number notices and delivery notices go, and what is printed on them (番号カード省令35条, 36条).

    The items of the file that give the length of another item are that item's length here and have no field.
    """

    dispatch_id: Annotated[Token, item("送付先情報-1")]
    destination_postal_code: Annotated[Text, item("送付先情報-2")]
    destination_address: Annotated[Text, item("送付先情報-4")]
    destination_address_gaiji_count: Annotated[Count, item("送付先情報-5")]
    destination_name: Annotated[Short, item("送付先情報-7")]
    destination_name_gaiji_count: Annotated[Count, item("送付先情報-8")]
    municipality: Annotated[Municipality, item("送付先情報-9")]
    municipality_name: Annotated[Short, item("送付先情報-11")]
    municipality_postal_code: Annotated[Text, item("送付先情報-12")]
    municipality_address: Annotated[Text, item("送付先情報-14")]
    municipality_address_gaiji_count: Annotated[Count, item("送付先情報-15")]
    municipality_telephone: Annotated[Text, item("送付先情報-16")]
    place_of_issue_name: Annotated[Text, item("送付先情報-18")]
    place_of_issue_name_gaiji_count: Annotated[Count, item("送付先情報-19")]
    place_of_issue_postal_code: Annotated[Text, item("送付先情報-20")]
    place_of_issue_address: Annotated[Text, item("送付先情報-22")]
    place_of_issue_address_gaiji_count: Annotated[Count, item("送付先情報-23")]
    place_of_issue_telephone: Annotated[Text, item("送付先情報-24")]
    delivery_place_name: Annotated[Text, item("送付先情報-26")]
    delivery_place_name_gaiji_count: Annotated[Count, item("送付先情報-27")]
    delivery_place_postal_code: Annotated[Text, item("送付先情報-28")]
    delivery_place_address: Annotated[Text, item("送付先情報-30")]
    delivery_place_address_gaiji_count: Annotated[Count, item("送付先情報-31")]
    delivery_place_telephone: Annotated[Text, item("送付先情報-32")]
    persons: Annotated[Sequence, item("送付先情報-33")]
    processed_on: Annotated[Date, item("送付先情報-34")]
    operator: Annotated[Short, item("送付先情報-35")]
    terminal: Annotated[Short, item("送付先情報-36")]
    print_class: Annotated[Literal["number-notice", "delivery-notice"], item("送付先情報-37")]
    resident_record_code: Annotated[RecordCode, item("送付先情報-38")]
    name: Annotated[Short, item("送付先情報-40")]
    name_gaiji_count: Annotated[Count, item("送付先情報-41")]
    name_kana: Annotated[Text, item("送付先情報-43")]
    postal_code: Annotated[Text, item("送付先情報-44")]
    address: Annotated[Text, item("送付先情報-46")]
    address_gaiji_count: Annotated[Count, item("送付先情報-47")]
    born_on: Annotated[BirthDate, item("送付先情報-48")]
    sex: Annotated[Sex, item("送付先情報-49")]
    individual_number: Annotated[Number, item("送付先情報-50")]
    resident_class: Annotated[Text | None, item("送付先情報-51")]
    period_expires_on: Annotated[Date | None, item("送付先情報-52")]
    substituted: Annotated[bool, item("送付先情報-53")]
    substitute_name: Annotated[Text | None, item("送付先情報-55")]
    substitute_address: Annotated[Text | None, item("送付先情報-57")]
    substitute_name_positions: Annotated[list[Count], item("送付先情報-58")]
    substitute_address_positions: Annotated[list[Count], item("送付先情報-59")]
    gaiji: Annotated[bool, item("送付先情報-60")]
    gaiji_pattern: Annotated[Text | None, item("送付先情報-61")]
    former_surname: Annotated[Text | None, item("送付先情報-62")]
    former_surname_gaiji_count: Annotated[Count, item("送付先情報-63")]
    former_surname_kana: Annotated[Text | None, item("送付先情報-64")]
    former_surname_gaiji_sequence: Annotated[Count, item("送付先情報-65")]
    name_roman: Annotated[Text | None, item("送付先情報-66")]
    former_surname_roman: Annotated[Text | None, item("送付先情報-67")]


class DispatchStatus(Body, frozen=True):
    """
    K02: what became of a mailing, told by the organisation; the municipality tells the organisation of a return.
    """

    dispatch_id: Annotated[Token, item("送付先情報-1")]
    state: Literal["sent", "delivered", "returned"]
    on: Date
    reason: Text | None


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


CardItem = Literal[
    "name", "name_kana", "address", "born_on", "sex", "individual_number", "former_surname", "former_surname_kana",
    "common_name", "expires_on",
]  # fmt: skip
"""Items on the card that may change (番号法2条7項, 番号令1条)."""


class ItemChange(Body, frozen=True):
    """
    One item on the card, before and after.
    """

    item: CardItem
    before: Text | None
    after: Text | None


class CardUpdate(Body, frozen=True):
    """
    K07: items on the card are changed and the card is given back (番号法17条8項).
    """

    card_id: Token
    resident_record_code: Annotated[RecordCode, item("送付先情報-38")]
    changes: Annotated[list[ItemChange], Meta(min_length=1)]
    processed_on: Annotated[Date, item("送付先情報-34")]
    operator: Annotated[Short, item("送付先情報-35")]
    terminal: Annotated[Short, item("送付先情報-36")]


class CardInquiry(Body, frozen=True):
    """
    K08: state of a card, asked before it is used. Carries the result of the PIN check, never the PIN.

    The purpose ``convenience-store`` is our own: who asks whom before issue at a convenience store is not public.
    """

    card_id: Token
    pin_check: Literal["passed", "failed", "not-asked"]
    purpose: Literal["special-moving-in", "continued-use", "hand-over", "convenience-store"]


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


class PersonChanged(Body, frozen=True):
    """
    P01: what the network passes on of a person, so that certificates lapse in time (公的個人認証法12条, 31条).

    A number of our own. ``entry``: here or in another municipality. ``items``: the corrected ones that a signing
    certificate bears (公的個人認証法7条). ``notified_on``: of the moving out that a deletion follows.
    """

    resident_record_code: RecordCode
    former_resident_record_code: RecordCode | None
    event: Literal["entry", "deletion", "correction"]
    reason: Reason
    items: list[
        Literal[
            "name",
            "name_kana",
            "former_surname",
            "former_surname_kana",
            "common_name",
            "born_on",
            "sex",
            "address",
        ]
    ]
    changed_on: BirthDate
    notified_on: Date | None


FROM_REGISTRY = {
    "K01": DispatchInformation,
    "K02": DispatchStatus,
    "K04": HandOver,
    "K05": StateChange,
    "K06": ContinuedUse,
    "K07": CardUpdate,
    "K08": CardInquiry,
}
FROM_TOWN = {"P01": PersonChanged}
TO_REGISTRY = {"K02": DispatchStatus, "K03": CardIssued, "K05": StateChange}
REPLIES = {"K08": CardAnswer}
REPLY_TYPES = {"K08": "K08"}
