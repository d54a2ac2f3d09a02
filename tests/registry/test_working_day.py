"""
Households, authority, restoration, family registers, numbers, inquiries and the line: the reading of each limit.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.registry.test_changes import change_of_address, family, moving_out
from tests.registry.town import ELSEWHERE, FOREIGN, IDENTITY, Bench, code, moving_in, number, person

CHANGED = {"identity": IDENTITY, "notified_on": "2026-04-10", "changed_on": "2026-04-09"}
DECIDED = {"decided_on": "2026-04-10", "occurred_on": "2026-04-09"}
TOKYO = "131016"


def correct(bench: Bench, resident: str, cause: str, **items: str | None) -> Any:
    """
    An ex officio correction; forgets what was sent before it.
    """
    bench.town.taken.clear()
    amendments = [{"item": item, "value": value} for item, value in items.items()]
    return bench.do(
        "ExOfficioCorrection", resident=resident, changed_on="2026-04-09", cause=cause, amendments=amendments
    )


def test_a_split_and_a_merger_leave_one_householder_each() -> None:
    """
    REL-015: relationships and copies follow in one step, no J01, and nobody may be left without a householder.
    """
    with Bench() as bench:
        household, (a, b, c) = family(bench)
        headless = bench.do("SplitHousehold", **CHANGED, residents=[a], householder=a)
        assert (headless["reason"], headless["field"]) == ("householder-missing", "remaining_householder")
        split = bench.do("SplitHousehold", **CHANGED, residents=[b, c], householder=b, relationships=[
            {"resident": c, "relationship": "子"}
        ])  # fmt: skip
        new = split["residents"][0]["household"]
        assert bench.record(c)["householder_name"] == "和光 b"
        assert {body["reason"] for body in bench.town.of("D01")} == {"51"}
        assert "J01" not in bench.town.kinds()
        words = [{"resident": b, "relationship": "妻"}, {"resident": c, "relationship": "子"}]
        bench.do("MergeHouseholds", **CHANGED, household=new, into=household, relationships=words)
        assert bench.read("ReadHousehold", household=household)["household"]["members"] == [a, b, c]
        assert bench.record(b)["household"] == household != new


@pytest.mark.parametrize(
    ("unknown", "kind", "addressed"), [(False, "notice-to-person", True), (True, "public-notice", False)]
)
def test_an_act_for_want_of_a_notification_is_told_to_the_person(
    unknown: bool, kind: str, addressed: bool
) -> None:
    """
    REL-023: by letter, or by public notice where nobody knows where they are; no filer, no day of filing.
    """
    with Bench() as bench:
        stranger = person("s", 1)
        outcome = bench.do(
            "ExOfficioEntry", **DECIDED, ground="failure-to-notify", persons=[stranger],
            to_address={"address": "埼玉県和光市新倉1-1"}, whereabouts_unknown=unknown,
        )  # fmt: skip
        (document,) = outcome["documents"]
        assert (document["kind"], document["addressed_to"] is not None) == (kind, addressed)
        record = bench.record(outcome["residents"][0]["resident"])
        assert (record["notified_on"], record["filed_by"], record["history"][0]["kind"]) == (None, None, "2")
        assert [body["reason"] for body in bench.town.of("J01")] == ["16"]


def test_a_restored_householder_heads_the_former_household_again() -> None:
    """
    REL-024: history goes on with a row that cancels, the network hears of an entry by authority, copies come back.
    """
    with Bench() as bench:
        household, (a, b, _c) = family(bench)
        bench.do("MovingOut", **moving_out(_c, planned_on="2026-04-10"))
        bench.do("ExOfficioDeletion", **DECIDED, resident=a, ground="other-organ", event="not-living-here")
        assert bench.record(b)["householder"] is True
        bench.town.taken.clear()
        bench.do("RestoreRecord", resident=a, decided_on="2026-04-10")
        record = bench.record(a)
        assert (record["state"], record["household"], record["householder"]) == ("current", household, True)
        assert [(row["reason"], row.get("cancels"), row.get("effect")) for row in record["history"]] == [
            ("11", None, None), ("26", None, None), ("59", 2, "increase"),
        ]  # fmt: skip
        assert bench.record(b)["relationship"] == "妻"
        assert [body["reason"] for body in bench.town.of("J01")] == ["16"]
        assert bench.town.of("L03", action="register")
        assert bench.do("RestoreRecord", resident=a, decided_on="2026-04-10")["reason"] == "already-done"


def test_a_cancelled_change_of_address_goes_back_everywhere() -> None:
    """
    REL-024: three rows, the former address and household, J01 as a correction, J09 with the items put right.
    """
    with Bench() as bench:
        household, (a, b, c) = family(bench, registered_domicile_municipality=TOKYO)
        bench.do("ChangeOfAddress", **change_of_address(a, new_household=True, householder=a, relationships=[
            {"resident": b, "relationship": "世帯主"}, {"resident": c, "relationship": "子"}
        ]))  # fmt: skip
        assert bench.record(a)["household"] != household
        bench.town.taken.clear()
        cancelled = bench.do("CancelChange", resident=a, sequence=2, decided_on="2026-04-10")
        assert cancelled["reason"] == "invalid-relationship"
        bench.do("ChangeOfAddress", **change_of_address(c, new_household=True, householder=c))
        bench.town.taken.clear()
        sequence = bench.record(c)["history"][-1]["sequence"]
        bench.do("CancelChange", resident=c, sequence=sequence, decided_on="2026-04-10")
        record = bench.record(c)
        assert (record["address"], record["household"]) == ("埼玉県和光市広沢1-5", household)
        assert (record["history"][-1]["reason"], record["history"][-1]["effect"]) == ("59", "correction")
        assert [body["reason"] for body in bench.town.of("J01")] == ["33"]


@pytest.mark.parametrize(
    ("kind", "reasons", "foreign"), [("naturalisation", ["24", "14"], FOREIGN), ("loss", ["25", "15"], None)]
)
def test_a_change_of_nationality_is_a_deletion_and_an_entry(
    kind: str, reasons: list[str], foreign: Any
) -> None:
    """
    REL-019: in order, under the same code and number, with one current record and no request for a number.
    """
    with Bench() as bench:
        _household, (a, _b, _c) = family(bench, foreign=foreign)
        after = {"foreign": FOREIGN} if kind == "loss" else {
            "registered_domicile": "東京都千代田区1", "head_of_family_register": "日本 太郎",
        }  # fmt: skip
        outcome = bench.do(
            "ChangeOfNationality", notified_on="2026-04-10", resident=a, kind=kind, occurred_on="2026-04-09",
            name="日本 太郎", name_kana="にほん たろう", **after,
        )  # fmt: skip
        assert outcome["outcome"] == "accepted", outcome
        sent = bench.town.of("J01", resident_record_code=code(1))
        assert [(body["reason"], body["record_status"]) for body in sent] == [
            (reasons[0], "deleted"), (reasons[1], "current"),
        ]  # fmt: skip
        assert bench.record(a)["individual_number"] == number(1)
        assert not bench.town.of("J20")
        assert len(bench.town.of("I01")) == 1


def test_a_notice_of_a_family_register_waits_for_a_clerk() -> None:
    """
    JUKI-015: nothing changes before it is confirmed, and for who is no resident nothing ever does.
    """
    with Bench() as bench:
        _household, (a, _b, _c) = family(bench)
        event = {
            "event": "marriage", "occurred_on": "2026-04-08", "accepted_on": "2026-04-09", "name": "和光 a",
            "born_on": "1980-02-03", "address": "x", "items": {"name": "結婚 太郎"},
        }  # fmt: skip
        bench.deliver("J22", {**event, "resident_record_code": code(1)}, ELSEWHERE)
        bench.deliver("J22", {**event, "resident_record_code": code(99)}, ELSEWHERE)
        assert bench.record(a)["name"] == "和光 a"
        first, second = bench.read("ReadTasks")["tasks"]
        assert (first["resident"], first["proposed"]) == (a, [{"item": "name", "value": "結婚 太郎"}])
        assert bench.do("ConfirmNotice", task=second["n"], decision="confirm")["reason"] == "unknown-resident"
        bench.do("ConfirmNotice", task=first["n"], decision="confirm")
        assert [(body["reason"], body["changed_on"]) for body in bench.town.of("J01")] == [
            ("33", "2026-04-08")
        ]
        assert bench.record(a)["history"][-1]["kind"] == "5"
        assert not bench.town.of("J09")
        assert bench.do("ConfirmNotice", task=first["n"], decision="confirm")["reason"] == "already-done"


@pytest.mark.parametrize(
    ("cause", "items", "told"),
    [
        ("character-identification", {"name": "和光 異"}, ["32"]),
        ("court", {"name": "和光 新"}, ["33"]),
        ("building-renaming", {"building": "新ビル"}, ["32"]),
        ("building-renaming", {"name": "和光 新"}, ["33"]),
        ("ordinary-characters", {"former_surname": "旧姓"}, ["33"]),
        ("character-identification", {"former_surname": "旧姓"}, ["32"]),
        ("request", {"telephone": "048-000"}, []),
        ("request", {"administrative_district": "1"}, []),
        ("clerical-error", {"settled_on": "2026-04-06"}, []),
    ],
)
def test_what_a_correction_tells_the_network(cause: str, items: dict[str, str], told: list[str]) -> None:
    """
    JUKI-002, 003, 004: only trigger items, as a minor correction only where cause and item fit.
    """
    with Bench() as bench:
        _household, (a, _b, _c) = family(bench)
        assert correct(bench, a, cause, **items)["outcome"] == "accepted"
        assert [body["reason"] for body in bench.town.of("J01")] == told


def test_a_changed_code_ends_the_old_one_and_leaves_the_number() -> None:
    """
    JUKI-008: old and new go to the network, the old one opens nothing any more, and a claim needs its claimant.
    """
    with Bench() as bench:
        _household, (a, _b, _c) = family(bench, registered_domicile_municipality=TOKYO)
        claim = {"resident": a, "requested_on": "2026-04-10", "cause": "claim"}
        assert bench.do("ChangeResidentRecordCode", **claim)["reason"] == "identity-missing"
        outcome = bench.do("ChangeResidentRecordCode", **claim, identity=IDENTITY)
        assert [document["kind"] for document in outcome["documents"]] == [
            "resident-record-code-change-notice"
        ]
        (told,) = bench.town.of("J01")
        assert (told["reason"], told["former_resident_record_code"], told["code_used_from"]) == (
            "37", code(1), "2026-04-10",
        )  # fmt: skip
        assert bench.read("ReadResidentRecord", resident_record_code=code(1)) == {}
        assert bench.record(a)["individual_number"] == number(1)
        assert [body["corrected"] for body in bench.town.of("J09")] == [["resident_record_code"]]


def test_a_changed_number_comes_from_the_organisation() -> None:
    """
    JUKI-011: the old one stands until J21; then J01 names both and the addressee system renews its mapping.
    """
    with Bench() as bench:
        _household, (a, _b, _c) = family(bench)
        claim = {"resident": a, "requested_on": "2026-04-10", "cause": "claim", "identity": IDENTITY}
        bench.do("ChangeIndividualNumber", **claim)
        assert bench.town.of("J20")[0]["former_individual_number"] == number(1)
        assert bench.record(a)["individual_number"] == number(1)
        bench.deliver("J21", {"resident_record_code": code(1), "individual_number": number(77)}, "juki_net")
        (told,) = bench.town.of("J01")
        assert (told["reason"], told["individual_number"], told["former_individual_number"]) == (
            "34", number(77), number(1),
        )  # fmt: skip
        assert bench.town.of("A02")[-1]["individual_number"] == number(77)


def test_an_inquiry_needs_a_lawful_use_and_a_whole_key() -> None:
    """
    JUKI-016: nothing is asked for another use or by a part of the items; the log tells operator and purpose.
    """
    with Bench() as bench:
        assert (
            bench.do("InquireIdentity", purpose="curiosity", resident_record_code=code(1))["field"]
            == "purpose"
        )
        assert bench.do("InquireIdentity", purpose="moving-in", name="和光")["reason"] == "not-permitted"
        assert not bench.town.tried
        bench.town.replies["J17"] = {"result": "none", "persons": []}
        bench.do("InquireIdentity", purpose="hand-over", resident_record_code=code(1), reach="nationwide")
        assert [body["prefecture"] for body in bench.town.of("J17")] == ["110001"]
        lines = [line for line in bench.read("ReadAccessLog")["lines"] if line["function"] == "J17"]
        assert [(line["operator"], line["text"]) for line in lines] == [("op-1", "purpose hand-over")]


def _silent(kind: str, message: dict[str, Any]) -> httpx.Response | None:
    if kind != "J01":
        return None
    ack = {"message_id": message["envelope"]["message_id"], "received": "new", "journal": 1, "reply": None}
    return httpx.Response(200, json=ack)


@pytest.mark.parametrize(("at", "told"), [("10:00:00", False), ("10:00:01", True)])
def test_an_update_stays_open_until_its_result(at: str, told: bool) -> None:
    """
    JUKI-006: an acknowledgement without J02 is no result; past the limit a clerk is told, and it arrives once.
    """
    with Bench() as bench:
        bench.town.answer = _silent
        outcome = bench.do("MovingIn", **moving_in(person("a", 1)))
        resident = outcome["residents"][0]["resident"]
        kept = list(bench.read("ReadDeliveries", resident=resident)["deliveries"])
        assert [each["state"] for each in kept if each["message_type"] == "J01"] == ["waiting"]
        bench.clock(f"2026-04-10T{at}+09:00")
        kinds = [task["kind"] for task in bench.read("ReadTasks")["tasks"]]
        assert ("delivery-overdue" in kinds) == told
        bench.town.answer = lambda _kind, _message: None
        bench.settle()
        assert len(bench.town.of("J01")) == 1


def test_paper_goes_only_while_the_line_is_out_of_order() -> None:
    """
    JUKI-006: what was taken is refused, what waits is printed, and goes by the line afterwards all the same.
    """
    with Bench() as bench:
        fine = bench.do("MovingIn", **moving_in(person("a", 1)))["residents"][0]["resident"]
        assert bench.do("SendOnPaper", resident=fine, message_type="J05")["reason"] == "line-in-order"
        bench.town.answer = lambda kind, _message: httpx.Response(503) if kind == "J05" else None
        stuck = bench.do("MovingIn", **moving_in(person("b", 2)))["residents"][0]["resident"]
        printed = bench.do("SendOnPaper", resident=stuck, message_type="J05")["documents"]
        assert [document["kind"] for document in printed] == ["notice-on-paper"]
        bench.town.answer = lambda _kind, _message: None
        bench.settle()
        assert len(bench.town.of("J05", resident_record_code=code(2))) == 1


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"registered_domicile_municipality": TOKYO}, 1),
        ({"registered_domicile_municipality": "112291"}, 0),
        ({"registered_domicile_municipality": TOKYO, "foreign": FOREIGN}, 0),
        ({}, 0),
    ],
)
def test_who_is_told_of_the_supplementary_record(more: dict[str, Any], told: int) -> None:
    """
    JUKI-012: the other municipality of the registered domicile; its own record is renewed here; never of foreigners.
    """
    with Bench() as bench:
        outcome = bench.do("MovingIn", **moving_in(person("a", 1, **more)))
        resident = outcome["residents"][0]["resident"]
        assert len(bench.town.of("J09")) == told
        own = bench.read("ReadSupplementaryRecord", resident=resident).get("supplementary")
        assert (own is not None) == (more.get("registered_domicile_municipality") == "112291")
        bench.do("MovingOut", **moving_out(resident))
        bench.clock("2026-04-20T00:00:00+09:00")
        assert len(bench.town.of("J09")) == told
