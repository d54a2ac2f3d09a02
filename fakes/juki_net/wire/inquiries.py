"""
Inquiries about identity (J15–J17).
"""

from __future__ import annotations

from typing import Annotated, Literal

from fakes._core.fields import (
    BirthDate,
    Municipality,
    Number,
    Reason,
    RecordCode,
    Sex,
    Short,
    Text,
    item,
)
from fakes.juki_net.wire.body import Body


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


class NationwideInquiry(IdentityInquiry, frozen=True, kw_only=True):
    """
    J17: the same inquiry where the person may live in another prefecture, by way of the prefecture (住基法30条の12).
    """

    prefecture: Municipality


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
    J16: the answer to J15 and J17, in the reply. ``result`` is ``ambiguous`` when four items fit several persons.
    """

    result: Literal["found", "none", "ambiguous"]
    persons: list[FoundPerson]
