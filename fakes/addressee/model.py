"""
The addressee system: one number per person, the newest addressee record, and the way to the intermediary server.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import msgspec
from msgspec import Struct

from fakes._core.definition import Settings, Start
from fakes._core.fields import LocalNumber, Token
from fakes._core.traffic import REGISTRY, Handled, Outgoing, Received
from fakes.addressee.wire import (
    AddresseeChange,
    CodeAcquisition,
    CodeRequest,
    CopyRegistration,
    DepartmentInquiry,
    HoldMark,
    InquiryAnswer,
    InquiryRequest,
    NumberingAnswer,
    NumberingRequest,
    ProvisionCopy,
    SectionMark,
)
from harness.words.letters import ORDINARY, is_variation_selector, letters
from harness.words.numbers import LocalAddresseeNumber

INTERMEDIARY = "intermediary_server"
NUMBER_LENGTH = 15
GETA = "〓"
"""What stands for a letter that the intermediary server does not have; the project's own choice."""


class Department(Struct, frozen=True, forbid_unknown_fields=True):
    """
    What a department may: use the Individual Number, and inquire which information.
    """

    number_use: bool
    inquiries: list[str]


class AddresseeSettings(Settings, frozen=True, kw_only=True):
    """
    ``linkage_code_route``: who passes the request for a linkage code on, the registry (標準仕様書7.1.2.2) or the
    intermediary server itself. The real path is not public, so it is a setting.
    """

    linkage_code_route: Literal["registry", "intermediary"] = "intermediary"


