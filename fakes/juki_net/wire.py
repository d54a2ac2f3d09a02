"""
Messages of the Basic Resident Registration Network.

Layouts of the real network are not public; these are the project's own. Each field that carries a record
item names it in its schema (``x-record-items``).
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from fakes._core.fields import (
    BirthDate,
    Count,
    Date,
    Instant,
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


class Body(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What every message body obeys: frozen, and no unknown field.
    """


class IdentificationUpdate(Body, frozen=True):
    """
    J01: identification information of one resident after an entry, deletion or correction (forty items).

    Source: 住基法30条の6, 住基令30条の5, 住基規則11条.
    """

    resident_record_code: Annotated[RecordCode, item("本人確認情報-1")]
    name: Annotated[Short, item("本人確認情報-2")]
    name_gaiji_count: Annotated[Count, item("本人確認情報-3")]
    name_kana: Annotated[Text, item("本人確認情報-4")]
    name_kana_unvoiced: Annotated[Text, item("本人確認情報-5")]
    born_on: Annotated[BirthDate, item("本人確認情報-6")]
    sex: Annotated[Sex, item("本人確認情報-7")]
    municipality: Annotated[Municipality, item("本人確認情報-8")]
    town_code: Annotated[Text, item("本人確認情報-9")]
    postal_code: Annotated[Text, item("本人確認情報-10")]
    address: Annotated[Text, item("本人確認情報-11")]
    address_gaiji_count: Annotated[Count, item("本人確認情報-12")]
    individual_number: Annotated[Number | None, item("本人確認情報-13")]
    became_resident_on: Annotated[Date, item("本人確認情報-14")]
    settled_on: Annotated[Date, item("本人確認情報-15")]
    notified_on: Annotated[Date | None, item("本人確認情報-16")]
    previous_municipality: Annotated[Municipality | None, item("本人確認情報-17")]
    previous_address: Annotated[Text | None, item("本人確認情報-18")]
    previous_address_gaiji_count: Annotated[Count, item("本人確認情報-19")]
    relationship: Annotated[Text, item("本人確認情報-20")]
    reason: Annotated[Reason, item("本人確認情報-21")]
    changed_on: Annotated[BirthDate, item("本人確認情報-22")]
    reason_detail: Annotated[Text | None, item("本人確認情報-23")]
    former_resident_record_code: Annotated[RecordCode | None, item("本人確認情報-24")]
    code_used_from: Annotated[Date | None, item("本人確認情報-25")]
    request_id: Annotated[Token, item("本人確認情報-26")]
    operator: Annotated[Short, item("本人確認情報-27")]
    terminal: Annotated[Short, item("本人確認情報-28")]
    update_sequence: Annotated[Sequence, item("本人確認情報-29")]
    recovery_sequence: Annotated[Count, item("本人確認情報-30")]
    update_locked: Annotated[bool, item("本人確認情報-31")]
    planned: Annotated[bool, item("本人確認情報-32")]
    exclusive: Annotated[bool, item("本人確認情報-33")]
    gaiji: Annotated[bool, item("本人確認情報-34")]
    record_status: Annotated[Literal["current", "deleted"], item("本人確認情報-35")]
    timestamp: Annotated[Instant, item("本人確認情報-36")]
    former_surname: Annotated[Text | None, item("本人確認情報-37")]
    former_surname_gaiji_count: Annotated[Count, item("本人確認情報-38")]
    former_surname_kana: Annotated[Text | None, item("本人確認情報-39")]
    former_surname_gaiji_sequence: Annotated[Count, item("本人確認情報-40")]


class UpdateResult(Body, frozen=True):
    """
    J02: the municipal communication server's answer to J01.
    """

    request_id: Annotated[Token, item("本人確認情報-26")]
    result: Literal["applied", "refused"]
    error_code: Text | None
    final_sequence: Sequence


