"""
Generated from docs/openapi/juki_net.json by `python -m registry.wire.generate`; not edited by hand.
"""

# ruff: noqa
from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta


class MovingOutConfirmed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J06: the moving out is confirmed by the notice of the new municipality, told to the prefecture (住基令13条3項).
    """

    resident_record_code: Annotated[str, Meta(max_length=40)]
    confirmed_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    confirmation_notified_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    confirmed_destination: Annotated[str, Meta(max_length=500)]


class IdentificationUpdate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J01: identification information of one resident after an entry, deletion or correction (forty items).

    Source: 住基法30条の6, 住基令30条の5, 住基規則11条. ``former_individual_number`` is not one of the forty: it goes
    with a change of the number only (住基令30条の5第4号).
    """

    resident_record_code: Annotated[str, Meta(max_length=40)]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    name_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    name_kana: Annotated[str, Meta(max_length=500)]
    name_kana_unvoiced: Annotated[str, Meta(max_length=500)]
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    sex: Literal['female', 'male', 'unknown']
    municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]
    town_code: Annotated[str, Meta(max_length=500)]
    postal_code: Annotated[str, Meta(max_length=500)]
    address: Annotated[str, Meta(max_length=500)]
    address_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    individual_number: Annotated[str, Meta(max_length=40)] | None
    became_resident_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    settled_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')]
    notified_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    previous_municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')] | None
    previous_address: Annotated[str, Meta(max_length=500)] | None
    previous_address_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    relationship: Annotated[str, Meta(max_length=500)]
    reason: Annotated[str, Meta(pattern='^[0-9]{2}\\Z')]
    changed_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    reason_detail: Annotated[str, Meta(max_length=500)] | None
    former_resident_record_code: Annotated[str, Meta(max_length=40)] | None
    code_used_from: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    request_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    operator: Annotated[str, Meta(min_length=1, max_length=120)]
    terminal: Annotated[str, Meta(min_length=1, max_length=120)]
    update_sequence: Annotated[int, Meta(ge=1, le=9007199254740991)]
    recovery_sequence: Annotated[int, Meta(ge=0, le=1000)]
    update_locked: bool
    planned: bool
    exclusive: bool
    gaiji: bool
    record_status: Literal['current', 'deleted']
    timestamp: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?\\+09:00\\Z')]
    former_surname: Annotated[str, Meta(max_length=500)] | None
    former_surname_gaiji_count: Annotated[int, Meta(ge=0, le=1000)]
    former_surname_kana: Annotated[str, Meta(max_length=500)] | None
    former_surname_gaiji_sequence: Annotated[int, Meta(ge=0, le=1000)]
    former_individual_number: Annotated[str, Meta(max_length=40)] | None = None


class SupplementaryNotice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J09: what the supplementary family-register record must say now, to the municipality of the registered domicile.

    The Act fixes only the items to be corrected (住基法19条1項, 17条3号・4号・7号), named in ``corrected``; keys and
    rest are the project's own. ``address`` is None for a person moved out abroad.
    """

    resident_record_code: Annotated[str, Meta(max_length=40)]
    registered_domicile: Annotated[str, Meta(max_length=500)]
    head_of_family_register: Annotated[str, Meta(min_length=1, max_length=120)]
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    name_kana: Annotated[str, Meta(max_length=500)]
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    sex: Literal['female', 'male', 'unknown']
    corrected: list[Literal['abroad', 'address', 'planned_out_on', 'resident_record_code', 'settled_on']]
    address: Annotated[str, Meta(max_length=500)] | None
    abroad: bool
    settled_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    planned_out_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    reason: Annotated[str, Meta(pattern='^[0-9]{2}\\Z')]
    changed_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]


class FoundPerson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    One person found by an identity inquiry.
    """

    resident_record_code: Annotated[str, Meta(max_length=40)]
    individual_number: Annotated[str, Meta(max_length=40)] | None
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    address: Annotated[str, Meta(max_length=500)]
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    sex: Literal['female', 'male', 'unknown']
    reason: Annotated[str, Meta(pattern='^[0-9]{2}\\Z')] | None
    changed_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')] | None


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


class UpdateResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J02: the municipal communication server's answer to J01.
    """

    request_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    result: Literal['applied', 'refused']
    error_code: Annotated[str, Meta(max_length=500)] | None
    final_sequence: Annotated[int, Meta(ge=1, le=9007199254740991)]


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


class WideAreaAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J14: the municipality of residence answers J13 (住基法12条の4第3項). A refusal shows nobody and gives no reason.
    """

    claim_id: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    issuing_municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]
    result: Literal['given', 'refused']
    persons: list[CopiedPerson]


