"""
What holds of every outcome of a proof, whatever failed: over generated defects and failures.
"""

from __future__ import annotations

from random import Random

from hypothesis import assume, given, strategies as st
from msgspec.structs import replace

from harness.running.declared import Declared
from harness.running.orders import Failure
from harness.running.proof import Cell, Measurement, Outcome, Proof, sole_guards

REQUIREMENTS = ["REL-001", "REL-002", "CARD-004", "JUKI-001", "SEC-001"]
CLAUSES = [f"{requirement}.{number}" for requirement in REQUIREMENTS for number in (1, 2)]
CHECKS = ["numbers_confined", "order_and_loss"]

requirements = st.lists(st.sampled_from(REQUIREMENTS), unique=True, max_size=3)
failures = st.lists(
    st.builds(
        Failure,
        clause=st.sampled_from(CLAUSES),
        scenario=st.sampled_from(["a.feature:3", "b.feature:9#2"]),
        check=st.none() | st.sampled_from(CHECKS),
        acts=st.integers(1, 4),
    ),
    max_size=6,
)
mutes = st.frozensets(st.sampled_from([*CLAUSES, *CHECKS]))


@st.composite
def proofs(draw: st.DrawFn) -> Proof:
    """
    Any proof, of any defect.
    """
    must = draw(requirements)
    defect = Declared(
        "registry",
        draw(st.sampled_from("abcdef")),
        must,
        draw(requirements),
        rules=draw(st.lists(st.just("JN-05"), max_size=1)),
        acts=draw(st.integers(1, 3)),
        seen_by=draw(st.sampled_from(["steps", "checks"])),
        indistinguishable=draw(st.sampled_from(["", "Nobody can tell."])),
    )
    return Proof(
        defect,
        draw(failures),
        judged=draw(st.lists(st.sampled_from(REQUIREMENTS), unique=True)),
        crashes=draw(st.lists(st.just("an answer of 500"), max_size=1)),
        faults=draw(st.lists(st.just("a fake broke"), max_size=1)),
        unfit=draw(st.sampled_from(["", "There is no such part."])),
    )


@given(proofs(), mutes, mutes)
def test_to_mute_more_never_kills(proof: Proof, some: frozenset[str], more: frozenset[str]) -> None:
    """
    What is named with more struck out is named with less; and so a kill without strays stays one.
    """
    much, little = proof.without(some | more), proof.without(some)
    assert set(much.killers) <= set(little.killers)
    assert set(much.strays) <= set(little.strays)
    assert set(little.lacking) <= set(much.lacking)
    if much.outcome is Outcome.KILLED and not little.strays:
        assert little.outcome is Outcome.KILLED


@given(proofs(), mutes, mutes)
def test_to_mute_at_once_or_one_after_the_other_is_the_same(
    proof: Proof, some: frozenset[str], more: frozenset[str]
) -> None:
    """
    In any order, and nothing struck out changes nothing.
    """
    assert (
        proof.without(some).without(more) == proof.without(more).without(some) == proof.without(some | more)
    )
    assert proof.without(frozenset()) == proof


@given(proofs(), st.randoms())
def test_the_order_of_failures_does_not_matter(proof: Proof, chance: Random) -> None:
    """
    Nor does it how often one is told.
    """
    shuffled = [*proof.failures, *proof.failures]
    chance.shuffle(shuffled)
    other = replace(proof, failures=shuffled)
    assert (other.outcome, other.killers, other.lacking, other.strays, other.misdeclared) == (
        proof.outcome, proof.killers, proof.lacking, proof.strays, proof.misdeclared,
    )  # fmt: skip


@given(proofs())
def test_misattributed_is_what_fails_unnamed(proof: Proof) -> None:
    """
    If and only if a requirement failed that the defect names nowhere, unless the round itself was worth nothing.
    """
    assume(not proof.faults and not proof.unfit)
    assert (proof.outcome is Outcome.MISATTRIBUTED) == bool(proof.failed - proof.defect.named)


@given(proofs())
def test_killed_is_each_that_must_and_none_that_must_not(proof: Proof) -> None:
    """
    And nothing crashed, and something failed at all.
    """
    if proof.outcome is Outcome.KILLED:
        assert set(proof.defect.must) & set(proof.judged) <= proof.failed <= proof.defect.named
        assert proof.killers
        assert not proof.crashes
        assert not proof.faults


@given(proofs())
def test_cells_and_outcome_agree(proof: Proof) -> None:
    """
    Seen requirement by requirement it is the same: strays where misattributed, all killed where killed.
    """
    cells = {name: proof.cell(name) for name in REQUIREMENTS}
    assert {name for name, cell in cells.items() if cell is Cell.STRAY} == set(proof.strays)
    if proof.outcome is Outcome.KILLED:
        assert {cells[name] for name in proof.killers} == {Cell.KILLED}


@given(st.lists(proofs(), max_size=5))
def test_a_sole_guard_is_what_nobody_else_replaces(several: list[Proof]) -> None:
    """
    Without it the defect is not killed any more; without anything else that is named, it still is.
    """
    guards = sole_guards(several, [*CLAUSES, *CHECKS])
    assert set(guards) == {*CLAUSES, *CHECKS}
    killed = {id(proof): proof for proof in several if proof.outcome is Outcome.KILLED}
    for proof in killed.values():
        for name in guards:
            alone = proof.without(frozenset([name])).outcome is not Outcome.KILLED
            twins = [one for one in killed.values() if one.defect.name == proof.defect.name]
            assert not alone or proof.defect.name in guards[name]
            if len(twins) == 1 and proof.defect.name in guards[name]:
                assert alone


@given(st.lists(proofs(), max_size=5))
def test_an_exit_code_says_the_worst(several: list[Proof]) -> None:
    """
    With a canary that is killed, all is well if and only if nothing survived, strayed, broke or was misdeclared.
    """
    canary = Declared("registry", "canary", ["REL-001"], canary=True)
    seen = Proof(canary, [Failure("REL-001.1", "a.feature:3", None, 1)], ["REL-001"])
    measured = Measurement([seen, *several], [])
    assert not measured.void
    outcomes = {proof.outcome for proof in several}
    expected = 0
    if outcomes & {Outcome.SURVIVED, Outcome.MISATTRIBUTED} or any(proof.misdeclared for proof in several):
        expected = 1
    if Outcome.UNFIT in outcomes:
        expected = 2
    if Outcome.BROKEN in outcomes:
        expected = 3
    assert measured.exit_code == expected
    assert Measurement(several, []).exit_code == 3
