"""
Generated from docs/openapi/registry-town.json by `python -m registry.wire.generate`; not edited by hand.
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


class CodeRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    A06, by way of the registry: a linkage code is wanted for a person; the registry passes it on as J24.

    The integrated addressee number is not told to the registry, which has no use for it.
    """

    local_addressee_number: Annotated[str, Meta(max_length=40)]
    processing_number: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]


class Qualification(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    D02: an individual department's qualification of one resident, told to the registry: of its own affairs only.
    """

    local_addressee_number: Annotated[str, Meta(max_length=40)]
    health_insurance: NationalHealthInsurance | None = None
    elderly_care: ElderlyCare | None = None
    long_term_care: LongTermCare | None = None
    pension: NationalPension | None = None
    child_allowance: ChildAllowance | None = None


class NationalHealthInsurance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    D02 for 国保: the qualification as the department holds it (住基法7条10号).
    """

    household_number: Annotated[str, Meta(max_length=500)]
    relationship_class: Annotated[str, Meta(max_length=500)]
    acquired_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    acquired_by: Annotated[str, Meta(max_length=500)] | None
    lost_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    lost_by: Annotated[str, Meta(max_length=500)] | None
    insured: bool


class ElderlyCare(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    D02 for 後期高齢者医療 (住基法7条10号の2).
    """

    insured: bool
    insured_number: Annotated[str, Meta(max_length=500)] | None
    acquired_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    lost_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None


class LongTermCare(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    D02 for 介護保険 (住基法7条10号の3).
    """

    insured: bool
    insured_number: Annotated[str, Meta(max_length=500)] | None
    acquired_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    lost_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None


class NationalPension(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    D02 for 国民年金 (住基法7条11号). ``pension_class`` is None once the person is insured no more.
    """

    pension_class: Literal['1', '2', '3', 'voluntary'] | None
    basic_pension_number: Annotated[str, Meta(max_length=500)] | None
    acquired_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    lost_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None


class ChildAllowance(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    D02 for 児童手当 (住基法7条11号の2).
    """

    receiving: bool
    began_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    ended_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None


class AgencyNotice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    I02: a change or an error known to the Agency (住基法30条の50). Never an address.
    """

    reference: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    residence_card_number: Annotated[str, Meta(max_length=500)]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    nationality: Annotated[str, Meta(max_length=500)]
    status_of_residence: Annotated[str, Meta(max_length=500)]
    period_of_stay: Annotated[str, Meta(max_length=500)]
    period_expires_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    change: Literal['born_on', 'card_number', 'name', 'nationality', 'period', 'sex', 'status']


class DeliveredNotice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J05 as it reaches the previous municipality: one notice, and further ones of the same delivery.

    That a delivery can hold several is practice of the municipal communication server; the layout is our own. The
    newest notice about a person is the one notified last.
    """

    resident_record_code: Annotated[str, Meta(max_length=40)]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    name_kana: Annotated[str, Meta(max_length=500)]
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    sex: Literal['female', 'male', 'unknown']
    previous_address: Annotated[str, Meta(max_length=500)]
    new_address: Annotated[str, Meta(max_length=500)]
    moved_in_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    notified_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    previous_municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]
    further: list[MovingInNotice] = []


class MovingInNotice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J05: the new municipality tells the previous one that a person moved in (住基法9条1項).

    The Act fixes only the fact; the further fields are the project's own.
    """

    resident_record_code: Annotated[str, Meta(max_length=40)]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    name_kana: Annotated[str, Meta(max_length=500)]
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    sex: Literal['female', 'male', 'unknown']
    previous_address: Annotated[str, Meta(max_length=500)]
    new_address: Annotated[str, Meta(max_length=500)]
    moved_in_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    notified_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    previous_municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]


class MovingOutData(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J07: moving-out data in place of the certificate (住基法24条の2, 住基令24条の3).

    ``withdrawn``, our own: the moving out was withdrawn, and the data sent before are not to be used.
    """

    from_municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]
    previous_address: Annotated[str, Meta(max_length=500)]
    destination: Annotated[str, Meta(max_length=500)]
    destination_municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]
    planned_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    notified_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    persons: list[MovedPerson]
    withdrawn: bool = False


