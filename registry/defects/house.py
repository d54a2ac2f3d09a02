"""
Defects inside the municipality: provision copies, departments, media, the Agency.
"""

from __future__ import annotations

from datetime import date

import msgspec

from registry import residents
from registry.defects.defect import arrival, builders, defect, handler, rewritten, rules
from registry.desk import Desk
from registry.handlers import forms
from registry.messages.agency import municipal_notice
from registry.messages.house import addressee_change, provision_copy, resident_change
from registry.messages.told import Told
from registry.parts import Handler
from registry.rulebook import Action
from registry.rules import tables
from registry.wire.addressee import AddresseeChange, CopyRegistration
from registry.wire.control import Accepted, InquireAsRegisterOffice, MovingIn
from registry.wire.departments import ResidentChange
from registry.wire.immigration import MunicipalNotice
from registry.wire.juki_net import IdentityInquiry
from registry.wire.town import Qualification


def _no_update(told: Told, action: Action) -> CopyRegistration | None:
    return None if action == "update" else provision_copy(told, action)


def _no_close(told: Told, action: Action) -> CopyRegistration | None:
    return None if action == "close" else provision_copy(told, action)


def _with_address(told: Told, action: Action) -> CopyRegistration:
    sound = provision_copy(told, action)
    return msgspec.structs.replace(sound, relationship=f"{sound.relationship}（{told.record.address}）")


def _own_name_as_head(told: Told, action: Action) -> CopyRegistration:
    return msgspec.structs.replace(provision_copy(told, action), householder_name=told.record.name)


def _number_in_name(told: Told) -> AddresseeChange:
    sound = addressee_change(told)
    number = told.record.individual_number
    return sound if number is None else msgspec.structs.replace(sound, name=f"{sound.name} {number}")


