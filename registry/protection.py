"""
How a support measure reaches the neighbours (the standard specification 3.1, 3.2), and what a moving out makes of it.
"""

from __future__ import annotations

import msgspec

from registry import audit, changes, measures, residents
from registry.changes import ADDRESSEE, JUKI_NET
from registry.desk import Desk
from registry.measures import Measure
from registry.messages.told import Event
from registry.residents import Record
from registry.rules import dates

APPLICATION = "3"
ENDS_SOON, EXPIRED = "support-ends-soon", "support-expired"


def save(desk: Desk, measure: Measure) -> Measure:
    """
    Keep a measure with everybody whom it covers.
    """
    measures.save(desk.conn, measure, desk.book.rules.covered(measure))
    return measure


def tell(desk: Desk, measure: Measure, *, whole: bool) -> None:
    """
    Tell the network and the intermediary server; with `whole` also who holds the address: A01 and D01.

    The mark at the intermediary server goes before the address. Whom another measure still covers keeps every flag.
    """
    desk.about = measure.measure
    for resident in desk.book.rules.covered(measure):
        record = residents.find(desk.conn, resident)
        if record is None or (measure.over and measures.is_protected(desk.conn, resident)):
            continue
        desk.touch(resident)
        desk.send(ADDRESSEE, "L09", desk.book.builders.l09(record, measure, desk.actor.operator), record)
        desk.send(JUKI_NET, "J23", desk.book.builders.j23(record, measure), record)
        if whole:
            event = Event(reason="33", kind=APPLICATION, changed_on=desk.today.isoformat(), notified_on=None)
            kept = changes.tell_addressee(desk, record, event)
            changes.tell_departments(desk, kept, event)
        destination = measure.told.get(resident)
        if measure.over and destination is not None:
            body = desk.book.builders.j23(record, msgspec.structs.replace(measure, state="ended"))
            desk.send(destination, "J23", body, record, by=JUKI_NET)
    desk.about = None


def _open_measures(desk: Desk, resident: str) -> list[Measure]:
    return [measure for measure in measures.of(desk.conn, resident) if not measure.over]


def moving_out_notified(desk: Desk, movers: list[Record], *, again: bool = True) -> None:
    """
    Tell the municipality moved to of the measure, before any data of the movers go there; without `again` only what it
    was not told yet, as a plan far ahead is told to nobody before its day.
    """
    for mover in movers:
        destination = mover.destination_municipality
        if destination is None:
            continue
        for measure in _open_measures(desk, mover.resident):
            if not again and measure.told.get(mover.resident) == destination:
                continue
            told = {**measure.told, mover.resident: destination}
            sent = save(desk, msgspec.structs.replace(measure, told=told))
            as_previous = msgspec.structs.replace(sent, state="previous-address")
            body = desk.book.builders.j23(mover, as_previous)
            if body is not None:
                # In the stream of the data (J07), so that these cannot overtake it.
                subject = movers[0].resident
                draft = desk.draft(
                    destination, body, "J23", subject, neighbour=JUKI_NET, resident=mover.resident
                )
                desk.drafts.append(draft)


def moving_out_withdrawn(desk: Desk, mover: Record) -> None:
    """
    The person stays: the municipality that was told holds nothing any more.
    """
    for measure in _open_measures(desk, mover.resident):
        destination = measure.told.get(mover.resident)
        if destination is not None:
            left = {who: where for who, where in measure.told.items() if who != mover.resident}
            save(desk, msgspec.structs.replace(measure, told=left))
            body = desk.book.builders.j23(mover, msgspec.structs.replace(measure, state="ended"))
            desk.send(destination, "J23", body, mover, by=JUKI_NET)


def moved_out(desk: Desk, record: Record) -> None:
    """
    The person left: the measure goes on as that of the previous address, without anybody's act.
    """
    for measure in _open_measures(desk, record.resident):
        if measure.resident != record.resident:
            continue
        state = desk.book.rules.measure_after_moving_out(measure)
        kept = save(desk, msgspec.structs.replace(measure, state=state, released_until=None))
        desk.send(JUKI_NET, "J23", desk.book.builders.j23(record, kept), record)


def fall_due(desk: Desk) -> None:
    """
    Warn of an end that is near, and of one that has passed. No measure ends by the calendar.
    """
    for measure in measures.still_open(desk.conn):
        end = dates.civil(measure.ends_on or "")
        if end is None:
            continue
        if desk.today > end and measure.alerted != f"{EXPIRED} {measure.ends_on}":
            settle(desk, measure)
            desk.task(EXPIRED, ["ends_on"], measure.resident)
            state = desk.book.rules.after_the_end(measure)
            alerted = f"{EXPIRED} {measure.ends_on}"
            ended = save(desk, msgspec.structs.replace(measure, state=state, alerted=alerted))
            if ended.over:
                tell(desk, ended, whole=True)
        elif end >= desk.today >= desk.book.rules.support_alert_from(end) and measure.alerted is None:
            desk.task(ENDS_SOON, ["ends_on"], measure.resident)
            save(desk, msgspec.structs.replace(measure, alerted=ENDS_SOON))


def settle(desk: Desk, measure: Measure) -> None:
    """
    What waited for a clerk because of the end date waits no more.
    """
    for kind in (ENDS_SOON, EXPIRED):
        audit.settle_tasks(desk.conn, kind, measure.resident)