class MovedPerson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    One person of moving-out data (住基令24条の3): the certificate's items and the card's three.
    """

    resident_record_code: Annotated[str, Meta(max_length=40)]
    individual_number: Annotated[str, Meta(max_length=40)] | None
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    name_kana: Annotated[str, Meta(max_length=500)]
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    sex: Literal['female', 'male', 'unknown']
    householder: bool
    relationship: Annotated[str, Meta(max_length=500)]
    registered_domicile: Annotated[str, Meta(max_length=500)] | None
    head_of_family_register: Annotated[str, Meta(max_length=500)] | None
    former_surname: Annotated[str, Meta(max_length=500)] | None
    former_surname_kana: Annotated[str, Meta(max_length=500)] | None
    common_name: Annotated[str, Meta(max_length=500)] | None
    nationality: Annotated[str, Meta(max_length=500)] | None
    resident_class: Annotated[str, Meta(max_length=500)] | None
    status_of_residence: Annotated[str, Meta(max_length=500)] | None
    period_of_stay: Annotated[str, Meta(max_length=500)] | None
    period_expires_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    residence_card_number: Annotated[str, Meta(max_length=500)] | None
    health_insurance: bool
    elderly_care: bool
    long_term_care: bool
    child_allowance: bool
    pension_class: Annotated[str, Meta(max_length=500)] | None
    basic_pension_number: Annotated[str, Meta(max_length=500)] | None
    card_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)] | None
    card_issued_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    card_expires_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    registered_domicile_municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')] | None = None
    common_name_history: Annotated[str, Meta(max_length=500)] | None = None


class MovingOutDataRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J08: the first notification of moving in arrived, the data did not (住基法24条の2第5項).

    ``name`` is the mover's own, or null where neither the network nor the notification tells it.
    """

    from_municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]
    resident_record_code: Annotated[str, Meta(max_length=40)]
    name: Annotated[str, Meta(min_length=1, max_length=120)] | None
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    sex: Literal['female', 'male', 'unknown']
    notified_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]


class SupplementaryMismatch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J10: the municipality of the registered domicile says which item does not match, never its value (住基法19条2項).
    """

    resident_record_code: Annotated[str, Meta(max_length=40)]
    items: list[Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]]


class WideAreaClaim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J13: the issuing municipality tells the municipality of residence that a copy was claimed (住基法12条の4第2項).

    ``concerns``: the claimant alone, or everyone of the household. The four marks say what was asked for in addition;
    ``residence`` stands for the nationality and the lower column of the table of 住基法30条の45 (住基令30条の21).
    """

    claim_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    issuing_municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]
    claimant_name: Annotated[str, Meta(min_length=1, max_length=120)]
    resident_record_code: Annotated[str, Meta(max_length=40)]
    concerns: Literal['claimant', 'household']
    relationship: bool = False
    show_resident_record_code: bool = False
    show_individual_number: bool = False
    residence: bool = False


class NumberNotice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J21: the organisation's answer to J20, sent to the municipality as a message of its own.
    """

    resident_record_code: Annotated[str, Meta(max_length=40)]
    individual_number: Annotated[str, Meta(max_length=40)]


class FamilyRegisterEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J22: an event of a family register, accepted elsewhere, for a resident of this municipality (住基法9条2項).

    ``items`` name what changes, in the words that a correction has for items (``name``, ``name_kana`` …), with the new
    value; for a birth they are those of the child, and ``resident_record_code`` is the parent's.
    """

    event: Literal['adoption', 'birth', 'change-of-name', 'death', 'divorce', 'marriage']
    occurred_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    accepted_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    resident_record_code: Annotated[str, Meta(max_length=40)] | None
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    address: Annotated[str, Meta(max_length=500)]
    items: dict[str, str]


class DispatchStatus(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    K02: what became of a mailing, told by the organisation; the municipality tells the organisation of a return.
    """

    dispatch_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    state: Literal['delivered', 'returned', 'sent']
    on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    reason: Annotated[str, Meta(max_length=500)] | None


class CardIssued(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    K03: an application or a card made, told to the municipality of hand-over.
    """

    application_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    card_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    resident_record_code: Annotated[str, Meta(max_length=40)]
    applied_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    issued_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    expires_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    state: Literal['applied', 'in-stock']


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
    "A06": CodeRequest,
    "D02": Qualification,
    "I02": AgencyNotice,
    "J05": DeliveredNotice,
    "J07": MovingOutData,
    "J08": MovingOutDataRequest,
    "J10": SupplementaryMismatch,
    "J13": WideAreaClaim,
    "J21": NumberNotice,
    "J22": FamilyRegisterEvent,
    "K02": DispatchStatus,
    "K03": CardIssued,
    "K05": StateChange,
}
