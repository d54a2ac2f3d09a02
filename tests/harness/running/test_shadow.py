"""
The oracle beside a scenario: what it says counts against the script, and never against the registry.
"""

from __future__ import annotations

from datetime import date

import pytest

from harness.port.commands import Command, Counter, DeletionByDeath
from harness.port.outcomes import Accepted, Refused
from harness.running.recorded import Invocation
from harness.running.shadow import Shadow, oracle_maker
from harness.words.errors import HarnessFault
from scenarios.model.ruling import LAWFUL, UNKNOWN, Ruling, unlawful

ACT = DeletionByDeath(Counter("op", "t", "x"), "2026-04-10", "0000000019", "2026-04-10")


class Fixed:
    """
    Rules always the same.
    """

    def __init__(self, ruling: Ruling) -> None:
        self.ruling = ruling
        self.told: list[object] = []

    def rule(self, act: Command) -> Ruling:
        del act
        return self.ruling

    def took(self, act: Command, outcome: object) -> None:
        del act
        self.told.append(outcome)

    def heard(self, kind: str, body: object) -> None:
        del kind, body

    def happened(self, neighbour: str, act: str, body: object) -> None:
        self.told.append((neighbour, act, body))

    def move(self, to: date) -> None:
        del to


def shadowed(ruling: Ruling, outcome: Accepted | Refused) -> tuple[Shadow, Fixed]:
    """
    A shadow that saw one act.
    """
    oracle = Fixed(ruling)
    shadow = Shadow(oracle)
    shadow.took(ACT, Invocation("invoked:1", "DeletionByDeath", {}, outcome, 1, 2), shadow.rule(ACT))
    return shadow, oracle


@pytest.mark.parametrize("outcome", [Accepted(), Refused("not-resident")])
def test_a_script_that_expects_the_reverse_is_our_fault(outcome: Accepted | Refused) -> None:
    """
    Whatever the registry answered, the ruling is held against what the step expects.
    """
    shadow, _ = shadowed(unlawful("住基法8条", "not-resident"), outcome)
    shadow.agree(["invoked:1"], False, "REL-018.1")
    with pytest.raises(HarnessFault, match=r"REL-018\.1.*unlawful \(住基法8条\)"):
        shadow.agree(["invoked:1"], True, "REL-018.1")


def test_what_it_does_not_know_contradicts_nothing() -> None:
    """
    Neither expectation disagrees with an oracle that does not know, nor with an act it never saw.
    """
    shadow, _ = shadowed(UNKNOWN, Accepted())
    for lawful in (True, False):
        shadow.agree(["invoked:1", "invoked:2"], lawful, "REL-018.1")


def test_after_a_breach_it_is_silent() -> None:
    """
    A registry that did the reverse of the law is followed no further; the ruling on that act stands.
    """
    shadow, oracle = shadowed(LAWFUL, Refused("not-resident"))
    assert oracle.told == []
    assert shadow.rule(ACT) is None
    with pytest.raises(HarnessFault):
        shadow.agree(["invoked:1"], False, "REL-018.1")


def test_it_hears_what_a_neighbour_did() -> None:
    """
    Until a breach: then nothing reaches the oracle any more.
    """
    shadow, oracle = shadowed(LAWFUL, Accepted())
    shadow.happened("card_management", "change_state", {})
    assert oracle.told[-1] == ("card_management", "change_state", {})
    broken, silent = shadowed(LAWFUL, Refused("not-resident"))
    broken.happened("card_management", "change_state", {})
    assert silent.told == []


def test_the_bundled_oracle_is_found() -> None:
    """
    It comes in by its entry point.
    """
    make = oracle_maker()
    assert make is not None
    assert make("112291", date(2026, 4, 10)).rule(ACT).lawful is None
