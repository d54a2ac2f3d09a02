"""
Defects of flags, notes and holds: set for everybody, entered without the notice, running too long or not at all.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import changes, measures, residents
from registry.codes import at_random
from registry.defects.defect import afterwards, arrival, builders, defect, handler, reading, rewritten, rules
from registry.desk import Desk
from registry.handlers import numbers
from registry.messages import house
from registry.messages.told import Event, Told
from registry.reads import Reading
from registry.rules import dates
from registry.wire.addressee import AddresseeChange
from registry.wire.control import (
    Accepted,
    Found,
    Insurance,
    MovingIn,
    ReleaseSupport,
)
from registry.wire.town import NumberNotice


def _everybody_flagged(told: Told) -> AddresseeChange:
    return msgspec.structs.replace(house.addressee_change(told), protected=True)


def _noted_for_all(command: MovingIn) -> MovingIn:
    noted = next((person.health_insurance for person in command.persons if person.health_insurance), None)
    persons = [msgspec.structs.replace(person, health_insurance=noted) for person in command.persons]
    return msgspec.structs.replace(command, persons=persons)


def _acquired_by_the_note(desk: Desk, command: MovingIn, outcome: Accepted) -> Accepted:
    noted = {person.ref: person.health_insurance for person in command.persons}
    for one in outcome.residents:
        note = noted[one.ref]
        if note is not None and note.insured:
            insurance = Insurance(
                insured=True,
                acquired_on=command.moved_in_on,
                acquired_by="転入",
                lost_on=None,
                lost_by=None,
                household_number=None,
                relationship_class=None,
            )
            record = desk.resident(one.resident, "persons")
            residents.save(desk.conn, msgspec.structs.replace(record, health_insurance=insurance))
    return outcome


def _lost_for_no_reason(sound: Reading) -> Reading:
    def inner(conn: sa.Connection, query: Any) -> Found:
        found = sound(conn, query)
        if found.record is None or found.record.health_insurance is None:
            return found
        insurance = msgspec.structs.replace(found.record.health_insurance, lost_by=None)
        return msgspec.structs.replace(
            found, record=msgspec.structs.replace(found.record, health_insurance=insurance)
        )

    return inner


def _number_told_to_the_agency(desk: Desk, body: NumberNotice) -> None:
    numbers.number_notice(desk, body)
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is not None and record.foreign is not None:
        today = desk.today.isoformat()
        event = Event(
            reason="36",
            kind="2",
            changed_on=today,
            notified_on=None,
            event_on=today,
            corrected=("card_number",),
        )
        told = desk.told(record, event)
        desk.send(changes.IMMIGRATION, "I01", desk.book.builders.i01(told), record)


def _digit_off(stock: list[str]) -> str:
    code = at_random(stock)
    return f"{code[:-1]}{(int(code[-1]) + 1) % 10}"


def _ends_after(unit: timedelta) -> Any:
    def more(desk: Desk, command: ReleaseSupport, outcome: Accepted) -> Accepted:
        measure = measures.find(desk.conn, command.measure)
        if measure is not None:
            until = dates.written(desk.now + command.minutes * unit)
            released = msgspec.structs.replace(measure, released_until=until)
            measures.save(desk.conn, released, desk.book.rules.covered(released))
        return outcome

    return more


DEFECTS = (
    defect(
        "everybody-flagged",
        "支援措置の対象でない者の宛名の異動にも、支援措置の表示を付ける。",
        "The changes of people whom no support measure covers carry the flag too.",
        builders(a01=_everybody_flagged),
        must="ATE-001",
        pattern="flag-always-set",
    ),
    defect(
        "note-of-one-taken-for-all",
        "一人について付記された国民健康保険の事項を、ともに届け出た全員のものとする。",
        "What was noted of one person is taken for everybody in the notification.",
        handler("MovingIn", rewritten(_noted_for_all)),
        must="DEPT-001",
        pattern="one-for-all-who-file",
    ),
    defect(
        "insurance-entered-by-the-note",
        "付記だけで、国民健康保険の資格の取得を住民票に記載する。",
        "The note alone enters national health insurance on the record.",
        handler("MovingIn", afterwards(_acquired_by_the_note)),
        must="DEPT-001",
        pattern="entered-without-the-notice",
    ),
    defect(
        "insurance-lost-for-no-reason",
        "国民健康保険の資格の喪失の事由を示さない。",
        "The record does not show why national health insurance was lost.",
        reading("ReadResidentRecord", _lost_for_no_reason),
        must="DEPT-001",
        pattern="cause-left-out",
    ),
    defect(
        "individual-number-told-to-the-agency-as-a-correction",
        "個人番号の記載を、入管庁への修正の通知とする。",
        "The entry of an Individual Number makes a notice of correction to the Agency.",
        arrival("J21", _number_told_to_the_agency),
        must="IMM-001",
        may="IMM-002",
        pattern="notified-without-cause",
    ),
    defect(
        "overdue-at-once",
        "限度を待たずに、届いていない旨の警告を示す。",
        "A message that waits is warned of before the limit has passed.",
        rules(delivery_overdue_minutes=lambda _settings: 0),
        must="JUKI-006",
        pattern="warned-before-the-limit",
        acts=2,
    ),
    defect(
        "code-drawn-with-a-wrong-check-digit",
        "新たな住民票コードの検査数字を誤る。",
        "A new code is entered with a wrong check digit.",
        rules(draw=_digit_off),
        must="JUKI-007",
        may=(
            "ATE-001 JUKI-005 REL-017 CARD-002 JUKI-001 JUKI-008 JUKI-011 REL-005 REL-013 REL-015 REL-018 "
            "REL-023 CARD-001 JUKI-012"
        ),
        pattern="check-digit-reckoned-wrong",
    ),
    defect(
        "release-in-seconds",
        "一時解除の分数を秒数とする。",
        "The minutes of a release are taken for seconds.",
        handler("ReleaseSupport", afterwards(_ends_after(timedelta(seconds=1)))),
        must="SEC-005",
        pattern="another-unit-of-time",
        acts=3,
    ),
    defect(
        "release-in-hours",
        "一時解除の分数を時間数とする。",
        "The minutes of a release are taken for hours.",
        handler("ReleaseSupport", afterwards(_ends_after(timedelta(hours=1)))),
        must="SEC-005",
        may="SEC-006",
        pattern="another-unit-of-time",
        acts=3,
    ),
    defect(
        "change-of-address-not-held",
        "支援措置の対象者の転居の入力を抑止も警告もしない。",
        "A hold does not cover the entry of a change of address.",
        rules(is_held=lambda command: command != "ChangeOfAddress"),
        must="SEC-006",
        pattern="entry-not-held",
        acts=2,
    ),
    defect(
        "split-not-held",
        "支援措置の対象者の世帯分離の入力を抑止も警告もしない。",
        "A hold does not cover the entry of a split of the household.",
        rules(is_held=lambda command: command != "SplitHousehold"),
        must="SEC-006",
        pattern="entry-not-held",
        acts=2,
    ),
)
