"""
Runs the standing checks over a scene's history and turns breaches into findings.
"""

from __future__ import annotations

from harness.running.lane import Lane
from harness.running.scene import Scene


def run_checks(lane: Lane, scene: Scene) -> None:
    """
    Check the scenario's slice of the history.
    """
