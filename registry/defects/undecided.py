"""
Defects around what waits for a decision, and around what is undone: shown or told too early, forgotten when decided,
put back otherwise than it stood.
"""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from registry import changes, households, provisional, residents
from registry.defects.defect import afterwards, arrival, defect, handler, reading, rules
from registry.desk import Desk
from registry.handlers import arrivals, moving_out
from registry.messages.told import Event
from registry.parts import Handler
from registry.reads import Reading
from registry.store import PROVISIONAL
from registry.wire.control import (
    Accepted,
    ChangeOfAddress,
    DecideChange,
    Document,
    Found,
    IssueCopyOfRecord,
    MovingIn,
    RestoreRecord,
)
from registry.wire.town import MovingOutDataRequest


def _told_at_once(desk: Desk, command: ChangeOfAddress, outcome: Accepted) -> Accepted:
    if command.provisional:
        event = Event(
            reason="31", kind="1", changed_on=command.moved_on, notified_on=command.notified_on, article="23"
        )
        for number in command.residents:
            changes.tell_network(desk, desk.resident(number, "residents"), event)
    return outcome


def _written_at_once(desk: Desk, command: ChangeOfAddress, outcome: Accepted) -> Accepted:
    if command.provisional:
        to = command.to_address
        for number in command.residents:
            record = msgspec.structs.replace(
                desk.resident(number, "residents"),
                address=to.address,
                building=to.building,
                postal_code=to.postal_code,
                town_code=to.town_code,
            )
            residents.save(desk.conn, record)
    return outcome


def _with_the_undecided(desk: Desk, command: IssueCopyOfRecord, outcome: Accepted) -> Accepted:
    household = desk.resident(command.residents[0], "residents[0]").household
    waiting = [
        provisional.find(desk.conn, change)
        for change in desk.conn.execute(sa.select(PROVISIONAL.c.change_id)).scalars()
    ]
    names = [
        f"氏名　{person.name}"
        for change in waiting
        if isinstance(change, MovingIn) and change.household == household
        for person in change.persons
    ]

    def longer(document: Document) -> Document:
        return msgspec.structs.replace(document, text="\n".join([document.text, *names]))

    return msgspec.structs.replace(outcome, documents=[longer(each) for each in outcome.documents])


def _decided_in_name_only(_sound: Handler) -> Handler:
    def inner(desk: Desk, command: DecideChange) -> Accepted:
        provisional.forget(desk.conn, command.change_id)
        return Accepted(outcome="accepted", change_id=command.change_id)

    return inner


def _addressee_not_told(desk: Desk, command: DecideChange, outcome: Accepted) -> Accepted:
    if command.decision == "decide":
        desk.drafts = [draft for draft in desk.drafts if draft.message_type != "A01"]
    return outcome


def _always_an_increase(sound: Reading) -> Reading:
    def inner(conn: sa.Connection, query: Any) -> Found:
        found = sound(conn, query)
        if found.record is None:
            return found
        rows = [
            row if row.effect is None else msgspec.structs.replace(row, effect="increase")
            for row in found.record.history
        ]
        return msgspec.structs.replace(found, record=msgspec.structs.replace(found.record, history=rows))

    return inner


def _answered_from_history(desk: Desk, body: MovingOutDataRequest) -> None:
    record = residents.with_code(desk.conn, body.resident_record_code)
    rows = [] if record is None else changes.rows(desk.conn, record.resident)
    planned = [row.after for row in rows if row.after.out_route == "special"]
    if record is not None and record.planned_out_on is None and planned:
        moving_out.send_data(desk, planned[-1:], desk.sender)
    else:
        arrivals.moving_out_data_requested(desk, body)


def _heads_nothing(desk: Desk, command: RestoreRecord, outcome: Accepted) -> Accepted:
    record = residents.find(desk.conn, command.resident)
    if record is not None and len(residents.members(desk.conn, record.household)) == 1:
        residents.save(desk.conn, msgspec.structs.replace(record, relationship="同居人"))
        households.set_head(desk.conn, record.household, None)
    return outcome


DEFECTS = (
    defect(
        "provisional-move-told-to-the-network",
        "転居届を仮登録しただけで、本人確認情報を通知する。",
        "A change of address that is only saved provisionally is told to the network.",
        handler("ChangeOfAddress", afterwards(_told_at_once)),
        must="REL-020",
        # The first update of the move then carries the day of the address before.
        may="REL-013 JUKI-001",
        pattern="told-before-decision",
    ),
    defect(
        "provisional-move-stands-on-the-record",
        "転居届を仮登録すると、住民票の住所を直ちに書き換える。",
        "A change of address that is only saved provisionally is written on the record at once.",
        handler("ChangeOfAddress", afterwards(_written_at_once)),
        must="REL-020",
        may="CERT-007 ATE-001 DEPT-001 JUKI-001",
        pattern="written-before-decision",
    ),
    defect(
        "copy-shows-who-waits-for-a-decision",
        "世帯の写しに、転入届が仮登録されただけの者も載せる。",
        "A copy of the household also shows whoever is only entered provisionally.",
        handler("IssueCopyOfRecord", afterwards(_with_the_undecided)),
        must="REL-020",
        pattern="undecided-on-paper",
    ),
    defect(
        "decision-enters-nothing",
        "仮登録を決裁しても、異動を記載しない。",
        "Deciding a provisional change is answered, and nothing is entered.",
        handler("DecideChange", _decided_in_name_only),
        must="REL-020",
        # A change of address or a moving in that was decided is told to nobody.
        may="ATE-001 REL-013 JUKI-012 REL-003",
        pattern="answered-and-not-done",
        acts=2,
    ),
    defect(
        "decided-change-not-told-to-the-addressee-system",
        "決裁された異動を宛名システムに伝えない。",
        "A change that was decided later is not told to the addressee system.",
        handler("DecideChange", afterwards(_addressee_not_told)),
        must="ATE-001",
        pattern="told-only-at-the-first-step",
        acts=2,
    ),
    defect(
        "every-cancellation-an-increase",
        "異動の取消しの行を、すべて「増」と示す。",
        "Every row that cancels a change is shown as one that increases.",
        reading("ReadResidentRecord", _always_an_increase),
        must="REL-024",
        pattern="one-effect-for-all",
        acts=2,
    ),
    defect(
        "restored-into-a-household-that-is-gone",
        "回復する者を、もうだれもいない元の世帯に戻す。",
        "Whoever is restored goes back to a household that nobody is left in.",
        rules(household_stands=lambda _staying: True),
        must="REL-024",
        pattern="dissolved-still-used",
        acts=3,
    ),
    defect(
        "restored-without-a-head",
        "回復した者が一人だけの世帯に、世帯主を置かない。",
        "Whoever is restored alone is no householder.",
        handler("RestoreRecord", afterwards(_heads_nothing)),
        must="REL-024",
        # These judge that what was told stands on the record, and it told of a householder.
        may="DEPT-001 JUKI-001 LINK-003 LINK-004",
        pattern="role-not-given-back",
        acts=2,
    ),
    defect(
        "data-sent-of-a-withdrawn-moving-out",
        "取り消された特例転出の転出証明書情報を、求められれば送る。",
        "Moving-out data are sent on request although the moving out was withdrawn.",
        arrival("J08", _answered_from_history),
        must="REL-010",
        pattern="withdrawn-still-answered",
        acts=2,
    ),
)
