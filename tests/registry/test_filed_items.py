"""
What a filing without a moving-out certificate must state (住基令22条).
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.registry.town import FOREIGN, Bench, moving_in, person

EXEMPTIONS = ("from-abroad", "never-recorded", "unavoidable")
SPECIAL = {
    "nationality": "KOR",
    "resident_class": "special-permanent",
    "special_permanent_certificate_number": "AB12345678CD",
}


def filing(exemption: str, **more: Any) -> dict[str, Any]:
    """
    A filing of an exempt class.
    """
    new = person("a", 1, resident_record_code=None, individual_number=None, **more)
    return moving_in(new, from_municipality=None, document=None, exemption=exemption)


@pytest.mark.parametrize("exemption", EXEMPTIONS)
@pytest.mark.parametrize("item", ["registered_domicile", "head_of_family_register"])
@pytest.mark.parametrize("value", [None, "　"])
def test_a_nationals_family_register_is_stated(exemption: str, item: str, value: str | None) -> None:
    """
    Without domicile or head of the family register the filing is refused by field, and nothing leaves.
    """
    with Bench() as bench:
        outcome = bench.do("MovingIn", **filing(exemption, **{item: value}))
        assert (outcome["reason"], outcome["field"]) == ("document-missing", f"persons[0].{item}")
        assert bench.town.tried == []


@pytest.mark.parametrize(
    ("foreign", "item"),
    [
        (FOREIGN, "nationality"),
        (FOREIGN, "status_of_residence"),
        (FOREIGN, "period_of_stay"),
        (FOREIGN, "period_expires_on"),
        (FOREIGN, "residence_card_number"),
        (SPECIAL, "special_permanent_certificate_number"),
        (
            {"nationality": "SYR", "resident_class": "provisional-stay", "period_of_stay": "6月"},
            "period_of_stay",
        ),
    ],
)
def test_a_foreign_residents_items_are_stated(foreign: dict[str, Any], item: str) -> None:
    """
    Each item of the class is missed by its field; with all of them the filing is taken.
    """
    with Bench() as bench:
        lacking = {**foreign, item: "" if item == "nationality" else None}
        bare = {"registered_domicile": None, "head_of_family_register": None}
        outcome = bench.do("MovingIn", **filing("from-abroad", foreign=lacking, **bare))
        assert (outcome["reason"], outcome["field"]) == ("document-missing", f"persons[0].foreign.{item}")
        whole = bench.do("MovingIn", **filing("from-abroad", foreign=foreign, **bare))
        assert whole["outcome"] == "accepted"


@pytest.mark.parametrize(
    "foreign",
    [
        {**FOREIGN, "status_of_residence": "永住者", "period_of_stay": None, "period_expires_on": None},
        {**FOREIGN, "period_of_stay": "無期限", "period_expires_on": None},
        {"nationality": "BRA", "resident_class": "transitional"},
    ],
)
def test_a_stay_without_end_has_no_end_to_state(foreign: dict[str, Any]) -> None:
    """
    A permanent resident states no expiry, and a transitional resident nothing but the class.
    """
    with Bench() as bench:
        assert bench.do("MovingIn", **filing("from-abroad", foreign=foreign))["outcome"] == "accepted"


def test_the_certificate_stands_for_the_items() -> None:
    """
    With the certificate none of them need be stated.
    """
    with Bench() as bench:
        bare = person("a", 1, registered_domicile=None, head_of_family_register=None)
        assert bench.do("MovingIn", **moving_in(bare))["outcome"] == "accepted"
