"""
What the network refuses as a message. An inquiry without a basis is no such thing: it is taken, and answered so.
"""

from __future__ import annotations

from fakes._core.rules import RuleBook, RuleBroken
from fakes._core.traffic import Received
from fakes.info_network.model.inquiring import stands_for_another
from fakes.info_network.model.network import INTERMEDIARY, JUKI_NET, State
from fakes.info_network.wire import CodeGeneration, Inquiry, Provision, ProvisionRecord, Refusal
from harness.words.numbers import IndividualNumber, MunicipalityCode, ResidentRecordCode

RULES: RuleBook[State] = RuleBook()
Answer = Received[Provision] | Received[Refusal] | Received[ProvisionRecord]


@RULES.rule(
    "IN-01",
    messages=("L01",),
    ja="住民票コードは機構から来る。市町村からは来ない",
    en="The Resident Record Code comes from the organisation, never from a municipality",
    source="番号令27条2項",
)
def organisation_speaks(state: State, received: Received[CodeGeneration]) -> None:
    """
    The municipality gives the Individual Number to the organisation; the network sees the code alone.
    """
    del state
    if received.envelope.sender != JUKI_NET:
        raise RuleBroken(None, "This comes from the organisation alone.")


@RULES.rule(
    "IN-02",
    messages=("L01",),
    ja="住民票コードの検査数字が合う",
    en="The check digit of the Resident Record Code fits",
    source="住基規則1条",
    status="unverified",
)
def code_fits(state: State, received: Received[CodeGeneration]) -> None:
    """
    The formula stands in a notice that was not found.
    """
    del state
    if not ResidentRecordCode.is_valid(received.body.resident_record_code):
        raise RuleBroken("resident_record_code", "This is not a Resident Record Code.")


@RULES.rule(
    "IN-03",
    messages=("L01",),
    ja="取得番号は個人番号でも住民票コードでもない",
    en="The acquisition number is neither the Individual Number nor the Resident Record Code",
    source="番号法21条の2第2項, 番号カード省令42条",
)
def acquisition_number_tells_nothing(state: State, received: Received[CodeGeneration]) -> None:
    """
    It serves the acquisition and nothing else.
    """
    del state
    number = received.body.acquisition_number
    if number == received.body.resident_record_code or IndividualNumber.is_valid(number):
        raise RuleBroken("acquisition_number", "The acquisition number names the person.")


@RULES.rule(
    "IN-04",
    messages=("L04",),
    ja="照会者は自らの名で照会する",
    en="A body inquires in its own name",
    source="番号法21条",
)
def inquirer_is_sender(state: State, received: Received[Inquiry]) -> None:
    """
    The intermediary server speaks for the town's municipality, another municipality for itself.
    """
    sender = received.envelope.sender
    name = state.municipality if sender == INTERMEDIARY else sender
    if not MunicipalityCode.is_valid(name) or received.body.inquirer != name:
        raise RuleBroken("inquirer", "The inquirer is not the sender.")


@RULES.rule(
    "IN-05",
    messages=("L04",),
    ja="照会は、照会者自らの符号で行う",
    en="An inquiry is made by the inquirer's own linkage code",
    source="番号法21条の2, 番号令20条, 27条5項",
)
def code_is_inquirers(state: State, received: Received[Inquiry]) -> None:
    """
    Another body's code tells this one nothing.
    """
    holder = state.holders.get(received.body.linkage_code)
    if holder is None or holder[0] != received.body.inquirer:
        raise RuleBroken("linkage_code", "The linkage code is not the inquirer's.")


@RULES.rule(
    "IN-06",
    messages=("L04",),
    ja="処理通番は一つの照会だけに付く",
    en="A processing number stands for one inquiry",
    source="番号カード省令41条1項",
    status="own",
)
def number_is_one_inquirys(state: State, received: Received[Inquiry]) -> None:
    """
    A repetition of the same inquiry gets the stored answer.
    """
    if stands_for_another(state, received.body):
        raise RuleBroken("processing_number", "The number stands for another inquiry.")


@RULES.rule(
    "IN-07",
    messages=("L05", "L06", "L07"),
    ja="提供、拒否、記録は中間サーバーから来る",
    en="Provisions, refusals and records come from the intermediary server",
    source="番号法22条, 23条",
)
def provider_speaks(state: State, received: Answer) -> None:
    """
    Nobody else holds a copy.
    """
    del state
    if received.envelope.sender != INTERMEDIARY:
        raise RuleBroken(None, "This comes from the intermediary server alone.")


@RULES.rule(
    "IN-08",
    messages=("L05", "L06", "L07"),
    ja="求めのない処理通番に答えない",
    en="No answer is given to a processing number that nobody asked under",
    source="番号法21条2項, 22条",
)
def number_was_asked(state: State, received: Answer) -> None:
    """
    Provision without a request has no basis.
    """
    if received.body.processing_number not in state.requests:
        raise RuleBroken("processing_number", "Nobody asked under this number.")


@RULES.rule(
    "IN-09",
    messages=("L05",),
    ja="求められた特定個人情報を提供する",
    en="What is provided is the information that was asked for",
    source="番号法22条1項",
)
def information_was_asked(state: State, received: Received[Provision]) -> None:
    """
    Other information has no basis under this request.
    """
    request = state.requests.get(received.body.processing_number)
    if request is not None and request.information != received.body.information:
        raise RuleBroken("information", "Other information was asked for.")


@RULES.rule(
    "IN-10",
    messages=("L07",),
    ja="提供者の記録が求めと一致する",
    en="The provider's record agrees with the request",
    source="番号法23条1項・3項",
)
def record_agrees(state: State, received: Received[ProvisionRecord]) -> None:
    """
    Inquirer, provider, affairs and information are those of the request.
    """
    record = received.body
    request = state.requests.get(record.processing_number)
    for name in ("inquirer", "provider", "affairs", "information"):
        if request is not None and getattr(request, name) != getattr(record, name):
            raise RuleBroken(name, "The record does not agree with the request.")


@RULES.rule(
    "IN-11",
    messages=("L07",),
    ja="一つの求めについて記録は一つである",
    en="There is one record of one request",
    source="番号法23条",
    status="own",
)
def record_is_one(state: State, received: Received[ProvisionRecord]) -> None:
    """
    A repeated delivery is no second record; a second message is.
    """
    if received.body.processing_number in state.from_providers:
        raise RuleBroken("processing_number", "There is a record of this request already.")
