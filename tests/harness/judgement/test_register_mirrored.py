"""Tests of the check that messages repeat what the record shows, with one planted difference per message."""

from typing import Any

import pytest

from harness.judgement.checks.register_mirrored import MIRRORED, check
from tests.harness.judgement.histories import CODE, CONTEXT, NUMBER, Histories, clauses, command

RECORD: dict[str, Any] = {
    "resident": "0000000019", "household": "0000000019", "state": "current", "resident_record_code": CODE,
    "individual_number": NUMBER, "name": "田中　太郎", "name_kana": "タナカ　タロウ", "born_on": "1980-05-01",
    "sex": "male", "address": "本町1番2号", "building": "本町荘", "municipality": "112291", "relationship": "世帯主",
    "householder_name": "田中　太郎", "became_resident_on": "2026-04-01", "settled_on": "2026-04-01",
    "previous_municipality": "132071", "previous_address": "昭島市田中町1番", "registered_domicile": "昭島市",
    "head_of_family_register": "田中　一郎",
    "foreign": {
        "nationality": "米国", "resident_class": "medium-to-long-term", "residence_card_number": "AB12345678CD",
    },
    "former_surname": None, "former_surname_kana": None, "planned_out_on": None,
}  # fmt: skip
WHOLE = "本町1番2号　本町荘"
PERSON = {name: RECORD[name] for name in ("name", "name_kana", "born_on", "sex")}
HEAD = {"householder_name": "田中　太郎", "relationship": "世帯主"}
LOCAL = {"local_addressee_number": "0000000019", "household_number": "0000000019", "state": "current"}
MESSAGES: dict[str, dict[str, Any]] = {
    "I01": {**PERSON, **RECORD["foreign"], "address": WHOLE},
    "J05": {**PERSON, "resident_record_code": CODE, "previous_address": RECORD["previous_address"],
            "new_address": WHOLE, "moved_in_on": "2026-04-01"},
    "J09": {**PERSON, **{name: RECORD[name] for name in (
            "resident_record_code", "registered_domicile", "head_of_family_register")}},
    "A01": {**LOCAL, **PERSON, **{name: RECORD[name] for name in
            ("address", "building", "individual_number", "resident_record_code")}},
    "D01": {**LOCAL, **PERSON, **HEAD, "address": WHOLE, "planned_on": None},
    "J01": {**PERSON, **{name: RECORD[name] for name in (
            "resident_record_code", "individual_number", "became_resident_on", "settled_on", "relationship",
            "previous_municipality")}, "address": WHOLE, "record_status": "current"},
    "K06": {"resident_record_code": CODE, "address": WHOLE, "municipality": "112291", "moved_in_on": "2026-04-01"},
    "L03": {"local_addressee_number": "0000000019", "action": "register", **HEAD},
}  # fmt: skip
INSURANCE = "dept-health-insurance"
ENTERED = {"outcome": "accepted", "residents": [{"ref": "a", "resident": RECORD["resident"]}]}


def look(record: dict[str, Any], number: int = 9, **parts: Any) -> Any:
    """A read of the record after everything else, unless ``parts`` say otherwise."""
    outcome = {"outcome": "found", "record": record}
    times = {"sent_ns": 300, "answered_ns": 400}
    return command("ReadResidentRecord", number, **{"request": {}, "outcome": outcome, **times, **parts})


def told(kind: str, record: dict[str, Any], *others: Any, **body: Any) -> list[str]:
    """The clauses that are broken where a message of this kind was sent and the record then looked at."""
    made = Histories()
    made.events = [command(outcome=ENTERED)]
    made.take(kind, {**MESSAGES[kind], **body}, receiver=INSURANCE if kind == "D01" else "")
    made.events += [*others, look(record)]
    return clauses(check(made.made(), CONTEXT))


@pytest.mark.parametrize("kind", sorted(MIRRORED))
def test_a_message_that_repeats_the_record_breaks_nothing(kind):
    """Blanks between address and building are layout."""
    assert told(kind, RECORD) == []


