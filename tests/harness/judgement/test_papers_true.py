"""Tests of the check that papers say what the record shows, with one planted difference per item."""

from typing import Any

import pytest

from harness.judgement.checks.papers_true import check
from harness.judgement.checks.papers_true_items import CERTIFIED, CODE_NOTICES
from harness.running.standing import printed_of
from tests.harness.judgement.histories import CODE, CONTEXT, NUMBER, Histories, clauses, command
from tests.harness.judgement.test_register_mirrored import RECORD, WHOLE, look

WHO = RECORD["resident"]
NATIONAL: dict[str, Any] = {
    **RECORD, "foreign": None, "notified_on": "2026-04-02", "former_surname": "山本", "former_surname_kana": "やまもと",
    "state": "planned-out", "planned_out_on": "2026-05-01", "planned_destination": "昭島市1番",
}  # fmt: skip
STAY = {"status_of_residence": "留学", "period_of_stay": "3年", "period_expires_on": "2028-04-01"}
FOREIGN: dict[str, Any] = {
    **NATIONAL, "foreign": {**RECORD["foreign"], "nationality": "USA", **STAY}, "common_name": "田中　花子",
    "former_surname": None, "former_surname_kana": None, "special_permanent_certificate_number": None,
}  # fmt: skip
PRINTED = {
    **{name: NATIONAL[name] for name in (
        "name", "name_kana", "born_on", "sex", "registered_domicile", "head_of_family_register", "relationship",
        "householder_name", "individual_number", "resident_record_code", "former_surname", "former_surname_kana")},
    "address": WHOLE, "destination": "昭島市1番", "planned_on": "2026-05-01",
}  # fmt: skip
OF_FOREIGNER = {
    **{name: PRINTED[name] for name in PRINTED if not name.startswith(("former", "registered", "head", "name_"))},
    **FOREIGN["foreign"], "common_name": "田中　花子",
}  # fmt: skip
COPIED = {
    **{name: NATIONAL[name] for name in ("name", "name_kana", "born_on", "sex", "became_resident_on", "notified_on",
       "previous_address", "former_surname", "former_surname_kana")}, "address": WHOLE,
}  # fmt: skip
NOTIFIED = {"name": NATIONAL["name"], "address": WHOLE, "resident_record_code": CODE}
OTHERS = {
    **dict.fromkeys(("born_on", "period_expires_on", "planned_on", "became_resident_on", "notified_on"), "1999-01-01"),
    "sex": "女", "nationality": "FRA", "resident_class": "special-permanent",
    "individual_number": "⟦IN✓cccccccccc⟧", "resident_record_code": "⟦RC✓cccccccccc⟧",
}  # fmt: skip
MOVING_OUT: dict[str, Any] = {"planned_on": "2026-05-01", "destination": "昭島市1番", "residents": [WHO]}


def paper(kind: str, items: dict[str, str], **parts: Any) -> dict[str, Any]:
    printed = [
        {"resident": WHO, "item": name, "label": name, "value": value} for name, value in items.items()
    ]
    standard = {"kind": kind, "issue_number": "1", "addressed_to": "田中　太郎", "items": printed, "text": ""}
    return {**standard, **parts}


def act(operation: str, *papers: dict[str, Any], number: int = 2, **request: Any) -> Any:
    """A command that printed papers, before the look."""
    counter = {"operator": "staff-01", "terminal": "counter-1", "trace_id": f"trace-{number}"}
    outcome = {"outcome": "accepted", "residents": [{"ref": WHO, "resident": WHO}], "documents": [*papers]}
    times = {"sent_ns": 200 + number * 10, "answered_ns": 205 + number * 10}
    return command(operation, number, request={"counter": counter, **request}, outcome=outcome, **times)


def broken(*events: Any) -> list[str]:
    made = Histories()
    made.events += events
    return clauses(check(made.made(), CONTEXT))


def certified(items: dict[str, str], record: dict[str, Any]) -> list[str]:
    return broken(act("MovingOut", paper("moving-out-certificate", items), **MOVING_OUT), look(record))


def copied(items: dict[str, str], operation: str = "IssueCopyOfRecord", **request: Any) -> list[str]:
    asked = {"requester": "self", "residents": [WHO], **request}
    return broken(act(operation, paper("copy-of-record", items), **asked), look(NATIONAL))


@pytest.mark.parametrize(("items", "record"), [(PRINTED, NATIONAL), (OF_FOREIGNER, FOREIGN)])
def test_a_certificate_bears_all_items_of_the_order(items, record):
    """Each one, as the record has it: another value breaks the clause of the item, and so does none."""
    assert certified(items, record) == []
    for item in items:
        left = {name: value for name, value in items.items() if name != item}
        assert set(certified(left, record)) == {CERTIFIED[item]}, item
        assert set(certified({**items, item: OTHERS.get(item, "他")}, record)) == {CERTIFIED[item]}, item


