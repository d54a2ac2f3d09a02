"""
What a defect was seen by is kept, and whatever has gone blind since is named.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from harness.running import kept
from harness.running.declared import Declared
from harness.running.kept import Kept
from harness.running.orders import Failure, Scenario
from harness.running.proof import Measurement, Outcome, Proof
from harness.words.errors import ConfigurationError

DEFECT = Declared("registry", "day-late", ["REL-001"], ["JUKI-001"])
CANARY = Declared("registry", "canary", ["REL-001"], [], canary=True)
SEEN = [
    Failure("REL-001.1", "a.feature:3", None, 1),
    Failure("REL-001.2", "a.feature:3", None, 1),
    Failure("JUKI-001.4", "a.feature:9#2", "order_and_loss", 1),
]
SCENARIOS = [
    Scenario("a.feature:3", ["REL-001.1", "REL-001.2"], "転入届"),
    Scenario("a.feature:9#2", ["REL-001.1"], "転居届"),
]


def proof(defect: Declared = DEFECT, failures: list[Failure] = SEEN, before: tuple[str, ...] = ()) -> Proof:
    """
    A proof of a defect that three see.
    """
    return Proof(defect, failures, ["REL-001", "JUKI-001"], kept=list(before))


def measured(*proofs: Proof) -> Measurement:
    """
    A measurement that is not void.
    """
    return Measurement([proof(CANARY, SEEN[:1]), *proofs], [])


def test_whoever_saw_is_written_and_read_again(tmp_path: Path) -> None:
    """
    Clauses by steps, standing checks by their names; a defect that is gone is dropped, another's line stays.
    """
    both = ["registry/day-late", "registry/canary"]
    kept.save(tmp_path, [proof(), proof(CANARY, SEEN[:1])], both, SCENARIOS)
    assert kept.load(tmp_path) == {
        "registry/canary": Kept(["REL-001.1"], ["a.feature 転入届"]),
        "registry/day-late": Kept(
            ["REL-001.1", "REL-001.2", "order_and_loss"], ["a.feature 転入届", "a.feature 転居届#2"]
        ),
    }
    kept.save(tmp_path, [proof(failures=SEEN[:1])], ["registry/day-late"], SCENARIOS)
    assert kept.load(tmp_path) == {"registry/day-late": Kept(["REL-001.1"], ["a.feature 転入届"])}
    kept.save(tmp_path, [proof(failures=[])], ["registry/day-late"], SCENARIOS)
    assert kept.load(tmp_path) == {}


FAILURES = st.builds(
    Failure,
    st.sampled_from(["REL-001.1", "REL-001.2", "JUKI-001.4", "CARD-001.1"]),
    st.sampled_from(["a:1", "a:2", "b:1", "b:2#1", "b:2#2"]),
    st.sampled_from([None, None, "order_and_loss"]),
    st.integers(1, 4),
)


@given(st.lists(FAILURES))
def test_what_is_kept_shows_the_defect_to_all_that_saw_it(failures: list[Failure]) -> None:
    """
    In the scenarios that are kept, and only in those that are needed.
    """
    found = proof(failures=failures)
    chosen = kept.telling(found)
    left = [one for one in failures if one.scenario in chosen]
    assert proof(failures=left).seen_by == found.seen_by
    assert len(chosen) <= len(found.seen_by)


@given(st.sampled_from(["REL-001.1", "REL-001.2", "order_and_loss"]))
def test_one_that_has_gone_blind_is_named(struck: str) -> None:
    """
    The defect is still killed by the others, and the proof fails all the same, naming it.
    """
    before = ("REL-001.1", "REL-001.2", "order_and_loss")
    assert measured(proof(before=before)).exit_code == 0
    less = proof(before=before).without(frozenset([struck]))
    assert less.outcome is Outcome.KILLED
    assert less.blind == [struck]
    assert measured(less).exit_code == 1


def test_a_survivor_is_told_as_one() -> None:
    """
    Where nothing sees a defect any more, it has survived; that says it all.
    """
    less = proof(before=("REL-001.1",), failures=[])
    assert (less.outcome, less.blind) == (Outcome.SURVIVED, [])


@pytest.mark.parametrize("text", ["", "defect\nx\n", "defect,seen_by,in\nx\n", "a,b,c\n"])
def test_a_file_of_another_form_is_refused(text: str, tmp_path: Path) -> None:
    """
    With its place and what to do.
    """
    (tmp_path / kept.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        kept.load(tmp_path)
    assert kept.FILE in str(refused.value.where)
