"""
Defects of addresses, households and skipped places: what a change of them leaves on the record, and whom it reaches.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import sqlalchemy as sa

from registry import audit, changes, households, residents
from registry.defects.defect import afterwards, arrival, both, builders, defect, handler, reading, rewritten
from registry.desk import Desk
from registry.handlers import arrivals
from registry.messages.house import addressee_change, provision_copy, resident_change
from registry.messages.network import moving_in_notice
from registry.messages.told import Event, Told
from registry.parts import Handler
from registry.reads import Reading
from registry.residents import Record
from registry.rulebook import Action
from registry.rules import dates
from registry.store import TASKS
from registry.wire.addressee import AddresseeChange, CopyRegistration
from registry.wire.control import (
    Accepted,
    ChangeOfAddress,
    DeletionByDeath,
    Found,
    Household,
    IssueCopyOfRecord,
    MovingIn,
    ReadHousehold,
    WithdrawMovingOut,
)
from registry.wire.departments import ResidentChange
from registry.wire.town import DeliveredNotice

HOUSEHOLD_ONLY = ("51", "52", "53", "54")
MISSING = "householder-missing"


def _found(desk: Desk, numbers: list[str]) -> list[Record]:
    found = [residents.find(desk.conn, number) for number in numbers]
    return [record for record in found if record is not None]


def _entered(desk: Desk, outcome: Accepted) -> list[Record]:
    return _found(desk, [entered.resident for entered in outcome.residents])


def _plan_stands(sound: Handler) -> Handler:
    def inner(desk: Desk, command: WithdrawMovingOut) -> Accepted:
        planned = _found(desk, command.residents)
        outcome = sound(desk, command)
        for before, now in zip(planned, _found(desk, command.residents), strict=True):
            kept = {
                name: getattr(before, name)
                for name in ("state", "planned_out_on", "planned_destination", "destination_municipality")
            }
            still = {name: getattr(before, name) for name in ("out_notified_on", "out_kind", "out_route")}
            residents.save(desk.conn, msgspec.structs.replace(now, **kept, **still))
        return outcome

    return inner


def _destination_stands(sound: Handler) -> Handler:
    def inner(desk: Desk, command: WithdrawMovingOut) -> Accepted:
        planned = _found(desk, command.residents)
        outcome = sound(desk, command)
        for before, now in zip(planned, _found(desk, command.residents), strict=True):
            residents.save(
                desk.conn, msgspec.structs.replace(now, planned_destination=before.planned_destination)
            )
        return outcome

    return inner


def _never_confirmed(desk: Desk, body: DeliveredNotice) -> None:
    arrivals.moving_in_notices(desk, body)
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is not None and record.state == "moved-out-confirmed":
        residents.save(desk.conn, msgspec.structs.replace(record, state="moved-out"))


def _one_by_one(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ChangeOfAddress) -> Accepted:
        if not command.new_household or command.provisional:
            return sound(desk, command)
        alone = [
            sound(
                desk,
                msgspec.structs.replace(command, residents=[number], householder=None, relationships=[]),
            )
            for number in command.residents
        ]
        entered = [each for outcome in alone for each in outcome.residents]
        return msgspec.structs.replace(alone[-1], residents=entered)

    return inner


def _from_where_they_left(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    former = told.event.former_address
    return msgspec.structs.replace(sound, address=former) if told.event.reason == "31" and former else sound


def _moved_in_again(desk: Desk, command: ChangeOfAddress, outcome: Accepted) -> Accepted:
    event = Event(reason="11", kind="1", changed_on=command.moved_on, notified_on=command.notified_on)
    for record in [] if command.provisional else _entered(desk, outcome):
        body = moving_in_notice(desk.told(record, event))
        if body is not None:
            desk.send(body.previous_municipality, "J05", body, record, by=changes.JUKI_NET)
    return outcome


def _last_address_dropped(desk: Desk, _command: MovingIn, outcome: Accepted) -> Accepted:
    for record in _entered(desk, outcome):
        if record.last_recorded_address is not None:
            residents.save(desk.conn, msgspec.structs.replace(record, last_recorded_address=None))
    return outcome


def _skipped_place_dropped(desk: Desk, _command: MovingIn, outcome: Accepted) -> Accepted:
    for record in _entered(desk, outcome):
        if record.unreported_municipality is not None:
            forgotten = msgspec.structs.replace(record, unreported_municipality=None, unreported_address=None)
            residents.save(desk.conn, forgotten)
    return outcome


def _addressee_not_concerned(told: Told) -> AddresseeChange | None:
    return None if told.event.reason in HOUSEHOLD_ONLY else addressee_change(told)


def _copy_of_head_only(told: Told, action: Action) -> CopyRegistration | None:
    of_member = told.event.reason in HOUSEHOLD_ONLY and told.record.relationship != "世帯主"
    return None if of_member else provision_copy(told, action)


def _nothing_waits(desk: Desk, _command: DeletionByDeath, outcome: Accepted) -> Accepted:
    for task in audit.open_tasks(desk.conn, MISSING):
        audit.settle_task(desk.conn, task.n)
    return outcome


def _nobody_looks(desk: Desk, _command: DeletionByDeath, outcome: Accepted) -> Accepted:
    desk.alerts.clear()
    households_left = [entered.household for entered in outcome.residents]
    for task in audit.open_tasks(desk.conn, MISSING):
        if set(task.keys) & set(households_left):
            desk.conn.execute(TASKS.delete().where(TASKS.c.n == task.n))
    return outcome


def _number_of_nobody(sound: Reading) -> Reading:
    def inner(conn: sa.Connection, query: ReadHousehold) -> Found:
        found = sound(conn, query)
        number = query.household
        if found.household is None and number and households.exists(conn, number):
            return Found(household=Household(household=number, householder=None, members=[]))
        return found

    return inner


def _heads_on(desk: Desk, command: DeletionByDeath, outcome: Accepted) -> Accepted:
    for record in _entered(desk, outcome):
        staying = residents.members(desk.conn, record.household)
        if len(staying) > 1 and record.relationship == "世帯主":
            households.set_head(desk.conn, record.household, command.resident)
    return outcome


def _alive(record: Record) -> Record:
    return msgspec.structs.replace(
        record, state="current", deleted_on=None, deletion_reason=None, cause_dated_on=None
    )


def _as_if_alive(*, head: bool) -> Callable[[Handler], Handler]:
    """
    While a copy is made, the dead who are asked for, or who head the household, stand as current.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: IssueCopyOfRecord) -> Accepted:
            asked = _found(desk, command.residents)
            heads = [households.head(desk.conn, each.household) for each in asked]
            named = _found(desk, [each for each in heads if each is not None]) if head else asked
            dead = [each for each in named if each.deletion_reason == "23"]
            for record in dead:
                residents.save(desk.conn, _alive(record))
            outcome = sound(desk, command)
            for record in dead:
                residents.save(desk.conn, record)
            return outcome

        return inner

    return wrap


