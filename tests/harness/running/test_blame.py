"""
Whose fault it is: a fault planted on each side is told as that side's, and never as the registry's if it is not.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.cli.written import write_reports
from harness.running.run import Ended
from harness.running.statement import Settings
from tests.harness.running.seeds import CREATED, PAGE, SEEDS, Whose, renewed
from tests.harness.running.test_interrupted import descendants

CLASS_OF: dict[str, Whose] = {
    "system": "system",
    "configuration": "configuration",
    "driver": "configuration",
    "instrument": "harness",
    "town": "town",
}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The seeding registries as entry points, as a distribution beside the others.
    """
    info = tmp_path / "site" / "seeds-0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: seeds\nVersion: 0\n", encoding="utf-8")
    lines = [f"seed-{name} = tests.harness.running.seeds:{name.replace('-', '_')}" for name in CREATED]
    (info / "entry_points.txt").write_text(
        "[tekigo.registries]\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))


def told_by(ended: Ended) -> set[Whose]:
    """
    Whose the faults of a run are: of workers, at the port, of scenarios, and of requirements that did not pass.
    """
    found = set(ended.blames)
    if ended.tally.lanes:
        write_reports(ended.folder, "en")
        document = json.loads((ended.folder / "report.json").read_text(encoding="utf-8"))
        found |= {"system"} if document["port_faults"] else set()
        scenarios = [each for each in document["scenarios"] if each["result"] != "passed"]
        assert all(each["blame"] for each in scenarios)
        found |= {each["blame"] for each in scenarios}
        open_ended = [each for each in document["requirements"] if each["verdict"] != "PASS"]
        assert all(each["blame"] for each in open_ended if each["verdict"] != "NOT APPLICABLE")
        judged = [each for each in open_ended if each["verdict"] != "UNTESTED"]
        found |= {each["blame"] for each in judged}
    return {CLASS_OF[each] for each in found}


@pytest.mark.parametrize("name", sorted(SEEDS))
@pytest.mark.usefixtures("installed")
def test_a_planted_fault_is_told_as_whose_it_is(
    run: Callable[..., Ended],
    features: Path,
    serving: Callable[[int, str, str], str],
    name: str,
) -> None:
    """
    The class told is the one planted, the exit code fits, and only a fault of the system ever fails a requirement.
    """
    seed = SEEDS[name]
    if seed.text:
        path = features / "relocation" / "one.feature"
        path.write_text(path.read_text(encoding="utf-8").replace(*seed.text), encoding="utf-8")
    more: dict[str, Any] = {"selection": seed.select} if seed.select else {"features": features}
    if seed.defect:
        more["overrides"] = {"registry": [seed.defect]}
    if name == "fake-ends":
        more["progress"] = end_the_fakes
    where = serving(*seed.answer) if seed.answer else seed.sut
    ended = run(where, settings=Settings(**seed.settings), **more)
    assert told_by(ended) == {seed.told or seed.seeded}
    assert ended.exit_code == seed.exits
    assert not any("Traceback" in fault for fault in ended.faults)
    if seed.seeded != "system":
        assert not any(state.failed for state in ended.tally.states.values())


def end_the_fakes(said: dict[str, Any]) -> None:
    """
    When the plan is known, end the process of the fakes as soon as it is there.
    """
    if said["kind"] == "opened":
        for each in descendants(os.getpid()):
            words = Path(f"/proc/{each}/cmdline").read_bytes().split(b"\0")
            if b"fakes" in words:
                os.kill(each, signal.SIGKILL)


def test_the_published_table_is_the_measured_one() -> None:
    """
    docs/verdicts.md holds the matrix of these very faults.
    """
    page = PAGE.read_text(encoding="utf-8")
    assert renewed(page) == page, "run: python -m tests.harness.running.seeds"
