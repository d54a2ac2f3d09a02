"""
Deliberate defects of the reference registry, by id.
"""

from __future__ import annotations

from registry.defects.defect import Defect

DEFECTS: dict[str, Defect] = {}
"""Every defect by its id."""
