"""
What the network refuses in a confirmed moving out (J06) and in notices to family registers (J09).
"""

from __future__ import annotations

from fakes._core.clock import known_day
from fakes._core.rules import RuleBook, RuleBroken
from fakes._core.traffic import Received
from fakes.juki_net.model.network import State
from fakes.juki_net.wire import MovingOutConfirmed, SupplementaryNotice
from harness.words.terms import MunicipalityCode

Confirmed = Received[MovingOutConfirmed]
Notice = Received[SupplementaryNotice]
REGISTERS: RuleBook[State] = RuleBook()
NETWORK = "juki_net"


@REGISTERS.rule(
    "JN-90",
    messages=("J06",),
    ja="転出の確定は都道府県知事に通知する",
    en="A confirmed moving out is told to the prefecture",
    source="住基令13条3項",
)
def confirmation_goes_to_the_prefecture(_state: State, received: Confirmed) -> None:
    """
    By way of the municipal communication server; no municipality has a use for it.
    """
    if received.envelope.receiver != NETWORK:
        raise RuleBroken(None, "This goes to the prefecture, not to a municipality.")


@REGISTERS.rule(
    "JN-91",
    messages=("J06",),
    ja="転出の確定は、自らの住民票に記載のあった者についてする",
    en="A confirmed moving out is of somebody who stood on a record of the municipality",
    source="住基令13条3項",
)
def person_is_own(state: State, received: Confirmed) -> None:
    """
    The update of the entry goes to the same receiver, so it comes first.
    """
    if received.body.resident_record_code not in state.records:
        raise RuleBroken("resident_record_code", "The municipality never recorded this person.")


@REGISTERS.rule(
    "JN-92",
    messages=("J06",),
    ja="転出確定年月日は転入通知の日以前で、いずれも未来の日でない",
    en="The moving out was confirmed by a notice that came later, and neither is in the future",
    source="住基令13条2項",
)
def confirmed_by_a_notice(_state: State, received: Confirmed) -> None:
    """
    What is confirmed has happened, and somebody has told of it.
    """
    out, told = known_day(received.body.confirmed_on), known_day(received.body.confirmation_notified_on)
    if out is not None and told is not None and not out <= told <= received.today:
        raise RuleBroken("confirmed_on", "The day is after the notice, or in the future.")


@REGISTERS.rule(
    "JN-93",
    messages=("J09",),
    ja="附票の記載事項の通知は本籍地である他の市町村にする",
    en="The supplementary notice goes to another municipality, that of the registered domicile",
    source="住基法19条1項",
)
def register_is_elsewhere(state: State, received: Notice) -> None:
    """
    Not to the network; and whoever has the family register here tells nobody.
    """
    receiver = received.envelope.receiver
    if receiver == state.municipality or not MunicipalityCode.is_valid(receiver):
        raise RuleBroken(None, "This is no other municipality.")


@REGISTERS.rule(
    "JN-94",
    messages=("J09",),
    ja="国外転出者には住所がなく転出予定年月日があり、その他の者には住所がある",
    en="Who moved out abroad has a planned date and no address; anybody else has an address",
    source="住基法17条, 19条1項",
)
def abroad_or_at_an_address(_state: State, received: Notice) -> None:
    """
    The two ways in which a supplementary record can stand.
    """
    body = received.body
    if body.abroad and (body.address is not None or body.planned_out_on is None):
        raise RuleBroken("address", "Somebody abroad has no address here, but a planned date.")
    if not body.abroad and not body.address:
        raise RuleBroken("address", "The address is missing.")


@REGISTERS.rule(
    "JN-95",
    messages=("J09",),
    ja="国外転出者である旨を修正したときは、その者は国外転出者である",
    en="What is said to be corrected stands in the notice: abroad, and the planned date",
    source="住基法17条4号, 19条1項",
    status="own",
)
def corrected_items_stand(_state: State, received: Notice) -> None:
    """
    A notice that names an item and does not have it tells nothing.
    """
    body = received.body
    if "planned_out_on" in body.corrected and body.planned_out_on is None:
        raise RuleBroken("planned_out_on", "It is said to be corrected, and is not there.")


@REGISTERS.rule(
    "JN-96",
    messages=("J09",),
    ja="附票の通知の住民票コードは、誰かの住民票に記載され、又は自らに指定されたものである",
    en="The code of a supplementary notice stands on somebody's record, or was assigned to the municipality",
    source="住基法17条7号, 19条1項, 30条の2",
)
def code_exists(state: State, received: Notice) -> None:
    """
    Between this notice and the update, which has another receiver, no order is prescribed: the entry or the new code
    may not have been heard of yet.
    """
    code = received.body.resident_record_code
    if not state.is_known(code) and code not in state.assigned:
        raise RuleBroken("resident_record_code", "Nobody has this code, and nobody was to get it.")
