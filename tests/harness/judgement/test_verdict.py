"""Tests of verdicts: their order, the fold, the exit code. Adding a failure never makes anything better."""

import copy
from datetime import date

import pytest
from hypothesis import given, strategies as st

from harness.judgement.catalogue import Catalogue, Clause, Group, InForce, Requirement, Words
from harness.judgement.verdict import ORDER, ClauseState, RequirementVerdict, Verdict, exit_code, fold, worst

WORDS = Words("文", "text")
IN_FORCE = InForce(date(2026, 2, 8), "read")
ROLES = frozenset({"registry"})
COUNTS = ("passed", "failed", "inconclusive", "errors", "planned", "out_of_force")
EXITS = {0: 0, 4: 1, 3: 2, 1: 3}
"""Exit code → how bad it is."""


def clause(number, binds=("registry",), not_observable=None):
    return Clause(
        n=number, kind="expect", binds=list(binds), text=WORDS, messages=[], status="verified",
        not_observable=not_observable,
    )  # fmt: skip


def requirement(name="REL-001", clauses=None, severity="MUST"):
    return Requirement(
        id=name, severity=severity, title=WORDS, obligation=WORDS, law=[], sources=[], status="verified",
        in_force=IN_FORCE, clause=clauses if clauses is not None else [clause(1), clause(2), clause(3)],
    )  # fmt: skip


@st.composite
def states(draw):
    state = ClauseState()
    for name in COUNTS:
        setattr(state, name, draw(st.integers(0, 2)))
    return state


def badness(verdict):
    return -ORDER.index(verdict)


def test_the_order_is_the_documented_one():
    """Worst first: FAIL, ERROR, INCONCLUSIVE, UNTESTED, WAIVED, PASS, NOT APPLICABLE."""
    assert [verdict.value for verdict in ORDER] == [
        "FAIL", "ERROR", "INCONCLUSIVE", "UNTESTED", "WAIVED", "PASS", "NOT APPLICABLE",
    ]  # fmt: skip


@given(st.lists(st.sampled_from(Verdict)), st.lists(st.sampled_from(Verdict)))
def test_the_worst_wins_in_any_order(first, second):
    """The worst of all is the worst of the worsts of the parts, and order does not matter."""
    whole = worst([*first, *second])
    assert worst([*second, *first]) == whole
    if first and second:
        assert whole == worst([worst(first), worst(second)])
        assert all(badness(whole) >= badness(verdict) for verdict in first)
        assert whole in [*first, *second]


def test_nothing_is_untested():
    """Zero verdicts, zero findings and a requirement nobody tried are UNTESTED, never green."""
    assert worst([]) is Verdict.UNTESTED
    assert ClauseState().verdict() is Verdict.UNTESTED
    assert fold(requirement(), {}, ROLES).verdict is Verdict.UNTESTED


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ({"failed": 1, "passed": 5, "errors": 1}, Verdict.FAIL),
        ({"errors": 1, "passed": 5, "inconclusive": 1}, Verdict.ERROR),
        ({"inconclusive": 1, "passed": 5}, Verdict.INCONCLUSIVE),
        ({"passed": 1, "planned": 3, "out_of_force": 1}, Verdict.PASS),
        ({"planned": 1}, Verdict.INCONCLUSIVE),
        ({"out_of_force": 1, "planned": 1}, Verdict.NOT_APPLICABLE),
    ],
)
def test_a_clause_is_as_bad_as_its_worst_try(counts, verdict):
    """A pass beside a failed, broken or inconclusive try is none; planned and not reached is inconclusive."""
    state = ClauseState()
    for name, count in counts.items():
        setattr(state, name, count)
    assert state.verdict() is verdict


@given(st.dictionaries(st.sampled_from(["REL-001.1", "REL-001.2", "REL-001.3"]), states()), st.data())
def test_a_failure_never_improves_a_requirement(known, data):
    """Adding a failed, broken or inconclusive try to any clause never makes its requirement better."""
    key = data.draw(st.sampled_from(["REL-001.1", "REL-001.2", "REL-001.3"]))
    name = data.draw(st.sampled_from(["failed", "errors", "inconclusive"]))
    earlier = fold(requirement(), known, ROLES)
    changed = copy.deepcopy(known)
    state = changed.setdefault(key, ClauseState())
    setattr(state, name, getattr(state, name) + 1)
    later = fold(requirement(), changed, ROLES)
    assert badness(later.verdict) >= badness(earlier.verdict)
    if name == "failed":
        assert later.verdict is Verdict.FAIL


