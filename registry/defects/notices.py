"""
Defects of notices that come in, of what an inquiry asks, and of what other changes send.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import audit, changes, residents, supplementary
from registry.defects.defect import afterwards, arrival, both, builders, defect, handler, rules
from registry.desk import Desk, Inquiry
from registry.handlers import arrivals, identity, moving_in, notices, numbers
from registry.messages.agency import municipal_notice
from registry.messages.house import addressee_change, resident_change
from registry.messages.network import SupplementaryItem, supplementary_notice
from registry.messages.told import Event, Told
from registry.parts import Override, Parts
from registry.refusal import Refusal
from registry.residents import Record
from registry.rulebook import keeper_of_supplementary
from registry.rules.tables import triggers_network
from registry.wire.addressee import AddresseeChange, InquiryRequest, NumberingRequest
from registry.wire.control import (
    Accepted,
    EntryByBirth,
    ExOfficioCorrection,
    InquireAsRegisterOffice,
    InquireIdentity,
    MakeMediaExtract,
    MovingIn,
)
from registry.wire.departments import ResidentChange
from registry.wire.immigration import MunicipalNotice
from registry.wire.juki_net import IdentityInquiry, SupplementaryNotice
from registry.wire.town import FamilyRegisterEvent, NumberNotice, Qualification

FAMILY_REGISTER = "5"


def _plain(desk: Desk, reason: str) -> Event:
    return Event(reason=reason, kind="2", changed_on=desk.today.isoformat(), notified_on=None)


def _insurance_told(desk: Desk, body: Qualification) -> None:
    arrivals.qualification(desk, body)
    record = residents.find(desk.conn, body.local_addressee_number)
    if record is not None and record.living:
        changes.tell_network(desk, record, _plain(desk, "33"))


def _district_too(item: str, foreign: bool, on: Any) -> bool:
    return item == "administrative_district" or triggers_network(item, foreign, on)


def _to_whoever_came_last(desk: Desk, body: NumberNotice) -> None:
    everybody = residents.living(desk.conn)
    if residents.with_code(desk.conn, body.resident_record_code) is not None or not everybody:
        numbers.number_notice(desk, body)
        return
    last = max(everybody, key=lambda record: record.resident)
    residents.save(desk.conn, msgspec.structs.replace(last, individual_number=body.individual_number))
    desk.touch(last.resident)


def _where_they_came_from(record: Record) -> str | None:
    return keeper_of_supplementary(record) or record.previous_municipality


def _foreigners_too(told: Told, corrected: tuple[SupplementaryItem, ...]) -> SupplementaryNotice | None:
    record = told.record
    if record.foreign is None:
        return supplementary_notice(told, corrected)
    as_national = msgspec.structs.replace(
        record, foreign=None, registered_domicile=record.full_address, head_of_family_register=record.name
    )
    return supplementary_notice(msgspec.structs.replace(told, record=as_national), corrected)


def _name_told_back(desk: Desk, command: ExOfficioCorrection, outcome: Accepted) -> Accepted:
    record = residents.find(desk.conn, command.resident)
    if record is not None and any(each.item == "name" for each in command.amendments):
        supplementary.notify(desk, desk.told(record, _plain(desk, "33")), ("address",))
    return outcome


def _nothing_filled_in(desk: Desk, body: FamilyRegisterEvent) -> None:
    record = residents.with_code(desk.conn, body.resident_record_code or "")
    if record is None or not record.living:
        notices.family_register_event(desk, body)
        return
    desk.touch(record.resident)
    desk.task(notices.NOTICE, [], record.resident, "J22", proposed=[], notice=body)


def _addressee_untold(told: Told) -> AddresseeChange | None:
    return None if told.event.kind == FAMILY_REGISTER else addressee_change(told)


def _departments_untold(told: Told, with_number: bool) -> ResidentChange | None:
    return None if told.event.kind == FAMILY_REGISTER else resident_change(told, with_number)


def _inquiring(command: str, ask: Any) -> Override:
    def override(parts: Parts) -> Parts:
        return msgspec.structs.replace(parts, inquiries={**parts.inquiries, command: ask})

    return override


def _without_sex(desk: Desk, command: InquireIdentity) -> list[Inquiry]:
    return [
        msgspec.structs.replace(each, body=msgspec.structs.replace(each.body, sex=None))
        if isinstance(each.body, IdentityInquiry)
        else each
        for each in identity.inquiries(desk, command)
    ]


def _numbered_in_advance(desk: Desk, _command: InquireIdentity, outcome: Accepted) -> Accepted:
    """
    Who was only looked up is handed to the addressee system, under the code.
    """
    for found in outcome.found:
        body = NumberingRequest(
            local_addressee_number=found.resident_record_code or "", individual_number=found.individual_number
        )
        desk.drafts.append(desk.draft("addressee", body, "A02", f"found-{found.resident_record_code}"))
    return outcome


def _by_name_once_entered(desk: Desk, command: MovingIn) -> list[Inquiry]:
    """
    Nobody is searched for where no address elsewhere is given.
    """
    asked = moving_in.inquiries(desk, command)
    return [
        msgspec.structs.replace(
            each, body=msgspec.structs.replace(each.body, name=command.persons[0].name_kana)
        )
        for each in asked
    ]


def _as_a_code_entered(desk: Desk, _command: EntryByBirth, outcome: Accepted) -> Accepted:
    for one in outcome.residents:
        record = residents.find(desk.conn, one.resident)
        if record is not None:
            changes.tell_network(desk, record, _plain(desk, "38"))
    return outcome


def _nationals_too(told: Told) -> MunicipalNotice | None:
    record, event = told.record, told.event
    if record.foreign is not None:
        return municipal_notice(told)
    return MunicipalNotice(
        reference=told.reference,
        name=record.name,
        born_on=record.born_on,
        sex=record.sex,
        nationality="日本",
        address=record.full_address,
        resident_class="medium-to-long-term",
        residence_card_number=None,
        special_permanent_certificate_number=None,
        act=event.act,
        corrected_items=list(event.corrected),
        former_address=event.former_address,
        notification_article=event.article,
        notified_on=event.notified_on if event.article else None,
        planned_moving_out_on=record.planned_out_on if event.article == "24" else None,
        ex_officio=event.article is None,
        event_on=event.event_on,
    )


def _rows_in_the_log(desk: Desk, _command: MakeMediaExtract, outcome: Accepted) -> Accepted:
    rows = [record.individual_number or "" for record in residents.living(desk.conn)]
    desk.log_line(
        audit.Line(
            operator=desk.actor.operator,
            terminal=desk.actor.terminal,
            function="MakeMediaExtract",
            kind="event",
            result="written",
            text="rows " + " ".join(rows),
        )
    )
    return outcome


def _refused_and_asked(desk: Desk, command: InquireAsRegisterOffice) -> Accepted:
    """
    The clerk is refused, and the inquiry goes out all the same.
    """
    body = InquiryRequest(
        affairs="JUMIN",
        information=command.information,
        local_addressee_number=command.resident,
        purpose="registry-work",
        processing_number=f"p-{desk.change}",
    )
    draft = desk.draft("addressee", body, "A04", command.resident)
    raise Refusal("not-permitted", "information", sends=[draft])


DEFECTS = (
    defect(
        "insurance-told-to-the-network",
        "国民健康保険の資格の記載を住基ネットに送る。",
        "A qualification in national health insurance is told to the network.",
        arrival("D02", _insurance_told),
        must="JUKI-002",
        may="JUKI-001 DEPT-001",
        pattern="act-announced-as-a-change",
    ),
    defect(
        "district-told-to-the-network",
        "行政区の変更を住基ネットに送る。",
        "A changed administrative district is told to the network.",
        rules(triggers_network=_district_too),
        must="JUKI-002",
        pattern="item-too-many-in-table",
    ),
    defect(
        "stray-number-to-the-newest",
        "どの住民票にもない者の個人番号を、最後に記載した者に記載する。",
        "A number for a code on no record is entered for whoever was recorded last.",
        arrival("J21", _to_whoever_came_last),
        must="JUKI-010",
        may="ATE-001 JUKI-001",
        pattern="another-record-taken",
    ),
    defect(
        "supplementary-of-foreigners",
        "外国人住民についても附票の通知を送る。",
        "Notices of supplementary records are sent of foreign residents too.",
        both(rules(keeper_of_supplementary=_where_they_came_from), builders(j09=_foreigners_too)),
        must="JUKI-012",
        pattern="beyond-its-people",
    ),
    defect(
        "name-told-back",
        "本籍地の記録した氏名の変更を附票の通知で送り返す。",
        "A change of name goes back to the registered domicile as a notice.",
        handler("ExOfficioCorrection", afterwards(_name_told_back)),
        must="JUKI-012",
        pattern="told-back",
    ),
    defect(
        "notice-without-its-change",
        "戸籍の通知の案件に異動をあらかじめ入力しない。",
        "The task of a family-register notice holds no change.",
        arrival("J22", _nothing_filled_in),
        must="JUKI-015",
        pattern="prepared-in-part",
    ),
    defect(
        "register-notice-not-to-the-addressee-system",
        "戸籍の通知による修正を宛名システムに伝えない。",
        "A correction by a family-register notice does not reach the addressee system.",
        builders(a01=_addressee_untold),
        must="JUKI-015",
        may="ATE-001 JUKI-012",
        pattern="one-source-not-passed-on",
    ),
    defect(
        "register-notice-not-to-departments",
        "戸籍の通知による修正を庁内の業務に伝えない。",
        "A correction by a family-register notice does not reach the departments.",
        builders(d01=_departments_untold),
        must="JUKI-015",
        may="DEPT-001 REL-018",
        pattern="one-source-not-passed-on",
    ),
    defect(
        "inquiry-by-three-items",
        "四情報による照会に性別を入れない。",
        "An inquiry by the four items leaves the sex out.",
        _inquiring("InquireIdentity", _without_sex),
        must="JUKI-016",
        pattern="key-incomplete",
    ),
    defect(
        "looked-up-and-numbered",
        "照会しただけの者を宛名システムに渡す。",
        "Who was only looked up is handed to the addressee system.",
        handler("InquireIdentity", afterwards(_numbered_in_advance)),
        must="JUKI-016",
        may="ATE-002",
        pattern="looked-up-and-kept",
    ),
    defect(
        "searched-by-reading",
        "氏名でなく振り仮名で照会する。",
        "A person without known code is searched for by the reading and not by the name.",
        _inquiring("MovingIn", _by_name_once_entered),
        must="JUKI-007",
        may="REL-003 REL-004",
        pattern="another-name-of-the-person",
    ),
    defect(
        "birth-told-as-code-entered",
        "出生の記載に重ねて住民票コードの職権記載を送る。",
        "Besides a birth, an entry of a code ex officio is told.",
        handler("EntryByBirth", afterwards(_as_a_code_entered)),
        must="JUKI-007",
        may="JUKI-001 JUKI-003 REL-017",
        pattern="second-reason-told",
    ),
    defect(
        "nationals-told-to-the-agency",
        "日本人についても市町村通知を送る。",
        "The Agency is told of nationals too.",
        builders(i01=_nationals_too),
        must="IMM-001",
        pattern="beyond-its-people",
    ),
    defect(
        "extract-rows-in-the-log",
        "媒体に書き出した者の個人番号をログに残す。",
        "The log holds the Individual Numbers of everybody on an extract.",
        handler("MakeMediaExtract", afterwards(_rows_in_the_log)),
        must="DEPT-009",
        may="AUD-001 DEPT-008",
        pattern="number-in-log",
    ),
    defect(
        "refused-inquiry-sent",
        "断った情報照会を送る。",
        "An inquiry of the register's office is refused and sent all the same.",
        handler("InquireAsRegisterOffice", lambda _sound: _refused_and_asked),
        must="LINK-007",
        may="ATE-005",
        pattern="refused-and-done",
    ),
)
