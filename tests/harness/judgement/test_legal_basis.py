"""Tests of the check of provisions, with one planted breach per branch."""

from datetime import date
from types import MappingProxyType

import msgspec
import pytest

from harness.judgement.checks.legal_basis import check
from harness.law.disclosures import Disclosure, Disclosures, WireField
from harness.law.table import Status
from tests.harness.judgement.histories import CONTEXT, NUMBER, Histories, clauses


def table(*lines):
    made: dict[WireField, tuple[Disclosure, ...]] = {}
    for message, receiver, field, first, last in lines:
        key = WireField(message=message, receiver=receiver, field=field)
        line = Disclosure(
            message=message,
            receiver=receiver,
            field=field,
            purpose="x",
            from_=first,
            to=last,
            status=Status.OWN,
        )
        made[key] = (*made.get(key, ()), line)
    return Disclosures(lines=MappingProxyType(made))


def test_a_department_without_a_row_gets_nothing():
    """A transfer to a department that the table of transfers does not have breaks its clause."""
    for receiver in ("dept-library", "dept-pension"):
        made = Histories()
        made.take("D01", {"name": "x"}, receiver=receiver)
        assert clauses(check(made.made(), CONTEXT)) == ["DEPT-008.1"]


@pytest.mark.parametrize(
    ("receiver", "clause"), [("dept-tax", "DEPT-006.2"), ("dept-health-insurance", "DEPT-008.3")]
)
def test_a_number_without_its_row_breaks_the_clause(receiver, clause):
    """Once the row is gone, no Individual Number goes there; before, it did so lawfully."""
    made = Histories()
    made.take("D01", {"individual_number": NUMBER}, receiver=receiver, monotonic_ns=10)
    made.take("D01", {"individual_number": NUMBER}, receiver=receiver, monotonic_ns=30)
    made.take("D01", {"individual_number": None}, receiver=receiver, monotonic_ns=40)
    changed = msgspec.structs.replace(CONTEXT, basis_changes=[(20, {**CONTEXT.basis, receiver: False})])
    result = check(made.made(), changed)
    assert [(finding.clause, finding.evidence) for finding in result.findings] == [
        (clause, ["departments:2"])
    ]


def test_an_item_beyond_the_row_breaks_the_clause():
    """A field that may go elsewhere, but for which this receiver has no line, breaks the clause of the message."""
    made = Histories()
    made.take("D01", {"individual_number": NUMBER}, receiver="dept-election")
    permissive = msgspec.structs.replace(CONTEXT, basis={"dept-election": True})
    assert clauses(check(made.made(), permissive)) == ["DEPT-008.3"]


@pytest.mark.parametrize(
    ("message", "clause"),
    [("D01", "DEPT-008.3"), ("L03", "LINK-003.5"), ("I01", "IMM-002.1"), ("I03", "IMM-005.1")],
)
def test_a_line_that_ended_breaks_the_clause(message, clause):
    """A field whose provision no longer stands on the day of the message breaks the clause of the message."""
    made = Histories()
    event = made.take(message, {"name": "x"}, receiver="dept-tax" if message == "D01" else "")
    receiver = "dept-tax" if message == "D01" else event.fake
    ended = table((message, receiver, "name", None, date(2026, 4, 9)))
    standing = table((message, receiver, "name", None, date(2026, 4, 10)))
    assert clauses(check(made.made(), CONTEXT, ended)) == [clause]
    assert clauses(check(made.made(), CONTEXT, standing)) == []


def test_a_message_without_a_clause_is_noted():
    """Where no clause forbids what has no provision, it is noted and nobody fails."""
    made = Histories()
    made.take("K06", {"address": "x"})
    result = check(made.made(), CONTEXT, table(("K06", "card_management", "address", None, date(2026, 4, 9))))
    assert (result.findings, len(result.notes)) == ([], 1)


def test_what_stood_before_the_first_known_day_is_not_judged():
    """Before the day from which a line was read, nothing is known and nothing fails."""
    made = Histories()
    made.take("L03", {"relationship": "x"})
    result = check(made.made(), CONTEXT, table(("L03", "addressee", "relationship", date(2026, 4, 11), None)))
    assert (result.findings, len(result.notes), result.examined) == ([], 1, 1)


def test_a_hole_in_the_table_is_the_instruments_fault():
    """A message or field that the table knows nowhere says nothing against the registry."""
    made = Histories()
    made.take("J01", {"nickname": "x"})
    made.take("J99", {"name": "x"})
    result = check(made.made(), CONTEXT)
    assert result.findings == []
    assert result.faults == [
        "the table of disclosures has no line for J01.nickname to juki_net",
        "the table of disclosures has no line for J99 to juki_net",
    ]


def test_a_message_to_a_department_without_any_provision_breaks_the_clause():
    """A message type that no provision lets go to a department is a transfer without a row."""
    made = Histories()
    made.take("D03", {"insured": True}, receiver="dept-tax")
    assert clauses(check(made.made(), CONTEXT)) == ["DEPT-008.1"]


def test_fields_inside_lists_have_their_own_lines():
    """Each field of each person of a list is looked up; what is None or an empty list discloses nothing."""
    made = Histories()
    made.take("J07", {"destination": "x", "persons": [{"name": "a", "card_id": None}, {"telephone": "b"}]})
    made.take("J14", {"claim_id": "x", "persons": []})
    result = check(made.made(), CONTEXT)
    assert result.examined == 4
    assert result.faults == ["the table of disclosures has no line for J07.persons[].telephone to juki_net"]


def test_only_what_was_taken_was_disclosed():
    """What was refused and unreadable days are not judged by their fields."""
    made = Histories()
    made.take("I01", {"no_such_field": "x"}, outcome="refused")
    made.take("D01", {"individual_number": NUMBER}, receiver="dept-election", unreadable=True)
    made.take("L03", {"relationship": "x"}, sent_at="yesterday", at="soon")
    assert check(made.made(), CONTEXT).findings == []


def test_a_department_that_may_not_be_told_was_told_although_it_refused():
    """A department saw what it refused: without a row, or with a message that no provision lets go there."""
    made = Histories()
    made.take("D01", {"name": "x"}, receiver="dept-library", outcome="refused")
    made.take("D03", {"insured": True}, receiver="dept-tax", outcome="refused")
    made.take("D01", {"name": "x"}, receiver="dept-tax", outcome="refused")
    assert [finding.clause for finding in check(made.made(), CONTEXT).findings] == [
        "DEPT-008.1",
        "DEPT-008.1",
    ]
