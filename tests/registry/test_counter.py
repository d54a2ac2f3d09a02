"""
Cards, copies, extracts, the linkage and the access log at the counter.
"""

from __future__ import annotations

from typing import Any

import pytest

from registry.copies import CERTIFICATION
from tests.registry.town import FOREIGN, IDENTITY, Bench, code, moving_in, number, person


def resident_of(bench: Bench, n: int = 1, **more: Any) -> str:
    """
    Somebody who moved in; what was sent is forgotten.
    """
    outcome = bench.do("MovingIn", **moving_in(person("a", n, **more)))
    bench.town.taken.clear()
    resident: str = outcome["residents"][0]["resident"]
    return resident


def card_in_stock(bench: Bench, n: int = 1, card_id: str = "card-1") -> None:
    """
    A card of person n arrives for hand-over.
    """
    body = {
        "application_id": "ap-1", "card_id": card_id, "resident_record_code": code(n), "applied_on": "2026-03-01",
        "issued_on": "2026-03-20", "expires_on": "2036-02-03", "state": "in-stock",
    }  # fmt: skip
    assert bench.deliver("K03", body, "card_management").status_code == 200


def hand_over(resident: str, **more: Any) -> dict[str, Any]:
    """
    A hand-over at which everything is right.
    """
    return {
        "card_id": "card-1", "resident": resident, "collector": "self", "shown_name": "和光　a",
        "shown_born_on": "1980-02-03", "shown_individual_number": number(1), "document": "passport", "pin": "4071",
        **more,
    }  # fmt: skip


def test_a_card_is_handed_over_and_its_pin_kept_nowhere() -> None:
    """
    K04 goes, the card is active, and the PIN is in no message, read, log line or row of the store.
    """
    with Bench() as bench:
        resident = resident_of(bench)
        card_in_stock(bench)
        assert bench.do("HandOverCard", **hand_over(resident, pin="8642"))["outcome"] == "accepted"
        (k04,) = bench.town.of("K04")
        assert (k04["pin"], k04["kind"], k04["handed_over_on"]) == ("set", "in-person", "2026-04-10")
        assert bench.read("ReadCard", card_id="card-1")["card"]["state"] == "active"
        with bench.app.state.service._store.begin() as conn:
            everything = "\n".join(conn.connection.driver_connection.iterdump())
        assert "8642" not in everything.replace(k04["card_id"], "")
        assert "8642" not in str(bench.town.tried) + str(bench.read("ReadAccessLog"))
        assert bench.do("HandOverCard", **hand_over(resident))["reason"] == "card-not-in-stock"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"shown_born_on": "1980-02-04"}, "data-mismatch"),
        ({"shown_name": "和光 b"}, "data-mismatch"),
        ({"shown_individual_number": number(2)}, "data-mismatch"),
        ({"shown_individual_number": "123456789012"}, "invalid-number"),
        ({"document": None}, "document-missing"),
        ({"pin": "407"}, "pin-format"),
        ({"pin": "４０７１"}, "pin-format"),
        ({"pin": None}, "pin-format"),
        ({"no_pin_card": True}, "pin-format"),
        ({"collector": "proxy"}, "authority-missing"),
        ({"card_id": "card-9"}, "unknown-card"),
    ],
)
def test_a_hand_over_without_both_checks_is_refused(changed: dict[str, Any], reason: str) -> None:
    """
    Wrong data, no document or a wrong PIN stop the hand-over, and the card stays in stock.
    """
    with Bench() as bench:
        resident = resident_of(bench)
        card_in_stock(bench)
        assert bench.do("HandOverCard", **hand_over(resident, **changed))["reason"] == reason
        assert not bench.town.of("K04")
        assert bench.read("ReadCard", card_id="card-1")["card"]["state"] == "in-stock"
        assert bench.read("ReadAccessLog")["lines"][-2]["result"] == f"refused:{reason}"


