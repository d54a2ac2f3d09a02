"""
Notification of moving in: what is recorded, who is told, what is refused.
"""

from __future__ import annotations

from tests.registry.town import BASIS, Bench, code, moving_in, number, person


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
