"""Tests of the check that nobody keeps a stale copy: the newest message of a kind against the last look."""

import pytest

from harness.judgement.checks.last_word import TOLD_OF, check
from tests.harness.judgement.histories import CODE, CONTEXT, Histories, clauses, command
from tests.harness.judgement.test_register_mirrored import INSURANCE, MESSAGES, RECORD, look


def judged(*messages, record=None, events=()):
    made = Histories()
    for kind, body, parts in messages:
        receiver = INSURANCE if kind == "D01" else ""
        made.take(kind, {**MESSAGES[kind], **body}, receiver=parts.pop("receiver", receiver), **parts)
    made.events += [*events, look({**RECORD, **(record or {})})]
    return clauses(check(made.made(), CONTEXT))


def person(kind):
    return {"resident_record_code": CODE} if kind == "J01" else {"local_addressee_number": RECORD["resident"]}


ITEM = {"A01": "address", "D01": "name", "J01": "name", "L03": "relationship"}
OTHER = {"address": "古町9番", "name": "旧　太郎", "relationship": "妻"}


@pytest.mark.parametrize("kind", sorted(TOLD_OF))
def test_the_newest_message_counts(kind):
    """A stale one is found whatever caused it; one that came after it makes it good, unless it was refused."""
    stale = (kind, {**person(kind), ITEM[kind]: OTHER[ITEM[kind]]}, {"trace_id": "trace-7"})
    sound: tuple[str, dict[str, str], dict[str, str]] = (kind, person(kind), {})
    clause = TOLD_OF[kind][0]
    assert judged(sound) == []
    assert judged(sound, stale) == [clause]
    assert judged((kind, dict(stale[1]), {}), (kind, person(kind), {})) == []
    assert judged((kind, dict(stale[1]), {}), (kind, person(kind), {"outcome": "refused"})) == [clause]


def test_another_department_and_a_closed_copy_do_not_count():
    """Which items of a change it takes, a department agrees; a closed copy says nothing of anybody."""
    assert judged(("D01", {"name": "旧　太郎"}, {"receiver": "dept-tax"})) == []
    assert judged(("L03", {"relationship": "妻", "action": "close"}, {})) == []


@pytest.mark.parametrize(
    ("told", "shown", "breaks"),
    [("planned-out", "current", []), ("current", "planned-out", []), ("current", "moved-out", ["ATE-001.1"]),
     ("deleted", "moved-out", []), ("deleted", "current", ["ATE-001.1"])],
)  # fmt: skip
def test_of_the_state_only_the_deletion_must_be_told(told, shown, breaks):
    """Whether a plan is told, and when, others judge."""
    assert judged(("A01", {"state": told}, {}), record={"state": shown}) == breaks


def test_who_heads_the_household_may_be_open():
    """The record is blank until a clerk has confirmed it."""
    assert judged(("L03", {}, {}), record={"householder_name": "", "relationship": ""}) == []


def test_a_command_after_the_look_makes_it_worthless():
    """Nothing is judged by a look that came too early."""
    counter = {"operator": "staff-01", "terminal": "counter-1", "trace_id": "trace-2"}
    late = command("ChangeOfAddress", 2, request={"counter": counter}, sent_ns=500, answered_ns=600)
    assert judged(("A01", {"address": "古町9番"}, {}), events=[late]) == []