def test_a_card_without_pin_must_be_asked_for() -> None:
    """
    An express wish for no PIN is taken; K05 later changes the card's state, and an unknown card becomes a task.
    """
    with Bench() as bench:
        resident = resident_of(bench)
        card_in_stock(bench)
        outcome = bench.do("HandOverCard", **hand_over(resident, pin=None, no_pin_card=True))
        assert outcome["outcome"] == "accepted"
        assert bench.town.of("K04")[0]["pin"] == "no-pin-card"
        body = {
            "card_id": "card-1", "state": "suspended", "cause": "紛失", "changed_on": "2026-04-10",
            "operator": "o", "terminal": "t",
        }  # fmt: skip
        bench.deliver("K05", body, "card_management")
        assert bench.read("ReadCard", card_id="card-1")["card"]["state"] == "suspended"
        bench.deliver("K05", {**body, "card_id": "card-7"}, "card_management")
        assert bench.read("ReadTasks")["tasks"][0]["kind"] == "unknown-card"


def copy(resident: str, *options: str, requester: str = "self", **more: Any) -> dict[str, Any]:
    """
    A claim for a copy.
    """
    return {
        "identity": {**IDENTITY, "filer_name": "和光 a"}, "requester": requester, "residents": [resident],
        "options": list(options), **more,
    }  # fmt: skip


BASE = {
    "name", "name_kana", "born_on", "sex", "became_resident_on", "address", "settled_on", "notified_on",
    "previous_address",
}  # fmt: skip


def test_a_copy_shows_what_was_asked_for_and_nothing_else() -> None:
    """
    The default copy has the base items only; each option adds its own; the text closes with the certification.
    """
    with Bench() as bench:
        resident = resident_of(bench)
        (plain,) = bench.do("IssueCopyOfRecord", **copy(resident))["documents"]
        assert {item["item"] for item in plain["items"]} == BASE
        assert plain["text"].endswith(CERTIFICATION)
        for hidden in (code(1), number(1), "本籍", "本町1番"):
            assert hidden not in plain["text"]
        (more,) = bench.do("IssueCopyOfRecord", **copy(resident, "relationship"))["documents"]
        assert {item["item"] for item in more["items"]} - BASE == {"householder_name", "relationship"}
        assert more["issue_number"] != plain["issue_number"]
        (full,) = bench.do("IssueCopyOfRecord", **copy(resident, "individual-number"))["documents"]
        assert number(1) in full["text"]
        prints = [line for line in bench.read("ReadAccessLog")["lines"] if line["kind"] == "print"]
        assert [line["individual_number_access"] for line in prints] == [False, False, True]
        assert bench.town.tried[-1]["envelope"]["message_type"] != "C01"
        assert len(bench.read("ReadDocuments", resident=resident)["documents"]) == 3


def test_a_foreign_residents_copy_has_its_own_items() -> None:
    """
    No reading and no nationality by default; the day of becoming a foreign resident has its own label.
    """
    with Bench() as bench:
        resident = resident_of(bench, foreign=FOREIGN, common_name="和光 太郎")
        (plain,) = bench.do("IssueCopyOfRecord", **copy(resident))["documents"]
        assert {item["item"] for item in plain["items"]} == (BASE - {"name_kana"}) | {"common_name"}
        assert "外国人住民となった年月日" in plain["text"]
        assert "BRA" not in plain["text"]


@pytest.mark.parametrize(
    ("requester", "option", "outcome"),
    [
        ("third-party", "individual-number", "refused"),
        ("third-party", "resident-record-code", "refused"),
        ("third-party", "relationship", "refused"),
        ("state-organ", "individual-number", "refused"),
        ("state-organ", "registered-domicile", "accepted"),
        ("household-member", "individual-number", "accepted"),
    ],
)
def test_numbers_are_for_the_house_alone(requester: str, option: str, outcome: str) -> None:
    """
    Numbers go to the person and the household only; third parties get base items only.
    """
    with Bench() as bench:
        resident = resident_of(bench)
        answer = bench.do(
            "IssueCopyOfRecord", **copy(resident, option, requester=requester, purpose="債権の保全")
        )
        assert answer["outcome"] == outcome
        unsaid = bench.do("IssueCopyOfRecord", **copy(resident, requester="third-party"))
        assert unsaid["reason"] == "not-permitted"


