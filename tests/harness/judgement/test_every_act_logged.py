"""Tests of the check of the access log: a sound log breaks nothing, and each thing that may be missing is found."""

import msgspec
import pytest

from harness.judgement.checks.every_act_logged import check
from tests.harness.judgement.histories import CONTEXT, NOW, Histories, clauses, command

WHO = "0000000019"
PAPER = {"kind": "copy-of-record", "issue_number": "CR-1", "file_name": None,
         "items": [{"item": "individual_number", "value": "⟦IN✓bb⟧"}]}  # fmt: skip


def act(outcome="accepted", terminal="counter-1", documents=(), number=1):
    counter = {"operator": "staff-01", "terminal": terminal, "trace_id": f"trace-{number}"}
    said = {"outcome": outcome, "residents": [{"resident": WHO}], "documents": list(documents)}
    return command(
        "IssueCopyOfRecord", number, request={"counter": counter, "residents": [WHO]}, outcome=said,
        sent_ns=number * 10, answered_ns=number * 10 + 5,
    )  # fmt: skip


def look(number=5, seen="⟦IN✓bb⟧"):
    shown = {"resident": WHO, "individual_number": seen}
    return command(
        "ReadResidentRecord", number, request={"resident": WHO}, outcome={"outcome": "found", "record": shown},
        sent_ns=number * 10, answered_ns=number * 10 + 5,
    )  # fmt: skip


def line(n, **parts):
    sound = {
        "n": n, "at": NOW, "operator": "staff-01", "terminal": "counter-1", "function": "IssueCopyOfRecord",
        "kind": "operation", "resident": WHO, "result": "accepted", "individual_number_access": True, "printed": None,
        "text": "",
    }  # fmt: skip
    return {**sound, **parts}


def log(*lines, limit=1000, sent=900):
    return command(
        "ReadAccessLog", 9, request={"after": 0, "limit": limit}, outcome={"outcome": "found", "lines": list(lines)},
        sent_ns=sent, answered_ns=sent + 5,
    )  # fmt: skip


def judged(*events):
    made = Histories()
    made.events = list(events)
    result = check(made.made(), CONTEXT)
    return clauses(result), result.examined


def test_a_sound_log_breaks_nothing():
    """A command, its print and a look, each with its line."""
    print_line = line(2, kind="print", printed="CR-1")
    looked = line(3, operator="control", terminal="control", function="ReadResidentRecord")
    found, examined = judged(act(documents=[PAPER]), look(), log(line(1), print_line, looked))
    assert (found, examined) == ([], 3)


@pytest.mark.parametrize("outcome", ["accepted", "refused"])
def test_a_command_without_a_line_is_found(outcome):
    """Also one that was refused."""
    assert judged(act(outcome), log(line(1, terminal="counter-2")))[0] == ["AUD-001.1"]


def test_two_commands_of_one_desk_need_two_lines():
    """And what such a line says is not judged: whose it is, is not known."""
    twice = (act(), act(number=2))
    assert judged(*twice, log(line(1, resident=None)))[0] == ["AUD-001.1", "AUD-001.1"]
    assert judged(*twice, log(line(1, resident=None), line(2, resident=None)))[0] == []


@pytest.mark.parametrize(
    "wrong",
    [{"at": "2026-04-10T10:00:00+09:00"}, {"at": "yesterday"}, {"at": "2026-04-10T09:00:00"}, {"function": " "},
     {"result": ""}, {"resident": None}, {"resident": "0000000020"}],
)  # fmt: skip
def test_a_line_that_says_otherwise_is_found(wrong):
    """Time, function, result and the record touched."""
    assert judged(act(), log(line(1, **wrong)))[0] == ["AUD-001.2"]


def refused(reason, field, number=2, residents=(WHO,)):
    sound = act(number=number, terminal="counter-2")
    return msgspec.structs.replace(
        sound,
        request={**sound.request, "residents": list(residents)},
        outcome={"outcome": "refused", "reason": reason, "field": field},
    )


def test_a_refused_command_need_not_name_the_record():
    """It may have touched none, or there may be none."""
    nobodys = line(2, terminal="counter-2", resident=None)
    assert judged(act("refused"), log(line(1, resident=None)))[0] == []
    assert judged(act(), refused("identity-missing", "identity.evidence"), log(line(1), nobodys))[0] == []
    assert judged(refused("not-resident", "residents[0]"), log(nobodys))[0] == []


@pytest.mark.parametrize(
    ("reason", "field", "residents", "found"),
    [("not-resident", "residents[0]", (WHO,), ["AUD-001.2"]), ("data-mismatch", "shown_name", (WHO,), ["AUD-001.2"]),
     ("not-resident", "residents[1]", ("0000000020", WHO), ["AUD-001.2"]),
     ("not-resident", "residents[0]", ("0000000020", WHO), []), ("not-resident", "residents[7]", (WHO,), []),
     ("householder-missing", "remaining_householder", ("0000000020", WHO), [])],
)  # fmt: skip
def test_a_refusal_that_says_what_the_record_holds_names_it(reason, field, residents, found):
    """The one person named, or the one pointed at; several without a pointer say nothing."""
    nobodys = line(2, terminal="counter-2", resident=None)
    judged_so = judged(act(), refused(reason, field, residents=residents), log(line(1), nobodys))[0]
    assert judged_so == found
    named = line(2, terminal="counter-2")
    assert judged(act(), refused(reason, field, residents=residents), log(line(1), named))[0] == []


def test_who_printed_a_number_saw_it():
    """The line of the operation says so, not only that of the print."""
    print_line = line(2, kind="print", printed="CR-1")
    unseen = line(1, individual_number_access=False)
    assert judged(act(documents=[PAPER]), log(unseen, print_line))[0] == ["AUD-001.2"]


@pytest.mark.parametrize(
    "wrong", [{"printed": "CR-2"}, {"kind": "operation"}, {"individual_number_access": False}]
)
def test_a_print_without_its_line_is_found(wrong):
    """By issue number, kind and flag; a file that goes out is no print."""
    log_of = log(line(1), line(2, **{"kind": "print", "printed": "CR-1", **wrong}))
    assert "AUD-001.4" in judged(act(documents=[PAPER]), log_of)[0]
    assert "AUD-001.4" not in judged(act(documents=[{**PAPER, "file_name": "x.csv"}]), log_of)[0]


def test_a_look_without_a_line_is_found():
    """A command's own line about the same person does not stand for it; a number shown is flagged."""
    looked = line(2, operator="control", terminal="control")
    assert judged(act(), look(), log(line(1)))[0] == ["AUD-001.1"]
    unflagged = {**looked, "individual_number_access": False}
    assert judged(act(), look(), log(line(1), unflagged))[0] == ["AUD-001.2"]
    assert judged(act(), look(seen=None), log(line(1), unflagged))[0] == []


def test_a_gap_in_the_numbers_is_found():
    """A line was taken out."""
    assert judged(act(), log(line(1), line(3, terminal="counter-2")))[0] == ["AUD-001.6"]


def test_a_log_that_was_not_read_to_its_end_says_nothing():
    """A full page, a read before the command, no read at all."""
    assert judged(act(), log(line(7), limit=1)) == ([], 0)
    assert judged(act(), log(sent=2)) == ([], 0)
    assert judged(act()) == ([], 0)
