"""
Recompiling a record (改製, 住基法10条の2): the sheet is written anew, and the old one is kept as it was.
"""

from __future__ import annotations

import msgspec

from registry import changes, reads, recompiled, residents
from registry.desk import Desk
from registry.handlers import forms
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.wire.control import Accepted, Entered, RecompileRecord

RECOMPILED, EX_OFFICIO = "58", "2"


def handle(desk: Desk, command: RecompileRecord) -> Accepted:
    """
    Keep what the record shows, count one recompilation more, and tell nobody: no item changed.
    """
    forms.past(desk, command.recompiled_on, "recompiled_on")
    record = desk.resident(command.resident, "resident")
    desk.numbers_seen = record.individual_number is not None
    number = record.recompilation + 1
    original = reads.shown(desk.conn, record, desk.municipality)
    recompiled.keep(desk.conn, number, msgspec.structs.replace(original, recompiled_on=command.recompiled_on))
    anew = msgspec.structs.replace(record, recompilation=number, recompiled_on=command.recompiled_on)
    residents.save(desk.conn, anew)
    event = Event(reason=RECOMPILED, kind=EX_OFFICIO, changed_on=command.recompiled_on, notified_on=None)
    changes.add_history(desk, anew, event)
    entered = Entered(ref=record.resident, resident=record.resident, household=record.household)
    return Accepted(outcome="accepted", change_id=new_change_id(), residents=[entered])
