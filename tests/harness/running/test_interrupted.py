"""
Asked to end, or killed: no traceback, no orphan, and what was seen is reported.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.evidence.events import RunEnded, lanes, read

LANES = 2
BOUND_S = 60.0
TALKS = "app:tests.harness.running.hostile:commands_500"
"""A registry with which most scenarios do not pass, so that the command says something as soon as one has ended."""


@pytest.fixture
def under_way(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """
    A run of the command with two lanes, each with town and registry as children, after its first scenario.
    """
    # Whoever started the tests may have let it be ignored, as a shell does for what goes on in the background.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "harness.cli.main", "run", "--sut", TALKS, "-j", "2"),
            *("--json", "--lang", "en", "--out", str(tmp_path / "results")),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        begun: list[Path] = []
        while (
            len(begun) < LANES
        ):  # A line for each scenario, whoever played it: the other lane may be slower to begin.
            assert "feature" in process.stderr.readline()
            begun = [path for path in tmp_path.glob("results/*/events/*.ndjson") if path.stat().st_size]
        yield process
    finally:
        process.kill()
        process.communicate()


def descendants(process: int) -> list[int]:
    """
    Every process below this one, as the system tells it now.
    """
    parents: dict[int, int] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    found, more = [], [process]
    while more:
        more = [child for child, parent in parents.items() if parent in more]
        found += more
    return found


def all_end(processes: list[int]) -> bool:
    """
    Whether all of these end within the bound: waited for, not slept for.
    """
    until = time.monotonic() + BOUND_S
    for each in processes:
        try:
            watched = os.pidfd_open(each)
        except ProcessLookupError:
            continue
        try:
            if not select.select([watched], [], [], max(0.0, until - time.monotonic()))[0]:
                return False
        finally:
            os.close(watched)
    return True


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="watching processes end needs Linux")
@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_asked_to_end_reports_what_was_seen(
    under_way: subprocess.Popen[str], asked: signal.Signals, tmp_path: Path
) -> None:
    """
    Ctrl-C and SIGTERM end workers and children, write every report, and end with the code that the report tells.
    """
    children = descendants(under_way.pid)
    assert len(children) >= 6  # two workers, each with a town and a registry
    under_way.send_signal(asked)
    said, told = under_way.communicate(timeout=BOUND_S)
    assert "Traceback" not in told
    assert all_end(children)
    summary = json.loads(said.splitlines()[-1])
    [folder] = (tmp_path / "results").iterdir()
    document = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert summary["scenarios"] == len(document["scenarios"]) >= 1
    assert under_way.returncode == document["exit_code"] in (1, 4)
    assert not document["complete"]
    assert "interrupted" in {note["code"] for note in document["notes"]}
    ends = [event for event in read(lanes(folder)) if isinstance(event, RunEnded)]
    assert [end.interrupted for end in ends] == [True, True]
    verified = subprocess.run(
        [sys.executable, "-m", "harness.cli.main", "verify", str(folder)], check=False, capture_output=True
    )
    assert verified.returncode == 4


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="watching processes end needs Linux")
def test_a_killed_run_leaves_no_orphan(under_way: subprocess.Popen[str], tmp_path: Path) -> None:
    """
    After SIGKILL workers notice the broken pipe; towns and registries end with them, and the events are whole.
    """
    children = descendants(under_way.pid)
    assert len(children) >= 6
    under_way.kill()
    assert all_end(children)
    [folder] = (tmp_path / "results").iterdir()
    again = subprocess.run(
        [sys.executable, "-m", "harness.cli.main", "report", str(folder)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in again.stderr
    document = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert again.returncode == document["exit_code"] != 0


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="watching processes end needs Linux")
def test_a_proof_that_is_asked_to_end_says_that_nothing_is_proven(tmp_path: Path) -> None:
    """
    An interrupted proof ends its workers, keeps nothing that looks like one, and sends nobody to a report.
    """
    command = ["prove", "--select", "CARD-004", "-j", "1", "--lang", "en", "--out", str(tmp_path / "results")]
    process = subprocess.Popen(
        [sys.executable, "-m", "harness.cli.main", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        first = process.stderr.readline()
        workers = descendants(process.pid)
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=BOUND_S)
    finally:
        process.kill()
    assert "✓" in first
    assert workers
    assert all_end(workers)
    assert process.returncode == 130
    assert told.splitlines()[-1] == "interrupted; nothing is proven. To prove only a part, use --select."
    assert "Traceback" not in told
    assert not [*tmp_path.glob("results/*")]
