"""
A registry that does nothing earns nothing: no requirement, and no clause either.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.judgement.catalogue import Catalogue
from harness.judgement.verdict import Verdict
from harness.running.entries import found
from harness.running.run import Ended

EMPTY = sorted(name for name in found("tekigo.registries") if name.startswith("empty-"))
SELECTION = [
    "REL-001",
    "REL-005",
    "REL-011",
    "JUKI-001",
    "CARD-004",
    "LINK-003",
    "LINK-007",
    "DEPT-001",
    "CERT-001",
]
"""Requirements with refusals, with things that must not happen, and with things that must be gone."""

REMEMBERED = {"REL-001.2", "REL-001.7"}
"""Clauses that a mere memory fulfils: the record shows the day on which somebody said that they moved in."""


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_registry_passes_nothing(name: str, run: Callable[..., Ended], catalogue: Catalogue) -> None:
    """
    Saying yes, no, or what was said, is no obedience, and that there is nothing is no proof that it was taken away.
    """
    ended = run(f"entry:{name}", selection=SELECTION, thin=True)
    assert not ended.faults
    assert [
        each.requirement for each in ended.tally.verdicts(catalogue) if each.verdict is Verdict.PASS
    ] == []
    passed = {clause for clause, state in ended.tally.states.items() if state.verdict() is Verdict.PASS}
    assert passed <= (REMEMBERED if name == "empty-echo" else set())
