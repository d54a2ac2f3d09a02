"""
The intermediary server: what it holds for each municipality, by section. What it does stands in the files beside.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import msgspec
from msgspec import Struct

from fakes._core.definition import Settings, Start
from fakes._core.fields import Token
from fakes.intermediary_server.wire import (
    DepartmentInquiry,
    InquiryOutcome,
    PermissionList,
    PermissionRow,
    Provision,
    ProvisionCopy,
    ProvisionRecord,
    ProvisionRequest,
    Refusal,
)

NETWORK = "info_network"
JUKI_NET = "juki_net"
ADDRESSEE = "addressee"
MAYOR = "市町村長"


class IntermediarySettings(Settings, frozen=True, kw_only=True):
    """
    ``assessment_published``: False, and nothing is provided (番号法28条6項).

    ``providers``: which municipality holds the information that own departments ask for; our own stand-in for the
    directory of the real server. ``linkage_code_route``: with ``registry`` the request for a code is passed on by the
    registry (J24), and A06 only says whose the processing number is.
    """

    assessment_published: bool = True
    providers: dict[str, str] = msgspec.field(default_factory=dict)
    linkage_code_route: Literal["registry", "intermediary"] = "intermediary"


Person = tuple[str, str]
"""Section and integrated addressee number: nobody is known outside the section."""


@dataclass
class State:
    """
    All sections.

    ``codes``: linkage code by person; ``pending``: person by acquisition number, kept until the answer only.
    ``unresolved``: Individual Number by acquisition number, where the organisation did not know the person yet.
    ``copies``: open and closed ones, oldest first; ``answers``: what was answered, by processing number.
    ``outcomes``: what own departments were told, by section and processing number.
    """

    municipality: str
    settings: IntermediarySettings
    codes: dict[Person, str] = field(default_factory=dict)
    pending: dict[str, Person] = field(default_factory=dict)
    unresolved: dict[str, str] = field(default_factory=dict)
    copies: dict[Person, list[ProvisionCopy]] = field(default_factory=dict)
    record_ids: dict[tuple[str, str], Person] = field(default_factory=dict)
    permissions: PermissionList | None = None
    automatic_off: set[Person] = field(default_factory=set)
    requests: dict[str, ProvisionRequest] = field(default_factory=dict)
    answers: dict[str, Provision | Refusal] = field(default_factory=dict)
    records: dict[str, ProvisionRecord] = field(default_factory=dict)
    inquiries: list[DepartmentInquiry] = field(default_factory=list)
    outcomes: dict[tuple[str, str], InquiryOutcome] = field(default_factory=dict)

    def section_of(self, sender: str) -> str:
        """
        The section that a sender may write to: the town's for its own systems, a municipality's own otherwise.
        """
        return self.municipality if sender == ADDRESSEE else sender

    def person_of(self, section: str, linkage_code: str) -> Person | None:
        """
        Whose code it is, in this section.
        """
        return next(
            (who for who, code in self.codes.items() if code == linkage_code and who[0] == section), None
        )

    def open_copy(self, person: Person) -> ProvisionCopy | None:
        """
        The person's copy, unless it was closed.
        """
        history = self.copies.get(person)
        return history[-1] if history and history[-1].action != "close" else None

    def permitting_row(self, request: ProvisionRequest, today: str) -> PermissionRow | None:
        """
        The row in force today that lets the inquirer have this information from this provider for these affairs.
        """
        for row in self.permissions.rows if self.permissions is not None else ():
            if (
                row.row == request.affairs
                and row.information == request.information
                and stands_for(row.inquirer, request.inquirer)
                and stands_for(row.provider, request.section)
                and row.valid_from <= today
                and (row.valid_until is None or today <= row.valid_until)
            ):
                return row
        return None


def fresh(start: Start) -> State:
    """
    A server with empty sections and no list.
    """
    return State(start.municipality, start.settings)


def stands_for(phrase: str, body: str) -> bool:
    """
    Whether a body is meant by the phrase of a row: by name, as one of several joined by 又は or 、, or as a mayor.
    """
    named = {phrase, *(part for half in phrase.split("又は") for part in half.split("、"))}
    return body in named or (MAYOR in named and body.isascii() and body.isdigit())


class CopyQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Whose copy, in the town's section.
    """

    addressee_number: Token


class CopyShown(Struct, frozen=True):
    """
    The newest L03 of the person, a closing one too, and how many there were.
    """

    copy: ProvisionCopy | None
    history: int


class RecordsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Records of one processing number, or all.
    """

    processing_number: Token | None = None


class RecordsShown(Struct, frozen=True):
    """
    Records as the provider keeps them.
    """

    records: list[ProvisionRecord]


class Everything(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A question without parts.
    """


class InquiriesShown(Struct, frozen=True):
    """
    L04 by the town's own departments.
    """

    inquiries: list[DepartmentInquiry]


def show_copy(state: State, query: CopyQuery) -> CopyShown:
    """
    A person's copy; never the linkage code.
    """
    history = state.copies.get((state.municipality, query.addressee_number), [])
    return CopyShown(history[-1] if history else None, len(history))


def show_records(state: State, query: RecordsQuery) -> RecordsShown:
    """
    Records of provisions and refusals, oldest first.
    """
    wanted = query.processing_number
    return RecordsShown([r for r in state.records.values() if wanted in (None, r.processing_number)])


def show_inquiries(state: State, _query: Everything) -> InquiriesShown:
    """
    What own departments asked for, oldest first.
    """
    return InquiriesShown(state.inquiries)
