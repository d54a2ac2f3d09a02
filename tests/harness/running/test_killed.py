"""
Killing a run keeps every event so far, and the report renders it.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from harness.cli.written import summary_of, write_reports
from harness.evidence.events import Broken, RunStarted, ScenarioEnded, lanes, read
from harness.judgement.catalogue import Catalogue
from harness.judgement.fold import tally
from harness.running.entries import features_folder
from harness.running.job import Job
from harness.running.statement import Statement, parse_connect
from harness.running.workers import Worker


def test_a_killed_worker_loses_nothing_it_had_said(tmp_path: Path, catalogue: Catalogue) -> None:
    """
    After SIGKILL the file ends with whole events, and the run is reported as incomplete, never as conformant.
    """
    folder = tmp_path / "run"
    job = Job(
        run="run",
        lane=0,
        lanes=1,
        folder=str(folder),
        statement=Statement(parse_connect("reference")),
        language="en",
        selection=["REL"],
        catalogue=str(features_folder() / "requirements"),
        key=secrets.token_hex(32),
    )
    worker = Worker(job, features_folder())
    try:
        told = 0
        while told < 1 and not worker.done:
            told += sum(line["kind"] == "scenario" for line in worker.lines())
        worker.process.kill()
        worker.process.wait()
    finally:
        worker.stop()
    events = list(read(lanes(folder)))
    assert isinstance(events[0], RunStarted)
    assert sum(isinstance(event, ScenarioEnded) for event in events) >= told == 1
    assert sum(isinstance(event, Broken) for event in events) <= 1
    assert tally(events).exit_code(catalogue) == 3
    write_reports(folder, "en")
    assert summary_of(folder)["scenarios"] >= 1
