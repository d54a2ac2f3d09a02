"""Tests of the check that every item of every message says what was filed, with one planted difference per item."""

from typing import Any

import pytest

from harness.judgement.checks.as_filed import check
from harness.judgement.checks.as_filed_items import PREDICTED
from tests.harness.judgement.histories import CODE, CONTEXT, NUMBER, TOWN, Histories, clauses, command

INSURANCE = "dept-health-insurance"
WHO, CHILD, HOUSE = "0000000019", "0000000027", "0000000035"
OTHER_CODE, OTHER_NUMBER = "⟦RC✓cccccccccc⟧", "⟦IN✓dddddddddd⟧"
CARD = "AB12345678CD"
COUNTER = {"operator": "staff-01", "terminal": "counter-1"}
HERE = {"address": "本町1番2号", "building": "本町荘", "postal_code": "3510101", "town_code": "007"}
THERE = {"address": "白子3番4号", "building": None, "postal_code": "3510102", "town_code": "008"}
STAY = {
    "nationality": "PHL", "resident_class": "medium-to-long-term", "residence_card_number": CARD,
    "special_permanent_certificate_number": None,
}  # fmt: skip
MARIA = {
    "ref": "a", "name": "SANTOS MARIA", "name_kana": "さんとす", "born_on": "1990-04-23", "sex": "female",
    "relationship": "世帯主", "resident_record_code": CODE, "individual_number": NUMBER, "foreign": STAY,
    "registered_domicile": None, "head_of_family_register": None, "former_surname": None,
    "former_surname_kana": None, "common_name": None,
    "health_insurance": {"insured": True, "symbol_and_number": None},
}  # fmt: skip
ICHIRO = {
    **MARIA, "ref": "b", "name": "田中　一郎", "name_kana": "たなか", "born_on": "2014-08-30", "sex": "male",
    "relationship": "子", "resident_record_code": OTHER_CODE, "individual_number": OTHER_NUMBER, "foreign": None,
    "registered_domicile": "昭島市田中町1番", "head_of_family_register": "田中　太郎", "health_insurance": None,
}  # fmt: skip
FILED = {
    "counter": COUNTER | {"trace_id": "trace-1"}, "notified_on": "2026-04-09", "moved_in_on": "2026-04-03",
    "to_address": HERE, "persons": [MARIA, ICHIRO], "from_municipality": "132071", "from_address": "昭島市田中町9番",
    "exemption": None, "household": None, "provisional": False, "unreported_address": None,
}  # fmt: skip
ENTERED = [
    {"ref": "a", "resident": WHO, "household": HOUSE},
    {"ref": "b", "resident": CHILD, "household": HOUSE},
]
PERSON = {name: MARIA[name] for name in ("name", "name_kana", "born_on", "sex")}
SON = {name: ICHIRO[name] for name in ("name", "name_kana", "born_on", "sex")}
SINCE = {"became_resident_on": "2026-04-03", "settled_on": "2026-04-03", "notified_on": "2026-04-09"}
BEFORE = {"previous_municipality": "132071", "previous_address": "昭島市田中町9番"}
NEITHER = {"former_surname": None, "former_surname_kana": None}
J01 = {
    **PERSON, **SINCE, **BEFORE, **COUNTER, **NEITHER, "resident_record_code": CODE, "individual_number": NUMBER,
    "municipality": TOWN, "town_code": "007", "postal_code": "3510101", "address": "本町1番2号　本町荘",
    "relationship": "世帯主", "record_status": "current", "reason": "11", "changed_on": "2026-04-03",
    "former_resident_record_code": None, "former_individual_number": None,
}  # fmt: skip
SOUND: dict[str, dict[str, Any]] = {
    "J05": {
        **PERSON, "resident_record_code": CODE, "previous_address": "昭島市田中町9番",
        "new_address": "本町1番2号本町荘", "moved_in_on": "2026-04-03", "notified_on": "2026-04-09",
        "previous_municipality": "132071",
    },
    "J01": J01,
    "J09": {
        **SON, "resident_record_code": OTHER_CODE, "registered_domicile": "昭島市田中町1番",
        "head_of_family_register": "田中　太郎", "corrected": ["settled_on", "address"],
        "address": "本町1番2号　本町荘", "abroad": False, "settled_on": "2026-04-03", "planned_out_on": None,
        "reason": "11",
        "changed_on": "2026-04-03",
    },
    "A01": {
        **PERSON, **HERE, "local_addressee_number": WHO, "resident_record_code": CODE, "individual_number": NUMBER,
        "nationality": "PHL", "household_number": HOUSE, "municipality": TOWN, "state": "current",
        "applies_from": "2026-04-03", "registered_by": "11",
    },
    "D01": {
        **PERSON, "local_addressee_number": WHO, "householder_name": "SANTOS MARIA", "relationship": "世帯主",
        "household_number": HOUSE, "address": "本町1番2号　本町荘", "state": "current", "planned_on": None,
        "reason": "11", "changed_on": "2026-04-03", "notified_on": "2026-04-09",
    },
    "L03": {
        "local_addressee_number": CHILD, "householder_name": "SANTOS MARIA", "relationship": "子",
        "householder": False,
    },
    "I01": {
        **PERSON, **STAY, "address": "本町1番2号　本町荘", "act": "entry", "corrected_items": [],
        "former_address": None,
        "notification_article": "22", "notified_on": "2026-04-09", "planned_moving_out_on": None,
        "ex_officio": False, "event_on": None,
    },
    "I03": {
        **PERSON, "nationality": "PHL", "residence_card_number": CARD, "settled_on": "2026-04-03",
        "address": "本町1番2号　本町荘", "notified_on": "2026-04-09", "article": "22", "former_address": None,
    },
    "K06": {
        **COUNTER, "municipality": TOWN, "address": "本町1番2号　本町荘", "moved_in_on": "2026-04-03",
        "processed_on": "2026-04-10", "resident_record_code": CODE,
    },
}  # fmt: skip
OF_OTHER_CASES = {
    ("D01", "planned_on"), ("D01", "planned"), ("D01", "notification_kind"), ("I03", "moved_on"),
    ("J09", "planned_out_on"), ("J05", "resident_record_code"), ("J01", "resident_record_code"),
    ("J09", "resident_record_code"), ("K06", "resident_record_code"), ("I03", "former_address"),
    ("I03", "residence_card_number"), ("I01", "residence_card_number"),
    *(("I01", name) for name in ("corrected_items", "former_address", "planned_moving_out_on", "event_on")),
}  # fmt: skip
"""Items of which a moving in says nothing, and those by which the person is found."""


