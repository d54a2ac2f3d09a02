"""Tests of the assertions that steps use: each records and goes on, and a dead registry passes nothing."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from harness.evidence.events import Observed
from harness.judgement.catalogue import Catalogue
from harness.judgement.expect import Expect, both
from harness.port.driver import DoNothing
from harness.port.outcomes import Accepted, Refused, Unknown
from harness.words.errors import HarnessFault

CATALOGUE = Catalogue.load(Path(__file__).parents[3] / "features" / "requirements")
CLAUSE, OTHER = "REL-002.1", "REL-002.2"
TEXT = both("文", "text")


class Judged:
    """An Expect and the findings that it recorded."""

    def __init__(self, today=date(2026, 4, 10)):
        self.findings: list[Observed] = []
        self.expect = Expect(CATALOGUE, "s", self.findings.append, lambda: today, lambda: 7)

    def closed(self):
        self.expect.close()
        return [(finding.clause, finding.verdict) for finding in self.findings]


@pytest.fixture
def judged():
    return Judged()


def test_an_observation_is_recorded_at_once_and_is_a_witness(judged):
    """What was seen is recorded with clause, step and evidence, and witnesses that the registry acts."""
    assert judged.expect.observed(CLAUSE, True, TEXT, TEXT, ["juki_net:1"])
    [finding] = judged.findings
    assert (finding.clause, finding.verdict, finding.step, finding.evidence) == (
        CLAUSE,
        "pass",
        7,
        ["juki_net:1"],
    )
    assert judged.expect.witnessed


def test_a_failed_observation_is_recorded_and_is_no_witness(judged):
    """What was not seen fails its clause, goes on, and witnesses nothing."""
    assert not judged.expect.observed(CLAUSE, False, TEXT, TEXT, [])
    assert not judged.expect.witnessed
    assert judged.closed() == [(CLAUSE, "fail")]
    assert [finding.clause for finding in judged.expect.failed] == [CLAUSE]


def test_a_pass_without_evidence_is_our_own_fault(judged):
    """A passing observation must show what was seen."""
    with pytest.raises(HarnessFault):
        judged.expect.observed(CLAUSE, True, TEXT, TEXT, [])
    assert judged.findings == []
    assert not judged.expect.witnessed


def test_an_unknown_clause_is_our_own_fault(judged):
    """A step that names a clause which does not exist says nothing about the registry."""
    with pytest.raises(HarnessFault):
        judged.expect.absent("REL-002.99", True, TEXT, TEXT)


@pytest.mark.parametrize(
    "judge",
    [
        lambda expect: expect.absent(OTHER, True, TEXT, TEXT),
        lambda expect: expect.refused(
            OTHER, Refused("document-missing"), ["document-missing"], ["invoked:1"]
        ),
        lambda expect: expect.refused(OTHER, Refused("document-missing", "a"), [], ["invoked:1"], field="a"),
        lambda expect: expect.accepted(OTHER, Accepted(), ["invoked:1"]),
    ],
    ids=["absent", "refused", "refused with field", "accepted"],
)
def test_what_a_dead_registry_could_feign_waits_for_a_witness(judge):
    """Nothing, no and yes pass only where a lawful act was seen too, before or after; else INCONCLUSIVE."""
    alone = Judged()
    assert judge(alone.expect)
    assert alone.findings == []
    assert alone.closed() == [(OTHER, "inconclusive")]
    assert alone.findings[0].why is not None
    after = Judged()
    judge(after.expect)
    after.expect.observed(CLAUSE, True, TEXT, TEXT, ["juki_net:1"])
    assert after.closed() == [(CLAUSE, "pass"), (OTHER, "pass")]
    seen = Judged()
    seen.expect.witness(False)
    judge(seen.expect)
    seen.expect.witness(True)
    seen.expect.witness(False)
    assert seen.closed() == [(OTHER, "pass")]


@pytest.mark.parametrize(
    "judge",
    [
        lambda expect: expect.absent(OTHER, False, TEXT, TEXT, ["juki_net:2"]),
        lambda expect: expect.refused(OTHER, Accepted(), [], ["invoked:1"]),
        lambda expect: expect.refused(OTHER, Refused("future-date"), ["document-missing"], ["invoked:1"]),
        lambda expect: expect.refused(OTHER, Refused("document-missing", "b"), [], ["invoked:1"], field="a"),
        lambda expect: expect.refused(OTHER, Refused("document-missing"), [], ["invoked:1"], field="a"),
        lambda expect: expect.accepted(OTHER, Refused("future-date"), ["invoked:1"]),
    ],
)
def test_failures_wait_for_nobody(judge):
    """A failure is recorded at once, witness or not."""
    judged = Judged()
    assert not judge(judged.expect)
    assert [finding.verdict for finding in judged.findings] == ["fail"]
    assert judged.closed() == [(OTHER, "fail")]


@pytest.mark.parametrize("name", ["refused", "accepted"])
def test_an_answer_never_learned_stays_unknown(judged, name):
    """Unknown is neither yes nor no: the clause is inconclusive, with the cause."""
    unknown = Unknown("timeout", "x")
    if name == "refused":
        assert not judged.expect.refused(CLAUSE, unknown, [], ["invoked:1"])
    else:
        assert not judged.expect.accepted(CLAUSE, unknown, ["invoked:1"])
    judged.expect.witness(True)
    assert judged.closed() == [(CLAUSE, "inconclusive")]
    assert "timeout" in judged.findings[0].actual["en"]
    assert len(judged.expect.inconclusive) == 1


def test_a_clause_not_known_to_be_in_force_decides_nothing():
    """Before the day from which a text is known to apply, nothing is recorded, and that is kept."""
    judged = Judged(today=date(2019, 1, 1))
    judged.expect.observed(CLAUSE, False, TEXT, TEXT, [])
    judged.expect.absent(OTHER, True, TEXT, TEXT)
    assert judged.closed() == []
    assert judged.expect.out_of_force == {CLAUSE, OTHER}
    assert judged.expect.failed == []


def test_a_standing_check_fails_its_clause_by_name(judged):
    """A breach that a standing check found is a failure that names the check."""
    judged.expect.standing("envelope", "AUD-004.2", TEXT, TEXT, ["juki_net:3"])
    [finding] = judged.findings
    assert (finding.verdict, finding.check, finding.clause) == ("fail", "envelope", "AUD-004.2")


def test_closing_twice_records_nothing_twice(judged):
    """What waited is recorded once."""
    judged.expect.absent(CLAUSE, True, TEXT, TEXT)
    assert judged.closed() == judged.closed()


ASKS = st.sampled_from(["observed", "absent", "refused", "accepted"])


@given(st.lists(st.tuples(ASKS, st.booleans())))
def test_a_driver_that_does_nothing_passes_nothing(asks):
    """Whatever is asked of a registry that answers and never acts, no clause passes."""
    for outcome in (Accepted(), Refused("not-permitted"), Unknown("timeout", "x")):
        driver = DoNothing("112291", outcome)
        judged = Judged()
        for ask, _ in asks:
            given_outcome = driver.do(None)  # type: ignore[arg-type]  # it looks at no command
            if ask == "observed":
                judged.expect.observed(CLAUSE, False, TEXT, TEXT, [])
            elif ask == "absent":
                judged.expect.absent(CLAUSE, True, TEXT, TEXT)
            elif ask == "refused":
                judged.expect.refused(CLAUSE, given_outcome, [], ["invoked:1"])
            else:
                judged.expect.accepted(CLAUSE, given_outcome, ["invoked:1"])
        assert all(verdict != "pass" for _, verdict in judged.closed())
        assert len(judged.findings) == len(asks)


@given(st.lists(st.booleans(), min_size=1))
def test_every_expectation_gives_one_finding(holds):
    """However expectations end, each leaves exactly one finding once the scenario is closed."""
    judged = Judged()
    for each in holds:
        judged.expect.absent(CLAUSE, each, TEXT, TEXT)
    assert len(judged.closed()) == len(holds)
    assert sum(verdict == "fail" for _, verdict in judged.closed()) == holds.count(False)


def test_after_an_answer_that_was_never_learned_nothing_absent_speaks(judged):
    """What is not there cannot be held against the registry, nor for it; what was seen still counts."""
    judged.expect.witness(True)
    judged.expect.in_doubt = True
    assert not judged.expect.observed(CLAUSE, False, TEXT, TEXT, [])
    assert not judged.expect.absent(OTHER, True, TEXT, TEXT)
    assert judged.expect.observed(CLAUSE, True, TEXT, TEXT, ["juki_net:1"])
    assert judged.closed() == [(CLAUSE, "inconclusive"), (OTHER, "inconclusive"), (CLAUSE, "pass")]


def test_doubt_that_comes_later_reaches_what_waited(judged):
    """A refusal or absence that was judged before the doubt is not recorded as a pass after it."""
    judged.expect.witness(True)
    judged.expect.absent(OTHER, True, TEXT, TEXT)
    judged.expect.in_doubt = True
    assert judged.closed() == [(OTHER, "inconclusive")]


def test_a_scenario_that_did_not_come_to_rest_proves_no_absence(judged):
    """What had not happened yet might still."""
    judged.expect.witness(True)
    judged.expect.absent(OTHER, True, TEXT, TEXT)
    judged.expect.close(settled=False)
    assert [finding.verdict for finding in judged.findings] == ["inconclusive"]


@pytest.mark.parametrize(
    ("before", "verdict"),
    [("CARD-001.3", "inconclusive"), ("LINK-003.3", "fail"), ("LINK-005.1", "fail"), (None, "fail")],
)
def test_a_neighbour_is_not_blamed_for_what_the_registry_told_it(judged, before, verdict):
    """A clause of a neighbour alone fails, unless a clause that binds the registry alone was broken before."""
    town = "CARD-013.2"
    if before:
        judged.expect.observed(before, False, TEXT, TEXT, ["card_management:1"])
    judged.expect.observed(town, False, TEXT, TEXT, ["card_management:2"])
    assert judged.closed()[-1] == (town, verdict)


def test_a_clause_of_the_registry_fails_after_another(judged):
    """A second breach of the registry is a breach."""
    judged.expect.observed(CLAUSE, False, TEXT, TEXT, [])
    judged.expect.observed(OTHER, False, TEXT, TEXT, [])
    assert judged.closed() == [(CLAUSE, "fail"), (OTHER, "fail")]
