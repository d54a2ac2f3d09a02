"""
What the intermediary server refuses. That an inquiry has no basis is no such rule: it is taken, and answered by L06.
"""

from __future__ import annotations

import re
import unicodedata

from fakes._core.rules import RuleBook, RuleBroken
from fakes._core.traffic import Received
from fakes.intermediary_server.model.sections import ADDRESSEE, NETWORK, State
from fakes.intermediary_server.wire import (
    CodeAcquisition,
    DepartmentInquiry,
    LinkageCode,
    PermissionList,
    ProvisionCopy,
    ProvisionRequest,
    SectionMark,
)
from harness.words.numbers import IndividualNumber, MunicipalityCode
from harness.words.relationships import Relationship

RULES: RuleBook[State] = RuleBook()
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212\u30fb./_,:]+")
TWELVE = re.compile(r"(?=([0-9]{12}))")


def hides_number(text: str) -> bool:
    """
    Whether twelve digits with a fitting check digit stand in the text: in full width or split, too.
    """
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    return any(IndividualNumber.is_valid(found[1]) for found in TWELVE.finditer(plain))


@RULES.rule(
    "IS-01",
    messages=("L02", "L08", "L10"),
    ja="符号、照合リスト、照会の通知は情報提供ネットワークシステムから来る",
    en="Linkage codes, permission lists and notices of inquiries come from the network",
    source="番号法21条, 21条の2, 番号令27条",
)
def network_speaks(
    state: State, received: Received[LinkageCode] | Received[PermissionList] | Received[ProvisionRequest]
) -> None:
    """
    Nobody else may set who may ask, or ask.
    """
    del state
    if received.envelope.sender != NETWORK:
        raise RuleBroken(None, "This comes from the network alone.")


@RULES.rule(
    "IS-02",
    messages=("A06", "L03", "L04", "L09"),
    ja="自団体の記録は、自団体の宛名システムから書く",
    en="A municipality's part is written by its own addressee system",
    source="番号法12条",
    status="own",
)
def municipality_speaks(
    state: State,
    received: Received[CodeAcquisition]
    | Received[ProvisionCopy]
    | Received[DepartmentInquiry]
    | Received[SectionMark],
) -> None:
    """
    The town's addressee system, or another municipality under its code.
    """
    del state
    sender = received.envelope.sender
    if sender != ADDRESSEE and not MunicipalityCode.is_valid(sender):
        raise RuleBroken(None, "The sender is no municipality's system.")


@RULES.rule(
    "IS-03",
    messages=("L03", "L04", "L09"),
    ja="他団体の区画には書けない",
    en="Another municipality's section cannot be written to",
    source="番号法12条, 重点項目評価書Ⅲ6",
)
def section_is_own(
    state: State, received: Received[ProvisionCopy] | Received[DepartmentInquiry] | Received[SectionMark]
) -> None:
    """
    The section is that of the credential, whatever the message says.
    """
    if received.body.section != state.section_of(received.envelope.sender):
        raise RuleBroken("section", "The section is not the sender's.")


@RULES.rule(
    "IS-04",
    messages=("A06",),
    ja="個人番号の検査用数字が合う",
    en="The check digit of the Individual Number fits",
    source="番号令6条, 番号カード省令5条",
)
def number_fits(state: State, received: Received[CodeAcquisition]) -> None:
    """
    Twelve half-width digits, the last computed from the others.
    """
    del state
    if not IndividualNumber.is_valid(received.body.individual_number):
        raise RuleBroken("individual_number", "This is not an Individual Number.")


@RULES.rule(
    "IS-05",
    messages=("A06",),
    ja="取得の途中又は取得済みの者について、符号を重ねて求めない",
    en="No code is asked for again while one is pending or held",
    source="番号令27条",
    status="own",
)
def code_is_asked_once(state: State, received: Received[CodeAcquisition]) -> None:
    """
    After an answer without a code it may be asked for again.
    """
    person = (state.section_of(received.envelope.sender), received.body.addressee_number)
    if person in state.codes or person in state.pending.values():
        raise RuleBroken("addressee_number", "The code was asked for before.")


@RULES.rule(
    "IS-06",
    messages=("L02",),
    ja="符号の答えの取得番号は、求めた取得番号である",
    en="The acquisition number of the answer is one that was asked with",
    source="番号令27条",
)
def acquisition_is_pending(state: State, received: Received[LinkageCode]) -> None:
    """
    A number that was answered is not used any more.
    """
    if received.body.acquisition_number not in state.pending:
        raise RuleBroken("acquisition_number", "No acquisition of this number is pending.")


@RULES.rule(
    "IS-07",
    messages=("L02",),
    ja="符号は取得の答えにだけ付く",
    en="A code comes with an acquisition and with nothing else",
    source="番号令27条, 番号カード省令44条2項",
)
def code_with_acquisition(state: State, received: Received[LinkageCode]) -> None:
    """
    ``already-acquired`` and ``unknown-person`` say so without a code.
    """
    del state
    if (received.body.result == "acquired") != (received.body.linkage_code is not None):
        raise RuleBroken("linkage_code", "The code does not agree with the result.")


