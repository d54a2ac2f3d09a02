"""
Deliberate defects of the reference registry, by id.
"""

from __future__ import annotations

from registry.defects import counter, crash, house, line, network, relocation
from registry.defects.defect import Defect

GROUPS = (relocation.DEFECTS, network.DEFECTS, house.DEFECTS, counter.DEFECTS, line.DEFECTS)

DEFECTS: dict[str, Defect] = {defect.id: defect for group in GROUPS for defect in group}
"""Every defect by its id."""

CRASHES: dict[str, Defect] = {defect.id: defect for defect in crash.DEFECTS}
"""
Defects that only a death of the process shows. No scenario can see them: tests/stores/test_crash.py kills them.
"""
