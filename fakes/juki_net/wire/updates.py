"""
Identification information and what the prefecture is told (J01–J04, J06).
"""

from __future__ import annotations

from typing import Annotated, Literal

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
from fakes.juki_net.wire.body import Body


class IdentificationUpdate(Body, frozen=True, omit_defaults=True):
    """
    J01: identification information of one resident after an entry, deletion or correction (forty items).

    Source: 住基法30条の6, 住基令30条の5, 住基規則11条. ``former_individual_number`` is not one of the forty: it goes
    with a change of the number only (住基令30条の5第4号).
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
    former_individual_number: Number | None = None


class UpdateResult(Body, frozen=True):
    """
    J02: the municipal communication server's answer to J01.
    """

    request_id: Annotated[Token, item("本人確認情報-26")]
    result: Literal["applied", "refused"]
    error_code: Text | None
    final_sequence: Sequence


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
    former_individual_number: Number | None = None


class MovingOutConfirmed(Body, frozen=True):
    """
    J06: the moving out is confirmed by the notice of the new municipality, told to the prefecture (住基令13条3項).
    """

    resident_record_code: Annotated[RecordCode, item("住基異動-2")]
    confirmed_on: Annotated[Date, item("住基異動-46")]
    confirmation_notified_on: Annotated[Date, item("住基異動-47")]
    confirmed_destination: Annotated[Text, item("住基異動-49")]
