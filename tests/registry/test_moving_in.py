"""
Notification of moving in: what is recorded, who is told, what is refused.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.registry.town import BASIS, FOREIGN, IDENTITY, Bench, code, moving_in, number, person


def test_one_record_per_person_and_everyone_told() -> None:
    """
    A household of two gets two records, and each neighbour its message once per person.
    """
    with Bench() as bench:
        outcome = bench.do("MovingIn", **moving_in(person("a", 1), person("b", 2, "妻", sex="female")))
        assert outcome["outcome"] == "accepted"
        first = bench.record(outcome["residents"][0]["resident"])
        assert (first["became_resident_on"], first["notified_on"]) == ("2026-04-07", "2026-04-10")
        assert first["resident_record_code"] == code(1)
        assert [row["reason"] for row in first["history"]] == ["11"]
        sent = bench.town.kinds()
        for kind in ("J01", "J05", "A01", "A02", "L03"):
            assert sent.count(kind) == 2, kind
        assert sent.count("D01") == 2 * len(BASIS)
        assert sent.count("J15") == sent.count("J20") == sent.count("I01") == sent.count("D03") == 0
        j01 = bench.town.of("J01", resident_record_code=code(1))[0]
        assert len(j01) == 40
        assert (j01["reason"], j01["changed_on"], j01["individual_number"]) == ("11", "2026-04-07", number(1))
        assert bench.settle() == {"settled": True, "undelivered": 0}


def test_number_goes_only_where_a_basis_stands() -> None:
    """
    D01 holds the Individual Number for departments with a basis, and no such key for the others.
    """
    with Bench() as bench:
        bench.do("MovingIn", **moving_in(person("a", 1)))
        seen = {
            message["envelope"]["receiver"]: message["body"].get("individual_number", "absent")
            for message in bench.town.taken
            if message["envelope"]["message_type"] == "D01"
        }
        assert seen == {name: number(1) if allowed else "absent" for name, allowed in BASIS.items()}


@pytest.mark.parametrize(
    ("changed", "reason", "field"),
    [
        ({"document": None}, "document-missing", "document"),
        ({"moved_in_on": "2026-04-11"}, "future-date", "moved_in_on"),
        ({"notified_on": "2026-04-11"}, "future-date", "notified_on"),
        ({"moved_in_on": "2026-02-30"}, "invalid-date", "moved_in_on"),
        ({"moved_in_on": "1970-01-01"}, "invalid-date", "moved_in_on"),
        ({"identity": {**IDENTITY, "evidence": None}}, "identity-missing", "identity.evidence"),
        ({"identity": {**IDENTITY, "filer_name": " "}}, "identity-missing", "identity.filer_name"),
        ({"identity": {**IDENTITY, "filer": "proxy"}}, "authority-missing", "identity.authority"),
        ({"from_municipality": "111008"}, "invalid-number", "from_municipality"),
        ({"persons": []}, "data-mismatch", "persons"),
        ({"household": "0000000000"}, "unknown-household", "household"),
    ],
)
def test_what_may_not_be_entered(changed: dict[str, Any], reason: str, field: str) -> None:
    """
    A filing that lacks what the law demands is refused by name, records nothing and sends nothing.
    """
    with Bench() as bench:
        outcome = bench.do("MovingIn", **{**moving_in(person("a", 1)), **changed})
        assert (outcome["outcome"], outcome["reason"], outcome["field"]) == ("refused", reason, field)
        assert bench.town.tried == []
        assert bench.read("ReadResidentRecord", resident_record_code=code(1)) == {}
        assert bench.read("ReadAccessLog")["lines"][-2]["result"] == f"refused:{reason}"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"individual_number": "983205673210"}, "individual_number"),
        ({"individual_number": "９８３２０５６７３２１４"}, "individual_number"),
        ({"individual_number": "98320567321"}, "individual_number"),
        ({"resident_record_code": "12345678904"}, "resident_record_code"),
        ({"foreign": {**FOREIGN, "residence_card_number": "A123"}}, "foreign.residence_card_number"),
    ],
)
def test_wrong_numbers_are_refused_by_field(changed: dict[str, Any], field: str) -> None:
    """
    A wrong check digit, width or length of a number is refused as invalid-number with the path of the field.
    """
    with Bench() as bench:
        outcome = bench.do("MovingIn", **moving_in(person("a", 1), person("b", 2, "妻", **changed)))
        assert (outcome["reason"], outcome["field"]) == ("invalid-number", f"persons[1].{field}")
        assert bench.town.tried == []


def test_same_household_needs_no_authority_and_a_substitute_counts() -> None:
    """
    A filer of the household is taken without authority, and a recorded substitute stands for missing evidence.
    """
    with Bench() as bench:
        same = {"filer": "same-household", "filer_name": "和光 花子", "evidence": "passport"}
        told = {"filer": "self", "filer_name": "和光 次郎", "evidence": None, "substitute": "質問への回答"}
        assert bench.do("MovingIn", **moving_in(person("a", 1), identity=same))["outcome"] == "accepted"
        outcome = bench.do("MovingIn", **moving_in(person("a", 2), identity=told))
        record = bench.record(outcome["residents"][0]["resident"])
        assert record["filed_by"] == {
            "filer": "self", "evidence": None, "authority": None, "substitute": "質問への回答"
        }  # fmt: skip


def test_nobody_is_entered_twice() -> None:
    """
    A living resident cannot be entered again, by code or by number.
    """
    with Bench() as bench:
        bench.do("MovingIn", **moving_in(person("a", 1)))
        for again in (person("a", 1), {**person("a", 1), "resident_record_code": code(5)}):
            outcome = bench.do("MovingIn", **moving_in(again))
            assert outcome["reason"] == "duplicate-person"


def test_a_foreign_resident_is_told_to_the_agency_without_numbers() -> None:
    """
    A foreign resident's moving in sends I01 and I03 at once; neither holds an issued number.
    """
    with Bench() as bench:
        bench.do("MovingIn", **moving_in(person("a", 1, foreign=FOREIGN)))
        (i01,), (i03,) = bench.town.of("I01"), bench.town.of("I03")
        assert (i01["act"], i01["notification_article"], i03["article"]) == ("entry", "22", "22")
        assert i01["former_address"] is None
        assert i01["reference"] != i03["reference"]
        assert number(1) not in str(i01) + str(i03)
        assert code(1) not in str(i01) + str(i03)


def test_a_first_time_foreign_resident_gets_code_notice_and_number() -> None:
    """
    From abroad without a code: search, then a code of the stock, J20 and a printed notice; J21 enters the number.
    """
    with Bench() as bench:
        new = person("a", 1, foreign=FOREIGN, resident_record_code=None, individual_number=None)
        outcome = bench.do(
            "MovingIn",
            **moving_in(
                new, from_municipality=None, from_address="Brasil", document=None, exemption="from-abroad"
            ),
        )
        assert outcome["documents"][0]["kind"] == "resident-record-code-notice"
        assert bench.town.kinds()[0] == "J15"
        assert not bench.town.of("J05")
        record = bench.record(outcome["residents"][0]["resident"])
        drawn = record["resident_record_code"]
        assert drawn in {code(9000 + index) for index in range(8)}
        assert bench.town.of("J20") == [{"resident_record_code": drawn, "kind": "first"}]
        assert bench.town.of("J01")[0]["reason"] == "12"
        answer = bench.deliver(
            "J21", {"resident_record_code": drawn, "individual_number": number(77)}, "juki_net"
        )
        assert answer.status_code == 200
        assert bench.record(record["resident"])["individual_number"] == number(77)
        assert [body["reason"] for body in bench.town.of("J01")] == ["12", "36"]
        assert bench.town.of("A01")[-1]["individual_number"] == number(77)
        assert [body["history_sequence"] for body in bench.town.of("A01")] == [1, 2]


def test_a_lost_code_is_searched_for_before_one_is_drawn() -> None:
    """
    Where the search finds the person, their old code and number are inherited and no notice is printed.
    """
    with Bench() as bench:
        found = {
            "resident_record_code": code(33), "individual_number": number(33), "name": "和光 a",
            "address": "x", "born_on": "1980-02-03", "sex": "male", "reason": "22", "changed_on": "2015-01-01",
        }  # fmt: skip
        bench.town.replies["J15"] = {"result": "found", "persons": [found]}
        lost = person("a", 1, resident_record_code=None, individual_number=None)
        outcome = bench.do("MovingIn", **moving_in(lost))
        record = bench.record(outcome["residents"][0]["resident"])
        assert (record["resident_record_code"], record["individual_number"]) == (code(33), number(33))
        assert "documents" not in outcome
        bench.town.replies["J15"] = {"result": "ambiguous", "persons": [found, found]}
        lost = person("b", 2, resident_record_code=None, individual_number=None)
        stock = 8 - len(bench.town.of("J20"))
        assert bench.do("MovingIn", **moving_in(lost))["reason"] == "data-mismatch"
        (task,) = bench.read("ReadTasks")["tasks"]
        assert (task["kind"], task["message_type"]) == ("several-people-found", "J15")
        assert bench.town.of("J15")[-1]["name"] == "和光 b"
        bench.town.replies["J15"] = {"result": "none", "persons": []}
        for index in range(stock):
            new = person(f"c{index}", 50 + index, resident_record_code=None, individual_number=None)
            assert bench.do("MovingIn", **moving_in(new))["outcome"] == "accepted"


def test_a_code_found_with_a_wrong_check_digit_is_not_inherited() -> None:
    """
    What the network answers is checked like any number: a wrong code is refused and nobody is entered.
    """
    with Bench() as bench:
        found = {
            "resident_record_code": "12345678904", "individual_number": None, "name": "和光 a",
            "address": "x", "born_on": "1980-02-03", "sex": "male", "reason": "22", "changed_on": "2015-01-01",
        }  # fmt: skip
        bench.town.replies["J15"] = {"result": "found", "persons": [found]}
        lost = person("a", 1, resident_record_code=None, individual_number=None)
        assert bench.do("MovingIn", **moving_in(lost))["reason"] == "invalid-number"
        assert bench.town.kinds() == ["J15"]


def test_an_empty_stock_refuses_and_a_low_one_asks_for_more() -> None:
    """
    With few codes left J19 asks for more, and its answer is added; without any the entry is refused.
    """
    with Bench() as bench:
        bench.town.replies["J19"] = {"municipality": "112291", "codes": [code(9100)]}
        for index in range(9):
            new = person(f"p{index}", 100 + index, resident_record_code=None)
            outcome = bench.do("MovingIn", **moving_in(new, document=None, exemption="never-recorded"))
            assert outcome["outcome"] == "accepted"
        assert bench.town.of("J19")
        new = person("last", 300, resident_record_code=None)
        last = bench.do("MovingIn", **moving_in(new, document=None, exemption="never-recorded"))
        assert last["reason"] == "no-codes-left"


def test_noted_insurance_is_passed_on_and_changes_nothing_here() -> None:
    """
    A noted qualification goes to the department as D03; only its D02 changes the record.
    """
    with Bench() as bench:
        noted = {"insured": True, "symbol_and_number": "和-1"}
        outcome = bench.do("MovingIn", **moving_in(person("a", 1, health_insurance=noted)))
        resident = outcome["residents"][0]["resident"]
        assert bench.town.of("D03") == [
            {
                "local_addressee_number": resident,
                "insured": True,
                "symbol_and_number": "和-1",
                "noted_on": "2026-04-10",
            }
        ]
        assert bench.record(resident)["health_insurance"] is None
        body = {
            "local_addressee_number": resident,
            "health_insurance": {
                "household_number": "0000000019", "relationship_class": "世帯主", "acquired_on": "2026-04-07",
                "acquired_by": "転入", "lost_on": None, "lost_by": None, "insured": True,
            },
        }  # fmt: skip
        before = len(bench.town.taken)
        assert bench.deliver("D02", body, "dept-health-insurance").status_code == 200
        assert bench.record(resident)["health_insurance"]["acquired_on"] == "2026-04-07"
        assert bench.record(resident)["history"][-1]["kind"] == "8"
        assert len(bench.town.taken) == before


def test_a_provisional_entry_stays_inside_until_decided() -> None:
    """
    Before the decision nothing is sent, read or counted; the decision makes the entry once; discarding leaves none.
    """
    with Bench() as bench:
        saved = bench.do("MovingIn", **moving_in(person("a", 1), provisional=True))
        assert bench.town.tried == []
        assert bench.read("ReadResidentRecord", resident_record_code=code(1)) == {}
        assert bench.read("ReadStatistics", on="2026-04-10")["statistics"]["residents"] == 0
        decided = bench.do("DecideChange", change_id=saved["change_id"], decision="decide")
        assert bench.record(decided["residents"][0]["resident"])["state"] == "current"
        assert bench.town.of("J01")
        again = bench.do("DecideChange", change_id=saved["change_id"], decision="decide")
        assert again["reason"] == "unknown-change"
        other = bench.do("MovingIn", **moving_in(person("b", 2), provisional=True))
        before = len(bench.town.taken)
        bench.do("DecideChange", change_id=other["change_id"], decision="discard")
        assert bench.read("ReadResidentRecord", resident_record_code=code(2)) == {}
        assert len(bench.town.taken) == before
