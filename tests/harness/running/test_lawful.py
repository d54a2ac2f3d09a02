"""
A registry that obeys the law otherwise than the reference is judged as the reference is.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.running.entries import found
from tests.stores.test_verdicts import judged, selection

LAWFUL = sorted(name for name in found("tekigo.registries") if name.startswith("lawful-"))


@pytest.mark.parametrize(("name", "turn"), [(name, turn) for turn, name in enumerate(LAWFUL)])
def test_a_lawful_variant_is_failed_nowhere(name: str, turn: int, tmp_path: Path) -> None:
    """
    Scenario for scenario and finding for finding the same, in every third subject: a proof plays each on all.
    """
    clauses = selection()[turn::3]
    measure = judged(tmp_path / "reference", None, clauses)
    assert len(measure) >= 20
    assert {result for result, _ in measure.values()} == {"passed"}
    assert judged(tmp_path / name, None, clauses, f"entry:{name}") == measure
