"""Tests of the check of provision records, with one planted breach per branch."""

import pytest

from harness.judgement.checks.provision_records import check
from tests.harness.judgement.histories import CONTEXT, Histories, clauses


def asked(made, number="p1"):
    made.take("L10", {"processing_number": number}, fake="intermediary_server", sender="info_network")


def told(made, kind, number="p1", outcome="accepted", **body):
    body = {"processing_number": number, **body}
    made.take(kind, body, fake="info_network", sender="intermediary_server", outcome=outcome)


@pytest.mark.parametrize(
    ("kind", "body", "result"),
    [
        ("L05", {}, "provided"),
        ("L06", {"reason": "no-basis"}, "refused"),
        ("L06", {"reason": "auto-response-off"}, "held"),
    ],
)
def test_the_record_says_what_the_answer_says(kind, body, result):
    """One record of the answer's result is right; another result breaks the clause."""
    made = Histories()
    asked(made)
    told(made, kind, **body)
    told(made, "L07", result=result)
    assert clauses(check(made.made(), CONTEXT)) == []
    wrong = Histories()
    asked(wrong)
    told(wrong, kind, **body)
    told(wrong, "L07", result="refused" if result == "provided" else "provided")
    assert clauses(check(wrong.made(), CONTEXT)) == ["LINK-011.1"]


def test_a_held_request_may_be_provided_later():
    """A hold recorded as such and provided by a clerk afterwards leaves one record and breaks nothing."""
    made = Histories()
    asked(made)
    told(made, "L06", reason="auto-response-off")
    told(made, "L07", result="held")
    told(made, "L05")
    assert clauses(check(made.made(), CONTEXT)) == []


def test_no_record_breaks_the_clause():
    """A request that left no record at all breaks the clause."""
    made = Histories()
    asked(made)
    told(made, "L05")
    assert clauses(check(made.made(), CONTEXT)) == ["LINK-011.1"]


def test_a_record_lost_on_the_way_breaks_its_clause():
    """A record that was sent and never taken was lost; one that was taken at the next try was not."""
    made = Histories()
    asked(made)
    told(made, "L07", outcome="undelivered", result="provided")
    assert clauses(check(made.made(), CONTEXT)) == ["LINK-011.5"]
    event = made.events[-1]
    made.take(
        "L07", event.body, fake="info_network", sender="intermediary_server", message_id=event.message_id
    )
    assert clauses(check(made.made(), CONTEXT)) == []


@pytest.mark.parametrize("outcome", ["accepted", "refused"])
def test_two_records_break_the_clause(outcome):
    """Two records of one request break the clause, also where the network turned the second away."""
    made = Histories()
    asked(made)
    told(made, "L07", result="provided")
    told(made, "L07", outcome=outcome, result="provided")
    assert clauses(check(made.made(), CONTEXT)) == ["LINK-014.4"]


def test_a_record_without_a_request_breaks_the_clause():
    """A provider's record without the inquirer's request breaks the clause."""
    made = Histories()
    told(made, "L07", "p2", result="provided")
    result = check(made.made(), CONTEXT)
    assert clauses(result) == ["LINK-011.6"]
    assert result.examined == 1


def test_a_request_that_the_provider_did_not_take_owes_no_record():
    """Only what the provider took owes a record, and what cannot be read is no request."""
    made = Histories()
    made.take("L10", {"processing_number": "p1"}, fake="intermediary_server", sender="x", outcome="refused")
    made.take("L10", fake="intermediary_server", sender="x", unreadable=True)
    assert check(made.made(), CONTEXT).examined == 0
