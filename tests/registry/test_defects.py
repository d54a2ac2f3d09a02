"""
Each deliberate defect changes what can be seen from outside, and the registry without one is not changed.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

from registry.defects import DEFECTS, GROUPS, authority, elsewhere, leaving, nation, records
from registry.defects.defect import rules
from registry.parts import Override
from tests.registry import (
    changed_records,
    issued_elsewhere,
    test_changes as changes,
    test_counter as counter,
    test_special_moving_in as special,
    working_day,
)
from tests.registry.town import ELSEWHERE, FOREIGN, IDENTITY, Bench, code, moving_in, number, person

OPAQUE = re.compile(r"[a-z]{24}")
DRAWN_IN_ORDER = rules(draw=min)
OF_RECORDS = {
    one.id for group in (authority.DEFECTS, leaving.DEFECTS, nation.DEFECTS, records.DEFECTS) for one in group
}
"""Defects that the second life shows."""
ELSEWHERE_SEEN = {one.id for one in elsewhere.DEFECTS} | {"card-outlives-ex-officio-deletion"}
"""Defects that the third life shows."""


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
    seen += working_day.live(bench, bench.do)
    return [*seen, bench.town.taken]


def observed(*overrides: Override, **config: Any) -> str:
    """
    Everything seen of one life, without what is opaque by nature.
    """
    with Bench("2026-03-25T09:00:00+09:00", overrides=[DRAWN_IN_ORDER, *overrides], **config) as bench:
        text = json.dumps(life(bench), ensure_ascii=False, sort_keys=True)
    names: dict[str, str] = {}
    return OPAQUE.sub(lambda found: names.setdefault(found.group(), f"#{len(names)}"), text)


def observed_records(*overrides: Override, part: Any = changed_records) -> str:
    """
    Everything seen of the second life, or of the third, without what is opaque by nature.
    """
    seen: list[Any] = []
    with Bench("2026-04-11T09:00:00+09:00", overrides=[DRAWN_IN_ORDER, *overrides]) as bench:

        def do(name: str, /, **fields: Any) -> Any:
            outcome = bench.do(name, **fields)
            seen.append(outcome)
            return outcome

        shown = [*part.live(bench, do), *seen, bench.town.taken]
        text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    names: dict[str, str] = {}
    return OPAQUE.sub(lambda found: names.setdefault(found.group(), f"#{len(names)}"), text)


@cache
def sound_records() -> str:
    """
    What is seen of the second life without a defect.
    """
    return observed_records()


@cache
def sound_elsewhere() -> str:
    """
    What is seen of the third life without a defect.
    """
    return observed_records(part=issued_elsewhere)


@cache
def sound() -> str:
    """
    What is seen of the registry without a defect.
    """
    return observed()


def test_the_same_life_looks_the_same() -> None:
    """
    Without a defect two runs are equal, so that a difference is the defect's.
    """
    assert observed() == sound()
    assert observed_records() == sound_records()
    assert observed_records(part=issued_elsewhere) == sound_elsewhere()


@pytest.mark.parametrize("name", sorted(DEFECTS))
def test_a_defect_can_be_seen(name: str) -> None:
    """
    With the defect planted something answered, shown or sent is different.
    """
    if name in ELSEWHERE_SEEN:
        assert observed_records(DEFECTS[name].override, part=issued_elsewhere) != sound_elsewhere()
    elif name in OF_RECORDS:
        assert observed_records(DEFECTS[name].override) != sound_records()
    else:
        assert observed(DEFECTS[name].override) != sound()


def test_every_defect_says_what_is_wrong_and_who_must_notice() -> None:
    """
    Ids are unique, both languages speak, and the requirements of the default register are all covered.
    """
    assert len(DEFECTS) == sum(len(group) for group in GROUPS)
    for name, one in DEFECTS.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert set(one.promise) == {"ja", "en"}
        assert one.must
    killed = {requirement for one in DEFECTS.values() for requirement in one.must}
    assert killed >= {
        "REL-001", "REL-002", "REL-003", "REL-005", "REL-009", "JUKI-001", "JUKI-007", "CARD-004", "CARD-006",
        "LINK-003", "LINK-004", "LINK-007", "DEPT-001", "DEPT-009", "IMM-001", "CERT-001", "SEC-001", "AUD-001",
        "DATA-004",
    }  # fmt: skip
