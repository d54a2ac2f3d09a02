"""Tests of the check that everybody is told of: what depends on more than the command, with one who is left out."""

from typing import Any

import pytest

from harness.judgement.checks.everyone_told import check
from tests.harness.judgement.histories import CONTEXT, Histories, clauses
from tests.harness.judgement.test_everyone_told import CODES, acted, known

INSURANCE = "dept-health-insurance"
NUMBERS = {"10": "⟦IN✓cccccccccc⟧", "20": "⟦IN✓dddddddddd⟧"}


def found(made, *wanted):
    """How often each of some clauses is found broken."""
    broken = clauses(check(made.made(), CONTEXT))
    return [broken.count(clause) for clause in wanted]


def look(who, at, number=90, **record):
    shown = {"outcome": "found", "record": {"resident": who, "state": "current", **record}}
    one = acted("ReadResidentRecord", number, at=at, outcome=shown)
    one.request.pop("counter")
    return one


def moved_in(at=10, number=7, **person):
    """Both moved in, 10 as the householder."""
    persons = [
        {"ref": "10", "relationship": "世帯主", **person},
        {"ref": "20", "relationship": "妻", **person},
    ]
    return acted("MovingIn", number, at=at, persons=persons)


@pytest.mark.parametrize(("decision", "broken"), [("decide", 1), ("discard", 0)])
def test_what_was_saved_is_due_when_it_is_decided(decision, broken):
    """Under the trace of the decision, and not before; what was discarded makes nothing due."""
    made = known()
    saved = {"outcome": "accepted", "change_id": "x"}
    made.events.append(acted("ChangeOfAddress", outcome=saved, residents=["10"], provisional=True))
    assert found(made, "REL-013.1") == [0]
    made.events.append(acted("DecideChange", 3, at=400, change_id="x", decision=decision))
    assert found(made, "REL-013.1") == [broken]
    made.take("J01", {"resident_record_code": CODES["10"]}, trace_id="trace-3", monotonic_ns=450)
    assert found(made, "REL-013.1") == [0]


@pytest.mark.parametrize(
    ("operation", "extra"), [("EntryByBirth", {}), ("ConfirmNotice", {"decision": "confirm"})]
)
def test_a_number_is_wanted_for_a_child(operation, extra):
    """Entered on a notification or on a notice; a refusal of the question is an answer to it."""
    child = {"outcome": "accepted", "residents": [{"ref": "k", "resident": "20", "household": "h"}]}
    for outcome, broken in ((None, 1), ("undelivered", 1), ("accepted", 0), ("refused", 0)):
        made = known()
        made.events.append(acted(operation, outcome=child, person={"ref": "k"}, **extra))
        if outcome:
            body = {"resident_record_code": CODES["20"]}
            made.take("J20", body, trace_id="trace-2", monotonic_ns=400, outcome=outcome)
        assert found(made, "REL-017.4") == [broken]


def test_the_copy_of_every_member_is_renewed_on_a_birth():
    """Of those known to live there, and of nobody after something that may have changed the household."""
    born = {"outcome": "accepted", "residents": [{"ref": "k", "resident": "30", "household": "h"}]}
    birth = acted("EntryByBirth", 3, at=300, outcome=born, person={"ref": "k"})
    made = known()
    made.events += [moved_in(), birth]
    made.take("L03", {"local_addressee_number": "10", "action": "update"}, monotonic_ns=400)
    assert found(made, "LINK-004.1") == [1]
    made.take("L03", {"local_addressee_number": "20", "action": "update"}, monotonic_ns=400)
    assert found(made, "LINK-004.1") == [0]
    made = known()
    made.events += [
        moved_in(),
        acted("MovingOut", 4, at=200, residents=["20"], planned_on="2026-05-01"),
        birth,
    ]
    assert found(made, "LINK-004.1") == [0]


def first_recorded(*, foreign=True, **person):
    papers = [
        {"kind": "resident-record-code-notice", "items": [{"resident": who, "item": "name"}]} for who in CODES
    ]
    card = None if foreign == "without a card" else "x"
    said = {"foreign": {"nationality": "USA", "residence_card_number": card}} if foreign else {}
    entered = [{"ref": who, "resident": who, "household": "h"} for who in CODES]
    return acted(
        "MovingIn",
        outcome={"outcome": "accepted", "residents": entered, "documents": papers},
        persons=[{"ref": who, **said, **person} for who in CODES],
        exemption="from-abroad",
    )


