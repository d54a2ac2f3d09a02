"""
Defects of transitional residents: the status that is granted to them, and the days that pass.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from registry import residents
from registry.defects.defect import afterwards, arrival, defect, handler
from registry.desk import Desk
from registry.handlers import from_agency
from registry.wire.control import Accepted, EntryByBirth
from registry.wire.town import AgencyNotice

DAYS = timedelta(days=60)


def _by_number_alone(desk: Desk, body: AgencyNotice) -> None:
    if body.change == "status" and not residents.with_residence_card(desk.conn, body.residence_card_number):
        desk.task("unknown-person", ["residence_card_number"], message_type="I02")
        return
    from_agency.agency_notice(desk, body)


def _class_stays(desk: Desk, body: AgencyNotice) -> None:
    known = residents.with_residence_card(desk.conn, body.residence_card_number)
    from_agency.agency_notice(desk, body)
    found = residents.with_residence_card(desk.conn, body.residence_card_number)
    if body.change == "status" and not known and len(found) == 1 and found[0].foreign is not None:
        foreign = msgspec.structs.replace(found[0].foreign, resident_class="transitional")
        residents.save(desk.conn, msgspec.structs.replace(found[0], foreign=foreign))


def _leaves_after_sixty_days(desk: Desk, _command: EntryByBirth, outcome: Accepted) -> Accepted:
    for entered in outcome.residents:
        record = residents.find(desk.conn, entered.resident)
        if record is not None and record.foreign is not None:
            on = (desk.today + DAYS - timedelta(days=4)).isoformat()
            plan = {"planned_out_on": on, "planned_destination": "国外"}
            residents.save(desk.conn, msgspec.structs.replace(record, state="planned-out", **plan))
    return outcome


def _like_the_parent(desk: Desk, _command: EntryByBirth, outcome: Accepted) -> Accepted:
    for entered in outcome.residents:
        record = residents.find(desk.conn, entered.resident)
        if record is not None and record.foreign is not None:
            foreign = msgspec.structs.replace(record.foreign, resident_class="medium-to-long-term")
            residents.save(desk.conn, msgspec.structs.replace(record, foreign=foreign))
    return outcome


DEFECTS = (
    defect(
        "child-of-the-parents-class",
        "外国人の子の出生による住民票に、経過滞在者でなく親の区分を記載する。",
        "The record of a foreign child by birth carries the class of its parent.",
        handler("EntryByBirth", afterwards(_like_the_parent)),
        must="IMM-006",
        may="REL-017 IMM-001 IMM-002 CARD-001 CARD-013",
        pattern="class-of-another-person",
        acts=2,
    ),
    defect(
        "status-granted-to-nobody",
        "経過滞在者に与えられた在留資格の知らせを、在留カードの番号だけで探し、当たる者のないものとする。",
        "A notice that a transitional resident was granted a status is looked for by the card number, and fits nobody.",
        arrival("I02", _by_number_alone),
        must="IMM-006",
        pattern="first-number-not-known",
        acts=2,
    ),
    defect(
        "status-granted-class-stays",
        "在留資格の知らせを反映しても、経過滞在者の区分を改めない。",
        "A status that is granted to a transitional resident is entered, and the class is left.",
        arrival("I02", _class_stays),
        must="IMM-006",
        pattern="half-of-a-change",
        acts=2,
    ),
    defect(
        "sixty-days-delete",
        "出生による経過滞在者の住民票を、六十日の経過により消除する。",
        "The record of a transitional resident by birth is deleted when sixty days have passed.",
        handler("EntryByBirth", afterwards(_leaves_after_sixty_days)),
        must="IMM-006",
        may="REL-017 IMM-001 JUKI-001",
        pattern="deleted-by-the-calendar",
        acts=2,
    ),
)
