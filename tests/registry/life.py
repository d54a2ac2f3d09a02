"""
A year in a small town, to be lived on one store and on another: what is seen from outside must be the same.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from registry.defects.defect import rules
from registry.parts import Override
from tests.registry import test_changes as changes, test_counter as counter, test_special_moving_in as special
from tests.registry.town import ELSEWHERE, FOREIGN, IDENTITY, Bench, code, moving_in, number, person

OPAQUE = re.compile(r"[a-z]{24}")
DRAWN_IN_ORDER = rules(draw=min)


def life(bench: Bench) -> list[Any]:
    """
    A year in a small town: every act that some defect spoils, and all that is answered and sent.
    """
    seen: list[Any] = []

    def do(name: str, /, **fields: Any) -> Any:
        outcome = bench.do(name, **fields)
        seen.append(outcome)
        return outcome

    bench.town.replies["K08"] = special.card_answer()
    moved = special.data(special.moved_person(1), special.moved_person(2), planned_on="2026-04-01")
    bench.deliver("J07", moved, ELSEWHERE)
    bench.clock("2026-04-10T09:00:00+09:00")
    do("SpecialMovingIn", **special.filing(1, 2))
    noted = {"insured": True, "symbol_and_number": "和-1"}
    family = do(
        "MovingIn",
        **moving_in(
            person("a", 11, health_insurance=noted),
            person("b", 12, "妻", foreign=FOREIGN, common_name="通称"),
            person("c", 13, "子"),
        ),
    )
    household = family["residents"][0]["household"]
    a, b, c = (one["resident"] for one in family["residents"])
    for changed in (
        {"document": None},
        {"identity": {**IDENTITY, "evidence": None}},
        {"identity": {**IDENTITY, "filer": "proxy"}},
        {"from_municipality": "111008"},
        {"persons": [person("z", 30, individual_number="983205673210")]},
        {"persons": [person("z", 31, resident_record_code="12345678904")]},
    ):
        do("MovingIn", **{**moving_in(person("z", 29)), **changed})
    qualification = {
        "household_number": "0000000019", "relationship_class": "主",
        "acquired_on": "2026-04-07", "acquired_by": "転入",
        "lost_on": None, "lost_by": None, "insured": True,
    }  # fmt: skip
    body = {"local_addressee_number": a, "health_insurance": qualification}
    bench.deliver("D02", body, "dept-health-insurance")
    counter.card_in_stock(bench, 11, "card-11")
    shown = {"card_id": "card-11", "shown_name": "和光 a", "shown_individual_number": number(11)}
    do("HandOverCard", **counter.hand_over(a, **{**shown, "shown_born_on": "1990-01-01"}))
    do("HandOverCard", **counter.hand_over(a, **{**shown, "pin": "12"}))
    do("HandOverCard", **counter.hand_over(a, **shown))
    do("IssueCopyOfRecord", **counter.copy(a))
    do("IssueCopyOfRecord", **counter.copy(a, "individual-number", requester="third-party", purpose="x"))
    do("MakeMediaExtract", department="dept-election", residents=[a, b])
    do("InquireAsRegisterOffice", resident=a, information="JUMIN-04")
    do("ChangeOfAddress", **changes.change_of_address(a, b, c))
    relations = [{"resident": a, "relationship": "夫"}, {"resident": c, "relationship": "子"}]
    do(
        "ChangeOfHousehold", identity=IDENTITY, notified_on="2026-04-10", changed_on="2026-04-10",
        household=household, householder=b, relationships=relations,
    )  # fmt: skip
    seen.append(changes.correct(bench, b, "common_name", "別の通称"))
    child = person("d", 40, "子", born_on="2026-04-08", resident_record_code=None, individual_number=None)
    do("EntryByBirth", notified_on="2026-04-10", household=household, person=child)
    do("MovingOut", **changes.moving_out(c))
    seen.append(bench.record(c))
    bench.clock("2026-04-20T09:00:00+09:00")
    seen.append([bench.record(one) for one in (a, b, c)])
    late = special.data(special.moved_person(3), special.moved_person(4), planned_on="2026-04-10")
    bench.deliver("J07", late, ELSEWHERE)
    for n, (day, moved_in_on) in enumerate(
        (
            ("2026-04-24", "2026-04-10"),
            ("2026-04-25", "2026-04-10"),
            ("2026-05-10", "2026-05-01"),
            ("2026-05-11", "2026-05-01"),
        )
    ):
        bench.clock(f"{day}T09:00:00+09:00")
        ask = 5 + n
        bench.town.replies["K08"] = {
            **special.card_answer(),
            "resident_record_code": code(ask),
            "card_id": f"card-{ask}",
        }
        bench.deliver("J07", special.data(special.moved_person(ask), planned_on="2026-04-10"), ELSEWHERE)
        presented = [{"ref": f"m{ask}", "card_id": f"card-{ask}", "pin_check": "passed"}]
        do(
            "SpecialMovingIn",
            **special.filing(
                ask, variant="holder", presented=presented, moved_in_on=moved_in_on, notified_on=day
            ),
        )
    seen += [
        bench.read("ReadTasks"),
        bench.read("ReadAccessLog"),
        bench.read("ReadStatistics", on="2026-04-10"),
    ]
    return [*seen, bench.town.taken]


def observed(*overrides: Override, **config: Any) -> str:
    """
    Everything seen of one life, without what is opaque by nature.
    """
    with Bench("2026-03-25T09:00:00+09:00", overrides=[DRAWN_IN_ORDER, *overrides], **config) as bench:
        text = json.dumps(life(bench), ensure_ascii=False, sort_keys=True)
    names: dict[str, str] = {}
    return OPAQUE.sub(lambda found: names.setdefault(found.group(), f"#{len(names)}"), text)


@cache
def sound() -> str:
    """
    What is seen of the registry without a defect.
    """
    return observed()