class CopiedPerson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    One person of a copy: 住基法7条1号〜3号, 6号〜8号, former surname or common name; the rest only when asked for.

    A foreign resident has no phonetic reading, and ``became_resident_on`` is the day of becoming a foreign resident.
    """

    name: Annotated[str, Meta(min_length=1, max_length=120)]
    name_kana: Annotated[str, Meta(max_length=500)] | None
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')]
    sex: Literal['female', 'male', 'unknown']
    became_resident_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    address: Annotated[str, Meta(max_length=500)]
    settled_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    notified_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None = None
    previous_address: Annotated[str, Meta(max_length=500)] | None = None
    former_surname: Annotated[str, Meta(max_length=500)] | None = None
    former_surname_kana: Annotated[str, Meta(max_length=500)] | None = None
    common_name: Annotated[str, Meta(max_length=500)] | None = None
    householder_name: Annotated[str, Meta(max_length=500)] | None = None
    relationship: Annotated[str, Meta(max_length=500)] | None = None
    resident_record_code: Annotated[str, Meta(max_length=40)] | None = None
    individual_number: Annotated[str, Meta(max_length=40)] | None = None
    nationality: Annotated[str, Meta(max_length=500)] | None = None
    resident_class: Annotated[str, Meta(max_length=500)] | None = None
    status_of_residence: Annotated[str, Meta(max_length=500)] | None = None
    period_of_stay: Annotated[str, Meta(max_length=500)] | None = None
    period_expires_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None = None
    residence_card_number: Annotated[str, Meta(max_length=500)] | None = None


class IdentityInquiry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J15: identity inquiry by code, by number, or by four items (住基法30条の10, 30条の12).

    Exactly one of ``resident_record_code``, ``individual_number`` or the four items is given.
    """

    resident_record_code: Annotated[str, Meta(max_length=40)] | None = None
    individual_number: Annotated[str, Meta(max_length=40)] | None = None
    name: Annotated[str, Meta(max_length=500)] | None = None
    address: Annotated[str, Meta(max_length=500)] | None = None
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')] | None = None
    sex: Literal['female', 'male', 'unknown'] | None = None
    purpose: Annotated[str, Meta(min_length=1, max_length=120)]
    operator: Annotated[str, Meta(min_length=1, max_length=120)]
    terminal: Annotated[str, Meta(min_length=1, max_length=120)]


class IdentityAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J16: the answer to J15 and J17, in the reply. ``result`` is ``ambiguous`` when four items fit several persons.
    """

    result: Literal['ambiguous', 'found', 'none']
    persons: list[FoundPerson]


class NationwideInquiry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J17: the same inquiry where the person may live in another prefecture, by way of the prefecture (住基法30条の12).
    """

    resident_record_code: Annotated[str, Meta(max_length=40)] | None = None
    individual_number: Annotated[str, Meta(max_length=40)] | None = None
    name: Annotated[str, Meta(max_length=500)] | None = None
    address: Annotated[str, Meta(max_length=500)] | None = None
    born_on: Annotated[str, Meta(pattern='^([0-9]{4}|X{4})-([0-9]{2}|XX)-([0-9]{2}|XX)\\Z')] | None = None
    sex: Literal['female', 'male', 'unknown'] | None = None
    purpose: Annotated[str, Meta(min_length=1, max_length=120)]
    operator: Annotated[str, Meta(min_length=1, max_length=120)]
    terminal: Annotated[str, Meta(min_length=1, max_length=120)]
    prefecture: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]


class CodeBatchRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J19 out: the municipality asks the organisation for more Resident Record Codes (住基法30条の2).
    """

    municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]
    quantity: Annotated[int, Meta(ge=1, le=9007199254740991)]


class CodeBatch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J19 in: codes assigned to the municipality, each unused.
    """

    municipality: Annotated[str, Meta(pattern='^[0-9]{6}\\Z')]
    codes: list[Annotated[str, Meta(max_length=40)]]


class NumberRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J20: the code was entered for the first time; an Individual Number is asked for (番号法8条).
    """

    resident_record_code: Annotated[str, Meta(max_length=40)]
    kind: Literal['change', 'first']
    former_individual_number: Annotated[str, Meta(max_length=40)] | None = None


class ProtectionFlag(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J23: a support measure begins, changes or ends (the standard specification 3.1); also to a mover's new municipality.
    """

    resident_record_code: Annotated[str, Meta(max_length=40)]
    held: bool
    temporary: bool
    previous_address: bool
    starts_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None
    ends_on: Annotated[str, Meta(pattern='^[0-9]{4}-[0-9]{2}-[0-9]{2}\\Z')] | None


class LinkageCodeRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    J24: the registry passes the request for a linkage code on (番号法21条の2, 番号令27条1項).

    ``processing_number`` is the acquisition number; the Resident Record Code never goes this way.
    """

    processing_number: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    individual_number: Annotated[str, Meta(max_length=40)]


class LinkageCodeResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    The reply to J24: whether the request went on its way, or a code stands already. Never the code.
    """

    processing_number: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    result: Literal['accepted', 'already-acquired', 'unknown-person']


class CodeResolution(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """
    L01, first leg: the intermediary server's acquisition number and the Individual Number (番号令27条1項).
    """

    acquisition_number: Annotated[str, Meta(pattern='^[A-Za-z0-9._:-]+\\Z', min_length=1, max_length=120)]
    individual_number: Annotated[str, Meta(max_length=40)]


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
    "J01": IdentificationUpdate,
    "J05": MovingInNotice,
    "J06": MovingOutConfirmed,
    "J07": MovingOutData,
    "J08": MovingOutDataRequest,
    "J09": SupplementaryNotice,
    "J14": WideAreaAnswer,
    "J15": IdentityInquiry,
    "J17": NationwideInquiry,
    "J19": CodeBatchRequest,
    "J20": NumberRequest,
    "J23": ProtectionFlag,
    "J24": LinkageCodeRequest,
    "L01": CodeResolution,
}
