"""
Messages of the intermediary server. Layouts are the project's own.
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


class ProvisionRequest(Body, frozen=True):
    """
    The notice of an inquiry from the network (番号法21条2項): inquirer, affairs (row), information, linkage code.
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


FROM_TOWN = {
    "A06": CodeAcquisition,
    "L02": LinkageCode,
    "L03": ProvisionCopy,
    "L04": ProvisionRequest,
    "L08": PermissionList,
}
FROM_REGISTRY: dict[str, type[Body]] = {}
TO_REGISTRY: dict[str, type[Body]] = {}
