"""
Generated from docs/openapi/addressee.json by `python -m registry.wire.generate`; not edited by hand.
"""

# ruff: noqa
from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta


class AddresseeChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A01: an addressee after a confirmed change. ``protected`` travels with the address, never after it.
    """

    local_addressee_number: Annotated[str, Meta(max_length=40)]
    history_sequence: Annotated[int, Meta(ge=1, le=9007199254740991)]
    applies_from: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    registering_affairs: Literal['resident-register']
    resident_record_code: Annotated[str, Meta(max_length=40)]
    household_number: Annotated[str, Meta(max_length=40)]
    state: Literal['current', 'deleted', 'planned-out']
    person_kind: Literal['individual']
    nationality: Annotated[str, Meta(max_length=500)] | None
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    sex: Literal['female', 'male', 'unknown']
    municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]
    town_code: Annotated[str, Meta(max_length=500)]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    name_kana: Annotated[str, Meta(max_length=500)]
    legal_name: Annotated[str, Meta(max_length=500)] | None
    postal_code: Annotated[str, Meta(max_length=500)]
    address: Annotated[str, Meta(max_length=500)]
    building: Annotated[str, Meta(max_length=500)] | None
    registered_by: Annotated[str, Meta(max_length=500)]
    individual_number: Annotated[str, Meta(max_length=40)] | None
    protected: bool


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


class NumberingRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A02: an integrated addressee number is asked for. Only users of the number may give ``individual_number``.
    """

    local_addressee_number: Annotated[str, Meta(max_length=40)]
    individual_number: Annotated[str, Meta(max_length=40)] | None


class NumberingAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The reply to A02. The registry is told that a number stands, not which (it has no use for it).
    """

    local_addressee_number: Annotated[str, Meta(max_length=40)]
    assigned: bool
    addressee_number: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)] | None = None


class InquiryRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A04: a department asks for another body's information about one person.
    """

    affairs: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    information: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    local_addressee_number: Annotated[str, Meta(max_length=40)]
    purpose: Annotated[str, Meta(min_length=1, max_length=120)]
    processing_number: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]


class InquiryAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A05: what came back for A04.
    """

    processing_number: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    result: Literal['held', 'none', 'provided', 'refused']
    reason: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)] | None
    items: dict[str, str]


class CopyRegistration(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    L03, first leg: a provision copy as the registry gives it, by local addressee number (番号法22条, 住基法7条4号).

    ``record_id`` is new at ``register``; ``update`` and ``close`` carry the copy's own or a new one, never another's.
    """

    local_addressee_number: Annotated[str, Meta(max_length=40)]
    record_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    information: Literal['JUMIN-04']
    action: Literal['close', 'register', 'update']
    householder: bool
    householder_name: Annotated[str, Meta(max_length=500)]
    relationship: Annotated[str, Meta(max_length=500)]
    applies_from: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]


class HoldMark(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    L09, first leg: a mark that keeps the intermediary server from answering by itself, or records from disclosure.

    It is set and taken off by an act of a clerk, never by its end date (LINK-009).
    """

    local_addressee_number: Annotated[str, Meta(max_length=40)]
    mark: Literal['no-automatic-answer', 'not-disclosed']
    held: bool
    starts_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    ends_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    set_by: Annotated[str, Meta(min_length=1, max_length=120)]


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
    "A01": AddresseeChange,
    "A02": NumberingRequest,
    "A04": InquiryRequest,
    "L03": CopyRegistration,
    "L09": HoldMark,
}
