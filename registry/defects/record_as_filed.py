"""
Defects of what is written on a record: an item of the filing is lost, swapped or taken from somebody else, and every
message repeats faithfully what the record then says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec

from registry import households, residents
from registry.defects.defect import arrival, defect, handler, rewritten
from registry.desk import Desk
from registry.handlers import arrivals, notices, numbers
from registry.parts import Handler
from registry.residents import Record
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import (
    Accepted,
    ChangeOfAddress,
    ChangeOfHousehold,
    ChangeOfNationality,
    ConfirmNotice,
    EntryByBirth,
    ExOfficioCorrection,
    MovingIn,
    Person,
)
from registry.wire.town import FamilyRegisterEvent, MovingOutData, NumberNotice

LODGER = "同居人"
LATE = timedelta(days=20)


def _own_head(person: Person) -> Person:
    """
    Who heads no family register heads the own one.
    """
    return msgspec.structs.replace(person, head_of_family_register=person.name)


def _persons(change: Callable[[Person], Person], first: int = 0) -> Callable[[Any], Any]:
    def changed(command: Any) -> Any:
        kept = command.persons[:first]
        return msgspec.structs.replace(command, persons=[*kept, *map(change, command.persons[first:])])

    return changed


def _stay_swapped(person: Person) -> Person:
    stay = person.foreign
    if stay is None or stay.status_of_residence is None or stay.period_of_stay is None:
        return person
    swapped = msgspec.structs.replace(
        stay, status_of_residence=stay.period_of_stay, period_of_stay=stay.status_of_residence
    )
    return msgspec.structs.replace(person, foreign=swapped)


def _filed_on_arrival(command: MovingIn) -> MovingIn:
    abroad = command.exemption == "from-abroad"
    return msgspec.structs.replace(command, notified_on=command.moved_in_on) if abroad else command


def _late_heads(desk: Desk, body: MovingOutData) -> None:
    late = desk.today - date.fromisoformat(body.planned_on) > LATE
    alike = [
        msgspec.structs.replace(person, head_of_family_register=person.name)
        if person.registered_domicile and late
        else person
        for person in body.persons
    ]
    arrivals.moving_out_data_arrived(desk, msgspec.structs.replace(body, persons=alike))


def _child(command: EntryByBirth | ConfirmNotice) -> Any:
    if command.person is None:
        return command
    return msgspec.structs.replace(command, person=_own_head(command.person))


def _first_item(command: ExOfficioCorrection) -> ExOfficioCorrection:
    if command.amendments[0].item == "name":
        return command
    return msgspec.structs.replace(command, amendments=command.amendments[:1])


def _without_building(command: ChangeOfAddress) -> ChangeOfAddress:
    if not command.provisional:
        return command
    address = msgspec.structs.replace(command.to_address, building=None)
    return msgspec.structs.replace(command, to_address=address)


def _beforehand(change: Callable[[Any, Record], Record]) -> Callable[[Handler], Handler]:
    """
    The records of those who move along with the householder are changed before the sound handler reads them.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: Any) -> Accepted:
            found = [residents.find(desk.conn, number) for number in command.residents]
            movers = [] if command.provisional else [each for each in found if each is not None]
            if any(each.relationship == HOUSEHOLDER for each in movers):
                for each in movers:
                    if each.relationship != HOUSEHOLDER:
                        residents.save(desk.conn, change(command, each))
            return sound(desk, command)

        return inner

    return wrap


def _since_moving(command: ChangeOfAddress, record: Record) -> Record:
    return msgspec.structs.replace(record, became_resident_on=command.moved_on)


def _last_lodges(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ChangeOfHousehold) -> Accepted:
        headless = households.head(desk.conn, command.household) is None
        if headless and command.relationships:
            last = msgspec.structs.replace(command.relationships[-1], relationship=LODGER)
            command = msgspec.structs.replace(command, relationships=[*command.relationships[:-1], last])
        return sound(desk, command)

    return inner


def _to_whoever_waits(desk: Desk, body: NumberNotice) -> None:
    named = residents.with_code(desk.conn, body.resident_record_code)
    members = residents.members(desk.conn, named.household) if named is not None else []
    waiting = [each for each in members if each.individual_number is None]
    if waiting:
        body = msgspec.structs.replace(body, resident_record_code=waiting[-1].resident_record_code)
    numbers.number_notice(desk, body)


def _reading_at_once(desk: Desk, body: FamilyRegisterEvent) -> None:
    notices.family_register_event(desk, body)
    record = residents.with_code(desk.conn, body.resident_record_code or "")
    if record is not None and body.event != "birth" and "name_kana" in body.items:
        residents.save(desk.conn, msgspec.structs.replace(record, name_kana=body.items["name_kana"]))


