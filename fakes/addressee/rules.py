"""
What the addressee system refuses.
"""

from __future__ import annotations

import re
import unicodedata

from fakes._core.rules import RuleBook, RuleBroken
from fakes._core.traffic import Received
from fakes.addressee.model import State
from fakes.addressee.wire import (
    AddresseeChange,
    CopyRegistration,
    HoldMark,
    InquiryRequest,
    NumberingRequest,
)
from harness.words.numbers import (
    HouseholdNumber,
    IndividualNumber,
    LocalAddresseeNumber,
    ResidentRecordCode,
)
from harness.words.relationships import Relationship

RULES: RuleBook[State] = RuleBook()
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212\u30fb./_,:]+")
TWELVE = re.compile(r"(?=([0-9]{12}))")
Numbered = (
    Received[AddresseeChange]
    | Received[NumberingRequest]
    | Received[CopyRegistration]
    | Received[InquiryRequest]
)


def hides_number(text: str) -> bool:
    """
    Whether twelve digits with a fitting check digit stand in the text: in full width or split, too.
    """
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    return any(IndividualNumber.is_valid(found[1]) for found in TWELVE.finditer(plain))


@RULES.rule(
    "AD-01",
    messages=("A01", "A02", "A04", "L03", "L09"),
    ja="宛名番号の検査数字が合う",
    en="The check digit of the local addressee number fits",
    source="標準仕様書1.1.13",
    status="own",
)
def local_number_fits(state: State, received: Numbered) -> None:
    """
    Own, because numbers issued before the specification need not have the digit.
    """
    del state
    if not LocalAddresseeNumber.is_valid(received.body.local_addressee_number):
        raise RuleBroken("local_addressee_number", "This is not a local addressee number.")


@RULES.rule(
    "AD-02",
    messages=("A01",),
    ja="住民票コードの検査数字が合う",
    en="The check digit of the Resident Record Code fits",
    source="住基規則1条",
    status="unverified",
)
def code_fits(state: State, received: Received[AddresseeChange]) -> None:
    """
    The formula stands in a notice that was not found.
    """
    del state
    if not ResidentRecordCode.is_valid(received.body.resident_record_code):
        raise RuleBroken("resident_record_code", "This is not a Resident Record Code.")


@RULES.rule(
    "AD-03",
    messages=("A01", "A02"),
    ja="個人番号の検査用数字が合う",
    en="The check digit of the Individual Number fits",
    source="番号令6条, 番号カード省令5条",
)
def number_fits(state: State, received: Received[AddresseeChange] | Received[NumberingRequest]) -> None:
    """
    Twelve half-width digits, the last computed from the others.
    """
    del state
    number = received.body.individual_number
    if number is not None and not IndividualNumber.is_valid(number):
        raise RuleBroken("individual_number", "This is not an Individual Number.")


@RULES.rule(
    "AD-04",
    messages=("A01",),
    ja="世帯番号の検査数字が合う",
    en="The check digit of the household number fits",
    source="標準仕様書1.1.13",
    status="own",
)
def household_fits(state: State, received: Received[AddresseeChange]) -> None:
    """
    Own, as for local addressee numbers.
    """
    del state
    if not HouseholdNumber.is_valid(received.body.household_number):
        raise RuleBroken("household_number", "This is not a household number.")


@RULES.rule(
    "AD-05",
    messages=("A01",),
    ja="履歴連番は宛名番号ごとに欠けなく進む",
    en="The history sequence of a local number goes on without a gap",
    source="重点項目評価書別添1(1)①2",
    status="own",
)
def history_goes_on(state: State, received: Received[AddresseeChange]) -> None:
    """
    The first record that is heard of may have any number: what lies before may be older than this town.
    """
    history = state.histories.get(received.body.local_addressee_number)
    if history and received.body.history_sequence != history[-1].history_sequence + 1:
        raise RuleBroken("history_sequence", "The sequence does not follow the last one.")


@RULES.rule(
    "AD-06",
    messages=("A01",),
    ja="消除された者は、転出予定にならない",
    en="A deleted resident does not become one who plans to move out",
    source="住基法24条, 住基令13条1項",
)
def state_follows(state: State, received: Received[AddresseeChange]) -> None:
    """
    Who is not on the register can plan no moving out; an entry comes first.
    """
    history = state.histories.get(received.body.local_addressee_number)
    if history and history[-1].state == "deleted" and received.body.state == "planned-out":
        raise RuleBroken("state", "The resident was deleted before.")


@RULES.rule(
    "AD-07",
    messages=("A02",),
    ja="付番を求めるのは住基システム又は届け出られた部署である",
    en="A number is asked for by the registry or by a department of the set-up",
    source="番号法9条, 19条",
)
def asker_is_known(state: State, received: Received[NumberingRequest]) -> None:
    """
    Others have no use for an addressee.
    """
    if received.envelope.sender not in (state.municipality, *state.departments):
        raise RuleBroken(None, "The sender is no department that was made known.")


@RULES.rule(
    "AD-08",
    messages=("A02",),
    ja="個人番号を用いて付番を求めるのは、個人番号を利用する者に限る",
    en="Only who uses the Individual Number asks by Individual Number",
    source="番号法9条, 19条, 20条",
)
def number_from_its_users(state: State, received: Received[NumberingRequest]) -> None:
    """
    A department without the use asks by local number alone.
    """
    department = state.departments.get(received.envelope.sender)
    if department is not None and not department.number_use and received.body.individual_number is not None:
        raise RuleBroken("individual_number", "The department does not use the Individual Number.")


