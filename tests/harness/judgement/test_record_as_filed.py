"""Tests of the check that records show what was filed, with a wrong item of each kind and what must not be blamed."""

from typing import Any

import pytest

from harness.judgement.checks.record_as_filed import check
from harness.judgement.checks.record_as_filed_owners import COMING
from tests.harness.judgement.histories import CODE, CONTEXT, NUMBER, Histories, clauses, command
from tests.harness.judgement.test_as_filed import (
    CHILD,
    COUNTER,
    ENTERED,
    FILED,
    HOUSE,
    ICHIRO,
    MARIA,
    OTHER_CODE,
    STAY,
    WHO,
    second,
)

LATER = "2026-04-10"
ELSEWHERE = {"address": "白子3番4号", "building": None, "postal_code": "3510102", "town_code": "008"}
NOBODYS = {
    "planned_out_on": None, "planned_destination": None, "deleted_on": None, "cause_dated_on": None,
    "confirmed_out_on": None, "confirmed_destination": None, "unreported_municipality": None,
    "unreported_address": None, "last_recorded_address": None, "telephone": None, "remarks": None,
}  # fmt: skip
ARRIVED = {
    "household": HOUSE, "address": "本町1番2号", "building": "本町荘", "state": "current",
    "became_resident_on": "2026-04-03", "settled_on": "2026-04-03", "notified_on": "2026-04-09",
    "previous_municipality": "132071", "previous_address": "昭島市田中町9番",
    "householder_name": "SANTOS MARIA", **NOBODYS,
}  # fmt: skip
PARTICULARS = {
    name: ICHIRO[name]
    for name in (
        "name", "name_kana", "born_on", "sex", "relationship", "resident_record_code", "individual_number",
        "registered_domicile", "head_of_family_register", "former_surname", "former_surname_kana", "common_name",
    )
}  # fmt: skip
SON = {"resident": CHILD, **ARRIVED, **PARTICULARS, "foreign": None, "householder": False}
STAYS = {**STAY, "status_of_residence": None, "period_of_stay": None, "period_expires_on": None}
MOTHER = {
    "resident": WHO, **ARRIVED, **{name: MARIA[name] for name in PARTICULARS}, "householder": True,
    "foreign": STAYS,
}  # fmt: skip
MOVED_IN = command(request=FILED, outcome={"outcome": "accepted", "residents": ENTERED})


def look(record: dict[str, Any], moment: int = 9000, now: str = "2026-04-10T09:00:00+09:00") -> Any:
    outcome = {"outcome": "found", "record": record}
    times = {"sent_ns": moment, "answered_ns": moment + 10, "now": now}
    return command("ReadResidentRecord", moment, request={}, outcome=outcome, **times)


def judged(*events: Any, told: tuple[tuple[str, dict[str, Any], int], ...] = ()) -> list[str]:
    """The clauses that a moving in breaks with what came after it."""
    made = Histories()
    made.events = [MOVED_IN, *events]
    for kind, body, moment in told:
        made.take(kind, body, direction="out", peer="registry", trace_id="town-1", monotonic_ns=moment)
    return clauses(check(made.made(), CONTEXT))


def test_a_record_that_shows_what_was_filed_breaks_nothing():
    """And every item of it was examined."""
    made = Histories()
    made.events = [MOVED_IN, look(SON), look(MOTHER, 9100)]
    result = check(made.made(), CONTEXT)
    assert clauses(result) == []
    assert result.examined > 2 * len(PARTICULARS)


ON_ENTRY = {
    name: clause for name, clause in COMING.items() if name in SON and name != "last_recorded_address"
}


@pytest.mark.parametrize("item", sorted(ON_ENTRY))
def test_an_item_that_was_filed_otherwise_breaks_the_clause_of_the_entry(item):
    """Whatever the item; the same wrong record is blamed once."""
    wrong = {**SON, item: "他"}
    assert judged(look(wrong), look(wrong, 9100)) == [COMING[item]]


@pytest.mark.parametrize("item", sorted(STAY))
def test_an_item_of_the_stay_is_as_filed(item):
    """A foreign resident's record holds it in a part of its own."""
    assert judged(look({**MOTHER, "foreign": {**STAYS, item: "他"}})) == ["REL-001.1"]


def test_a_code_that_was_brought_along_stays():
    """No new one may be entered."""
    assert judged(look({**SON, "resident_record_code": CODE})) == ["REL-001.7"]
    assert judged(look({**SON, "householder": True})) == ["REL-001.1"]


