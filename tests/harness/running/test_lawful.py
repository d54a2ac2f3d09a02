"""
A registry that obeys the law otherwise than the reference is judged as the reference is.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.running.entries import found
from tests.stores.test_verdicts import Judged, judged, selection

LAWFUL = sorted(name for name in found("tekigo.registries") if name.startswith("lawful-"))


@pytest.fixture(scope="module")
def measure(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """
    What is judged of the reference.
    """
    return judged(tmp_path_factory.mktemp("reference"), None, selection())


@pytest.mark.parametrize("name", LAWFUL)
def test_a_lawful_variant_is_failed_nowhere(name: str, measure: Judged, tmp_path: Path) -> None:
    """
    Scenario for scenario and finding for finding the same, in one scenario of every subject at least.
    """
    assert {result for result, _ in measure.values()} == {"passed"}
    assert judged(tmp_path, None, selection(), f"entry:{name}") == measure