@RULES.rule(
    "AD-09",
    messages=("A02",),
    ja="宛名番号に、既に知られた者と異なる個人番号が示されない",
    en="A local number is not given with an Individual Number other than the known one",
    source="番号法20条",
    status="own",
)
def person_is_the_same(state: State, received: Received[NumberingRequest]) -> None:
    """
    A changed number comes with A01, never with a request for numbering: else two persons become one.
    """
    number = received.body.individual_number
    known = state.individual_of.get(received.body.local_addressee_number)
    if number is not None and known is not None and number != known:
        raise RuleBroken("individual_number", "Another number is known for the person.")


@RULES.rule(
    "AD-10",
    messages=("A04",),
    ja="情報照会は、根拠のある部署だけが行う。住民基本台帳事務には根拠がない",
    en="Only a department with a basis inquires; the affairs of the resident register have none",
    source="番号法19条8号, 主務省令2条",
)
def inquirer_has_basis(state: State, received: Received[InquiryRequest]) -> None:
    """
    The municipality's own register asks nothing of anybody; nor does a department that was not made known.
    """
    if received.envelope.sender not in state.departments:
        raise RuleBroken(None, "The sender has no basis for an inquiry.")


@RULES.rule(
    "AD-11",
    messages=("L03",),
    ja="副本の対象者に団体内統合宛名番号がある",
    en="The person of a provision copy has an integrated addressee number",
    source="番号法22条, 共通機能標準仕様書2.4",
    status="own",
)
def copy_has_its_person(state: State, received: Received[CopyRegistration]) -> None:
    """
    A02 comes first: nothing else ties the copy to a person.
    """
    if received.body.local_addressee_number not in state.numbers:
        raise RuleBroken("local_addressee_number", "The person has no integrated addressee number.")


@RULES.rule(
    "AD-12",
    messages=("L03",),
    ja="レコード識別番号は一人の副本だけに付く",
    en="A record id stands for one person's copy",
    source="共通機能標準仕様書2.4",
    status="own",
)
def record_is_one_persons(state: State, received: Received[CopyRegistration]) -> None:
    """
    レコード識別番号が既に存在します.
    """
    copy = received.body
    owner = state.copies.get(copy.record_id)
    if owner is not None and (owner != copy.local_addressee_number or copy.action == "register"):
        raise RuleBroken("record_id", "The record id exists already.")


@RULES.rule(
    "AD-13",
    messages=("L03",),
    ja="世帯主である旨と続柄が互いに合う",
    en="Being householder and the relationship agree",
    source="住基法7条4号",
)
def householder_agrees(state: State, received: Received[CopyRegistration]) -> None:
    """
    Whose relationship is 世帯主 is the householder, and nobody else.
    """
    del state
    if received.body.householder != (received.body.relationship == "世帯主"):
        raise RuleBroken("householder", "Householder and relationship do not agree.")


@RULES.rule(
    "AD-14",
    messages=("L03",),
    ja="続柄が管理された語で書かれ、消除又は失効のものを除き世帯主の氏名がある",
    en="The relationship is written in the managed words, and the householder has a name, save in one that closes",
    source="住基法7条4号, 標準仕様書1.1.11",
    status="own",
)
def copy_is_filled(state: State, received: Received[CopyRegistration]) -> None:
    """
    A copy that answers nothing is none. One that closes answers nothing, and a household may have no householder then.
    """
    del state
    if not Relationship.is_valid(received.body.relationship):
        raise RuleBroken("relationship", "This is not a managed relationship.")
    if received.body.action != "close" and not received.body.householder_name.strip():
        raise RuleBroken("householder_name", "The householder's name is missing.")


@RULES.rule(
    "AD-15",
    messages=("L03", "L09", "A04"),
    ja="文字項目に個人番号が隠れていない",
    en="No Individual Number hides in a text",
    source="番号法19条8号, 住基法7条4号",
)
def no_number_in_texts(
    state: State, received: Received[CopyRegistration] | Received[HoldMark] | Received[InquiryRequest]
) -> None:
    """
    What goes on to the intermediary server is by integrated number, and carries no other.
    """
    del state
    for name in ("householder_name", "relationship", "purpose", "set_by"):
        if hides_number(getattr(received.body, name, "")):
            raise RuleBroken(name, "The text holds an Individual Number.")


@RULES.rule(
    "AD-16",
    messages=("L09",),
    ja="自動応答の抑止は、宛名のある者について、始期から終期の順に設定する",
    en="A mark is set on an addressee that stands, and does not end before it begins",
    source="標準仕様書3.1",
    status="own",
)
def mark_is_for_somebody(state: State, received: Received[HoldMark]) -> None:
    """
    A mark on nobody would hold nothing, and nobody would learn of it.
    """
    mark = received.body
    if mark.local_addressee_number not in state.histories:
        raise RuleBroken("local_addressee_number", "There is no such addressee.")
    if mark.starts_on is not None and mark.ends_on is not None and mark.ends_on < mark.starts_on:
        raise RuleBroken("ends_on", "The mark ends before it begins.")