@given(st.dictionaries(st.sampled_from(["REL-001.1", "REL-001.2", "REL-001.3"]), states()))
def test_a_requirement_passes_only_if_every_counted_clause_passed(known):
    """PASS says that every binding clause passed or was out of force, and at least one passed."""
    folded = fold(requirement(), known, ROLES)
    passed = [verdict for verdict in folded.clauses.values() if verdict is Verdict.PASS]
    others = set(folded.clauses.values()) - {Verdict.PASS, Verdict.NOT_APPLICABLE}
    assert (folded.verdict is Verdict.PASS) == (bool(passed) and not others)


def test_only_binding_observable_clauses_count():
    """Clauses that bind other roles, or that no software can observe, neither help nor harm."""
    passed, failed = ClauseState(), ClauseState()
    passed.passed, failed.failed = 1, 1
    mixed = requirement(clauses=[clause(1), clause(2, ["network"]), clause(3, not_observable=WORDS)])
    known = {"REL-001.1": passed, "REL-001.2": failed, "REL-001.3": failed}
    assert fold(mixed, known, ROLES) == RequirementVerdict(
        "REL-001", Verdict.PASS, {"REL-001.1": Verdict.PASS}
    )
    assert fold(mixed, known, frozenset({"network"})).verdict is Verdict.FAIL
    assert fold(mixed, known, frozenset({"department"})) == RequirementVerdict(
        "REL-001", Verdict.NOT_APPLICABLE, {}
    )


def test_all_clauses_out_of_force_is_not_applicable():
    """Where no clause is in force the requirement does not apply; one that is in force counts alone."""
    out = ClauseState()
    out.out_of_force = 1
    known = dict.fromkeys(["REL-001.1", "REL-001.2", "REL-001.3"], out)
    assert fold(requirement(), known, ROLES).verdict is Verdict.NOT_APPLICABLE
    assert fold(requirement(), {**known, "REL-001.2": ClauseState()}, ROLES).verdict is Verdict.UNTESTED


CATALOGUE = Catalogue(
    [
        Group(
            group="REL",
            title=WORDS,
            requirement=[
                requirement(f"REL-00{n}", severity="MUST" if n < 4 else "SHOULD") for n in range(1, 6)
            ],
        )
    ],
    "",
)
VERDICTS = st.dictionaries(st.sampled_from(sorted(CATALOGUE.requirements)), st.sampled_from(Verdict))


def listed(found):
    return [RequirementVerdict(name, verdict, {}) for name, verdict in found.items()]


@given(VERDICTS, st.integers(0, 1), st.integers(0, 1), st.data())
def test_a_failure_never_improves_the_exit_code(found, port_faults, faults, data):
    """A worse verdict, a fault at the port or a fault of ours never makes the exit code better."""
    earlier = exit_code(CATALOGUE, listed(found), port_faults, faults)
    name = data.draw(st.sampled_from(sorted(CATALOGUE.requirements)))
    worse = {**found, name: Verdict.FAIL}
    for later in (
        exit_code(CATALOGUE, listed(worse), port_faults, faults),
        exit_code(CATALOGUE, listed(found), port_faults + 1, faults),
        exit_code(CATALOGUE, listed(found), port_faults, faults + 1),
    ):
        assert EXITS[later] >= EXITS[earlier]


@given(VERDICTS)
def test_green_needs_a_must_that_passed_and_none_that_did_not(found):
    """Exit 0 says that at least one MUST passed and none failed, broke or stayed inconclusive."""
    must = {verdict for name, verdict in found.items() if CATALOGUE.requirements[name].severity == "MUST"}
    green = Verdict.PASS in must and not must & {Verdict.FAIL, Verdict.ERROR, Verdict.INCONCLUSIVE}
    assert (exit_code(CATALOGUE, listed(found), 0, 0) == 0) == green


@pytest.mark.parametrize(
    ("found", "port_faults", "faults", "code"),
    [
        ({}, 0, 0, 4),
        ({"REL-001": Verdict.UNTESTED}, 0, 0, 4),
        ({"REL-004": Verdict.PASS}, 0, 0, 4),
        ({"REL-001": Verdict.PASS, "REL-004": Verdict.FAIL}, 0, 0, 0),
        ({"REL-001": Verdict.PASS, "REL-002": Verdict.UNTESTED}, 0, 0, 0),
        ({"REL-001": Verdict.PASS, "REL-002": Verdict.INCONCLUSIVE}, 0, 0, 4),
        ({"REL-001": Verdict.PASS, "REL-002": Verdict.ERROR}, 0, 0, 3),
        ({"REL-001": Verdict.ERROR, "REL-002": Verdict.FAIL}, 0, 1, 1),
        ({"REL-001": Verdict.PASS}, 1, 1, 1),
        ({"REL-001": Verdict.PASS}, 0, 1, 3),
    ],
)
def test_exit_codes(found, port_faults, faults, code):
    """The documented exit codes, and which wins over which."""
    assert exit_code(CATALOGUE, listed(found), port_faults, faults) == code
