"""Tests of the history: only sound orders, and what belongs to the registry."""

from hypothesis import given, strategies as st

from harness.evidence.history import History, before, hits_of, problem_of, reference, trace_of
from tests.harness.judgement.histories import TOWN, Histories, command, hit


def test_orders_are_sound_or_unknown():
    """One fake's journal and an interval that is over are orders; everything else is concurrent."""
    made = Histories()
    first = made.take("J01", monotonic_ns=900)
    second = made.take("J01", monotonic_ns=100)
    other = made.take("A01", monotonic_ns=500)
    assert before(first, second) is True
    assert before(second, first) is False
    assert before(first, other) is None
    assert before(other, second) is None
    asked = command(sent_ns=400, answered_ns=600)
    assert before(asked, other) is None
    assert before(asked, first) is True
    assert before(asked, second) is False
    assert before(second, asked) is True
    later = command(sent_ns=601, answered_ns=700)
    assert before(asked, later) is True
    assert before(asked, command(sent_ns=600, answered_ns=700)) is None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=6))
def test_order_is_a_strict_partial_order(intervals):
    """No event is before itself, and before is transitive."""
    events = [command(sent_ns=min(pair), answered_ns=max(pair)) for pair in intervals]
    for one in events:
        assert before(one, one) is None or one.sent_ns > one.answered_ns
        for two in events:
            for three in events:
                if before(one, two) and before(two, three):
                    assert before(one, three)


def test_what_the_registry_sent_is_told_by_its_sender():
    """The envelope's sender says whose message it is; without an envelope, the credential that was shown."""
    made = Histories()
    ours = made.take("J01")
    made.take("J05", sender="131016", peer="131016")
    made.take("J01", direction="out")
    nameless = made.take("J01", envelope=None, body=None, peer="registry")
    made.take("A06", envelope=None, peer="addressee")
    assert list(made.made().from_registry()) == [ours, nameless]


def test_streams_are_by_receiver_and_in_the_order_of_the_journal():
    """A stream belongs to one receiver; its order is the journal's, whatever was written first."""
    made = Histories()
    first = made.take("D01", receiver="dept-tax", stream="s")
    second = made.take("D01", receiver="dept-tax", stream="s")
    third = made.take("D01", receiver="dept-election", stream="s")
    made.take("D01", envelope={"sender": TOWN})
    made.events.reverse()
    assert made.made().streams() == {
        ("departments", "dept-tax", "s"): [first, second],
        ("departments", "dept-election", "s"): [third],
    }


def test_commands_are_found_by_their_trace():
    """A command is found by its trace id, a read has none, and an unknown trace finds nothing."""
    read = command("ReadCard", 2, request={"card_id": "c"})
    history = History.of([command(number=1), read, "no event"], TOWN)
    found = history.command_of("trace-1")
    assert found is not None
    assert reference(found) == "invoked:1"
    assert history.command_of("trace-2") is None
    assert history.command_of(None) is None
    assert trace_of(read) is None
    assert history.invocations[1] is read


def test_the_town_told_the_registry_under_a_trace():
    """Only what a fake sent to the registry under the same trace counts."""
    made = Histories()
    made.take("J21", direction="out", peer="registry", trace_id="t1")
    made.take("A06", direction="out", peer="intermediary_server", trace_id="t2")
    made.take("J01", trace_id="t3")
    told = made.made().town_told_registry
    assert [told(trace) for trace in ("t1", "t2", "t3")] == [True, False, False]


def test_parts_of_an_exchange_are_read_whatever_they_are():
    """Hits come back as they were found; a problem that is none has no parts."""
    made = Histories()
    exchange = made.take("J01", scan=[hit("pin", "$.x")], problem={"code": "x", "field": None})
    assert [found.kind for found in hits_of(exchange)] == ["pin"]
    assert (problem_of(exchange, "code"), problem_of(exchange, "field")) == ("x", None)
    assert problem_of(made.take("J01"), "code") is None
