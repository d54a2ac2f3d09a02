"""
The departments: what each was told of a resident, and what it asks of other bodies.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

from fakes._core.definition import Settings, Start
from fakes._core.fields import LocalNumber, Number, Short, Token
from fakes._core.problem import Refused
from fakes._core.traffic import Acted, Asked, Handled, Outgoing, Received
from fakes.departments.wire import (
    DEPARTMENTS,
    InquiryAnswer,
    InquiryRequest,
    NotedFacts,
    NumberingAnswer,
    NumberingRequest,
    ResidentChange,
)

ADDRESSEE = "addressee"
REFUSALS = (403, 409, 422)
AFFAIRS = {
    "dept-health-insurance": "ROW-69",
    "dept-long-term-care": "ROW-132",
    "dept-child-allowance": "ROW-106",
    "dept-tax": "ROW-48",
}


class SetupData(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The departments of the town by name, and whether each uses the Individual Number.
    """

    departments: dict[str, bool] = msgspec.field(default_factory=lambda: dict(DEPARTMENTS))


class DepartmentSettings(Settings, frozen=True, kw_only=True):
    """
    ``affairs``: under which affairs a department inquires where its act names none. Our own choice of rows.
    """

    affairs: dict[str, str] = msgspec.field(default_factory=lambda: dict(AFFAIRS))


@dataclass
class Known:
    """
    What one department knows of one resident.
    """

    latest: ResidentChange | None = None
    changes: int = 0
    noted: NotedFacts | None = None


@dataclass
class State:
    """
    All departments of one town.
    """

    number_use: dict[str, bool]
    affairs: dict[str, str]
    residents: dict[tuple[str, str], Known] = field(default_factory=dict)

    def of(self, department: str, local_number: str) -> Known:
        """
        What the department knows of the resident, to be added to.
        """
        return self.residents.setdefault((department, local_number), Known())


class ResidentQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Whose knowledge of whom.
    """

    department: Token
    local_addressee_number: LocalNumber


class ResidentShown(Struct, frozen=True):
    """
    The last D01 and D03, and how many D01 there were.
    """

    latest: ResidentChange | None
    changes: int
    noted: NotedFacts | None


class Inquire(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    A department asks for another body's information about a resident.
    """

    department: Token
    information: Token
    local_addressee_number: LocalNumber
    purpose: Short
    affairs: Token | None = None
    processing_number: Token | None = None


class AskNumber(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    A department asks for the integrated number of an addressee of its own.
    """

    department: Token
    local_addressee_number: LocalNumber
    individual_number: Number | None = None


def fresh(start: Start) -> State:
    """
    Departments that know nobody yet.
    """
    return State(dict(start.data.departments), dict(start.settings.affairs))


def take_change(state: State, received: Received[ResidentChange]) -> Handled:
    """
    D01: the department keeps the newest.
    """
    known = state.of(received.envelope.receiver, received.body.local_addressee_number)
    known.latest = received.body
    known.changes += 1
    return Handled()


def take_noted_facts(state: State, received: Received[NotedFacts]) -> Handled:
    """
    D03: the department keeps the newest.
    """
    state.of(received.envelope.receiver, received.body.local_addressee_number).noted = received.body
    return Handled()


async def inquire(state: State, asked: Asked[Inquire]) -> Acted:
    """
    Send A04 to the addressee system and give A05; what came instead of an answer stands in ``reason``.
    """
    request = asked.request
    if request.department not in state.number_use:
        raise Refused("department", "The town has no such department.")
    affairs = request.affairs or state.affairs.get(request.department)
    if affairs is None:
        raise Refused("affairs", "The department has no affairs of its own to inquire under.")
    body = InquiryRequest(
        affairs=affairs,
        information=request.information,
        local_addressee_number=request.local_addressee_number,
        purpose=request.purpose,
        processing_number=request.processing_number or f"DQ-{secrets.token_hex(8)}",
    )
    sent = Outgoing(ADDRESSEE, "A04", body, request.local_addressee_number, request.department)
    answer = await asked.ask(sent)
    try:
        return Acted(msgspec.convert(answer.reply, InquiryAnswer))
    except msgspec.ValidationError:
        # No answer, or none that can be read.
        told = InquiryAnswer(
            processing_number=body.processing_number,
            result="refused" if answer.status in REFUSALS else "held",
            reason=str((answer.problem or {}).get("code", "no-answer")),
            items={},
        )
        return Acted(told)


async def ask_number(state: State, asked: Asked[AskNumber]) -> Acted:
    """
    Send A02 for an addressee of the department's own, and give the answer.
    """
    request = asked.request
    if request.department not in state.number_use:
        raise Refused("department", "The town has no such department.")
    body = NumberingRequest(request.local_addressee_number, request.individual_number)
    sent = Outgoing(ADDRESSEE, "A02", body, request.local_addressee_number, request.department)
    answer = await asked.ask(sent)
    try:
        return Acted(msgspec.convert(answer.reply, NumberingAnswer))
    except msgspec.ValidationError:
        # No answer, or none that can be read.
        return Acted(NumberingAnswer(request.local_addressee_number, assigned=False))


def show_resident(state: State, query: ResidentQuery) -> ResidentShown:
    """
    What a department knows of a resident; nothing is remembered of the question.
    """
    known = state.residents.get((query.department, query.local_addressee_number), Known())
    return ResidentShown(known.latest, known.changes, known.noted)
