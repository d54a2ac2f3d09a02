"""
Moving out, change of address and household, birth, death, corrections: dates, messages, households.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.registry.town import ELSEWHERE, FOREIGN, IDENTITY, Bench, code, moving_in, person


def family(bench: Bench, **head: Any) -> tuple[str, list[str]]:
    """
    A householder, a wife and a child; answers the household and the residents. Forgets what was sent.
    """
    outcome = bench.do(
        "MovingIn",
        **moving_in(
            person("a", 1, **head),
            person("b", 2, "妻", sex="female"),
            person("c", 3, "子", born_on="2015-01-01"),
        ),
    )
    assert outcome["outcome"] == "accepted", outcome
    bench.town.taken.clear()
    return outcome["residents"][0]["household"], [one["resident"] for one in outcome["residents"]]


def moving_out(*residents: str, **more: Any) -> dict[str, Any]:
    """
    A notification of moving out to Saitama on the twentieth.
    """
    return {
        "identity": IDENTITY, "notified_on": "2026-04-10", "planned_on": "2026-04-20", "residents": list(residents),
        "destination": "さいたま市", "destination_municipality": ELSEWHERE, **more,
    }  # fmt: skip


def test_a_planned_moving_out_deletes_on_its_date_and_not_before() -> None:
    """
    Until the planned date the record is current and counted; then it is deleted with that date, and J05 confirms it.
    """
    with Bench() as bench:
        _household, (a, b, c) = family(bench)
        outcome = bench.do("MovingOut", **moving_out(a, b, c))
        assert [document["kind"] for document in outcome["documents"]] == ["moving-out-certificate"] * 3
        assert bench.record(a)["state"] == "planned-out"
        assert not bench.town.of("J01")
        assert {(body["planned"], body["planned_on"]) for body in bench.town.of("D01")} == {
            (True, "2026-04-20")
        }
        assert [body["state"] for body in bench.town.of("A01")] == ["planned-out"] * 3
        bench.clock("2026-04-19T23:59:59+09:00")
        assert bench.record(a)["state"] == "planned-out"
        assert bench.read("ReadStatistics", on="2026-04-19")["statistics"]["residents"] == 3
        bench.clock("2026-04-23T10:00:00+09:00")
        record = bench.record(a)
        assert (record["state"], record["deleted_on"], record["deletion_reason"]) == (
            "moved-out",
            "2026-04-20",
            "21",
        )
        assert {
            (body["reason"], body["changed_on"], body["record_status"]) for body in bench.town.of("J01")
        } == {("21", "2026-04-20", "deleted")}
        assert len(bench.town.of("L03", action="close")) == 3
        assert bench.read("ReadStatistics", on="2026-04-20")["statistics"] == {
            "on": "2026-04-20", "residents": 0, "foreign_residents": 0, "households": 0
        }  # fmt: skip
        notice = {
            "resident_record_code": code(1), "name": "和光 a", "name_kana": "", "born_on": "1980-02-03", "sex": "male",
            "previous_address": "和光市", "new_address": "川口市", "moved_in_on": "2026-04-21",
            "notified_on": "2026-04-22", "previous_municipality": "112291",
        }  # fmt: skip
        assert bench.deliver("J05", notice, ELSEWHERE).status_code == 200
        confirmed = bench.record(a)
        assert (confirmed["state"], confirmed["planned_out_on"]) == ("moved-out-confirmed", "2026-04-20")
        assert confirmed["planned_destination"] == "さいたま市"
        assert bench.read("ReadTasks")["tasks"] == []


def test_a_household_without_members_is_none() -> None:
    """
    The number of somebody who lived alone leads nowhere after the deletion; with a member left it does.
    """
    with Bench() as bench:
        household, (a, b, c) = family(bench)
        for resident in (c, b):
            bench.do("DeletionByDeath", notified_on="2026-04-10", resident=resident, died_on="2026-04-10")
        assert bench.read("ReadHousehold", household=household)["household"]["members"] == [a]
        bench.do("DeletionByDeath", notified_on="2026-04-10", resident=a, died_on="2026-04-10")
        assert "household" not in bench.read("ReadHousehold", household=household)


def test_a_householder_who_leaves_is_succeeded_or_looked_for() -> None:
    """
    One who stays becomes householder ex officio; two who stay leave a task for a clerk.
    """
    with Bench() as bench:
        household, (a, b, c) = family(bench)
        bench.do("MovingOut", **moving_out(a))
        bench.clock("2026-04-20T00:00:00+09:00")
        assert "householder" not in bench.read("ReadHousehold", household=household)["household"] or (
            bench.read("ReadHousehold", household=household)["household"]["householder"] is None
        )
        assert [task["kind"] for task in bench.read("ReadTasks")["tasks"]] == ["householder-missing"]
        bench.do("DeletionByDeath", notified_on="2026-04-20", resident=b, died_on="2026-04-XX")
        assert bench.read("ReadHousehold", household=household)["household"]["householder"] == c
        assert bench.town.of("L03", action="update")[-1]["relationship"] == "世帯主"


def test_late_moving_out_is_recorded_at_once() -> None:
    """
    A past date is recorded at once with that date; more than fourteen days late it is ex officio.
    """
    with Bench("2026-05-10T09:00:00+09:00") as bench:
        _household, (a, b, _c) = family(bench)
        bench.do("MovingOut", **moving_out(b, notified_on="2026-05-04"))
        assert bench.record(b)["state"] == "moved-out"
        assert bench.record(b)["history"][-1]["kind"] == "1"
        bench.do("MovingOut", **moving_out(a, notified_on="2026-05-05"))
        assert bench.record(a)["history"][-1]["kind"] == "2"
        assert bench.record(a)["deleted_on"] == "2026-04-20"


def test_an_early_notice_of_moving_in_deletes_before_the_planned_date() -> None:
    """
    A notice of moving in before the planned date deletes at the earlier date and keeps the planned values.
    """
    with Bench() as bench:
        _household, (_a, b, _c) = family(bench)
        bench.do("MovingOut", **moving_out(b))
        notice = {
            "resident_record_code": code(2), "name": "和光 b", "name_kana": "", "born_on": "1980-02-03",
            "sex": "female", "previous_address": "和光市", "new_address": "川口市", "moved_in_on": "2026-04-09",
            "notified_on": "2026-04-10", "previous_municipality": "112291",
        }  # fmt: skip
        bench.deliver("J05", notice, ELSEWHERE)
        record = bench.record(b)
        assert (record["deleted_on"], record["planned_out_on"]) == ("2026-04-09", "2026-04-20")
        assert record["state"] == "moved-out-confirmed"


def test_a_returning_resident_keeps_their_local_number() -> None:
    """
    Who comes back has the old local addressee number and history, and a new day of becoming a resident.
    """
    with Bench() as bench:
        _household, (_a, b, _c) = family(bench)
        bench.do("MovingOut", **moving_out(b))
        bench.clock("2026-06-01T00:00:00+09:00")
        outcome = bench.do(
            "MovingIn", **moving_in(person("b", 2), moved_in_on="2026-05-30", notified_on="2026-06-01")
        )
        assert outcome["residents"][0]["resident"] == b
        record = bench.record(b)
        assert (record["state"], record["became_resident_on"], record["deleted_on"]) == (
            "current",
            "2026-05-30",
            None,
        )
        assert [row["reason"] for row in record["history"]] == ["11", "21", "11"]
        sequences = [body["update_sequence"] for body in bench.town.of("J01", resident_record_code=code(2))]
        assert sequences == [2, 3]


def change_of_address(*residents: str, **more: Any) -> dict[str, Any]:
    """
    A change of address inside the municipality.
    """
    return {
        "identity": IDENTITY, "notified_on": "2026-04-10", "moved_on": "2026-04-09", "residents": list(residents),
        "to_address": {"address": "埼玉県和光市本町31-2", "building": "シーアイハイツ101"}, **more,
    }  # fmt: skip


def test_a_household_that_moves_together_stays_one() -> None:
    """
    J01 (31) for each mover, no J05, the same household, and the day of becoming a resident unchanged.
    """
    with Bench() as bench:
        household, residents = family(bench)
        outcome = bench.do("ChangeOfAddress", **change_of_address(*residents))
        assert {one["household"] for one in outcome["residents"]} == {household}
        assert [body["reason"] for body in bench.town.of("J01")] == ["31"] * 3
        assert not bench.town.of("J05")
        assert not bench.town.of("L03")
        record = bench.record(residents[0])
        assert (record["became_resident_on"], record["settled_on"]) == ("2026-04-07", "2026-04-09")


def test_two_of_three_found_a_household_of_their_own() -> None:
    """
    Those who leave get a new household, the one who stays becomes householder, and copies follow.
    """
    with Bench() as bench:
        household, (a, b, c) = family(bench)
        outcome = bench.do(
            "ChangeOfAddress",
            **change_of_address(
                b, c, new_household=True, householder=b, relationships=[{"resident": c, "relationship": "子"}]
            ),
        )
        new = outcome["residents"][0]["household"]
        assert new != household
        assert bench.read("ReadHousehold", household=new)["household"] == {
            "household": new, "householder": b, "members": [b, c]
        }  # fmt: skip
        assert bench.read("ReadHousehold", household=household)["household"]["householder"] == a
        assert {body["householder_name"] for body in bench.town.of("L03")} == {"和光 b"}


def test_a_leaving_householder_needs_relationships_for_the_rest() -> None:
    """
    When the householder leaves two behind, a clerk's word makes a new one; two householders are refused.
    """
    with Bench() as bench:
        household, (a, b, c) = family(bench)
        words = [{"resident": b, "relationship": "世帯主"}, {"resident": c, "relationship": "子"}]
        twice = [{"resident": b, "relationship": "世帯主"}, {"resident": c, "relationship": "世帯主"}]
        refused = bench.do(
            "ChangeOfAddress", **change_of_address(a, new_household=True, householder=a, relationships=twice)
        )
        assert refused["reason"] == "data-mismatch"
        assert bench.record(a)["household"] == household
        bench.do(
            "ChangeOfAddress", **change_of_address(a, new_household=True, householder=a, relationships=words)
        )
        assert bench.read("ReadHousehold", household=household)["household"]["householder"] == b
        assert bench.read("ReadTasks")["tasks"] == []


def test_a_change_of_householder_is_not_told_to_network_or_agency() -> None:
    """
    A change of householder sends A01, D01 and L03 for every member, and neither J01 nor I01.
    """
    with Bench() as bench:
        household, (a, b, c) = family(bench, foreign=FOREIGN)
        command: dict[str, Any] = {
            "identity": IDENTITY, "notified_on": "2026-04-10", "changed_on": "2026-04-09", "household": household,
            "householder": b,
            "relationships": [{"resident": a, "relationship": "夫"}, {"resident": c, "relationship": "子"}],
        }  # fmt: skip
        assert bench.do("ChangeOfHousehold", **command)["outcome"] == "accepted"
        assert set(bench.town.kinds()) == {"A01", "D01", "L03"}
        assert {body["householder_name"] for body in bench.town.of("L03")} == {"和光 b"}
        assert (bench.record(a)["householder"], bench.record(b)["householder"]) == (False, True)
        assert bench.record(a)["relationship"] == "夫"
        del command["relationships"][1:]
        assert (
            bench.do("ChangeOfHousehold", **{**command, "householder": a})["reason"] == "householder-missing"
        )


@pytest.mark.parametrize(
    ("word", "outcome"), [("孫", "refused"), ("子の子", "accepted"), ("子の子の子の子の子", "accepted")]
)
def test_relationships_are_those_of_the_standard(word: str, outcome: str) -> None:
    """
    Unmanaged words are refused, chains are taken, and a chain of five becomes 縁故者.
    """
    with Bench() as bench:
        answer = bench.do("MovingIn", **moving_in(person("a", 1), person("b", 2, word)))
        assert answer["outcome"] == outcome
        if outcome == "accepted":
            shown = bench.record(answer["residents"][1]["resident"])["relationship"]
            assert shown == (word if word == "子の子" else "縁故者")


def test_birth_draws_a_code_and_asks_for_a_number() -> None:
    """
    A child gets a code of the stock, J01 (13), J20, L03 and a notice; no J05, and no number before J21.
    """
    with Bench() as bench:
        household, _residents = family(bench)
        child = person("d", 9, "子", born_on="2026-04-08", resident_record_code=None, individual_number=None)
        outcome = bench.do("EntryByBirth", notified_on="2026-04-10", household=household, person=child)
        record = bench.record(outcome["residents"][0]["resident"])
        assert record["became_resident_on"] == "2026-04-08"
        assert record["resident_record_code"] in {code(9000 + index) for index in range(8)}
        assert record["individual_number"] is None
        assert [body["reason"] for body in bench.town.of("J01")] == ["13"]
        assert (len(bench.town.of("J20")), len(bench.town.of("J05"))) == (1, 0)
        assert [body["action"] for body in bench.town.of("L03")] == ["register", "update", "update", "update"]
        (document,) = bench.read("ReadDocuments", resident=record["resident"])["documents"]
        assert (document["kind"], document["addressed_to"]) == ("resident-record-code-notice", "和光 d")
        given = {**child, "resident_record_code": code(5)}
        refused = bench.do("EntryByBirth", notified_on="2026-04-10", household=household, person=given)
        assert refused["reason"] == "not-permitted"


def test_death_deletes_with_its_date_and_tells_the_agency() -> None:
    """
    A death deletes with its own date, known or not, and the Agency learns the date of death, not of recording.
    """
    with Bench() as bench:
        _household, (a, _b, _c) = family(bench, foreign=FOREIGN)
        outcome = bench.do("DeletionByDeath", notified_on="2026-04-10", resident=a, died_on="2026-04-08")
        assert outcome["outcome"] == "accepted"
        assert bench.town.of("J01")[0]["reason"] == "23"
        (i01,) = bench.town.of("I01")
        assert (i01["act"], i01["event_on"], i01["ex_officio"]) == ("deletion", "2026-04-08", True)
        assert not bench.town.of("I03")
        again = bench.do("DeletionByDeath", notified_on="2026-04-10", resident=a, died_on="2026-04-08")
        assert again["reason"] == "not-resident"


def correct(bench: Bench, resident: str, item: str, value: str | None, cause: str = "clerical-error") -> Any:
    """
    One ex officio correction.
    """
    return bench.do(
        "ExOfficioCorrection",
        resident=resident,
        changed_on="2026-04-10",
        cause=cause,
        amendments=[{"item": item, "value": value}],
    )


def test_corrections_are_told_by_item() -> None:
    """
    A name goes to network and Agency, a common name to the network only, a foreign reading to neither.
    """
    with Bench() as bench:
        _household, (a, b, _c) = family(bench, foreign=FOREIGN)
        for item, value, told in (
            ("common_name", "和光 太郎", {"J01"}),
            ("name_kana", "シルバ", set()),
            ("born_on", "1980-02-04", {"J01", "I01"}),
            ("name", "SILVA JOAO", {"J01", "I01"}),
        ):
            bench.town.taken.clear()
            assert correct(bench, a, item, value)["outcome"] == "accepted"
            assert set(bench.town.kinds()) & {"J01", "I01", "I03"} == told, item
            assert {"A01", "D01"} <= set(bench.town.kinds())
        assert len(bench.town.of("L03")) == 3, "the householder's name stands on every member's copy"
        assert correct(bench, b, "name", "和光 バ", "character-identification")["outcome"] == "accepted"
        assert bench.town.of("J01")[-1]["reason"] == "32"
        assert bench.record(b)["history"][-1]["kind"] == "2"
        assert bench.record(b)["history"][-1]["notified_on"] is None
        assert correct(bench, b, "common_name", "x")["reason"] == "not-permitted"
        assert correct(bench, b, "name", None)["reason"] == "data-mismatch"


def test_a_foreign_mover_is_told_to_the_agency_on_the_planned_date() -> None:
    """
    A planned moving out is told to the Agency on its date, and a change of address with the former address.
    """
    with Bench() as bench:
        _household, (a, b, c) = family(bench, foreign=FOREIGN)
        bench.do("ChangeOfAddress", **change_of_address(a, b, c))
        (i01,) = bench.town.of("I01")
        assert (i01["corrected_items"], i01["former_address"]) == (["address"], "埼玉県和光市広沢1-5")
        bench.do("MovingOut", **moving_out(a))
        assert len(bench.town.of("I01")) == 1
        bench.clock("2026-04-20T08:00:00+09:00")
        last = bench.town.of("I01")[-1]
        assert (last["act"], last["notification_article"], last["planned_moving_out_on"]) == (
            "deletion", "24", "2026-04-20",
        )  # fmt: skip


def test_the_agency_is_not_told_its_own_news() -> None:
    """
    I02 corrects the record and is not echoed, though the members learn their householder's name; one that fits nobody
    becomes a task.
    """
    with Bench() as bench:
        _household, (a, _b, _c) = family(bench, foreign=FOREIGN)
        body = {
            "reference": "isa-1", "residence_card_number": "AB12345678CD", "name": "和光 a", "born_on": "1980-02-03",
            "nationality": "BRA", "status_of_residence": "永住者", "period_of_stay": "無期限",
            "period_expires_on": None, "change": "status",
        }  # fmt: skip
        assert bench.deliver("I02", body, "immigration").status_code == 200
        assert bench.record(a)["foreign"]["status_of_residence"] == "永住者"
        assert bench.record(a)["history"][-1]["kind"] == "7"
        assert not set(bench.town.kinds()) & {"I01", "I03", "J01"}
        bench.deliver("I02", {**body, "change": "name", "name": "SILVA"}, "immigration")
        assert bench.town.of("J01")[-1]["name"] == "SILVA"
        assert [copy["householder_name"] for copy in bench.town.of("L03")[-3:]] == ["SILVA"] * 3
        bench.deliver("I02", {**body, "residence_card_number": "ZZ12345678ZZ"}, "immigration")
        assert [task["message_type"] for task in bench.read("ReadTasks")["tasks"]] == ["I02"]
        assert not bench.town.of("I01")