def test_a_planned_moving_out_is_not_on_the_copy() -> None:
    """
    Before the planned date the copy certifies a resident and says nothing of the plan; afterwards there is none.
    """
    with Bench() as bench:
        resident = resident_of(bench)
        bench.do(
            "MovingOut", identity=IDENTITY, notified_on="2026-04-10", planned_on="2026-04-20", residents=[resident],
            destination="札幌市", destination_municipality="011002",
        )  # fmt: skip
        (plain,) = bench.do("IssueCopyOfRecord", **copy(resident))["documents"]
        assert "札幌市" not in plain["text"]
        bench.clock("2026-04-20T09:00:00+09:00")
        assert bench.do("IssueCopyOfRecord", **copy(resident))["reason"] == "not-resident"


@pytest.mark.parametrize("department", ["dept-election", "dept-health-insurance"])
def test_an_extract_holds_no_number(department: str) -> None:
    """
    A media extract has no issued number in its text, its items or its name, whatever the department.
    """
    with Bench() as bench:
        resident = resident_of(bench)
        outcome = bench.do("MakeMediaExtract", department=department, residents=[resident])
        (document,) = outcome["documents"]
        assert "和光 a" in document["text"]
        for issued in (code(1), number(1)):
            assert issued not in str(document)


def test_the_register_office_never_inquires() -> None:
    """
    The inquiry is refused as not permitted, and nothing is sent.
    """
    with Bench() as bench:
        resident = resident_of(bench)
        before = len(bench.town.tried)
        outcome = bench.do("InquireAsRegisterOffice", resident=resident, information="JUMIN-04")
        assert outcome["reason"] == "not-permitted"
        assert len(bench.town.tried) == before


def test_copies_are_loaded_once_and_never_for_the_deleted() -> None:
    """
    A load of a copy that stands is an update of the same record; a deleted resident is refused.
    """
    with Bench() as bench:
        outcome = bench.do("MovingIn", **moving_in(person("a", 1), person("b", 2, "妻")))
        a, b = (one["resident"] for one in outcome["residents"])
        bench.do("LoadProvisionCopies", residents=[a, b])
        assert [body["action"] for body in bench.town.of("L03", local_addressee_number=a)] == [
            "register",
            "update",
        ]
        assert len({body["record_id"] for body in bench.town.of("L03", local_addressee_number=a)}) == 1
        assert set(bench.town.of("L03")[0]) == {
            "local_addressee_number", "record_id", "information", "action", "householder", "householder_name",
            "relationship", "applies_from",
        }  # fmt: skip
        bench.do("DeletionByDeath", notified_on="2026-04-10", resident=b, died_on="2026-04-09")
        assert bench.do("LoadProvisionCopies", residents=[a, b])["reason"] == "not-resident"


def test_the_log_says_who_did_what_and_holds_no_number() -> None:
    """
    Each action leaves one line with operator, terminal and record; the whole log holds no number or name.
    """
    with Bench() as bench:
        resident = resident_of(bench)
        bench.do("IssueCopyOfRecord", **copy(resident, "individual-number"))
        lines = bench.read("ReadAccessLog")["lines"]
        assert [line["n"] for line in lines] == list(range(1, len(lines) + 1))
        acts = [line for line in lines if line["operator"] == "op-1" and line["kind"] == "operation"]
        assert [(line["function"], line["resident"], line["terminal"]) for line in acts] == [
            ("MovingIn", resident, "t-1"), ("IssueCopyOfRecord", resident, "t-1"),
        ]  # fmt: skip
        assert all(line["individual_number_access"] for line in acts)
        for issued in (code(1), number(1), "和光 a"):
            assert issued not in str(lines)
        assert len(bench.read("ReadAccessLog", after=2, limit=3)["lines"]) == 3
