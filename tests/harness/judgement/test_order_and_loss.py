"""Tests of the check of order and loss, with one planted breach per branch."""

import pytest

from harness.judgement.checks.order_and_loss import check
from tests.harness.judgement.histories import CODE, CONTEXT, Histories, clauses


@pytest.mark.parametrize(
    ("message", "clause"), [("J01", "JUKI-005.1"), ("K05", "CARD-014.2"), ("A01", "ATE-001.4"), ("D01", None)]
)
def test_a_gap_in_a_stream_breaks_the_clause(message, clause):
    """A missing number in a stream breaks the clause of its message, or is noted where none speaks of it."""
    made = Histories()
    made.take(message, {"n": 1})
    made.take(message, {"n": 2}, sequence=3)
    result = check(made.made(), CONTEXT)
    assert clauses(result) == ([] if clause is None else [clause])
    assert len(result.notes) == (1 if clause is None else 0)


@pytest.mark.parametrize(
    ("message", "clause"), [("J01", "JUKI-005.4"), ("K05", "CARD-014.2"), ("A01", "ATE-001.4")]
)
def test_overtaking_breaks_the_clause(message, clause):
    """An earlier message taken after a later one breaks the clause of its message."""
    made = Histories()
    made.take(message, {"n": 1})
    made.take(message, {"n": 2})
    made.take(message, {"n": 3}, sequence=1)
    assert clauses(check(made.made(), CONTEXT)) == [clause]


@pytest.mark.parametrize(
    ("detail", "clause"),
    [
        ("A message before this one is missing.", "JUKI-005.1"),
        ("A later message was already taken.", "JUKI-005.4"),
    ],
)
def test_what_the_receiver_turned_away_for_its_order_breaks_the_clause(detail, clause):
    """The receiver's own refusal for order counts, also where this history saw no more of the stream."""
    made = Histories()
    problem = {"code": "out-of-order", "detail": detail, "field": "envelope.sequence"}
    made.take("J01", {"n": 1}, outcome="refused", problem=problem, sequence=7)
    assert clauses(check(made.made(whole=False), CONTEXT)) == [clause]


def test_the_number_of_a_refused_message_is_free():
    """A number whose message was refused may be given again or passed over."""
    made = Histories()
    made.take("J01", {"n": 1}, outcome="refused", problem={"code": "rule-broken"})
    made.take("J01", {"n": 2}, sequence=1)
    made.take("J01", {"n": 3}, sequence=2, outcome="refused", problem={"code": "rule-broken"})
    made.take("J01", {"n": 4}, sequence=3)
    assert clauses(check(made.made(), CONTEXT)) == []


def test_repetitions_and_tries_count_once():
    """What was undelivered, or a repetition that the receiver knew again, changes no order."""
    made = Histories()
    made.take("J01", {"n": 1}, outcome="undelivered")
    made.take("J01", {"n": 1}, sequence=1)
    made.take("J01", {"n": 1}, sequence=1, outcome="duplicate")
    made.take("J01", {"n": 2}, sequence=2)
    assert clauses(check(made.made(), CONTEXT)) == []


def test_what_was_never_taken_is_missing():
    """A message that was only tried, and then left out, is missing."""
    made = Histories()
    made.take("J01", {"n": 1})
    made.take("J01", {"n": 2}, outcome="undelivered")
    made.take("J01", {"n": 3})
    assert clauses(check(made.made(), CONTEXT)) == ["JUKI-005.1"]


def test_streams_are_judged_apart_and_by_journal_number():
    """Two streams say nothing about each other, and the order of writing down says nothing at all."""
    made = Histories()
    made.take("J01", {"n": 1}, stream="a")
    made.take("J01", {"n": 2}, stream="b")
    made.take("J01", {"n": 3}, stream="a")
    made.take("J01", {"n": 4}, stream="a", receiver="131016", sequence=1)
    made.events.reverse()
    assert clauses(check(made.made(), CONTEXT)) == []


@pytest.mark.parametrize(("whole", "found"), [(True, ["JUKI-005.1"]), (False, [])])
def test_only_a_whole_history_must_begin_at_one(whole, found):
    """A stream that began in an earlier scenario may go on; in a whole run its first number is 1."""
    made = Histories()
    made.take("J01", {"n": 1}, sequence=4)
    made.take("J01", {"n": 2}, sequence=5)
    assert clauses(check(made.made(whole), CONTEXT)) == found


