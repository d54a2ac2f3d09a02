"""
Defects of whoever is not alone: right for one person, wrong for the second, for the other role in the household, for a
foreign resident.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec

from registry.defects.defect import builders, defect, outbox, rules
from registry.messages.house import provision_copy
from registry.messages.network import identification_update
from registry.messages.told import Told
from registry.outbox import Draft
from registry.parts import Override
from registry.residents import Record
from registry.rulebook import Action
from registry.rules import periods
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.addressee import CopyRegistration
from registry.wire.juki_net import IdentificationUpdate

DAY = timedelta(days=1)


def _first_only(message_type: str, concerns: Callable[[Any], bool] = lambda _body: True) -> Override:
    """
    Of several people in one transaction only the first is told of.
    """

    def outgoing(drafts: list[Draft]) -> list[Draft]:
        chosen = [draft for draft in drafts if draft.message_type == message_type and concerns(draft.body)]
        return [draft for draft in drafts if draft not in chosen or draft.resident == chosen[0].resident]

    return outbox(outgoing=outgoing)


def _leaves(body: Any) -> bool:
    return bool(body.state == "deleted" and body.reason == "21")


def _leaves_as_addressee(body: Any) -> bool:
    return bool(body.state == "deleted" and body.registered_by == "21")


def _members_a_day_late(record: Record) -> str:
    planned = record.planned_out_on or ""
    if record.relationship == HOUSEHOLDER:
        return planned
    return (date.fromisoformat(planned) + DAY).isoformat()


def _next_month(planned_on: date, notified_on: date) -> date:
    due = periods.moving_out_falls_due(planned_on, notified_on)
    return due + DAY if due == planned_on and (planned_on + DAY).day == 1 else due


def _update_of_householder(told: Told) -> IdentificationUpdate | None:
    sound = identification_update(told)
    return None if sound.reason == "21" and told.record.relationship != HOUSEHOLDER else sound


def _members_as_domestic(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    member = told.record.relationship != HOUSEHOLDER
    return msgspec.structs.replace(sound, reason="11") if sound.reason == "12" and member else sound


def _householders_copy_left(told: Told, action: Action) -> CopyRegistration | None:
    left = action == "close" and told.record.relationship == HOUSEHOLDER
    return None if left else provision_copy(told, action)


DEFECTS = (
    defect(
        "member-deleted-a-day-late",
        "一緒に転出する世帯員を、転出予定年月日の翌日を消除の年月日として消除する。",
        "Members who move out with the householder are deleted with the day after the planned date.",
        rules(deletion_date=_members_a_day_late),
        must="REL-005",
        may="JUKI-001 REL-004",
        pattern="members-treated-otherwise",
        acts=2,
    ),
    defect(
        "month-end-planned-next-day",
        "月の末日を予定日とする転出を、翌月の一日に記録する。",
        "A moving out planned for the last day of a month is recorded on the first of the next.",
        rules(moving_out_falls_due=_next_month),
        must="REL-005",
        may="ATE-001 LINK-004 DEPT-001 LINK-003",
        pattern="calendar-edge-missed",
        acts=2,
    ),
    defect(
        "update-of-householder-only",
        "一緒に転出した者のうち、世帯主についてだけ本人確認情報を送る。",
        "Of those who move out together the network is told of the householder only.",
        builders(j01=_update_of_householder),
        must="REL-005",
        may="JUKI-001 JUKI-002 JUKI-003 REL-004 REL-006 JUKI-005",
        pattern="members-treated-otherwise",
        acts=2,
    ),
    defect(
        "deletion-told-departments-of-one",
        "一緒に転出した者のうち、最初の者についてだけ庁内の業務に消除を知らせる。",
        "Of those who move out together departments are told of the first only.",
        _first_only("D01", _leaves),
        must="DEPT-001",
        pattern="first-of-those-told-together",
        acts=2,
    ),
    defect(
        "deletion-told-addressee-of-one",
        "一緒に転出した者のうち、最初の者についてだけ宛名システムに消除を知らせる。",
        "Of those who move out together the addressee system is told of the first only.",
        _first_only("A01", _leaves_as_addressee),
        must="ATE-001",
        may="LINK-003 LINK-004",
        pattern="first-of-those-told-together",
        acts=2,
    ),
    defect(
        "note-of-first-only",
        "一つの転入届の付記事項を、最初の者についてだけ伝える。",
        "The facts noted on one notification are told of the first person only.",
        _first_only("D03"),
        must="DEPT-001",
        pattern="first-of-those-told-together",
    ),
    defect(
        "number-asked-for-first-only",
        "一緒に初めて記録された者のうち、最初の者についてだけ個人番号の生成を求める。",
        "Of those recorded together for the first time a number is asked for the first only.",
        _first_only("J20"),
        must="REL-021",
        may="JUKI-010",
        pattern="first-of-those-entered-together",
    ),
    defect(
        "residence-of-first-only",
        "一緒に届け出た外国人住民のうち、最初の者についてだけ住居地の届出を出入国在留管理庁に知らせる。",
        "Of foreign residents who notify together the Agency is told the place of residence of the first only.",
        _first_only("I03"),
        must="REL-021",
        may="IMM-005",
        pattern="first-of-those-entered-together",
    ),
    defect(
        "members-from-abroad-as-domestic",
        "国外からの転入で、世帯主でない者の異動事由を国内からの転入とする。",
        "Moving in from abroad, whoever is not the householder is told as moving in from inside Japan.",
        builders(j01=_members_as_domestic),
        must="REL-021",
        may="JUKI-003 JUKI-001",
        pattern="members-treated-otherwise",
    ),
    defect(
        "householders-copy-left",
        "消除された者が世帯主であると、その副本を閉じない。",
        "The provision copy of a householder who is deleted stays.",
        builders(l03=_householders_copy_left),
        must="LINK-003 LINK-004",
        pattern="householder-passed-over",
        acts=2,
    ),
)