def test_whoever_is_recorded_for_the_first_time_has_a_number_asked_for_and_a_place_told():
    """Each of two foreign residents with a new code; a national, or one with a code, is left to the steps."""
    made = known()
    made.events.append(first_recorded())
    made.take("J20", {"resident_record_code": CODES["10"]}, trace_id="trace-2", monotonic_ns=400)
    made.take("I03", {}, trace_id="trace-2", monotonic_ns=400)
    assert found(made, "REL-021.5", "REL-021.8") == [1, 1]
    made.take("J20", {"resident_record_code": CODES["20"]}, trace_id="trace-2", monotonic_ns=400)
    made.take("I03", {}, trace_id="trace-2", monotonic_ns=400)
    assert found(made, "REL-021.5", "REL-021.8") == [0, 0]
    made = known()
    made.events.append(first_recorded(foreign="without a card"))
    assert found(made, "REL-021.5", "REL-021.8") == [1, 0]
    for entry in (first_recorded(foreign=False), first_recorded(resident_record_code="x")):
        made = known()
        made.events.append(entry)
        assert found(made, "REL-021.5", "REL-021.8") == [0, 0]


@pytest.mark.parametrize("taken_on", [True, False])
@pytest.mark.parametrize("mapped", [True, False])
def test_a_changed_number_is_mapped_anew(taken_on, mapped):
    """Where it went on the record; a number that the registry did not take on is none."""
    made = known()
    given = {"resident_record_code": CODES["10"], "individual_number": NUMBERS["10"]}
    about = {"local_addressee_number": "10", "individual_number": NUMBERS["10"]}
    made.events.append(acted("ChangeIndividualNumber", resident="10"))
    made.take("J21", given, direction="out", peer="registry", fake="juki_net", monotonic_ns=500)
    if taken_on:
        made.take("A01", {**about, **given}, trace_id="trace-0", monotonic_ns=510)
    if mapped:
        made.take("A02", about, trace_id="trace-0", monotonic_ns=520)
    assert found(made, "JUKI-011.2") == [int(taken_on and not mapped)]


DOMICILE: dict[str, Any] = {
    "registered_domicile": "x",
    "head_of_family_register": "y",
    "registered_domicile_municipality": "111007",
}


@pytest.mark.parametrize(
    ("person", "between", "broken"),
    [
        (DOMICILE, None, 2),
        ({**DOMICILE, "registered_domicile_municipality": "112291"}, None, 0),
        ({**DOMICILE, "registered_domicile_municipality": None}, None, 0),
        ({**DOMICILE, "foreign": {"nationality": "USA"}}, None, 0),
        (
            DOMICILE,
            acted("ChangeOfNationality", 5, at=200, outcome={"outcome": "accepted"}, resident="20"),
            1,
        ),
    ],
    ids=["elsewhere", "here", "nobody knows", "foreign", "altered"],
)
def test_the_keeper_of_the_supplementary_record_hears_of_an_address(person, between, broken):
    """Of each whose registered domicile is with another municipality, and there alone."""
    made = known()
    made.events.append(moved_in(**person))
    made.events += [between] if between else []
    made.events.append(acted("ChangeOfAddress", 3, residents=[*CODES]))
    result = check(made.made(), CONTEXT)
    due = [one for one in result.findings if one.clause == "JUKI-012.1" and one.evidence == ["invoked:3"]]
    assert [one.actual["en"] for one in due] == ([f"None came about {broken} of them."] if broken else [])
    for who, place in (("10", "111007"), ("20", "112305")):
        body = {"resident_record_code": CODES[who]}
        made.take("J09", body, receiver=place, trace_id="trace-3", monotonic_ns=400)
    result = check(made.made(), CONTEXT)
    due = [one for one in result.findings if one.clause == "JUKI-012.1" and one.evidence == ["invoked:3"]]
    assert [one.actual["en"] for one in due] == (["None came about 1 of them."] if broken == 2 else [])


