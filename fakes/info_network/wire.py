"""
Messages of the Information Provision Network System. Layouts are the project's own.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from fakes._core.fields import Instant, Municipality, RecordCode, Short, Text, Token


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


FROM_TOWN = {"L01": CodeGeneration, "L04": Inquiry, "L05": Provision, "L06": Refusal, "L07": ProvisionRecord}
FROM_REGISTRY: dict[str, type[Body]] = {}
TO_REGISTRY: dict[str, type[Body]] = {}
