"""
Which scenarios a defect is played against where it is known who sees it.
"""

from __future__ import annotations

from harness.running.declared import Declared
from harness.running.orders import Scenario
from harness.running.selection import FAR_OF, ONE_IN, telling

NEAR = [Scenario(f"relocation/near.feature:{line}", ["REL-001.1"]) for line in (5, 9, 13)]
FAR = [Scenario(f"card/far.feature:{line}", ["CARD-001.1"]) for line in (5, 9, 13)]
JOURNEY = Scenario("journeys/one.feature:7", ["REL-001.1", "CARD-001.1"])
ALL = [*NEAR, *FAR, JOURNEY]
MANY = 200


def played(name: str, known: set[str]) -> set[str]:
    """
    What is played against a defect of REL-001 of that name.
    """
    return telling(ALL, Declared("registry", name, ["REL-001"]), known)


def test_who_sees_it_is_played_of_some_with_one_far_and_of_fewer_with_one_near() -> None:
    """
    Beside the scenario that is known to see the defect: of one defect of ``FAR_OF`` one that has nothing to do with it,
    and of the defects that get the journeys too one that could see it.
    """
    known = JOURNEY.key
    rounds = [played(f"defect-{number}", {known}) for number in range(MANY)]
    assert all(known in chosen for chosen in rounds)
    near, far = ([len(chosen & {one.key for one in those}) for chosen in rounds] for those in (NEAR, FAR))
    assert set(near) == set(far) == {0, 1}
    assert all(has for has, one in zip(far, near, strict=True) if one)
    assert MANY / FAR_OF * 0.7 < sum(far) < MANY / FAR_OF * 1.3
    assert MANY / ONE_IN / 2 < sum(near) < MANY / ONE_IN * 2


def test_others_are_drawn_for_another_defect_and_the_same_for_the_same() -> None:
    """
    Every near scenario is played against some defect, the journeys against about one of ``ONE_IN``; a second proof
    plays the same.
    """
    rounds = [played(f"defect-{number}", {NEAR[0].key}) for number in range(MANY)]
    assert rounds == [played(f"defect-{number}", {NEAR[0].key}) for number in range(MANY)]
    assert set().union(*rounds) == {one.key for one in ALL}
    assert MANY / ONE_IN / 2 < sum(JOURNEY.key in chosen for chosen in rounds) < MANY / ONE_IN * 2