def test_how_a_paper_words_it_is_left_open():
    """An era for a year, a word for a code, the building beside the address; what cannot be read is not judged."""
    era = {"born_on": "昭和55年5月1日", "sex": "男", "planned_on": "2026年5月1日"}
    assert certified({**PRINTED, **era}, NATIONAL) == []
    assert certified({**PRINTED, "born_on": "S55.5.1", "sex": "M"}, NATIONAL) == []
    assert certified({**PRINTED, "address": "本町1番2号", "building": "本町荘"}, NATIONAL) == []
    worded = {
        "nationality": "米国",
        "resident_class": "中長期在留者",
        "status_of_residence": "⟦text:aaaaaaaaaa⟧",
    }
    assert certified({**OF_FOREIGNER, **worded}, FOREIGN) == []


def test_everybody_who_moves_out_is_certified():
    """Not the first alone."""
    both: dict[str, Any] = {**MOVING_OUT, "residents": [WHO, "0000000027"]}
    assert broken(act("MovingOut", paper("moving-out-certificate", PRINTED), **both), look(NATIONAL)) == [
        "REL-007.1"
    ]


@pytest.mark.parametrize(
    ("operation", "request_", "item", "clause"),
    [("IssueCopyOfRecord", {}, "name", "CERT-001.1"),
     ("IssueCopyOfRecord", {"requester": "third-party"}, "address", "CERT-003.1"),
     ("ClaimAtConvenienceStore", {}, "name", "CERT-009.3")],
)  # fmt: skip
def test_a_copy_says_what_the_record_does(operation, request_, item, clause):
    """By the clause of the door at which it is issued."""
    assert copied(COPIED, operation, **request_) == []
    assert copied({**COPIED, item: "他"}, operation, **request_) == [clause]


def test_a_copy_bears_the_base_items_and_what_was_asked_for():
    """Of the numbers, those that were asked for."""
    assert copied({**COPIED, "name_kana": ""}) == ["CERT-001.1"]
    assert copied(COPIED, options=["relationship"]) == ["CERT-001.2"]
    assert copied(COPIED, options=["individual-number"]) == ["CERT-002.1"]
    assert copied(COPIED, options=["individual-number"], requester="household-member") == ["CERT-002.2"]
    assert copied({**COPIED, "individual_number": NUMBER}, options=["individual-number"]) == []


def test_a_copy_after_a_change_of_address_gives_its_day():
    """住基法7条7号."""
    moved = act("ChangeOfAddress", number=1, residents=[WHO], moved_on="2026-04-05")
    claim = act("IssueCopyOfRecord", paper("copy-of-record", COPIED), requester="self", residents=[WHO])
    shown = look({**NATIONAL, "settled_on": "2026-04-05"})
    assert broken(moved, claim, shown) == ["CERT-001.1"]


@pytest.mark.parametrize("item", sorted(NOTIFIED))
def test_a_notice_of_a_code_is_the_persons(item):
    """Its code must stand in it; name and address are theirs where they do."""
    kind = CODE_NOTICES["new"]
    wrong = {**NOTIFIED, item: OTHERS.get(item, "他")}
    left = {name: value for name, value in NOTIFIED.items() if name != item}
    assert broken(act("MovingIn", paper(kind, NOTIFIED)), look(NATIONAL)) == []
    assert broken(act("MovingIn", paper(kind, wrong)), look(NATIONAL)) == ["CERT-004.1"]
    lacking = ["CERT-004.1"] if item == "resident_record_code" else []
    assert broken(act("MovingIn", paper(kind, left)), look(NATIONAL)) == lacking


def test_the_form_of_a_notice_follows_what_was_done():
    """New, change or correction, and that of the first one where it is printed again, with the same code."""
    kinds = {"claim": CODE_NOTICES["claim"], "ex-officio": CODE_NOTICES["ex-officio"]}
    for cause, kind in kinds.items():
        assert (
            broken(act("ChangeResidentRecordCode", paper(kind, NOTIFIED), cause=cause), look(NATIONAL)) == []
        )
        other = act("ChangeResidentRecordCode", paper(CODE_NOTICES["new"], NOTIFIED), cause=cause)
        assert broken(other, look(NATIONAL)) == ["CERT-004.2"]
    first = act("MovingIn", paper(CODE_NOTICES["new"], NOTIFIED))
    changed = {**NOTIFIED, "resident_record_code": "⟦RC✓cccccccccc⟧"}
    again = act("ReprintNotice", paper(CODE_NOTICES["claim"], changed), number=3, issue_number="1")
    assert broken(first, again, look(NATIONAL)) == ["CERT-004.2", "CERT-004.5"]


