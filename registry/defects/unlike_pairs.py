"""
Defects that only unlike people show: the second of those who come together, a former surname with other letters than
the name, a day of moving out that is not the day of its notification.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from registry import residents
from registry.defects.defect import afterwards, builders, defect, handler
from registry.desk import Desk
from registry.messages.card import Dispatching, dispatch_information
from registry.messages.network import identification_update, moving_in_notice
from registry.messages.told import Told
from registry.parts import Override
from registry.residents import Record
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.card_management import DispatchInformation
from registry.wire.control import Accepted, MovingIn
from registry.wire.juki_net import IdentificationUpdate, MovingInNotice

replace = msgspec.structs.replace
MOVED_OUT, BY_NOTIFICATION = "21", "1"


def _members(change: Callable[[Record], Record]) -> Override:
    """
    A moving in by way of a skipped place that keeps something else of whoever does not head the household.
    """

    def more(desk: Desk, command: MovingIn, outcome: Accepted) -> Accepted:
        for entered in outcome.residents:
            record = residents.find(desk.conn, entered.resident)
            if command.unreported_address and record is not None and record.relationship != HOUSEHOLDER:
                residents.save(desk.conn, change(record))
        return outcome

    return handler("MovingIn", afterwards(more))


def _without_last_address(record: Record) -> Record:
    return replace(record, last_recorded_address=None)


def _unmarked(record: Record) -> Record:
    return replace(record, previous_address=record.unreported_address)


def _members_to_the_skipped_place(told: Told) -> MovingInNotice | None:
    sound, record = moving_in_notice(told), told.record
    if sound is None or record.unreported_municipality is None or record.relationship == HOUSEHOLDER:
        return sound
    return replace(sound, previous_municipality=record.unreported_municipality)


def _counted_as_the_name(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    if sound.former_surname is None:
        return sound
    return replace(sound, former_surname_gaiji_count=sound.name_gaiji_count)


def _counted_once(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    return replace(sound, former_surname_gaiji_count=min(sound.former_surname_gaiji_count, 1))


def _printed_as_the_name(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    sound = dispatch_information(told, mailing)
    if sound is None or sound.former_surname is None:
        return sound
    return replace(sound, former_surname_gaiji_count=sound.name_gaiji_count)


def _dated_when_filed(*, by_notification: bool) -> Callable[[Told], IdentificationUpdate]:
    """
    A moving out that was notified after the day, told as of the day of the notification.
    """

    def update(told: Told) -> IdentificationUpdate:
        sound, event = identification_update(told), told.event
        late = event.notified_on is not None and event.notified_on > sound.changed_on
        concerned = late and sound.reason == MOVED_OUT and (event.kind == BY_NOTIFICATION) is by_notification
        return replace(sound, changed_on=event.notified_on) if concerned else sound

    return update


DEFECTS = (
    defect(
        "members-last-address-lost",
        "未届転入をした者のうち、世帯主についてだけ最終登録住所地を残す。",
        "Of those who come by way of a skipped place, the last recorded address of the householder alone is kept.",
        _members(_without_last_address),
        must="REL-014",
        may="REL-003",  # The notice names the place that the record has lost.
        pattern="householder-stands-for-members",
    ),
    defect(
        "members-previous-address-unmarked",
        "未届転入をした者のうち、世帯主についてだけ転入前の住所に未届と付記する。",
        "Of those who come by way of a skipped place, the previous address of the householder alone is marked.",
        _members(_unmarked),
        must="REL-014",
        pattern="householder-stands-for-members",
    ),
    defect(
        "members-told-to-skipped-place",
        "未届転入をした世帯員の転入通知を、未届地の市町村に送る。",
        "Of those who come by way of a skipped place, members are told to that place and not where they were recorded.",
        builders(j05=_members_to_the_skipped_place),
        must="REL-014",
        may="REL-003",
        pattern="members-told-elsewhere",
    ),
    defect(
        "former-surname-counted-as-name",
        "旧氏のある者の旧氏外字数に、氏名の外字数を入れる。",
        "An update says of a former surname how many letters of the name are unmapped.",
        builders(j01=_counted_as_the_name),
        must="DATA-002",
        may="JUKI-001 JUKI-005",  # The network refuses what is counted wrong.
        pattern="count-of-another-item",
    ),
    defect(
        "former-surname-counted-once",
        "旧氏に外字が二字以上あっても、旧氏外字数を一とする。",
        "However many letters of a former surname are unmapped, one is told.",
        builders(j01=_counted_once),
        must="DATA-002",
        may="JUKI-001 JUKI-005",
        pattern="whether-told-for-how-many",
    ),
    defect(
        "former-surname-printed-as-counted-in-name",
        "送付先情報の旧氏外字数に、氏名の外字数を入れる。",
        "Dispatch data say of a former surname how many letters of the name are unmapped.",
        builders(k01=_printed_as_the_name),
        must="CARD-001",
        pattern="count-of-another-item",
        acts=2,
    ),
    defect(
        "late-moving-out-told-as-of-filing",
        "十四日以内にされた転出後の届出について、届出の日を異動年月日として本人確認情報を送る。",
        "An update about a moving out notified up to fourteen days late is dated by the notification.",
        builders(j01=_dated_when_filed(by_notification=True)),
        must="REL-005",
        may="JUKI-003",
        pattern="update-dated-by-filing",
        acts=2,
    ),
    defect(
        "moving-out-by-authority-told-as-of-filing",
        "職権で処理した転出後の届出について、届出の日を異動年月日として本人確認情報を送る。",
        "An update about a moving out that is handled ex officio is dated by the late notification.",
        builders(j01=_dated_when_filed(by_notification=False)),
        must="REL-005",
        may="JUKI-003",
        pattern="update-dated-by-filing",
        acts=2,
    ),
)
