"""
Acts about cards, mail, support measures and linkage, each of which some deliberate defect spoils.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import httpx

from tests.registry import test_special_moving_in as special
from tests.registry.test_cards import hand_over, issued, moving_out
from tests.registry.town import (
    ADDRESS,
    ELSEWHERE,
    FOREIGN,
    IDENTITY,
    Bench,
    code,
    moving_in,
    number,
    person,
    town_setting,
)

Do = Callable[..., Any]
SELF = {**IDENTITY, "filer": "self"}
START = date(2026, 6, 1)


def day(days: int) -> str:
    """
    So many days into this part of the town's life.
    """
    return (START + timedelta(days=days)).isoformat()


def at(bench: Bench, days: int) -> str:
    """
    Move the clock to the morning of a day.
    """
    bench.clock(f"{day(days)}T09:00:00+09:00")
    return day(days)


def entered(bench: Bench, do: Do, n: int, until: str = "2036-02-03", **more: Any) -> str:
    """
    Somebody who moved in on the day of the clock and has a card.
    """
    filed = moving_in(person(f"p{n}", n, **more), notified_on=day(0), moved_in_on=day(0))
    resident = str(do("MovingIn", **filed)["residents"][0]["resident"])
    hand_over(bench, resident, n, f"day-{n}", expires_on=until)
    return resident


def cards_of_the_day(bench: Bench, do: Do) -> None:
    """
    Cards at the counter on one day, and at their limits.
    """
    people = {n: entered(bench, do, n) for n in range(101, 110)}
    lost = {"resident": people[101], "card_id": "day-101"}
    do("ReportCardLoss", identity=IDENTITY, lost_on=day(0), **lost)
    for filer in (IDENTITY, SELF):
        do("ReportCardFound", identity=filer, found_on=day(0), **lost)
    do("DestroyCard", card_id="day-101", destroyed_on=day(0))
    order = {"resident": people[102], "card_id": "day-102", "ordered_on": day(0), "served": "letter"}
    do("OrderCardReturn", **order)
    ask = {"identity": SELF, "resident": people[103], "card_id": "day-103", "requested_on": day(0)}
    do("RequestCardReplacement", **ask)
    do("DeletionByDeath", notified_on=day(0), resident=people[104], died_on=day(0))
    abroad = {"destination": "英国", "destination_municipality": None}
    do("MovingOut", **moving_out(people[105], day(0), day(1), **abroad, presented=["day-105"]))
    do("MovingOut", **moving_out(people[106], day(0), day(1), **abroad))
    do("MovingOut", **moving_out(people[107], day(0), day(1)))
    to = {**ADDRESS, "address": "埼玉県和光市本町31-8"}
    nobody = do("MovingIn", **moving_in(person("q", 110), notified_on=day(0), moved_in_on=day(0)))
    move = {"identity": IDENTITY, "notified_on": day(0), "moved_on": day(0), "to_address": to}
    movers = [people[108], people[109], nobody["residents"][0]["resident"]]
    for mover in movers:
        do("ChangeOfAddress", residents=[mover], **move)
    stay = {**FOREIGN, "residence_card_number": "CD12345678EF", "period_expires_on": day(200)}
    foreigner = entered(bench, do, 111, until=day(200), foreign=stay)
    bench.deliver("K03", issued(112, "day-112", expires_on="2039-01-01"), "card_management")
    do("MovingIn", **moving_in(person("r", 113), notified_on=day(0), moved_in_on=day(0)))
    bench.deliver("K03", issued(113, "day-113", expires_on="2039-01-01"), "card_management")
    validity(bench, do)
    extended(bench, do, foreigner)
    forgotten(bench, do)
    for days in (2, 14, 15, 16):
        at(bench, days)
        do("ReadTasks", read=True)
    again = moving_in(person("s", 107), notified_on=day(16), moved_in_on=day(16), provisional=True)
    do("MovingIn", **again)
    present = {"resident": people[108], "card_id": "day-108", "pin_check": "passed"}
    do("PresentCard", **present, presented_on=day(16), purpose="change-of-items")


def validity(bench: Bench, do: Do) -> None:
    """
    Cards of people for whom more than the tenth birthday counts, each with the last day that the order gives.
    """
    stay = {**FOREIGN, "residence_card_number": "EF12345678GH", "period_expires_on": "2035-01-01"}
    passing = {"nationality": "USA", "resident_class": "transitional"}
    made = {"applied_on": day(0), "issued_on": day(0)}
    people: list[tuple[int, str, dict[str, Any]]] = [
        (191, "2031-02-28", {"born_on": "2012-02-29"}),
        (192, "2031-03-03", {"born_on": "2012-03-03", "foreign": stay}),
        (193, "2026-07-19", {"born_on": "2026-05-20", "foreign": passing}),
        (194, "2036-08-01", {"born_on": "1990-08-01"}),
    ]
    for n, end, who in people:
        filed = moving_in(person(f"p{n}", n, **who), notified_on=day(0), moved_in_on=day(0))
        resident = str(do("MovingIn", **filed)["residents"][0]["resident"])
        if n == 194:
            old = {"applied_on": "2016-08-02", "issued_on": "2016-08-02", "expires_on": "2026-08-01"}
            hand_over(bench, resident, n, f"day-{n}-old", **old)
        bench.deliver("K03", issued(n, f"day-{n}", expires_on=end, **made), "card_management")


def extended(bench: Bench, do: Do, resident: str) -> None:
    """
    A stay is extended, and then the card on request.
    """
    notice = {
        "reference": "day-i",
        "residence_card_number": "CD12345678EF",
        "name": bench.record(resident)["name"],
        "born_on": "1980-02-03",
        "nationality": "BRA",
        "status_of_residence": "定住者",
        "period_of_stay": "12年",
        "period_expires_on": "2037-06-01",
        "change": "period",
    }
    bench.deliver("I02", notice, "immigration")
    do("ReadCard", card_id="day-111", read=True)
    ask = {"identity": SELF, "resident": resident, "card_id": "day-111", "requested_on": day(0)}
    do("ExtendCardValidity", **ask)
    do("ReadCard", card_id="day-111", read=True)


def forgotten(bench: Bench, do: Do) -> None:
    """
    Three households move in on the special route, each with a card left at home.
    """
    for n in (121, 123, 125, 127):
        moved = [
            special.moved_person(n, householder=True, relationship="世帯主"),
            special.moved_person(n + 1),
        ]
        bench.deliver("J07", special.data(*moved, planned_on=day(0)), ELSEWHERE)
        bench.town.replies["K08"] = {
            **special.card_answer(),
            "card_id": f"card-{n}",
            "resident_record_code": code(n),
        }
        presented = [{"ref": f"m{n}", "card_id": f"card-{n}", "pin_check": "passed"}]
        filed = special.filing(n, n + 1, presented=presented, notified_on=day(0), moved_in_on=day(0))
        do("SpecialMovingIn", **filed)
        do("ReadCard", card_id=f"card-{n}", read=True)
    bench.town.replies["K08"] = {**special.card_answer("suspended"), "card_id": "card-129"}
    bench.deliver("J07", special.data(special.moved_person(129), planned_on=day(0)), ELSEWHERE)
    bench.town.replies["K08"]["resident_record_code"] = code(129)
    presented = [{"ref": "m129", "card_id": "card-129", "pin_check": "passed"}]
    alone = special.filing(129, presented=presented, variant="holder", notified_on=day(0), moved_in_on=day(0))
    do("SpecialMovingIn", **alone)


def ninety(bench: Bench, do: Do) -> None:
    """
    The forgotten cards on the thirtieth, ninetieth and ninety-first day.
    """
    holders = {n: str(bench.read("ReadResidentRecord", resident_record_code=code(n))["record"]["resident"])
               for n in (122, 124, 126)}  # fmt: skip
    at(bench, 30)
    do("MovingOut", **moving_out(holders[122], day(30), day(31)))
    for days, n in ((90, 124), (91, 126)):
        at(bench, days)
        bench.town.replies["K08"] = {
            **special.card_answer(),
            "card_id": f"card-{n}",
            "resident_record_code": code(n),
        }
        given = {"pin_check": "passed", "purpose": "continued-use", "presented_on": day(days)}
        do("PresentCard", resident=holders[n], card_id=f"card-{n}", **given)
    for n in (107, 122, 124, 126):
        card = f"day-{n}" if n == 107 else f"card-{n}"
        do("ReadCard", card_id=card, read=True)


def mail(bench: Bench, do: Do) -> None:
    """
    A number for a child, applications, a place of stay, a notice that comes back, a code's notice printed again.
    """
    at(bench, 0)
    parent = do("MovingIn", **moving_in(person("t", 131), notified_on=day(0), moved_in_on=day(0)))
    household, resident = (parent["residents"][0][name] for name in ("household", "resident"))
    unnumbered = person("u", 132, "子", resident_record_code=None, individual_number=None, born_on=day(0))
    born = do("EntryByBirth", notified_on=day(0), household=household, person=unnumbered)
    child = born["residents"][0]["resident"]
    do("ApplyForCard", identity=IDENTITY, resident=child, applied_on=day(0))
    told = {
        "resident_record_code": bench.record(child)["resident_record_code"],
        "individual_number": number(133),
    }
    bench.deliver("J21", told, "juki_net")
    do("ApplyForCard", identity=IDENTITY, resident=child, applied_on=day(0))
    place = {**ADDRESS, "address": "東京都練馬区豊玉北6-12-1"}
    do("RegisterDispatchPlace", identity=SELF, resident=resident, requested_on=day(0), place=place)
    mailing = bench.town.of("K01")[-1]["dispatch_id"]
    back = {"dispatch_id": mailing, "state": "returned", "on": day(0), "reason": "宛所不明"}
    bench.deliver("K02", back, "card_management")
    do("ReadDispatches", resident=resident, read=True)
    for reason in (None, "転居先判明"):
        do("ResendNumberNotice", resident=resident, dispatch_id=mailing, reason=reason)
    new = person("v", 134, resident_record_code=None, individual_number=None)
    filed = moving_in(new, exemption="never-recorded", document=None, from_municipality=None)
    fresh = do("MovingIn", **{**filed, "notified_on": day(0), "moved_in_on": day(0)})["residents"][0][
        "resident"
    ]
    printed = do("ReadDocuments", resident=fresh, read=True)["documents"]
    if printed:
        do("ReprintNotice", identity=SELF, resident=fresh, issue_number=printed[0]["issue_number"])


def protection(bench: Bench, do: Do) -> tuple[str, str]:
    """
    A mother and her children under a measure: applied for, confirmed, released, moving. Answers her and another child.
    """
    family = do(
        "MovingIn",
        **moving_in(
            person("w", 141), person("x", 142, "子"), person("y", 143, "子"),
            notified_on=day(0), moved_in_on=day(0),
        ),
    )  # fmt: skip
    mother, child, other = (one["resident"] for one in family["residents"])
    bench.deliver("A06", {"local_addressee_number": mother, "processing_number": "AC-141"}, "addressee")
    bench.town.answer = lambda kind, _message: httpx.Response(503) if kind == "L09" else None
    measure = do("ApplyForSupport", identity=SELF, resident=mother, applied_on=day(0), accompanying=[child])[
        "measure"
    ]
    do("ReadSupportMeasures", resident=mother, read=True)
    bench.town.answer = lambda _kind, _message: None
    bench.settle()
    do("DecideSupport", measure=measure, decided_on=day(0), decision="confirm")
    copy = {"identity": IDENTITY, "requester": "third-party", "purpose": "債権"}
    for resident in (mother, child):
        do("IssueCopyOfRecord", **copy, residents=[resident])
    do("ReleaseSupport", measure=measure, minutes=30)
    bench.clock(f"{day(0)}T10:00:00+09:00")
    do("IssueCopyOfRecord", **copy, residents=[mother])
    to = {**ADDRESS, "address": "埼玉県和光市新倉1-2-3"}
    move = {"identity": IDENTITY, "notified_on": day(0), "moved_on": day(0), "to_address": to}
    do("ChangeOfAddress", residents=[mother, child, other], **move)
    household = bench.record(mother)["household"]
    guest = moving_in(person("z", 144, "同居人"), notified_on=day(0), moved_in_on=day(0), household=household)
    do("MovingIn", **{**guest, "provisional": True})
    do("ApplyForSupport", identity=SELF, resident=other, applied_on=day(0))
    do("MovingOut", **moving_out(other, day(0), day(1)))
    return mother, other


def measure_of_who_left(do: Do, other: str) -> None:
    """
    Whoever moved out is still under a measure, which a clerk ends.
    """
    (measure,) = do("ReadSupportMeasures", resident=other, read=True)["measures"]
    do("EndSupport", measure=measure["measure"], ended_on=day(16), cause="request")


def years(bench: Bench, do: Do, mother: str) -> None:
    """
    The measure's end comes near and passes; the log of all this is analysed.
    """
    for on in ("2027-04-29", "2027-04-30", "2027-05-01", "2027-05-31", "2027-06-01"):
        bench.clock(f"{on}T09:00:00+09:00")
        tasks = bench.read("ReadTasks")["tasks"]
        do("ReadTasks", read=True, after=max(task["n"] for task in tasks) - 3)
    bench.clock("2027-06-01T22:00:00+09:00")
    do("ReadSupportMeasures", resident=mother, read=True)
    do("ApplyForCard", identity=IDENTITY, resident=mother, applied_on="2027-06-01")
    do("ReadLogAnalyses", read=True, from_day="2027-06-01", to_day="2027-06-01")


def live(bench: Bench, command: Do) -> list[Any]:
    """
    All of it in the order of the calendar; answers what was answered.
    """
    seen: list[Any] = []

    def do(name: str, *, read: bool = False, **fields: Any) -> Any:
        answer = bench.read(name, **fields) if read else command(name, **fields)
        seen.append(answer)
        return answer

    bench.ok("PUT", "/control/town", town_setting(stock=90))
    mail(bench, do)
    mother, other = protection(bench, do)
    cards_of_the_day(bench, do)
    measure_of_who_left(do, other)
    ninety(bench, do)
    years(bench, do, mother)
    return seen
