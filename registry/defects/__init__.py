"""
Deliberate defects of the reference registry, by id.
"""

from __future__ import annotations

from registry.defects import (
    card_items,
    cards,
    counter,
    crash,
    house,
    line,
    mail,
    network,
    protection,
    relocation,
)
from registry.defects.defect import Defect

GROUPS = (
    relocation.DEFECTS,
    network.DEFECTS,
    house.DEFECTS,
    counter.DEFECTS,
    line.DEFECTS,
    cards.DEFECTS,
    card_items.DEFECTS,
    mail.DEFECTS,
    protection.DEFECTS,
)

DEFECTS: dict[str, Defect] = {defect.id: defect for group in GROUPS for defect in group}
"""Every defect by its id."""

CRASHES: dict[str, Defect] = {defect.id: defect for defect in crash.DEFECTS}
"""
Defects that only a death of the process shows. No scenario can see them: tests/stores/test_crash.py kills them.
"""