@RULES.rule(
    "IS-08",
    messages=("L02",),
    ja="符号は人ごとに異なる",
    en="A code is one person's",
    source="番号令27条5項",
)
def code_is_one_persons(state: State, received: Received[LinkageCode]) -> None:
    """
    The same code for two persons would mix them.
    """
    if received.body.linkage_code is not None and received.body.linkage_code in state.codes.values():
        raise RuleBroken("linkage_code", "The code is another person's.")


@RULES.rule(
    "IS-09",
    messages=("L03",),
    ja="レコード識別番号が既に存在しない",
    en="The record id does not exist already",
    source="共通機能標準仕様書2.4",
    status="own",
)
def record_is_new(state: State, received: Received[ProvisionCopy]) -> None:
    """
    New at registration, and never another person's.
    """
    copy = received.body
    owner = state.record_ids.get((copy.section, copy.record_id))
    if owner is not None and (copy.action == "register" or owner[1] != copy.addressee_number):
        raise RuleBroken("record_id", "The record id exists already.")


@RULES.rule(
    "IS-10",
    messages=("L03",),
    ja="登録は未登録の者、更新と閉鎖は登録のある者について行う",
    en="A copy is registered where there is none, updated and closed where there is one",
    source="番号法22条",
    status="own",
)
def action_fits(state: State, received: Received[ProvisionCopy]) -> None:
    """
    A person has one open copy; after its closing another may be registered.
    """
    copy = received.body
    stands = state.open_copy((copy.section, copy.addressee_number)) is not None
    if stands == (copy.action == "register"):
        detail = "There is a copy already." if stands else "There is no copy of this person."
        raise RuleBroken("action", detail)


@RULES.rule(
    "IS-11",
    messages=("L03",),
    ja="世帯主である旨と続柄が互いに合う",
    en="Being householder and the relationship agree",
    source="住基法7条4号",
)
def householder_agrees(state: State, received: Received[ProvisionCopy]) -> None:
    """
    Whose relationship is 世帯主 is the householder, and nobody else.
    """
    del state
    if received.body.householder != (received.body.relationship == "世帯主"):
        raise RuleBroken("householder", "Householder and relationship do not agree.")


@RULES.rule(
    "IS-12",
    messages=("L03",),
    ja="続柄が管理された語で書かれ、世帯主の氏名がある",
    en="The relationship is written in the managed words, and the householder has a name",
    source="住基法7条4号, 標準仕様書1.1.11",
    status="own",
)
def copy_is_filled(state: State, received: Received[ProvisionCopy]) -> None:
    """
    A copy that answers nothing is none.
    """
    del state
    if not Relationship.is_valid(received.body.relationship):
        raise RuleBroken("relationship", "This is not a managed relationship.")
    if not received.body.householder_name.strip():
        raise RuleBroken("householder_name", "The householder's name is missing.")


@RULES.rule(
    "IS-13",
    messages=("L03", "L04"),
    ja="文字項目に個人番号が隠れていない",
    en="No Individual Number hides in a text",
    source="番号法19条8号, 住基法7条4号",
)
def no_number_in_texts(state: State, received: Received[ProvisionCopy] | Received[DepartmentInquiry]) -> None:
    """
    Beyond the items of 住基法7条4号 nothing is provided.
    """
    del state
    for name in ("householder_name", "relationship", "purpose"):
        if hides_number(getattr(received.body, name, "")):
            raise RuleBroken(name, "The text holds an Individual Number.")


@RULES.rule(
    "IS-14",
    messages=("L03",),
    ja="副本は日付の順に変わる",
    en="A copy changes in the order of its dates",
    source="番号法22条",
    status="own",
)
def dates_go_on(state: State, received: Received[ProvisionCopy]) -> None:
    """
    What applies from an earlier day than the copy held would put back the old.
    """
    copy = received.body
    held = state.open_copy((copy.section, copy.addressee_number))
    if held is not None and copy.applies_from < held.applies_from:
        raise RuleBroken("applies_from", "The copy held applies from a later day.")


@RULES.rule(
    "IS-15",
    messages=("L08",),
    ja="照合リストの行の有効期間が前後しない",
    en="The rows of the list end after they begin",
    source="重点項目評価書Ⅲ6R2",
    status="own",
)
def rows_have_a_period(state: State, received: Received[PermissionList]) -> None:
    """
    A row that is never in force is a mistake of the list.
    """
    del state
    for place, row in enumerate(received.body.rows):
        if row.valid_until is not None and row.valid_until < row.valid_from:
            raise RuleBroken(f"rows[{place}].valid_until", "The row ends before it begins.")


@RULES.rule(
    "IS-16",
    messages=("L10",),
    ja="処理通番は一つの求めだけに付く",
    en="A processing number stands for one request",
    source="番号カード省令41条1項",
    status="own",
)
def number_is_one_requests(state: State, received: Received[ProvisionRequest]) -> None:
    """
    Else the stored answer about one person would go to whoever asks about another.
    """
    request = received.body
    first = state.requests.get(request.processing_number)
    if first is not None and _asked(first) != _asked(request):
        raise RuleBroken("processing_number", "The number stands for another request.")


def _asked(request: ProvisionRequest) -> tuple[str, ...]:
    return (request.inquirer, request.affairs, request.information, request.section, request.linkage_code)
