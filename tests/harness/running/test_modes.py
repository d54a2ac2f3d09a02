"""
The same verdicts whatever the way: one lane or two, in process or over sockets, a registry started by hand.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from harness.running.run import Ended

SELECTION = ["REL-001.8", "CARD-003", "LINK-006.1", "AUD-001.3"]


def clauses(ended: Ended) -> dict[str, str]:
    """
    The verdict of every clause that was planned or judged.
    """
    assert not ended.faults
    return {name: state.verdict().value for name, state in sorted(ended.tally.states.items())}


@pytest.fixture
def by_hand() -> Iterator[str]:
    """
    The bundled registry as a service that somebody started: an address, and no more.
    """
    command = [sys.executable, "-m", "registry", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        try:
            yield str(json.loads(process.stdout.readline())["url"])
        finally:
            process.terminate()


def test_every_way_gives_the_same_verdicts(run: Callable[..., Ended], by_hand: str) -> None:
    """
    In process with one lane is the measure; two lanes, processes with sockets, and a given address agree with it.
    """
    measure = clauses(run(selection=SELECTION))
    assert "PASS" in measure.values()
    assert clauses(run(selection=SELECTION, jobs=2)) == measure
    assert clauses(run("process", selection=SELECTION)) == measure
    assert clauses(run(by_hand, selection=SELECTION)) == measure


def test_a_given_registry_is_not_run_twice_into_the_past(run: Callable[..., Ended], by_hand: str) -> None:
    """
    A second run on an instance whose clock has moved on is refused by the doctor, with what to do.
    """
    run(by_hand, selection=["LINK-006"])
    ended = run(by_hand, selection=["LINK-006"])
    assert ended.exit_code == 2
    assert "never goes back" in ended.faults[0]