@pytest.mark.parametrize(
    ("sent", "withdrawn", "broken"),
    [(["10", "20"], ["10", "20"], 0), (["10", "20"], ["10"], 1), (["10"], ["10"], 0), ([], [], 0)],
)
def test_the_destination_hears_of_every_withdrawal(sent, withdrawn, broken):
    """Of everybody whose data went there."""
    made = known()
    two = {"residents": [*CODES], "destination_municipality": "112275", "route": "special"}
    made.events.append(acted("MovingOut", planned_on="2026-05-01", **two))
    made.events.append(acted("WithdrawMovingOut", 3, at=500, residents=[*CODES]))
    for people, again in ((sent, False), (withdrawn, True)):
        for who in people:
            body = {"persons": [{"resident_record_code": CODES[who]}], "withdrawn": again}
            at, trace = (550, "trace-3") if again else (400, "trace-2")
            made.take("J07", body, receiver="112275", trace_id=trace, monotonic_ns=at)
    assert found(made, "REL-012.2") == [broken]


@pytest.mark.parametrize(
    ("came", "asked", "broken"), [([], ["10"], 1), ([], ["10", "20"], 0), (["20"], ["10"], 0)]
)
def test_everybody_whose_data_are_missing_is_asked_for(came, asked, broken):
    """Each of two movers, unless the data came."""
    made = known()
    movers = [{"ref": who, "resident_record_code": CODES[who]} for who in CODES]
    missing = {"outcome": "refused", "reason": "moving-out-data-missing"}
    made.events.append(acted("SpecialMovingIn", outcome=missing, movers=movers, from_municipality="111007"))
    for who in came:
        body = {"persons": [{"resident_record_code": CODES[who]}]}
        made.take("J07", body, direction="out", peer="registry", fake="juki_net", monotonic_ns=50)
    for who in asked:
        made.take(
            "J08",
            {"resident_record_code": CODES[who]},
            receiver="111007",
            trace_id="trace-2",
            monotonic_ns=400,
        )
    assert found(made, "REL-010.1") == [broken]


def cancelled(reason, state="current", *between):
    """The newest row of 10 was cancelled after a look showed it."""
    made = known()
    rows = [{"sequence": 1, "reason": "11"}, {"sequence": 2, "reason": reason}]
    made.events += [*between, look("10", 300, state=state, history=rows)]
    made.events.append(acted("CancelChange", 3, at=400, resident="10", sequence=2))
    return made


AGAIN = ("REL-024.4", "REL-024.5", "REL-024.6", "REL-024.7", "LINK-004.2")


@pytest.mark.parametrize(
    ("reason", "state", "broken"),
    [
        ("11", "current", [1, 1, 1, 1, 1]),
        ("23", "deleted", [1, 1, 1, 1, 0]),
        ("31", "current", [1, 1, 1, 0, 0]),
        ("54", "current", [0, 1, 1, 1, 0]),
        ("33", "current", [0, 0, 0, 0, 0]),
    ],
)
def test_who_heard_of_a_wrong_change_hears_that_it_is_undone(reason, state, broken):
    """By what was undone; of a correction of which nobody knows the items, nothing is said."""
    made = cancelled(reason, state)
    assert found(made, *AGAIN) == broken
    code, number = {"resident_record_code": CODES["10"]}, {"local_addressee_number": "10"}
    for kind, body, receiver in (
        ("J01", code, ""),
        ("A01", number, ""),
        ("D01", number, INSURANCE),
        ("L03", {**number, "action": "close" if broken[4] else "register"}, ""),
    ):
        made.take(kind, body, receiver=receiver, trace_id="trace-3", monotonic_ns=450)
    assert found(made, *AGAIN) == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("item", "broken"), [("name", [1, 1, 1]), ("building", [0, 1, 1]), ("remarks", [0, 0, 0])]
)
def test_a_cancelled_correction_makes_due_what_its_items_made_due(item, broken):
    """The network hears of a name and not of a building."""
    amended = acted(
        "ExOfficioCorrection", 2, at=200, resident="10", amendments=[{"item": item, "value": "x"}]
    )
    assert found(cancelled("33", "current", amended), *AGAIN[:3]) == broken


def test_of_an_older_row_nothing_is_said():
    """Something else may stand since: a later row, or an act after the look."""
    made = cancelled("31")
    made.events[-1].request["sequence"] = 1
    assert found(made, *AGAIN) == [0] * 5
    made = cancelled("31")
    made.events.append(acted("ChangeOfAddress", 8, at=350, residents=["10"]))
    made.events.sort(key=lambda one: getattr(one, "sent_ns", 0))
    assert found(made, *AGAIN) == [0] * 5


