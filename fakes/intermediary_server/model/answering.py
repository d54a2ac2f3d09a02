"""
How the intermediary server answers the network (L10 → L05, L06, L07) and asks for its own departments (L04).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

import msgspec
from msgspec import Struct

from fakes._core.clock import moment, written
from fakes._core.fields import Token
from fakes._core.problem import Refused
from fakes._core.traffic import Acted, Asked, Handled, Outgoing, Received
from fakes.intermediary_server.model.sections import NETWORK, State
from fakes.intermediary_server.wire import (
    DepartmentInquiry,
    Inquiry,
    InquiryOutcome,
    InquiryResult,
    PermissionRow,
    ProvidedItems,
    Provision,
    ProvisionCopy,
    ProvisionRecord,
    ProvisionRequest,
    Refusal,
    RefusalReason,
)

HELD: Final = "auto-response-off"


class HeldAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """
    A clerk decides that a held request is answered.
    """

    processing_number: Token


class HeldOutcome(Struct, frozen=True):
    """
    What became of it: after its validity the notice has no force, and nothing goes out; nor for what is not held.
    """

    result: Literal["provided", "expired", "not-held"]


async def answer_request(state: State, received: Received[ProvisionRequest]) -> Handled:
    """
    L10: decide once, answer before the Ack, record. A repeated processing number gets the stored answer.
    """
    request = received.body
    stored = state.answers.get(request.processing_number)
    if stored is not None:
        return await _answered(received, stored, ())
    row = state.permitting_row(request, received.today.isoformat())
    answer = decide(state, request, row, received.now)
    state.requests[request.processing_number] = request
    state.answers[request.processing_number] = answer
    record = _record(request, row, answer, received.now)
    state.records[request.processing_number] = record
    told = Outgoing(NETWORK, "L07", record, request.processing_number)
    return await _answered(received, answer, (told,))


def decide(
    state: State, request: ProvisionRequest, row: PermissionRow | None, now: datetime
) -> Provision | Refusal:
    """
    The items of 住基法7条4号, or why not; the first reason that stands is told.
    """
    if row is None:
        return _refusal(request, "no-basis")
    if not state.settings.assessment_published:
        return _refusal(request, "assessment-unpublished")
    if now > moment(request.valid_until):
        return _refusal(request, "expired")
    person = state.person_of(request.section, request.linkage_code)
    if person is None:
        return _refusal(request, "no-linkage-code")
    copy = state.open_copy(person)
    if copy is None or copy.information != request.information:
        return _refusal(request, "no-record")
    if person in state.automatic_off:
        return _refusal(request, HELD)
    return provided(request, copy)


def provided(request: ProvisionRequest, copy: ProvisionCopy) -> Provision:
    """
    The copy's items, and nothing else of it.
    """
    items = ProvidedItems(
        householder=copy.householder, householder_name=copy.householder_name, relationship=copy.relationship
    )
    return Provision(
        processing_number=request.processing_number,
        information=request.information,
        items=items,
        not_disclosed=False,
    )


def answer_held(state: State, asked: Asked[HeldAnswer]) -> Acted:
    """
    Provide what was held, within the validity of the notice (番号カード省令41条3項, 46条2項).
    """
    number = asked.request.processing_number
    request = state.requests.get(number)
    answer = state.answers.get(number)
    if request is None or not isinstance(answer, Refusal) or answer.reason != HELD:
        return Acted(HeldOutcome("not-held"))
    if asked.now > moment(request.valid_until):
        return Acted(HeldOutcome("expired"))
    person = state.person_of(request.section, request.linkage_code)
    copy = None if person is None else state.open_copy(person)
    if copy is None:
        raise Refused("processing_number", "There is no copy any more.", code="no-record")
    given = state.answers[number] = provided(request, copy)
    if number in state.records:
        state.records[number] = msgspec.structs.replace(
            state.records[number], result="provided", reason=None, provided_at=written(asked.now)
        )
    return Acted(HeldOutcome("provided"), (Outgoing(NETWORK, "L05", given, number),))


async def ask_for_department(state: State, received: Received[DepartmentInquiry]) -> Handled:
    """
    L04: kept, and asked of the network by the municipality's own linkage code; the reply says what came.
    """
    inquiry = received.body
    key = (inquiry.section, inquiry.processing_number)
    if key in state.outcomes:
        return Handled(reply=state.outcomes[key])
    if inquiry not in state.inquiries:
        state.inquiries.append(inquiry)
    code = state.codes.get((inquiry.section, inquiry.addressee_number))
    provider = state.settings.providers.get(inquiry.information)
    if code is None:
        outcome = _outcome(inquiry, "refused", "no-linkage-code")
    elif provider is None:
        outcome = _outcome(inquiry, "none", "no-record")
    else:
        body = Inquiry(
            processing_number=inquiry.processing_number,
            inquirer=inquiry.section,
            affairs=inquiry.affairs,
            information=inquiry.information,
            provider=provider,
            linkage_code=code,
        )
        came = await received.ask(Outgoing(NETWORK, "L04", body, inquiry.processing_number))
        try:
            told = msgspec.convert(came.reply, InquiryResult)
        except msgspec.ValidationError:
            # No answer, or none that can be read. Not kept: asked again, the network may answer.
            reason = str((came.problem or {}).get("code", "no-answer"))
            return Handled(reply=_outcome(inquiry, "held", reason))
        items = {} if told.items is None else msgspec.to_builtins(told.items)
        values = {name: str(value) for name, value in items.items()}
        outcome = _outcome(inquiry, told.result, told.reason, values)
    state.outcomes[key] = outcome
    return Handled(reply=outcome)


def _outcome(
    inquiry: DepartmentInquiry, result: str, reason: str | None, items: dict[str, str] | None = None
) -> InquiryOutcome:
    told = {"processing_number": inquiry.processing_number, "result": result, "reason": reason}
    return msgspec.convert({**told, "items": items or {}}, InquiryOutcome)


def _refusal(request: ProvisionRequest, reason: RefusalReason) -> Refusal:
    return Refusal(processing_number=request.processing_number, reason=reason)


def _record(
    request: ProvisionRequest, row: PermissionRow | None, answer: Provision | Refusal, now: datetime
) -> ProvisionRecord:
    reason = answer.reason if isinstance(answer, Refusal) else None
    return ProvisionRecord(
        processing_number=request.processing_number,
        inquirer=request.inquirer,
        provider=request.section,
        affairs=request.affairs,
        information=request.information,
        requested_at=written(now),
        provided_at=written(now) if reason is None else None,
        result="provided" if reason is None else "held" if reason == HELD else "refused",
        reason=reason,
        basis_row=None if row is None else row.row,
        not_disclosed=False,
    )


async def _answered(
    received: Received[ProvisionRequest], answer: Provision | Refusal, more: tuple[Outgoing, ...]
) -> Handled:
    kind = "L06" if isinstance(answer, Refusal) else "L05"
    sent = Outgoing(NETWORK, kind, answer, answer.processing_number)
    came = await received.ask(sent)
    # Without an answer it waits in the queue: the network takes a repetition for what it is.
    late = () if came.status is not None and came.status < 500 and came.status != 429 else (sent,)
    return Handled(outgoing=late + more)
