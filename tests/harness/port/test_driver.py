"""Tests of the driver that does nothing."""

import pytest

from harness.port.commands import Counter, InquireAsRegisterOffice
from harness.port.driver import DoNothing, Driver
from harness.port.interface import COMMANDS, READS
from harness.port.lifecycle import Town
from harness.port.outcomes import Accepted, Refused
from harness.port.reads import ReadStatistics
from harness.port.records import Found

COMMAND = InquireAsRegisterOffice(Counter("o", "t", "trace"), "10", "JUMIN-04")


def test_it_is_a_driver_that_agrees_and_shows_nothing():
    """An agreeing registry that does nothing says yes to commands and has nothing to show."""
    driver: Driver = DoNothing("112291")
    assert driver.connect(Town({}, [], {})).now is None
    assert driver.set_clock("2026-04-01T09:00:00+09:00").now == "2026-04-01T09:00:00+09:00"
    assert driver.do(COMMAND) == Accepted()
    assert driver.read(ReadStatistics("2026-04-01")) == Found()
    assert driver.settle(10).settled
    driver.close()
    driver.close()


def test_it_claims_every_endpoint_and_its_clock():
    """It claims all that can be claimed, so that nothing is left untested for want of a claim."""
    driver = DoNothing("112291")
    driver.set_clock("2026-04-01T09:00:00+09:00")
    claimed = driver.capabilities()
    assert len(claimed.commands) == len(COMMANDS)
    assert len(claimed.reads) == len(READS)
    assert (claimed.clock, claimed.now, claimed.municipality) == (True, "2026-04-01T09:00:00+09:00", "112291")


@pytest.mark.parametrize("outcome", [Refused("not-permitted"), Accepted("c1")])
def test_it_gives_the_outcome_it_was_told(outcome):
    """Whatever outcome it is given, it gives to every command."""
    assert DoNothing("112291", outcome).do(COMMAND) == outcome
