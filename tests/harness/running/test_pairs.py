"""
Two defects at once: whatever fails is named by one of them. Mistakes do not make up a third one together.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from harness.running import prove as proving, selection, systems
from harness.running.declared import REGISTRY, Declared, declared
from harness.running.orders import Order, Scenario
from harness.running.proof import REFERENCE, Proof
from harness.running.prove import Task, Wanted, prove
from harness.running.statement import Connect, Statement, parse_connect

FEATURES = (
    "card/handover.feature",
    "certificate/copy_of_the_record.feature",
    "linkage/register_office.feature",
)
SEEN_THERE = (
    "any-pin-will-do", "card-handed-to-anybody", "pin-kept", "copy-uncertified", "copy-with-hidden-code",
    "copy-always-shows-relationship", "register-office-told-yes",
)  # fmt: skip


def together(
    monkeypatch: pytest.MonkeyPatch, pairs: list[tuple[Declared, Declared]], folder: Path
) -> list[Proof]:
    """
    Plant the two of each pair in one registry, and play a few features against it.
    """
    joined = [
        Declared(
            REGISTRY, f"{one.id}+{other.id}", [*one.must], [*one.may, *other.must, *other.may], canary=True
        )
        for one, other in pairs
    ]

    def order(_table: object, task: Task) -> Order:
        assert isinstance(task.subject, Declared)
        planted = {REGISTRY: task.subject.id.split("+")}
        return Order(str(task.number), Connect("entry", REFERENCE), planted, sorted(task.keys))

    def near(scenarios: list[Scenario], _defect: Declared) -> set[str]:
        return {one.key for one in scenarios if one.feature in FEATURES}

    monkeypatch.setattr(proving, "declared", lambda: joined)
    monkeypatch.setattr(systems, "installed", list)
    monkeypatch.setattr(selection, "first", near)
    monkeypatch.setattr(selection, "wider", near)
    monkeypatch.setattr("harness.running.prove._Table._order", order)
    return prove(Statement(parse_connect("reference")), Wanted(jobs=1), folder, lambda *_: None).proofs


@pytest.fixture(scope="module")
def candidates() -> list[Declared]:
    """
    Defects that the few features see.
    """
    return [one for one in declared() if one.id in SEEN_THERE]


@settings(max_examples=1, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_fails_with_two_planted_is_named_by_one(
    data: st.DataObject, candidates: list[Declared], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Of any pairs: nothing strays, and what must fail with the first alone still fails.
    """
    of_two = [(one, other) for one in candidates for other in candidates if one.id < other.id]
    drawn = data.draw(st.sets(st.integers(0, len(of_two) - 1), min_size=3, max_size=3))
    chosen = [of_two[place] for place in drawn]
    with monkeypatch.context() as patched:
        proofs = together(patched, chosen, tmp_path)
    assert {proof.defect.id: (proof.strays, proof.lacking, proof.faults) for proof in proofs} == {
        f"{one.id}+{other.id}": ([], [], []) for one, other in chosen
    }
