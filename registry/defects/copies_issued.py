"""
Defects of copies of the resident record: for whom they are, and what wide-area issue shows of whom.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from registry import households, residents
from registry.defects.defect import afterwards, arrival, builders, defect, handler, rules
from registry.desk import Desk
from registry.messages.wide_area import Shown, wide_area_answer
from registry.wire.control import Accepted, AccessLine, IssueCopyOfRecord
from registry.wire.juki_net import CopiedPerson, WideAreaAnswer
from registry.wire.town import WideAreaClaim

NUMBER, CODE = "individual_number", "resident_record_code"


def _persons(change: Callable[[CopiedPerson, Shown], CopiedPerson]) -> Any:
    def inner(claim: WideAreaClaim, people: Sequence[Shown]) -> WideAreaAnswer:
        sound = wide_area_answer(claim, people)
        changed = [change(person, shown) for person, shown in zip(sound.persons, people, strict=True)]
        return msgspec.structs.replace(sound, persons=changed)

    return inner


def _plain(person: CopiedPerson, _shown: Shown) -> CopiedPerson:
    return msgspec.structs.replace(person, former_surname=None, former_surname_kana=None, common_name=None)


def _with_domicile(person: CopiedPerson, shown: Shown) -> CopiedPerson:
    domicile = shown.record.registered_domicile
    address = f"{person.address}（本籍　{domicile}）" if domicile else person.address
    return msgspec.structs.replace(person, address=address)


def _with_stay(person: CopiedPerson, shown: Shown) -> CopiedPerson:
    stay = shown.record.foreign
    if stay is None:
        return person
    return msgspec.structs.replace(person, nationality=stay.nationality, name_kana=shown.record.name_kana)


def _held_too(desk: Desk, body: WideAreaClaim) -> None:
    claimant = residents.with_code(desk.conn, body.resident_record_code)
    if claimant is None or not claimant.living or claimant.name != body.claimant_name:
        return
    household = residents.members(desk.conn, claimant.household)
    people = [claimant] if body.concerns == "claimant" else household
    shown = [Shown(record, households.head_name(desk.conn, record)) for record in people]
    answer = wide_area_answer(body, shown)
    desk.send(body.issuing_municipality, "J14", answer, claimant, by="juki_net")


def _without_numbers(_desk: Desk, command: IssueCopyOfRecord, outcome: Accepted) -> Accepted:
    if command.requester != "household-member":
        return outcome
    documents = [
        msgspec.structs.replace(each, items=[item for item in each.items if item.item != NUMBER], text="")
        for each in outcome.documents
    ]
    return msgspec.structs.replace(outcome, documents=documents)


def _denied_to_the_person(_desk: Desk, command: IssueCopyOfRecord, outcome: Accepted) -> Accepted:
    if command.requester != "self" or "resident-record-code" not in command.options:
        return outcome
    documents = [
        msgspec.structs.replace(each, items=[item for item in each.items if item.item != CODE], text="")
        for each in outcome.documents
    ]
    return msgspec.structs.replace(outcome, documents=documents)


def _number_unseen(line: AccessLine) -> AccessLine:
    if line.function not in ("IssueCopyOfRecord", "copy-of-record"):
        return line
    return msgspec.structs.replace(line, individual_number_access=False)


def _number_for_third_parties(desk: Desk, command: IssueCopyOfRecord, outcome: Accepted) -> Accepted:
    if command.requester != "third-party" or command.options:
        return outcome
    record = residents.find(desk.conn, command.residents[0])
    if record is None or record.individual_number is None:
        return outcome
    documents = [
        msgspec.structs.replace(each, text=f"{each.text}\n整理番号　{record.individual_number}")
        for each in outcome.documents
    ]
    return msgspec.structs.replace(outcome, documents=documents)


DEFECTS = (
    defect(
        "wide-area-answer-without-other-names",
        "広域交付の通知で旧氏と通称を省く。",
        "The answer for wide-area issue leaves out former surnames and common names.",
        builders(j14=_persons(_plain)),
        must="CERT-007",
        pattern="optional-item-forgotten",
    ),
    defect(
        "wide-area-answer-with-domicile",
        "広域交付の通知の住所に本籍を書き添える。",
        "In the answer for wide-area issue the registered domicile follows the address.",
        builders(j14=_persons(_with_domicile)),
        must="CERT-007",
        may="REL-020",
        pattern="item-in-another-field",
    ),
    defect(
        "wide-area-answer-with-nationality",
        "広域交付の通知に、求めのない国籍等と振り仮名を載せる。",
        "The answer for wide-area issue shows nationality and reading of foreign residents, asked for or not.",
        builders(j14=_persons(_with_stay)),
        must="CERT-007",
        pattern="shown-unasked",
    ),
    defect(
        "wide-area-answer-in-spite-of-hold",
        "発行の抑止のある者の広域交付に応じる。",
        "The answer for wide-area issue shows people whose copies are held.",
        arrival("J13", _held_too),
        must="CERT-007",
        may="SEC-006",
        pattern="hold-left-out",
        acts=3,
    ),
    defect(
        "number-denied-to-members",
        "同一の世帯の者の請求では個人番号を載せない。",
        "A member of the household gets no number, though specially asking.",
        handler("IssueCopyOfRecord", afterwards(_without_numbers)),
        must="CERT-002",
        may="CERT-001 AUD-001",
        pattern="denied-although-due",
        acts=2,
    ),
    defect(
        "code-denied-to-the-person",
        "本人の特別の請求でも住民票コードを載せない。",
        "A person gets no copy with the code, though specially asking.",
        handler("IssueCopyOfRecord", afterwards(_denied_to_the_person)),
        must="CERT-002",
        may="CERT-001",
        pattern="denied-although-due",
    ),
    defect(
        "number-handed-to-a-proxy",
        "個人番号を記載した写しを任意代理人に渡す。",
        "A voluntary proxy is handed the copy with the number.",
        rules(copy_sent_to=lambda identity, _options, _record: identity.filer_name),
        must="CERT-002",
        pattern="addressed-to-another-person",
        acts=2,
    ),
    defect(
        "anybody-is-of-the-house",
        "別の世帯の者の請求を、同一の世帯の者の請求として受ける。",
        "Who says to be of the household is believed.",
        rules(is_of_the_house=lambda _identity, _members: True),
        must="CERT-002",
        pattern="evidence-taken-for-granted",
        acts=2,
    ),
    defect(
        "number-on-copy-not-logged",
        "個人番号を記載した写しの操作の記録に、参照の旨を残さない。",
        "The log does not say that a copy showed the number.",
        rules(access_line=_number_unseen),
        must="CERT-002 AUD-001",
        pattern="log-field-missing",
        acts=2,
    ),
    defect(
        "number-as-reference-for-third-parties",
        "第三者に交付する写しに、個人番号を整理番号として記載する。",
        "Copies for third parties bear the number as a reference.",
        handler("IssueCopyOfRecord", afterwards(_number_for_third_parties)),
        must="CERT-002",
        may="CERT-003 SEC-006",
        pattern="number-under-another-label",
        acts=2,
    ),
)
