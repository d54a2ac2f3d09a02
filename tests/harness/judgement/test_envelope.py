"""Tests of the check of envelopes, with one planted breach per branch."""

import pytest

from harness.judgement.checks.envelope import check
from tests.harness.judgement.histories import CONTEXT, NOW, TOWN, Histories, clauses

LATER, EARLIER = "2026-04-10T09:00:01+09:00", "2026-04-10T08:59:59+09:00"


def found(message="A01", body=None, **parts):
    made = Histories()
    made.take(message, body, **parts)
    return clauses(check(made.made(), CONTEXT))


@pytest.mark.parametrize("code", ["wrong-type", "wrong-receiver"])
def test_a_message_at_the_wrong_door_breaks_the_clause(code):
    """What was turned away for its type or receiver breaks the clause that says who receives it, if one does."""
    refused = {"outcome": "refused", "problem": {"code": code}}
    assert found(**refused) == ["ATE-001.1"]
    assert found("J05", **refused) == ["REL-003.1"]
    assert found("J06", **refused) == []


def test_times_are_the_towns():
    """A message from the town's future, or from before its command, breaks the clause; one that waited does not."""
    assert found(sent_at=LATER) == ["AUD-004.2"]
    assert found(sent_at=EARLIER) == ["AUD-004.2"]
    assert found(at=LATER) == []
    assert found(sent_at="yesterday") == []
    assert found(sent_at=NOW.removesuffix("+09:00")) == []
    assert found(sent_at="2026-04-10T00:00:00+00:00") == []


@pytest.mark.parametrize(
    ("message", "clause"),
    [("J01", "JUKI-001.1"), ("J15", "JUKI-016.2"), ("K04", "CARD-014.3"), ("D01", "AUD-004.2")],
)
@pytest.mark.parametrize("wrong", [{"operator": "staff-02"}, {"terminal": "counter-2"}])
def test_operator_and_terminal_are_those_of_the_command(message, clause, wrong):
    """Another operator or terminal than that of the command breaks the clause of the message."""
    assert found(message, **wrong) == [clause]


@pytest.mark.parametrize(("message", "clause"), [("J01", "JUKI-001.1"), ("K06", "CARD-014.3")])
@pytest.mark.parametrize("name", ["operator", "terminal"])
def test_body_and_envelope_say_the_same(message, clause, name):
    """Where the body names operator and terminal too, it names the same."""
    assert found(message, {name: "somebody"}) == [clause]


def test_who_set_a_mark_is_who_ordered_it():
    """L09 names the clerk who set it, and no other."""
    assert found("L09", {"set_by": "staff-01"}) == []
    assert found("L09", {"set_by": "staff-02"}) == ["AUD-004.2"]


def test_a_clerks_message_has_the_trace_of_a_command():
    """A message in a clerk's name with a trace id that no command had breaks the clause; the system's does not."""
    assert found(trace_id="trace-9") == ["AUD-004.4"]
    assert found(trace_id="trace-9", operator="system", terminal="system") == []


def test_the_system_is_named_only_for_what_it_causes():
    """A command's own message in the system's name breaks the clause; what clock or neighbour caused does not."""
    assert found(operator="system", terminal="system") == ["AUD-004.2"]
    assert found(operator="system", terminal="system", sent_at=LATER, at=LATER) == []
    made = Histories()
    made.take("A01", operator="system", terminal="system")
    made.take("J21", direction="out", peer="registry", sender="juki_net")
    assert clauses(check(made.made(), CONTEXT)) == []


def test_only_readable_messages_of_the_registry_are_examined():
    """What others sent, what fakes sent, and what had no envelope is not examined."""
    made = Histories()
    made.take("A06", sender="addressee", operator="x")
    made.take("D02", direction="out", operator="x")
    made.take("J01", envelope=None, peer="registry")
    assert check(made.made(), CONTEXT).examined == 0
    made.take("J01", peer=TOWN)
    assert check(made.made(), CONTEXT).examined == 1
