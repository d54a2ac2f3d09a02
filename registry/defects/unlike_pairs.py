"""
Defects that only unlike people show: the second of those who come together, a former surname with other letters than
the name, a day of moving out that is not the day of its notification, a newborn of whom another municipality tells,
somebody who was here before.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from registry import residents
from registry.defects.defect import afterwards, arrival, builders, defect, handler, rules
from registry.desk import Desk
from registry.handlers import arrivals
from registry.messages.agency import municipal_notice
from registry.messages.card import Dispatching, dispatch_information
from registry.messages.network import identification_update, moving_in_notice
from registry.messages.told import Told
from registry.parts import Override
from registry.residents import Record
from registry.rulebook import certificate_is_due
from registry.rules.relationship import HOUSEHOLDER
from registry.store import MOVING_OUT_DATA
from registry.wire.card_management import DispatchInformation
from registry.wire.control import Accepted, ConfirmNotice, MovingIn
from registry.wire.immigration import MunicipalNotice
from registry.wire.juki_net import IdentificationUpdate, MovingInNotice
from registry.wire.town import MovingOutData

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


def _certified_with_the_data(record: Record) -> bool:
    special = record.out_route == "special" and record.relationship != HOUSEHOLDER
    return certificate_is_due(record) or (special and record.destination_municipality is not None)


def _asked_for_no_number(desk: Desk, _command: ConfirmNotice, outcome: Accepted) -> Accepted:
    desk.drafts = [draft for draft in desk.drafts if draft.message_type != "J20"]
    return outcome


def _known_already(desk: Desk, _command: MovingIn, outcome: Accepted) -> Accepted:
    for entered in outcome.residents:
        record = residents.find(desk.conn, entered.resident)
        if record is not None and record.addressee_changes > 1:
            residents.recount(desk.conn, replace(record, addressee_changes=record.addressee_changes - 1))
            desk.drafts = [
                draft
                for draft in desk.drafts
                if draft.message_type != "A01" or draft.resident != entered.resident
            ]
    return outcome


def _to_the_agency(*, late: bool) -> Callable[[Told], MunicipalNotice | None]:
    """
    A moving out that is told to the Agency as the other kind: as notified, or as handled ex officio.
    """

    def notice(told: Told) -> MunicipalNotice | None:
        sound, record, event = municipal_notice(told), told.record, told.event
        if sound is None or event.reason != MOVED_OUT or (event.kind != BY_NOTIFICATION) is not late:
            return sound
        if late:
            return replace(
                sound,
                notification_article="24",
                notified_on=event.notified_on,
                planned_moving_out_on=record.planned_out_on,
                ex_officio=False,
                event_on=None,
            )
        past = str(event.notified_on) > event.changed_on
        return replace(sound, planned_moving_out_on=event.notified_on) if past else sound

    return notice


def _kept_as_if_planned(day: Callable[[str, str], str]) -> Callable[[Desk, MovingOutData], None]:
    """
    Moving-out data whose period begins on another day, chosen from the planned date and that of their arrival.
    """

    def arrived(desk: Desk, body: MovingOutData) -> None:
        arrivals.moving_out_data_arrived(desk, body)
        codes = [person.resident_record_code for person in body.persons]
        kept = MOVING_OUT_DATA.c
        desk.conn.execute(
            MOVING_OUT_DATA.update()
            .where(kept.resident_record_code.in_(codes), kept.planned_on == body.planned_on)
            .values(planned_on=day(body.planned_on, desk.today.isoformat()))
        )

    return arrived


DEFECTS = (
    defect(
        "members-last-address-lost",
        "未届転入をした者のうち、世帯主についてだけ最終登録住所地を残す。",
        "Of those who come by way of a skipped place, the last recorded address of the householder alone is kept.",
        _members(_without_last_address),
        must="REL-014",
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
        may="JUKI-001 JUKI-005 REL-013",  # The network refuses what is counted wrong.
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
    defect(
        "member-certified-with-the-data",
        "世帯主のカードによる特例転出で、世帯員に転出証明書も交付する。",
        "Members who move out by the householder's card are handed a certificate as well.",
        rules(certificate_is_due=_certified_with_the_data),
        must="REL-008",
        may="REL-007",
        pattern="paper-beside-the-data",
        acts=2,
    ),
    defect(
        "notified-newborn-asked-no-number",
        "他の市町村の通知により記載した出生した者について、個人番号の生成を求めない。",
        "No Individual Number is asked for a newborn who is entered on the notice of another municipality.",
        handler("ConfirmNotice", afterwards(_asked_for_no_number)),
        must="REL-017",
        may="JUKI-010 CARD-001",
        pattern="asked-by-one-way-alone",
        acts=2,
    ),
    defect(
        "returned-addressee-known-already",
        "以前に宛名を伝えた者の再度の転入を、団体内統合宛名システムに伝えない。",
        "The return of somebody whose addressee was told of before is not told to the addressee system.",
        handler("MovingIn", afterwards(_known_already)),
        must="REL-001 REL-026",
        may="ATE-001 LINK-003 REL-024",
        pattern="taken-for-known-from-before",
        acts=3,
    ),
    defect(
        "moving-out-by-authority-told-agency-as-notified",
        "職権で処理した外国人住民の転出を、転出届によるものとして出入国在留管理庁に通知する。",
        "A foreign resident's moving out that is handled ex officio is told to the Agency as notified.",
        builders(i01=_to_the_agency(late=True)),
        must="IMM-002",
        pattern="told-agency-as-every-moving-out",
        acts=2,
    ),
    defect(
        "late-moving-out-told-agency-as-of-filing",
        "十四日以内にされた転出後の届出について、届出の日を転出の予定年月日として出入国在留管理庁に通知する。",
        "Of a moving out notified up to fourteen days late the Agency is told the day of the notification as its date.",
        builders(i01=_to_the_agency(late=False)),
        must="IMM-002",
        pattern="told-agency-as-every-moving-out",
        acts=2,
    ),
    defect(
        "late-moving-out-data-kept-from-arrival",
        "転出の予定年月日の後に届いた転出証明書情報を、届いた日から数えて保存する。",
        "Moving-out data that arrive after the planned date are kept for as many days from their arrival.",
        arrival("J07", _kept_as_if_planned(max)),
        must="REL-011",
        may="REL-009",
        pattern="kept-from-arrival",
        acts=2,
    ),
    defect(
        "early-moving-out-data-kept-from-arrival",
        "転出の予定年月日の前に届いた転出証明書情報を、届いた日から数えて保存する。",
        "Moving-out data that arrive before the planned date are kept for as many days from their arrival only.",
        arrival("J07", _kept_as_if_planned(min)),
        must="REL-011",
        may="REL-009",
        pattern="kept-from-arrival",
        acts=2,
    ),
)
