"""
Defects that show when a wrong change is cancelled for somebody in a state of their own.
"""

from __future__ import annotations

import msgspec

from registry.defects.defect import builders, defect
from registry.messages.house import resident_change
from registry.messages.network import identification_update
from registry.messages.told import Told
from registry.parts import Parts
from registry.wire.departments import ResidentChange
from registry.wire.juki_net import IdentificationUpdate


def _plan_dropped(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    cancelled = told.event.cancels is not None and told.record.planned_out_on is not None
    return msgspec.structs.replace(sound, planned=False, planned_on=None) if cancelled else sound


def _unmarked(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    cancelled = told.event.cancels is not None and told.event.effect == "correction"
    return msgspec.structs.replace(sound, protected=False) if cancelled else sound


def _reading_left(parts: Parts) -> Parts:
    readings: dict[str | None, str] = {}

    def update(told: Told) -> IdentificationUpdate:
        sound = identification_update(told)
        code = told.record.resident_record_code
        wrong = readings.get(code, sound.name_kana)
        readings[code] = sound.name_kana
        return msgspec.structs.replace(sound, name_kana=wrong) if told.event.cancels is not None else sound

    return builders(j01=update)(parts)


DEFECTS = [
    defect(
        "cancellation-drops-the-plan",
        "誤った転居を取り消すD01に、転出の予定が載らない。",
        "D01 of a cancelled change of address says nothing of the planned moving out.",
        builders(d01=_plan_dropped),
        must="REL-024",
        may="DEPT-001 REL-005",
        pattern="state-lost-by-cancellation",
        acts=3,
    ),
    defect(
        "cancellation-told-without-the-mark",
        "誤りを取り消すD01に、支援措置の表示がない。",
        "D01 that puts a wrong change right lacks the mark of support.",
        builders(d01=_unmarked),
        must="SEC-007",
        may="REL-024 SEC-006 SEC-005",
        pattern="state-lost-by-cancellation",
        acts=3,
    ),
    defect(
        "reading-left-wrong-by-cancellation",
        "氏名の誤った修正を取り消しても、J01の振り仮名は誤ったままである。",
        "After a wrong correction of the name is cancelled, J01 keeps the wrong reading.",
        _reading_left,
        must="REL-024",
        may="JUKI-005 JUKI-002 JUKI-003 JUKI-001 REL-013 REL-019 REL-026 JUKI-008",
        pattern="state-lost-by-cancellation",
        acts=2,
    ),
]
