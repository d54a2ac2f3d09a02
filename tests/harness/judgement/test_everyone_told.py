"""Tests of the check that everybody is told of: each command, each kind of message, the second of two people silent."""

from collections import Counter
from typing import Any

import msgspec
import pytest

from harness.judgement.checks.everyone_told import check
from harness.judgement.checks.everyone_told_dues import DUE, PLANNED
from tests.harness.judgement.histories import CONTEXT, Histories, clauses, command

CODES = {"10": "⟦RC✓aaaaaaaaaa⟧", "20": "⟦RC✓bbbbbbbbbb⟧"}
ABOUT = {"card_id": {"10": "c1", "20": "c2"}, "resident_record_code": CODES}


def acted(operation, number=2, at=300, now="2026-04-10T09:00:00+09:00", outcome=None, **request):
    counter = {"operator": "staff-01", "terminal": "counter-1", "trace_id": f"trace-{number}"}
    entered = [{"ref": who, "resident": who, "household": "h"} for who in CODES]
    return command(
        operation,
        number,
        request={"counter": counter, **request},
        outcome=outcome or {"outcome": "accepted", "residents": entered},
        sent_ns=at,
        answered_ns=at + 10,
        now=now,
    )


PURPOSES = {"K06": "continued-use", "K07": "change-of-items"}


def asked(operation, kind=""):
    """The command about two people, as each kind names them; a card's is about one card."""
    if any(due.by == "card_id" for due in DUE.get(operation, ())):
        purpose = PURPOSES.get(kind, "")
        return [
            acted(operation, number, card_id=card, purpose=purpose) for number, card in ((2, "c1"), (3, "c2"))
        ]
    two = [{"resident": who, "relationship": "子"} for who in CODES]
    named: dict[str, dict[str, Any]] = {
        "MovingIn": {"persons": [{"ref": who, "health_insurance": {"insured": True}} for who in CODES]},
        "RestoreRecord": {"resident": "20"},
        "ApplyForSupport": {"resident": "10", "accompanying": ["20"]},
        "DeletionByDeath": {"resident": "20"},
        "ExOfficioDeletion": {"resident": "20"},
        "ExOfficioCorrection": {"resident": "20", "amendments": [{"item": "name", "value": "x"}]},
        "ChangeOfNationality": {"resident": "20"},
        "ChangeResidentRecordCode": {"resident": "20"},
        "MovingOut": {"residents": [*CODES], "planned_on": "2026-04-10"},
        "ChangeOfHousehold": {"householder": "10", "relationships": two[1:]},
        "MergeHouseholds": {"relationships": two},
    }
    return [acted(operation, **named.get(operation, {"residents": [*CODES]}))]


def told(made, due, who, trace):
    """What the rule wants about somebody."""
    about = ABOUT.get(due.by, {}).get(who, who)
    receiver = {"receiver": "dept-health-insurance"} if due.kind == "D01" else {}
    return made.take(
        due.kind, {due.by: about, **dict(due.says)}, trace_id=trace, monotonic_ns=400, **receiver
    )


def known():
    """Both were entered before, with copies: their codes are known."""
    made = Histories()
    for who, code in CODES.items():
        made.take(
            "A01",
            {"local_addressee_number": who, "resident_record_code": code},
            trace_id="trace-0",
            monotonic_ns=1,
        )
        made.take(
            "L03", {"local_addressee_number": who, "action": "register"}, trace_id="trace-0", monotonic_ns=1
        )
    made.events = [event for event in made.events if getattr(event, "operation", "") != "MovingIn"]
    return made


CASES = [(operation, due) for operation, dues in {**DUE, "MovingOut": PLANNED}.items() for due in dues]


@pytest.mark.parametrize(("operation", "due"), CASES, ids=[f"{name}-{due.kind}" for name, due in CASES])
def test_one_of_two_who_is_left_out_breaks_the_clause(operation, due):
    """With everything said of both nothing is found; without the one message about the second, its clause is broken."""
    commands = asked(operation, due.kind)
    dues = PLANNED if operation == "MovingOut" else DUE[operation]
    for left_out in (None, due):
        made = known()
        made.events += commands
        for each in dues:
            for who in CODES:
                if each is left_out and who == "20":
                    continue
                trace = "trace-3" if each.by == "card_id" and who == "20" else "trace-2"
                told(made, each, who, trace)
        result = check(made.made(), CONTEXT)
        assert result.examined
        assert clauses(result) == ([] if left_out is None else [due.clause])


