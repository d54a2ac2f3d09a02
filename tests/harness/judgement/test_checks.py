"""Tests of all standing checks together: a clean history, the clauses they name, and the written events."""

import re
from pathlib import Path
from typing import Any

import pytest

from harness.evidence.events import AnyEvent, RunStarted, ScenarioEnded, ScenarioStarted, decode, encode
from harness.evidence.history import slices
from harness.judgement.catalogue import Catalogue
from harness.judgement.checks import CHECKS, CheckResult
from harness.judgement.checks.result import text
from tests.harness.judgement.histories import CODE, CONTEXT, NUMBER, TOWN, Histories, command, hit

ROOT = Path(__file__).parents[3]


def clean():
    made = Histories()
    for sequence in (1, 2):
        made.take(
            "J01",
            {
                "resident_record_code": CODE, "individual_number": NUMBER, "reason": f"1{sequence}",
                "update_sequence": sequence, "operator": "staff-01", "terminal": "counter-1",
            },
            scan=[hit("resident-record-code", "$.body.resident_record_code")],
        )  # fmt: skip
    made.take("J05", {"resident_record_code": CODE, "name": "山田"}, receiver="131016")
    made.take(
        "A01", {"local_addressee_number": "10", "resident_record_code": CODE, "individual_number": NUMBER}
    )
    later = {"local_addressee_number": "10", "resident_record_code": CODE, "individual_number": NUMBER}
    made.take("A01", {**later, "history_sequence": 2})
    asked = {"local_addressee_number": "10", "processing_number": "p9"}
    made.take(
        "A06", asked, direction="out", peer="registry", fake="addressee", stream="out", monotonic_ns=160
    )
    made.take("J24", {"processing_number": "p9", "individual_number": NUMBER}, monotonic_ns=170)
    made.take("L03", {"local_addressee_number": "10", "relationship": "妻", "householder": False})
    made.take("D01", {"name": "山田", "individual_number": NUMBER}, receiver="dept-tax")
    made.take("D01", {"name": "山田", "individual_number": None}, receiver="dept-election")
    made.take("I01", {"reference": "r1", "name": "ANNA", "corrected_items": []})
    made.take("K06", {"card_id": "c1", "municipality": TOWN, "operator": "staff-01", "terminal": "counter-1"})
    made.take("L10", {"processing_number": "p1"}, fake="intermediary_server", sender="info_network")
    made.take("L05", {"processing_number": "p1"}, fake="info_network", sender="intermediary_server")
    record = {"processing_number": "p1", "result": "provided"}
    made.take("L07", record, fake="info_network", sender="intermediary_server")
    made.take(
        "J01", {"resident_record_code": CODE}, outcome="undelivered", sequence=3, problem={"code": "busy"}
    )
    made.take("J01", {}, direction="out", peer="registry", sequence=99)
    household = {"relationship": "子", "householder_name": "山田"}
    made.take("L03", {"local_addressee_number": "20", "householder": False, **household})
    standing = {"resident": "20", "state": "current", "municipality": TOWN, **household}
    shown: dict[str, Any] = {"outcome": "found", "record": standing}
    look = command("ReadResidentRecord", 2, request={}, outcome=shown, sent_ns=300, answered_ns=400)
    made.events.append(look)
    card = {"outcome": "found", "card": {"card_id": "c1", "state": "active", "municipality": TOWN}}
    made.events.append(
        command("ReadCard", 9, request={"card_id": "c1"}, outcome=card, sent_ns=302, answered_ns=304)
    )
    counter = {"operator": "staff-01", "terminal": "counter-1", "trace_id": "trace-3"}
    applied = {"counter": counter, "resident": "20", "accompanying": []}
    accepted = {"outcome": "accepted", "measure": "m1"}
    made.events.append(
        command("ApplyForSupport", 3, request=applied, outcome=accepted, sent_ns=500, answered_ns=600)
    )
    decided = {"counter": {**counter, "trace_id": "trace-7"}, "measure": "m1", "decision": "confirm"}
    made.events.append(command("DecideSupport", 7, request=decided, sent_ns=610, answered_ns=620))
    mark = {"local_addressee_number": "20", "held": True, "set_by": "staff-01"}
    made.take("L09", mark, fake="addressee", trace_id="trace-3")
    made.take(
        "A01",
        {"local_addressee_number": "20", "state": "current", "protected": True, "municipality": TOWN},
        trace_id="trace-3",
    )
    corrected = {
        "counter": {**counter, "trace_id": "trace-4"}, "resident": "20", "changed_on": "2026-04-10",
        "amendments": [{"item": "sex", "value": "male"}],
    }  # fmt: skip
    warned = {"outcome": "accepted", "alerts": ["support-measure"]}
    made.events.append(
        command("ExOfficioCorrection", 4, request=corrected, outcome=warned, sent_ns=700, answered_ns=800)
    )
    made.take(
        "A01",
        {"local_addressee_number": "20", "sex": "male", "state": "current", "protected": True, "history_sequence": 2,
         "municipality": TOWN, "applies_from": "2026-04-10"},
        trace_id="trace-4", monotonic_ns=750,
    )  # fmt: skip
    male = {**shown, "record": {**standing, "sex": "male"}}
    made.events.append(
        command("ReadResidentRecord", 5, request={}, outcome=male, sent_ns=900, answered_ns=950)
    )
    made.events += [_copy(counter), _log()]
    return made


