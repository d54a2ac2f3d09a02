"""
After the doctor has passed: what goes wrong at the control interface is a finding there, never against the law.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from harness.judgement.verdict import Verdict
from harness.running.run import Ended


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
    ended = run("app:tests.harness.running.hostile:without_household", selection=["SEC-001"])
    assert ended.exit_code == 4
    assert ended.tally.port_faults == 0
    verdicts = {state.verdict() for name, state in ended.tally.states.items() if name.startswith("SEC-001")}
    assert Verdict.UNTESTED in verdicts
    assert Verdict.FAIL not in verdicts