@pytest.mark.parametrize("item", ["name_kana", "became_resident_on"])
def test_what_the_law_leaves_open_of_a_foreign_resident_is_left_alone(item):
    """The reading is no item; the day may be that of becoming a foreign resident."""
    assert judged(look({**MOTHER, item: "2001-01-01"})) == []


def test_address_and_building_may_stand_in_one():
    """And blanks count for nothing."""
    assert judged(look({**SON, "address": "本町1番2号 本町荘", "building": None})) == []


def test_a_distant_relationship_to_a_foreign_householder_is_lawful():
    """Where no paper proves another one (DATA-005)."""
    assert judged(look({**SON, "relationship": "縁故者"})) == []
    assert judged(look({**SON, "relationship": "同居人"})) == ["REL-001.1"]


def test_who_lives_here_no_more_has_no_household():
    """What a deleted record shows of it, is open."""
    assert judged(look({**SON, "state": "deleted", "household": "9", "relationship": ""})) == []


def test_nothing_is_said_while_a_command_is_under_way():
    """A look may show either state."""
    counter = {**COUNTER, "trace_id": "trace-7"}
    request = {"counter": counter, "resident": CHILD, "sequence": 1}
    busy = command("CancelChange", 7, request=request, sent_ns=8000, answered_ns=9999)
    assert judged(busy, look({**SON, "name": "他"})) == []


def test_after_a_command_that_nobody_knows_nothing_is_known():
    """It may have changed anything."""
    assert judged(second("Unheard", resident=CHILD), look({**SON, "name": "他"})) == []


def test_nobody_is_blamed_where_two_acts_could_have_spoilt_an_item():
    """The first look comes after both."""
    corrected = second(
        "ExOfficioCorrection", resident=CHILD, cause="clerical-error", changed_on=LATER,
        amendments=[{"item": "sex", "value": "female"}],
    )  # fmt: skip
    assert judged(corrected, look({**SON, "sex": "female", "name": "他"})) == []
    assert judged(corrected, look(SON)) == ["REL-023.4"]


MOVED = second(
    "ChangeOfAddress", residents=[CHILD], to_address=ELSEWHERE, moved_on=LATER, notified_on=LATER,
    new_household=True, householder=None, relationships=[],
)  # fmt: skip
ALONE = {**SON, "address": "白子3番4号", "building": None, "settled_on": LATER, "relationship": "世帯主"}


@pytest.mark.parametrize(
    ("wrong", "clause"),
    [
        ({"settled_on": "2026-04-03"}, "REL-013.2"),
        ({"address": "本町1番2号"}, "REL-013.2"),
        ({"became_resident_on": LATER}, "REL-013.8"),
    ],
)
def test_a_change_of_address_changes_the_address_alone(wrong, clause):
    """The day of becoming a resident is kept, whether a look showed it before or the wrong day says who spoilt it."""
    assert judged(MOVED, look(ALONE)) == []
    assert judged(MOVED, look({**ALONE, **wrong})) == [clause]
    assert judged(look(SON, 500), MOVED, look({**ALONE, **wrong})) == [clause]


def test_a_householder_of_its_own_is_left_to_who_confirms_it():
    """Who heads the new household, the command did not say."""
    assert judged(MOVED, look({**ALONE, "householder_name": "他", "relationship": "子"})) == []


def test_the_number_that_was_told_is_on_the_record():
    """While it comes, it may stand already or not, and nobody is blamed."""
    told = (("J21", {"resident_record_code": OTHER_CODE, "individual_number": NUMBER}, 700),)
    assert judged(look({**SON, "individual_number": NUMBER}), told=told) == []
    assert judged(look(SON), told=told) == ["JUKI-010.3"]
    assert judged(look({**SON, "individual_number": None}, 600), told=told) == []


def test_a_notice_overwrites_no_name():
    """Until a clerk confirmed it."""
    notice = {"event": "marriage", "resident_record_code": OTHER_CODE, "items": {"name": "山田　一郎"}}
    renamed = look({**SON, "name": "山田　一郎"})
    assert judged(renamed, told=(("J22", notice, 700),)) == ["JUKI-015.5"]
    assert judged(look(SON), told=(("J22", notice, 700),)) == []
    confirmed = second("ConfirmNotice", 3, task=1, decision="confirm", person=None, household=None)
    assert judged(confirmed, renamed, told=(("J22", notice, 700),)) == []
    assert judged(confirmed, look(SON), told=(("J22", notice, 700),)) == ["REL-023.4"]


