"""
What passes through the network: codes (L01 → L02), the list (L08), inquiries (L04 → L10 → L05, L06), records (L07).
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from msgspec import Struct

from fakes._core.clock import moment, written
from fakes._core.definition import Done
from fakes._core.fields import Municipality, RecordCode, Short, Token
from fakes._core.problem import Refused
from fakes._core.traffic import Acted, Ask, Asked, Handled, Outgoing, Received
from fakes.info_network.model.network import HELD, INTERMEDIARY, Request, State
from fakes.info_network.wire import (
    CodeGeneration,
    Inquiry,
    LinkageCode,
    PermissionList,
    PermissionRow,
    Provision,
    ProvisionRecord,
    ProvisionRequest,
    Refusal,
)


class LoadPermissionList(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The permission list from now on, whole.
    """

    version: Token
    rows: list[PermissionRow]


class Inquire(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    A body asks through the network about one person.
    """

    inquirer: Short
    affairs: Token
    information: Token
    provider: Municipality
    resident_record_code: RecordCode
    processing_number: Token | None = None


def generate_code(state: State, received: Received[CodeGeneration]) -> Handled:
    """
    L01: the code for this institution and this person goes back under the acquisition number (番号令27条).
    """
    body = received.body
    holder = (body.institution, body.resident_record_code)
    first = holder not in state.acquired
    state.acquired.add(holder)
    code = LinkageCode(
        acquisition_number=body.acquisition_number,
        result="acquired" if first else "already-acquired",
        linkage_code=state.code_of(holder) if first else None,
    )
    return Handled(outgoing=(Outgoing(INTERMEDIARY, "L02", code, body.acquisition_number),))


def load_list(state: State, asked: Asked[LoadPermissionList]) -> Acted:
    """
    Keep the list and send it on as L08.
    """
    state.permissions = PermissionList(version=asked.request.version, rows=asked.request.rows)
    return Acted(Done(), (Outgoing(INTERMEDIARY, "L08", state.permissions, "permission list"),))


async def inquire(state: State, asked: Asked[Inquire]) -> Acted:
    """
    The act: the fake finds the inquirer's own linkage code, then all goes as for L04.
    """
    given = asked.request
    inquiry = Inquiry(
        processing_number=given.processing_number or f"PN-{secrets.token_hex(8)}",
        inquirer=given.inquirer,
        affairs=given.affairs,
        information=given.information,
        provider=given.provider,
        linkage_code=state.code_of((given.inquirer, given.resident_record_code)),
    )
    if stands_for_another(state, inquiry):
        raise Refused("processing_number", "The number stands for another inquiry.")
    await route(state, inquiry, asked.now, asked.ask)
    return Acted(state.result_of(inquiry.processing_number))


async def take_inquiry(state: State, received: Received[Inquiry]) -> Handled:
    """
    L04 of a body with a system of its own.
    """
    await route(state, received.body, received.now, received.ask)
    return Handled(reply=state.result_of(received.body.processing_number))


def stands_for_another(state: State, inquiry: Inquiry) -> bool:
    """
    Whether the processing number was used for another inquiry.
    """
    first = state.requests.get(inquiry.processing_number)
    return first is not None and (
        first.inquirer,
        first.affairs,
        first.information,
        first.provider,
        first.resident_record_code,
    ) != (
        inquiry.inquirer,
        inquiry.affairs,
        inquiry.information,
        inquiry.provider,
        _person(state, inquiry),
    )


async def route(state: State, inquiry: Inquiry, now: datetime, ask: Ask) -> None:
    """
    Refuse, or tell the provider (L10) and wait for its answer; the answer is in the state afterwards, or never came.
    """
    number = inquiry.processing_number
    if number in state.answers:
        return
    request = state.requests.setdefault(number, _request(state, inquiry, now))
    refusal = _refusal(state, request)
    if refusal is not None:
        state.answers[number] = refusal
        state.answered_at[number] = written(now)
        return
    notice = ProvisionRequest(
        processing_number=number,
        inquirer=request.inquirer,
        affairs=request.affairs,
        information=request.information,
        section=request.provider,
        linkage_code=state.code_of((request.provider, request.resident_record_code)),
        valid_until=request.valid_until,
    )
    # The answer is a message of its own, L05 or L06, that comes in before this one is acknowledged.
    await ask(Outgoing(INTERMEDIARY, "L10", notice, number))


def take_provision(state: State, received: Received[Provision]) -> Handled:
    """
    L05: kept for the inquirer; after the notice's validity it is expired and no answer (番号カード省令46条2項).
    """
    number = received.body.processing_number
    request = state.requests.get(number)
    if request is not None and received.now > moment(request.valid_until):
        _keep(state, Refusal(processing_number=number, reason="expired"), received.now)
    else:
        _keep(state, received.body, received.now)
    return Handled()


def take_refusal(state: State, received: Received[Refusal]) -> Handled:
    """
    L06: kept for the inquirer.
    """
    _keep(state, received.body, received.now)
    return Handled()


def take_record(state: State, received: Received[ProvisionRecord]) -> Handled:
    """
    L07: the provider's record.
    """
    state.from_providers.setdefault(received.body.processing_number, received.body)
    return Handled()


def _keep(state: State, answer: Provision | Refusal, now: datetime) -> None:
    held = state.answers.get(answer.processing_number)
    # The first answer stays; only a hold is followed by another.
    if held is None or (isinstance(held, Refusal) and held.reason == HELD):
        state.answers[answer.processing_number] = answer
        state.answered_at[answer.processing_number] = written(now)


def _person(state: State, inquiry: Inquiry) -> str:
    return state.holders.get(inquiry.linkage_code, ("", ""))[1]


def _request(state: State, inquiry: Inquiry, now: datetime) -> Request:
    row = state.permitting_row(
        inquiry.inquirer, inquiry.affairs, inquiry.information, inquiry.provider, now.date()
    )
    return Request(
        processing_number=inquiry.processing_number,
        inquirer=inquiry.inquirer,
        affairs=inquiry.affairs,
        information=inquiry.information,
        provider=inquiry.provider,
        resident_record_code=_person(state, inquiry),
        requested_at=written(now),
        valid_until=written(_validity_end(now, state.settings.notice_validity_hours)),
        basis_row=None if row is None else row.row,
    )


def _validity_end(now: datetime, hours: int) -> datetime:
    # At the end of the calendar there is no later moment.
    last = datetime.max.replace(microsecond=0, tzinfo=now.tzinfo)
    return now + min(timedelta(hours=hours), last - now)


def _refusal(state: State, request: Request) -> Refusal | None:
    number = request.processing_number
    if state.settings.check_permissions and request.basis_row is None:
        return Refusal(processing_number=number, reason="no-basis")
    if not state.settings.assessment_published:
        return Refusal(processing_number=number, reason="assessment-unpublished")
    if (request.provider, request.resident_record_code) not in state.acquired:
        return Refusal(processing_number=number, reason="no-linkage-code")
    return None
