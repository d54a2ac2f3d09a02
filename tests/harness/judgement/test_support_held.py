"""Tests of the check of holds: every command about a protected person is warned of, and nothing else is judged."""

import pytest

from harness.judgement.checks.support_held import check
from tests.harness.judgement.histories import CONTEXT, Histories, clauses, command

MEASURE = {"outcome": "accepted", "measure": "m1"}
WARNED = {"outcome": "accepted", "alerts": ["filed-late", "support-measure"]}
BARE = {"outcome": "accepted", "alerts": ["filed-late"]}
REFUSED = {"outcome": "refused", "reason": "not-permitted"}


def acted(operation, number, outcome, **request):
    counter = {"operator": "staff-01", "terminal": "counter-1", "trace_id": f"trace-{number}"}
    return command(
        operation, number, request={"counter": counter, **request}, outcome=outcome, sent_ns=number * 100,
        answered_ns=number * 100 + 10,
    )  # fmt: skip


def judged(*acts, starts_on="2026-04-10", decision="confirm", decided=None):
    made = Histories()
    made.events = [
        acted("ApplyForSupport", 1, MEASURE, resident="10", accompanying=["20"]),
        acted("DecideSupport", 3, decided or {"outcome": "accepted"}, measure="m1", decision=decision,
              starts_on=starts_on),
        *acts,
    ]  # fmt: skip
    result = check(made.made(), CONTEXT)
    return clauses(result), result.examined


@pytest.mark.parametrize("operation", ["MergeHouseholds", "ReprintNotice", "CancelChange"])
@pytest.mark.parametrize(("who", "clause"), [("10", "SEC-006.1"), ("20", "SEC-006.2")])
@pytest.mark.parametrize("named", ["resident", "residents", "answer"])
def test_a_command_without_a_warning_breaks_the_clause(operation, who, clause, named):
    """However the person is named, and of who is covered together too."""
    request = {"resident": {"resident": who}, "residents": {"residents": ["30", who]}, "answer": {}}[named]
    answer = {"residents": [{"resident": who}]} if named == "answer" else {}
    assert judged(acted(operation, 5, {**WARNED, **answer}, **request)) == ([], 1)
    assert judged(acted(operation, 5, {**BARE, **answer}, **request)) == ([clause], 1)


@pytest.mark.parametrize(
    "act",
    [
        acted("MovingOut", 5, REFUSED, residents=["10"]),
        acted("MovingOut", 5, {"outcome": "unknown"}, residents=["10"]),
        acted("MovingOut", 5, BARE, residents=["30"]),
        acted("MovingOut", 2, BARE, residents=["10"]),
        acted("ReturnCard", 5, BARE, resident="10"),
        acted("ReadResidentRecord", 5, BARE, resident="10"),
    ],
)
def test_nothing_else_is_judged(act):
    """A refusal, an answer not learned, another person, an act before the decision, a card, a look."""
    assert judged(act) == ([], 0)


@pytest.mark.parametrize(
    "ending",
    [
        acted("EndSupport", 4, {"outcome": "accepted"}, measure="m1"),
        acted("ReleaseSupport", 4, {"outcome": "unknown"}, measure="m1"),
        acted("DecideSupport", 4, {"outcome": "accepted"}, measure="m1", decision="reject"),
    ],
)
def test_what_may_end_the_measure_ends_the_judging(ending):
    """Also a release for a time, and an answer that was never learned."""
    assert judged(ending, acted("MovingOut", 5, BARE, residents=["10"])) == ([], 0)


def test_an_end_that_was_refused_or_of_another_measure_ends_nothing():
    """The measure goes on."""
    act = acted("MovingOut", 5, BARE, residents=["10"])
    for ending in (
        acted("EndSupport", 4, REFUSED, measure="m1"),
        acted("EndSupport", 4, {"outcome": "accepted"}, measure="m2"),
    ):
        assert judged(ending, act) == (["SEC-006.1"], 1)


@pytest.mark.parametrize(
    "parts", [{"starts_on": "2026-04-11"}, {"decision": "reject"}, {"decided": {"outcome": "refused"}}]
)
def test_a_measure_that_does_not_stand_yet_holds_nothing(parts):
    """It begins later, or was not confirmed."""
    assert judged(acted("MovingOut", 5, BARE, residents=["10"]), **parts) == ([], 0)


def test_who_begins_today_is_held():
    """A day that was not said is the day of the decision."""
    assert judged(acted("MovingOut", 5, BARE, residents=["10"]), starts_on=None) == (["SEC-006.1"], 1)
