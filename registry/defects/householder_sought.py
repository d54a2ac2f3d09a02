"""
Defects of the search for a householder, which goes on although the household has one or is gone.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import audit
from registry.defects.defect import defect, handler
from registry.desk import Desk
from registry.parts import Handler
from registry.store import TASKS
from registry.wire.control import Accepted

MISSING = "householder-missing"


def _search_goes_on(sound: Handler) -> Handler:
    """
    What waited for a householder waits on.
    """

    def inner(desk: Desk, command: Any) -> Accepted:
        waiting = audit.open_tasks(desk.conn, MISSING)
        outcome = sound(desk, command)
        still = {task.n for task in audit.open_tasks(desk.conn, MISSING)}
        for task in waiting:
            if task.n not in still:
                body = msgspec.json.encode(task).decode()
                desk.conn.execute(TASKS.update().where(TASKS.c.n == task.n).values(body=body))
        return outcome

    return inner


DEFECTS = (
    defect(
        "search-for-a-householder-goes-on-after-a-death",
        "残る一人が世帯主となっても、世帯主の定まらない処理を完了としない。",
        "One is left and heads the household, but the search for a householder is not closed: it began before a death.",
        handler("DeletionByDeath", _search_goes_on),
        must="REL-016",
        pattern="search-goes-on",
        acts=3,
    ),
    defect(
        "search-for-a-householder-goes-on-after-a-merger",
        "世帯が合併されてなくなっても、その世帯主の定まらない処理を完了としない。",
        "The household merged into another, but the search for its householder is not closed.",
        handler("MergeHouseholds", _search_goes_on),
        must="REL-016",
        pattern="search-goes-on",
        acts=4,
    ),
    defect(
        "search-for-a-householder-goes-on-after-a-restoration",
        "世帯主が回復されても、世帯主の定まらない処理を完了としない。",
        "The householder is restored, but the search for one is not closed.",
        handler("RestoreRecord", _search_goes_on),
        must="REL-016",
        pattern="search-goes-on",
        acts=3,
    ),
)