@pytest.mark.parametrize(
    ("operation", "kind", "clause"),
    [("EntryByBirth", CODE_NOTICES["new"], "CERT-004.1"), ("ChangeOfAddress", "acceptance-notice", "SEC-001.4"),
     ("ExOfficioCorrection", "notice-to-person", "REL-023.3"), ("OrderCardReturn", "notice-to-person", None)],
)  # fmt: skip
def test_a_paper_is_addressed_to_whom_it_is_for(operation, kind, clause):
    """With the address or without; a public notice is for nobody."""
    items = NOTIFIED if clause == "CERT-004.1" else {}
    for to in ("田中太郎", "昭島市1番　田中　太郎"):
        assert broken(act(operation, paper(kind, items, addressed_to=to)), look(NATIONAL)) == []
    for other in (None, "田中　次郎"):
        wrong = broken(act(operation, paper(kind, items, addressed_to=other)), look(NATIONAL))
        assert wrong == ([clause] if clause else [])
    assert broken(act(operation, paper("public-notice", {}, addressed_to=None)), look(NATIONAL)) == []


def test_a_certificate_issued_again_is_the_first_one():
    """Whatever changed since."""
    first = act("MovingOut", paper("moving-out-certificate", PRINTED), **MOVING_OUT)
    for items, clause in ((PRINTED, []), ({**PRINTED, "name": "他"}, ["REL-007.11"])):
        again = paper("moving-out-certificate", items)
        issued = act("IssueMovingOutCertificate", again, number=3, cause="lost", residents=[WHO])
        assert broken(first, issued, look({**NATIONAL, "name": "新"})) == ["REL-007.1", *clause]


def test_a_notice_on_paper_is_the_message():
    """Where the one change that it tells of is known."""
    items = {"name": NATIONAL["name"], "previous_address": NATIONAL["previous_address"], "new_address": WHOLE}
    entered = act("MovingIn", number=1)
    for printed, clause in ((items, []), ({**items, "new_address": "他"}, ["REL-003.3"])):
        sent = act("SendOnPaper", paper("notice-on-paper", printed), resident=WHO, message_type="J05")
        assert broken(entered, sent, look(NATIONAL)) == clause


def test_nothing_is_said_where_the_record_may_have_changed():
    """By a command that changes records, a word of the town, an entry that waits, or, of a household, another day."""
    wrong = {**COPIED, "name": "他"}
    claim = act("IssueCopyOfRecord", paper("copy-of-record", wrong), requester="self", residents=[WHO])
    corrected = act("ExOfficioCorrection", number=4)
    assert broken(claim, look(NATIONAL)) == ["CERT-001.1"]
    assert broken(claim, act("HandOverCard", number=4), look(NATIONAL)) == ["CERT-001.1"]
    assert broken(claim, corrected, look(NATIONAL)) == []
    assert broken(claim, look(NATIONAL), act("ExOfficioCorrection", number=30)) == ["CERT-001.1"]
    assert broken(look(NATIONAL, sent_ns=205, answered_ns=207), claim) == ["CERT-001.1"]
    assert broken(act("MovingIn", number=1, provisional=True), claim, look(NATIONAL)) == []
    made = Histories()
    made.events += [claim, look(NATIONAL)]
    made.take("I02", {}, fake="immigration", direction="out", peer="registry", monotonic_ns=250)
    assert clauses(check(made.made(), CONTEXT)) == []
    tomorrow = look({**NATIONAL, "householder_name": "他"}, now="2026-04-11T09:00:00+09:00")
    assert broken(act("MovingOut", paper("moving-out-certificate", PRINTED), **MOVING_OUT), tomorrow) == []


def test_those_of_whom_papers_speak_are_looked_at():
    """The newest first, each once; what was refused printed nothing."""
    first, other = paper("copy-of-record", COPIED), paper("copy-of-record", COPIED)
    other["items"] = [{**other["items"][0], "resident": "0000000027"}]
    refused = act("IssueCopyOfRecord", first)
    refused.outcome["outcome"] = "refused"
    commands = [act("IssueCopyOfRecord", first, other), act("IssueCopyOfRecord", other), refused]
    assert printed_of(commands) == ["0000000027", WHO]


@pytest.mark.parametrize(("route", "persons", "broken"), [
    ("special", [{"resident_record_code": CODE}], ["REL-008.8"]), ("special", [], []),
    ("special", [{"resident_record_code": "another"}], []), ("certificate", [{"resident_record_code": CODE}], []),
])  # fmt: skip
def test_no_certificate_comes_along_with_the_data(route, persons, broken):
    """Of whom the data were sent at a special moving out; the paper of somebody else is another matter."""
    made = Histories()
    made.events.append(act("MovingOut", paper("moving-out-certificate", PRINTED), **MOVING_OUT, route=route))
    made.take("J07", {"persons": persons}, trace_id="trace-2", monotonic_ns=222)
    assert clauses(check(made.made(), CONTEXT)) == broken
