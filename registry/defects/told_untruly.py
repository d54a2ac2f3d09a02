"""
Defects of what is repeated from the record: an item of a message is not the record's, or a task is not kept in mind.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import clock
from registry.cards import Kept
from registry.defects.clocks import day_in_utc
from registry.defects.defect import builders, defect, outbox, reading, rules
from registry.measures import Measure
from registry.messages.agency import municipal_notice
from registry.messages.card import Order, card_update, continued_use
from registry.messages.house import addressee_change, hold_mark, resident_change
from registry.messages.network import (
    SupplementaryItem,
    identification_update,
    moving_in_notice,
    protection_flag,
    supplementary_notice,
)
from registry.messages.told import Told
from registry.outbox import Draft
from registry.reads import Reading
from registry.residents import Record
from registry.rules import dates
from registry.wire.addressee import AddresseeChange, HoldMark
from registry.wire.card_management import CardUpdate, ContinuedUse
from registry.wire.control import Found
from registry.wire.departments import ResidentChange
from registry.wire.immigration import MunicipalNotice
from registry.wire.juki_net import (
    IdentificationUpdate,
    MovingInNotice,
    ProtectionFlag,
    SupplementaryNotice,
)


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


def _from_today(told: Told) -> AddresseeChange:
    return msgspec.structs.replace(addressee_change(told), applies_from=told.now.date().isoformat())


def _registered_by_kind(told: Told) -> AddresseeChange:
    return msgspec.structs.replace(addressee_change(told), registered_by=told.event.kind)


def _moved_in_the_day_before(card_id: str, told: Told) -> ContinuedUse:
    sound = continued_use(card_id, told)
    return msgspec.structs.replace(sound, moved_in_on=day_in_utc(sound.moved_in_on))


def _mark_for_a_day(record: Record, measure: Measure, operator: str) -> HoldMark:
    sound = hold_mark(record, measure, operator)
    return msgspec.structs.replace(sound, ends_on=sound.starts_on)


def _flag_without_end(record: Record, measure: Measure) -> ProtectionFlag:
    return msgspec.structs.replace(protection_flag(record, measure), ends_on=None)


def _always_temporary(record: Record, measure: Measure) -> ProtectionFlag:
    return msgspec.structs.replace(protection_flag(record, measure), temporary=True)


def _householder_heads_the_register(
    told: Told, corrected: tuple[SupplementaryItem, ...]
) -> SupplementaryNotice | None:
    sound = supplementary_notice(told, corrected)
    return (
        None
        if sound is None
        else msgspec.structs.replace(sound, head_of_family_register=told.householder_name)
    )


def _old_building_left_out(told: Told) -> MovingInNotice | None:
    sound = moving_in_notice(told)
    if sound is None:
        return None
    return msgspec.structs.replace(sound, previous_address=sound.previous_address[:-1])


def _nationality_unknown(told: Told) -> MunicipalNotice | None:
    sound = municipal_notice(told)
    return None if sound is None else msgspec.structs.replace(sound, nationality="不明")


def _first_item_only(
    kept: Kept, changes: dict[str, tuple[str | None, str | None]], order: Order
) -> CardUpdate:
    sound = card_update(kept, changes, order)
    return msgspec.structs.replace(sound, changes=sound.changes[:1])


def _neighbourhood_left_out(drafts: list[Draft]) -> list[Draft]:
    """
    Without what the neighbourhood office should learn of a change of address.
    """
    return [
        draft
        for draft in drafts
        if draft.receiver != "dept-neighbourhood"
        or not isinstance(draft.body, ResidentChange)
        or draft.body.reason != "31"
    ]


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
        pattern="fields-crossed",
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
        pattern="own-value-for-anothers",
    ),
    defect(
        "departments-told-plan-a-day-late",
        "庁内の業務に伝える転出予定年月日が一日遅い。",
        "Departments are told a planned date that is a day late.",
        builders(d01=_plan_a_day_late),
        must="DEPT-001 REL-005",
        pattern="told-a-day-off",
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
        "addressee-told-day-of-processing",
        "宛名システムに、異動の日でなく処理をした日を適用日と伝える。",
        "The addressee system is told that a change applies from the day of processing.",
        builders(a01=_from_today),
        must="ATE-001",
        pattern="dated-by-processing",
    ),
    defect(
        "addressee-told-kind-for-reason",
        "宛名システムに、登録事由として異動届出区分を伝える。",
        "The addressee system is told the kind of notification as the reason for registration.",
        builders(a01=_registered_by_kind),
        must="ATE-001",
        pattern="another-code-list",
    ),
    defect(
        "card-told-of-moving-in-a-day-early",
        "継続利用の転入年月日を時刻として扱い、時差により前日を書く。",
        "Continued use keeps the day of moving in as a moment and gives the day before.",
        builders(k06=_moved_in_the_day_before),
        must="CARD-006",
        may="CARD-007 REL-009",
        pattern="a-day-lost-between-clocks",
        seen_by="checks",
    ),
    defect(
        "answers-held-for-a-day",
        "自動応答不可の終期を、支援措置の開始日とする。",
        "The mark that holds automatic answers is said to end on the day on which the measure begins.",
        builders(l09=_mark_for_a_day),
        must="SEC-007",
        pattern="fields-crossed",
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
    defect(
        "flag-always-temporary",
        "認められた支援措置も、仮の支援措置として伝える。",
        "A measure that was granted is still flagged as a temporary one.",
        builders(j23=_always_temporary),
        must="SEC-007",
        may="SEC-005",
        pattern="item-always-the-same",
        acts=2,
    ),
    defect(
        "keeper-told-householder-as-head",
        "戸籍の附票の通知で、世帯主を筆頭者とする。",
        "The notice to the keeper of the supplementary record names the householder as head of the family register.",
        builders(j09=_householder_heads_the_register),
        must="JUKI-012",
        pattern="two-roles-mixed-up",
        seen_by="checks",
    ),
    defect(
        "previous-place-told-cut-address",
        "転入通知の転入前の住所の末尾を切り落とす。",
        "The notice of moving in cuts the end off the address that was left.",
        builders(j05=_old_building_left_out),
        must="REL-003",
        pattern="text-cut",
    ),
    defect(
        "agency-told-unknown-nationality",
        "市町村通知の国籍等を不明とする。",
        "The municipal notice gives every nationality as unknown.",
        builders(i01=_nationality_unknown),
        must="IMM-002",
        pattern="item-left-unknown",
    ),
    defect(
        "card-told-of-first-item-only",
        "二つの事項が変わったカードについて、一つだけを伝える。",
        "Of a card on which two items changed, only the first is told.",
        builders(k07=_first_item_only),
        must="CARD-009",
        may="CARD-013",
        pattern="only-the-first",
        acts=3,
    ),
    defect(
        "neighbourhood-untold-of-move",
        "転居を町会の業務にだけ伝えない。",
        "Only the neighbourhood office is not told of a change of address.",
        outbox(outgoing=_neighbourhood_left_out),
        must="REL-013",
        may="DEPT-009",
        pattern="one-neighbour-left-out",
        acts=2,
    ),
)
