"""
Deciding or discarding a change that was saved provisionally.
"""

from __future__ import annotations

import msgspec

from registry import provisional
from registry.desk import Desk, Inquiry
from registry.handlers import address, moving_in
from registry.provisional import Undecided
from registry.refusal import Refusal
from registry.wire.control import Accepted, DecideChange, MovingIn


def _waiting(desk: Desk, command: DecideChange) -> Undecided:
    change = provisional.find(desk.conn, command.change_id)
    if change is None:
        raise Refusal("unknown-change", "change_id")
    return change


def inquiries(desk: Desk, command: DecideChange) -> list[Inquiry]:
    """
    What the change itself would have had to ask.
    """
    waiting = _waiting(desk, command)
    if command.decision == "decide" and isinstance(waiting, MovingIn):
        return moving_in.inquiries(desk, waiting)
    return []


def handle(desk: Desk, command: DecideChange) -> Accepted:
    """
    Make the change, on the order of who decides it; or forget it. Either way it is not waiting any more.
    """
    waiting = _waiting(desk, command)
    provisional.forget(desk.conn, command.change_id)
    if command.decision == "discard":
        return Accepted(outcome="accepted", change_id=command.change_id)
    made = moving_in.handle(desk, waiting) if isinstance(waiting, MovingIn) else address.handle(desk, waiting)
    return msgspec.structs.replace(made, change_id=command.change_id)
