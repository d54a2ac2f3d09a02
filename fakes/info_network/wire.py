"""
Messages of the Information Provision Network System. Layouts are the project's own.

L04 is an inquiry of a body that has its own system; its reply says what L05 or L06 said. What goes to the
intermediary server is written down again here: L02, L08 and L10, the notice of an inquiry (番号法21条2項).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from fakes._core.fields import Date, Instant, Municipality, RecordCode, Short, Text, Token


class Body(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What every message body obeys: frozen, and no unknown field.
    """


class CodeGeneration(Body, frozen=True):
    """
    L01, second leg: acquisition number and Resident Record Code from the organisation (番号令27条).
    """

    acquisition_number: Token
    resident_record_code: RecordCode
    institution: Token


class ProvidedItems(Body, frozen=True):
    """
    The items of resident-record information that may be provided: 住基法7条4号, nothing else.
    """

    householder: bool
    householder_name: Text
    relationship: Text


class Provision(Body, frozen=True):
    """
    L05: information provided in answer to an inquiry.
    """

    processing_number: Token
    information: Token
    items: ProvidedItems
    not_disclosed: bool


class Refusal(Body, frozen=True):
    """
    L06: refused, held, or not possible, with the reason. Never carries a value of the copy.
    """

    processing_number: Token
    reason: Literal[
        "no-basis", "no-linkage-code", "auto-response-off", "assessment-unpublished", "no-record", "expired"
    ]


class InquiryResult(Body, frozen=True):
    """
    The reply to L04: the items of L05, or the reason of L06.
    """

    processing_number: Token
    result: Literal["provided", "refused"]
    items: ProvidedItems | None
    reason: Token | None


class ProvisionRecord(Body, frozen=True):
    """
    L07: record of a request and provision (番号法23条). ``basis_row`` names the row that allowed it.
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


class Inquiry(Body, frozen=True):
    """
    L04: an inquiry by a body of the network about one person, by the inquirer's own linkage code.
    """

    processing_number: Token
    inquirer: Short
    affairs: Token
    information: Token
    provider: Municipality
    linkage_code: Token


class LinkageCode(Body, frozen=True):
    """
    L02 as it is sent to the intermediary server.
    """

    acquisition_number: Token
    result: Literal["acquired", "already-acquired", "unknown-person"]
    linkage_code: Token | None


class ProvisionRequest(Body, frozen=True):
    """
    L10 as it is sent to the intermediary server.
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
    L08 as it is sent to the intermediary server: the permission list in force, whole.
    """

    version: Token
    rows: list[PermissionRow]


FROM_TOWN = {"L01": CodeGeneration, "L04": Inquiry, "L05": Provision, "L06": Refusal, "L07": ProvisionRecord}
FROM_REGISTRY: dict[str, type[Body]] = {}
TO_REGISTRY: dict[str, type[Body]] = {}
TO_TOWN = {
    ("intermediary_server", "L02"): LinkageCode,
    ("intermediary_server", "L08"): PermissionList,
    ("intermediary_server", "L10"): ProvisionRequest,
}
REPLIES = {"L04": InquiryResult}
REPLY_TYPES = {"L04": "L04"}
