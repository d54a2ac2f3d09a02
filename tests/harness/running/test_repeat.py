"""
Repeats: the plan on fresh lanes each time; what changes its verdict is named, and nothing else is.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.cli.written import summary_of, write_reports
from harness.judgement.catalogue import Catalogue
from harness.judgement.verdict import Verdict
from harness.running.run import Ended
from harness.words.errors import UsageError
from reports.verify import verify

KEY = "relocation/one.feature:5"


def test_a_registry_that_changes_its_mind_is_caught(
    run: Callable[..., Ended],
    features: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    catalogue: Catalogue,
) -> None:
    """
    Passed once and failed once is FLAKY: named in every report, exit 3, and neither PASS nor FAIL.
    """
    (tmp_path / "mind").mkdir()
    monkeypatch.setenv("TEKIGO_TEST_MIND", str(tmp_path / "mind"))
    ended = run("app:tests.harness.running.fickle:app", features=features, repeats=3, jobs=2)
    assert ended.tally.flaky == [KEY]
    assert ended.exit_code == 3
    assert ended.tally.states["REL-001.1"].verdict() is Verdict.ERROR
    assert sorted(ended.tally.scenarios) == [KEY, f"{KEY}~2", f"{KEY}~3"]
    write_reports(ended.folder, "en")
    summary = summary_of(ended.folder)
    assert (summary["scenarios"], summary["repeats"], summary["flaky"]) == (1, 3, [KEY])
    assert summary["requirements"]["MUST"]["FAIL"] == 0
    told = json.loads((ended.folder / "report.json").read_text(encoding="utf-8"))
    assert (told["flaky"], told["exit_code"]) == ([KEY], 3)
    assert [(each["repeat"], each["records"] > 0) for each in told["scenarios"]] == [
        (0, True),
        (1, True),
        (2, True),
    ]
    assert {each["result"] for each in told["scenarios"]} == {"passed", "failed"}
    for name in ("report.html", "summary.md", "junit.xml"):
        text = (ended.folder / name).read_text(encoding="utf-8")
        assert "FLAKY" in text
        assert "one.feature" in text
    assert verify(ended.folder, catalogue).verdict == "same"


def test_a_small_selection_is_the_same_three_times(run: Callable[..., Ended], catalogue: Catalogue) -> None:
    """
    The bundled registry comes to the same verdict on every clause each time, and the reports stay as long as one run's.
    """
    ended = run(selection=["REL-001.4", "LINK-006"], repeats=3, jobs=2)
    assert (ended.tally.flaky, ended.faults) == ([], [])
    assert ended.tally.lanes == 6
    once = [key for key in ended.tally.scenarios if "~" not in key]
    assert len(ended.tally.scenarios) == 3 * len(once)
    assert set(ended.tally.scenarios.values()) == {"passed"}
    write_reports(ended.folder, "en")
    assert summary_of(ended.folder)["scenarios"] == len(once)
    assert summary_of(ended.folder)["messages"] == ended.tally.messages
    assert verify(ended.folder, catalogue).verdict == "same"


def test_repeats_need_a_registry_that_can_be_started(run: Callable[..., Ended], features: Path) -> None:
    """
    One running registry cannot be had fresh; no repeat at all is no run.
    """
    with pytest.raises(UsageError):
        run("http://127.0.0.1:1", repeats=2, features=features)
    with pytest.raises(UsageError):
        run(repeats=0, features=features)