@pytest.mark.parametrize(
    ("kind", "item"), [(kind, item) for kind in sorted(MIRRORED) for item in MIRRORED[kind][1]]
)
def test_an_item_that_is_not_the_records_breaks_the_clause_of_the_message(kind, item):
    """Whatever item it is; a planned date matters while the plan stands."""
    planned = {"state": "planned-out", "planned_out_on": "2026-05-01"} if item == "planned_on" else {}
    state = {"state": "planned-out"} if planned else {}
    other = None if item == "residence_card_number" else "他"  # With another card it may be another's.
    assert told(kind, RECORD | planned, **{**state, item: other}) == [MIRRORED[kind][0]]


def test_nothing_is_said_where_the_record_may_have_changed_in_between():
    """By another command, a message of the town, a command whose end is unknown, or because another day began."""
    wrong = {"name": "他"}
    later = command("ExOfficioCorrection", 2, sent_ns=210, answered_ns=220)
    unknown = command("ExOfficioCorrection", 2, sent_ns=210, answered_ns=220, outcome={"outcome": "unknown"})
    assert told("A01", RECORD, **wrong) == ["ATE-001.2"]
    assert told("A01", RECORD, later, **wrong) == []
    assert told("A01", RECORD, unknown, **wrong) == []
    made = Histories()
    made.take("A01", {**MESSAGES["A01"], **wrong})
    made.events.append(look(RECORD, now="2026-04-11T09:00:00+09:00"))
    assert clauses(check(made.made(), CONTEXT)) == []
    made.events[-1] = look(RECORD)
    made.take("J21", {}, fake="juki_net", direction="out", peer="registry", monotonic_ns=250)
    assert clauses(check(made.made(), CONTEXT)) == []


def test_a_message_that_came_after_the_next_command_is_not_the_looks():
    """It bears the trace of the first, whose question was answered late, and may tell of the second."""
    made = Histories()
    made.take("A01", {**MESSAGES["A01"], "state": "planned-out"}, monotonic_ns=600)
    made.events.append(look(RECORD))
    assert clauses(check(made.made(), CONTEXT)) == ["ATE-001.2"]
    made.events.append(command("MovingOut", 10, sent_ns=500, answered_ns=510))
    assert clauses(check(made.made(), CONTEXT)) == []


def test_a_refused_command_in_between_changes_nothing():
    """Refused means that nothing happened."""
    refused = command("ExOfficioCorrection", 2, sent_ns=210, answered_ns=220, outcome={"outcome": "refused"})
    assert told("A01", RECORD, refused, name="他") == ["ATE-001.2"]


def test_the_newest_message_counts():
    """What one command told of first may be what stood before."""
    made = Histories()
    made.take("A01", {**MESSAGES["A01"], "household_number": "0000000027"})
    made.take("A01", MESSAGES["A01"])
    made.events.append(look(RECORD))
    result = check(made.made(), CONTEXT)
    assert clauses(result) == []
    assert result.examined == 1


def test_who_has_left_has_no_householder():
    """A deleted record may name the last householder or none; that it is deleted must be said."""
    gone = RECORD | {"state": "deleted", "householder_name": ""}
    assert told("D01", gone, state="deleted") == []
    assert told("D01", gone) == ["DEPT-001.7"]
    assert told("L03", gone, action="close") == []


def test_another_department_is_not_judged_here():
    """The clause speaks of national health insurance."""
    made = Histories()
    made.take("D01", {**MESSAGES["D01"], "name": "他"}, receiver="dept-tax")
    made.events.append(look(RECORD))
    assert clauses(check(made.made(), CONTEXT)) == []


def test_only_the_number_of_the_class_is_told_to_the_agency():
    """The residence card is a medium-to-long-term resident's; a number left on the record of another is not missed."""
    other = RECORD | {"foreign": {**RECORD["foreign"], "resident_class": "special-permanent"}}
    assert told("I01", other, resident_class="special-permanent", residence_card_number=None) == []
    assert told("I01", other, resident_class="special-permanent") == ["IMM-002.1"]


def noticed(cause: Any, *bodies: dict[str, Any], **foreign: Any) -> list[str]:
    """The clauses that are broken where one command caused these notices to the Agency and the record was looked at."""
    made = Histories()
    made.events = [cause]
    for body in bodies:
        made.take("I01", {**MESSAGES["I01"], **body})
    made.events.append(look(RECORD | {"foreign": {**RECORD["foreign"], **foreign}}))
    return clauses(check(made.made(), CONTEXT))


