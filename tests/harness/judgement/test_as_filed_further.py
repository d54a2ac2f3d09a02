"""Tests of the check of items as filed, for messages about cards, for answers, and after particular commands."""

from typing import Any

import pytest

from harness.judgement.checks.as_filed import check
from tests.harness.judgement.histories import CODE, CONTEXT, NUMBER, TOWN, Histories, clauses, command
from tests.harness.judgement.test_as_filed import (
    CHILD,
    COUNTER,
    ENTERED,
    FILED,
    HOUSE,
    ICHIRO,
    J01,
    OTHER_CODE,
    SOUND,
    STAY,
    WHO,
    later,
    second,
)

WHOLE = "本町1番2号　本町荘"
PERSON = {name: J01[name] for name in ("name", "name_kana", "born_on", "sex")}


def word(kind: str, body: dict[str, Any], reply: tuple[str, dict[str, Any]], **changed: Any) -> list[str]:
    """What a message breaks that follows a word of the town, about people who moved in."""
    made = Histories()
    made.events = [command(request=FILED, outcome={"outcome": "accepted", "residents": ENTERED})]
    made.take(kind, body, direction="out", peer="registry", trace_id="town-1", monotonic_ns=500)
    made.take(reply[0], {**reply[1], **changed}, trace_id="town-1", monotonic_ns=600)
    return clauses(check(made.made(), CONTEXT))


LOSS = second("ReportCardLoss", resident=WHO, card_id="CARD-1", lost_on="2026-04-08")
HANDED = second(
    "HandOverCard", resident=WHO, card_id="CARD-1", collector="proxy", no_pin_card=False, pin="⟦secret⟧"
)
PRESENTED = second(
    "PresentCard", resident=WHO, card_id="CARD-1", pin_check="passed", purpose="change-of-items"
)
APPLIED = second("ApplyForCard", resident=WHO)
K01 = {
    **PERSON, "resident_record_code": CODE, "individual_number": NUMBER, "postal_code": "3510101", "address": WHOLE,
    "resident_class": "medium-to-long-term", "municipality": TOWN, "print_class": "delivery-notice",
    "processed_on": "2026-04-10", "destination_address": WHOLE, "destination_postal_code": "3510101",
    "destination_name": "SANTOS MARIA", "former_surname": None, "former_surname_kana": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("event", "kind", "sound", "wrong", "clause"),
    [
        (LOSS, "K05", {"card_id": "CARD-1", "state": "suspended", "changed_on": "2026-04-08"},
         {"changed_on": "2026-04-10"}, "CARD-014.3"),
        (LOSS, "K05", {"card_id": "CARD-1", "state": "suspended", "changed_on": "2026-04-08"},
         {"state": "lapsed"}, "CARD-014.3"),
        (HANDED, "K04", {"card_id": "CARD-1", "resident_record_code": CODE, "handed_over_on": "2026-04-10",
                         "kind": "proxy", "pin": "set"}, {"kind": "in-person"}, "CARD-014.3"),
        (HANDED, "K04", {"card_id": "CARD-1", "resident_record_code": CODE, "handed_over_on": "2026-04-10",
                         "kind": "proxy", "pin": "set"}, {"handed_over_on": "2026-04-09"}, "CARD-004.1"),
        (PRESENTED, "K07", {"card_id": "CARD-1", "resident_record_code": CODE, "processed_on": "2026-04-10",
                            "changes": [{"item": "address", "before": "x", "after": WHOLE}]},
         {"changes": [{"item": "address", "before": "x", "after": "x"}]}, "CARD-009.1"),
        (PRESENTED, "K08", {"card_id": "CARD-1", "pin_check": "passed", "purpose": "continued-use"},
         {"pin_check": "not-asked"}, "REL-009.5"),
        (APPLIED, "K01", K01, {"destination_postal_code": "3510109"}, "CARD-001.1"),
        (APPLIED, "K01", K01, {"name_kana": "x"}, "CARD-001.3"),
        (APPLIED, "K01", K01, {"processed_on": "2026-04-09"}, "CARD-001.4"),
    ],
)  # fmt: skip
def test_a_message_about_a_card_says_what_the_command_did(event, kind, sound, wrong, clause):
    """Sound, and with one item that says something else."""
    assert later(event, kind=kind, body=sound) == []
    assert later(event, kind=kind, body={**sound, **wrong}) == [clause]


def test_mail_of_whoever_registered_a_place_of_stay_may_go_there():
    """What the destination is then, the steps say."""
    place = second("RegisterDispatchPlace", resident=WHO)
    assert later(place, kind="K01", body={**K01, "destination_address": "居所"}) == []


