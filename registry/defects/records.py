"""
Defects of changes inside the register: addresses, households, births, deaths, entries.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import changes, residents
from registry.defects.clocks import day_in_utc
from registry.defects.defect import afterwards, arrival, builders, defect, handler, rewritten, rules
from registry.desk import Desk
from registry.handlers import forms
from registry.messages.house import resident_change
from registry.messages.network import identification_update, moving_in_notice
from registry.messages.told import Event, Told
from registry.residents import Record
from registry.rules import dates
from registry.rules.check_digits import individual_number_is_valid
from registry.wire.control import (
    Accepted,
    ChangeOfAddress,
    DeletionByDeath,
    EntryByBirth,
    MovingIn,
)
from registry.wire.departments import ResidentChange
from registry.wire.juki_net import IdentificationUpdate, MovingInNotice
from registry.wire.town import NumberNotice


def _each(desk: Desk, outcome: Accepted) -> list[Record]:
    found = [residents.find(desk.conn, entered.resident) for entered in outcome.residents]
    return [record for record in found if record is not None]


def _resident_anew(desk: Desk, command: ChangeOfAddress, outcome: Accepted) -> Accepted:
    for record in _each(desk, outcome):
        residents.save(desk.conn, msgspec.structs.replace(record, became_resident_on=command.moved_on))
    return outcome


def _settled_the_day_before(command: ChangeOfAddress) -> ChangeOfAddress:
    return msgspec.structs.replace(command, moved_on=day_in_utc(command.moved_on))


def _never_ahead(command: ChangeOfAddress) -> ChangeOfAddress:
    return msgspec.structs.replace(command, moved_on=min(command.moved_on, command.notified_on))


def _to_the_skipped_place(told: Told) -> MovingInNotice | None:
    sound = moving_in_notice(told)
    skipped = told.record.unreported_municipality
    return (
        sound
        if sound is None or skipped is None
        else msgspec.structs.replace(sound, previous_municipality=skipped)
    )


def _unmarked_previous_address(desk: Desk, command: MovingIn, outcome: Accepted) -> Accepted:
    for record in _each(desk, outcome):
        if command.unreported_address is not None:
            plain = msgspec.structs.replace(record, previous_address=command.unreported_address)
            residents.save(desk.conn, plain)
    return outcome


def _two_heads(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    for record in _each(desk, outcome)[:1]:
        residents.save(desk.conn, msgspec.structs.replace(record, relationship="世帯主"))
    return outcome


def _stale_name(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    for record in _each(desk, outcome)[-1:]:
        residents.save(desk.conn, msgspec.structs.replace(record, relationship="同居人"))
    return outcome


def _network_told(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
    event = Event(reason="33", kind="2", changed_on=command.changed_on, notified_on=None)
    for record in _each(desk, outcome):
        changes.tell_network(desk, record, event)
    return outcome


def _departments_untold(told: Told, with_number: bool) -> ResidentChange | None:
    return None if told.event.reason in ("51", "52", "53", "54") else resident_change(told, with_number)


def _no_alert(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    desk.alerts.clear()
    return outcome


def _as(reasons: dict[str, str]) -> Any:
    def told_as(told: Told) -> IdentificationUpdate:
        sound = identification_update(told)
        return msgspec.structs.replace(sound, reason=reasons.get(sound.reason, sound.reason))

    return told_as


def _not_for(*reasons: str) -> Any:
    def silent(told: Told) -> IdentificationUpdate | None:
        return None if told.event.network_reason in reasons else identification_update(told)

    return silent


def _from_filing(desk: Desk, command: EntryByBirth, outcome: Accepted) -> Accepted:
    for record in _each(desk, outcome):
        residents.save(desk.conn, msgspec.structs.replace(record, became_resident_on=command.notified_on))
    return outcome


def _number_made_up(desk: Desk, _command: EntryByBirth, outcome: Accepted) -> Accepted:
    for record in _each(desk, outcome):
        # Of two last digits one at least is no check digit: whether it is may not hang on the code that was drawn.
        made_up = (f"{record.resident_record_code}{last}" for last in "01")
        number = next(each for each in made_up if not individual_number_is_valid(each))
        residents.save(desk.conn, msgspec.structs.replace(record, individual_number=number))
    return outcome


def _number_ignored(desk: Desk, body: NumberNotice) -> None:
    forms.check_code(desk, body.resident_record_code, "body.resident_record_code")
    forms.check_number(desk, body.individual_number, "body.individual_number")


def _died_when_filed(command: DeletionByDeath) -> DeletionByDeath:
    known = dates.civil(command.died_on) is not None
    return command if known else msgspec.structs.replace(command, died_on=command.notified_on)


def _decided_at_once(command: MovingIn) -> MovingIn:
    return msgspec.structs.replace(command, provisional=False)


def _not_searched(command: MovingIn) -> MovingIn:
    strangers = [
        msgspec.structs.replace(person, resident_record_code=None, individual_number=None)
        for person in command.persons
    ]
    if command.exemption != "from-abroad":
        return command
    return msgspec.structs.replace(command, exemption="never-recorded", persons=strangers)


DEFECTS = (
    defect(
        "change-of-address-renews-residence",
        "転居の日を住民となった日に記載する。",
        "A change of address writes its day as the day of becoming a resident.",
        handler("ChangeOfAddress", afterwards(_resident_anew)),
        must="REL-013",
        may="JUKI-001 JUKI-005",
        pattern="written-over",
    ),
    defect(
        "settled-a-day-early",
        "住所を定めた日を時刻として扱い、時差により前日を記載する。",
        "The day of settling at the new address is kept as a moment and read as the day before.",
        handler("ChangeOfAddress", rewritten(_settled_the_day_before)),
        must="REL-013",
        # The days to present a card are counted from it.
        may="ATE-001 CARD-009 IMM-005 JUKI-001 JUKI-003 JUKI-012 LINK-003 REL-020 REL-028 SEC-001 IMM-001 IMM-002",
        pattern="a-day-lost-between-clocks",
    ),
    defect(
        "future-date-altered",
        "将来の日の転居届を、届出の日に直して受理する。",
        "A change of address dated in the future is accepted with its date silently altered.",
        handler("ChangeOfAddress", rewritten(_never_ahead)),
        must="REL-028",
        may="ATE-001 JUKI-003 JUKI-012 REL-013",
        pattern="date-put-right-in-silence",
    ),
    defect(
        "notice-to-skipped-place",
        "転入通知を未届地の市町村に送る。",
        "The notice of moving in goes to the place without notification only.",
        builders(j05=_to_the_skipped_place),
        must="REL-014",
        may="REL-003",
        pattern="other-place-of-two",
    ),
    defect(
        "skipped-place-unmarked",
        "転入前の住所に未届と付記しない。",
        "The address where the person lived without notification is not marked.",
        handler("MovingIn", afterwards(_unmarked_previous_address)),
        must="REL-014",
        pattern="note-left-out",
    ),
    defect(
        "two-householders",
        "世帯主の変更の後も前の世帯主を世帯主のままにする。",
        "The former householder stays householder beside the new one.",
        handler("ChangeOfHousehold", afterwards(_two_heads)),
        must="REL-015",
        may="DEPT-001 LINK-004",
        pattern="old-state-not-cleared",
    ),
    defect(
        "relationship-left-behind",
        "世帯主の変更で最後の世帯員の続柄を直さない。",
        "One member keeps another relationship than the one that was notified.",
        handler("ChangeOfHousehold", afterwards(_stale_name)),
        must="REL-015",
        may="DEPT-001 LINK-004",
        pattern="last-one-left-out",
    ),
    defect(
        "network-told-of-householder",
        "世帯主の変更を本人確認情報として送る。",
        "A change of householder is told to the network.",
        handler("ChangeOfHousehold", afterwards(_network_told)),
        must="REL-015 JUKI-002",
        may="JUKI-001",
        pattern="act-announced-as-a-change",
    ),
    defect(
        "departments-not-told-of-household",
        "世帯の変更を庁内の業務に伝えない。",
        "Departments are not told of changes of household.",
        builders(d01=_departments_untold),
        must="REL-015",
        may="DEPT-001",
        pattern="household-taken-for-no-change",
    ),
    defect(
        "nobody-succeeds-householder",
        "残る一人を世帯主にしない。",
        "A sole remaining member does not become householder.",
        rules(succeeds=lambda _staying: False),
        must="REL-016",
        may="REL-013 REL-018",
        pattern="consequence-forgotten",
    ),
    defect(
        "household-without-head-unnoticed",
        "世帯主のいない世帯について注意を出さない。",
        "The clerk is not alerted of a household without householder.",
        handler("DeletionByDeath", afterwards(_no_alert)),
        must="REL-016",
        pattern="alert-not-raised",
    ),
    defect(
        "birth-as-moving-in",
        "出生の異動事由を国内転入として送る。",
        "A birth is told to the network as a moving in.",
        builders(j01=_as({"13": "11"})),
        must="REL-017 JUKI-003",
        may="CARD-001 CARD-002 JUKI-001 JUKI-002 JUKI-007 JUKI-010 JUKI-005 REL-005",
        pattern="reason-falls-to-default",
    ),
    defect(
        "born-on-day-of-filing",
        "出生による住民となった日に届出の日を記載する。",
        "A newborn becomes a resident on the day of filing.",
        handler("EntryByBirth", afterwards(_from_filing)),
        must="REL-017",
        may="JUKI-010 JUKI-001 JUKI-005",
        pattern="dated-by-filing",
    ),
    defect(
        "number-made-up-here",
        "個人番号を住民票コードから自ら作る。",
        "The Individual Number is derived from the code instead of being received.",
        handler("EntryByBirth", afterwards(_number_made_up)),
        must="REL-017 JUKI-010",
        may="DATA-004 ATE-001 CARD-001 CARD-002 JUKI-001 DEPT-001 JUKI-005 REL-005 JUKI-003",
        pattern="number-made-up",
    ),
    defect(
        "number-notice-ignored",
        "通知された個人番号を記載しない。",
        "The number that the organisation sends is not entered.",
        arrival("J21", _number_ignored),
        must="REL-017 JUKI-010",
        may=(
            "JUKI-011 JUKI-001 CARD-001 CARD-002 LINK-001 DATA-004 REL-021 ATE-006 JUKI-002 JUKI-005 "
            "JUKI-008 JUKI-015 REL-013"
        ),
        pattern="arrival-ignored",
    ),
    defect(
        "number-entered-quietly",
        "後から記載した個人番号を本人確認情報として送らない。",
        "A number entered after the first update is not told to the network.",
        builders(j01=_not_for("36")),
        must="REL-017 JUKI-010",
        may="JUKI-001 JUKI-002 JUKI-003 JUKI-005",
        pattern="later-number-not-told",
    ),
    defect(
        "death-dated-by-filing",
        "死亡の日が分からないとき、届出の日を死亡の日とする。",
        "A date of death with unknown parts is replaced by the day of filing.",
        handler("DeletionByDeath", rewritten(_died_when_filed)),
        must="REL-018",
        may="IMM-001 IMM-002 JUKI-001 JUKI-003 REL-028",
        pattern="missing-input-assumed",
    ),
    defect(
        "provisional-entry-decided",
        "仮登録を決裁を待たずに記載する。",
        "A provisional entry is entered without waiting for its decision.",
        handler("MovingIn", rewritten(_decided_at_once)),
        must="REL-020 REL-001",
        pattern="not-waited-for",
    ),
    defect(
        "from-abroad-without-search",
        "国外からの転入で、前の住民票コードを探さずに新しいコードを記載する。",
        "Who comes from abroad gets a new code without a search for the former one.",
        handler("MovingIn", rewritten(_not_searched)),
        must="REL-021",
        may="ATE-001 JUKI-001 JUKI-003 JUKI-007 JUKI-010 JUKI-012 JUKI-016 REL-002 REL-026",
        pattern="former-record-not-looked-up",
    ),
    defect(
        "from-abroad-as-domestic",
        "国外からの転入の異動事由を国内転入として送る。",
        "A moving in from abroad is told to the network as one inside Japan.",
        builders(j01=_as({"12": "11"})),
        must="REL-021 JUKI-003",
        may="JUKI-001 JUKI-007 JUKI-010 REL-002",
        pattern="reason-falls-to-default",
    ),
    defect(
        "similar-person-unnoticed",
        "除票と氏名、性別及び生年月日が一致しても注意を出さない。",
        "A match of name, sex and date of birth with a deleted record raises no alert.",
        handler("MovingIn", afterwards(_no_alert)),
        must="REL-026",
        pattern="alert-not-raised",
    ),
)
