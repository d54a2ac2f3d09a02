"""
Defects of what the Agency is told of a change: its dates, its article, the items that were corrected.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from registry import changes, residents
from registry.defects.clocks import day_in_utc
from registry.defects.defect import arrival, builders, defect, rules
from registry.desk import Desk
from registry.handlers import from_agency
from registry.handlers.from_agency import AGENCY
from registry.messages.agency import municipal_notice
from registry.messages.told import Event, Told
from registry.parts import Override
from registry.rules import tables
from registry.wire.immigration import MunicipalNotice
from registry.wire.town import AgencyNotice


def _told(change: Callable[[MunicipalNotice, Told], MunicipalNotice]) -> Override:
    def changed(told: Told) -> MunicipalNotice | None:
        sound = municipal_notice(told)
        return None if sound is None else change(sound, told)

    return builders(i01=changed)


def _as_from_here(sound: MunicipalNotice, _told: Told) -> MunicipalNotice:
    if sound.notification_article != "30-46":
        return sound
    return msgspec.structs.replace(sound, notification_article="22")


def _first_item(sound: MunicipalNotice, _told: Told) -> MunicipalNotice:
    return msgspec.structs.replace(sound, corrected_items=sound.corrected_items[:1])


def _another_item(sound: MunicipalNotice, _told: Told) -> MunicipalNotice:
    if sound.corrected_items != ["sex"]:
        return sound
    return msgspec.structs.replace(sound, corrected_items=["born_on"])


def _died_the_day_before(sound: MunicipalNotice, told: Told) -> MunicipalNotice:
    if told.event.reason != "23" or sound.event_on is None:
        return sound
    return msgspec.structs.replace(sound, event_on=day_in_utc(sound.event_on))


def _cause_for_entry(sound: MunicipalNotice, told: Told) -> MunicipalNotice:
    if told.event.reason not in ("16", "26"):
        return sound
    return msgspec.structs.replace(sound, event_on=told.event.changed_on)


def _but_nationality(item: str, foreign: bool, on: date) -> tables.AgencyItem | None:
    return None if item == "nationality" else tables.agency_item(item, foreign, on)


def _back(told: Told) -> MunicipalNotice | None:
    if told.event.kind != AGENCY:
        return municipal_notice(told)
    corrected = msgspec.structs.replace(told.event, corrected=("name",))
    return municipal_notice(msgspec.structs.replace(told, event=corrected))


def _nothing_said(desk: Desk, body: AgencyNotice) -> None:
    """
    What the notice leaves empty counts as not told.
    """
    before = residents.with_residence_card(desk.conn, body.residence_card_number)
    from_agency.agency_notice(desk, body)
    if body.period_expires_on is not None or len(before) != 1:
        return
    after = residents.find(desk.conn, before[0].resident)
    if before[0].foreign is not None and after is not None and after.foreign is not None:
        end = before[0].foreign.period_expires_on
        foreign = msgspec.structs.replace(after.foreign, period_expires_on=end)
        residents.save(desk.conn, msgspec.structs.replace(after, foreign=foreign))


def _passed_on(desk: Desk, body: AgencyNotice) -> None:
    from_agency.agency_notice(desk, body)
    found = residents.with_residence_card(desk.conn, body.residence_card_number)
    if body.change in ("status", "period") and len(found) == 1:
        today = desk.today.isoformat()
        event = Event(reason="33", kind=AGENCY, changed_on=today, notified_on=None)
        changes.tell_network(desk, found[0], event)


DEFECTS = (
    defect(
        "agency-told-another-article",
        "国外からの転入の市町村通知に、住基法22条の届出と書く。",
        "The municipal notice names article 22 for a moving in from abroad.",
        _told(_as_from_here),
        must="IMM-002",
        pattern="wrong-article",
    ),
    defect(
        "agency-told-first-corrected-item",
        "二つの事項を修正しても、一つだけを市町村通知に示す。",
        "Of two items corrected at once the municipal notice names the first only.",
        _told(_first_item),
        must="IMM-002",
        pattern="only-the-first",
        acts=2,
    ),
    defect(
        "agency-told-another-corrected-item",
        "性別の修正を、生年月日の修正として市町村通知に示す。",
        "A correction of the sex is told to the Agency as one of the date of birth.",
        _told(_another_item),
        must="IMM-001 IMM-002",
        pattern="list-names-another-item",
        acts=2,
    ),
    defect(
        "agency-told-death-a-day-early",
        "死亡の市町村通知で、死亡の日を時刻として扱い、時差により前日を書く。",
        "The municipal notice of a death keeps its day as a moment and gives the day before.",
        _told(_died_the_day_before),
        must="IMM-002 REL-018",
        pattern="a-day-lost-between-clocks",
        acts=2,
    ),
    defect(
        "agency-told-cause-for-entry",
        "職権による記載及び消除の市町村通知に、その処分の日でなく事由の日を書く。",
        "The municipal notice of an act ex officio gives the day of its cause in place of that of the act.",
        _told(_cause_for_entry),
        must="IMM-002",
        pattern="day-of-another-step",
    ),
    defect(
        "agency-untold-of-nationality",
        "国籍等の修正を出入国在留管理庁に通知しない。",
        "A corrected nationality is not told to the Agency.",
        rules(agency_item=_but_nationality),
        must="IMM-001",
        pattern="item-missing-from-table",
        acts=2,
    ),
    defect(
        "agency-told-its-own-words",
        "出入国在留管理庁の知らせによる修正を、市町村通知として同庁に送り返す。",
        "What the Agency told is told back to it as a correction.",
        builders(i01=_back),
        must="IMM-003",
        may="IMM-001 IMM-002",
        pattern="told-back",
    ),
    defect(
        "stay-passed-on-to-the-network",
        "出入国在留管理庁の知らせによる在留資格又は在留期間の修正を、本人確認情報の更新として通知する。",
        "A status or period of stay that the Agency corrects is told to the network as an update.",
        arrival("I02", _passed_on),
        must="IMM-004",
        may="JUKI-002",
        pattern="trigger-beyond-its-items",
    ),
    defect(
        "permanent-resident-keeps-the-end-of-the-stay",
        "永住者となった旨の知らせで満了の日が空であるとき、元の満了の日を残す。",
        "Where the Agency tells of permanent residence, which has no end, the former end of the stay is left.",
        arrival("I02", _nothing_said),
        must="IMM-004",
        pattern="empty-counts-as-untold",
    ),
)