def update(made, number, code=CODE, **parts):
    body = {"resident_record_code": code, "update_sequence": number, "reason": str(number)}
    made.take("J01", body, stream=f"s-{code}", **parts)


def test_update_sequences_are_gapless_for_each_code():
    """The numbers of J01 for one code follow one another; each code has its own."""
    made = Histories()
    update(made, 1)
    update(made, 1, "other")
    update(made, 2)
    assert clauses(check(made.made(), CONTEXT)) == []
    update(made, 4)
    [finding] = check(made.made(), CONTEXT).findings
    assert (finding.clause, finding.evidence) == ("JUKI-005.1", ["juki_net:4"])


def test_an_update_sequence_may_go_on_from_an_earlier_scenario():
    """In a slice the first number seen is taken as it is; in a whole run it is 1."""
    made = Histories()
    update(made, 5)
    update(made, 6)
    assert clauses(check(made.made(whole=False), CONTEXT)) == []
    assert clauses(check(made.made(), CONTEXT)) == ["JUKI-005.1"]


def test_an_update_sequence_that_was_refused_breaks_the_clause():
    """The network's own refusal for the number counts; a refusal for something else does not."""
    made = Histories()
    update(made, 3, outcome="refused", problem={"code": "rule-broken", "field": "body.update_sequence"})
    update(made, 1, outcome="refused", problem={"code": "rule-broken", "field": "body.name"}, sequence=1)
    assert clauses(check(made.made(), CONTEXT)) == ["JUKI-005.1"]


@pytest.mark.parametrize(
    ("message", "volatile", "clause"),
    [
        ("J01", "request_id", "JUKI-002.1"),
        ("J05", None, "REL-003.8"),
        ("I01", "reference", "IMM-001.8"),
        ("I03", "reference", "IMM-005.7"),
        ("K06", None, "CARD-014.4"),
    ],
)
def test_the_same_event_told_twice_breaks_the_clause(message, volatile, clause):
    """
    Two messages of their own about one event break the clause; another event, trace or a repetition does not, nor one
    that was refused before. One that is refused because the event was told already was told again.
    """
    made = Histories()
    made.take(message, {"name": "x", **({volatile: "1"} if volatile else {})})
    made.take(message, {"name": "y"})
    made.take(message, {"name": "x"}, trace_id="trace-2")
    made.take(message, {"name": "x"}, message_id=made.events[1].message_id, outcome="duplicate", sequence=1)
    made.take(message, {"name": "w"}, outcome="refused", problem={"code": "rule-broken"})
    made.take(message, {"name": "w"})
    assert clauses(check(made.made(), CONTEXT)) == []
    made.take(message, {"name": "x", **({volatile: "2"} if volatile else {})})
    [finding] = check(made.made(), CONTEXT).findings
    assert finding.clause == clause
    assert len(finding.evidence) == 2
    again = Histories()
    again.take(message, {"name": "x"})
    again.take(message, {"name": "x"}, outcome="refused", problem={"code": "rule-broken"})
    assert clauses(check(again.made(), CONTEXT)) == [clause]


COPY = {"action": "update", "householder_name": "田中　花子", "relationship": "夫"}
NEWER = {"action": "update", "householder_name": "田中　太郎", "relationship": "世帯主"}


def test_a_copy_that_met_an_error_is_sent_before_a_later_one():
    """As the same message, or as another that says the same; given up, or left out for a newer one, it is lost."""
    made = Histories()
    first = made.take("L03", COPY, outcome="undelivered")
    made.take("L03", COPY, sequence=1, message_id=first.message_id)
    made.take("L03", NEWER, sequence=2)
    made.take("L03", COPY, sequence=3, outcome="undelivered")
    made.take("L03", COPY, sequence=4)
    made.take("L03", NEWER, sequence=6, outcome="undelivered")
    made.take("L03", COPY, sequence=5)
    made.take("L03", NEWER, sequence=6, stream="of another")
    assert clauses(check(made.made(), CONTEXT)) == []
    for outcome in ("accepted", "refused"):
        lost = Histories()
        lost.take("L03", COPY, outcome="undelivered")
        lost.take("L03", NEWER, sequence=2, outcome=outcome)
        assert clauses(check(lost.made(), CONTEXT)) == ["LINK-014.3"]
