"""
What falls due when the clock moves.
"""

from __future__ import annotations

from registry import card_events, protection
from registry.desk import Desk
from registry.handlers import moving_out


def record(desk: Desk) -> None:
    """
    Record everything that fell due by the desk's time: planned moving out (住基令13条1項), notices that did not come,
    then what befalls cards (番号令14条), then what a clerk must know of support measures.
    """
    moving_out.record_due(desk)
    moving_out.list_missing_notices(desk)
    card_events.fall_due(desk)
    protection.fall_due(desk)
