"""
The hold of a support measure at the counter (the standard specification 3.1): change, issue, inquiry, each by setting.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import msgspec

from registry import measures, residents
from registry.desk import Desk
from registry.measures import Measure
from registry.refusal import Refusal
from registry.rules import dates
from registry.rules.tables import rows
from registry.wire.control import Accepted

Operation = Literal["change", "issue", "inquiry"]


class Held(msgspec.Struct, frozen=True):
    """
    A command and the operation that it is.
    """

    command: str
    operation: Operation
    source: str


HELD = {row.command: row.operation for row in rows("holds.csv", Held)}


def _runs(desk: Desk, measure: Measure) -> bool:
    until = None if measure.released_until is None else dates.instant(measure.released_until)
    return until is not None and desk.book.rules.is_released(until, desk.now)


def _stands(desk: Desk, resident: str) -> bool:
    """
    Whether a hold stands for the resident: a measure covers them that is not released for the moment.
    """
    found = [measure for measure in measures.of(desk.conn, resident) if not measure.over]
    return any(not _runs(desk, measure) for measure in found)


def _living_with(desk: Desk, touched: Collection[str]) -> list[str]:
    """
    Who else lives in a household of one of them.
    """
    found = [residents.find(desk.conn, resident) for resident in touched]
    inhabited = dict.fromkeys(record.household for record in found if record is not None)
    members = [member.resident for each in inhabited for member in residents.members(desk.conn, each)]
    return [member for member in members if member not in touched]


def apply(desk: Desk, name: str, outcome: Accepted) -> Accepted:
    """
    Refuse or alert as the setting for the operation says, for each protected person whom the command touched. Whoever
    lives with a protected person raises an alert only.
    """
    operation = HELD.get(name)
    if operation is None or not desk.book.rules.is_held(name):
        return outcome
    touched = desk.book.rules.looked_through(desk.touched)
    protected = [resident for resident in touched if measures.is_protected(desk.conn, resident)]
    if desk.book.rules.hold_blocks(operation, desk.settings) and any(
        _stands(desk, resident) for resident in protected
    ):
        raise Refusal("not-permitted", "residents", "a support measure holds this")
    near = protected or [
        other for other in _living_with(desk, touched) if measures.is_protected(desk.conn, other)
    ]
    if not near:
        return outcome
    return msgspec.structs.replace(outcome, alerts=[*outcome.alerts, "support-measure"])
