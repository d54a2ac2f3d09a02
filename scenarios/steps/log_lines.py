"""
Reading the access log, which only grows: no line that was read before the scenario is read again.
"""

from __future__ import annotations

from harness.port.reads import ReadAccessLog
from harness.port.records import AccessLine
from harness.running.recorded import Invocation
from harness.running.scene import Scene

PAGE = 1000


def lines_after(scene: Scene, after: int) -> tuple[list[AccessLine], Invocation]:
    """
    Every line after ``after``, page by page, and the last read as evidence. A log that does not go on is left.
    """
    found: list[AccessLine] = []
    while True:
        kept = scene.ask(ReadAccessLog(after=after, limit=PAGE))
        page: list[AccessLine] = getattr(kept.outcome, "lines", None) or []
        found += page
        if len(page) < PAGE or page[-1].n <= after:
            return found, kept
        after = page[-1].n


def lines(scene: Scene) -> list[AccessLine]:
    """
    Every line of this scenario, and those of earlier ones that nobody read.
    """
    return lines_after(scene, scene.log_start)[0]


def log_end(scene: Scene) -> int:
    """
    Number of the newest line of the access log; 0 where it has none.
    """
    lines_after(scene, scene.lane.log_read)
    return scene.lane.log_read
