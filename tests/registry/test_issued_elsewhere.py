"""
What is seen of a record away from the counter, and what a correction or a recompiling tells outside.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.registry import issued_elsewhere as away
from tests.registry.test_cards import hand_over, resident_with_card
from tests.registry.test_changes import change_of_address, moving_out
from tests.registry.test_moving_out import notice, tasks
from tests.registry.test_special_moving_in import filing
from tests.registry.town import ADDRESS, ELSEWHERE, FOREIGN, IDENTITY, Bench, moving_in, number, person

NEW = "埼玉県和光市本町31-2"


def addresses(outcome: Any) -> list[str]:
    """
    The addresses on the documents of an answer.
    """
    return [
        item["value"] for each in outcome["documents"] for item in each["items"] if item["item"] == "address"
    ]


def test_until_the_decision_everybody_sees_the_address_before() -> None:
    """
    REL-020: reads, a copy at another office, a convenience store and wide-area issue show the former address, and no
    message goes out; the decision alone changes it.
    """
    with Bench() as bench:
        resident = resident_with_card(bench)
        away.answered(bench, 11, "card-1")
        before = len(bench.town.taken)
        saved = bench.do("ChangeOfAddress", **change_of_address(resident, provisional=True))
        assert len(bench.town.taken) == before
        assert bench.record(resident)["address"] == ADDRESS["address"]
        assert addresses(away.copy(bench.do, resident)) == [ADDRESS["address"]]
        assert addresses(away.store(bench.do, "card-1")) == [ADDRESS["address"]]
        bench.deliver("J13", away.claim(11, "和光 a"), ELSEWHERE)
        assert [person["address"] for person in bench.town.of("J14")[-1]["persons"]] == [ADDRESS["address"]]
        assert bench.town.of("J01", reason="31") == []
        bench.do("DecideChange", change_id=saved["change_id"], decision="decide")
        assert bench.record(resident)["address"] == NEW
        assert addresses(away.store(bench.do, "card-1")) == [f"{NEW}　シーアイハイツ101"]
        assert len(bench.town.of("J01", reason="31")) == 1


@pytest.mark.parametrize("state", ["suspended", "lapsed"])
def test_only_a_card_in_use_serves_at_a_convenience_store(state: str) -> None:
    """
    CARD-008, CARD-010: what the organisation says counts beside what is known here; no answer is no card.
    """
    with Bench() as bench:
        resident_with_card(bench)
        away.answered(bench, 11, "card-1")
        assert away.store(bench.do, "card-1")["outcome"] == "accepted"
        away.answered(bench, 11, "card-1", state)
        assert away.store(bench.do, "card-1")["reason"] == "card-not-usable"
        away.answered(bench, 11, "card-1")
        change = {"card_id": "card-1", "state": state, "cause": "loss", "changed_on": "2026-04-10"}
        bench.deliver("K05", {**change, "operator": "o", "terminal": "t"}, "card_management")
        assert away.store(bench.do, "card-1")["reason"] == "card-not-usable"


def test_a_convenience_store_refuses_what_it_cannot_check() -> None:
    """
    A wrong PIN, a card that nobody knows, an item that is not printed there, a holder who has left.
    """
    with Bench() as bench:
        resident = resident_with_card(bench)
        away.answered(bench, 11, "card-1")
        do = bench.do
        wrong = do("ClaimAtConvenienceStore", card_id="card-1", pin_check="failed")
        hidden = away.store(do, "card-1", options=["resident-record-code"])
        reasons = [wrong["reason"], hidden["reason"], away.store(do, "card-9")["reason"]]
        assert reasons == ["pin-check-failed", "not-permitted", "unknown-card"]
        bench.do("MovingOut", **moving_out(resident, planned_on="2026-04-12"))
        bench.clock("2026-04-12T09:00:00+09:00")
        assert away.store(do, "card-1")["reason"] == "not-resident"


@pytest.mark.parametrize("newer_first", [True, False])
def test_of_one_delivery_the_newest_notice_is_used(newer_first: bool) -> None:
    """
    REL-004: the notice notified last confirms, wherever it stands in the delivery, and one J06 follows.
    """
    with Bench() as bench:
        resident = bench.do("MovingIn", **moving_in(person("a", 11)))["residents"][0]["resident"]
        bench.do("MovingOut", **moving_out(resident))
        bench.clock("2026-04-25T09:00:00+09:00")
        old = notice(11, new_address="川口市1", moved_in_on="2026-04-21", notified_on="2026-04-21")
        new = notice(11, new_address="川口市2", moved_in_on="2026-04-22", notified_on="2026-04-24")
        first, second = (new, old) if newer_first else (old, new)
        assert bench.deliver("J05", {**first, "further": [second]}, ELSEWHERE).status_code == 200
        record = bench.record(resident)
        assert (record["confirmed_destination"], record["confirmed_out_on"]) == ("川口市2", "2026-04-22")
        assert len(bench.town.of("J06")) == 1


def test_a_delivery_is_judged_notice_by_notice() -> None:
    """
    One that fits nobody is a task beside one that fits; a wrong code anywhere refuses the delivery and names the place.
    """
    with Bench() as bench:
        resident = bench.do("MovingIn", **moving_in(person("a", 11)))["residents"][0]["resident"]
        bench.do("MovingOut", **moving_out(resident))
        bench.clock("2026-04-25T09:00:00+09:00")
        wrong = {**notice(11), "further": [notice(12, resident_record_code="12345678904")]}
        refused = bench.deliver("J05", wrong, ELSEWHERE)
        assert (refused.status_code, refused.json()["field"]) == (422, "body.further[0].resident_record_code")
        assert bench.record(resident)["state"] == "moved-out"
        bench.deliver("J05", {**notice(99), "further": [notice(11)]}, ELSEWHERE)
        assert bench.record(resident)["state"] == "moved-out-confirmed"
        assert ("moving-in-notice-unmatched", None) in tasks(bench)


INSIDE = {
    "became_resident_on": "2026-04-02", "notified_on": "2026-04-09", "previous_address": "東京都千代田区1",
    "unreported_address": "東京都港区1", "actual_relationship": "養子", "remarks": "備考", "quasi_household": "1",
    "branch_office": "01", "district": "02", "neighbourhood_group": "03", "junior_high_school_district": "04",
    "assessing_body": "05", "order_of_entry": "3",
}  # fmt: skip
FOREIGN_INSIDE = {
    "name_in_kanji": "漢字", "name_in_katakana": "カタカナ", "common_name_kana": "ツウショウ", "mailing_name": "2",
    "nationality": "KOR", "resident_class": "special-permanent", "status_of_residence": "留学",
    "period_of_stay": "1年", "period_expires_on": "2027-04-01", "residence_card_number": "ZZ12345678ZZ",
}  # fmt: skip


@pytest.mark.parametrize("item", [*INSIDE, *FOREIGN_INSIDE])
def test_a_correction_of_another_item_stands_on_the_record_and_stays_inside(item: str) -> None:
    """
    JUKI-002, IMM-001: the record shows the new value, the network hears nothing and the Agency of its own items only;
    to the other kind of resident an item of foreign residents is refused.
    """
    foreign = item in FOREIGN_INSIDE
    value = {**INSIDE, **FOREIGN_INSIDE}[item]
    with Bench() as bench:
        people = [person("a", 11, foreign=FOREIGN), person("b", 12, "妻")]
        a, b = (one["resident"] for one in bench.do("MovingIn", **moving_in(*people))["residents"])
        sent = len(bench.town.of("J01")), len(bench.town.of("I01"))
        resident = a if foreign else b
        assert away.corrected(bench.do, resident, item, value)["outcome"] == "accepted"
        record = bench.record(resident)
        shown = record["foreign"].get(item, record.get(item)) if foreign else record[item]
        assert str(shown) == value
        told = int(item in ("nationality", "resident_class", "residence_card_number"))
        assert (len(bench.town.of("J01")), len(bench.town.of("I01"))) == (sent[0], sent[1] + told)
        if foreign:
            assert away.corrected(bench.do, b, item, value)["reason"] == "not-permitted"
        assert away.corrected(bench.do, resident, item, value)["reason"] == "data-mismatch"
        assert bench.read("ReadStatistics", on="2026-04-10")["statistics"]["residents"] == 2


def test_a_day_of_notification_is_put_right_and_never_made_up() -> None:
    """
    REL-023: where nobody notified, there is no day to correct; a stay does not begin before birth or in the future.
    """
    with Bench() as bench:
        decided = {"decided_on": "2026-04-10", "occurred_on": "2026-04-09", "ground": "omission-or-error"}
        entered = bench.do("ExOfficioEntry", **decided, persons=[person("a", 11)], to_address=ADDRESS)
        resident = entered["residents"][0]["resident"]
        tried = [
            ("notified_on", "2026-04-10"),
            ("became_resident_on", "1979-01-01"),
            ("became_resident_on", None),
        ]
        reasons = [away.corrected(bench.do, resident, *each)["reason"] for each in tried]
        assert reasons == ["not-permitted", "invalid-date", "data-mismatch"]
        assert bench.record(resident)["notified_on"] is None


def test_recompiling_tells_nobody_and_keeps_the_original() -> None:
    """
    REL-025, JUKI-002: the count rises, the original shows what stood before, no message goes out, and the row cannot be
    cancelled.
    """
    with Bench() as bench:
        resident = bench.do("MovingIn", **moving_in(person("a", 11)))["residents"][0]["resident"]
        before = len(bench.town.taken)
        for count, name in ((1, "改 一"), (2, "改 二")):
            assert (
                bench.do("RecompileRecord", resident=resident, recompiled_on="2026-04-10")["outcome"]
                == "accepted"
            )
            assert bench.record(resident)["recompilation"] == count
            assert len(bench.town.taken) == before
            away.corrected(bench.do, resident, "name", name)
            before = len(bench.town.taken)
        ask = {"resident": resident, "recompilation": 2}
        original = bench.read("ReadRecompiledOriginal", **ask)["record"]
        assert (original["name"], original["recompiled_on"]) == ("改 一", "2026-04-10")
        assert bench.read("ReadRecompiledOriginal", resident=resident, recompilation=3).get("record") is None
        rows = [row["sequence"] for row in bench.record(resident)["history"] if row["reason"] == "58"]
        cancelled = bench.do("CancelChange", resident=resident, sequence=rows[0], decided_on="2026-04-10")
        assert cancelled["reason"] == "not-permitted"
        late = bench.do("RecompileRecord", resident=resident, recompiled_on="2026-04-11")
        assert late["reason"] == "future-date"


def test_wide_area_issue_shows_what_was_asked_for_and_nothing_else() -> None:
    """
    CERT-007: base items always, the others on request; no family register and no insurance.
    """
    with Bench() as bench:
        bench.do("MovingIn", **moving_in(person("a", 11), person("b", 12, "妻")))
        bench.deliver("J13", away.claim(11, "和光 a"), ELSEWHERE)
        asked = {"concerns": "household", "relationship": True, "show_individual_number": True}
        bench.deliver("J13", away.claim(11, "和光 a", **asked), ELSEWHERE)
        plain, full = bench.town.of("J14")
        (alone,) = plain["persons"]
        extra = {
            "relationship",
            "householder_name",
            "individual_number",
            "resident_record_code",
            "nationality",
        }
        assert (plain["result"], alone["name"], extra & alone.keys()) == ("given", "和光 a", set())
        both = [(one["relationship"], one["individual_number"]) for one in full["persons"]]
        assert both == [("世帯主", number(11)), ("妻", number(12))]
        assert not any("registered_domicile" in one for one in full["persons"])


def test_wide_area_issue_is_refused_without_a_word_of_why() -> None:
    """
    CERT-007: a stranger, another name, somebody deleted or protected: nobody is shown. A sender speaks for itself only.
    """
    with Bench() as bench:
        a, b = (
            bench.do("MovingIn", **moving_in(person(ref, n)))["residents"][0]["resident"]
            for ref, n in (("a", 11), ("b", 12))
        )
        held = {"identity": {**IDENTITY, "filer": "self"}, "resident": a, "applied_on": "2026-04-10"}
        bench.do("ApplyForSupport", **held)
        bench.do("DeletionByDeath", notified_on="2026-04-10", resident=b, died_on="2026-04-10")
        for claim in (away.claim(11, "和光 a"), away.claim(12, "和光 b"), away.claim(13, "和光 c")):
            bench.deliver("J13", claim, ELSEWHERE)
        answers = bench.town.of("J14")
        assert [(each["result"], each["persons"]) for each in answers] == [("refused", [])] * 3
        other = bench.deliver("J13", away.claim(11, "和光 a"), "131016")
        assert (other.status_code, other.json()["field"]) == (422, "body.issuing_municipality")


def test_a_request_for_data_names_the_mover_or_nobody() -> None:
    """
    REL-010: J08 carries the name that the network knows, else that of a filer who moves alone; never another person's.
    """
    with Bench() as bench:
        for filer, movers, names in (
            ("proxy", (1,), [None]),
            ("self", (1,), ["本 人"]),
            ("self", (1, 2), [None, None]),
        ):
            before = len(bench.town.of("J08"))
            identity = {**IDENTITY, "filer": filer, "filer_name": "本 人", "authority": "power-of-attorney"}
            refused = bench.do("SpecialMovingIn", **filing(*movers, identity=identity))
            assert refused["reason"] == "moving-out-data-missing"
            assert [body["name"] for body in bench.town.of("J08")[before:]] == names


def test_an_update_without_a_result_stays_open_and_becomes_a_task() -> None:
    """
    JUKI-006: an acknowledgement is no J02: the update goes again as the same message, and after a day a clerk is told.
    """
    with Bench() as bench:
        away.silent(bench)
        resident = bench.do("MovingIn", **moving_in(person("a", 11)))["residents"][0]["resident"]
        (waiting,) = [
            each
            for each in bench.read("ReadDeliveries", resident=resident)["deliveries"]
            if each["message_type"] == "J01"
        ]
        assert waiting["state"] == "waiting"
        assert bench.settle()["settled"] is False
        bench.clock("2026-04-12T09:00:00+09:00")
        assert ("delivery-overdue", resident) in tasks(bench)
        tried = [each["envelope"] for each in bench.town.tried if each["envelope"]["message_type"] == "J01"]
        assert len(tried) > 1
        assert len({each["message_id"] for each in tried}) == 1
        bench.town.answer = lambda _kind, _message: None
        bench.settle()
        states = {
            each["message_type"]: each["state"]
            for each in bench.read("ReadDeliveries", resident=resident)["deliveries"]
        }
        assert states["J01"] == "taken"


def test_a_card_ends_with_an_ex_officio_deletion() -> None:
    """
    CARD-011: K05 with the cause, of the day of the deletion.
    """
    with Bench() as bench:
        resident = resident_with_card(bench)
        gone = {"event": "not-living-here", "ground": "other-organ", "decided_on": "2026-04-10"}
        bench.do("ExOfficioDeletion", resident=resident, occurred_on=date(2026, 4, 9).isoformat(), **gone)
        (told,) = bench.town.of("K05")
        assert (told["cause"], told["state"]) == ("ex-officio-deletion", "lapsed")


def test_a_stay_without_end_lengthens_a_card_to_the_birthday_on_request() -> None:
    """
    CARD-013: who became a permanent resident has no stay that limits the card; on request it runs to the birthday.
    """
    with Bench() as bench:
        staying = person("a", 11, foreign={**FOREIGN, "period_expires_on": "2027-04-01"})
        resident = bench.do("MovingIn", **moving_in(staying))["residents"][0]["resident"]
        hand_over(bench, resident, 11, "card-2", expires_on="2027-04-01")
        away.corrected(bench.do, resident, "period_expires_on", None)
        away.corrected(bench.do, resident, "status_of_residence", "永住者")
        ask = {"identity": {**IDENTITY, "filer": "self"}, "resident": resident, "requested_on": "2026-04-10"}
        assert bench.read("ReadCard", card_id="card-2")["card"]["expires_on"] == "2027-04-01"
        assert bench.do("ExtendCardValidity", card_id="card-2", **ask)["outcome"] == "accepted"
        assert bench.read("ReadCard", card_id="card-2")["card"]["expires_on"] == "2036-02-03"
        assert [each["changes"][0]["after"] for each in bench.town.of("K07")] == ["2036-02-03"]
