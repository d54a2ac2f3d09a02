"""
What the intermediary server keeps: linkage codes, provision copies, the permission list, the staff's marks.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from msgspec import Struct

from fakes._core.definition import Done
from fakes._core.fields import Token
from fakes._core.problem import Refused
from fakes._core.traffic import Acted, Asked, Handled, Outgoing, Received
from fakes.intermediary_server.model.sections import JUKI_NET, State
from fakes.intermediary_server.wire import (
    CodeAcquisition,
    CodeResolution,
    LinkageCode,
    PermissionList,
    ProvisionCopy,
    SectionMark,
)

TAKEN = 200
REFUSALS = (403, 409, 422)


class AutomaticAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """
    The staff's mark on a person of the town's section: no answer without a clerk.
    """

    addressee_number: Token
    off: bool


async def acquire_code(state: State, received: Received[CodeAcquisition]) -> Handled:
    """
    A06: an acquisition number goes with the Individual Number to the organisation (番号令27条1項).

    The organisation refuses a person that it does not know yet; then it is asked again when the clock moves.
    """
    request = received.body
    if state.settings.linkage_code_route == "registry":
        person = (state.section_of(received.envelope.sender), request.addressee_number)
        state.pending[request.processing_number] = person
        return Handled()
    acquisition = f"ACQ-{secrets.token_hex(10)}"
    state.pending[acquisition] = (state.section_of(received.envelope.sender), request.addressee_number)
    first = _first_leg(acquisition, request.individual_number)
    answer = await received.ask(first)
    if answer.status in REFUSALS:
        state.unresolved[acquisition] = request.individual_number
        return Handled()
    return Handled(outgoing=() if answer.status == TAKEN else (first,))


def ask_again(state: State, _now: datetime) -> tuple[Outgoing, ...]:
    """
    Ask the organisation again for those whom it did not know.
    """
    return tuple(_first_leg(acquisition, number) for acquisition, number in state.unresolved.items())


def _first_leg(acquisition: str, individual_number: str) -> Outgoing:
    body = CodeResolution(acquisition_number=acquisition, individual_number=individual_number)
    return Outgoing(JUKI_NET, "L01", body, acquisition)


def keep_code(state: State, received: Received[LinkageCode]) -> Handled:
    """
    L02: the code is kept with the person, the acquisition number is not (番号法21条の2第3項・4項).
    """
    person = state.pending.pop(received.body.acquisition_number, None)
    state.unresolved.pop(received.body.acquisition_number, None)
    if person is not None and received.body.linkage_code is not None:
        state.codes[person] = received.body.linkage_code
    return Handled()


def keep_copy(state: State, received: Received[ProvisionCopy]) -> Handled:
    """
    L03: the copy joins the person's history.
    """
    copy = received.body
    person = (copy.section, copy.addressee_number)
    state.copies.setdefault(person, []).append(copy)
    state.record_ids[copy.section, copy.record_id] = person
    return Handled()


def keep_mark(state: State, received: Received[SectionMark]) -> Handled:
    """
    L09: the mark stands until a clerk takes it off; its dates end nothing by themselves.
    """
    mark = received.body
    if mark.mark == "no-automatic-answer":
        person = (mark.section, mark.addressee_number)
        if mark.held:
            state.automatic_off.add(person)
        else:
            state.automatic_off.discard(person)
    return Handled()


def keep_list(state: State, received: Received[PermissionList]) -> Handled:
    """
    L08: the whole list takes the place of the one before.
    """
    state.permissions = received.body
    return Handled()


def set_automatic_answer(state: State, asked: Asked[AutomaticAnswer]) -> Acted:
    """
    Set or lift the mark that holds answers about a person.
    """
    person = (state.municipality, asked.request.addressee_number)
    if person not in state.copies:
        raise Refused("addressee_number", "The section holds no copy of this person.")
    if asked.request.off:
        state.automatic_off.add(person)
    else:
        state.automatic_off.discard(person)
    return Acted(Done())
