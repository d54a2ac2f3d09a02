"""Tests of the check of histories: rows stay as they were, bear the dates that were filed, and name what they undo."""

import pytest

from harness.judgement.checks.history_kept import FILED, check
from tests.harness.judgement.histories import CONTEXT, NOW, Histories, clauses, command

COUNTER = {"operator": "staff-01", "terminal": "counter-1", "trace_id": "trace-1"}


def row(sequence, changed_on="2026-04-01", notified_on="2026-04-10", **parts):
    return {
        "sequence": sequence,
        "changed_on": changed_on,
        "notified_on": notified_on,
        "processed_at": NOW,
        **parts,
    }


def look(number, *rows, at=300):
    return command(
        "ReadResidentRecord", number, request={"resident": "10"}, sent_ns=at, answered_ns=at + 1,
        outcome={"outcome": "found", "record": {"resident": "10", "history": list(rows)}},
    )  # fmt: skip


def judged(*events):
    made = Histories()
    made.events[:] = events
    result = check(made.made(), CONTEXT)
    return clauses(result)


def act(operation, number=1, **request):
    return command(
        operation, number, request={"counter": COUNTER, **request},
        outcome={"outcome": "accepted", "residents": [{"resident": "10"}]},
    )  # fmt: skip


def filed(operation, **more):
    path = FILED[operation].changed_on
    said = {path[-1]: "2026-04-01"} if len(path) == 1 else {path[0]: {path[1]: "2026-04-01"}}
    return act(operation, residents=["10"], resident="10", notified_on="2026-04-10", **said, **more)


@pytest.mark.parametrize("operation", FILED)
def test_a_change_stands_in_the_history_with_its_dates(operation):
    """Beside rows of other days; one with another day of the notification is not the row."""
    assert judged(filed(operation), look(2, row(1, "2026-01-01"), row(2))) == []
    assert judged(filed(operation), look(2, row(1, "2026-04-02"))) == ["REL-028.5"]
    assert judged(filed(operation), look(2, row(1, notified_on=None))) == ["REL-028.5"]


@pytest.mark.parametrize("operation", FILED)
def test_a_change_without_any_row_is_gone(operation):
    """A row of another moment does not stand for it, nor do fewer rows than there were acts."""
    other = row(1, "2026-01-01", processed_at="2026-01-01T09:00:00+09:00")
    assert judged(filed(operation), look(2, other)) == ["REL-024.8"]
    assert judged(filed(operation), look(2)) == ["REL-024.8"]
    again = act("MovingIn", 3, moved_in_on="2026-03-01", notified_on="2026-04-10")
    assert judged(again, filed(operation), look(2, row(1, "2026-03-01"))) == ["REL-024.8"]


def test_what_is_not_decided_or_not_accepted_leaves_no_row():
    """Nor does what was done after the look, and nothing is asked of others."""
    refused = command(
        "ChangeOfAddress", 1, request=filed("ChangeOfAddress").request, outcome={"outcome": "refused"}
    )
    assert judged(filed("MovingIn", provisional=True), look(2)) == []
    assert judged(refused, look(2)) == []
    assert judged(look(1, at=10), filed("ChangeOfAddress")) == []
    other = act("ChangeOfAddress", residents=["11"], moved_on="2026-04-01", notified_on="2026-04-10")
    assert judged(other, look(2)) == []


def test_what_nobody_notified_needs_no_day_of_it():
    """Of an act of authority the date of change alone is compared."""
    authority = act("ExOfficioDeletion", resident="10", occurred_on="2026-04-01")
    assert judged(authority, look(2, row(1, notified_on=None))) == []
    assert judged(authority, look(2, row(1, "2026-04-10", None))) == ["REL-028.5"]


def test_a_row_that_was_shown_stays_as_it_was():
    """More rows may come; none may go or change."""
    assert judged(look(1, row(1)), look(2, row(1), row(2), at=400)) == []
    assert judged(look(1, row(1), row(2)), look(2, row(2), at=400)) == ["REL-024.8"]
    assert judged(look(1, row(1)), look(2, row(1, "2026-04-03"), at=400)) == ["REL-024.8"]


@pytest.mark.parametrize("operation", ["CancelChange", "RestoreRecord"])
def test_what_is_undone_is_undone_by_a_new_row(operation):
    """One that cancels a row which is there; an older one does not count."""
    undone = act(operation, resident="10")
    before = look(3, row(1), row(2, cancels=1), at=10)
    assert judged(undone, look(2, row(1), row(2, cancels=1))) == []
    assert judged(undone, look(2, row(1), row(2))) == ["REL-024.1"]
    assert judged(undone, look(2, row(1), row(2, cancels=7))) == ["REL-024.1"]
    assert judged(before, undone, look(2, row(1), row(2, cancels=1))) == ["REL-024.1"]


def look_at(who, number, *rows, at=300):
    return command(
        "ReadResidentRecord", number, request={"resident": who}, sent_ns=at, answered_ns=at + 1,
        outcome={"outcome": "found", "record": {"resident": who, "history": list(rows)}},
    )  # fmt: skip


def test_who_is_put_back_along_has_a_cancelling_row_too():
    """Where a row of the very change is theirs, and the registry says that they were put back."""

    def put_back(*people):
        return command(
            "CancelChange", 1, request={"counter": COUNTER, "resident": "10", "sequence": 2},
            outcome={"outcome": "accepted", "residents": [{"resident": who} for who in people]},
        )  # fmt: skip

    wrong = row(2, reason="51")
    own = look(2, row(1, reason="11"), wrong, row(3, cancels=2, reason="59"))
    bare = look_at("20", 3, row(1, reason="11"), row(4, reason="51"))
    undone = look_at("20", 3, row(4, reason="51"), row(5, cancels=4, reason="59"))
    other = look_at("20", 3, row(4, reason="51", processed_at="2026-04-09T09:00:00+09:00"))
    assert judged(put_back("10", "20"), own, undone) == []
    assert judged(put_back("10", "20"), own, bare) == ["REL-024.1"]
    assert judged(put_back("10"), own, bare) == []
    assert judged(put_back("10", "20"), own, other) == []
    assert judged(put_back("10", "20"), bare) == []
    assert judged(put_back("10", "20"), own, look_at("20", 3, row(4, reason="51"), at=50)) == []