class SetupData(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The departments that may speak to the addressee system, by name.
    """

    departments: dict[str, Department] = {}


@dataclass
class State:
    """
    The addressees of one municipality.

    ``numbers``: integrated number by local number; ``number_of_individual``: the same by Individual Number;
    ``individual_of``: the last known Individual Number by local number; ``copies``: whose a record id is.
    """

    municipality: str
    departments: dict[str, Department]
    settings: AddresseeSettings
    numbers: dict[str, str] = field(default_factory=dict)
    number_of_individual: dict[str, str] = field(default_factory=dict)
    individual_of: dict[str, str] = field(default_factory=dict)
    histories: dict[str, list[AddresseeChange]] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    asked_codes: set[str] = field(default_factory=set)
    answers: dict[tuple[str, str], InquiryAnswer] = field(default_factory=dict)
    issued: int = 0

    def issue(self) -> str:
        """
        An integrated number that nobody has; a running number, made of nothing else.
        """
        number = next(LocalAddresseeNumber.running(self.issued + 1, NUMBER_LENGTH))
        self.issued = int(number.base)
        return str(number)

    def assign(self, local_number: str, individual: str | None) -> str:
        """
        The person's integrated number: by local number, by Individual Number, or a new one. Never by name.
        """
        individual = individual or self.individual_of.get(local_number)
        number = self.numbers.get(local_number)
        if number is None and individual is not None:
            number = self.number_of_individual.get(individual)
        if number is None:
            number = self.issue()
        self.numbers[local_number] = number
        if individual is not None:
            self.know(local_number, individual)
        return number

    def know(self, local_number: str, individual: str) -> None:
        """
        Keep a person's Individual Number; the first addressee with it stays its addressee.
        """
        self.individual_of[local_number] = individual
        if local_number in self.numbers:
            self.number_of_individual.setdefault(individual, self.numbers[local_number])

    def code_request(self, local_number: str) -> tuple[Outgoing, ...]:
        """
        A06 for a numbered person whose Individual Number is known, once (番号法21条の2, 番号令27条).
        """
        number = self.numbers.get(local_number)
        individual = self.individual_of.get(local_number)
        if number is None or individual is None or number in self.asked_codes:
            return ()
        self.asked_codes.add(number)
        body = CodeAcquisition(
            addressee_number=number,
            individual_number=individual,
            processing_number=f"AC-{len(self.asked_codes):08d}",
        )
        # In a stream of its own: behind a copy on its way it would come after the registry's, and the code before it.
        asked = Outgoing(INTERMEDIARY, "A06", body, f"code of {number}")
        if self.settings.linkage_code_route == "intermediary":
            return (asked,)
        # The server must know whose the acquisition number is before the code can come.
        request = CodeRequest(local_addressee_number=local_number, processing_number=body.processing_number)
        return (asked, Outgoing(REGISTRY, "A06", request, local_number))


class AddresseeQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Whose record, by local addressee number.
    """

    local_addressee_number: LocalNumber


class AddresseeShown(Struct, frozen=True):
    """
    The integrated number, the newest A01, and how many there were.
    """

    addressee_number: str | None
    latest: AddresseeChange | None
    history: int


class InquiriesQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Which inquiry, by its processing number; all of them without.
    """

    processing_number: Token | None = None


class InquiryShown(Struct, frozen=True):
    """
    One inquiry that was answered or refused here: by whom, and what came of it.
    """

    department: str
    processing_number: str
    result: str
    reason: str | None


class InquiriesShown(Struct, frozen=True):
    """
    The inquiries of the departments, oldest first.
    """

    inquiries: list[InquiryShown]


def fresh(start: Start) -> State:
    """
    A system without addressees.
    """
    return State(start.municipality, dict(start.data.departments), start.settings)


def converted(text: str) -> str:
    """
    The text in letters of the intermediary server: a variant becomes its base, what is left becomes 〓.
    """
    told = []
    for letter in letters(text):
        base = "".join(sign for sign in letter if not is_variation_selector(sign))
        told.append(base if ORDINARY.has(base) else GETA)
    return "".join(told)


def take_change(state: State, received: Received[AddresseeChange]) -> Handled:
    """
    A01: keep the record; its Individual Number may be the first that is known.
    """
    change = received.body
    state.histories.setdefault(change.local_addressee_number, []).append(change)
    if change.individual_number is not None:
        state.know(change.local_addressee_number, change.individual_number)
    return Handled(outgoing=state.code_request(change.local_addressee_number))


def number_person(state: State, received: Received[NumberingRequest]) -> Handled:
    """
    A02: one number per person. Who does not use the Individual Number, and the registry, is not told which.
    """
    request = received.body
    number = state.assign(request.local_addressee_number, request.individual_number)
    department = state.departments.get(received.envelope.sender)
    told = number if department is not None and department.number_use else None
    return Handled(
        reply=NumberingAnswer(
            local_addressee_number=request.local_addressee_number, assigned=True, addressee_number=told
        ),
        outgoing=state.code_request(request.local_addressee_number),
    )


def convert_copy(state: State, received: Received[CopyRegistration]) -> Handled:
    """
    L03: the same copy by integrated number, for the municipality's section.
    """
    copy = received.body
    number = state.assign(copy.local_addressee_number, None)
    state.copies[copy.record_id] = copy.local_addressee_number
    body = ProvisionCopy(
        section=state.municipality,
        addressee_number=number,
        record_id=copy.record_id,
        information=copy.information,
        action=copy.action,
        householder=copy.householder,
        householder_name=converted(copy.householder_name),
        relationship=copy.relationship,
        applies_from=copy.applies_from,
    )
    return Handled(outgoing=(Outgoing(INTERMEDIARY, "L03", body, number),))


def convert_mark(state: State, received: Received[HoldMark]) -> Handled:
    """
    L09: the same mark by integrated number.
    """
    mark = received.body
    number = state.assign(mark.local_addressee_number, None)
    body = SectionMark(
        section=state.municipality,
        addressee_number=number,
        mark=mark.mark,
        held=mark.held,
        starts_on=mark.starts_on,
        ends_on=mark.ends_on,
        set_by=mark.set_by,
    )
    return Handled(outgoing=(Outgoing(INTERMEDIARY, "L09", body, number),))


async def inquire(state: State, received: Received[InquiryRequest]) -> Handled:
    """
    A04: check, convert, ask the intermediary server (L04), answer (A05). A repeated number gets the first answer.
    """
    request = received.body
    key = (received.envelope.sender, request.processing_number)
    if key in state.answers:
        return Handled(reply=state.answers[key])
    department = state.departments.get(received.envelope.sender)
    number = state.numbers.get(request.local_addressee_number)
    if department is None or request.information not in department.inquiries:
        answer = _without(request, "refused", "no-basis")
    elif number is None:
        answer = _without(request, "none", "no-record")
    else:
        body = DepartmentInquiry(
            section=state.municipality,
            affairs=request.affairs,
            information=request.information,
            addressee_number=number,
            purpose=converted(request.purpose),
            processing_number=request.processing_number,
        )
        came = await received.ask(Outgoing(INTERMEDIARY, "L04", body, number))
        try:
            answer = msgspec.convert(came.reply, InquiryAnswer)
        except msgspec.ValidationError:
            # No answer, or none that can be read. Not kept: asked again, the server may answer.
            reason = str((came.problem or {}).get("code", "no-answer"))
            return Handled(reply=_without(request, "held", reason))
    state.answers[key] = answer
    return Handled(reply=answer)


def show_inquiries(state: State, query: InquiriesQuery) -> InquiriesShown:
    """
    What the departments asked; an inquiry that waits for an answer is not among them.
    """
    return InquiriesShown(
        [
            InquiryShown(department, number, answer.result, answer.reason)
            for (department, number), answer in state.answers.items()
            if query.processing_number in (None, number)
        ]
    )


def _without(request: InquiryRequest, result: str, reason: str) -> InquiryAnswer:
    told = {"processing_number": request.processing_number, "result": result, "reason": reason, "items": {}}
    return msgspec.convert(told, InquiryAnswer)


def show_addressee(state: State, query: AddresseeQuery) -> AddresseeShown:
    """
    What stands for one local number.
    """
    history = state.histories.get(query.local_addressee_number, [])
    number = state.numbers.get(query.local_addressee_number)
    return AddresseeShown(number, history[-1] if history else None, len(history))
