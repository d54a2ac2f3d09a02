"""
What falls due when the clock moves.
"""

from __future__ import annotations

from registry.desk import Desk
from registry.handlers import moving_out


def record(desk: Desk) -> None:
    """
    Record everything that fell due by the desk's time: so far, planned moving out (住基令13条1項).
    """
    moving_out.record_due(desk)
