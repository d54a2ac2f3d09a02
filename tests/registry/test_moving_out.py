"""
Moving out: its certificate, its data, its confirmation by the new municipality, and what withdraws it.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.registry.test_changes import family, moving_out
from tests.registry.test_counter import card_in_stock, hand_over
from tests.registry.town import ELSEWHERE, FOREIGN, IDENTITY, Bench, code, moving_in, number, person

KAWAGUCHI = "112038"


def notice(n: int, **more: Any) -> dict[str, Any]:
    """
    A notice of moving in from the municipality where the person went.
    """
    return {
        "resident_record_code": code(n), "name": "和光 a", "name_kana": "", "born_on": "1980-02-03", "sex": "male",
        "previous_address": "和光市", "new_address": "埼玉県川口市青木2-1-1", "moved_in_on": "2026-04-21",
        "notified_on": "2026-04-22", "previous_municipality": "112291", **more,
    }  # fmt: skip


def tasks(bench: Bench) -> list[tuple[str, str | None]]:
    """
    Kinds of the open tasks, and whom they are about.
    """
    return [
        (task["kind"], task.get("resident"))
        for task in bench.read("ReadTasks")["tasks"]
        if task.get("open", True)
    ]


def with_card(bench: Bench, resident: str, n: int, *, forget: bool = True) -> None:
    """
    A card in use for the resident, issued on 1 March 2026.
    """
    card_in_stock(bench, n, f"card-{n}")
    shown = {"shown_name": bench.record(resident)["name"], "shown_individual_number": number(n)}
    born = bench.record(resident)["born_on"]
    outcome = bench.do(
        "HandOverCard", **hand_over(resident, card_id=f"card-{n}", shown_born_on=born, **shown)
    )
    assert outcome["outcome"] == "accepted", outcome
    if forget:
        bench.town.taken.clear()


def test_a_notice_of_moving_in_confirms_beside_the_planned_values() -> None:
    """
    REL-004: day, notice and place of the confirmation stand beside the plan; J06 goes to the prefecture.
    """
    with Bench() as bench:
        _household, (a, _b, _c) = family(bench)
        bench.do("MovingOut", **moving_out(a))
        bench.clock("2026-04-23T10:00:00+09:00")
        bench.deliver("J05", notice(1), KAWAGUCHI)
        record = bench.record(a)
        assert (record["confirmed_out_on"], record["confirmation_notified_on"], record["confirmed_destination"]) == (
            "2026-04-21", "2026-04-23", "埼玉県川口市青木2-1-1",
        )  # fmt: skip
        assert (record["planned_out_on"], record["planned_destination"]) == ("2026-04-20", "さいたま市")
        assert (record["deleted_on"], record["cause_dated_on"]) == ("2026-04-20", "2026-04-20")
        assert bench.town.of("J06") == [
            {
                "resident_record_code": code(1), "confirmed_on": "2026-04-21",
                "confirmation_notified_on": "2026-04-23", "confirmed_destination": "埼玉県川口市青木2-1-1",
            }
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("moved_in", "deleted"),
    [("2026-04-19", "2026-04-19"), ("2026-04-20", "2026-04-20"), ("2026-04-21", "2026-04-20")],
)
def test_the_deletion_is_dated_by_the_earlier_day_and_the_cause_by_the_plan(
    moved_in: str, deleted: str
) -> None:
    """
    REL-004: a moving in before the planned date moves the deletion, never the date of the cause (住基令13条1項).
    """
    with Bench() as bench:
        _household, (a, _b, _c) = family(bench)
        bench.do("MovingOut", **moving_out(a))
        bench.clock(f"{moved_in}T00:00:00+09:00")
        bench.deliver("J05", notice(1, moved_in_on=moved_in, notified_on=moved_in), KAWAGUCHI)
        record = bench.record(a)
        assert (record["state"], record["deleted_on"], record["cause_dated_on"]) == (
            "moved-out-confirmed", deleted, "2026-04-20",
        )  # fmt: skip


def test_of_several_notices_the_newest_counts() -> None:
    """
    REL-004: a later moving in replaces the confirmation, an older one goes to a clerk, the same one changes nothing.
    """
    with Bench("2026-04-25T09:00:00+09:00") as bench:
        _household, (a, _b, _c) = family(bench)
        bench.do("MovingOut", **moving_out(a))
        bench.deliver("J05", notice(1), KAWAGUCHI)
        bench.deliver("J05", notice(1, moved_in_on="2026-04-22", new_address="戸田市"), KAWAGUCHI)
        bench.deliver("J05", notice(1), KAWAGUCHI)
        bench.deliver("J05", notice(1, moved_in_on="2026-04-22", new_address="戸田市"), KAWAGUCHI)
        assert bench.record(a)["confirmed_destination"] == "戸田市"
        assert len(bench.town.of("J06")) == 2
        assert tasks(bench)[-1] == ("moving-in-notice-unmatched", a)


def test_a_notice_that_fits_nobody_is_listed_and_applied_to_nobody() -> None:
    """
    REL-004: neither an unknown code with a known name nor a person without notification is changed or forgotten.
    """
    with Bench() as bench:
        _household, (a, b, _c) = family(bench)
        bench.deliver("J05", notice(77), KAWAGUCHI)
        bench.deliver("J05", notice(2), KAWAGUCHI)
        assert [bench.record(each)["state"] for each in (a, b)] == ["current", "current"]
        assert tasks(bench) == [("moving-in-notice-unmatched", None), ("moving-in-notice-unmatched", b)]
        assert not bench.town.of("J06")


def test_a_certificate_states_the_statutory_items_and_is_issued_again_as_it_was() -> None:
    """
    REL-007: facts of the departments without their numbers; once more, it is marked and shows the first state.
    """
    with Bench() as bench:
        _household, (a, b, _c) = family(bench)
        care = {"insured": True, "insured_number": "0000123456", "acquired_on": "2026-04-08", "lost_on": None}
        bench.deliver("D02", {"local_addressee_number": a, "long_term_care": care}, "dept-long-term-care")
        pension = {
            "pension_class": "1",
            "basic_pension_number": "1234-567890",
            "acquired_on": None,
            "lost_on": None,
        }
        bench.deliver("D02", {"local_addressee_number": a, "pension": pension}, "dept-pension")
        wrong = bench.deliver("D02", {"local_addressee_number": a, "pension": pension}, "dept-elderly-care")
        assert (wrong.status_code, wrong.json()["field"]) == (422, "body.pension")
        document = bench.do("MovingOut", **moving_out(a))["documents"][0]
        shown = {item["item"]: item["value"] for item in document["items"]}
        assert (shown["long_term_care"], shown["pension_class"], shown["basic_pension_number"]) == (
            "該当", "1", "1234-567890",
        )  # fmt: skip
        assert (shown["destination"], shown["planned_on"], shown["name_kana"]) == (
            "さいたま市", "2026-04-20", "わこう たろう",
        )  # fmt: skip
        assert "health_insurance" not in shown
        assert "0000123456" not in document["text"]
        amended = [{"item": "name", "value": "和光 改"}]
        bench.do(
            "ExOfficioCorrection",
            resident=a,
            changed_on="2026-04-10",
            cause="clerical-error",
            amendments=amended,
        )
        again = bench.do("IssueMovingOutCertificate", identity=IDENTITY, residents=[a], cause="lost")[
            "documents"
        ][0]
        assert (again["marks"], again["items"]) == (["reissue"], document["items"])
        assert "再交付" in again["text"]
        refused = bench.do("IssueMovingOutCertificate", identity=IDENTITY, residents=[b], cause="lost")
        assert refused["reason"] == "not-permitted"


def test_a_foreign_residents_certificate_has_no_reading_and_no_family_register() -> None:
    """
    REL-007: nationality, the lower column of 30条の45 and the common name's entries stand in their place.
    """
    with Bench() as bench:
        outcome = bench.do("MovingIn", **moving_in(person("a", 1, foreign=FOREIGN)))
        (a,) = (one["resident"] for one in outcome["residents"])
        amended = [{"item": "common_name", "value": "通称 花子"}]
        bench.do(
            "ExOfficioCorrection", resident=a, changed_on="2026-04-09", cause="request", amendments=amended
        )
        document = bench.do("MovingOut", **moving_out(a))["documents"][0]
        shown = {item["item"]: item["value"] for item in document["items"]}
        assert not {"name_kana", "registered_domicile", "head_of_family_register"} & set(shown)
        assert (shown["nationality"], shown["resident_class"]) == ("BRA", "medium-to-long-term")
        assert shown["common_name_history"] == "2026-04-09 112291 記載 通称 花子"


def test_a_special_moving_out_sends_data_and_no_paper() -> None:
    """
    REL-008: J07 with the card's three items; a paper on demand says that the route was special.
    """
    with Bench() as bench:
        _household, (a, b, _c) = family(bench)
        with_card(bench, a, 1)
        outcome = bench.do("MovingOut", **moving_out(a, b, route="special", channel="online"))
        assert outcome.get("documents", []) == []
        (data,) = bench.town.of("J07")
        first = data["persons"][0]
        assert (first["card_id"], first["card_issued_on"] is not None, first["card_expires_on"] is not None) == (
            "card-1", True, True,
        )  # fmt: skip
        assert (data["persons"][1]["card_id"], data.get("withdrawn", False)) == (
            None,
            False,
        )
        printed = bench.do("IssueMovingOutCertificate", identity=IDENTITY, residents=[a], cause="on-demand")
        assert printed["documents"][0]["marks"] == ["special-moving-out-done"]
        assert "特例による転出処理済" in printed["documents"][0]["text"]
        lost = bench.do("IssueMovingOutCertificate", identity=IDENTITY, residents=[a], cause="lost")
        assert lost["reason"] == "unknown-document"


def test_whose_card_a_special_moving_out_needs() -> None:
    """
    REL-008: everyone's own, or that of the householder who leaves along; ordinary notifications are made face to face.
    """
    with Bench() as bench:
        _household, (_a, b, c) = family(bench)
        with_card(bench, b, 2)
        assert bench.do("MovingOut", **moving_out(b, c, route="special"))["reason"] == "card-not-presented"
        assert bench.do("MovingOut", **moving_out(b, channel="post"))["field"] == "channel"
        assert bench.do("MovingOut", **moving_out(b, route="special"))["outcome"] == "accepted"
        abroad = moving_out(c, destination="英国", destination_municipality=None, route="special")
        assert bench.do("MovingOut", **abroad)["reason"] == "not-permitted"


def test_data_go_to_whoever_asks_and_only_after_a_special_moving_out() -> None:
    """
    REL-010: J08 is answered to the municipality that asks, announced or not.
    """
    with Bench() as bench:
        _household, (a, b, _c) = family(bench)
        with_card(bench, a, 1)
        bench.do("MovingOut", **moving_out(a, route="special"))
        bench.do("MovingOut", **moving_out(b))
        bench.town.taken.clear()
        asked = {
            "from_municipality": "112291", "name": "和光 a", "born_on": "1980-02-03", "sex": "male",
            "notified_on": "2026-04-22",
        }  # fmt: skip
        bench.deliver("J08", {**asked, "resident_record_code": code(1)}, KAWAGUCHI)
        bench.deliver("J08", {**asked, "resident_record_code": code(2)}, KAWAGUCHI)
        (sent,) = [message for message in bench.town.taken if message["envelope"]["message_type"] == "J07"]
        assert (sent["envelope"]["receiver"], sent["body"]["destination_municipality"]) == (
            KAWAGUCHI,
            KAWAGUCHI,
        )
        assert [person["resident_record_code"] for person in sent["body"]["persons"]] == [code(1)]


def test_a_withdrawn_moving_out_leaves_a_row_that_cancels() -> None:
    """
    REL-012: before the date the people stay, nothing is deleted, the destination drops the data; after it, no more.
    """
    with Bench() as bench:
        _household, (a, b, _c) = family(bench)
        with_card(bench, a, 1)
        bench.do("MovingOut", **moving_out(a, route="special"))
        bench.do("MovingOut", **moving_out(b))
        bench.clock("2026-04-19T10:00:00+09:00")
        fields = {"identity": IDENTITY, "notified_on": "2026-04-19"}
        assert bench.do("WithdrawMovingOut", **fields, residents=[a])["outcome"] == "accepted"
        assert [body["withdrawn"] for body in bench.town.of("J07", withdrawn=True)] == [True]
        bench.clock("2026-04-20T00:00:00+09:00")
        record = bench.record(a)
        assert (record["state"], record["planned_out_on"]) == ("current", None)
        assert [(row["reason"], row.get("cancels")) for row in record["history"]] == [
            ("11", None), ("21", None), ("59", 2),
        ]  # fmt: skip
        assert not bench.town.of("J01", resident_record_code=code(1))
        late = bench.do("WithdrawMovingOut", identity=IDENTITY, notified_on="2026-04-20", residents=[b])
        assert late["reason"] == "not-resident"


@pytest.mark.parametrize(
    ("day", "listed"), [("2026-06-18", False), ("2026-06-19", True), ("2026-06-20", True)]
)
def test_a_moving_out_without_notice_is_listed_after_sixty_days(day: str, listed: bool) -> None:
    """
    REL-012: sixty days after the planned date a task names whom no notice came for; the notice settles it.
    """
    with Bench() as bench:
        _household, (a, _b, _c) = family(bench)
        bench.do("MovingOut", **moving_out(a))
        bench.clock(f"{day}T00:00:00+09:00")
        missing = ("moving-in-notice-missing", a)
        assert (missing in tasks(bench)) == listed
        bench.deliver("J05", notice(1), KAWAGUCHI)
        assert missing not in tasks(bench)


@pytest.mark.parametrize(("ahead", "alerted"), [("2027-04-10", False), ("2027-04-11", True)])
def test_a_plan_more_than_a_year_ahead_is_alerted_and_told_to_nobody(ahead: str, alerted: bool) -> None:
    """
    REL-028: it is recorded with its date unchanged, and no counterpart hears of it before it was looked at.
    """
    with Bench() as bench:
        _household, (a, _b, _c) = family(bench)
        outcome = bench.do("MovingOut", **moving_out(a, planned_on=ahead))
        assert (outcome["outcome"], outcome.get("alerts", [])) == (
            "accepted", ["planned-far-ahead"] if alerted else [],
        )  # fmt: skip
        assert bench.record(a)["planned_out_on"] == ahead
        assert (bench.town.taken == []) == alerted


def test_a_moving_out_abroad_is_told_to_the_keeper_of_the_family_register_on_its_day() -> None:
    """
    REL-022: J09 carries the fact and the planned date, with the deletion and not before; no paper, no J07.
    """
    with Bench() as bench:
        _household, (a, _b, _c) = family(bench, registered_domicile_municipality="131016")
        outcome = bench.do("MovingOut", **moving_out(a, destination="英国", destination_municipality=None))
        assert outcome.get("documents", []) == []
        bench.clock("2026-04-19T23:59:59+09:00")
        assert not bench.town.of("J09")
        bench.clock("2026-04-20T00:00:00+09:00")
        (told,) = bench.town.of("J09")
        assert (told["corrected"], told["abroad"], told["planned_out_on"], told["address"], told["reason"]) == (
            ["abroad", "planned_out_on"], True, "2026-04-20", None, "22",
        )  # fmt: skip
        assert [body["reason"] for body in bench.town.of("J01")] == ["22"]
        assert not bench.town.of("J07")


@pytest.mark.parametrize(
    ("notified", "kind", "marks"), [("2026-05-04", "1", []), ("2026-05-05", "2", ["equivalent"])]
)
def test_a_notification_on_the_fifteenth_day_is_entered_by_authority(
    notified: str, kind: str, marks: list[str]
) -> None:
    """
    REL-006: on the fourteenth day it is an ordinary one; later, a paper that stands for the certificate is issued.
    """
    with Bench("2026-05-10T09:00:00+09:00") as bench:
        _household, (a, _b, _c) = family(bench)
        outcome = bench.do("MovingOut", **moving_out(a, notified_on=notified))
        assert bench.record(a)["history"][-1]["kind"] == kind
        assert outcome["documents"][0].get("marks", []) == marks
        assert bench.record(a)["deleted_on"] == "2026-04-20"
        assert ELSEWHERE not in {message["envelope"]["receiver"] for message in bench.town.taken}
