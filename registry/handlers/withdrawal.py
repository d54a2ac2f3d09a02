"""
A planned moving out is withdrawn before its date: the people stay (the standard specification 4.6.0.1).
"""

from __future__ import annotations

import msgspec

from registry import card_events, changes, protection, residents
from registry.desk import Desk
from registry.handlers import forms, moving_out
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.wire.control import Accepted, Entered, WithdrawMovingOut

CANCELLED, NOTIFIED = "59", "1"


def _planned_row(desk: Desk, record: Record) -> int | None:
    rows = [row for row in changes.rows(desk.conn, record.resident) if row.after.state == "planned-out"]
    return rows[-1].shown.sequence if rows else None


def _stays(desk: Desk, record: Record, command: WithdrawMovingOut) -> Record:
    kept = msgspec.structs.replace(
        record,
        state="current",
        planned_out_on=None,
        planned_destination=None,
        destination_municipality=None,
        out_notified_on=None,
        out_kind=None,
        out_route=None,
    )
    residents.save(desk.conn, kept)
    card_events.moving_out_withdrawn(desk, kept)
    protection.moving_out_withdrawn(desk, kept)
    event = Event(
        reason=CANCELLED,
        kind=NOTIFIED,
        changed_on=command.notified_on,
        notified_on=command.notified_on,
        cancels=_planned_row(desk, record),
        effect="correction",
    )
    changes.add_history(desk, kept, event)
    # The plan was told as its own reason; what is told now is that it stands no more.
    told = msgspec.structs.replace(event, reason=moving_out.event_of(desk, record, planned=True).reason)
    kept = changes.tell_addressee(desk, kept, told)
    changes.tell_departments(desk, kept, told)
    return kept


def handle(desk: Desk, command: WithdrawMovingOut) -> Accepted:
    """
    Put the state before the notification back, with a row that cancels it; the destination drops data sent before.
    """
    forms.past(desk, command.notified_on, "notified_on")
    desk.book.rules.check_identity(command.identity)
    forms.check_distinct(command.residents, "residents")
    movers = [desk.resident(number, f"residents[{index}]") for index, number in enumerate(command.residents)]
    for index, mover in enumerate(movers):
        if mover.state != "planned-out":
            raise Refusal("not-permitted", f"residents[{index}]", "no moving out is planned")
    for mover in movers:
        if mover.out_route == "special" and mover.destination_municipality is not None:
            moving_out.send_data(desk, [mover], mover.destination_municipality, withdrawn=True)
    kept = [_stays(desk, mover, command) for mover in movers]
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[
            Entered(ref=each.resident, resident=each.resident, household=each.household) for each in kept
        ],
    )
