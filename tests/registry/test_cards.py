"""
Cards at their limits: the day before, the day itself, the day after.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.registry import test_special_moving_in as special
from tests.registry.town import ADDRESS, ELSEWHERE, FOREIGN, IDENTITY, Bench, code, moving_in, person

FILED = date(2026, 4, 10)
SELF = {**IDENTITY, "filer": "self"}


def day(days: int, since: date = FILED) -> str:
    """
    A day so many days later.
    """
    return (since + timedelta(days=days)).isoformat()


def noon(bench: Bench, on: str) -> None:
    """
    Move the clock to noon of a day.
    """
    bench.clock(f"{on}T12:00:00+09:00")


def resident_with_card(bench: Bench, n: int = 11, card_id: str = "card-1", **more: Any) -> str:
    """
    Somebody who moved in and was handed a card on the day of filing.
    """
    outcome = bench.do("MovingIn", **moving_in(person("a", n, **more)))
    resident = str(outcome["residents"][0]["resident"])
    hand_over(bench, resident, n, card_id)
    return resident


def issued(n: int, card_id: str, **more: Any) -> dict[str, Any]:
    """
    A K03 for a card in stock.
    """
    return {
        "application_id": f"app-{card_id}",
        "card_id": card_id,
        "resident_record_code": code(n),
        "applied_on": "2026-04-01",
        "issued_on": "2026-04-05",
        "expires_on": "2036-02-03",
        "state": "in-stock",
        **more,
    }


def hand_over(bench: Bench, resident: str, n: int, card_id: str, **more: Any) -> Any:
    """
    K03, and the card into its holder's hands.
    """
    assert bench.deliver("K03", issued(n, card_id, **more), "card_management").status_code == 200
    record = bench.record(resident)
    return bench.do(
        "HandOverCard",
        card_id=card_id,
        resident=resident,
        collector="self",
        shown_name=record["name"],
        shown_born_on=record["born_on"],
        shown_individual_number=record["individual_number"],
        document="passport",
        pin="4921",
    )


def special_without_the_second_card(bench: Bench) -> tuple[str, str]:
    """
    A household of two moves in on the special route; the second card is forgotten. Answers that holder and card.
    """
    bench.deliver(
        "J07",
        special.data(special.moved_person(1), special.moved_person(2), planned_on="2026-04-08"),
        ELSEWHERE,
    )
    bench.town.replies["K08"] = special.card_answer()
    filing = special.filing(1, 2, variant="household")
    filing["presented"] = filing["presented"][:1]
    outcome = bench.do("SpecialMovingIn", **filing)
    assert outcome["outcome"] == "accepted", outcome
    second = outcome["residents"][1]
    assert outcome["present_card_by"] == {second["ref"]: day(90)}
    return second["resident"], special.moved_person(2)["card_id"]


def present(bench: Bench, resident: str, card_id: str, on: str, **more: Any) -> Any:
    """
    The holder lays the card before the clerk.
    """
    given = {"pin_check": "passed", "purpose": "continued-use", **more}
    return bench.do("PresentCard", resident=resident, card_id=card_id, presented_on=on, **given)


@pytest.mark.parametrize(("days", "taken"), [(89, True), (90, True), (91, False)])
def test_a_forgotten_card_is_good_through_the_ninetieth_day(days: int, taken: bool) -> None:
    """
    Presented on the 89th or 90th day it goes on being used; on the 91st it has lapsed and stays so.
    """
    with Bench() as bench:
        resident, card_id = special_without_the_second_card(bench)
        bench.town.replies["K08"] = {
            **special.card_answer(),
            "card_id": card_id,
            "resident_record_code": code(2),
        }
        noon(bench, day(days))
        outcome = present(bench, resident, card_id, day(days))
        assert (outcome["outcome"] == "accepted") is taken
        assert len(bench.town.of("K06", card_id=card_id)) == int(taken)
        lapsed = bench.town.of("K05", card_id=card_id)
        assert [(body["state"], body["cause"], body["changed_on"]) for body in lapsed] == (
            [] if taken else [("lapsed", "ninety-days", day(91))]
        )
        shown = bench.read("ReadCard", card_id=card_id)["card"]
        assert shown["state"] == ("active" if taken else "lapsed")
        assert shown["municipality"] == ("112291" if taken else ELSEWHERE)


def test_a_forgotten_card_lapses_when_its_holder_moves_out_again() -> None:
    """
    The second moving out ends it on its day, and the ninety days add nothing.
    """
    with Bench() as bench:
        resident, card_id = special_without_the_second_card(bench)
        noon(bench, day(30))
        bench.do("MovingOut", **moving_out(resident, day(30), day(40)))
        noon(bench, day(39))
        assert bench.town.of("K05") == []
        noon(bench, day(100))
        (told,) = bench.town.of("K05", card_id=card_id)
        assert (told["cause"], told["changed_on"]) == ("moved-out-again", day(40))


def test_the_ninety_days_end_before_a_later_moving_out() -> None:
    """
    When the clock passes both at once, what came first is the cause.
    """
    with Bench() as bench:
        resident, card_id = special_without_the_second_card(bench)
        noon(bench, day(80))
        bench.do("MovingOut", **moving_out(resident, day(80), day(95)))
        noon(bench, day(120))
        (told,) = bench.town.of("K05", card_id=card_id)
        assert (told["cause"], told["changed_on"]) == ("ninety-days", day(91))


def moving_out(resident: str, notified_on: str, planned_on: str, **more: Any) -> dict[str, Any]:
    """
    An ordinary notification of moving out.
    """
    return {
        "identity": IDENTITY,
        "notified_on": notified_on,
        "planned_on": planned_on,
        "residents": [resident],
        "destination": "埼玉県さいたま市浦和区常盤6-4-4",
        "destination_municipality": ELSEWHERE,
        **more,
    }


@pytest.mark.parametrize("abroad", [False, True])
@pytest.mark.parametrize("presented", [False, True])
@pytest.mark.parametrize("supplementary", [False, True])
def test_moving_out_abroad_ends_a_card_unless_it_was_presented_by_somebody_of_a_supplementary_record(
    abroad: bool, presented: bool, supplementary: bool
) -> None:
    """
    番号令14条1号: only both together keep the card; a domestic moving out ends none by itself.
    """
    with Bench() as bench:
        more: dict[str, Any] = {} if supplementary else {"foreign": FOREIGN, "registered_domicile": None}
        resident = resident_with_card(bench, **more)
        where = {"destination": "英国", "destination_municipality": None} if abroad else {}
        cards = {"presented": ["card-1"]} if presented else {}
        bench.do("MovingOut", **moving_out(resident, day(0), day(20), **where, **cards))
        noon(bench, day(19))
        assert bench.town.of("K05") == []
        noon(bench, day(20))
        kept = not abroad or (presented and supplementary)
        causes = [body["cause"] for body in bench.town.of("K05")]
        assert causes == ([] if kept else ["moved-abroad"])
        assert bench.read("ReadCard", card_id="card-1")["card"]["state"] == ("active" if kept else "lapsed")


@pytest.mark.parametrize(("days", "state"), [(30, "active"), (31, "lapsed")])
def test_without_a_notice_of_moving_in_a_card_lapses_on_the_thirty_first_day(days: int, state: str) -> None:
    """
    番号令14条2号: thirty days after the planned date have elapsed.
    """
    with Bench() as bench:
        resident = resident_with_card(bench)
        bench.do("MovingOut", **moving_out(resident, day(0), day(5)))
        noon(bench, day(5 + days))
        assert bench.read("ReadCard", card_id="card-1")["card"]["state"] == state
        causes = [(body["cause"], body["changed_on"]) for body in bench.town.of("K05")]
        assert causes == ([] if state == "active" else [("no-moving-in", day(36))])


@pytest.mark.parametrize(("late", "state"), [(14, "active"), (15, "lapsed")])
def test_a_late_moving_in_elsewhere_ended_the_card(late: int, state: str) -> None:
    """
    番号令14条2号: fourteen days after the moving in, where these end first.
    """
    with Bench() as bench:
        resident = resident_with_card(bench)
        bench.do("MovingOut", **moving_out(resident, day(0), day(5)))
        noon(bench, day(5 + late))
        record = bench.record(resident)
        notice = {
            "resident_record_code": record["resident_record_code"],
            "name": record["name"],
            "name_kana": record["name_kana"],
            "born_on": record["born_on"],
            "sex": record["sex"],
            "previous_address": record["address"],
            "new_address": "埼玉県さいたま市浦和区常盤6-4-4",
            "moved_in_on": day(5),
            "notified_on": day(5 + late),
            "previous_municipality": "112291",
        }
        bench.deliver("J05", notice, ELSEWHERE)
        noon(bench, day(60))
        assert bench.read("ReadCard", card_id="card-1")["card"]["state"] == state
        assert [body["cause"] for body in bench.town.of("K05")] == (
            [] if state == "active" else ["no-moving-in"]
        )


@pytest.mark.parametrize("days", [13, 14, 15])
def test_who_does_not_present_the_card_after_a_change_is_listed_after_fourteen_days(days: int) -> None:
    """
    The fourteenth day is still good; late presentation brings the card up to date all the same.
    """
    with Bench() as bench:
        resident = resident_with_card(bench)
        to = {**ADDRESS, "address": "埼玉県和光市本町31-8"}
        bench.do(
            "ChangeOfAddress",
            identity=IDENTITY,
            notified_on=day(0),
            moved_on=day(0),
            residents=[resident],
            to_address=to,
        )
        assert bench.town.of("K07") == []
        noon(bench, day(days))

        def listed() -> list[str]:
            tasks = bench.read("ReadTasks")["tasks"]
            return [
                t["resident"] for t in tasks if t["kind"] == "card-update-overdue" and t.get("open", True)
            ]

        assert listed() == ([resident] if days > 14 else [])
        outcome = present(bench, resident, "card-1", day(days), purpose="change-of-items")
        assert outcome["outcome"] == "accepted"
        (told,) = bench.town.of("K07")
        assert told["changes"] == [{"item": "address", "before": ADDRESS["address"], "after": to["address"]}]
        assert listed() == []
        again = present(bench, resident, "card-1", day(days), purpose="change-of-items")
        assert again["reason"] == "already-done"


def test_a_lost_card_is_suspended_and_comes_back_to_its_holder_only() -> None:
    """
    Loss suspends; a third party cannot lift it, the holder can; each is told once and under its own name.
    """
    with Bench() as bench:
        resident = resident_with_card(bench)
        loss = {"identity": IDENTITY, "resident": resident, "card_id": "card-1", "lost_on": day(0)}
        assert bench.do("ReportCardLoss", **loss)["outcome"] == "accepted"
        assert bench.do("ReportCardLoss", **loss)["reason"] == "already-done"
        found = {"resident": resident, "card_id": "card-1", "found_on": day(0)}
        for other in ("householder", "same-household"):
            filed = {**IDENTITY, "filer": other}
            assert bench.do("ReportCardFound", identity=filed, **found)["reason"] == "not-permitted"
        assert bench.read("ReadCard", card_id="card-1")["card"]["state"] == "suspended"
        assert bench.do("ReportCardFound", identity=SELF, **found)["outcome"] == "accepted"
        told = [(body["state"], body["cause"]) for body in bench.town.of("K05")]
        assert told == [("suspended", "loss"), ("active", "found")]


def test_a_returned_card_never_comes_back_into_use() -> None:
    """
    It can be destroyed, once, and nothing else; the organisation's word does not revive it either.
    """
    with Bench() as bench:
        resident = resident_with_card(bench)
        early = bench.do("DestroyCard", card_id="card-1", destroyed_on=day(0))
        assert early["reason"] == "not-permitted"
        back = {"resident": resident, "card_id": "card-1", "returned_on": day(0), "cause": "voluntary"}
        assert bench.do("ReturnCard", **back)["outcome"] == "accepted"
        told = {"card_id": "card-1", "state": "active", "cause": "found", "changed_on": day(0)}
        bench.deliver("K05", {**told, "operator": "system", "terminal": "system"}, "card_management")
        assert bench.read("ReadCard", card_id="card-1")["card"]["state"] == "returned"
        assert bench.do("DestroyCard", card_id="card-1", destroyed_on=day(0))["outcome"] == "accepted"
        causes = [(body["state"], body["cause"]) for body in bench.town.of("K05")]
        assert causes == [("returned", "returned"), ("destroyed", "destroyed")]


@pytest.mark.parametrize(
    ("name", "fields", "cause"),
    [
        ("OrderCardReturn", {"ordered_on": day(0), "served": "letter"}, "return-ordered"),
        ("OrderCardReturn", {"ordered_on": day(0), "served": "public-notice"}, "return-ordered"),
        ("RequestCardReplacement", {"identity": IDENTITY, "requested_on": day(0)}, "replacement"),
    ],
)
def test_an_order_and_a_replacement_end_the_card_at_once(name: str, fields: Any, cause: str) -> None:
    """
    The card does not have to come back first (番号令14条14号, 省令28条4項).
    """
    with Bench() as bench:
        resident = resident_with_card(bench)
        bench.do(name, resident=resident, card_id="card-1", **fields)
        (told,) = bench.town.of("K05")
        assert (told["state"], told["cause"]) == ("lapsed", cause)
        shown = bench.read("ReadCard", card_id="card-1")["card"]
        assert (shown["lapse_cause"], shown["lapsed_on"]) == (cause, day(0))
        late = present(bench, resident, "card-1", day(0), purpose="change-of-items")
        assert late["reason"] == "card-not-usable"


@pytest.mark.parametrize("died_on", [day(0), "2026-04-XX"])
def test_death_ends_the_card_with_its_cause(died_on: str) -> None:
    """
    番号令14条11号; an unknown day of death is told as the day of recording.
    """
    with Bench() as bench:
        resident = resident_with_card(bench)
        bench.do("DeletionByDeath", notified_on=day(0), resident=resident, died_on=died_on)
        (told,) = bench.town.of("K05")
        assert (told["cause"], told["changed_on"]) == ("death", day(0))


def test_a_card_is_good_through_its_last_day() -> None:
    """
    The organisation knows the expiry itself: nothing is told of it.
    """
    with Bench() as bench:
        resident_with_card(bench)
        noon(bench, "2036-02-03")
        assert bench.read("ReadCard", card_id="card-1")["card"]["state"] == "active"
        noon(bench, "2036-02-04")
        assert bench.read("ReadCard", card_id="card-1")["card"]["state"] == "expired"
        assert bench.town.of("K05") == []


def test_a_longer_stay_lengthens_a_card_only_on_request_and_never_beyond_the_birthday() -> None:
    """
    The stay alone changes nothing; on request the end is the earlier of stay and tenth birthday.
    """
    with Bench() as bench:
        resident = resident_with_card(bench, foreign={**FOREIGN, "period_expires_on": "2026-06-01"})
        ask = {"identity": SELF, "resident": resident, "card_id": "card-1", "requested_on": day(0)}
        assert bench.do("ExtendCardValidity", **ask)["reason"] == "not-permitted"
        notice = {
            "reference": "i-1",
            "residence_card_number": FOREIGN["residence_card_number"],
            "name": "和光 a",
            "born_on": "1980-02-03",
            "nationality": "BRA",
            "status_of_residence": "定住者",
            "period_of_stay": "5年",
            "period_expires_on": "2037-06-01",
            "change": "period",
        }
        hand_over(bench, resident, 11, "card-1")
        bench.deliver("I02", notice, "immigration")
        assert bench.read("ReadCard", card_id="card-1")["card"]["expires_on"] == "2036-02-03"
        assert bench.town.of("K07") == []
