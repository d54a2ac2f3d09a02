"""Tests of the check that numbers stand only where a law lets them, with one planted breach per place."""

import pytest

from harness.judgement.checks.numbers_confined import check
from tests.harness.judgement.histories import CONTEXT, NUMBER, Histories, clauses, command, hit

IN, RC = "individual-number", "resident-record-code"


@pytest.mark.parametrize("outcome", ["accepted", "refused", "duplicate", "undelivered"])
@pytest.mark.parametrize(
    ("message", "receiver", "kind", "path", "clause"),
    [
        ("D01", "dept-election", IN, "$.body.name", "DEPT-009.2"),
        ("D01", "dept-election", IN, "$.envelope.stream", "DEPT-009.2"),
        ("D01", "dept-unknown", IN, "$.envelope.message_id", "DEPT-009.2"),
        ("D03", "dept-neighbourhood", IN, "$.body.symbol_and_number", "DEPT-009.2"),
        ("D01", "dept-tax", RC, "$.body.address", "SEC-008.3"),
        ("D01", "dept-election", RC, "$.envelope.stream", "SEC-008.3"),
        ("D03", "dept-health-insurance", RC, "$.body.symbol_and_number", "SEC-008.2"),
        ("I01", "", IN, "$.body.reference", "IMM-002.4"),
        ("I01", "", RC, "$.envelope.stream", "IMM-002.4"),
        ("I03", "", IN, "$.body.name", "IMM-005.1"),
        ("I03", "", RC, "$.body.name", "IMM-005.1"),
        ("A01", "", IN, "$.body.name", "ATE-001.2"),
        ("L03", "", IN, "$.body.record_id", "LINK-003.5"),
        ("L03", "", RC, "$.body.record_id", "LINK-003.5"),
        ("K04", "", "pin", "$.body.pin", "CARD-004.8"),
        ("J01", "", "pin", "$.body.name", "CARD-004.8"),
    ],
)
def test_a_number_out_of_place_breaks_the_clause_of_the_place(message, receiver, kind, path, clause, outcome):
    """A number where it may not be breaks the clause that forbids it, whatever the receiver made of the message."""
    made = Histories()
    if kind == "pin":
        made.events[0] = command("HandOverCard")
    made.take(message, receiver=receiver, scan=[hit(kind, path, "base64")], outcome=outcome)
    [finding] = check(made.made(), CONTEXT).findings
    assert finding.clause == clause
    assert path in finding.actual["ja"]
    assert path in finding.actual["en"]
    assert len(finding.evidence) == 1


@pytest.mark.parametrize(
    ("message", "receiver", "kind"),
    [
        ("D01", "dept-tax", IN), ("J01", "", IN), ("J01", "", RC), ("A01", "", RC), ("K06", "", RC),
        ("I01", "", "residence-card-number"), ("J05", "131016", RC),
    ],
)  # fmt: skip
def test_a_number_in_its_place_breaks_nothing(message, receiver, kind):
    """Where the number is what the exchange is for, it may stand."""
    made = Histories()
    made.take(message, receiver=receiver, scan=[hit(kind, "$.body.x")])
    result = check(made.made(), CONTEXT)
    assert (result.findings, result.notes) == ([], [])


def test_the_addressee_change_carries_the_number_in_its_own_item():
    """A01 brings the Individual Number in the item that is the number's, and nothing is broken."""
    made = Histories()
    made.take("A01", scan=[hit(IN, "$.body.individual_number")])
    assert check(made.made(), CONTEXT).findings == []


def test_four_digits_outside_a_hand_over_are_no_pin():
    """The digits of a PIN stand in addresses and dates, too: without a hand-over, or beside it, they break nothing."""
    made = Histories()
    made.take("K06", scan=[hit("pin", "$.body.address")])
    made.events.append(command("ReadCard", 2, scan=[hit("pin", "$.card.card_id")]))
    assert check(made.made(), CONTEXT).findings == []
    beside = Histories()
    beside.events.append(command("HandOverCard", 2))
    beside.take("J05", receiver="111007", scan=[hit("pin", "$.body.new_address")])
    assert check(beside.made(), CONTEXT).findings == []