LEFT = second(
    "MovingOut", residents=[CHILD], planned_on="2026-04-20", notified_on=LATER, destination="昭島市",
    destination_municipality="132071",
)  # fmt: skip
GONE = {**SON, "state": "moved-out", "planned_out_on": "2026-04-20", "planned_destination": "昭島市"}


@pytest.mark.parametrize(
    ("day", "deleted_on", "broken"),
    [("19", None, []), ("19", "2026-04-10", ["REL-005.3"]), ("20", None, []), ("20", "2026-04-20", []),
     ("21", "2026-04-20", []), ("21", "2026-04-21", ["REL-005.3"])],
)  # fmt: skip
def test_a_plan_falls_due_on_its_day(day, deleted_on, broken):
    """Before it nothing is deleted; on the day itself it may be, or not yet."""
    shown = {**GONE, "deleted_on": deleted_on}
    assert judged(LEFT, look(shown, now=f"2026-04-{day}T09:00:00+09:00")) == broken


@pytest.mark.parametrize(
    ("wrong", "clause"),
    [
        ({"confirmed_out_on": "2026-04-20"}, "REL-004.1"),
        ({"confirmed_destination": "昭島市"}, "REL-004.1"),
        ({"planned_out_on": "2026-04-18"}, "REL-004.9"),
        ({"planned_destination": None}, "REL-004.2"),
        ({"deleted_on": "2026-04-20"}, "REL-004.7"),
        ({"cause_dated_on": "2026-04-18"}, "REL-004.8"),
    ],
)
def test_what_confirms_a_plan_stands_beside_it(wrong, clause):
    """Planned values stay, the earlier day is that of the deletion."""
    notice = {"resident_record_code": OTHER_CODE, "name": SON["name"], "born_on": SON["born_on"],
              "moved_in_on": "2026-04-18", "new_address": "昭島市田中町7番"}  # fmt: skip
    sound = {**GONE, "confirmed_out_on": "2026-04-18", "confirmed_destination": "昭島市田中町7番",
             "deleted_on": "2026-04-18", "cause_dated_on": "2026-04-20"}  # fmt: skip
    day = "2026-04-22T09:00:00+09:00"
    assert judged(LEFT, look(sound, now=day), told=(("J05", notice, 700),)) == []
    assert judged(LEFT, look({**sound, **wrong}, now=day), told=(("J05", notice, 700),)) == [clause]
    other = {**notice, "name": "他　一郎"}
    assert judged(LEFT, look({**sound, "confirmed_out_on": None}, now=day), told=(("J05", other, 700),)) == []


NOTICE = {
    "resident_record_code": OTHER_CODE, "name": SON["name"], "born_on": SON["born_on"],
    "moved_in_on": "2026-04-18", "new_address": "昭島市田中町7番",
}  # fmt: skip
DAY = "2026-04-22T09:00:00+09:00"
CONFIRMED = {
    **GONE, "confirmed_out_on": "2026-04-18", "confirmed_destination": "昭島市田中町7番",
    "deleted_on": "2026-04-18", "cause_dated_on": "2026-04-20",
}  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "clause"),
    [({"confirmed_out_on": "2026-04-19"}, "REL-004.1"), ({"planned_out_on": "2026-04-22"}, "REL-004.2")],
)
def test_a_look_before_the_notice_came_excuses_nothing(wrong, clause):
    """It shows the plan right, and of what confirms it nothing."""
    before = look({**GONE, "deleted_on": "2026-04-20"}, 660, now=DAY)
    assert judged(LEFT, before, look(CONFIRMED, now=DAY), told=(("J05", NOTICE, 700),)) == []
    assert judged(LEFT, before, look({**CONFIRMED, **wrong}, now=DAY), told=(("J05", NOTICE, 700),)) == [clause]


def test_a_notice_confirms_nothing_where_nobody_plans_to_leave():
    """The plan was withdrawn before it came."""
    stays = second("WithdrawMovingOut", 3, residents=[CHILD], withdrawn_on=LATER)
    for shown in (SON, {**SON, "confirmed_out_on": "2026-04-18"}):
        assert judged(LEFT, stays, look(shown, now=DAY), told=(("J05", NOTICE, 1000),)) == []


def test_a_code_changes_by_a_claim_alone():
    """Where no command could have changed it."""
    assert judged(look(SON, 500), look({**SON, "resident_record_code": CODE})) == ["JUKI-008.7"]
    changed = second("ChangeResidentRecordCode", resident=CHILD, cause="claim", requested_on=LATER)
    assert judged(look(SON, 500), changed, look({**SON, "resident_record_code": CODE})) == []
