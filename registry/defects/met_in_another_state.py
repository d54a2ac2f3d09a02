"""
Defects of an act that meets somebody in a second state: what is right for whoever just moved in is wrong for whoever
plans to leave, is protected, was renamed, came back, or holds a card that is lost.
"""

from __future__ import annotations

import msgspec

from registry.defects.defect import builders, defect
from registry.messages.house import resident_change
from registry.messages.told import Told
from registry.wire.departments import ResidentChange


def _plan_marked_once(told: Told, with_number: bool) -> ResidentChange:
    """
    The mark goes with the plan's own message and is not put on what comes after it: no department takes that.
    """
    sound = resident_change(told, with_number)
    if not sound.planned or told.event.planned:
        return sound
    return msgspec.structs.replace(sound, planned=False, planned_on=None)


DEFECTS = (
    defect(
        "later-change-of-mover-unmarked",
        "転出を予定する者の後の異動を、予定の表示なしに庁内の業務に伝える。",
        "Later changes of somebody who plans to move out are told to departments without the mark of the plan.",
        builders(d01=_plan_marked_once),
        must="REL-013",
        may="DEPT-001 REL-015 JUKI-015 REL-005",
        pattern="marked-once-and-no-more",
        acts=3,
    ),
)
