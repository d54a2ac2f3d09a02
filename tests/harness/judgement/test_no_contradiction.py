"""Tests of the check for contradictions over time: one of each kind, and what makes it none."""

import pytest

from harness.judgement.checks.no_contradiction import check
from tests.harness.judgement.histories import CONTEXT, Histories, clauses, command

WHO = "10"


def acted(operation, number, at, outcome=None, **request):
    counter = {"operator": "staff-01", "terminal": "counter-1", "trace_id": f"trace-{number}"}
    said = {"outcome": "accepted"} if outcome is None else outcome
    return command(
        operation,
        number,
        request={"counter": counter, **request},
        outcome=said,
        sent_ns=at,
        answered_ns=at + 10,
    )


def look(number, at, **record):
    shown = {"resident": WHO, "state": "current", "foreign": None, **record}
    return command(
        "ReadResidentRecord", number, request={"resident": WHO}, outcome={"outcome": "found", "record": shown},
        sent_ns=at, answered_ns=at + 10,
    )  # fmt: skip


def found(made):
    return clauses(check(made.made(), CONTEXT))


@pytest.mark.parametrize(
    ("second", "outcome", "who", "breaks"),
    [(2, "accepted", WHO, []), (5, "accepted", WHO, []), (1, "accepted", WHO, ["ATE-001.4"]),
     (1, "refused", WHO, ["ATE-001.4"]), (1, "duplicate", WHO, []), (1, "accepted", "20", [])],
)  # fmt: skip
def test_history_numbers_rise(second, outcome, who, breaks):
    """Also where the receiver refused; a repetition of the same message and another person are none."""
    made = Histories()
    made.take("A01", {"local_addressee_number": WHO, "history_sequence": 1})
    made.take("A01", {"local_addressee_number": who, "history_sequence": second}, outcome=outcome)
    assert found(made) == breaks


@pytest.mark.parametrize(
    ("second", "breaks"),
    [({}, ["CARD-002.5"]), ({"dispatch_id": "d1"}, []), ({"individual_number": "⟦IN✓cc⟧"}, []),
     ({"print_class": "delivery-notice"}, [])],
)  # fmt: skip
def test_a_number_has_one_notice_sheet(second, breaks):
    """Another number, another kind of mail, and the same mailing told again are none."""
    made = Histories()
    sheet = {"print_class": "number-notice", "individual_number": "⟦IN✓bb⟧"}
    made.take("K01", {**sheet, "dispatch_id": "d1"})
    made.take("K01", {**sheet, "dispatch_id": "d2", **second})
    assert found(made) == breaks


@pytest.mark.parametrize(
    ("first", "second", "breaks"), [("accepted", "refused", ["CARD-002.5"]), ("refused", "accepted", [])]
)
def test_a_second_sheet_is_one_even_where_it_is_refused(first, second, breaks):
    """What was refused before any was under way is none."""
    made = Histories()
    for number, outcome in enumerate((first, second)):
        sheet = {"print_class": "number-notice", "individual_number": "⟦IN✓bb⟧", "dispatch_id": f"d{number}"}
        made.take("K01", sheet, outcome=outcome)
    assert found(made) == breaks


@pytest.mark.parametrize(
    ("before", "between", "after", "breaks"),
    [
        (True, None, False, ["DEPT-001.5"]),
        (False, None, True, ["DEPT-001.5"]),
        (True, None, True, []),
        (True, "D02", False, []),
        (True, "MovingIn", False, []),
        (True, "CancelChange", False, []),
        (True, "RestoreRecord", False, []),
        (True, "ChangeOfAddress", False, ["DEPT-001.5"]),
        (True, "moved-out", False, []),
    ],
)
def test_insurance_changes_behind_a_notice_only(before, between, after, breaks):
    """Either way; a notice about the person, a new entry, a former record that comes back, and one that is
    none any more are reasons.
    """
    made = Histories()
    made.events.append(look(2, 300, health_insurance={"insured": before}))
    if between == "D02":
        body = {"local_addressee_number": WHO}
        made.take("D02", body, fake="departments", direction="out", peer="registry", monotonic_ns=350)
    elif between not in (None, "moved-out"):
        entered = {"outcome": "accepted", "residents": [{"ref": "p", "resident": WHO, "household": "h"}]}
        made.events.append(acted(between, 3, 340, entered, residents=[WHO]))
    state = "moved-out" if between == "moved-out" else "current"
    made.events.append(look(4, 400, health_insurance={"insured": after}, state=state))
    assert found(made) == breaks


@pytest.mark.parametrize(
    ("foreign", "changed", "told", "breaks"),
    [
        (None, None, 1, ["IMM-001.5"]),
        (None, None, 0, []),
        ({"nationality": "USA"}, None, 1, []),
        (None, 350, 1, []),
        (None, 250, 1, ["IMM-001.5"]),
    ],
    ids=["national", "nothing told", "foreign", "changed since the look", "naturalised before the look"],
)
def test_the_agency_hears_nothing_of_nationals(foreign, changed, told, breaks):
    """Who was naturalised before is one; who changed between look and command may be foreign."""
    made = Histories()
    if changed is not None:
        made.events.append(acted("ChangeOfNationality", 2, changed, resident=WHO))
    made.events.append(look(3, 300, foreign=foreign))
    made.events.append(acted("ChangeOfAddress", 4, 400, residents=[WHO]))
    for _ in range(told):
        made.take("I01", {"name": "x"}, trace_id="trace-4")
    assert found(made) == breaks
