"""
Defects of an act, or of a word of the town, that alters an item of a record of which it says nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import audit, residents
from registry.defects.defect import afterwards, arrival, defect, handler, rules
from registry.desk import Desk
from registry.handlers import notices
from registry.parts import Handler
from registry.residents import Record
from registry.rulebook import confirmation
from registry.wire.control import (
    Accepted,
    ChangeOfAddress,
    ChangeResidentRecordCode,
    EntryByBirth,
    ExOfficioCorrection,
)
from registry.wire.town import MovingInNotice, SupplementaryMismatch

MINOR = ("district-renaming", "lot-number-change", "residence-indication", "building-renaming")
SIXTY_DAYS = timedelta(days=60)


def _afterwards(change: Callable[[Any, Record], Record]) -> Callable[[Desk, Any, Accepted], Accepted]:
    """
    What the answer names is altered on the records when everything is told already.
    """

    def more(desk: Desk, command: Any, accepted: Accepted) -> Accepted:
        for entered in accepted.residents:
            record = residents.find(desk.conn, entered.resident)
            if record is not None:
                residents.save(desk.conn, change(command, record))
        return accepted

    return more


def _sixty_days(command: EntryByBirth, record: Record) -> Record:
    stay = record.foreign
    if stay is None or stay.resident_class != "transitional":
        return record
    ends = date.fromisoformat(command.person.born_on) + SIXTY_DAYS
    counted = msgspec.structs.replace(stay, period_of_stay="60日", period_expires_on=ends.isoformat())
    return msgspec.structs.replace(record, foreign=counted)


def _settled_anew(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ExOfficioCorrection) -> Accepted:
        record = residents.find(desk.conn, command.resident)
        if record is not None and command.cause in MINOR:
            residents.save(desk.conn, msgspec.structs.replace(record, settled_on=command.changed_on))
        return sound(desk, command)

    return inner


def _plan_of_today(notice: MovingInNotice, today: date) -> dict[str, str]:
    return {**confirmation(notice, today), "planned_out_on": today.isoformat()}


def _on_the_day_of_filing(notice: MovingInNotice, today: date) -> dict[str, str]:
    return {**confirmation(notice, today), "confirmed_out_on": notice.notified_on}


def _number_lost(_conn: sa.Connection, entered: Record) -> Record:
    return msgspec.structs.replace(entered, individual_number=None)


def _without_number(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ChangeResidentRecordCode) -> Accepted:
        record = residents.find(desk.conn, command.resident)
        if record is not None and record.living and command.cause == "claim":
            residents.save(desk.conn, msgspec.structs.replace(record, individual_number=None))
        return sound(desk, command)

    return inner


def _last_left_behind(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ChangeOfAddress) -> Accepted:
        last = command.residents[-1] if command.residents else ""
        before = residents.find(desk.conn, last)
        accepted = sound(desk, command)
        after = residents.find(desk.conn, last)
        if before is not None and after is not None and before.household != after.household:
            residents.save(desk.conn, msgspec.structs.replace(after, household=before.household))
        return accepted

    return inner


def _redated_in_doubt(desk: Desk, body: SupplementaryMismatch) -> None:
    notices.mismatch(desk, body)
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is not None and "settled_on" in body.items:
        residents.save(desk.conn, msgspec.structs.replace(record, settled_on=desk.today.isoformat()))


def _one_at_a_time(desk: Desk, body: SupplementaryMismatch) -> None:
    record = residents.with_code(desk.conn, body.resident_record_code)
    waiting = [task.resident for task in audit.open_tasks(desk.conn, notices.MISMATCH)]
    if record is None or record.resident not in waiting:
        notices.mismatch(desk, body)


def _about_nobody(desk: Desk, body: SupplementaryMismatch) -> None:
    desk.task(notices.MISMATCH, list(body.items), message_type="J10")


DEFECTS = (
    defect(
        "transitional-child-given-sixty-days",
        "出生による経過滞在者の住民票に、六十日の在留期間とその満了の日を記載する。",
        "The record of a transitional resident by birth shows a period of stay of sixty days and its end.",
        handler("EntryByBirth", afterwards(_afterwards(_sixty_days))),
        must="IMM-006",
        may="CARD-001 IMM-002",
        pattern="counted-days-written-down",
        acts=2,
    ),
    defect(
        "minor-correction-settles-anew",
        "住所の表示だけが改まる修正で、住所を定めた年月日をその日に改める。",
        "Where an address is only written otherwise, the day settled on becomes the day of that correction.",
        handler("ExOfficioCorrection", _settled_anew),
        must="REL-027",
        may="JUKI-001 REL-023",
        pattern="correction-taken-for-a-move",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "plan-redated-by-the-confirmation",
        "転出が確定したとき、転出予定年月日をその処理の日に改める。",
        "Once a moving out is confirmed, the planned date becomes the day on which that was processed.",
        rules(confirmation=_plan_of_today),
        must="REL-004",
        pattern="plan-dated-by-its-end",
        acts=2,
    ),
    defect(
        "moved-out-when-the-moving-in-was-filed",
        "転出確定年月日を、転入先での届出の年月日とする。",
        "The confirmed date of moving out is the day on which the moving in was notified elsewhere.",
        rules(confirmation=_on_the_day_of_filing),
        must="REL-004",
        pattern="day-of-the-other-filing",
        acts=2,
    ),
    defect(
        "number-lost-with-nationality",
        "国籍の異動により切り替えた住民票に、個人番号を引き継がない。",
        "The record that follows another nationality does not take over the Individual Number.",
        rules(switched=_number_lost),
        must="REL-019",
        may="JUKI-001 JUKI-002 JUKI-005 JUKI-008 JUKI-011 REL-013",
        pattern="number-not-carried-over",
        acts=2,
    ),
    defect(
        "number-cleared-with-the-code",
        "住民票コードの変更請求により、個人番号も消す。",
        "A claim for another Resident Record Code clears the Individual Number too.",
        handler("ChangeResidentRecordCode", _without_number),
        must="JUKI-008",
        may="JUKI-001 JUKI-002 JUKI-005 JUKI-011 REL-005 REL-013 REL-018 REL-023",
        pattern="neighbouring-item-cleared",
        acts=2,
    ),
    defect(
        "last-mover-left-in-the-household",
        "世帯の一部の転居で、最後の一人の世帯番号を従前の世帯のままとする。",
        "Where part of a household moves, the last of those who move stays in the old household on the record.",
        handler("ChangeOfAddress", _last_left_behind),
        must="REL-013",
        may="ATE-001 DEPT-001 LINK-003 LINK-004 REL-015",
        pattern="last-of-those-who-move",
        acts=2,
    ),
    defect(
        "day-renewed-by-a-mismatch",
        "附票の住所を定めた年月日の合わない旨の通知により、職員の処理を待たずにその日を通知の届いた日に改める。",
        "A notice that the day settled on does not match makes it the day on which the notice came, unexamined.",
        arrival("J10", _redated_in_doubt),
        must="JUKI-013",
        may="JUKI-001",
        pattern="put-right-unexamined",
    ),
    defect(
        "second-mismatch-dropped",
        "附票の不一致の案件が処理を待つ間、同じ者についての次の通知を捨てる。",
        "While a task about a mismatch waits, the next notice about the same person is dropped.",
        arrival("J10", _one_at_a_time),
        must="JUKI-013",
        pattern="taken-for-the-one-that-waits",
    ),
    defect(
        "mismatch-of-nobody",
        "附票の不一致の案件に、誰についての通知であるかを記さない。",
        "The task about a mismatch does not say whom it is about.",
        arrival("J10", _about_nobody),
        must="JUKI-013",
        pattern="task-without-its-person",
    ),
)
