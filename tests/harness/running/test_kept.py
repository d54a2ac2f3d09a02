"""
What a defect was seen by is kept, and whatever has gone blind since is named.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from harness.running import kept
from harness.running.declared import Declared
from harness.running.entries import features_folder
from harness.running.kept import Kept
from harness.running.orders import Failure, Scenario
from harness.running.proof import Measurement, Outcome, Proof
from harness.words.errors import ConfigurationError

DEFECT = Declared("registry", "day-late", ["REL-001"], ["JUKI-001"])
BOTH_MUST = Declared("registry", "both", ["REL-001", "JUKI-001"])
CANARY = Declared("registry", "canary", ["REL-001"], [], canary=True)
SEEN = [
    Failure("REL-001.1", "a.feature:3", None, 1, "moving_in.entered"),
    Failure("REL-001.2", "a.feature:3", None, 1),
    Failure("JUKI-001.4", "a.feature:9#2", "order_and_loss", 1),
]
BY = ("REL-001.1@moving_in.entered", "REL-001.2", "JUKI-001.4@order_and_loss")
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
    With the step or standing check that judged; a defect that is gone is dropped, another's line stays.
    """
    both = ["registry/day-late", "registry/canary"]
    kept.save(tmp_path, [proof(), proof(CANARY, SEEN[:1])], both, SCENARIOS)
    assert kept.load(tmp_path) == {
        "registry/canary": Kept([BY[0]], ["a.feature 転入届"]),
        "registry/day-late": Kept(sorted(BY), ["a.feature 転入届", "a.feature 転居届#2"]),
    }
    kept.save(tmp_path, [proof(failures=SEEN[:1])], ["registry/day-late"], SCENARIOS)
    assert kept.load(tmp_path) == {"registry/day-late": Kept([BY[0]], ["a.feature 転入届"])}
    kept.save(tmp_path, [proof(failures=[])], ["registry/day-late"], SCENARIOS)
    assert kept.load(tmp_path) == {}


def test_what_another_line_proves_is_not_kept_twice(tmp_path: Path) -> None:
    """
    A renewed line keeps what kills its defect, and of the rest only what no other line has.
    """
    kept.save(tmp_path, [proof(BOTH_MUST, [SEEN[0], SEEN[2]])], ["registry/both"], SCENARIOS)
    assert kept.load(tmp_path)["registry/both"].scenarios == ["a.feature 転入届", "a.feature 転居届#2"]
    kept.save(tmp_path, [proof()], ["registry/both", "registry/day-late"], SCENARIOS)
    assert kept.load(tmp_path)["registry/day-late"] == Kept(sorted(BY[:2]), ["a.feature 転入届"])


FAILURES = st.builds(
    Failure,
    st.sampled_from(["REL-001.1", "REL-001.2", "JUKI-001.4", "CARD-001.1"]),
    st.sampled_from(["a:1", "a:2", "b:1", "b:2#1", "b:2#2"]),
    st.sampled_from([None, None, "order_and_loss"]),
    st.integers(1, 4),
    st.sampled_from(["", "one.step", "another.step"]),
)


@given(st.lists(FAILURES), st.lists(FAILURES), st.sets(st.sampled_from(BY)))
def test_what_is_kept_kills_and_misses_no_expectation(
    ours: list[Failure], others: list[Failure], held: set[str]
) -> None:
    """
    In the scenarios that are kept each defect fails what it must, and whatever saw a defect anywhere and is not held
    sees one; none is there for nothing.
    """
    proofs = [proof(BOTH_MUST, ours), proof(DEFECT, others)]
    chosen = kept.telling(proofs, held)
    cut = [
        proof(one.defect, [each for each in one.failures if each.scenario in chosen[one.defect.name]])
        for one in proofs
    ]
    assert [one.killers for one in cut] == [one.killers for one in proofs]
    saw, sees = ({name for one in all_of for name in one.seen_by} for all_of in (proofs, cut))
    assert saw - held <= sees
    assert sum(map(len, chosen.values())) <= len(saw - held) + sum(len(one.killers) for one in proofs)


def test_of_two_that_show_as_much_the_short_one_is_kept_or_the_one_kept_anyway() -> None:
    """
    What is kept is played by every proof, for this defect, for the reference and for the lawful registries.
    """
    long = Failure("REL-001.1", "a.feature:3", None, 5, "moving_in.entered")
    short = Failure("REL-001.1", "b.feature:3", None, 2, "moving_in.entered")
    seen = proof(failures=[long, short])
    assert kept.telling([seen]) == {"registry/day-late": ["b.feature:3"]}
    assert kept.telling([seen], anyway=["a.feature:3"]) == {"registry/day-late": ["a.feature:3"]}


def test_few_scenarios_hold_every_expectation_that_is_kept() -> None:
    """
    Between them each expectation of the table sees a defect that is kept there alone, or in several that are all there;
    one that shows nothing more is left out.
    """
    assert kept.between_them(
        [Kept(["x"], ["one"]), Kept(["x", "y"], ["two"]), Kept(["z"], ["three", "four"])]
    ) == {
        "two",
        "three",
        "four",
    }
    table = list(kept.load(features_folder() / "requirements").values())
    chosen = kept.between_them(table)
    assert chosen < {name for one in table for name in one.scenarios}
    seen = {expectation for one in table if chosen.issuperset(one.scenarios) for expectation in one.seen_by}
    assert seen == {expectation for one in table for expectation in one.seen_by}


@given(st.sampled_from(BY))
def test_one_that_has_gone_blind_is_named(struck: str) -> None:
    """
    The defect is still killed by the others, and the proof fails all the same, naming it.
    """
    assert measured(proof(before=BY)).exit_code == 0
    less = proof(before=BY).without(frozenset([struck]))
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