def _copy(counter):
    printed = [{"resident": "20", "item": "relationship", "label": "続柄", "value": "子"}]
    copy = {
        "kind": "copy-of-record",
        "issue_number": "1",
        "addressed_to": "山田",
        "items": printed,
        "text": "",
    }
    claim = {"counter": {**counter, "trace_id": "trace-8"}, "requester": "self", "residents": ["20"]}
    return command(
        "IssueCopyOfRecord", 8, request=claim, outcome={"outcome": "accepted", "documents": [copy]},
        sent_ns=420, answered_ns=430,
    )  # fmt: skip


def _log():
    desks = [("staff-01", "counter-1")] * 5 + [("control", "control")] * 2
    lines = [
        {"n": number, "at": "2026-04-10T09:00:00+09:00", "operator": operator, "terminal": terminal,
         "function": "x", "kind": "operation", "resident": "20", "result": "done",
         "individual_number_access": False, "printed": None, "text": ""}
        for number, (operator, terminal) in enumerate(desks, start=1)
    ]  # fmt: skip
    return command(
        "ReadAccessLog", 6, request={"after": 0, "limit": 1000}, outcome={"outcome": "found", "lines": lines},
        sent_ns=970, answered_ns=980,
    )  # fmt: skip


@pytest.mark.parametrize("name", CHECKS)
def test_a_lawful_history_breaks_nothing(name):
    """Of a lawful history every check examines something, finds nothing, and has nothing to add."""
    result = CHECKS[name](clean().made(), CONTEXT)
    assert result.examined > 0
    assert (result.findings, result.faults, result.notes) == ([], [], [])


@pytest.mark.parametrize("name", CHECKS)
def test_nothing_examined_is_said(name):
    """Of an empty history a check examines nothing, and says so."""
    assert CHECKS[name](Histories().made(), CONTEXT).examined == (1 if name == "numbers_confined" else 0)


def test_every_clause_that_a_check_names_is_in_the_catalogue():
    """No check names a clause that the catalogue does not have, or one that binds nobody it can examine."""
    catalogue = Catalogue.load(ROOT / "features" / "requirements")
    named = set()
    for path in (ROOT / "harness" / "judgement" / "checks").glob("*.py"):
        named |= set(re.findall(r'"([A-Z]+-\d{3}\.\d+)"', path.read_text(encoding="utf-8")))
    assert len(named) > 30
    assert named <= catalogue.clauses.keys()


def test_checks_give_the_same_on_written_events():
    """Repeated on the written lines of a run, scenario by scenario, the checks find what they found."""
    made = clean()
    made.take("I01", {}, scan=[hit("individual-number", "$.body.name", "split")])
    made.take("D01", {"name": "x"}, receiver="dept-unknown")
    started = RunStarted(
        run="r", format=1, wall="", tekigo="0", lane=0, lanes=1, sut={"municipality": TOWN}, roles=["registry"],
        language="ja", selection=[], catalogue="", settings={}, planned=1,
    )  # fmt: skip
    scenario = ScenarioStarted(
        scenario="s", feature="f", line=1, title=text("x", "x"), clauses=[], starts_on=None
    )
    events = [started, scenario, *made.events, ScenarioEnded(scenario="s", result="failed")]
    [(name, written)] = slices([decode(encode(event)) for event in events])
    assert name == "s"
    for check in CHECKS.values():
        assert check(written, CONTEXT) == check(made.made(whole=False), CONTEXT)


def test_slices_are_apart():
    """Each scenario has its own history, and what stands between two belongs to the later."""
    one = [
        ScenarioStarted(scenario=n, feature="f", line=1, title={}, clauses=[], starts_on=None) for n in "ab"
    ]
    end = [ScenarioEnded(scenario=n, result="passed") for n in "ab"]
    events: list[AnyEvent] = [
        one[0],
        command(number=1),
        end[0],
        one[1],
        command(number=2),
        command(number=3),
        end[1],
    ]
    found = [
        (name, [event.number for event in history.invocations]) for name, history in slices(events, TOWN)
    ]
    assert found == [("a", [1]), ("b", [2, 3])]


def test_a_breach_fault_or_note_is_added_once():
    """The same thing seen twice is said once."""
    result = CheckResult()
    for _ in range(2):
        result.breach("REL-001.1", text("a", "a"), text("b", "b"), command())
        result.fault("x")
        result.note("y")
    assert (len(result.findings), result.faults, result.notes) == (1, ["x"], ["y"])
    assert result.findings[0].evidence == ["invoked:1"]
