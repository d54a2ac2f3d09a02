"""
A bulk load: everybody is taken over as they stand, nobody is told, and a bad line leaves nothing behind.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from registry.rules.check_digits import local_number
from tests.registry.town import Bench, code, number

RUNNING = [n for n in range(1, 40) if local_number(n)]


def line(n: int, household: int = 1, **changes: Any) -> dict[str, Any]:
    """
    A resident who has been here since 2020; the first of a household heads it.
    """
    person = {
        "ref": str(n),
        "name": f"和光　{'一二三四五'[n % 5]}子",
        "name_kana": "わこう　こ",
        "born_on": "1990-04-01",
        "sex": "female",
        "relationship": "世帯主",
        "resident_record_code": code(100 + n),
        "individual_number": number(100 + n),
        **changes.pop("person", {}),
    }
    return {
        "resident": local_number(RUNNING[n]),
        "household": local_number(RUNNING[household]),
        "person": person,
        "address": {"address": "埼玉県和光市本町1番1号", "postal_code": "3510114", "town_code": "001"},
        "became_resident_on": "2020-03-01",
        "settled_on": "2021-03-01",
        "notified_on": "2020-03-02",
        "reason": "11",
        "previous_municipality": "111007",
        "update_sequence": 4,
        "history_sequence": 7,
        **changes,
    }


def ndjson(*lines: Any) -> bytes:
    """
    The lines as they go over the wire.
    """
    return b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in lines)


CARD = {"card_id": "CARD-1", "state": "active", "issued_on": "2023-01-10", "expires_on": "2033-04-01"}
FAMILY = (line(1, card=CARD), line(2, person={"relationship": "夫"}), line(3, household=2))


def test_everybody_stands_afterwards() -> None:
    """
    Record, household, history, card and statistics are what the lines say, and nobody was told.
    """
    with Bench() as bench:
        loaded = bench.ok("POST", "/control/load", ndjson(*FAMILY))
        assert loaded == {"residents": 3, "households": 2, "cards": 1}
        bench.settle()
        assert bench.town.tried == []
        record = bench.record(FAMILY[0]["resident"])
        assert (record["state"], record["householder"], record["settled_on"]) == (
            "current",
            True,
            "2021-03-01",
        )
        assert [(row["reason"], row["changed_on"]) for row in record["history"]] == [("11", "2020-03-01")]
        home = bench.read("ReadHousehold", household=FAMILY[0]["household"])["household"]
        assert home["members"] == [FAMILY[0]["resident"], FAMILY[1]["resident"]]
        assert bench.read("ReadCard", card_id="CARD-1")["card"]["state"] == "active"
        counted = bench.read("ReadStatistics", on="2026-04-10")["statistics"]
        assert (counted["residents"], counted["households"]) == (3, 2)


def test_numbers_go_on_after_those_taken_over() -> None:
    """
    The next update of a loaded record has the next number, and a new resident gets a number that nobody has.
    """
    with Bench() as bench:
        bench.ok("POST", "/control/load", ndjson(*FAMILY))
        outcome = bench.do(
            "DeletionByDeath", notified_on="2026-04-10", resident=FAMILY[2]["resident"], died_on="2026-04-09"
        )
        assert outcome["outcome"] == "accepted"
        (update,) = bench.town.of("J01")
        assert update["update_sequence"] == 5
        (change,) = bench.town.of("A01")
        assert change["history_sequence"] == 8
        child = {
            **{k: v for k, v in FAMILY[0]["person"].items() if not k.endswith(("code", "number"))},
            "born_on": "2026-04-09",
            "relationship": "子",
        }
        born = bench.do(
            "EntryByBirth", notified_on="2026-04-10", household=FAMILY[0]["household"], person=child
        )
        assert born["residents"][0]["resident"] not in {each["resident"] for each in FAMILY}


CODE, NUMBER = "person.resident_record_code", "person.individual_number"
OLD_CARD = {**CARD, "card_id": "C-2", "expires_on": "2025-01-01"}
WRONG = {
    "check digit": (line(2, person={"resident_record_code": "12345678901"}), "invalid-number", CODE),
    "no code": (line(2, person={"resident_record_code": None}), "data-mismatch", CODE),
    "unknown field": (line(2, colour="red"), "malformed", "colour"),
    "missing field": ({k: v for k, v in line(2).items() if k != "settled_on"}, "malformed", "settled_on"),
    "second householder": (line(2), "data-mismatch", "person.relationship"),
    "same resident": (line(1, household=2), "duplicate-person", "resident"),
    "same code": (line(2, 2, person={"resident_record_code": code(101)}), "duplicate-person", CODE),
    "same number": (line(2, 2, person={"individual_number": number(101)}), "duplicate-person", NUMBER),
    "same card": (line(2, 2, card=CARD), "duplicate-person", "card.card_id"),
    "no householder": (line(2, 2, person={"relationship": "子"}), "householder-missing", "household"),
    "future": (line(2, 2, became_resident_on="2026-05-01"), "future-date", "became_resident_on"),
    "settled before": (line(2, 2, settled_on="2019-01-01"), "invalid-date", "settled_on"),
    "expired card": (line(2, 2, card=OLD_CARD), "invalid-date", "card.expires_on"),
    "word": (line(2, 2, person={"relationship": "孫"}), "invalid-relationship", "person.relationship"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_bad_line_is_named_and_nothing_is_kept(what: str) -> None:
    """
    The problem names line and field, the good line before it is not kept, and the load can be mended and come again.
    """
    bad, reason, field = WRONG[what]
    with Bench() as bench:
        answer = bench.request("POST", "/control/load", ndjson(FAMILY[0], bad))
        assert answer.status_code == 422
        assert (answer.json()["code"], answer.json()["field"]) == (reason, f"line[2].{field}")
        assert bench.read("ReadResidentRecord", resident=FAMILY[0]["resident"]) == {}
        assert bench.read("ReadCard", card_id="CARD-1") == {}
        assert bench.ok("POST", "/control/load", ndjson(*FAMILY))["residents"] == 3


@pytest.mark.parametrize(
    ("content", "status", "field"),
    [
        (ndjson(FAMILY[0]) + b"\n\xff\n", 400, "line[3]"),
        (ndjson(FAMILY[0]) + b'{"resident": \n', 400, "line[2]"),
        (ndjson(FAMILY[0]) + b"7\n", 422, "line[2]"),
        (ndjson(FAMILY[0]) + b"x" * 70_000, 413, "line[2]"),
    ],
)
def test_what_is_no_line_is_named(content: bytes, status: int, field: str) -> None:
    """
    Wrong bytes, half an object, another value and a line without end are refused by line.
    """
    with Bench() as bench:
        answer = bench.request("POST", "/control/load", content)
        assert (answer.status_code, answer.json()["field"]) == (status, field)
        assert bench.read("ReadResidentRecord", resident=FAMILY[0]["resident"]) == {}


def test_a_household_that_stands_is_not_loaded_into() -> None:
    """
    A second load may add households, and neither people nor cards that are there.
    """
    with Bench() as bench:
        bench.ok("POST", "/control/load", ndjson(*FAMILY))
        again = bench.request("POST", "/control/load", ndjson(FAMILY[0]))
        assert again.json()["field"] == "line[1].resident"
        joined = bench.request("POST", "/control/load", ndjson(line(5, person={"relationship": "子"})))
        assert joined.json()["field"] == "line[1].household"
        assert bench.ok("POST", "/control/load", ndjson(line(5, household=3)))["residents"] == 1
        assert bench.ok("POST", "/control/load", b"") == {"residents": 0, "households": 0, "cards": 0}


def test_codes_of_the_stock_are_used_up() -> None:
    """
    A code that comes with a loaded resident is not drawn any more.
    """
    with Bench() as bench:
        taken = [code(9000 + n) for n in range(7)]
        lines = [
            line(n + 1, household=n + 1, person={"resident_record_code": each})
            for n, each in enumerate(taken)
        ]
        bench.ok("POST", "/control/load", ndjson(*lines))
        child = {
            "ref": "c",
            "name": "和光　子",
            "name_kana": "わこう　こ",
            "born_on": "2026-04-09",
            "sex": "male",
        }
        born = bench.do(
            "EntryByBirth",
            notified_on="2026-04-10",
            household=lines[0]["household"],
            person={**child, "relationship": "子"},
        )
        assert bench.record(born["residents"][0]["resident"])["resident_record_code"] == code(9007)


def test_it_needs_credential_and_clock() -> None:
    """
    A stranger loads nothing, and without a clock nobody can be dated.
    """
    with Bench() as bench:
        assert bench.request("POST", "/control/load", ndjson(*FAMILY), credential="other").status_code == 401
        assert bench.ok("GET", "/control/capabilities")["load"] is True
