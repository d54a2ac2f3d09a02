"""
Deliberate defects of the reference registry, by id.
"""

from __future__ import annotations

from registry.defects import counter, house, line, network, relocation
from registry.defects.defect import Defect

GROUPS = (relocation.DEFECTS, network.DEFECTS, house.DEFECTS, counter.DEFECTS, line.DEFECTS)

DEFECTS: dict[str, Defect] = {defect.id: defect for group in GROUPS for defect in group}
"""Every defect by its id."""
