"""
After the doctor has passed: what goes wrong at the control interface is a finding there, never against the law.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.evidence.events import PortFault, ScenarioEnded, lanes, read
from harness.judgement.verdict import Verdict
from harness.running.run import Ended
from harness.running.statement import Settings


@pytest.mark.parametrize("name", ["commands_500", "reads_500", "html", "clock_500"])
def test_a_broken_interface_fails_no_clause(run: Callable[..., Ended], name: str) -> None:
    """
    5xx and HTML in place of answers are port faults; the clauses are at worst inconclusive, and the run is not green.
    """
    ended = run(f"app:tests.harness.running.hostile:{name}", selection=["REL-001"])
    assert ended.tally.port_faults > 0
    failed = [name for name, state in ended.tally.states.items() if state.failed]
    assert failed == []
    assert ended.exit_code == 1


def test_what_is_not_declared_is_untested_and_not_green(run: Callable[..., Ended]) -> None:
    """
    Leaving a command out of the capabilities makes nothing pass that needs it.
    """
    ended = run("app:tests.harness.running.hostile:without_household", selection=["SEC-001.3"])
    assert ended.exit_code == 4
    assert ended.tally.port_faults == 0
    verdicts = {state.verdict() for name, state in ended.tally.states.items() if name.startswith("SEC-001")}
    assert Verdict.UNTESTED in verdicts
    assert Verdict.FAIL not in verdicts


def test_a_registry_that_hangs_is_not_driven_to_the_end(run: Callable[..., Ended]) -> None:
    """
    After so many timeouts in a row the lane asks no more: everything else is INCONCLUSIVE, and says so.
    """
    settings = Settings(answer_timeout_s=0.5, settle_ms=100, most_timeouts=2)
    ended = run(
        "app:tests.harness.running.hostile:commands_hang", settings=settings, selection=["SEC-001", "REL-001"]
    )
    events = list(read(lanes(ended.folder)))
    timeouts = [event for event in events if isinstance(event, PortFault) and event.cause == "timeout"]
    ends = [event for event in events if isinstance(event, ScenarioEnded)]
    assert len(timeouts) == 2
    assert len(ends) > 10
    assert {(end.result, end.blame) for end in ends} == {("inconclusive", "system")}
    assert "2 times in a row" in (ends[-1].why or {})["en"]
    assert ended.exit_code == 1