def test_what_was_refused_was_not_told():
    """
    A message that its receiver did not take is none; a repetition of one that it took is. An update that the network
    refuses was sent: it breaks the clause of its layout, and not that of the act.
    """
    for outcome, broken in (("refused", ["JUKI-001.1"]), ("undelivered", ["REL-013.1"]), ("duplicate", [])):
        made = known()
        made.events += asked("ChangeOfAddress")
        for due in DUE["ChangeOfAddress"]:
            for who in CODES:
                message = told(made, due, who, "trace-2")
                if due.kind == "J01" and who == "20":
                    made.events[-1] = msgspec.structs.replace(message, outcome=outcome)
        assert clauses(check(made.made(), CONTEXT)) == broken


def seen(*events, told_of=(), **body):
    made = known()
    made.events += events
    for who in told_of:
        made.take("I01", {"name": who, **body}, trace_id="trace-2", monotonic_ns=400)
    return [(finding.clause, finding.actual["en"][:18]) for finding in check(made.made(), CONTEXT).findings]


def test_the_agency_hears_of_each_foreign_resident():
    """I01 bears no number of ours: as many are due as foreign residents are concerned, and none for nationals."""
    persons = [
        {"ref": "10", "foreign": {"nationality": "USA"}},
        {"ref": "20", "foreign": {"nationality": "BRA"}},
    ]
    entry = acted("ExOfficioEntry", persons=persons)
    assert ("IMM-001.1", "None came about 1 ") in seen(entry, told_of=["10"])
    assert not [one for one in seen(entry, told_of=["10", "20"]) if one[0].startswith("IMM")]
    assert not [
        one for one in seen(acted("ExOfficioEntry", persons=[{"ref": "10"}])) if one[0].startswith("IMM")
    ]
    changed = acted("ChangeOfNationality", 3, resident="10")
    assert not [one for one in seen(entry, changed, told_of=["20"]) if one[0].startswith("IMM")]


def test_whoever_has_a_number_is_known_by_it():
    """After J21 the addressee system is told the number of whoever it knows."""
    made = known()
    given = {"resident_record_code": CODES["10"], "individual_number": "⟦IN✓cccccccccc⟧"}
    made.take("J21", given, direction="out", peer="registry", fake="juki_net")
    assert clauses(check(made.made(), CONTEXT)) == ["JUKI-010.4"]
    made.take("A01", {"local_addressee_number": "10", **given}, trace_id="trace-0", monotonic_ns=500)
    assert clauses(check(made.made(), CONTEXT)) == []


@pytest.mark.parametrize(("changed", "broken"), [(5, []), (900, ["JUKI-010.4"])])
def test_nobody_is_known_by_a_former_code(changed, broken):
    """A number told under a code that the person bore before concerns nobody; under one changed later it does."""
    made = known()
    other = {"local_addressee_number": "10", "resident_record_code": "⟦RC✓dddddddddd⟧"}
    made.take("A01", other, trace_id="trace-0", monotonic_ns=changed)
    given = {"resident_record_code": CODES["10"], "individual_number": "⟦IN✓cccccccccc⟧"}
    made.take("J21", given, direction="out", peer="registry", fake="juki_net", monotonic_ns=600)
    assert clauses(check(made.made(), CONTEXT)) == broken


@pytest.mark.parametrize(
    "event",
    [
        acted("ChangeOfAddress", residents=["10"], outcome={"outcome": "refused"}),
        acted("ChangeOfAddress", residents=["10"], outcome={"outcome": "unknown"}),
        acted("MovingIn", provisional=True),
        acted("MovingOut", residents=["10"], planned_on="2026-04-11"),
        acted("ReadResidentRecord"),
    ],
    ids=["refused", "unknown", "provisional", "planned for later", "a look"],
)
def test_nothing_else_makes_anything_due(event):
    """What was not done, was saved only, or is still to come."""
    assert seen(event) == []