def _register_swapped(command: ChangeOfNationality) -> ChangeOfNationality:
    return msgspec.structs.replace(
        command,
        registered_domicile=command.head_of_family_register,
        head_of_family_register=command.registered_domicile,
    )


DEFECTS = (
    defect(
        "movers-head-their-own-register",
        "転入した者の二人目からは、筆頭者として本人の氏名を記載する。",
        "Of those who move in, everyone but the first is recorded as heading the own family register.",
        handler("MovingIn", rewritten(_persons(_own_head, 1))),
        must="REL-001",
        pattern="record-takes-own-for-head",
        seen_by="checks",
    ),
    defect(
        "status-and-period-swapped-on-entry",
        "転入した外国人住民の在留資格と在留期間を入れ替えて記載する。",
        "Status of residence and period of stay of a foreign resident who moves in are recorded each as the other.",
        handler("MovingIn", rewritten(_persons(_stay_swapped))),
        must="REL-001",
        may="CERT-007 REL-007",
        pattern="record-swaps-two-items",
    ),
    defect(
        "filing-from-abroad-dated-by-arrival",
        "国外からの転入届の届出の年月日を、転入をした日とする。",
        "A moving in from abroad is recorded as notified on the day of moving in.",
        handler("MovingIn", rewritten(_filed_on_arrival)),
        must="REL-001",
        may="IMM-002 REL-028",
        pattern="record-defaults-a-day",
    ),
    defect(
        "late-data-head-their-own-register",
        "転出の予定年月日の二十日後を過ぎて届いた転出証明書情報により記載する者の筆頭者を、本人とする。",
        "Who is entered by data that came more than twenty days after the planned date heads the own family register.",
        arrival("J07", _late_heads),
        must="REL-009",
        pattern="record-takes-own-for-head",
        seen_by="checks",
    ),
    defect(
        "child-heads-the-own-register",
        "出生した子の筆頭者を、本人とする。",
        "A child that was born is recorded as heading the own family register.",
        handler("EntryByBirth", rewritten(_child)),
        must="REL-017",
        pattern="record-takes-own-for-head",
        seen_by="checks",
    ),
    defect(
        "building-lost-while-provisional",
        "仮登録をした転居の転居先の方書を、決裁されても記載しない。",
        "The building of an address that was saved provisionally is not recorded when the change is decided.",
        handler("ChangeOfAddress", rewritten(_without_building)),
        must="REL-013",
        pattern="record-loses-an-item",
        seen_by="checks",
        acts=2,
    ),
    defect(
        "members-resident-since-moving",
        "世帯主とともに転居した者の住民となった日を、転居の日とする。",
        "Who changes address along with the householder has become a resident on that day.",
        handler("ChangeOfAddress", _beforehand(_since_moving)),
        must="REL-013",
        pattern="record-spoils-another-item",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "last-member-lodges-with-successor",
        "世帯主のいなくなった世帯の世帯変更届では、最後の一人の続柄を同居人とする。",
        "Where a householder is notified for a household without one, the last member is recorded as a lodger.",
        handler("ChangeOfHousehold", _last_lodges),
        must="REL-015",
        pattern="record-defaults-a-word",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "number-entered-on-whoever-waits",
        "通知された個人番号を、同じ世帯で番号を待つ最後の者に記載する。",
        "An Individual Number goes on the record of whoever of the household waits for one last.",
        arrival("J21", _to_whoever_waits),
        must="JUKI-010",
        may="JUKI-001",
        pattern="record-takes-from-another-person",
        seen_by="checks",
    ),
    defect(
        "first-item-of-a-correction",
        "氏名のほかの項目の職権修正では、最初の項目だけを改める。",
        "Of several items that are corrected ex officio, the name apart, only the first is.",
        handler("ExOfficioCorrection", rewritten(_first_item)),
        must="REL-023",
        may="DATA-002",
        pattern="record-keeps-first-item",
        acts=2,
    ),
    defect(
        "reading-overwritten-by-notice",
        "戸籍の届出の通知を受けたとき、確認を待たずに氏名の振り仮名を改める。",
        "A notice of a family register overwrites the reading of a name before anybody examined it.",
        arrival("J22", _reading_at_once),
        must="JUKI-015",
        may="ATE-001",
        pattern="record-spoils-another-item",
        seen_by="checks",
        acts=2,
    ),
    defect(
        "domicile-and-head-swapped-on-naturalisation",
        "帰化した者の本籍と筆頭者の氏名を入れ替えて記載する。",
        "Of whoever acquires nationality, registered domicile and head of the register are recorded each as the other.",
        handler("ChangeOfNationality", rewritten(_register_swapped)),
        must="REL-019",
        pattern="record-swaps-two-items",
        seen_by="checks",
        acts=2,
    ),
)