def test_a_number_in_an_envelope_that_no_clause_speaks_of_is_noted():
    """A stream named after a number is against the interface's own rule; no clause makes it a breach."""
    made = Histories()
    made.take("J01", scan=[hit(RC, "$.envelope.stream")])
    result = check(made.made(), CONTEXT)
    assert result.findings == []
    assert result.notes == ["juki_net:1: a Resident Record Code at $.envelope.stream"]


def test_a_filled_field_needs_no_scan():
    """The field for the Individual Number, filled, is a breach although nobody knew the number."""
    made = Histories()
    made.take("D01", {"individual_number": NUMBER}, receiver="dept-election")
    made.take("D01", {"individual_number": NUMBER}, receiver="dept-tax")
    made.take("D01", {"individual_number": None}, receiver="dept-election")
    assert clauses(check(made.made(), CONTEXT)) == ["DEPT-009.3"]


def test_a_field_that_the_receiver_does_not_know_counts():
    """A message that was unreadable because of a field for a number breaks the clause too."""
    made = Histories()
    for field, detail in [
        ("body.resident_record_code", "The field is not known."),
        ("body.resident_record_code", "Expected `str`."),
        ("body.telephone", "The field is not known."),
    ]:
        problem = {"field": field, "detail": detail, "code": "invalid-field"}
        made.take("D01", receiver="dept-tax", unreadable=True, outcome="refused", problem=problem)
    result = check(made.made(), CONTEXT)
    assert [(finding.clause, finding.evidence) for finding in result.findings] == [
        ("SEC-008.3", ["departments:1"])
    ]


@pytest.mark.parametrize(
    ("message", "fake", "kind", "clause"),
    [
        ("L03", "intermediary_server", IN, "LINK-003.5"),
        ("L04", "intermediary_server", IN, "ATE-005.6"),
        ("L05", "info_network", IN, "LINK-008.2"),
        ("L05", "info_network", RC, "LINK-008.2"),
        ("A06", "intermediary_server", IN, None),
    ],
)
def test_the_town_is_looked_at_too(message, fake, kind, clause):
    """What systems of the town send one another is held to the clauses that bind them."""
    made = Histories()
    made.take(message, fake=fake, sender="addressee", scan=[hit(kind, "$.body.x")])
    made.take(message, fake=fake, sender="addressee", direction="out", scan=[hit(kind, "$.body.x")])
    assert clauses(check(made.made(), CONTEXT)) == ([] if clause is None else [clause])


@pytest.mark.parametrize(
    ("operation", "kind", "path", "clause"),
    [
        ("MakeMediaExtract", IN, "$.documents[0].text", "DEPT-009.1"),
        ("MakeMediaExtract", IN, "$.documents[0].items[3].value", "DEPT-009.1"),
        ("MakeMediaExtract", IN, "$.documents[0].file_name", "DEPT-009.5"),
        ("MakeMediaExtract", RC, "$.documents[0].text", "SEC-008.2"),
        ("ReadAccessLog", IN, "$.lines[0].text", "AUD-001.7"),
        ("ReadAccessLog", "pin", "$.lines[0].text", "CARD-004.7"),
        ("ReadCard", "pin", "$.card.card_id", "CARD-004.7"),
        ("ReadResidentRecord", IN, "$.record.individual_number", None),
        ("IssueCopyOfRecord", IN, "$.documents[0].text", None),
    ],
)
def test_answers_of_the_port_are_looked_at(operation, kind, path, clause):
    """Media extracts, log lines and whatever shows a PIN are examined; what may show a number is not a breach."""
    made = Histories()
    made.events[0] = command("HandOverCard")
    made.events.append(command(operation, 2, scan=[hit(kind, path)]))
    assert clauses(check(made.made(), CONTEXT)) == ([] if clause is None else [clause])
