"""
Notices to the network: one for each trigger, numbered without a gap (住基法30条の6).
"""

from __future__ import annotations

from typing import Any

from tests.registry.town import ADDRESS, ELSEWHERE, IDENTITY, Bench, moving_in, person

OUT = {"destination": "埼玉県さいたま市浦和区常盤6-4-4", "destination_municipality": ELSEWHERE}


def family(bench: Bench) -> tuple[str, str, str]:
    """
    Three people of one household.
    """
    outcome = bench.do("MovingIn", **moving_in(person("a", 1), person("b", 2, "妻"), person("c", 3, "子")))
    a, b, c = (each["resident"] for each in outcome["residents"])
    return a, b, c


def test_a_correction_of_several_items_is_one_notice() -> None:
    """
    Three trigger items corrected at once cause one J01; a change of householder causes none.
    """
    with Bench() as bench:
        a, b, c = family(bench)
        before = len(bench.town.of("J01"))
        amendments = [
            {"item": item, "value": value}
            for item, value in (("name", "新 名"), ("name_kana", "あたらし めい"), ("sex", "female"))
        ]
        bench.do(
            "ExOfficioCorrection", resident=a, changed_on="2026-04-10", cause="court", amendments=amendments
        )
        assert len(bench.town.of("J01")) == before + 1
        accepted = bench.do(
            "ChangeOfHousehold", identity=IDENTITY, notified_on="2026-04-10", changed_on="2026-04-10",
            household=bench.record(a)["household"], householder=b,
            relationships=[{"resident": a, "relationship": "夫"}, {"resident": c, "relationship": "子"}],
        )  # fmt: skip
        assert accepted["outcome"] == "accepted"
        assert len(bench.town.of("J01")) == before + 1


def test_a_change_of_address_is_one_notice_for_each_mover() -> None:
    """
    Movers get one J01 each though their relationship changes too; whoever stays gets none.
    """
    with Bench() as bench:
        a, b, c = family(bench)
        before = len(bench.town.of("J01"))
        accepted = bench.do(
            "ChangeOfAddress", identity=IDENTITY, notified_on="2026-04-10", moved_on="2026-04-10",
            residents=[b, c], to_address={**ADDRESS, "address": "埼玉県和光市本町31"}, new_household=True,
            householder=b, relationships=[{"resident": c, "relationship": "子"}],
        )  # fmt: skip
        assert accepted["outcome"] == "accepted"
        sent = bench.town.of("J01")[before:]
        assert [body["reason"] for body in sent] == ["31", "31"]
        assert len({body["resident_record_code"] for body in sent}) == 2
        assert a not in str(sent)


def moved_out_and_back(bench: Bench) -> list[dict[str, Any]]:
    """
    All J01 of one person who moves in, out, and in again.
    """
    outcome = bench.do("MovingIn", **moving_in(person("a", 1)))
    resident = outcome["residents"][0]["resident"]
    bench.do(
        "MovingOut", identity=IDENTITY, notified_on="2026-04-10", planned_on="2026-04-20", residents=[resident],
        **OUT,
    )  # fmt: skip
    bench.clock("2026-04-20T09:00:00+09:00")
    bench.clock("2026-05-10T09:00:00+09:00")
    again = moving_in(person("a", 1), notified_on="2026-05-10", moved_in_on="2026-05-09")
    assert bench.do("MovingIn", **again)["outcome"] == "accepted"
    return bench.town.of("J01")


def test_update_numbers_go_on_for_who_comes_back() -> None:
    """
    The update number of a returning resident follows the last one; the deletion is dated by the plan, and not planned.
    """
    with Bench() as bench:
        seen = [
            (body["update_sequence"], body["reason"], body["changed_on"], body["planned"])
            for body in moved_out_and_back(bench)
        ]
        assert seen == [
            (1, "11", "2026-04-07", False),
            (2, "21", "2026-04-20", False),
            (3, "11", "2026-05-09", False),
        ]


def test_the_plan_is_told_only_where_a_setting_says_so() -> None:
    """
    With the setting a J01 with the planned flag goes when the moving out is notified, of a current record.
    """
    with Bench(settings={"plan_told_to_network": True}) as bench:
        seen = [
            (
                body["update_sequence"],
                body["reason"],
                body["changed_on"],
                body["planned"],
                body["record_status"],
            )
            for body in moved_out_and_back(bench)
        ]
        assert seen == [
            (1, "11", "2026-04-07", False, "current"),
            (2, "21", "2026-04-20", True, "current"),
            (3, "21", "2026-04-20", False, "deleted"),
            (4, "11", "2026-05-09", False, "current"),
        ]
