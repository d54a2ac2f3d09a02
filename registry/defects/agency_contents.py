"""
Defects of what the Agency is told of a change: its dates, its article, the items that were corrected.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec

from registry.defects.defect import builders, defect, rules
from registry.messages.agency import municipal_notice
from registry.messages.told import Told
from registry.parts import Override
from registry.rules import tables
from registry.wire.immigration import MunicipalNotice


def _told(change: Callable[[MunicipalNotice, Told], MunicipalNotice]) -> Override:
    def changed(told: Told) -> MunicipalNotice | None:
        sound = municipal_notice(told)
        return None if sound is None else change(sound, told)

    return builders(i01=changed)


def _filed_today(sound: MunicipalNotice, told: Told) -> MunicipalNotice:
    today = told.now.date().isoformat()
    return sound if sound.notified_on is None else msgspec.structs.replace(sound, notified_on=today)


def _planned_when_filed(sound: MunicipalNotice, _told: Told) -> MunicipalNotice:
    if sound.planned_moving_out_on is None:
        return sound
    return msgspec.structs.replace(sound, planned_moving_out_on=sound.notified_on)


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


def _entered_today(reason: str) -> Override:
    def change(sound: MunicipalNotice, told: Told) -> MunicipalNotice:
        if told.event.reason != reason:
            return sound
        return msgspec.structs.replace(sound, event_on=told.now.date().isoformat())

    return _told(change)


def _cause_for_entry(sound: MunicipalNotice, told: Told) -> MunicipalNotice:
    if told.event.reason not in ("16", "26"):
        return sound
    return msgspec.structs.replace(sound, event_on=told.event.changed_on)


def _but_nationality(item: str, foreign: bool, on: date) -> tables.AgencyItem | None:
    return None if item == "nationality" else tables.agency_item(item, foreign, on)


DEFECTS = (
    defect(
        "agency-told-day-of-processing",
        "市町村通知の届出の年月日に、処理をした日を書く。",
        "The municipal notice gives the day of processing as that of the notification.",
        _told(_filed_today),
        must="IMM-002",
    ),
    defect(
        "agency-told-plan-of-filing-day",
        "市町村通知の転出の予定年月日に、届出の日を書く。",
        "The municipal notice gives the day of filing as the planned date of moving out.",
        _told(_planned_when_filed),
        must="IMM-002",
        acts=3,
    ),
    defect(
        "agency-told-another-article",
        "国外からの転入の市町村通知に、住基法22条の届出と書く。",
        "The municipal notice names article 22 for a moving in from abroad.",
        _told(_as_from_here),
        must="IMM-002",
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
        acts=2,
    ),
    defect(
        "agency-told-birth-by-processing",
        "出生の市町村通知に、出生の日でなく処理をした日を書く。",
        "The municipal notice of a birth gives the day of processing in place of that of the birth.",
        _entered_today("13"),
        must="IMM-002",
        acts=2,
    ),
    defect(
        "agency-told-death-by-processing",
        "死亡の市町村通知に、死亡の日でなく処理をした日を書く。",
        "The municipal notice of a death gives the day of processing in place of that of the death.",
        _entered_today("23"),
        must="IMM-002 REL-018",
        acts=2,
    ),
    defect(
        "agency-told-cause-for-entry",
        "職権による記載及び消除の市町村通知に、その処分の日でなく事由の日を書く。",
        "The municipal notice of an act ex officio gives the day of its cause in place of that of the act.",
        _told(_cause_for_entry),
        must="IMM-002",
    ),
    defect(
        "agency-untold-of-nationality",
        "国籍等の修正を出入国在留管理庁に通知しない。",
        "A corrected nationality is not told to the Agency.",
        rules(agency_item=_but_nationality),
        must="IMM-001",
        acts=2,
    ),
)
