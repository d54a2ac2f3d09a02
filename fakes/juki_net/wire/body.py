"""
The shape that every message body obeys.
"""

from __future__ import annotations

from msgspec import Struct


class Body(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What every message body obeys: frozen, and no unknown field.
    """
