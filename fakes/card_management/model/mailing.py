"""
Mailings that the registry orders (K01) and what becomes of them (K02).
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from fakes._core.fields import Date, RecordCode, Text, Token
from fakes._core.problem import Refused
from fakes._core.traffic import REGISTRY, Acted, Asked, Handled, Outgoing, Received
from fakes.card_management.model.state import Mailing, State
from fakes.card_management.wire import DispatchInformation, DispatchStatus


class ChangeMailing(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    The organisation sent a mailing, or learned what became of it; the registry is told (K02).
    """

    dispatch_id: Token
    state: Literal["sent", "delivered", "returned"]
    on: Date
    reason: Text | None = None


class MailingQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Mailings about a person.
    """

    resident_record_code: RecordCode


class MailingShown(Struct, frozen=True):
    """
    One mailing: whose, what, where to, how far.
    """

    dispatch_id: str
    print_class: str
    destination_address: str
    state: str


class MailingsShown(Struct, frozen=True):
    """
    Mailings in the order in which they were ordered.
    """

    mailings: list[MailingShown]


def order(state: State, received: Received[DispatchInformation]) -> Handled:
    """
    K01: a mailing is to be printed and sent (番号カード省令35条, 36条).
    """
    state.mailings[received.body.dispatch_id] = Mailing(received.body)
    return Handled()


def hear(state: State, received: Received[DispatchStatus]) -> Handled:
    """
    K02 from the municipality: the mailing came back to it, or it sent the mailing again itself.
    """
    body = received.body
    if mailing := state.mailings.get(body.dispatch_id):
        state.mailings[body.dispatch_id] = replace(mailing, state=body.state)
    return Handled()


def change(state: State, asked: Asked[ChangeMailing]) -> Acted:
    """
    Keep what became of a mailing and tell the registry.
    """
    wanted = asked.request
    mailing = state.mailings.get(wanted.dispatch_id)
    if mailing is None:
        raise Refused("dispatch_id", "There is no such mailing.")
    state.mailings[wanted.dispatch_id] = replace(mailing, state=wanted.state)
    status = DispatchStatus(
        dispatch_id=wanted.dispatch_id, state=wanted.state, on=wanted.on, reason=wanted.reason
    )
    code = mailing.ordered.resident_record_code
    return Acted(_shown(state.mailings[wanted.dispatch_id]), (Outgoing(REGISTRY, "K02", status, code),))


def show(state: State, query: MailingQuery) -> MailingsShown:
    """
    The mailings about one person.
    """
    code = query.resident_record_code
    return MailingsShown(
        [_shown(each) for each in state.mailings.values() if each.ordered.resident_record_code == code]
    )


def _shown(mailing: Mailing) -> MailingShown:
    ordered = mailing.ordered
    return MailingShown(ordered.dispatch_id, ordered.print_class, ordered.destination_address, mailing.state)