def history(kind: str, body: dict[str, Any], **parts: Any) -> Histories:
    """A moving in of two people, and a message."""
    made = Histories()
    made.events = [command(request=FILED, outcome={"outcome": "accepted", "residents": ENTERED})]
    made.take(kind, body, receiver=INSURANCE if kind == "D01" else "", **parts)
    return made


def told(kind: str, **changed: Any) -> list[str]:
    """The clauses that are broken where a message about the moving in says something else."""
    return clauses(check(history(kind, {**SOUND[kind], **changed}).made(), CONTEXT))


@pytest.mark.parametrize("kind", sorted(SOUND))
def test_a_message_that_says_what_was_filed_breaks_nothing(kind):
    """And something was looked at."""
    result = check(history(kind, SOUND[kind]).made(), CONTEXT)
    assert clauses(result) == []
    assert result.examined > 0


CASES = [(kind, item) for kind in sorted(SOUND) for item in PREDICTED[kind]]


@pytest.mark.parametrize(("kind", "item"), [case for case in CASES if case not in OF_OTHER_CASES])
def test_an_item_that_says_something_else_breaks_its_clause(kind, item):
    """Whatever item of whatever message."""
    assert told(kind, **{item: "他"}) == [PREDICTED[kind][item][0]]


@pytest.mark.parametrize(("kind", "item"), sorted(OF_OTHER_CASES))
def test_what_was_not_filed_is_not_examined(kind, item):
    """A moving in says nothing of them; a message about nobody who is known is passed over."""
    assert told(kind, **{item: "他"}) == []


def later(*commands: Any, kind: str, body: dict[str, Any], **parts: Any) -> list[str]:
    """What a message after further commands breaks."""
    made = Histories()
    made.events = [command(request=FILED, outcome={"outcome": "accepted", "residents": ENTERED}), *commands]
    made.take(kind, body, **{"monotonic_ns": 900, "trace_id": "trace-2", **parts})
    return clauses(check(made.made(), CONTEXT))


