"""
Deciding or discarding an entry that was saved provisionally.
"""

from __future__ import annotations

import msgspec

from registry.desk import Desk, Inquiry
from registry.handlers import moving_in
from registry.refusal import Refusal
from registry.store import PROVISIONAL
from registry.wire.control import Accepted, DecideChange, MovingIn


def _waiting(desk: Desk, command: DecideChange) -> MovingIn:
    entry = moving_in.provisional(desk.conn, command.change_id)
    if entry is None:
        raise Refusal("unknown-change", "change_id")
    return entry


def inquiries(desk: Desk, command: DecideChange) -> list[Inquiry]:
    """
    What the entry itself would have had to ask.
    """
    waiting = _waiting(desk, command)
    return moving_in.inquiries(desk, waiting) if command.decision == "decide" else []


def handle(desk: Desk, command: DecideChange) -> Accepted:
    """
    Make the entry, on the order of who decides it; or forget it. Either way it is not waiting any more.
    """
    waiting = _waiting(desk, command)
    desk.conn.execute(PROVISIONAL.delete().where(PROVISIONAL.c.change_id == command.change_id))
    if command.decision == "discard":
        return Accepted(outcome="accepted", change_id=command.change_id)
    outcome = moving_in.handle(desk, waiting)
    return msgspec.structs.replace(outcome, change_id=command.change_id)
