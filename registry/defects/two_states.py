"""
Defects of two states together: a plan and a death, a withdrawal and a request, a deletion and a late notice, a second
claim; each half alone is served rightly.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from registry import changes, protection, residents
from registry.defects.defect import afterwards, arrival, builders, defect, handler, rules
from registry.desk import Desk
from registry.handlers import arrivals, moving_out, numbers
from registry.messages.network import SupplementaryItem, identification_update, supplementary_notice
from registry.messages.told import Told
from registry.parts import Handler, Parts
from registry.residents import Record
from registry.rulebook import data_may_be_sent
from registry.rules import tables
from registry.wire.control import (
    Accepted,
    CancelChange,
    ChangeResidentRecordCode,
    ExOfficioCorrection,
    MovingOut,
)
from registry.wire.juki_net import IdentificationUpdate, SupplementaryNotice
from registry.wire.town import DeliveredNotice, MovingOutDataRequest, NumberNotice


def _was(conn: Any, record: Record, state: str) -> list[Record]:
    return [row.after for row in changes.rows(conn, record.resident) if row.after.state == state]


def _dies_as_mover(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    planned = sound.reason == "23" and told.record.planned_out_on is not None
    return msgspec.structs.replace(sound, reason="21") if planned else sound


def _withdrawn_answered(desk: Desk, body: MovingOutDataRequest) -> None:
    record = residents.with_code(desk.conn, body.resident_record_code)
    planned = (
        _was(desk.conn, record, "planned-out") if record is not None and record.state == "current" else []
    )
    if record is None or not planned or planned[-1].out_route != "special":
        arrivals.moving_out_data_requested(desk, body)
        return
    desk.touch(record.resident)
    desk.numbers_seen = True
    moving_out.send_data(desk, planned[-1:], desk.sender)


def _asked_of_living(record: Record) -> bool:
    return record.living and data_may_be_sent(record)


def _planned_not_numbered(desk: Desk, body: NumberNotice) -> None:
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is None or record.state != "planned-out":
        numbers.number_notice(desk, body)


def _dropped_if(passed_over: Callable[[Any, Record], bool]) -> Callable[[Desk, DeliveredNotice], None]:
    def arrived(desk: Desk, body: DeliveredNotice) -> None:
        record = residents.with_code(desk.conn, body.resident_record_code)
        if record is None or not passed_over(desk.conn, record):
            arrivals.moving_in_notices(desk, body)

    return arrived


def _withdrawn(conn: Any, record: Record) -> bool:
    return record.state == "current" and bool(_was(conn, record, "planned-out"))


def _late_by_filing(told: Told, items: tuple[SupplementaryItem, ...]) -> SupplementaryNotice | None:
    sound = supplementary_notice(told, items)
    planned, notified = told.record.planned_out_on, told.record.out_notified_on
    if sound is None or not sound.abroad or planned is None or notified is None:
        return sound
    return msgspec.structs.replace(sound, planned_out_on=max(planned, notified))


def _jumped(parts: Parts) -> Parts:
    asked = {"on": date.min, "due": date.min}

    def is_due(due: date, today: date) -> bool:
        asked.update(on=today, due=due)
        return due <= today

    def deleted_on(record: Record) -> str:
        planned = record.planned_out_on or ""
        ahead = planned > (record.out_notified_on or "")
        return asked["on"].isoformat() if ahead and asked["on"] > asked["due"] else planned

    return rules(moving_out_is_due=is_due, deletion_date=deleted_on)(parts)


def _flag_of_far_plan(desk: Desk, _command: MovingOut, outcome: Accepted) -> Accepted:
    if outcome.notes:
        found = [residents.find(desk.conn, each.resident) for each in outcome.residents]
        protection.moving_out_notified(desk, [record for record in found if record is not None])
    return outcome


def _members_untold(message_type: str) -> Callable[[Any, Any, Accepted], Accepted]:
    def more(desk: Any, command: CancelChange, outcome: Accepted) -> Accepted:
        desk.drafts = [
            draft
            for draft in desk.drafts
            if draft.message_type != message_type or draft.resident == command.resident
        ]
        return outcome

    return more


def _one_minor_decides(parts: Parts) -> Parts:
    corrected: list[str] = []

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: ExOfficioCorrection) -> Accepted:
            corrected[:] = [each.item for each in command.amendments]
            try:
                return sound(desk, command)
            finally:
                corrected.clear()

        return inner

    def is_minor(cause: str, item: str, on: date) -> bool:
        return any(tables.is_minor(cause, each, on) for each in (item, *corrected))

    return rules(is_minor=is_minor)(handler("ExOfficioCorrection", wrap)(parts))


def _first_code_named(desk: Any, command: ChangeResidentRecordCode, outcome: Accepted) -> Accepted:
    first = changes.rows(desk.conn, command.resident)[0].after.resident_record_code
    desk.drafts = [
        msgspec.structs.replace(
            draft, body=msgspec.structs.replace(draft.body, former_resident_record_code=first)
        )
        if draft.message_type == "J01"
        else draft
        for draft in desk.drafts
    ]
    return outcome


def _first_number_named(parts: Parts) -> Parts:
    first: dict[str, str] = {}

    def j01(told: Told) -> IdentificationUpdate:
        sound = identification_update(told)
        if sound.former_individual_number is None:
            return sound
        number = first.setdefault(told.record.resident, sound.former_individual_number)
        return msgspec.structs.replace(sound, former_individual_number=number)

    return builders(j01=j01)(parts)


DEFECTS = (
    defect(
        "planned-mover-dies-as-mover",
        "転出を予定していた者の死亡を、国内転出として知らせる。",
        "The death of somebody who had planned to move out is told as moving out.",
        builders(j01=_dies_as_mover),
        must="REL-018",
        may="JUKI-001 JUKI-002 JUKI-003",
        pattern="earlier-plan-prevails",
        acts=3,
    ),
    defect(
        "withdrawn-special-answered",
        "取り消された特例転出の転出証明書情報を、求められて送る。",
        "Asked about a special moving out that was withdrawn, the data are sent.",
        arrival("J08", _withdrawn_answered),
        must="REL-010",
        pattern="cancelled-counts-again",
        acts=4,
    ),
    defect(
        "asked-after-deletion-unanswered",
        "転出により消除された後の転出証明書情報の求めに応じない。",
        "A request for moving-out data that comes after the deletion is not answered.",
        rules(data_may_be_sent=_asked_of_living),
        must="REL-010",
        pattern="one-state-left-out",
        acts=3,
    ),
    defect(
        "planned-mover-not-numbered",
        "転出を予定する者に通知された個人番号を記載しない。",
        "The number told of somebody who plans to move out is not entered.",
        arrival("J21", _planned_not_numbered),
        must="JUKI-010",
        may="REL-017 JUKI-011",
        pattern="one-state-left-out",
        acts=3,
    ),
    defect(
        "notice-about-dead-dropped",
        "転出によらず消除された者についての転入通知を、誤りの一覧に載せない。",
        "A notice of moving in of somebody whose record was deleted otherwise is listed nowhere.",
        arrival("J05", _dropped_if(lambda _conn, record: record.state == "deleted")),
        must="REL-004",
        pattern="unmatched-dropped",
        acts=2,
    ),
    defect(
        "notice-about-withdrawn-dropped",
        "転出を取り消した者についての転入通知を、誤りの一覧に載せない。",
        "A notice of moving in of somebody who withdrew the moving out is listed nowhere.",
        arrival("J05", _dropped_if(_withdrawn)),
        must="REL-004",
        pattern="unmatched-dropped",
        acts=3,
    ),
    defect(
        "late-abroad-told-by-filing",
        "予定年月日の後に届け出た国外転出を、届出日の転出として本籍地に知らせる。",
        "Of a moving abroad that is notified late the family register learns the day of filing.",
        builders(j09=_late_by_filing),
        must="REL-022",
        may="JUKI-012",
        pattern="filing-later-than-the-event",
        acts=2,
    ),
    defect(
        "skipped-day-deleted-today",
        "予定年月日を飛び越えて日付が進むと、処理の日を消除の年月日とする。",
        "When the clock passes over the planned date, the record is deleted as of the day of processing.",
        _jumped,
        must="REL-005",
        may="REL-004 REL-006 REL-012 REL-022",
        pattern="today-for-then",
        acts=2,
    ),
    defect(
        "far-plan-told-with-flag",
        "遠い予定日の注意が示された転出について、支援措置を転出先に知らせる。",
        "Of a plan so far ahead that a clerk is alerted the destination learns the support measure.",
        handler("MovingOut", afterwards(_flag_of_far_plan)),
        must="REL-028",
        pattern="told-before-looked-at",
        acts=3,
    ),
    defect(
        "late-notice-leaves-deletion",
        "予定年月日の後に届いた転入通知が早い転入を知らせても、消除の年月日を改めない。",
        "A notice after the planned date that tells of an earlier moving in leaves the date of deletion.",
        rules(deletion_when_late=lambda record, _moved_in_on: record.deleted_on or ""),
        must="REL-004",
        pattern="arrival-ignored",
        acts=3,
    ),
    defect(
        "cancelled-name-stays-in-departments",
        "取り消された世帯主の氏名の修正を、世帯員について庁内の業務に知らせない。",
        "When a correction of the householder's name is cancelled, departments are not told of the members.",
        handler("CancelChange", afterwards(_members_untold("D01"))),
        must="REL-024",
        may="DEPT-001",
        pattern="members-left-with-what-was-undone",
        acts=3,
    ),
    defect(
        "cancelled-name-stays-in-copies",
        "取り消された世帯主の氏名の修正の後、世帯員の副本を改めない。",
        "When a correction of the householder's name is cancelled, the copies of the members stay.",
        handler("CancelChange", afterwards(_members_untold("L03"))),
        must="REL-024",
        may="LINK-003 LINK-004",
        pattern="members-left-with-what-was-undone",
        acts=3,
    ),
    defect(
        "one-minor-item-decides",
        "一項目が軽微であれば、他の項目を含む修正の全体を軽微な修正とする。",
        "One minor item makes the whole correction a minor one.",
        _one_minor_decides,
        must="JUKI-003",
        may="JUKI-002 JUKI-004 JUKI-012",
        pattern="one-of-two-decides",
    ),
    defect(
        "second-code-names-first",
        "二度目の住民票コードの変更に、初めの住民票コードを変更前のものとする。",
        "A second change of code names the very first code as the former one.",
        handler("ChangeResidentRecordCode", afterwards(_first_code_named)),
        must="JUKI-008",
        may="JUKI-001",
        pattern="answer-of-the-first-time",
        acts=3,
    ),
    defect(
        "second-number-names-first",
        "二度目の個人番号の変更に、初めの個人番号を変更前のものとする。",
        "A second change of the Individual Number names the very first one as the former.",
        _first_number_named,
        must="JUKI-011",
        may="JUKI-001",
        pattern="former-value-kept",
        acts=3,
    ),
)
