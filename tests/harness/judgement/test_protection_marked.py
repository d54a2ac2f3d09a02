"""Tests of the check of protection marks, with one planted breach per message and each reason to judge nothing."""

import pytest

from harness.judgement.checks.protection_marked import check
from tests.harness.judgement.histories import CONTEXT, Histories, clauses, command

ACCEPTED = {"outcome": "accepted", "measure": "m1"}


def acted(operation, number, at, outcome=None, **request):
    counter = {"operator": "staff-01", "terminal": "counter-1", "trace_id": f"trace-{number}"}
    return command(
        operation,
        number,
        request={"counter": counter, **request},
        outcome=outcome or ACCEPTED,
        sent_ns=at,
        answered_ns=at + 10,
    )


def protected(outcome=None):
    made = Histories()
    made.events.append(acted("ApplyForSupport", 2, 300, outcome, resident="10", accompanying=["20"]))
    return made


def told(made, kind, trace, who="10", **body):
    return made.take(kind, {"local_addressee_number": who, "state": "current", **body}, trace_id=trace)


@pytest.mark.parametrize(("kind", "clause"), [("A01", "SEC-007.1"), ("D01", "SEC-007.6")])
@pytest.mark.parametrize("who", ["10", "20"])
def test_an_address_without_the_mark_breaks_the_clause(kind, clause, who):
    """Of either person covered, a message of the application itself or of a later command needs the mark."""
    for trace in ("trace-2", "trace-3"):
        made = protected()
        made.events.append(acted("MovingOut", 3, 400))
        told(made, kind, trace, who, protected=True)
        assert clauses(check(made.made(), CONTEXT)) == []
        bare = told(made, kind, trace, who, protected=False)
        result = check(made.made(), CONTEXT)
        assert result.examined == 2
        assert [(one.clause, one.evidence) for one in result.findings] == [
            (clause, ["invoked:2", f"{bare.fake}:{bare.number}"])
        ]


@pytest.mark.parametrize(
    ("trace", "body"),
    [
        ("trace-1", {}),
        ("trace-9", {}),
        ("trace-3", {"who": "30"}),
        ("trace-3", {"state": "deleted"}),
        ("trace-4", {}),
    ],
)
def test_nothing_else_is_judged(trace, body):
    """A command given before, no command, somebody else, who is no resident any more, and the end itself."""
    made = protected()
    made.events.append(acted("MovingOut", 3, 400))
    made.events.append(acted("EndSupport", 4, 500, measure="m1"))
    told(made, "A01", trace, **{"protected": False, **body})
    assert check(made.made(), CONTEXT).examined == 0


@pytest.mark.parametrize(
    ("ending", "request_", "outcome", "examined"),
    [
        ("EndSupport", {"measure": "m1"}, None, 0),
        ("EndSupport", {"measure": "m1"}, {"outcome": "unknown"}, 0),
        ("EndSupport", {"measure": "m1"}, {"outcome": "refused"}, 1),
        ("EndSupport", {"measure": "m2"}, None, 1),
        ("DecideSupport", {"measure": "m1", "decision": "reject"}, None, 0),
        ("DecideSupport", {"measure": "m1", "decision": "confirm"}, None, 1),
    ],
)
def test_after_what_may_have_ended_it_nothing_is_judged(ending, request_, outcome, examined):
    """An end, a rejection or an answer never learned ends the looking; a refusal and a confirmation do not."""
    made = protected()
    made.events.append(acted(ending, 3, 400, outcome, **request_))
    made.events.append(acted("MovingOut", 4, 500))
    told(made, "D01", "trace-4", protected=False)
    result = check(made.made(), CONTEXT)
    assert result.examined == len(result.findings) == examined


def test_an_application_that_was_refused_protects_nobody():
    """Nothing is asked of what follows a refusal."""
    made = protected({"outcome": "refused", "reason": "already-done"})
    told(made, "A01", "trace-2", protected=False)
    assert check(made.made(), CONTEXT).examined == 0


@pytest.mark.parametrize(
    ("marked", "more", "found"),
    [
        (("dept-tax", "dept-school"), {}, []),
        (("dept-tax",), {}, ["SEC-007.3"]),
        ((), {}, ["SEC-007.3"]),
        (("dept-tax",), {"outcome": "undelivered"}, []),
        (("dept-tax",), {"state": "deleted"}, []),
    ],
)
@pytest.mark.parametrize("who", ["10", "20"])
def test_every_department_with_the_address_learns_of_the_mark(who, marked, more, found):
    """Of those that took it before the application; nothing is said where a word was lost, or the person is gone."""
    made = protected()
    for department in ("dept-tax", "dept-school"):
        made.take("D01", {"local_addressee_number": who, "state": "current"}, receiver=department, monotonic_ns=100)
    for department in marked:
        body = {"local_addressee_number": who, "state": "current", "protected": True}
        made.take("D01", body, receiver=department, trace_id="trace-2", monotonic_ns=400)
    if more:
        outcome = more.get("outcome", "accepted")
        body = {"local_addressee_number": who, "protected": True, "state": more.get("state", "current")}
        made.take("D01", body, receiver="dept-school", trace_id="trace-9", outcome=outcome, monotonic_ns=500)
    assert clauses(check(made.made(), CONTEXT)) == found
