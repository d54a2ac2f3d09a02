"""
Messages of the integrated addressee system. Layouts are the project's own.

What goes on to the intermediary server (A06, L03, L04) is written down again here: fakes agree by message.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from fakes._core.fields import (
    BirthDate,
    Date,
    LocalNumber,
    Municipality,
    Number,
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


class AddresseeChange(Body, frozen=True):
    """
    A01: an addressee after a confirmed change. ``protected`` travels with the address, never after it.
    """

    local_addressee_number: Annotated[LocalNumber, item("宛名基本-1")]
    history_sequence: Annotated[Sequence, item("宛名基本-2")]
    applies_from: Annotated[Date, item("宛名基本-3")]
    registering_affairs: Annotated[Literal["resident-register"], item("宛名基本-4")]
    resident_record_code: Annotated[RecordCode, item("宛名基本-5")]
    household_number: Annotated[LocalNumber, item("宛名基本-6")]
    state: Annotated[Literal["current", "deleted", "planned-out"], item("宛名基本-7")]
    person_kind: Annotated[Literal["individual"], item("宛名基本-8")]
    nationality: Annotated[Text | None, item("宛名基本-9")]
    born_on: Annotated[BirthDate, item("宛名基本-18")]
    sex: Annotated[Sex, item("宛名基本-21")]
    municipality: Annotated[Municipality, item("宛名基本-22")]
    town_code: Annotated[Text, item("宛名基本-23")]
    name: Annotated[Short, item("宛名基本-29")]
    name_kana: Annotated[Text, item("宛名基本-28")]
    legal_name: Annotated[Text | None, item("宛名基本-31")]
    postal_code: Annotated[Text, item("宛名基本-32")]
    address: Annotated[Text, item("宛名基本-34", "宛名基本-35")]
    building: Annotated[Text | None, item("宛名基本-36")]
    registered_by: Annotated[Text, item("宛名基本-44")]
    individual_number: Annotated[Number | None, item("宛名基本-46")]
    protected: bool


class NumberingRequest(Body, frozen=True):
    """
    A02: an integrated addressee number is asked for. Only users of the number may give ``individual_number``.
    """

    local_addressee_number: Annotated[LocalNumber, item("宛名基本-1")]
    individual_number: Annotated[Number | None, item("宛名基本-46")]


class NumberingAnswer(Body, frozen=True):
    """
    The reply to A02. The registry is told that a number stands, not which (it has no use for it).
    """

    local_addressee_number: LocalNumber
    assigned: bool
    addressee_number: Token | None = None


class InquiryRequest(Body, frozen=True):
    """
    A04: a department asks for another body's information about one person.
    """

    affairs: Token
    information: Token
    local_addressee_number: LocalNumber
    purpose: Short
    processing_number: Token


class InquiryAnswer(Body, frozen=True):
    """
    A05: what came back for A04.
    """

    processing_number: Token
    result: Literal["provided", "refused", "held", "none"]
    reason: Token | None
    items: dict[str, str]


class CopyRegistration(Body, frozen=True):
    """
    L03, first leg: a provision copy as the registry gives it, by local addressee number (番号法22条, 住基法7条4号).

    ``record_id`` is new at ``register``; ``update`` and ``close`` carry the copy's own or a new one, never another's.
    """

    local_addressee_number: Annotated[LocalNumber, item("宛名基本-1")]
    record_id: Token
    information: Literal["JUMIN-04"]
    action: Literal["register", "update", "close"]
    householder: Annotated[bool, item("住基異動-8")]
    householder_name: Annotated[Text, item("住基異動-64")]
    relationship: Annotated[Text, item("住基異動-22")]
    applies_from: Date


Mark = Literal["no-automatic-answer", "not-disclosed"]


class HoldMark(Body, frozen=True):
    """
    L09, first leg: a mark that keeps the intermediary server from answering by itself, or records from disclosure.

    It is set and taken off by an act of a clerk, never by its end date (LINK-009).
    """

    local_addressee_number: Annotated[LocalNumber, item("宛名基本-1")]
    mark: Mark
    held: bool
    starts_on: Date | None
    ends_on: Date | None
    set_by: Short


class CodeRequest(Body, frozen=True):
    """
    A06, by way of the registry: a linkage code is wanted for a person; the registry passes it on as J24.

    The integrated addressee number is not told to the registry, which has no use for it.
    """

    local_addressee_number: Annotated[LocalNumber, item("宛名基本-1")]
    processing_number: Token


class SectionMark(Body, frozen=True):
    """
    L09, second leg, as it is sent to the intermediary server.
    """

    section: Municipality
    addressee_number: Token
    mark: Mark
    held: bool
    starts_on: Date | None
    ends_on: Date | None
    set_by: Short


class CodeAcquisition(Body, frozen=True):
    """
    A06 as it is sent to the intermediary server.
    """

    addressee_number: Token
    individual_number: Number
    processing_number: Token


class ProvisionCopy(Body, frozen=True):
    """
    L03, second leg, as it is sent to the intermediary server.
    """

    section: Municipality
    addressee_number: Token
    record_id: Token
    information: Literal["JUMIN-04"]
    action: Literal["register", "update", "close"]
    householder: bool
    householder_name: Text
    relationship: Text
    applies_from: Date


class DepartmentInquiry(Body, frozen=True):
    """
    L04 as it is sent to the intermediary server: A04 without a number of the town's own.
    """

    section: Municipality
    affairs: Token
    information: Token
    addressee_number: Token
    purpose: Short
    processing_number: Token


FROM_REGISTRY = {
    "A01": AddresseeChange,
    "A02": NumberingRequest,
    "A04": InquiryRequest,
    "L03": CopyRegistration,
    "L09": HoldMark,
}
FROM_TOWN = {"A02": NumberingRequest, "A04": InquiryRequest}
TO_TOWN = {
    ("intermediary_server", "A06"): CodeAcquisition,
    ("intermediary_server", "L03"): ProvisionCopy,
    ("intermediary_server", "L04"): DepartmentInquiry,
    ("intermediary_server", "L09"): SectionMark,
}
TO_REGISTRY = {"A06": CodeRequest}
REPLIES = {"A02": NumberingAnswer, "A04": InquiryAnswer}
REPLY_TYPES = {"A02": "A02", "A04": "A05"}
