"""
The network: linkage codes, the permission list, every request with what came of it, and the inquirers behind it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from fakes._core.definition import Settings, Start
from fakes._core.fields import RecordCode, Token
from fakes.info_network.wire import (
    InquiryResult,
    PermissionList,
    PermissionRow,
    Provision,
    ProvisionRecord,
    Refusal,
)

INTERMEDIARY = "intermediary_server"
JUKI_NET = "juki_net"
MAYOR = "市町村長"
HELD = "auto-response-off"


class NetworkSettings(Settings, frozen=True, kw_only=True):
    """
    ``check_permissions``: the network refuses by its own reading of the list; off, the provider alone decides.

    ``assessment_published``: False, and no inquiry goes on (番号法28条6項). ``notice_validity_hours``: how long a
    provider may answer; the order leaves the length to the notice, so it is our own.
    """

    check_permissions: bool = True
    assessment_published: bool = True
    notice_validity_hours: Annotated[int, Meta(ge=1, le=10_000)] = 24


Holder = tuple[str, str]
"""Institution and Resident Record Code: who holds a linkage code, and whose it is."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """
    One inquiry as the network received it. Instants as the messages carry them.
    """

    processing_number: str
    inquirer: str
    affairs: str
    information: str
    provider: str
    resident_record_code: str
    requested_at: str
    valid_until: str
    basis_row: str | None


@dataclass
class State:
    """
    One network.

    ``acquired``: for whom an institution asked; an inquirer of the fake holds its code without asking.
    ``answers``, ``answered_at``: by processing number; ``from_providers``: their L07.
    """

    municipality: str
    settings: NetworkSettings
    permissions: PermissionList | None = None
    codes: dict[Holder, str] = field(default_factory=dict)
    holders: dict[str, Holder] = field(default_factory=dict)
    acquired: set[Holder] = field(default_factory=set)
    requests: dict[str, Request] = field(default_factory=dict)
    answers: dict[str, Provision | Refusal] = field(default_factory=dict)
    answered_at: dict[str, str] = field(default_factory=dict)
    from_providers: dict[str, ProvisionRecord] = field(default_factory=dict)

    def make_code(self, holder: Holder) -> str:
        """
        A code that cannot be turned back: drawn, not computed (番号令27条5項).
        """
        del holder
        return secrets.token_hex(16)

    def code_of(self, holder: Holder) -> str:
        """
        The institution's code for the person; differs by institution and by person.
        """
        if holder not in self.codes:
            code = self.make_code(holder)
            self.codes[holder] = code
            self.holders[code] = holder
        return self.codes[holder]

    def permitting_row(
        self, inquirer: str, affairs: str, information: str, provider: str, today: date
    ) -> PermissionRow | None:
        """
        The row in force today under which this inquirer may ask this provider, or None.
        """
        on = today.isoformat()
        for row in self.permissions.rows if self.permissions is not None else ():
            in_force = row.valid_from <= on and (row.valid_until is None or on <= row.valid_until)
            same = (row.row, row.information) == (affairs, information)
            if in_force and same and is_meant(row.inquirer, inquirer) and is_meant(row.provider, provider):
                return row
        return None

    def record_of(self, request: Request) -> ProvisionRecord:
        """
        L07 as the network and the inquirer keep it; without an answer yet it is held.
        """
        answer = self.answers.get(request.processing_number)
        reason = "no-answer" if answer is None else answer.reason if isinstance(answer, Refusal) else None
        return ProvisionRecord(
            processing_number=request.processing_number,
            inquirer=request.inquirer,
            provider=request.provider,
            affairs=request.affairs,
            information=request.information,
            requested_at=request.requested_at,
            provided_at=self.answered_at[request.processing_number] if reason is None else None,
            result="provided" if reason is None else "held" if reason in (HELD, "no-answer") else "refused",
            reason=reason,
            basis_row=request.basis_row,
            not_disclosed=isinstance(answer, Provision) and answer.not_disclosed,
        )

    def result_of(self, processing_number: str) -> InquiryResult:
        """
        What the inquirer is told.
        """
        answer = self.answers.get(processing_number)
        if isinstance(answer, Provision):
            return InquiryResult(
                processing_number=processing_number, result="provided", items=answer.items, reason=None
            )
        reason = "no-answer" if answer is None else answer.reason
        return InquiryResult(processing_number=processing_number, result="refused", items=None, reason=reason)


def fresh(start: Start) -> State:
    """
    A network without codes, list or requests.
    """
    return State(start.municipality, start.settings)


def is_meant(phrase: str, body: str) -> bool:
    """
    Whether a row's phrase means a body: by name, as one joined by 又は or 、, or as the mayor of a municipality's code.
    """
    names = [phrase, *phrase.replace("、", "又は").split("又は")]
    return body in names or (MAYOR in names and len(body) == 6 and body.isascii() and body.isdigit())


class RecordsQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Records of one processing number, or all.
    """

    processing_number: Token | None = None


class RecordsShown(Struct, frozen=True):
    """
    ``records``: as inquirer and network keep them; ``from_providers``: L07 as the providers sent it.
    """

    records: list[ProvisionRecord]
    from_providers: list[ProvisionRecord]


class CodesQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    About whom.
    """

    resident_record_code: RecordCode


class CodesShown(Struct, frozen=True):
    """
    Institutions that hold a code for the person, and how many different codes these are; never the codes.
    """

    institutions: list[str]
    distinct: int


def show_records(state: State, query: RecordsQuery) -> RecordsShown:
    """
    Records of every request, refused ones too, oldest first.
    """
    wanted = query.processing_number
    requests = [r for r in state.requests.values() if wanted in (None, r.processing_number)]
    told = [r for r in state.from_providers.values() if wanted in (None, r.processing_number)]
    return RecordsShown([state.record_of(request) for request in requests], told)


def show_codes(state: State, query: CodesQuery) -> CodesShown:
    """
    Who holds a code for the person.
    """
    held = {holder: code for holder, code in state.codes.items() if holder[1] == query.resident_record_code}
    return CodesShown(sorted(institution for institution, _person in held), len(set(held.values())))
