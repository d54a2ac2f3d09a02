"""
The control plane of a fake: set-up, clock, journal, faults, settle, state, acts.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from fakes._core.clock import refuse_impossible_days, written
from fakes._core.decoding import decode, refuse_unwritable
from fakes._core.definition import Act, Definition
from fakes._core.faults import FaultList
from fakes._core.fields import Token
from fakes._core.journal import Page
from fakes._core.problem import Problem, Refused
from fakes._core.sender import new_trace
from fakes._core.setup import ClockSetting, Now, Settled, SettleRequest
from fakes._core.town import Town
from fakes._core.traffic import REGISTRY, Acted, Answer, Asked, Outgoing

LONGEST_WAIT_MS = 60_000
MOST_ENTRIES = 1_000


class Send(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    Send this body to the registry as it is. ``sender``: in whose name.
    """

    message_type: Token
    sender: Token
    body: dict[str, Any]
    trace_id: Token | None = None
    idempotency_key: (
        Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9._:-]+$")] | None
    ) = None


class Sent(Struct, frozen=True):
    """
    What the registry answered; without an answer ``status`` is null and the message is tried again later.
    """

    message_id: str
    status: int | None
    ack: dict[str, Any] | None
    problem: dict[str, Any] | None


class JournalQuery(Struct, frozen=True):
    """
    Which entries are asked for.
    """

    after: Annotated[int, Meta(ge=0)] = 0
    wait_ms: Annotated[int, Meta(ge=0, le=LONGEST_WAIT_MS)] = 0
    limit: Annotated[int, Meta(ge=1, le=MOST_ENTRIES)] = 100


def sends(definition: Definition[Any]) -> bool:
    """
    Whether the fake sends to the registry, and so has the act ``send``.
    """
    return bool(getattr(definition.wire, "TO_REGISTRY", {}))


def move_clock(town: Town, raw: bytes) -> Now:
    """
    ``PUT /_control/clock``.
    """
    town.move_clock(decode(raw, ClockSetting).now)
    return Now(written(town.clock.now))


async def journal(town: Town, query: Mapping[str, str], longest_wait_ms: int) -> Page:
    """
    ``GET /_control/journal``.
    """
    try:
        asked = msgspec.convert(dict(query), JournalQuery, strict=False)
    except msgspec.ValidationError:
        raise Refused("query", "after, wait_ms and limit are whole numbers within their bounds.") from None
    page = await town.journal.page(asked.after, min(asked.wait_ms, longest_wait_ms), asked.limit)
    return msgspec.structs.replace(page, undelivered=town.sender.undelivered)


def order_faults(town: Town, raw: bytes) -> FaultList:
    """
    ``PUT /_control/faults``: gives the faults back.
    """
    wanted = decode(raw, FaultList)
    town.faults.order(wanted.faults)
    return wanted


async def settle(town: Town, raw: bytes, longest_wait_ms: int) -> Settled:
    """
    ``POST /_control/settle``.
    """
    bound_ms = decode(raw, SettleRequest).bound_ms
    undelivered = await town.sender.settle(min(bound_ms, longest_wait_ms))
    return Settled(undelivered == 0, undelivered)


def read_state(town: Town, name: str, raw: bytes) -> Struct:
    """
    ``POST /_control/state/<name>``.
    """
    read = town.definition.reads.get(name)
    if read is None:
        raise Problem(404, "unknown-state", "The fake shows no state of this name.")
    request = decode(raw, read.request)
    refuse_impossible_days(msgspec.to_builtins(request), "request")
    return read.run(town.state, request)


async def act(town: Town, name: str, raw: bytes) -> Struct:
    """
    ``POST /_control/acts/<name>``.
    """
    if name == "send" and sends(town.definition):
        return await _send(town, decode(raw, Send))
    found: Act[Any] | None = town.definition.acts.get(name)
    if found is None:
        raise Problem(404, "unknown-act", "The fake does not act under this name.")
    trace_id = new_trace()

    async def ask(outgoing: Outgoing) -> Answer:
        return await town.sender.ask(outgoing, trace_id)

    request = decode(raw, found.request)
    refuse_impossible_days(msgspec.to_builtins(request), "request")
    town.touched = True
    result = found.run(town.state, Asked(request, town.clock.now, ask))
    acted: Acted = await result if inspect.isawaitable(result) else result
    for outgoing in acted.outgoing:
        town.sender.put(outgoing, trace_id)
    return acted.answer


async def _send(town: Town, request: Send) -> Sent:
    refuse_unwritable(request.body, "body")
    known = getattr(town.definition.wire, "TO_REGISTRY", {})
    if request.message_type not in known:
        raise Refused("message_type", "The fake sends no messages of this type to the registry.")
    outgoing = Outgoing(REGISTRY, request.message_type, request.body, "act", request.sender)
    message_id, answer = await town.sender.send_first(
        outgoing, request.trace_id or new_trace(), request.idempotency_key
    )
    return Sent(message_id, answer.status, answer.ack, answer.problem)
