"""
A collected scenario, as it is kept with its test.
"""

from __future__ import annotations

import pytest

from harness.evidence.events import Text
from harness.running.plan import Planned


class Part:
    """
    A collected scenario: its id, place, titles, clauses and planned dates.
    """

    def __init__(
        self, key: str, feature: str, line: int, title: Text, clauses: list[str], planned: Planned
    ) -> None:
        self.key = key
        self.feature = feature
        self.line = line
        self.title = title
        self.clauses = clauses
        self.planned = planned


PART = pytest.StashKey[Part]()