@pytest.mark.parametrize("undoing", ["WithdrawMovingOut", "DeletionByDeath", "CancelChange"])
def test_a_plan_that_did_not_come_to_pass_makes_nothing_due(undoing):
    """Withdrawn, or overtaken by something that says for itself what is due."""
    plan = acted("MovingOut", residents=["10"], planned_on="2026-04-10")
    named = {} if undoing == "CancelChange" else {"residents": ["10"]}
    refused = acted(undoing, 3, at=400, outcome={"outcome": "refused"}, **named)
    assert len(seen(plan)) == len(seen(plan, refused)) == len(PLANNED)
    after = [one for one in seen(plan, acted(undoing, 3, at=400, **named)) if one[0] == "REL-005.4"]
    assert after == []


@pytest.mark.parametrize(
    ("state", "action", "broken"),
    [("moved-out", "update", True), ("deleted", "register", True), ("deleted", "close", False),
     ("current", "register", False)],
)  # fmt: skip
def test_no_copy_stays_open_of_who_is_gone(state, action, broken):
    """By the last look at the record and the last word on the copy."""
    made = known()
    made.take("L03", {"local_addressee_number": "10", "action": action}, monotonic_ns=400)
    record = {"outcome": "found", "record": {"resident": "10", "state": state}}
    made.events.append(acted("ReadResidentRecord", 5, at=500, outcome=record))
    made.events[-1].request.pop("counter")
    assert clauses(check(made.made(), CONTEXT)) == (["LINK-003.6"] if broken else [])


@pytest.mark.parametrize(
    ("told", "way"), [(None, ""), ("lapsed", "in"), ("lapsed", "out"), ("suspended", "in")]
)
def test_a_card_that_ended_is_known_on_both_sides(told, way):
    """A lapse that is shown was told by one of the two, as a lapse."""
    made = known()
    if told is not None:
        peer = {} if way == "in" else {"peer": "registry"}
        made.take("K05", {"card_id": "c1", "state": told}, direction=way, monotonic_ns=400, **peer)
    shown = {"outcome": "found", "card": {"card_id": "c1", "state": "lapsed"}}
    made.events.append(acted("ReadCard", 5, at=500, outcome=shown))
    assert clauses(check(made.made(), CONTEXT)) == ([] if told == "lapsed" else ["CARD-014.1"])


@pytest.mark.parametrize(
    ("receiver", "trace", "exemption", "broken"),
    [
        ("111007", "trace-2", None, False),
        ("111007", "trace-0", None, False),
        ("112305", "trace-2", None, True),
        ("", "trace-2", None, True),
        ("", "trace-2", "unavoidable", False),
    ],
    ids=["told", "under no command's trace", "told another", "not told", "without the data of another"],
)
def test_the_previous_municipality_hears_of_a_moving_in(receiver, trace, exemption, broken):
    """Once for those who came together, and that very municipality."""
    made = known()
    made.events.append(acted("MovingIn", from_municipality="111007", exemption=exemption))
    if receiver:
        made.take("J05", {"resident_record_code": "x"}, receiver=receiver, trace_id=trace, monotonic_ns=400)
    assert ("REL-003.1" in clauses(check(made.made(), CONTEXT))) is broken


def test_a_correction_makes_due_what_its_items_make_due():
    """The Agency hears of a corrected class and the addressee system does not have to; of a remark neither hears."""
    entry = acted("ExOfficioEntry", persons=[{"ref": "10", "foreign": {"nationality": "USA"}}])

    def corrected(item):
        amended = acted("ExOfficioCorrection", 3, resident="10", amendments=[{"item": item, "value": "x"}])
        return Counter(clause for clause, _ in seen(entry, amended, told_of=["10"]))

    nothing = corrected("remarks")
    assert corrected("resident_class") - nothing == Counter(["IMM-001.3"])
    assert corrected("name") - nothing == Counter(["IMM-001.3", "ATE-001.1"])
