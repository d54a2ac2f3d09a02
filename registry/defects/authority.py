"""
Defects of nationality, of what the mayor does by authority, and of what is undone.
"""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from registry import card_events, cards, changes, codes, households, residents
from registry.defects.defect import afterwards, both, builders, defect, handler, reading, rules
from registry.desk import Desk
from registry.handlers import correction
from registry.messages.house import provision_copy, resident_change
from registry.messages.network import identification_update
from registry.messages.told import Event, Told
from registry.parts import Handler
from registry.reads import Reading
from registry.residents import Record
from registry.rulebook import Action
from registry.store import HISTORY
from registry.wire.addressee import CopyRegistration
from registry.wire.control import (
    Accepted,
    CancelChange,
    ExOfficioCorrection,
    Found,
)
from registry.wire.departments import ResidentChange
from registry.wire.juki_net import IdentificationUpdate

BY_AUTHORITY = ("26", "33")


def _each(desk: Desk, outcome: Accepted) -> list[Record]:
    found = [residents.find(desk.conn, entered.resident) for entered in outcome.residents]
    return [record for record in found if record is not None]


def _not_for(*reasons: str) -> Any:
    def silent(told: Told) -> IdentificationUpdate | None:
        return None if told.event.network_reason in reasons else identification_update(told)

    return silent


def _another_code(conn: sa.Connection, record: Record) -> Record:
    return msgspec.structs.replace(record, resident_record_code=codes.unused(conn)[0])


