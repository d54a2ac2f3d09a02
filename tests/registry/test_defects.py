"""
Each deliberate defect is well declared and can be planted. That it is seen, and where, `tekigo prove` shows.
"""

from __future__ import annotations

import re

import pytest

from registry.defects import DEFECTS, GROUPS
from tests.registry.town import Bench, moving_in, person


@pytest.mark.parametrize("name", sorted(DEFECTS))
def test_a_registry_with_a_defect_comes_up(name: str) -> None:
    """
    One thing is wrong with it and it works all the same: a family can move in, or is told why not.
    """
    with Bench("2026-04-10T09:00:00+09:00", overrides=[DEFECTS[name].override]) as bench:
        outcome = bench.do("MovingIn", **moving_in(person("a", 11), person("b", 12, "妻")))
        assert outcome["outcome"] in ("accepted", "refused")
        assert bench.read("ReadStatistics", on="2026-04-10")["statistics"] is not None


def test_every_defect_says_what_is_wrong_and_who_must_notice() -> None:
    """
    Ids are unique, both languages speak, and the requirements of the first verdict are all covered.
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
