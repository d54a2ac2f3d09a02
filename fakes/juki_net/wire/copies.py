"""
Wide-area issue of copies of the resident record (広域交付, 住基法12条の4).

Which items may go is law; the layout is the project's own.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fakes._core.fields import (
    BirthDate,
    Date,
    Municipality,
    Number,
    RecordCode,
    Sex,
    Short,
    Text,
    Token,
    item,
)
from fakes.juki_net.wire.body import Body


class WideAreaClaim(Body, frozen=True):
    """
    J13: the issuing municipality tells the municipality of residence that a copy was claimed (住基法12条の4第2項).

    ``concerns``: the claimant alone, or everyone of the household. The four marks say what was asked for in addition;
    ``residence`` stands for the nationality and the lower column of the table of 住基法30条の45 (住基令30条の21).
    """

    claim_id: Token
    issuing_municipality: Municipality
    claimant_name: Annotated[Short, item("住基異動-60")]
    resident_record_code: Annotated[RecordCode, item("住基異動-2")]
    concerns: Literal["claimant", "household"]
    relationship: bool = False
    show_resident_record_code: bool = False
    show_individual_number: bool = False
    residence: bool = False


class CopiedPerson(Body, frozen=True):
    """
    One person of a copy: 住基法7条1号〜3号, 6号〜8号, former surname or common name; the rest only when asked for.

    A foreign resident has no phonetic reading, and ``became_resident_on`` is the day of becoming a foreign resident.
    """

    name: Annotated[Short, item("住基異動-60")]
    name_kana: Annotated[Text | None, item("住基異動-59")]
    born_on: Annotated[BirthDate, item("住基異動-24")]
    sex: Annotated[Sex, item("住基異動-27")]
    became_resident_on: Annotated[Date | None, item("住基異動-50")]
    address: Annotated[Text, item("住基異動-37")]
    settled_on: Annotated[Date | None, item("住基異動-33")]
    notified_on: Annotated[Date | None, item("住基異動-35")] = None
    previous_address: Annotated[Text | None, item("住基異動-39")] = None
    former_surname: Annotated[Text | None, item("住基異動-69")] = None
    former_surname_kana: Annotated[Text | None, item("住基異動-68")] = None
    common_name: Annotated[Text | None, item("住基拡張-8")] = None
    householder_name: Annotated[Text | None, item("住基異動-64")] = None
    relationship: Annotated[Text | None, item("住基異動-22")] = None
    resident_record_code: Annotated[RecordCode | None, item("住基異動-2")] = None
    individual_number: Annotated[Number | None, item("住基異動-71")] = None
    nationality: Annotated[Text | None, item("住基拡張-15")] = None
    resident_class: Annotated[Text | None, item("住基拡張-13")] = None
    status_of_residence: Annotated[Text | None, item("住基拡張-10")] = None
    period_of_stay: Annotated[Text | None, item("住基拡張-11")] = None
    period_expires_on: Annotated[Date | None, item("住基拡張-12")] = None
    residence_card_number: Annotated[Text | None, item("住基拡張-14")] = None


class WideAreaAnswer(Body, frozen=True):
    """
    J14: the municipality of residence answers J13 (住基法12条の4第3項). A refusal shows nobody and gives no reason.
    """

    claim_id: Token
    issuing_municipality: Municipality
    result: Literal["given", "refused"]
    persons: list[CopiedPerson]
