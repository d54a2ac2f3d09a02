"""
Defects of people whom others know: by moving-out data that are taken back or rarer than most, by a search before an
entry ex officio, by a notice of the Agency that fits nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec

from registry import changes, moving_out_data, residents
from registry.defects.defect import afterwards, arrival, defect, handler
from registry.desk import Desk, Inquiry
from registry.handlers import arrivals, from_agency
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.parts import Handler, Parts
from registry.refusal import Refusal
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.card_management import CardAnswer
from registry.wire.control import (
    Accepted,
    EntryByBirth,
    ExOfficioCorrection,
    ExOfficioEntry,
    SpecialMovingIn,
    WithdrawMovingOut,
)
from registry.wire.juki_net import FoundPerson, IdentityAnswer
from registry.wire.town import AgencyNotice, MovingOutData

LODGER = "同居人"


def _withdrawal_unread(desk: Desk, body: MovingOutData) -> None:
    if not body.withdrawn:
        arrivals.moving_out_data_arrived(desk, body)


def _withdrawn_of_the_first(desk: Desk, body: MovingOutData) -> None:
    one = msgspec.structs.replace(body, persons=body.persons[:1]) if body.withdrawn else body
    arrivals.moving_out_data_arrived(desk, one)


def _withdrawn_by_anybody(desk: Desk, body: MovingOutData) -> None:
    for person in body.persons if body.withdrawn else []:
        held = moving_out_data.find(desk.conn, person.resident_record_code)
        if held is not None:
            moving_out_data.drop(desk.conn, person.resident_record_code, held.from_municipality)
    arrivals.moving_out_data_arrived(desk, body)


def _told_of_the_first(sound: Handler) -> Handler:
    def inner(desk: Desk, command: WithdrawMovingOut) -> Accepted:
        outcome = sound(desk, command)
        data = [draft for draft in desk.drafts if draft.message_type == "J07"]
        desk.drafts = [draft for draft in desk.drafts if draft not in data[1:]]
        return outcome

    return inner


def _nobody_found(sound: Handler) -> Handler:
    """
    Whoever is entered ex officio without a code gets a new one, whatever the search found.
    """

    def inner(desk: Desk, command: ExOfficioEntry) -> Accepted:
        none = msgspec.Raw(msgspec.json.encode(IdentityAnswer(result="none", persons=[])))
        unknown = {person.ref for person in command.persons if person.resident_record_code is None}
        desk.answers = {key: none if key in unknown else raw for key, raw in desk.answers.items()}
        return sound(desk, command)

    return inner


def _taken_for_another(parts: Parts) -> Parts:
    """
    That the number is a resident's is no reason to refuse, where no code is stated.
    """
    asks, enters = parts.inquiries["ExOfficioEntry"], parts.handlers["ExOfficioEntry"]

    def lets_through(refusal: Refusal, command: ExOfficioEntry) -> bool:
        stated = all(person.resident_record_code is not None for person in command.persons)
        return refusal.reason == "duplicate-person" and not stated

    def asked(desk: Desk, command: ExOfficioEntry) -> list[Inquiry]:
        try:
            return asks(desk, command)
        except Refusal as refusal:
            if lets_through(refusal, command):
                return []
            raise

    def entered(desk: Desk, command: ExOfficioEntry) -> Accepted:
        try:
            return enters(desk, command)
        except Refusal as refusal:
            if lets_through(refusal, command):
                return Accepted(outcome="accepted", change_id=new_change_id(), residents=[])
            raise

    return msgspec.structs.replace(
        parts,
        inquiries={**parts.inquiries, "ExOfficioEntry": asked},
        handlers={**parts.handlers, "ExOfficioEntry": entered},
    )


def _beside_the_householder(sound: Handler) -> Handler:
    """
    Who is entered ex officio in a household that stands heads it, if the papers say so.
    """

    def inner(desk: Desk, command: ExOfficioEntry) -> Accepted:
        if command.household is None:
            return sound(desk, command)
        heads = {person.ref for person in command.persons if person.relationship == HOUSEHOLDER}
        persons = [
            msgspec.structs.replace(person, relationship=LODGER) if person.ref in heads else person
            for person in command.persons
        ]
        outcome = sound(desk, msgspec.structs.replace(command, persons=persons))
        event = Event(reason="54", kind="2", changed_on=command.occurred_on, notified_on=None)
        for entered in outcome.residents:
            record = residents.find(desk.conn, entered.resident)
            if record is not None and entered.ref in heads:
                heading = msgspec.structs.replace(record, relationship=HOUSEHOLDER)
                residents.save(desk.conn, heading)
                changes.announce_correction(desk, heading, event, network=False, copy=True)
        return outcome

    return inner


def _dated_by_a_clerk(sound: Handler) -> Handler:
    """
    A day of notification is entered where nobody notified.
    """

    def inner(desk: Desk, command: ExOfficioCorrection) -> Accepted:
        record = residents.find(desk.conn, command.resident)
        days = [one.value for one in command.amendments if one.item == "notified_on"]
        if record is None or not days or record.notified_on is not None:
            return sound(desk, command)
        dated = msgspec.structs.replace(record, notified_on=days[0])
        residents.save(desk.conn, dated)
        desk.touch(dated.resident)
        event = Event(reason="33", kind="2", changed_on=command.changed_on, notified_on=None)
        changes.announce_correction(desk, dated, event, network=False, copy=False)
        return Accepted(outcome="accepted", change_id=new_change_id(), residents=[])

    return inner


def _as_filed(item: str) -> Callable[[Handler], Handler]:
    """
    A child is entered under the code or the number that the papers say.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: EntryByBirth) -> Accepted:
            stated = getattr(command.person, item)
            if stated is None:
                return sound(desk, command)
            person = msgspec.structs.replace(
                command.person, resident_record_code=None, individual_number=None
            )
            outcome = sound(desk, msgspec.structs.replace(command, person=person))
            record = residents.find(desk.conn, outcome.residents[0].resident)
            if record is not None:
                residents.save(desk.conn, msgspec.structs.replace(record, **{item: stated}))
            return outcome

        return inner

    return wrap


