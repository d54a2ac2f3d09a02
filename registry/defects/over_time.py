"""
Defects that show only when what is told of one person is held against what was told before.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from registry.defects.defect import builders, defect
from registry.messages.house import addressee_change, provision_copy
from registry.messages.told import Told
from registry.wire.addressee import AddresseeChange, CopyRegistration

ENTRIES = frozenset({"11", "12", "16"})
"""Reasons of a moving in, from inside Japan, from abroad, and late."""


def _counted_anew(told: Told) -> AddresseeChange:
    sound = addressee_change(told)
    return msgspec.structs.replace(sound, history_sequence=1) if told.event.reason in ENTRIES else sound


def _left_when_cancelled(
    told: Told, action: Literal["register", "update", "close"]
) -> CopyRegistration | None:
    cancelled = action == "close" and told.event.effect == "decrease"
    return None if cancelled else provision_copy(told, action)


def _update_on_return(told: Told, action: Literal["register", "update", "close"]) -> CopyRegistration:
    back = action == "register" and told.record.addressee_changes > 1
    return provision_copy(told, "update" if back else action)


DEFECTS = (
    defect(
        "history-counted-anew-on-return",
        "再転入した者の宛名の履歴連番を一から数え直す。",
        "The history number of somebody who comes back begins at one again.",
        builders(a01=_counted_anew),
        must="ATE-001",
        may="ATE-002 LINK-003 LINK-004 REL-026 REL-001 SEC-007 JUKI-010 JUKI-011 JUKI-015 REL-013 REL-015",
        pattern="counted-anew",
        acts=2,
    ),
    defect(
        "copy-left-by-cancelled-entry",
        "誤った記載が取り消されても、副本を閉じない。",
        "When a wrong entry is cancelled, the provision copy stays.",
        builders(l03=_left_when_cancelled),
        must="LINK-003",
        may="LINK-004 REL-024",
        pattern="undoing-not-followed",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "copy-updated-on-return",
        "再転入した者の副本を、登録せずに更新する。",
        "The provision copy of somebody who comes back is updated instead of entered.",
        builders(l03=_update_on_return),
        must="LINK-003",
        may="LINK-004 LINK-005 LINK-006 LINK-009 LINK-011 LINK-014",
        pattern="return-taken-for-change",
        acts=2,
        seen_by="checks",
    ),
)
