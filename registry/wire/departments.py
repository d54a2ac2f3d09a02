"""
Generated from docs/openapi/departments.json by `python -m registry.wire.generate`; not edited by hand.
"""

# ruff: noqa
from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta


class ResidentChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    D01: a resident's change, to a department. ``individual_number`` only where a basis row stands for it.
    """

    local_addressee_number: Annotated[str, Meta(max_length=40)]
    household_number: Annotated[str, Meta(max_length=40)]
    reason: Annotated[str, Meta(pattern='^[0-9]{2}\\Z')]
    changed_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    notified_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    notification_kind: Annotated[str, Meta(pattern='^[1-9]\\Z')]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    sex: Literal['female', 'male', 'unknown']
    address: Annotated[str, Meta(max_length=500)]
    householder_name: Annotated[str, Meta(max_length=500)]
    relationship: Annotated[str, Meta(max_length=500)]
    state: Literal['current', 'deleted', 'planned-out']
    planned: bool
    planned_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    individual_number: Annotated[str, Meta(max_length=40)] | None = None
    protected: bool


class NotedFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    D03: facts noted on a notification (住基法28条), passed to the department that they concern.
    """

    local_addressee_number: Annotated[str, Meta(max_length=40)]
    insured: bool
    symbol_and_number: Annotated[str, Meta(max_length=500)] | None
    noted_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]


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
    "D01": ResidentChange,
    "D03": NotedFacts,
}
