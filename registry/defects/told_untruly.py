"""
Defects of what is repeated from the record: an item of a message is not the record's, or a task is not kept in mind.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import clock
from registry.defects.defect import builders, defect, reading, rules
from registry.measures import Measure
from registry.messages.card import continued_use
from registry.messages.house import addressee_change, hold_mark, resident_change
from registry.messages.network import identification_update, protection_flag
from registry.messages.told import Told
from registry.reads import Reading
from registry.residents import Record
from registry.rules import dates
from registry.wire.addressee import AddresseeChange, HoldMark
from registry.wire.card_management import ContinuedUse
from registry.wire.control import Found
from registry.wire.departments import ResidentChange
from registry.wire.juki_net import IdentificationUpdate, ProtectionFlag


def _settled_for_became(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    return msgspec.structs.replace(sound, became_resident_on=sound.settled_on)


def _one_sex(told: Told, with_number: bool) -> ResidentChange:
    return msgspec.structs.replace(resident_change(told, with_number), sex="male")


def _own_name_as_head(told: Told, with_number: bool) -> ResidentChange:
    return msgspec.structs.replace(resident_change(told, with_number), householder_name=told.record.name)


def _plan_a_day_late(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    planned = None if sound.planned_on is None else dates.civil(sound.planned_on)
    if planned is None:
        return sound
    return msgspec.structs.replace(sound, planned_on=(planned + timedelta(days=1)).isoformat())


def _always_current(told: Told) -> AddresseeChange:
    return msgspec.structs.replace(addressee_change(told), state="current")


def _moved_in_today(card_id: str, told: Told) -> ContinuedUse:
    return msgspec.structs.replace(continued_use(card_id, told), moved_in_on=told.now.date().isoformat())


def _mark_for_a_day(record: Record, measure: Measure, operator: str) -> HoldMark:
    sound = hold_mark(record, measure, operator)
    return msgspec.structs.replace(sound, ends_on=sound.starts_on)


def _flag_without_end(record: Record, measure: Measure) -> ProtectionFlag:
    return msgspec.structs.replace(protection_flag(record, measure), ends_on=None)


def _forgotten_overnight(sound: Reading) -> Reading:
    first: dict[int, str] = {}

    def read(conn: sa.Connection, query: Any) -> Found:
        found = sound(conn, query)
        now = clock.read(conn)
        today = "" if now is None else now.date().isoformat()
        kept = [
            task
            for task in found.tasks or []
            if task.kind != "householder-missing" or first.setdefault(task.n, today) == today
        ]
        return msgspec.structs.replace(found, tasks=kept)

    return read


DEFECTS = (
    defect(
        "network-told-settled-for-became",
        "本人確認情報の住民となった日に、住所を定めた日を書く。",
        "Identification information gives the day of settling as the day of becoming a resident.",
        builders(j01=_settled_for_became),
        must="JUKI-001",
        pattern="item-of-another",
        seen_by="checks",
        acts=2,
    ),
    defect(
        "departments-told-one-sex",
        "庁内の業務に、誰についても性別を男と伝える。",
        "Departments are told that everybody is male.",
        builders(d01=_one_sex),
        must="DEPT-001",
        pattern="item-always-the-same",
        seen_by="checks",
    ),
    defect(
        "departments-told-own-name-as-head",
        "庁内の業務に伝える世帯主の氏名に、本人の氏名を書く。",
        "Departments are told the person's own name as that of the householder.",
        builders(d01=_own_name_as_head),
        must="DEPT-001",
        may="REL-015",
        pattern="wrong-person",
    ),
    defect(
        "departments-told-plan-a-day-late",
        "庁内の業務に伝える転出予定年月日が一日遅い。",
        "Departments are told a planned date that is a day late.",
        builders(d01=_plan_a_day_late),
        must="DEPT-001 REL-005",
        pattern="told-another-day",
        acts=2,
    ),
    defect(
        "addressee-told-always-current",
        "宛名システムに、消除された者も現存者として伝える。",
        "The addressee system is told that whoever was deleted is current.",
        builders(a01=_always_current),
        must="ATE-001 REL-024",
        pattern="item-always-the-same",
        acts=2,
    ),
    defect(
        "card-told-of-moving-in-on-filing-day",
        "継続利用の転入年月日に、届出を処理した日を書く。",
        "Continued use gives the day of processing as the day of moving in.",
        builders(k06=_moved_in_today),
        must="CARD-006",
        may="CARD-007 REL-009",
        pattern="item-of-another",
        seen_by="checks",
    ),
    defect(
        "answers-held-for-a-day",
        "自動応答不可の終期を、支援措置の開始日とする。",
        "The mark that holds automatic answers is said to end on the day on which the measure begins.",
        builders(l09=_mark_for_a_day),
        must="SEC-007",
        pattern="told-another-day",
        acts=2,
    ),
    defect(
        "flag-without-end",
        "支援措置の表示に終了日を示さない。",
        "The flag of a support measure says no end.",
        builders(j23=_flag_without_end),
        must="SEC-007",
        may="SEC-005",
        pattern="end-left-out",
        acts=2,
    ),
    defect(
        "missing-notices-never-listed",
        "転入通知の届かない者を一覧に載せない。",
        "Nobody is listed of whom no notice of moving in came.",
        rules(moving_in_is_awaited=lambda _record: False),
        must="REL-012",
        pattern="clerk-not-warned",
        acts=3,
    ),
    defect(
        "missing-householder-forgotten-overnight",
        "世帯主が定まらない処理を、翌日には未完了として示さない。",
        "An act that waits for a householder is not shown as open any more on the next day.",
        reading("ReadTasks", _forgotten_overnight),
        must="REL-016",
        pattern="forgotten-overnight",
        acts=3,
    ),
)