def _history_ahead(desk: Desk, command: ChangeOfAddress, outcome: Accepted) -> Accepted:
    if command.provisional:
        event = Event(reason="31", kind="1", changed_on=command.moved_on, notified_on=command.notified_on)
        for record in _found(desk, command.residents):
            changes.add_history(desk, record, event)
    return outcome


def _not_before_birth(command: MovingIn) -> MovingIn:
    born = [dates.earliest(person.born_on) for person in command.persons]
    days = [day.isoformat() for day in born if day is not None]
    return msgspec.structs.replace(command, moved_in_on=max([command.moved_in_on, *days]))


DEFECTS = (
    defect(
        "withdrawn-plan-stands",
        "取り消された転出の予定を住民票から消さず、予定日に消除する。",
        "The plan of a withdrawn moving out stays on the record and falls due.",
        handler("WithdrawMovingOut", _plan_stands),
        must="REL-012",
        pattern="old-state-not-cleared",
        acts=3,
    ),
    defect(
        "withdrawn-destination-stands",
        "取り消された転出の転出先を住民票に残す。",
        "The destination of a withdrawn moving out stays on the record.",
        handler("WithdrawMovingOut", _destination_stands),
        must="REL-012",
        pattern="old-state-not-cleared",
        acts=2,
    ),
    defect(
        "confirmed-moving-out-still-missing",
        "転入通知の届いた転出を、未着のまま残す。",
        "A moving out stays among those without a notice although the notice arrived.",
        arrival("J05", _never_confirmed),
        must="REL-012",
        may="REL-004",
        pattern="open-although-done",
        acts=3,
    ),
    defect(
        "movers-parted",
        "新しい世帯を設ける転居で、転居者を一人ずつ別の世帯にする。",
        "Those who move into one new household get a household each.",
        handler("ChangeOfAddress", _one_by_one),
        must="REL-013",
        pattern="new-household-needlessly",
        acts=2,
    ),
    defect(
        "departments-told-former-address",
        "転居の通知で庁内の業務に転居前の住所を知らせる。",
        "Departments are told of a change of address with the address that was left.",
        builders(d01=_from_where_they_left),
        must="REL-013 DEPT-001",
        pattern="old-value-for-new",
        acts=2,
    ),
    defect(
        "change-of-address-told-as-moving-in",
        "転居の際に、転入前の市町村へもう一度転入通知を送る。",
        "A change of address sends a notice of moving in to the municipality left before.",
        handler("ChangeOfAddress", afterwards(_moved_in_again)),
        must="REL-013",
        pattern="message-uncalled-for",
        acts=2,
    ),
    defect(
        "last-recorded-address-lost",
        "未届転入の者の最終登録住所地を残さない。",
        "The last recorded address of who skipped a notification is not kept.",
        handler("MovingIn", afterwards(_last_address_dropped)),
        must="REL-014",
        pattern="item-not-kept",
    ),
    defect(
        "skipped-place-lost",
        "未届地を転入前の住所の付記のほかに残さない。",
        "The place without notification is kept nowhere but in the text of the previous address.",
        handler("MovingIn", afterwards(_skipped_place_dropped)),
        must="REL-014",
        pattern="item-not-kept",
    ),
    defect(
        "addressee-untold-of-household",
        "世帯の変更を団体内統合宛名システムに知らせない。",
        "The integrated addressee system is not told of a change of household.",
        builders(a01=_addressee_not_concerned),
        must="REL-015",
        may="ATE-001 JUKI-010 REL-013",
        pattern="household-taken-for-no-change",
        acts=2,
    ),
    defect(
        "copy-of-householder-only",
        "世帯の変更で、世帯主の副本だけを更新する。",
        "A change of household renews the provision copy of the householder only.",
        builders(l03=_copy_of_head_only),
        must="REL-015",
        may="LINK-003 LINK-004",
        pattern="only-the-householder",
        acts=2,
    ),
    defect(
        "householder-not-awaited",
        "世帯主の死亡による処理を、世帯主が定まる前に完了とする。",
        "The act stays open no longer although nobody heads the household yet.",
        handler("DeletionByDeath", afterwards(_nothing_waits)),
        must="REL-016",
        pattern="closed-although-open",
        acts=2,
    ),
    defect(
        "household-of-nobody",
        "世帯員のいなくなった世帯番号を残す。",
        "A household number stays although nobody is left in the household.",
        reading("ReadHousehold", _number_of_nobody),
        must="REL-016",
        pattern="emptied-but-not-dissolved",
        acts=2,
    ),
    defect(
        "dead-householder-heads-on",
        "死亡した世帯主を、残る世帯員の世帯主のままとし、写しにも示す。",
        "A householder who died still heads those who remain, on copies too.",
        both(
            handler("DeletionByDeath", afterwards(_heads_on)),
            handler("IssueCopyOfRecord", _as_if_alive(head=True)),
        ),
        must="REL-016",
        pattern="ended-shown-as-current",
        acts=2,
    ),
    defect(
        "household-left-unchecked",
        "世帯主の死亡の後、世帯主の不在を職員に示さず、処理も残さない。",
        "After a householder's death nobody is alerted and nothing is left to do.",
        handler("DeletionByDeath", afterwards(_nobody_looks)),
        must="REL-018 REL-016",
        pattern="follow-up-not-opened",
        acts=2,
    ),
    defect(
        "dead-copied-as-current",
        "死亡により消除された者の写しを現に住民である者として交付する。",
        "A copy of who died is issued as that of a current resident.",
        handler("IssueCopyOfRecord", _as_if_alive(head=False)),
        must="REL-018",
        pattern="ended-shown-as-current",
        acts=2,
    ),
    defect(
        "undecided-in-history",
        "転居届の仮登録を決裁の前に履歴に記載する。",
        "A provisional change of address stands in the history before it is decided.",
        handler("ChangeOfAddress", afterwards(_history_ahead)),
        must="REL-020",
        pattern="done-before-decision",
        acts=2,
    ),
    defect(
        "moving-in-before-birth-redated",
        "出生の日より前の転入届を、出生の日に直して受理する。",
        "A moving in dated before the birth is accepted as of the day of birth.",
        handler("MovingIn", rewritten(_not_before_birth)),
        must="REL-028",
        may="ATE-001 JUKI-003 JUKI-012 REL-001",
        pattern="date-put-right-in-silence",
    ),
)
