"""
Defects of births, of who comes from abroad or comes back, and of what is entered, corrected or restored ex officio.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import changes, residents
from registry.changes import Row
from registry.defects.defect import afterwards, both, builders, defect, handler, rewritten
from registry.desk import Desk
from registry.handlers import entry, moving_out
from registry.messages.agency import municipal_notice, place_of_residence
from registry.messages.house import addressee_change, numbering_request
from registry.messages.network import identification_update, moving_in_notice
from registry.messages.told import Event, Told
from registry.parts import Handler
from registry.residents import Record
from registry.store import HISTORY, PROTECTED, RESIDENTS
from registry.wire.addressee import AddresseeChange, NumberingRequest
from registry.wire.control import (
    Accepted,
    EntryByBirth,
    ExOfficioDeletion,
    LoadProvisionCopies,
    MovingIn,
    MovingOut,
)
from registry.wire.immigration import MunicipalNotice, PlaceOfResidence
from registry.wire.juki_net import IdentificationUpdate


def _entered(desk: Desk, outcome: Accepted) -> list[Record]:
    found = [residents.find(desk.conn, entered.resident) for entered in outcome.residents]
    return [record for record in found if record is not None]


def _newest_row(**changed: Any) -> Any:
    """
    After the sound handler: the newest row of history says something else than what was told.
    """

    def more(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
        for record in _entered(desk, outcome):
            row = changes.rows(desk.conn, record.resident)[-1].shown
            body = msgspec.json.encode(msgspec.structs.replace(row, **changed)).decode()
            its = (HISTORY.c.resident == record.resident) & (HISTORY.c.sequence == row.sequence)
            desk.conn.execute(HISTORY.update().where(its).values(body=body))
        return outcome

    return afterwards(more)


def _child_of_this_country(command: EntryByBirth) -> EntryByBirth:
    national = msgspec.structs.replace(command.person, foreign=None)
    return msgspec.structs.replace(command, person=national)


def _number_foreseen(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    if told.event.reason != "13" or sound.individual_number is not None:
        return sound
    return msgspec.structs.replace(sound, individual_number=f"{sound.resident_record_code}0")


def _entry_not_told(told: Told) -> MunicipalNotice | None:
    first = told.event.act == "entry" and told.event.article == "30-46"
    return None if first else municipal_notice(told)


def _under_another_article(told: Told) -> PlaceOfResidence | None:
    sound = place_of_residence(told)
    if sound is None or sound.article != "30-46":
        return sound
    return msgspec.structs.replace(sound, article="22")


def _told_to_last_city(desk: Desk, command: MovingIn, outcome: Accepted) -> Accepted:
    abroad = command.exemption == "from-abroad" and not command.provisional
    for record in _entered(desk, outcome) if abroad else []:
        city = record.registered_domicile_municipality
        event = Event(reason="11", kind="1", changed_on=command.moved_in_on, notified_on=command.notified_on)
        told = desk.told(msgspec.structs.replace(record, previous_municipality=city), event)
        body = moving_in_notice(told)
        if body is not None:
            desk.send(body.previous_municipality, "J05", body, record, by=changes.JUKI_NET)
    return outcome


def _data_sent_for_abroad(desk: Desk, command: MovingOut, outcome: Accepted) -> Accepted:
    for record in _entered(desk, outcome) if command.destination_municipality is None else []:
        receiver = record.previous_municipality or record.registered_domicile_municipality
        if receiver is not None:
            moving_out.send_data(desk, [record], receiver)
    return outcome


def _waits_for_notice(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ExOfficioDeletion) -> Accepted:
        if command.ground != "other-organ":
            return sound(desk, command)
        record = desk.resident(command.resident, "resident")
        desk.task("notice-to-be-given", ["resident"], record.resident)
        return Accepted(outcome="accepted")

    return inner


def _as_a_correction(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    plain = told.event.kind == "2" and told.event.cancels is None and told.event.reason == "16"
    return msgspec.structs.replace(sound, reason="33") if plain else sound


def _cancellation_not_told(told: Told) -> IdentificationUpdate | None:
    return None if told.event.cancels is not None else identification_update(told)


def _cancelled_loaded_again(desk: Desk, _command: LoadProvisionCopies, outcome: Accepted) -> Accepted:
    for record in _entered(desk, outcome):
        rows = changes.rows(desk.conn, record.resident)
        undone = {row.shown.cancels for row in rows}
        for row in rows:
            if row.shown.sequence in undone:
                _tell_former_address(desk, record.resident, row)
    return outcome


def _tell_former_address(desk: Desk, resident: str, row: Row) -> None:
    record = residents.find(desk.conn, resident)
    if record is None:
        return
    shown, after = row.shown, row.after
    event = Event(reason=shown.reason, kind="1", changed_on=shown.changed_on, notified_on=None)
    wrong = msgspec.structs.replace(record, address=after.address, building=after.building)
    told = changes.tell_addressee(desk, wrong, event)
    counted = msgspec.structs.replace(record, addressee_changes=told.addressee_changes)
    residents.save(desk.conn, counted)


def _left(desk: Desk, command: MovingIn) -> list[Record]:
    """
    The deleted records of those who come back.
    """
    codes = [person.resident_record_code for person in command.persons if person.resident_record_code]
    found = [residents.with_code(desk.conn, code) for code in codes]
    return [record for record in found if record is not None and not record.living]


def _under_another_number(sound: Handler) -> Handler:
    def inner(desk: Desk, command: MovingIn) -> Accepted:
        for record in [] if command.provisional else _left(desk, command):
            forgotten = RESIDENTS.c.resident == record.resident
            desk.conn.execute(
                RESIDENTS.update()
                .where(forgotten)
                .values(resident_record_code=f"former-{record.resident}", individual_number=None)
            )
            other = residents.new_number(desk.conn, "resident")
            residents.save(desk.conn, msgspec.structs.replace(record, resident=other, addressee_changes=0))
        return sound(desk, command)

    return inner


def _without_number_on_return(told: Told) -> AddresseeChange:
    back = told.event.act == "entry" and told.record.notices > 1
    sound = addressee_change(told)
    return msgspec.structs.replace(sound, individual_number=None) if back else sound


def _numbered_anew(told: Told) -> NumberingRequest:
    back = told.event.act == "entry" and told.record.notices > 1
    sound = numbering_request(told)
    return msgspec.structs.replace(sound, individual_number=None) if back else sound


def _under_another_code(sound: Handler) -> Handler:
    def inner(desk: Desk, command: MovingIn) -> Accepted:
        left = [] if command.provisional else _left(desk, command)
        drawn = {record.resident_record_code: entry.draw(desk) for record in left}
        for record in left:
            anew = drawn[record.resident_record_code]
            residents.save(desk.conn, msgspec.structs.replace(record, resident_record_code=anew, notices=0))
        persons = [
            msgspec.structs.replace(
                person,
                resident_record_code=drawn.get(
                    person.resident_record_code or "", person.resident_record_code
                ),
            )
            for person in command.persons
        ]
        return sound(desk, msgspec.structs.replace(command, persons=persons))

    return inner


def _resident_since_before(sound: Handler) -> Handler:
    def inner(desk: Desk, command: MovingIn) -> Accepted:
        before = {record.resident: record for record in _left(desk, command)}
        outcome = sound(desk, command)
        for record in _entered(desk, outcome):
            if record.resident in before:
                since = before[record.resident].became_resident_on
                residents.save(desk.conn, msgspec.structs.replace(record, became_resident_on=since))
        return outcome

    return inner


def _measures_forgotten(sound: Handler) -> Handler:
    def inner(desk: Desk, command: MovingIn) -> Accepted:
        left = _left(desk, command)
        outcome = sound(desk, command)
        for record in left:
            desk.conn.execute(PROTECTED.delete().where(PROTECTED.c.resident == record.resident))
        return outcome

    return inner


DEFECTS = (
    defect(
        "birth-as-notification",
        "出生による記載の異動届出区分を「届出」とする。",
        "An entry by birth is recorded as made on a notification of the resident.",
        handler("EntryByBirth", _newest_row(kind="1")),
        must="REL-017",
        pattern="row-says-another-kind",
    ),
    defect(
        "foreign-child-as-national",
        "中長期在留者の子を日本人として記載する。",
        "A child of a medium-to-long-term resident is entered as a national.",
        handler("EntryByBirth", rewritten(_child_of_this_country)),
        must="REL-017",
        may="ATE-001 CARD-001 IMM-001 IMM-006",
        pattern="special-case-as-ordinary",
    ),
    defect(
        "number-foreseen",
        "機構の回答の前に、自ら作った個人番号を本人確認情報に記す。",
        "The update of a newborn carries a made-up number before the organisation has answered.",
        builders(j01=_number_foreseen),
        must="REL-017",
        may="CARD-001 CARD-002 JUKI-001 JUKI-003 JUKI-010 JUKI-005 REL-005",
        pattern="number-made-up",
    ),
    defect(
        "agency-untold-of-first-entry",
        "初めて記録された外国人住民の記載を出入国在留管理庁に通知しない。",
        "The Agency is not told of the entry of a foreign resident under Article 30-46.",
        builders(i01=_entry_not_told),
        must="REL-021",
        may="IMM-001",
        pattern="special-route-forgotten",
    ),
    defect(
        "place-notified-under-another-article",
        "国外からの転入の住居地の届出を、住基法22条の届出として伝える。",
        "The notified place of residence of who comes from abroad is told under Article 22.",
        builders(i03=_under_another_article),
        must="REL-021",
        may="IMM-001",
        pattern="wrong-article",
    ),
    defect(
        "entry-from-abroad-told-to-a-city",
        "国外からの転入について、本籍地に転入通知を送る。",
        "A moving in from abroad sends a notice of moving in to the place of the family register.",
        handler("MovingIn", afterwards(_told_to_last_city)),
        must="REL-021 REL-003",
        pattern="missing-receiver-borrowed",
    ),
    defect(
        "data-sent-for-abroad",
        "国外転出の者の転出証明書情報を、以前の住所地に送る。",
        "Moving-out data of who goes abroad are sent to the municipality of before.",
        handler("MovingOut", afterwards(_data_sent_for_abroad)),
        must="REL-022",
        may="REL-008",
        pattern="missing-receiver-borrowed",
        acts=2,
    ),
    defect(
        "ex-officio-as-notification",
        "職権による記載の異動届出区分を「届出」とする。",
        "An ex officio entry is recorded as made on a notification.",
        handler("ExOfficioEntry", _newest_row(kind="1")),
        must="REL-023",
        pattern="row-says-another-kind",
    ),
    defect(
        "deletion-awaits-notice",
        "他の機関の文書による職権消除を、本人への通知まで処理しない。",
        "A deletion on another organ's document waits for a notice that it does not need.",
        handler("ExOfficioDeletion", _waits_for_notice),
        must="REL-023",
        may="ATE-001 JUKI-001 LINK-004 REL-024",
        pattern="waits-for-what-is-not-needed",
        acts=2,
    ),
    defect(
        "entry-told-as-correction",
        "職権による記載を「職権修正等」として送る。",
        "An ex officio entry is told to the network as a correction.",
        builders(j01=_as_a_correction),
        must="REL-023",
        may="JUKI-001 JUKI-003 JUKI-007",
        pattern="two-grounds-mixed-up",
    ),
    defect(
        "cancellation-with-another-effect",
        "回復の行の異動事由を異動の取消し（減）とする。",
        "The row that restores a record is a cancellation that decreases.",
        handler("RestoreRecord", _newest_row(effect="decrease")),
        must="REL-024",
        pattern="row-says-another-kind",
        acts=3,
    ),
    defect(
        "cancellation-not-told-to-network",
        "異動の取消しと回復を本人確認情報として送らない。",
        "Neither a cancellation nor a restoration is told to the network.",
        builders(j01=_cancellation_not_told),
        must="REL-024",
        may="JUKI-001 JUKI-002 JUKI-005 REL-013",
        pattern="undoing-not-told",
        acts=3,
    ),
    defect(
        "cancelled-address-sent-again",
        "副本の初期登録の際に、取り消された異動の住所も送る。",
        "Loading copies in full also sends the address of a change that was cancelled.",
        handler("LoadProvisionCopies", afterwards(_cancelled_loaded_again)),
        must="REL-024",
        may="ATE-001",
        pattern="cancelled-counts-again",
        acts=4,
    ),
    defect(
        "returning-person-under-second-number",
        "再転入した者に新しい宛名番号を付ける。",
        "Who returns gets a second local addressee number.",
        handler("MovingIn", _under_another_number),
        must="REL-026",
        may="JUKI-001 IMM-002 REL-001 REL-003 REL-013",
        pattern="former-record-not-looked-up",
        acts=3,
    ),
    defect(
        "returning-person-numbered-anew",
        "再転入した者を新しい宛名番号で、個人番号を示さずに宛名システムへ知らせる。",
        "Who returns is told to the addressee system under a second number, as a stranger.",
        both(
            handler("MovingIn", _under_another_number),
            builders(a01=_without_number_on_return, a02=_numbered_anew),
        ),
        must="REL-026",
        # The number that is not shown stands on the record.
        may="ATE-001 JUKI-001 REL-001 REL-003 IMM-002 REL-013",
        pattern="told-as-a-stranger",
        acts=3,
    ),
    defect(
        "returning-person-under-new-code",
        "再転入した者に新しい住民票コードを引き当てる。",
        "Who returns gets a new Resident Record Code in place of the former one.",
        handler("MovingIn", _under_another_code),
        must="REL-026",
        may="REL-001 REL-003 JUKI-001 JUKI-002 JUKI-005 JUKI-007 JUKI-008 JUKI-011 JUKI-015 REL-013 SEC-007 REL-018"
        " REL-023",
        pattern="identifier-not-taken-over",
        acts=3,
    ),
    defect(
        "returning-person-resident-since-before",
        "再転入した者の住民となった日を、以前の日のままにする。",
        "Who returns is recorded as a resident since the day of the first moving in.",
        handler("MovingIn", _resident_since_before),
        must="REL-026",
        may="REL-001",
        pattern="former-value-kept",
        acts=4,
    ),
    defect(
        "measure-lost-on-return",
        "再転入の際に、以前の支援措置を本人から外す。",
        "The former support measure no longer covers a person who returns.",
        handler("MovingIn", _measures_forgotten),
        must="REL-026",
        may="SEC-006",
        pattern="not-carried-over",
        acts=4,
    ),
)
