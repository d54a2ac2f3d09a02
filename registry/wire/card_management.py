"""
Generated from docs/openapi/card_management.json by `python -m registry.wire.generate`; not edited by hand.
"""

# ruff: noqa
from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta


class Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    Who sends what to whom, when, on whose order.

    ``sender`` and ``receiver`` are a local-government code or the name of a system; ``trace_id`` is the
    same for everything that one event at the counter causes; ``stream`` never holds an issued number.
    """

    message_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    message_type: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    schema_version: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    trace_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    stream: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    sequence: Annotated[int, Meta(ge=1, le=9007199254740991)]
    sender: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    receiver: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    sent_at: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?\\+09:00\\Z')]
    operator: Annotated[str, Meta(min_length=1, max_length=120)]
    terminal: Annotated[str, Meta(min_length=1, max_length=120)]
    idempotency_key: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]


class Ack(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A message was taken, once.

    ``reply`` is the receiver's own message in answer (J02 to J01, A02 to A02 …) where the exchange has one:
    an object with ``envelope`` and ``body``.
    """

    message_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    received: Literal['duplicate', 'new']
    journal: Annotated[int, Meta(ge=1, le=9007199254740991)]
    reply: dict[str, Any] | None = None


class DispatchInformation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    K01: where number notices and delivery notices go, and what is printed on them (番号カード省令35条, 36条).

    The items of the file that give the length of another item are that item's length here and have no field.
    """

    dispatch_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    destination_postal_code: Annotated[str, Meta(max_length=500)]
    destination_address: Annotated[str, Meta(max_length=500)]
    destination_address_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    destination_name: Annotated[str, Meta(min_length=1, max_length=120)]
    destination_name_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]
    municipality_name: Annotated[str, Meta(min_length=1, max_length=120)]
    municipality_postal_code: Annotated[str, Meta(max_length=500)]
    municipality_address: Annotated[str, Meta(max_length=500)]
    municipality_address_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    municipality_telephone: Annotated[str, Meta(max_length=500)]
    place_of_issue_name: Annotated[str, Meta(max_length=500)]
    place_of_issue_name_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    place_of_issue_postal_code: Annotated[str, Meta(max_length=500)]
    place_of_issue_address: Annotated[str, Meta(max_length=500)]
    place_of_issue_address_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    place_of_issue_telephone: Annotated[str, Meta(max_length=500)]
    delivery_place_name: Annotated[str, Meta(max_length=500)]
    delivery_place_name_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    delivery_place_postal_code: Annotated[str, Meta(max_length=500)]
    delivery_place_address: Annotated[str, Meta(max_length=500)]
    delivery_place_address_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    delivery_place_telephone: Annotated[str, Meta(max_length=500)]
    persons: Annotated[int, Meta(ge=1, le=9007199254740991)]
    processed_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    operator: Annotated[str, Meta(min_length=1, max_length=120)]
    terminal: Annotated[str, Meta(min_length=1, max_length=120)]
    print_class: Literal['delivery-notice', 'number-notice']
    resident_record_code: Annotated[str, Meta(max_length=40)]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    name_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    name_kana: Annotated[str, Meta(max_length=500)]
    postal_code: Annotated[str, Meta(max_length=500)]
    address: Annotated[str, Meta(max_length=500)]
    address_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    sex: Literal['female', 'male', 'unknown']
    individual_number: Annotated[str, Meta(max_length=40)]
    resident_class: Annotated[str, Meta(max_length=500)] | None
    period_expires_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    substituted: bool
    substitute_name: Annotated[str, Meta(max_length=500)] | None
    substitute_address: Annotated[str, Meta(max_length=500)] | None
    substitute_name_positions: list[Annotated[int, Meta(ge=0, le=1000)]]
    substitute_address_positions: list[Annotated[int, Meta(ge=0, le=1000)]]
    gaiji: bool
    gaiji_pattern: Annotated[str, Meta(max_length=500)] | None
    former_surname: Annotated[str, Meta(max_length=500)] | None
    former_surname_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    former_surname_kana: Annotated[str, Meta(max_length=500)] | None
    former_surname_gaiji_sequence: Annotated[int, Meta(ge=0, le=1000)]
    name_roman: Annotated[str, Meta(max_length=500)] | None
    former_surname_roman: Annotated[str, Meta(max_length=500)] | None


class DispatchStatus(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    K02: what became of a mailing, told by the organisation; the municipality tells the organisation of a return.
    """

    dispatch_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    state: Literal['delivered', 'returned', 'sent']
    on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    reason: Annotated[str, Meta(max_length=500)] | None