def second(operation: str, number: int = 2, **request: Any) -> Any:
    """A further command, after the first."""
    counter = {**COUNTER, "trace_id": f"trace-{number}"}
    times = {"sent_ns": 300 * number, "answered_ns": 300 * number + 50}
    return command(operation, number, request={"counter": counter, **request}, **times)


MOVED = second(
    "ChangeOfAddress",
    residents=[WHO, CHILD],
    to_address=THERE,
    moved_on="2026-04-10",
    notified_on="2026-04-10",
)
J01_MOVED = {
    **J01, "town_code": "008", "postal_code": "3510102", "address": "白子3番4号", "settled_on": "2026-04-10",
    "reason": "31", "changed_on": "2026-04-10",
}  # fmt: skip


@pytest.mark.parametrize(
    ("item", "old", "clause"),
    [
        ("town_code", "007", "JUKI-001.1"),
        ("postal_code", "3510101", "JUKI-001.1"),
        ("address", "本町1番2号　本町荘", "JUKI-001.1"),
        ("settled_on", "2026-04-03", "JUKI-001.1"),
        ("became_resident_on", "2026-04-10", "JUKI-001.1"),
        ("reason", "32", "JUKI-003.1"),
        ("changed_on", "2026-04-03", "JUKI-003.2"),
    ],
)
def test_the_newest_command_counts(item, old, clause):
    """What held before is wrong, and what the command does not change stays."""
    assert later(MOVED, kind="J01", body=J01_MOVED) == []
    assert later(MOVED, kind="J01", body={**J01_MOVED, item: old}) == [clause]


def test_a_late_message_may_say_what_held_when_it_was_caused():
    """Or what holds now: which of them, nobody asks."""
    assert later(MOVED, kind="A01", body=SOUND["A01"], trace_id="trace-1") == []
    assert later(MOVED, kind="A01", body={**SOUND["A01"], **THERE}, trace_id="trace-1") == []
    assert later(MOVED, kind="A01", body={**SOUND["A01"], "town_code": "009"}, trace_id="trace-1") == [
        "ATE-001.2"
    ]


def test_the_former_address_is_the_one_before_the_move():
    """Of a foreign resident the Agency is told both."""
    body = {
        **SOUND["I01"], "address": "白子3番4号", "act": "correction", "corrected_items": ["address"],
        "former_address": "本町1番2号本町荘", "notification_article": "23", "notified_on": "2026-04-10",
    }  # fmt: skip
    assert later(MOVED, kind="I01", body=body) == []
    assert later(MOVED, kind="I01", body={**body, "former_address": "白子3番4号"}) == ["IMM-002.2"]


def test_the_former_address_is_the_one_before_a_correction_of_the_building():
    """Ex officio as well as notified, and with the building that was corrected."""
    amended = second(
        "ExOfficioCorrection",
        resident=WHO,
        cause="clerical-error",
        changed_on="2026-04-10",
        amendments=[{"item": "building", "value": "白子荘"}],
    )
    body = {
        **SOUND["I01"], "address": "本町1番2号　白子荘", "act": "correction", "corrected_items": ["address"],
        "former_address": "本町1番2号本町荘", "notification_article": None, "notified_on": None, "ex_officio": True,
    }  # fmt: skip
    assert later(amended, kind="I01", body=body) == []
    assert later(amended, kind="I01", body={**body, "former_address": "本町1番2号"}) == ["IMM-002.2"]
    assert later(amended, kind="I01", body={**body, "former_address": None}) == ["IMM-002.2"]


def test_a_plan_is_one_until_its_date():
    """A department is told the date and the state; after the date nobody knows when the message was made."""
    gone = second(
        "MovingOut",
        residents=[WHO],
        planned_on="2026-04-20",
        notified_on="2026-04-10",
        destination_municipality=None,
    )
    body = {**SOUND["D01"], "state": "planned-out", "planned_on": "2026-04-20", "planned": True}
    told = {"kind": "D01", "receiver": INSURANCE}
    assert later(gone, body=body, **told) == []
    assert later(gone, body={**body, "planned_on": "2026-04-10"}, **told) == ["REL-005.5"]
    assert later(gone, body={**body, "state": "current"}, **told) == ["DEPT-001.7"]
    afterwards = {"sent_at": "2026-04-21T09:00:00+09:00"}
    assert later(gone, body={**body, "state": "deleted", "planned_on": None}, **told, **afterwards) == []