CONFIRMED = {
    "resident_record_code": CODE,
    "moved_in_on": "2026-04-09",
    "notified_on": "2026-04-10",
    "new_address": "新座",
}
J06 = {
    "resident_record_code": CODE, "confirmed_on": "2026-04-09", "confirmation_notified_on": "2026-04-10",
    "confirmed_destination": "新座",
}  # fmt: skip
CLAIM = {
    "claim_id": "c1",
    "issuing_municipality": "112275",
    "resident_record_code": CODE,
    "concerns": "claimant",
}
COPIED = {
    **PERSON, "name_kana": None, "became_resident_on": "2026-04-03", "address": WHOLE, "settled_on": "2026-04-03",
    "previous_address": "昭島市田中町9番", "householder_name": "SANTOS MARIA",
}  # fmt: skip
J14 = {"claim_id": "c1", "issuing_municipality": "112275", "result": "given", "persons": [COPIED]}


def test_a_confirmation_repeats_the_notice_that_came():
    """Of several notices in one delivery it is not known which."""
    assert word("J05", CONFIRMED, ("J06", J06)) == []
    assert word("J05", CONFIRMED, ("J06", J06), confirmed_on="2026-04-10") == ["REL-004.3"]
    several = {**CONFIRMED, "further": [CONFIRMED]}
    assert word("J05", several, ("J06", J06), confirmed_on="2026-04-10") == []


@pytest.mark.parametrize(
    ("item", "clause"),
    [("settled_on", "CERT-007.1"), ("address", "CERT-007.1"), ("householder_name", "CERT-007.2")],
)
def test_an_answer_shows_what_was_filed(item, clause):
    """What is not shown, is not asked for."""
    assert word("J13", CLAIM, ("J14", J14)) == []
    assert word("J13", CLAIM, ("J14", J14), persons=[{**COPIED, item: "他"}]) == [clause]
    assert word("J13", CLAIM, ("J14", J14), claim_id="c2") == ["CERT-007.1"]
    assert (
        word("J13", {**CLAIM, "concerns": "household"}, ("J14", J14), persons=[{**COPIED, item: "他"}]) == []
    )


def test_a_linkage_code_is_asked_for_by_the_number_of_who_was_meant():
    """The processing number says who."""
    asked = {"local_addressee_number": WHO, "processing_number": "AC-1"}
    assert word("A06", asked, ("J24", {"processing_number": "AC-1", "individual_number": NUMBER})) == []
    other = {"processing_number": "AC-1", "individual_number": "⟦IN✓dddddddddd⟧"}
    assert word("A06", asked, ("J24", other)) == ["LINK-001.1"]


def test_a_returned_mailing_is_told_on_as_it_was_told():
    """Its number, day and reason."""
    back = {"dispatch_id": "d-1", "state": "returned", "on": "2026-04-09", "reason": "⟦text:a⟧"}
    assert word("K02", back, ("K02", back)) == []
    assert word("K02", back, ("K02", back), on="2026-04-10") == ["CARD-002.3"]


LEAVING = second(
    "MovingOut", residents=[WHO, CHILD], planned_on="2026-04-20", notified_on="2026-04-10", destination="新座市1番",
    destination_municipality="112305",
)  # fmt: skip
SON = {name: ICHIRO[name] for name in ("name", "name_kana", "born_on", "sex", "registered_domicile",
                                       "head_of_family_register", "individual_number")}  # fmt: skip
NEITHER = {"former_surname": None, "former_surname_kana": None, "common_name": None}
NATIONAL = dict.fromkeys(("nationality", "resident_class", "residence_card_number"))
J07: dict[str, Any] = {
    "from_municipality": TOWN, "previous_address": WHOLE, "destination": "新座市1番",
    "destination_municipality": "112305", "planned_on": "2026-04-20", "notified_on": "2026-04-10",
    "persons": [{"resident_record_code": OTHER_CODE, **SON, **NEITHER, **NATIONAL}],
}  # fmt: skip


def test_moving_out_data_say_what_was_filed_of_each_person():
    """The whole, and each person by the code."""
    assert later(LEAVING, kind="J07", body=J07) == []
    assert later(LEAVING, kind="J07", body={**J07, "notified_on": "2026-04-20"}) == ["REL-008.1"]
    assert later(LEAVING, kind="J07", body={**J07, "previous_address": "他"}) == ["REL-008.2"]
    person = {**J07["persons"][0], "name_kana": "他"}
    assert later(LEAVING, kind="J07", body={**J07, "persons": [person]}) == ["REL-008.1"]


BORN = second(
    "EntryByBirth", household=HOUSE, notified_on="2026-04-10",
    person={**ICHIRO, "ref": "c", "born_on": "2026-04-01", "resident_record_code": None, "individual_number": None},
)  # fmt: skip
BABY = "0000000043"