class MovingInNotice(Body, frozen=True):
    """
    J05: the new municipality tells the previous one that a person moved in (住基法9条1項).

    The Act fixes only the fact; the further fields are the project's own.
    """

    resident_record_code: Annotated[RecordCode, item("住基異動-2")]
    name: Annotated[Short, item("住基異動-60")]
    name_kana: Annotated[Text, item("住基異動-59")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    sex: Annotated[Sex, item("住基異動-27")]
    previous_address: Annotated[Text, item("住基異動-39")]
    new_address: Annotated[Text, item("住基異動-37")]
    moved_in_on: Annotated[Date, item("住基異動-50")]
    notified_on: Annotated[Date, item("住基異動-52")]
    previous_municipality: Municipality


class MovedPerson(Body, frozen=True):
    """
    One person of moving-out data (住基令24条の3): the certificate's items and the card's three.
    """

    resident_record_code: Annotated[RecordCode, item("住基異動-2")]
    individual_number: Annotated[Number | None, item("住基異動-71")]
    name: Annotated[Short, item("住基異動-60")]
    name_kana: Annotated[Text, item("住基異動-59")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    sex: Annotated[Sex, item("住基異動-27")]
    householder: Annotated[bool, item("住基異動-8")]
    relationship: Annotated[Text, item("住基異動-22")]
    registered_domicile: Annotated[Text | None, item("住基異動-41")]
    head_of_family_register: Text | None
    former_surname: Annotated[Text | None, item("住基異動-69")]
    former_surname_kana: Annotated[Text | None, item("住基異動-68")]
    common_name: Annotated[Text | None, item("住基拡張-8")]
    nationality: Annotated[Text | None, item("住基拡張-15")]
    resident_class: Annotated[Text | None, item("住基拡張-13")]
    status_of_residence: Annotated[Text | None, item("住基拡張-10")]
    period_of_stay: Annotated[Text | None, item("住基拡張-11")]
    period_expires_on: Annotated[Date | None, item("住基拡張-12")]
    residence_card_number: Annotated[Text | None, item("住基拡張-14")]
    health_insurance: bool
    elderly_care: bool
    long_term_care: bool
    child_allowance: bool
    pension_class: Annotated[Text | None, item("国民年金-4")]
    basic_pension_number: Annotated[Text | None, item("国民年金-2")]
    card_id: Token | None
    card_issued_on: Date | None
    card_expires_on: Date | None


class MovingOutData(Body, frozen=True):
    """
    J07: moving-out data in place of the certificate (住基法24条の2, 住基令24条の3).
    """

    from_municipality: Municipality
    previous_address: Annotated[Text, item("住基異動-37")]
    destination: Annotated[Text, item("住基異動-45")]
    destination_municipality: Municipality
    planned_on: Annotated[Date, item("住基異動-42")]
    notified_on: Annotated[Date, item("住基異動-43")]
    persons: list[MovedPerson]


class MovingOutDataRequest(Body, frozen=True):
    """
    J08: the first notification of moving in arrived, the data did not (住基法24条の2第5項).
    """

    from_municipality: Municipality
    resident_record_code: Annotated[RecordCode, item("住基異動-2")]
    name: Annotated[Short, item("住基異動-60")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    sex: Annotated[Sex, item("住基異動-27")]
    notified_on: Annotated[Date, item("住基異動-52")]


class IdentityInquiry(Body, frozen=True, kw_only=True):
    """
    J15: identity inquiry by code, by number, or by four items (住基法30条の10, 30条の12).

    Exactly one of ``resident_record_code``, ``individual_number`` or the four items is given.
    """

    resident_record_code: Annotated[RecordCode | None, item("本人確認情報-1")] = None
    individual_number: Annotated[Number | None, item("本人確認情報-13")] = None
    name: Annotated[Text | None, item("本人確認情報-2")] = None
    address: Annotated[Text | None, item("本人確認情報-11")] = None
    born_on: Annotated[BirthDate | None, item("本人確認情報-6")] = None
    sex: Annotated[Sex | None, item("本人確認情報-7")] = None
    purpose: Short
    operator: Annotated[Short, item("本人確認情報-27")]
    terminal: Annotated[Short, item("本人確認情報-28")]


class FoundPerson(Body, frozen=True):
    """
    One person found by an identity inquiry.
    """

    resident_record_code: Annotated[RecordCode, item("本人確認情報-1")]
    individual_number: Annotated[Number | None, item("本人確認情報-13")]
    name: Annotated[Short, item("本人確認情報-2")]
    address: Annotated[Text, item("本人確認情報-11")]
    born_on: Annotated[BirthDate, item("本人確認情報-6")]
    sex: Annotated[Sex, item("本人確認情報-7")]
    reason: Annotated[Reason | None, item("本人確認情報-21")]
    changed_on: Annotated[BirthDate | None, item("本人確認情報-22")]


class IdentityAnswer(Body, frozen=True):
    """
    J16: the answer to J15, in the reply. ``result`` is ``ambiguous`` when four items fit several persons.
    """

    result: Literal["found", "none", "ambiguous"]
    persons: list[FoundPerson]


class CodeBatchRequest(Body, frozen=True):
    """
    J19 out: the municipality asks the organisation for more Resident Record Codes (住基法30条の2).
    """

    municipality: Municipality
    quantity: Sequence


class CodeBatch(Body, frozen=True):
    """
    J19 in: codes assigned to the municipality, each unused.
    """

    municipality: Municipality
    codes: list[RecordCode]


class NumberRequest(Body, frozen=True):
    """
    J20: the code was entered for the first time; an Individual Number is asked for (番号法8条).
    """

    resident_record_code: Annotated[RecordCode, item("本人確認情報-1")]
    kind: Literal["first", "change"]
    former_individual_number: Annotated[Number | None, item("本人確認情報-13")] = None


class NumberNotice(Body, frozen=True):
    """
    J21: the organisation's answer to J20, sent to the municipality as a message of its own.
    """

    resident_record_code: Annotated[RecordCode, item("本人確認情報-1")]
    individual_number: Annotated[Number, item("本人確認情報-13")]


class PrefectureNotice(Body, frozen=True):
    """
    J03 and J04: what the prefecture is told, and passes to the organisation (住基法30条の6, 30条の7).
    """

    resident_record_code: RecordCode
    individual_number: Number | None
    name: Short
    name_kana: Text
    former_surname: Text | None
    former_surname_kana: Text | None
    born_on: BirthDate
    sex: Sex
    address: Text
    reason: Reason
    changed_on: BirthDate
    former_resident_record_code: RecordCode | None


class CodeResolution(Body, frozen=True):
    """
    L01, first leg: the intermediary server's acquisition number and the Individual Number (番号令27条1項).
    """

    acquisition_number: Token
    individual_number: Number


FROM_REGISTRY = {
    "J01": IdentificationUpdate,
    "J05": MovingInNotice,
    "J07": MovingOutData,
    "J08": MovingOutDataRequest,
    "J15": IdentityInquiry,
    "J19": CodeBatchRequest,
    "J20": NumberRequest,
}
FROM_TOWN = {"L01": CodeResolution}
INSIDE = {"J03": PrefectureNotice, "J04": PrefectureNotice}
TO_REGISTRY = {"J05": MovingInNotice, "J07": MovingOutData, "J08": MovingOutDataRequest, "J21": NumberNotice}
REPLIES = {"J01": UpdateResult, "J15": IdentityAnswer, "J19": CodeBatch}
REPLY_TYPES = {"J01": "J02", "J15": "J16", "J19": "J19"}