class HandOver(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    K04: the card was handed over (番号法17条1項). ``pin`` says only whether one was set.
    """

    card_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    resident_record_code: Annotated[str, Meta(max_length=40)]
    handed_over_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    kind: Literal['in-person', 'proxy']
    pin: Literal['no-pin-card', 'set']
    expires_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    operator: Annotated[str, Meta(min_length=1, max_length=120)]
    terminal: Annotated[str, Meta(min_length=1, max_length=120)]


class StateChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    K05: suspension, its end, lapse or return, in either direction.
    """

    card_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    state: Literal['active', 'applied', 'destroyed', 'expired', 'in-stock', 'lapsed', 'returned', 'suspended']
    cause: Annotated[str, Meta(min_length=1, max_length=120)]
    changed_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    operator: Annotated[str, Meta(min_length=1, max_length=120)]
    terminal: Annotated[str, Meta(min_length=1, max_length=120)]


class ContinuedUse(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    K06: a card presented at moving in goes on being used in the new municipality (番号法17条6項・7項).
    """

    card_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    resident_record_code: Annotated[str, Meta(max_length=40)]
    municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]
    address: Annotated[str, Meta(max_length=500)]
    moved_in_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    processed_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    operator: Annotated[str, Meta(min_length=1, max_length=120)]
    terminal: Annotated[str, Meta(min_length=1, max_length=120)]


class CardUpdate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    K07: items on the card are changed and the card is given back (番号法17条8項).
    """

    card_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    resident_record_code: Annotated[str, Meta(max_length=40)]
    changes: list[ItemChange]
    processed_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    operator: Annotated[str, Meta(min_length=1, max_length=120)]
    terminal: Annotated[str, Meta(min_length=1, max_length=120)]


class ItemChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    One item on the card, before and after.
    """

    item: Literal['address', 'born_on', 'common_name', 'expires_on', 'former_surname', 'former_surname_kana', 'individual_number', 'name', 'name_kana', 'sex']
    before: Annotated[str, Meta(max_length=500)] | None
    after: Annotated[str, Meta(max_length=500)] | None


class CardInquiry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    K08: state of a card, asked before it is used. Carries the result of the PIN check, never the PIN.

    The purpose ``convenience-store`` is our own: who asks whom before issue at a convenience store is not public.
    """

    card_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    pin_check: Literal['failed', 'not-asked', 'passed']
    purpose: Literal['continued-use', 'convenience-store', 'hand-over', 'special-moving-in']


class CardAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The reply to K08. ``resident_record_code`` is that of the holder.
    """

    card_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    found: bool
    state: Literal['active', 'applied', 'destroyed', 'expired', 'in-stock', 'lapsed', 'returned', 'suspended'] | None
    resident_record_code: Annotated[str, Meta(max_length=40)] | None
    municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')] | None
    issued_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    expires_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None


class PersonChanged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    P01: what the network passes on of a person, so that certificates lapse in time (公的個人認証法12条, 31条).

    A number of our own. ``entry``: here or in another municipality. ``items``: the corrected ones that a signing
    certificate bears (公的個人認証法7条). ``notified_on``: of the moving out that a deletion follows.
    """

    resident_record_code: Annotated[str, Meta(max_length=40)]
    former_resident_record_code: Annotated[str, Meta(max_length=40)] | None
    event: Literal['correction', 'deletion', 'entry']
    reason: Annotated[str, Meta(pattern='^[0-9]{2}\\Z')]
    items: list[Literal['address', 'born_on', 'common_name', 'former_surname', 'former_surname_kana', 'name', 'name_kana', 'sex']]
    changed_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    notified_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """
    RFC 9457. `code` is stable; `field` is the path of the field at fault; `rule` names a rule.
    """

    type: str
    title: str
    status: int
    detail: str | None = None
    code: str
    field: str | None = None
    rule: str | None = None


BODIES: dict[str, type[msgspec.Struct]] = {
    "K01": DispatchInformation,
    "K02": DispatchStatus,
    "K04": HandOver,
    "K05": StateChange,
    "K06": ContinuedUse,
    "K07": CardUpdate,
    "K08": CardInquiry,
    "P01": PersonChanged,
}