def test_a_late_moving_out_may_be_no_notification():
    """Whether one filed after the day is told to the Agency as notified or ex officio is left to the steps."""
    filed: dict[str, Any] = {
        "residents": [WHO],
        "destination_municipality": "112305",
        "notified_on": "2026-04-25",
    }
    ahead = second("MovingOut", **filed, planned_on="2026-04-26")
    late = second("MovingOut", **filed, planned_on="2026-04-09")
    body = {
        **SOUND["I01"], "act": "deletion", "corrected_items": [], "former_address": None,
        "notification_article": None, "notified_on": None, "planned_moving_out_on": None, "ex_officio": True,
    }  # fmt: skip
    assert later(late, kind="I01", body=body) == []
    assert later(ahead, kind="I01", body=body) == ["IMM-002.1"]
    assert later(late, kind="I01", body={**body, "act": "entry"}) == ["IMM-002.1"]


def test_a_record_that_says_the_same_clears_the_message():
    """It is the record that is wrong then."""
    made = history("A01", {**SOUND["A01"], "name": "他"})
    assert clauses(check(made.made(), CONTEXT)) == ["ATE-001.2"]
    shown = {"outcome": "found", "record": {"resident": WHO, "name": "他"}}
    made.events.append(
        command("ReadResidentRecord", 9, request={}, outcome=shown, sent_ns=500, answered_ns=600)
    )
    assert clauses(check(made.made(), CONTEXT)) == []


@pytest.mark.parametrize(
    "event",
    [
        second("CancelChange", resident=WHO),
        second("SomethingNew", resident=WHO),
        command("ChangeOfAddress", 2, outcome={"outcome": "unknown"}, sent_ns=300, answered_ns=310),
        command("SomethingNew", 2, sent_ns=150, answered_ns=400),
    ],
)
def test_nothing_is_said_where_anything_may_have_changed(event):
    """By a command that undoes, that is not described, whose end is unknown, or that was under way with another."""
    assert later(event, kind="A01", body={**SOUND["A01"], "name": "他"}) == []


def test_a_refused_command_changes_nothing():
    """Refused means that nothing happened."""
    refused = command("ExOfficioCorrection", 2, outcome={"outcome": "refused"}, sent_ns=300, answered_ns=310)
    assert later(refused, kind="A01", body={**SOUND["A01"], "name": "他"}) == ["ATE-001.2"]


def test_a_number_that_the_organisation_gave_is_told():
    """The old and the new one, until it is known to have come; a third one never."""
    made = history("A01", {**SOUND["A01"], "individual_number": OTHER_NUMBER}, monotonic_ns=900)
    assert clauses(check(made.made(), CONTEXT)) == ["ATE-001.2"]
    given = {"resident_record_code": CODE, "individual_number": OTHER_NUMBER}
    made.take("J21", given, fake="juki_net", direction="out", peer="registry", monotonic_ns=500)
    assert clauses(check(made.made(), CONTEXT)) == []


def test_a_provisional_entry_says_nothing_until_it_is_decided():
    """Then what it said counts, under the trace of the decision."""
    saved = command(request=FILED | {"provisional": True}, outcome={"outcome": "accepted", "change_id": "c"})
    decided = command(
        "DecideChange", 2, request={"counter": COUNTER | {"trace_id": "trace-2"}, "change_id": "c"},
        outcome={"outcome": "accepted", "residents": ENTERED}, sent_ns=300, answered_ns=400,
    )  # fmt: skip
    made = Histories()
    made.events = [saved, decided]
    made.take("J05", {**SOUND["J05"], "notified_on": "2026-04-10"}, trace_id="trace-2", monotonic_ns=350)
    assert clauses(check(made.made(), CONTEXT)) == ["REL-003.3"]


def test_a_malformed_message_is_no_error():
    """What is wrong with it is for others to say."""
    assert clauses(check(history("J01", {"resident_record_code": ["x"], "reason": {}}).made(), CONTEXT)) == []
    assert clauses(check(history("A01", {"local_addressee_number": 7}).made(), CONTEXT)) == []