def _number_asked_for(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    for record in _each(desk, outcome):
        changes.ask_number(desk, record)
    return outcome


def _card_ended(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    for record in _each(desk, outcome):
        for card in cards.of_code(desk.conn, record.resident_record_code):
            card_events.lapse(desk, card, "ex-officio-deletion", desk.today)
    return outcome


def _name_not_carried_over(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ExOfficioCorrection) -> Accepted:
        record = residents.find(desk.conn, command.resident)
        head = record is not None and households.head(desk.conn, record.household) == record.resident
        renames = any(each.item == "name" for each in command.amendments)
        if record is None or not (head and renames):
            return sound(desk, command)
        # Corrected as if nobody else's record showed the name.
        corrected = correction.corrected(desk, record, command.amendments, command.changed_on)
        event = Event(reason="33", kind="2", changed_on=command.changed_on, notified_on=None)
        changes.announce_correction(desk, corrected, event, network=True, copy=False)
        return Accepted(outcome="accepted")

    return inner


def _name_of_then(sound: Reading) -> Reading:
    def inner(conn: sa.Connection, query: Any) -> Found:
        found = sound(conn, query)
        head = households.head(conn, found.record.household) if found.record else None
        if found.record is None or head is None or head == found.record.resident:
            return found
        first = changes.rows(conn, head)[0].after.name
        return msgspec.structs.replace(
            found, record=msgspec.structs.replace(found.record, householder_name=first)
        )

    return inner


def _history_begun_anew(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    for record in _each(desk, outcome):
        last = max(row.shown.sequence for row in changes.rows(desk.conn, record.resident))
        desk.conn.execute(
            HISTORY.delete().where(HISTORY.c.resident == record.resident, HISTORY.c.sequence < last)
        )
    return outcome


def _row_deleted(desk: Desk, command: CancelChange, outcome: Accepted) -> Accepted:
    wrong = (HISTORY.c.resident == command.resident) & (HISTORY.c.sequence == command.sequence)
    desk.conn.execute(HISTORY.delete().where(wrong))
    return outcome


def _dated_by_authority(sound: Reading) -> Reading:
    def inner(conn: sa.Connection, query: Any) -> Found:
        found = sound(conn, query)
        if found.record is None:
            return found
        rows = [
            msgspec.structs.replace(row, notified_on=row.changed_on) if row.reason in BY_AUTHORITY else row
            for row in found.record.history
        ]
        return msgspec.structs.replace(found, record=msgspec.structs.replace(found.record, history=rows))

    return inner


def _told_as_filed(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    by_authority = sound.reason in BY_AUTHORITY
    return msgspec.structs.replace(sound, notified_on=sound.changed_on) if by_authority else sound


def _copy_left_wrong(told: Told, action: Action) -> CopyRegistration | None:
    return None if told.event.cancels is not None else provision_copy(told, action)


def _departments_left_wrong(told: Told, with_number: bool) -> ResidentChange | None:
    return None if told.event.cancels is not None else resident_change(told, with_number)


DEFECTS = (
    defect(
        "disappearance-as-death",
        "失踪の宣告による消除を死亡として送る。",
        "A deletion on an adjudication of disappearance is told as a death.",
        rules(reason_of_deletion=lambda event: "23" if event == "disappearance-declared" else "26"),
        must="REL-018",
        may="ATE-001 CARD-011 JUKI-001 JUKI-003 REL-023",
        pattern="two-grounds-mixed-up",
    ),
    defect(
        "nationality-with-new-code",
        "国籍の異動で新しい住民票コードを記載する。",
        "A change of nationality enters a new code.",
        rules(switched=_another_code),
        must="REL-019",
        may="JUKI-001 JUKI-003 JUKI-005 JUKI-007 JUKI-002 JUKI-008 JUKI-011 REL-013 SEC-007",
        pattern="identifier-not-taken-over",
    ),
    defect(
        "nationality-asks-for-number",
        "国籍の異動で個人番号を求める。",
        "A change of nationality asks for an Individual Number.",
        handler("ChangeOfNationality", afterwards(_number_asked_for)),
        must="REL-019",
        may="JUKI-010",
        pattern="asked-although-known",
    ),
    defect(
        "nationality-ends-card",
        "国籍の異動でカードを失効させる。",
        "A change of nationality lets the card lapse.",
        handler("ChangeOfNationality", afterwards(_card_ended)),
        must="REL-019",
        may="CARD-011",
        pattern="cascade-too-wide",
    ),
    defect(
        "nationality-without-deletion",
        "国籍の異動で、前の住民票の消除を送らない。",
        "The deletion of the former record is not told when nationality changes.",
        builders(j01=_not_for("24", "25")),
        must="REL-019",
        may="JUKI-001 JUKI-003 JUKI-005 JUKI-002 JUKI-008 JUKI-011 REL-013",
        pattern="one-message-of-two-forgotten",
    ),
    defect(
        "person-not-told",
        "届出のない者の職権による異動を本人に通知しない。",
        "The person is not told of an act by authority for want of a notification.",
        rules(notice_to_person=lambda _unknown: None),
        must="REL-023",
        pattern="paper-left-out",
    ),
    defect(
        "notice-never-public",
        "所在の分からない者にも公示ではなく通知を作る。",
        "A notice is made out to a person whose whereabouts nobody knows.",
        rules(notice_to_person=lambda _unknown: "notice-to-person"),
        must="REL-023",
        pattern="distinction-not-made",
    ),
    defect(
        "authority-with-filing-date",
        "職権記載に、されていない届出の日を記載する。",
        "An entry by authority carries a day of filing although nobody filed.",
        rules(notified_ex_officio=lambda decided_on: decided_on),
        must="REL-023",
        may="JUKI-001",
        pattern="filing-made-up",
    ),
    defect(
        "authority-row-with-filing-date",
        "職権による修正と消除の履歴に、異動日を届出の日として記載する。",
        "The history of corrections and deletions by authority shows the day of change as one of notification.",
        reading("ReadResidentRecord", _dated_by_authority),
        must="REL-023",
        pattern="filing-made-up",
    ),
    defect(
        "authority-told-as-filed",
        "職権による修正と消除を、異動日に届出があったものとして送る。",
        "Corrections and deletions by authority are told as if notified on the day of change.",
        builders(j01=_told_as_filed),
        must="REL-023",
        may="JUKI-001",
        pattern="filing-made-up",
    ),
    defect(
        "householder-name-not-carried-over",
        "世帯主の氏名の修正を世帯員に及ぼさない。",
        "A corrected name of the householder does not reach the members' records.",
        both(
            handler("ExOfficioCorrection", _name_not_carried_over),
            reading("ReadResidentRecord", _name_of_then),
        ),
        must="REL-023",
        may=(
            "LINK-003 LINK-004 JUKI-001 JUKI-002 JUKI-003 JUKI-004 IMM-001 CARD-009 REL-015 REL-019 "
            "REL-016 DEPT-001 AUD-001"
        ),
        pattern="not-carried-over",
    ),
    defect(
        "restoration-begins-anew",
        "回復した住民票の履歴を新しく始める。",
        "A restored record begins a new history.",
        handler("RestoreRecord", afterwards(_history_begun_anew)),
        must="REL-024",
        may="REL-028",
        pattern="history-deleted",
    ),
    defect(
        "restoration-elsewhere",
        "回復した者を元の世帯に戻さない。",
        "A restored person gets a new household although the former one stands.",
        rules(household_stands=lambda _staying: False),
        must="REL-024",
        may="REL-015",
        pattern="new-household-needlessly",
    ),
    defect(
        "cancellation-deletes-row",
        "取り消した異動の履歴の行を削除する。",
        "The cancelled row of the history is deleted.",
        handler("CancelChange", afterwards(_row_deleted)),
        must="REL-024",
        may="REL-028",
        pattern="history-deleted",
    ),
    defect(
        "cancellation-not-told-to-departments",
        "異動の取消しを庁内の業務に伝えない。",
        "Departments that heard of a wrong state are not told of its cancellation.",
        builders(d01=_departments_left_wrong),
        must="REL-024",
        may="DEPT-001",
        pattern="undoing-not-told",
    ),
    defect(
        "copy-left-wrong",
        "異動の取消しと回復で副本を直さない。",
        "The provision copy is not put right by a cancellation or a restoration.",
        builders(l03=_copy_left_wrong),
        must="REL-024",
        may="LINK-003 LINK-004",
        pattern="stale-copy",
    ),
)