def _common_name_goes(desk: Desk, body: AgencyNotice) -> None:
    """
    What the Agency does not tell is struck out.
    """
    before = {record.resident: record for record in residents.foreign_living(desk.conn)}
    from_agency.agency_notice(desk, body)
    for record in residents.foreign_living(desk.conn):
        if record != before.get(record.resident) and record.common_name is not None:
            residents.save(desk.conn, msgspec.structs.replace(record, common_name=None))


def _answers(change: Callable[[Desk, str, Any], Any]) -> Callable[[Handler], Handler]:
    """
    A special moving in that reads the answers of its neighbours otherwise.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: SpecialMovingIn) -> Accepted:
            desk.answers = {
                key: raw if raw is None else change(desk, key, raw) for key, raw in desk.answers.items()
            }
            return sound(desk, command)

        return inner

    return wrap


def _card_until(days: int, until: int) -> Callable[[Desk, str, Any], Any]:
    """
    A card that expires so many days from today is taken for one that expires on another day.
    """

    def change(desk: Desk, key: str, raw: Any) -> Any:
        if not key.startswith("k08-"):
            return raw
        answer = msgspec.json.decode(raw, type=CardAnswer)
        if answer.expires_on != (desk.today + timedelta(days=days)).isoformat():
            return raw
        moved = (desk.today + timedelta(days=until)).isoformat()
        return msgspec.Raw(msgspec.json.encode(msgspec.structs.replace(answer, expires_on=moved)))

    return change


def _corrected_is_entered(_desk: Desk, key: str, raw: Any) -> Any:
    """
    Whose address the municipality of origin corrected is taken for entered elsewhere.
    """
    if not key.startswith("j15-"):
        return raw

    def entered(person: FoundPerson) -> FoundPerson:
        return msgspec.structs.replace(person, reason="11") if person.reason == "32" else person

    answer = msgspec.json.decode(raw, type=IdentityAnswer)
    persons = [entered(person) for person in answer.persons]
    return msgspec.Raw(msgspec.json.encode(msgspec.structs.replace(answer, persons=persons)))


def _without_particulars(desk: Desk, _command: SpecialMovingIn, outcome: Accepted) -> Accepted:
    for entered in outcome.residents:
        record = residents.find(desk.conn, entered.resident)
        if record is not None:
            residents.save(desk.conn, msgspec.structs.replace(record, common_name_history=None))
    return outcome


DEFECTS = (
    defect(
        "withdrawn-moving-out-data-used",
        "転出地の取り消した転出証明書情報を保存したまま用いる。",
        "Moving-out data that the municipality of origin took back are kept and used.",
        arrival("J07", _withdrawal_unread),
        must="REL-002 REL-010",
        pattern="withdrawal-unread",
        acts=2,
    ),
    defect(
        "withdrawn-moving-out-data-of-the-second-used",
        "数人の転出証明書情報が取り消されても、一人目のものしか消去しない。",
        "Of several people whose moving-out data are taken back only the first one's are dropped.",
        arrival("J07", _withdrawn_of_the_first),
        must="REL-010",
        pattern="withdrawn-for-the-first",
        acts=2,
    ),
    defect(
        "moving-out-data-withdrawn-by-anybody",
        "転出地でない市町村の知らせにより転出証明書情報を消去する。",
        "Moving-out data are dropped when a municipality that did not send them says so.",
        arrival("J07", _withdrawn_by_anybody),
        must="REL-011",
        pattern="withdrawn-by-anybody",
    ),
    defect(
        "destination-told-of-the-first-who-stays",
        "ともに届け出られた特例転出が取り消されても、転出先に知らせるのは一人目についてだけである。",
        "Of several whose special moving out is withdrawn the destination is told of the first only.",
        handler("WithdrawMovingOut", _told_of_the_first),
        must="REL-012",
        pattern="withdrawn-for-the-first",
        acts=3,
    ),
    defect(
        "found-person-entered-under-a-new-code",
        "職権で記載する者の住民票コードが照会で見つかっても、新たな住民票コードを記載する。",
        "Whoever is entered ex officio gets a new code, although the search found one.",
        handler("ExOfficioEntry", _nobody_found),
        must="JUKI-007",
        may="JUKI-001 JUKI-010 REL-023",
        pattern="search-made-and-unread",
    ),
    defect(
        "resident-without-code-entered-again-ex-officio",
        "住民票コードを示さない者の職権記載を、個人番号により既に住民であると分かっても断らない。",
        "An entry ex officio without a code is not refused, although the number is that of a resident.",
        _taken_for_another,
        must="JUKI-001",
        pattern="uncoded-resident-let-through",
        acts=3,
    ),
    defect(
        "entered-beside-the-householder",
        "世帯主のいる世帯に職権で記載する者も世帯主とする。",
        "Who is entered ex officio in a household that stands becomes a second householder.",
        handler("ExOfficioEntry", _beside_the_householder),
        must="REL-015",
        may="ATE-001 DEPT-001 JUKI-001 LINK-003 LINK-004",
        pattern="head-entered-beside-head",
        acts=2,
    ),
    defect(
        "day-of-notification-made-by-correction",
        "届出のない者の住民票に、修正により届出の年月日を記載する。",
        "A correction writes a day of notification on the record of somebody of whom nobody notified.",
        handler("ExOfficioCorrection", _dated_by_a_clerk),
        must="REL-023",
        pattern="day-made-by-correction",
        acts=2,
    ),
    defect(
        "child-under-the-code-that-was-filed",
        "出生届に記された住民票コードで子を記載する。",
        "A child is entered under the code that the notification of birth states.",
        handler("EntryByBirth", _as_filed("resident_record_code")),
        must="REL-017",
        may="ATE-001 CERT-004 JUKI-001 JUKI-007 JUKI-010",
        pattern="child-marked-as-filed",
        acts=3,
    ),
    defect(
        "child-under-the-number-that-was-filed",
        "出生届に記された個人番号を子の住民票に記載する。",
        "The number that the notification of birth states is entered on the child's record.",
        handler("EntryByBirth", _as_filed("individual_number")),
        must="REL-017",
        may="ATE-001 JUKI-001 JUKI-010",
        pattern="child-marked-as-filed",
        acts=3,
    ),
    defect(
        "common-name-struck-out-by-the-agency",
        "出入国在留管理庁の知らせを反映するとき、通称を消す。",
        "Whatever the Agency tells strikes the common name out.",
        arrival("I02", _common_name_goes),
        must="IMM-004",
        may="ATE-001 DEPT-001",
        pattern="untold-item-struck-out",
    ),
    defect(
        "card-void-on-its-last-day-at-the-counter",
        "有効期間の満了する日のカードによる特例転入を断る。",
        "A special moving in is refused on the last day of the card.",
        handler("SpecialMovingIn", _answers(_card_until(0, -1))),
        must="REL-009",
        pattern="void-on-its-last-day",
        acts=2,
    ),
    defect(
        "card-good-a-day-longer-at-the-counter",
        "有効期間の満了した翌日のカードによる特例転入を受理する。",
        "A special moving in is accepted the day after the card has expired.",
        handler("SpecialMovingIn", _answers(_card_until(-1, 0))),
        must="REL-009",
        may="CARD-006",
        pattern="good-a-day-longer",
        acts=2,
    ),
    defect(
        "corrected-address-taken-for-an-entry-elsewhere",
        "転出地で住所の地番の改められた者を、他の市町村に記録された者として断る。",
        "Whose lot was renumbered where they came from is refused as recorded in another municipality.",
        handler("SpecialMovingIn", _answers(_corrected_is_entered)),
        must="REL-009",
        pattern="correction-taken-for-entry",
        acts=2,
    ),
    defect(
        "particulars-of-common-names-not-carried-on",
        "特例転入のとき、転出証明書情報の通称の記載及び削除に関する事項を記載しない。",
        "A special moving in loses the particulars of common names that the moving-out data state.",
        handler("SpecialMovingIn", afterwards(_without_particulars)),
        must="REL-007 REL-008",
        pattern="particulars-lost-on-the-way",
        acts=2,
    ),
)