def _number_in_relationship(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    number = told.record.individual_number
    if with_number or number is None or told.event.act != "entry":
        return sound
    return msgspec.structs.replace(
        sound, relationship=f"{sound.relationship} {number[:4]} {number[4:8]} {number[8:]}"
    )


def _no_domestic_change(told: Told, with_number: bool) -> ResidentChange | None:
    return None if told.event.act == "entry" else resident_change(told, with_number)


def _insurance_by_notification(command: MovingIn) -> MovingIn:
    unnoted = [msgspec.structs.replace(person, health_insurance=None) for person in command.persons]
    return msgspec.structs.replace(command, persons=unnoted)


def _forgotten_qualification(desk: Desk, body: Qualification) -> None:
    forms.check_local_number(desk, body.local_addressee_number, "body.local_addressee_number")
    told = body.health_insurance
    if told is None:
        return
    if told.household_number:
        forms.check_local_number(desk, told.household_number, "body.health_insurance.household_number")
    if residents.find(desk.conn, body.local_addressee_number) is not None:
        desk.touch(body.local_addressee_number)


def _agency_told_of_everything(item: str, foreign: bool, on: date) -> tables.AgencyItem | None:
    return tables.agency_item(item, foreign, on) or ("name" if foreign else None)


def _no_former_address(told: Told) -> MunicipalNotice | None:
    sound = municipal_notice(told)
    return None if sound is None else msgspec.structs.replace(sound, former_address=None)


def _common_name_to_agency(told: Told) -> MunicipalNotice | None:
    sound = municipal_notice(told)
    if sound is None or told.record.common_name is None:
        return sound
    return msgspec.structs.replace(sound, name=told.record.common_name)


def _asks_the_network(_sound: Handler) -> Handler:
    def inner(desk: Desk, command: InquireAsRegisterOffice) -> Accepted:
        record = desk.resident(command.resident, "resident")
        body = IdentityInquiry(
            resident_record_code=record.resident_record_code,
            purpose=command.information,
            operator=desk.actor.operator,
            terminal=desk.actor.terminal,
        )
        desk.send("juki_net", "J15", body, record)
        return Accepted(outcome="accepted")

    return inner


DEFECTS = (
    defect(
        "copy-not-updated",
        "世帯主や続柄が変わっても副本を更新しない。",
        "Provision copies are not updated when householder or relationship change.",
        builders(l03=_no_update),
        must="LINK-003 LINK-004",
        may="REL-015 REL-024",
        pattern="stale-copy",
        acts=2,
    ),
    defect(
        "copy-not-closed",
        "消除しても副本を閉じない。",
        "A provision copy is not closed when the record is deleted.",
        builders(l03=_no_close),
        must="LINK-003 LINK-004",
        pattern="stale-copy",
        acts=2,
    ),
    defect(
        "copy-with-address",
        "副本の続柄欄に住所を書き込む。",
        "The copy's relationship also holds the address.",
        builders(l03=_with_address),
        must="LINK-003",
        pattern="item-in-another-field",
    ),
    defect(
        "copy-names-wrong-householder",
        "副本の世帯主氏名に本人の氏名を書く。",
        "The copy names the person themselves as householder.",
        builders(l03=_own_name_as_head),
        must="LINK-003",
        may="LINK-004",
        pattern="own-value-for-anothers",
    ),
    defect(
        "register-office-inquires",
        "住民基本台帳事務の照会を受け付けて送る。",
        "An inquiry by the register's office is accepted and sent.",
        handler("InquireAsRegisterOffice", _asks_the_network),
        must="LINK-007",
        pattern="act-without-basis",
        acts=2,
    ),
    defect(
        "register-office-told-yes",
        "住民基本台帳事務の照会を受け付けたと答える。",
        "An inquiry by the register's office is answered as accepted.",
        rules(register_office_may_inquire=lambda _information: True),
        must="LINK-007",
        may="AUD-001",
        pattern="act-without-basis",
        acts=2,
    ),
    defect(
        "departments-not-told-of-entry",
        "転入を庁内の業務に伝えない。",
        "Departments are not told of entries.",
        builders(d01=_no_domestic_change),
        must="DEPT-001",
        pattern="message-forgotten-for-one-kind",
    ),
    defect(
        "noted-insurance-dropped",
        "届出に付記された国民健康保険の事項を伝えない。",
        "What a notification notes on health insurance is not passed on.",
        handler("MovingIn", rewritten(_insurance_by_notification)),
        must="DEPT-001",
        pattern="optional-item-forgotten",
    ),
    defect(
        "qualification-ignored",
        "国民健康保険の資格の通知を受けても住民票を直さない。",
        "The department's notice of qualification leaves the record as it was.",
        arrival("D02", _forgotten_qualification),
        must="DEPT-001",
        pattern="arrival-ignored",
    ),
    defect(
        "number-to-every-department",
        "個人番号を利用しない業務にも個人番号を送る。",
        "The Individual Number goes to departments without a basis.",
        rules(number_may_go=lambda _department, _basis: True),
        must="DEPT-009",
        may="DEPT-008",
        pattern="number-beyond-basis",
    ),
    defect(
        "number-split-in-relationship",
        "記載のとき、個人番号を利用しない業務に伝える続柄に、個人番号を区切って書き込む。",
        "An entry told to departments without a basis hides the Individual Number in its relationship, in fours.",
        builders(d01=_number_in_relationship),
        must="DEPT-009",
        may="DEPT-008",
        pattern="number-disguised",
    ),
    defect(
        "number-in-extract",
        "媒体の抽出に個人番号の列を入れる。",
        "The media extract has a column with the Individual Number.",
        rules(extract_columns=lambda columns: (*columns, "individual_number")),
        must="DEPT-009",
        may="DEPT-008",
        pattern="column-too-many",
        acts=2,
    ),
    defect(
        "number-in-addressee-name",
        "宛名の氏名に個人番号を書き加える。",
        "The name told to the addressee system holds the Individual Number.",
        builders(a01=_number_in_name),
        must="ATE-001",
        may="REL-001 SEC-001",
        pattern="number-in-text",
    ),
    defect(
        "agency-told-of-everything",
        "入管庁に知らせる必要のない修正も通知する。",
        "The Agency is told of corrections that touch none of its items.",
        rules(agency_item=_agency_told_of_everything),
        must="IMM-001",
        may="IMM-002",
        pattern="trigger-too-wide",
        acts=2,
    ),
    defect(
        "agency-not-told-former-address",
        "転居の市町村通知に修正前の住所を入れない。",
        "The notice of a change of address lacks the former address.",
        builders(i01=_no_former_address),
        must="IMM-001 IMM-002",
        pattern="former-value-not-told",
        acts=2,
    ),
    defect(
        "agency-told-common-name",
        "入管庁に氏名ではなく通称を通知する。",
        "The Agency is told the common name in place of the name.",
        builders(i01=_common_name_to_agency),
        must="IMM-001 IMM-002",
        pattern="another-name-of-the-person",
        acts=2,
    ),
)
