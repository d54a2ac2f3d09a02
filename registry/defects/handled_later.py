"""
Defects that show on a later day, for another class of person or after the next event: what is handled days after it was
notified, a special permanent resident, a measure after its extension or before its decision.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import certified, measures, residents
from registry.defects.defect import builders, defect, handler, rules
from registry.desk import Desk
from registry.measures import Measure
from registry.messages.house import resident_change
from registry.messages.network import moving_in_notice, protection_flag
from registry.messages.told import Told
from registry.parts import Handler
from registry.residents import Record
from registry.wire.control import Accepted, ChangeOfAddress
from registry.wire.departments import ResidentChange
from registry.wire.juki_net import MovingInNotice, ProtectionFlag

MOVED = "31"
"""The reason for change of a change of address."""
NUMBERS = ("34", "35", "36")
"""Reasons for change by which an Individual Number is entered or becomes another one."""


def _notified_when_sent(told: Told) -> MovingInNotice | None:
    sound = moving_in_notice(told)
    return sound and msgspec.structs.replace(sound, notified_on=told.now.date().isoformat())


def _entered_when_processed(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ChangeOfAddress) -> Accepted:
        found = [residents.find(desk.conn, each) for each in command.residents]
        nationals = all(each is not None and each.foreign is None for each in found)
        late = nationals and command.notified_on < desk.today.isoformat()
        today = desk.today.isoformat()
        changed = msgspec.structs.replace(command, notified_on=today) if late else command
        outcome: Accepted = sound(desk, changed)
        return outcome

    return inner


def _departments_told_today(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    if told.event.reason != MOVED:
        return sound
    return msgspec.structs.replace(sound, notified_on=told.now.date().isoformat())


def _number_told_unflagged(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    if told.event.reason not in NUMBERS:
        return sound
    return msgspec.structs.replace(sound, protected=False)


def _alone_once_alerted(measure: Measure) -> list[str]:
    return [measure.resident] if measure.alerted else measures.everybody(measure)


def _undecided_left_behind(record: Record, measure: Measure) -> ProtectionFlag | None:
    left = measure.state == "previous-address" and measure.starts_on is None
    return None if left else protection_flag(record, measure)


def _without(item: str) -> Any:
    def shown(record: Record, householder_name: str) -> list[certified.Shown]:
        return [row for row in certified.items_of(record, householder_name) if row[0] != item]

    return shown


def _stay_until_departure(record: Record, householder_name: str) -> list[certified.Shown]:
    return [
        (item, title, record.planned_out_on if item == "period_expires_on" and value else value)
        for item, title, value in certified.items_of(record, householder_name)
    ]


DEFECTS = (
    defect(
        "notice-notified-when-sent",
        "転入通知の届出年月日を、送った日とする。",
        "The notice of moving in says that it was notified on the day on which it is sent.",
        builders(j05=_notified_when_sent),
        must="REL-003",
        pattern="day-of-processing-told",
    ),
    defect(
        "national-entered-as-notified-today",
        "前の日にされた日本人の転居届を、処理の日に届け出られたものとして記録する。",
        "A change of address of a national that was notified earlier is entered as notified today.",
        handler("ChangeOfAddress", _entered_when_processed),
        must="REL-028",
        may="REL-013 DEPT-001 DEPT-002 DEPT-003",
        pattern="day-of-processing-told",
    ),
    defect(
        "move-told-as-notified-today",
        "前の日にされた転居届を、処理の日に届け出られたものとして庁内の業務に知らせる。",
        "A change of address that was notified earlier is told to departments as notified today.",
        builders(d01=_departments_told_today),
        must="REL-028",
        may="DEPT-001 DEPT-002",
        pattern="day-of-processing-told",
    ),
    defect(
        "changed-number-told-unflagged",
        "個人番号の記載及び変更を、支援措置の表示なしに庁内の業務へ知らせる。",
        "An entered or changed Individual Number is told to departments without the protection flag.",
        builders(d01=_number_told_unflagged),
        must="SEC-007",
        pattern="one-branch-unflagged",
        acts=3,
    ),
    defect(
        "child-uncovered-once-alerted",
        "終了の警告をした支援措置を延長すると、併せて支援を求める者を対象から外す。",
        "When a measure is extended after its alert, those who asked together are no longer covered.",
        rules(covered=_alone_once_alerted),
        must="SEC-006",
        may="SEC-005 SEC-007 LINK-009",
        pattern="dropped-at-the-next-event",
        acts=4,
    ),
    defect(
        "undecided-measure-left-behind",
        "決定の前の支援措置を、転出先に知らせない。",
        "A measure that is not decided yet is not told to the destination.",
        builders(j23=_undecided_left_behind),
        must="SEC-005",
        may="SEC-007",
        pattern="untold-before-the-decision",
        acts=3,
    ),
    defect(
        "certificate-forgets-special-permanent-number",
        "転出証明書に特別永住者証明書の番号を記載しない。",
        "The certificate lacks the number of a special permanent resident certificate.",
        rules(certificate_items=_without("special_permanent_certificate_number")),
        must="REL-007",
        pattern="one-class-left-out",
        acts=2,
    ),
    defect(
        "certificate-ends-stay-at-departure",
        "転出証明書に、在留期間の満了の日として転出の予定年月日を記載する。",
        "The certificate gives the planned date of moving out as the end of the period of stay.",
        rules(certificate_items=_stay_until_departure),
        must="REL-007",
        pattern="value-of-another-item",
        acts=2,
    ),
)