@pytest.mark.parametrize(
    ("act", "clause"),
    [
        (acted("RestoreRecord", 3, at=400, resident="10"), "IMM-001.1"),
        (cancelled("23", "deleted").events[-1], "IMM-001.1"),
        (cancelled("11").events[-1], "IMM-001.4"),
    ],
    ids=["restored", "deletion cancelled", "entry cancelled"],
)
def test_the_agency_hears_of_what_is_undone(act, clause):
    """Where the person is foreign."""
    shown = {"11": "current"}.get("11" if clause == "IMM-001.4" else "", "deleted")
    rows = [{"sequence": 2, "reason": "11" if shown == "current" else "23"}]
    made = known()
    made.events += [look("10", 300, state=shown, foreign={"nationality": "USA"}, history=rows), act]
    assert found(made, clause) == [1]
    made.take("I01", {}, trace_id="trace-3", monotonic_ns=450)
    assert found(made, clause) == [0]


STAYERS = ("REL-015.2", "REL-015.3", "REL-015.4")


@pytest.mark.parametrize(
    ("act", "stays", "broken"),
    [
        (acted("SplitHousehold", 3, residents=["10"], householder="10"), "20", 1),
        (
            acted("TransferMembers", 3, residents=["10"], into="i", relationships=[{"resident": "10"}]),
            "20",
            1,
        ),
        (acted("ChangeOfHousehold", 3, household="h", householder="20", relationships=[]), "10", 1),
        (acted("ChangeOfHousehold", 3, household="h", householder="10", relationships=[]), "20", 0),
        (acted("SplitHousehold", 3, residents=["20"], householder="20"), "10", 0),
    ],
    ids=["the householder splits off", "goes over", "another heads", "the same heads", "a member splits off"],
)
def test_who_stays_under_another_householder_is_told_of(act, stays, broken):
    """Although the command names them not; and not where the household is not known any more."""
    for lost in (False, True):
        made = known()
        made.events += [moved_in(), *([acted("CancelChange", 5, at=200, resident="20")] if lost else []), act]
        for who in CODES:
            if who != stays:
                tell(made, who)
        expected = 0 if lost else broken
        assert found(made, *STAYERS) == [expected] * 3
        tell(made, stays)
        assert found(made, *STAYERS) == [0] * 3


def tell(made: Histories, who: str) -> None:
    about = {"local_addressee_number": who}
    made.take("A01", about, trace_id="trace-3", monotonic_ns=450)
    made.take("D01", about, receiver=INSURANCE, trace_id="trace-3", monotonic_ns=450)
    made.take("L03", {**about, "action": "update"}, trace_id="trace-3", monotonic_ns=450)


def test_a_household_that_joins_another_is_told_of_as_a_whole():
    """Also the member whom the command gives no relationship."""
    made = known()
    made.events += [
        moved_in(),
        acted("MergeHouseholds", 3, household="h", into="i", relationships=[{"resident": "10"}]),
    ]
    tell(made, "10")
    assert found(made, *STAYERS) == [1, 1, 1]
    tell(made, "20")
    assert found(made, *STAYERS) == [0, 0, 0]


@pytest.mark.parametrize(
    ("operation", "before", "broken"),
    [
        ("OrderCardReturn", "active", 1),
        ("OrderCardReturn", "suspended", 1),
        ("OrderCardReturn", "lapsed", 0),
        ("RequestCardReplacement", "returned", 0),
        ("ReportCardLoss", "active", 1),
        ("ReportCardLoss", "suspended", 0),
        ("ReportCardFound", "active", 1),
    ],
)
def test_what_a_card_was_told_to_be_is_not_due_again(operation, before, broken):
    """A card in use ends once; one that lapsed or was returned does not end, and is not lost, once more."""
    clause = {"ReportCardLoss": "CARD-010.1", "ReportCardFound": "CARD-010.3"}.get(operation, "CARD-011.2")
    made = known()
    made.take("K05", {"card_id": "c1", "state": before}, trace_id="trace-1", monotonic_ns=100)
    made.events.append(acted(operation, card_id="c1"))
    assert found(made, clause) == [broken]
    made.take("K05", {"card_id": "c2", "state": "lapsed"}, trace_id="trace-1", monotonic_ns=120)
    assert found(made, clause) == [broken]
