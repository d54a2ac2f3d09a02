"""
A registry that obeys the law otherwise than the reference is judged as the reference is.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.running.entries import found
from tests.stores.test_verdicts import judged, selection

LAWFUL = sorted(name for name in found("tekigo.registries") if name.startswith("lawful-"))


@pytest.mark.parametrize("name", LAWFUL)
def test_a_lawful_variant_is_failed_nowhere(name: str, tmp_path: Path) -> None:
    """
    Scenario for scenario and finding for finding the same, in one scenario of every subject at least.
    """
    measure = judged(tmp_path / "reference", None, selection())
    assert {result for result, _ in measure.values()} == {"passed"}
    assert judged(tmp_path / "lawful", None, selection(), f"entry:{name}") == measure
