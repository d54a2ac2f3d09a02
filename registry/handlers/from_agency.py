"""
I02: the Agency's notice of a change or an error (住基法30条の50), applied ex officio and never notified back.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import changes, residents
from registry.desk import Desk
from registry.handlers import correction, forms
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.town import AgencyNotice

AGENCY = "7"
TRANSITIONAL, WITH_STATUS = "transitional", "medium-to-long-term"
"""Classes of 住基法30条の45: a transitional resident to whom a status is granted becomes one with a status."""


def _candidates(desk: Desk, body: AgencyNotice) -> list[Record]:
    foreign = residents.foreign_living(desk.conn)
    by_card = [
        record
        for record in foreign
        if record.foreign is not None and record.foreign.residence_card_number == body.residence_card_number
    ]
    if by_card:
        return by_card
    if body.change not in ("card_number", "status"):
        return []
    # A status that is granted to a transitional resident comes with the first number of a residence card.
    return [
        record
        for record in foreign
        if record.name == body.name
        and record.born_on == body.born_on
        and (body.change == "card_number" or _is_transitional(record))
    ]


def _is_transitional(record: Record) -> bool:
    return record.foreign is not None and record.foreign.resident_class == TRANSITIONAL


def _agrees(body: AgencyNotice, record: Record) -> bool:
    return (body.change == "name" or record.name == body.name) and (
        body.change == "born_on" or record.born_on == body.born_on
    )


def _changed(body: AgencyNotice, record: Record) -> tuple[Record, str | None]:
    """
    The corrected record and the item that the notice corrects, None where it is no item of identification.
    """
    if body.change == "name":
        return msgspec.structs.replace(record, name=body.name), "name"
    if body.change == "born_on":
        return msgspec.structs.replace(record, born_on=body.born_on), "born_on"
    values: dict[str, dict[str, Any]] = {
        "nationality": {"nationality": body.nationality},
        "card_number": {"residence_card_number": body.residence_card_number},
    }
    stay: dict[str, Any] = {
        "status_of_residence": body.status_of_residence,
        "period_of_stay": body.period_of_stay,
        "period_expires_on": body.period_expires_on,
    }
    if record.foreign is None:
        return record, None
    if body.change == "status" and _is_transitional(record):
        stay |= {"resident_class": WITH_STATUS, "residence_card_number": body.residence_card_number}
    foreign = msgspec.structs.replace(record.foreign, **values.get(body.change, stay))
    return msgspec.structs.replace(record, foreign=foreign), None


def agency_notice(desk: Desk, body: AgencyNotice) -> None:
    """
    Correct the record as the Agency says; a notice that fits nobody, or contradicts the record, becomes a task.

    Records of special permanent residents are never corrected automatically. A notice of another sex holds no value
    in this layout, so it is left to a clerk too.
    """
    if dates.earliest(body.born_on) is None:
        raise Refusal("invalid-date", "body.born_on")
    if body.period_expires_on is not None:
        forms.civil(body.period_expires_on, "body.period_expires_on")
    forms.check_residence_card_number(body.residence_card_number, "body.residence_card_number")
    found = _candidates(desk, body)
    if len(found) != 1:
        desk.task("unknown-person", ["residence_card_number"], message_type="I02")
        return
    record = found[0]
    if not _agrees(body, record):
        desk.task("contradiction", ["name", "born_on"], record.resident, "I02")
        return
    special = record.foreign is not None and record.foreign.resident_class == "special-permanent"
    if special or body.change == "sex":
        desk.task("to-be-confirmed", [body.change], record.resident, "I02")
        return
    corrected, item = _changed(body, record)
    residents.save(desk.conn, corrected)
    desk.touch(record.resident)
    event = Event(reason="33", kind=AGENCY, changed_on=desk.today.isoformat(), notified_on=None)
    network = item is not None and desk.book.rules.triggers_network(item, True, desk.today)
    heads = item == "name" and corrected.relationship == HOUSEHOLDER
    kept = changes.announce_correction(desk, corrected, event, network=network, copy=heads)
    if heads:
        correction.rename_householder(desk, kept, event)