def test_a_notice_about_somebody_else_of_the_same_name_is_not_the_residents():
    """Both leave at the same time, of one name and born on one day: only the card tells them apart."""
    entry = command(outcome=ENTERED)
    other = {"residence_card_number": "ZZ00000000ZZ", "address": "他"}
    assert noticed(entry, {}, other) == noticed(entry, other, {}) == noticed(entry, other) == []
    assert noticed(entry, other, {"address": "他"}) == ["IMM-002.1"]


def test_a_notice_without_a_card_is_told_apart_by_the_command_or_not_at_all():
    """It is the resident's where it alone has name and date of birth, and the command is about the resident."""
    entry, without = command(outcome=ENTERED), {"residence_card_number": None}
    assert noticed(entry, without) == ["IMM-002.1"]
    assert noticed(entry, without, without) == noticed(entry, without | {"born_on": "1999-01-01"}) == []
    assert noticed(command(), without) == []


def test_a_notice_is_known_by_the_certificate():
    """A special permanent resident has no card, and the name told may be wrong."""
    special = {"resident_class": "special-permanent", "special_permanent_certificate_number": "ZZ00000001ZZ"}
    told_of = {**special, "residence_card_number": None}
    assert noticed(command(), told_of, **special) == []
    assert noticed(command(), {**told_of, "name": "他"}, **special) == ["IMM-002.1"]


def several(record: dict[str, Any], operation: str, *kinds: str, **wrong: Any) -> list[str]:
    """The clauses that are broken where one command of this kind was told of by several messages, all alike."""
    made = Histories()
    made.events = [command(operation, **wrong.pop("command", {}))]
    for kind in kinds:
        items = {name: value for name, value in wrong.items() if name in MIRRORED[kind][1]}
        made.take(kind, {**MESSAGES[kind], **items}, receiver=INSURANCE if kind == "D01" else "")
    made.events.append(look(record))
    return clauses(check(made.made(), CONTEXT))


def test_a_record_that_is_the_odd_one_is_blamed_once_at_its_owner():
    """Messages of two kinds say the same and the record something else: only the clause of the command is broken."""
    head = {"householder_name": "田中　花子", "relationship": "夫"}
    assert several(RECORD, "ChangeOfHousehold", "D01", "L03", **head) == ["REL-015.1"]
    assert several(RECORD, "ChangeOfHousehold", "D01", **head) == ["DEPT-001.7"]
    assert several(RECORD, "MovingIn", "A01", "J01", individual_number="他") == ["JUKI-010.4"]
    assert several(RECORD, "MovingIn", "A01", individual_number="他") == ["ATE-001.2"]


def test_items_that_no_clause_owns_are_blamed_by_message():
    """Two messages that agree on a name say nothing of which clause the record breaks."""
    assert several(RECORD, "MovingIn", "A01", "J01", name="他") == ["ATE-001.2", "JUKI-001.1"]


def test_a_message_that_says_what_the_command_said_is_right():
    """The day of moving in as it was notified, in one message alone: the record is the odd one."""
    said = {"command": {"request": {**command("MovingIn").request, "moved_in_on": "2026-03-30"}}}
    assert several(RECORD, "MovingIn", "J05", moved_in_on="2026-03-30", **said) == ["REL-001.2"]
    assert several(RECORD, "MovingIn", "J05", moved_in_on="2026-03-29", **said) == ["REL-003.3"]
    said["command"]["request"]["from_address"] = "東京都昭島市1番"
    assert several(RECORD, "MovingIn", "J05", previous_address="東京都昭島市1番", **said) == []
    for wrong in ("東京都昭島市2番", None):
        assert several(RECORD, "MovingIn", "J05", previous_address=wrong, **said) == ["REL-003.3"]


def test_a_plan_stands_and_falls_with_its_state():
    """What was withdrawn and still stands as planned is one fault, also where only one message has the date."""
    planned = RECORD | {"state": "planned-out", "planned_out_on": "2026-05-01"}
    assert several(planned, "WithdrawMovingOut", "A01", "D01") == ["REL-012.1"]


def test_a_code_changed_behind_everybodys_back_is_blamed_once():
    """The network was told of the person under the code of before: the record has another, and nobody claimed it."""
    record = RECORD | {"resident_record_code": "10000000008"}
    assert several(record, "ChangeOfAddress", "A01", "J01") == ["JUKI-008.7"]
    assert several(record, "ChangeOfAddress", "A01") == ["ATE-001.2"]
