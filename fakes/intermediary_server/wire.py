"""
Messages of the intermediary server. Layouts are the project's own.

L04 is an inquiry of the municipality's own department, on its way to the network; the reply says what came of it.
What others ask of the municipality arrives as **L10**, a number of the project's own: the network's notice of an
inquiry (番号法21条2項). It is answered by L05 or L06, messages of their own to the network, before the Ack.
What goes to other systems is written down again here: fakes agree by message.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from fakes._core.fields import Date, Instant, Municipality, Number, Short, Text, Token


class Body(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What every message body obeys: frozen, and no unknown field.
    """


class CodeAcquisition(Body, frozen=True):
    """
    A06: the addressee system asks for a linkage code for a person (番号法21条の2, 番号令27条).
    """

    addressee_number: Token
    individual_number: Number
    processing_number: Token


class ProvisionCopy(Body, frozen=True):
    """
    L03, second leg: a provision copy for the municipality's section, by integrated addressee number.

    ``record_id`` is new at ``register``; ``update`` and ``close`` carry the copy's own or a new one, never another's.
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


class LinkageCode(Body, frozen=True):
    """
    L02: the linkage code for an acquisition number, or that it had been acquired before (番号令27条).
    """

    acquisition_number: Token
    result: Literal["acquired", "already-acquired", "unknown-person"]
    linkage_code: Token | None


class DepartmentInquiry(Body, frozen=True):
    """
    L04, first leg: an inquiry of the municipality's own department, by integrated addressee number.
    """

    section: Municipality
    affairs: Token
    information: Token
    addressee_number: Token
    purpose: Short
    processing_number: Token


class InquiryOutcome(Body, frozen=True):
    """
    The reply to L04: what came of a department's inquiry. Never a value with ``refused``, ``held`` or ``none``.
    """

    processing_number: Token
    result: Literal["provided", "refused", "held", "none"]
    reason: Token | None
    items: dict[str, str]


class SectionMark(Body, frozen=True):
    """
    L09: a mark on a person of the section: no automatic answer, or records that are not disclosed.
    """

    section: Municipality
    addressee_number: Token
    mark: Literal["no-automatic-answer", "not-disclosed"]
    held: bool
    starts_on: Date | None
    ends_on: Date | None
    set_by: Short


class ProvisionRequest(Body, frozen=True):
    """
    L10: the notice of an inquiry from the network (番号法21条2項): inquirer, affairs (row), information, linkage code.
    """

    processing_number: Token
    inquirer: Short
    affairs: Token
    information: Token
    section: Municipality
    linkage_code: Token
    valid_until: Instant


class PermissionRow(Body, frozen=True):
    """
    One line of the permission list: who may ask whom for what, for which affairs, from when.
    """

    row: Token
    inquirer: Short
    provider: Short
    information: Token
    valid_from: Date
    valid_until: Date | None


class PermissionList(Body, frozen=True):
    """
    L08: the permission list in force, whole (照会許可用照合リスト).
    """

    version: Token
    rows: list[PermissionRow]


class CodeResolution(Body, frozen=True):
    """
    L01, first leg, as it is sent to the Basic Resident Registration Network.
    """

    acquisition_number: Token
    individual_number: Number


class Inquiry(Body, frozen=True):
    """
    L04 as it is sent to the Information Provision Network System.
    """

    processing_number: Token
    inquirer: Short
    affairs: Token
    information: Token
    provider: Municipality
    linkage_code: Token


class ProvidedItems(Body, frozen=True):
    """
    The items of resident-record information that may be provided: 住基法7条4号, nothing else.
    """

    householder: bool
    householder_name: Text
    relationship: Text


class InquiryResult(Body, frozen=True):
    """
    The network's reply to L04, as it is read.
    """

    processing_number: Token
    result: Literal["provided", "refused"]
    items: ProvidedItems | None
    reason: Token | None


class Provision(Body, frozen=True):
    """
    L05 as it is sent to the Information Provision Network System.
    """

    processing_number: Token
    information: Token
    items: ProvidedItems
    not_disclosed: bool


RefusalReason = Literal[
    "no-basis", "no-linkage-code", "auto-response-off", "assessment-unpublished", "no-record", "expired"
]


class Refusal(Body, frozen=True):
    """
    L06 as it is sent to the Information Provision Network System. Never carries a value of the copy.
    """

    processing_number: Token
    reason: RefusalReason


class ProvisionRecord(Body, frozen=True):
    """
    L07 as it is kept and sent to the Information Provision Network System (番号法23条).
    """

    processing_number: Token
    inquirer: Short
    provider: Municipality
    affairs: Token
    information: Token
    requested_at: Instant
    provided_at: Instant | None
    result: Literal["provided", "refused", "held"]
    reason: Token | None
    basis_row: Token | None
    not_disclosed: bool


FROM_TOWN = {
    "A06": CodeAcquisition,
    "L02": LinkageCode,
    "L03": ProvisionCopy,
    "L04": DepartmentInquiry,
    "L08": PermissionList,
    "L09": SectionMark,
    "L10": ProvisionRequest,
}
FROM_REGISTRY: dict[str, type[Body]] = {}
TO_REGISTRY: dict[str, type[Body]] = {}
TO_TOWN = {
    ("juki_net", "L01"): CodeResolution,
    ("info_network", "L04"): Inquiry,
    ("info_network", "L05"): Provision,
    ("info_network", "L06"): Refusal,
    ("info_network", "L07"): ProvisionRecord,
}
REPLIES = {"L04": InquiryOutcome}
REPLY_TYPES = {"L04": "L04"}
