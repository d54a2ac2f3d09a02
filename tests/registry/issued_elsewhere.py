"""
Acts away from the counter, and corrections of items that stay inside, each of which some deliberate defect spoils.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from tests.registry.test_cards import hand_over
from tests.registry.test_changes import change_of_address, moving_out
from tests.registry.test_moving_out import notice
from tests.registry.town import ELSEWHERE, FOREIGN, IDENTITY, Bench, code, moving_in, person

Do = Callable[..., Any]
TODAY = "2026-04-12"
GONE = "card-elsewhere"


def answered(bench: Bench, n: int, card_id: str, state: str = "active") -> None:
    """
    What the organisation says of a card from now on.
    """
    bench.town.replies["K08"] = {
        "card_id": card_id, "found": True, "state": state, "resident_record_code": code(n),
        "municipality": "112291", "issued_on": "2026-04-05", "expires_on": "2036-02-03",
    }  # fmt: skip


def claim(n: int, name: str, **more: Any) -> dict[str, Any]:
    """
    J13: somebody claims a copy in another municipality.
    """
    return {
        "claim_id": f"claim-{n}", "issuing_municipality": ELSEWHERE, "claimant_name": name,
        "resident_record_code": code(n), "concerns": "claimant", "relationship": False,
        "show_resident_record_code": False, "show_individual_number": False, "residence": False, **more,
    }  # fmt: skip


def store(do: Do, card_id: str, **more: Any) -> Any:
    """
    A claim at a convenience store.
    """
    return do("ClaimAtConvenienceStore", card_id=card_id, pin_check="passed", **more)


def copy(do: Do, resident: str) -> Any:
    """
    A copy of one's own record.
    """
    identity = {**IDENTITY, "filer": "self", "filer_name": "和光 a"}
    asked = {"identity": identity, "requester": "self", "residents": [resident]}
    return do("IssueCopyOfRecord", **asked)


def corrected(do: Do, resident: str, item: str, value: str | None) -> Any:
    """
    One item put right by authority.
    """
    amended = [{"item": item, "value": value}]
    return do(
        "ExOfficioCorrection",
        resident=resident,
        changed_on="2026-04-10",
        cause="clerical-error",
        amendments=amended,
    )


def live(bench: Bench, do: Do) -> list[Any]:
    """
    All of it, on 12 April 2026; answers the records and what was read.
    """
    bench.clock(f"{TODAY}T09:00:00+09:00")
    a, b = (do("MovingIn", **moving_in(person(f"e{n}", n)))["residents"][0]["resident"] for n in (201, 202))
    foreign = person("e203", 203, foreign=FOREIGN)
    c = do("MovingIn", **moving_in(foreign))["residents"][0]["resident"]
    hand_over(bench, a, 201, "card-201")
    hand_over(bench, b, 202, GONE)
    answered(bench, 201, "card-201")
    do("ChangeOfAddress", **change_of_address(a, notified_on=TODAY, moved_on=TODAY, provisional=True))
    store(do, "card-201")
    copy(do, a)
    bench.deliver("J13", claim(201, "和光 e201"), ELSEWHERE)
    for state in ("suspended", "lapsed"):
        answered(bench, 201, "card-201", state)
        store(do, "card-201")
    corrected(do, a, "remarks", "備考あり")
    corrected(do, a, "became_resident_on", "2026-04-01")
    corrected(do, c, "period_of_stay", "4年")
    do("RecompileRecord", resident=a, recompiled_on=TODAY)
    original = bench.read("ReadRecompiledOriginal", resident=a, recompilation=1)
    gone = {"event": "not-living-here", "ground": "other-organ", "decided_on": TODAY, "occurred_on": TODAY}
    do("ExOfficioDeletion", resident=b, **gone)
    bench.deliver("J13", claim(202, "和光 e202"), ELSEWHERE)
    leavers = (204, 205)
    left = [do("MovingIn", **moving_in(person(f"e{n}", n)))["residents"][0]["resident"] for n in leavers]
    days = ("2026-04-11", "2026-04-12")
    for n, resident, order in zip(leavers, left, (days, days[::-1]), strict=True):
        do("MovingOut", **moving_out(resident, notified_on=TODAY, planned_on="2026-04-20"))
        first, second = (notice(n, notified_on=on, moved_in_on=on, new_address=f"川口市{on}") for on in order)
        bench.deliver("J05", {**first, "further": [second]}, ELSEWHERE)
    return [original, *(bench.record(one) for one in (a, b, c, *left))]


def silent(bench: Bench) -> None:
    """
    From now on the network takes updates and does not say what became of them.
    """
    bench.town.answer = lambda kind, message: (
        httpx.Response(
            200,
            json={
                "message_id": message["envelope"]["message_id"],
                "received": "new",
                "journal": 1,
                "reply": None,
            },
        )
        if kind == "J01"
        else None
    )