def born(**changed: Any) -> list[str]:
    """What the update about a child breaks whose code was drawn, and told to the addressee system."""
    made = Histories()
    entered = {"outcome": "accepted", "residents": [{"ref": "c", "resident": BABY, "household": HOUSE}]}
    first = command(request=FILED, outcome={"outcome": "accepted", "residents": ENTERED})
    birth = command("EntryByBirth", 2, request=BORN.request, outcome=entered, sent_ns=300, answered_ns=400)
    made.events = [first, birth]
    drawn = "⟦RC✓eeeeeeeeee⟧"
    told = {
        **J01, **{name: ICHIRO[name] for name in ("name", "name_kana", "sex")}, "born_on": "2026-04-01",
        "resident_record_code": drawn, "became_resident_on": "2026-04-01", "relationship": "子", "reason": "13",
        "changed_on": "2026-04-01",
    }  # fmt: skip
    addressee = {**SOUND["A01"], **{name: told[name] for name in ("name", "name_kana", "sex", "born_on")}}
    addressee |= {"local_addressee_number": BABY, "resident_record_code": drawn, "nationality": None}
    addressee |= {"applies_from": "2026-04-01", "registered_by": "13"}
    made.take("A01", addressee, trace_id="trace-2", monotonic_ns=350)
    made.take("J01", {**told, **changed}, trace_id="trace-2", monotonic_ns=360)
    return clauses(check(made.made(), CONTEXT))


def test_a_child_lives_where_its_household_does():
    """By the household's own entry; the child is known by the code that the addressee system was told."""
    assert born() == []
    assert born(town_code="") == ["JUKI-001.1"]
    assert born(became_resident_on="2026-04-10") == ["JUKI-001.1"]
    assert born(reason="11") == ["JUKI-003.1"]


def test_of_an_undecided_part_of_a_household_nothing_is_said():
    """Where some of a household move, who heads which is for the steps."""
    gone = second("ChangeOfAddress", residents=[WHO], to_address=FILED["to_address"], moved_on="2026-04-10")
    body = {
        "local_addressee_number": CHILD,
        "householder_name": "田中　一郎",
        "relationship": "世帯主",
        "householder": True,
    }
    assert later(gone, kind="L03", body=body) == []
    assert later(gone, kind="A01", body={**SOUND["A01"], "household_number": "0000000051",
                                         "applies_from": "2026-04-10", "registered_by": "31"}) == []  # fmt: skip


def test_special_moving_in_says_what_the_data_said():
    """Unless the clerk put it right."""
    person = {**ICHIRO, **STAY, "nationality": None, "resident_class": None, "residence_card_number": None}
    data = {"previous_address": "昭島市田中町9番", "persons": [person]}
    request = {
        "counter": COUNTER | {"trace_id": "trace-1"}, "notified_on": "2026-04-09", "moved_in_on": "2026-04-03",
        "to_address": FILED["to_address"], "from_municipality": "132071", "presented": [],
        "movers": [{"ref": "b", "resident_record_code": OTHER_CODE, "amendments": [{"item": "name", "value": "新"}]}],
    }  # fmt: skip
    made = Histories()
    made.events = [
        command("SpecialMovingIn", request=request, outcome={"outcome": "accepted", "residents": ENTERED[1:]})
    ]
    made.take("J07", data, direction="out", peer="registry", trace_id="town-1", monotonic_ns=50)
    body = {
        **SOUND["J05"], "name": "新", "name_kana": "たなか", "born_on": "2014-08-30", "sex": "male",
        "resident_record_code": OTHER_CODE,
    }  # fmt: skip
    made.take("J05", body)
    assert clauses(check(made.made(), CONTEXT)) == []
    made.take("J05", {**body, "name": "田中　一郎"})
    assert clauses(check(made.made(), CONTEXT)) == ["REL-003.3"]


def test_what_a_look_shows_is_known_until_somebody_changes_it():
    """After a cancellation nobody knows anything of the person but by a look."""
    undone = second("CancelChange", resident=WHO)
    shown = {"outcome": "found", "record": {"resident": WHO, "name": "新", "foreign": None}}
    look = command("ReadResidentRecord", 3, request={}, outcome=shown, sent_ns=700, answered_ns=710)
    given = {"counter": COUNTER | {"trace_id": "trace-4"}}
    paper = command("IssueCopyOfRecord", 4, request=given, sent_ns=800, answered_ns=810)
    body = {**SOUND["A01"], "name": "新", "nationality": None}
    told = {"kind": "A01", "trace_id": "trace-4"}
    assert later(undone, look, paper, body=body, **told) == []
    assert later(undone, look, paper, body={**body, "name": "SANTOS MARIA"}, **told) == ["ATE-001.2"]
    assert later(undone, paper, body={**body, "name": "SANTOS MARIA"}, **told) == []
