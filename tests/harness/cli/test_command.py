"""
The command as a user meets it: help, exit codes, one JSON object last, clear errors.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reports import runs

COMMANDS = ["run", "town", "report", "verify", "prove", "requirements"]


def tekigo(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """
    Run the command and give what it said.
    """
    return subprocess.run(
        [sys.executable, "-m", "harness.cli.main", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=cwd,
    )


@pytest.mark.parametrize("words", [[], *([command] for command in COMMANDS)])
def test_every_command_has_help(words: list[str]) -> None:
    """
    --help says what the command does and ends with 0.
    """
    said = tekigo(*words, "--help")
    assert said.returncode == 0
    assert "Usage:" in said.stdout
    assert "Traceback" not in said.stderr


def test_run_prints_one_json_object_last(tmp_path: Path) -> None:
    """
    With --json the last line of the output is the summary, with every verdict of both severities.
    """
    said = tekigo("run", "--select", "LINK-006", "--json", "--lang", "en", "--out", str(tmp_path / "results"))
    summary = json.loads(said.stdout.splitlines()[-1])
    assert set(summary) == {
        "run", "store", "scenarios", "requirements", "town", "messages", "wall_s", "registry_s", "town_s",
    }  # fmt: skip
    assert summary["requirements"]["MUST"]["PASS"] == 1
    assert summary["scenarios"] > 0
    folder = tmp_path / "results" / summary["run"]
    assert {path.name for path in folder.iterdir()} == {
        "events", "report.html", "report.json", "junit.xml", "summary.json", "summary.md",
        "manifest.json",
    }  # fmt: skip
    assert said.returncode == 0
    again = tekigo("report", summary["run"], "--out", str(tmp_path / "results"), "--json", "--lang", "ja")
    assert json.loads(again.stdout.splitlines()[-1]) == summary
    assert again.returncode == said.returncode
    verified = tekigo("verify", summary["run"], "--out", str(tmp_path / "results"), "--json")
    assert json.loads(verified.stdout.splitlines()[-1])["verdict"] == "same"
    assert verified.returncode == 0
    events = folder / "events" / "0.ndjson"
    raw = bytearray(events.read_bytes())
    raw[len(raw) // 2] ^= 1
    events.write_bytes(bytes(raw))
    verified = tekigo("verify", str(folder), "--lang", "en")
    assert verified.returncode == 1
    assert f"events/0.ndjson:{raw[: len(raw) // 2].count(10) + 1}" in verified.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["run", "--select", "NOPE"], "NOPE"),
        (["run", "--sut", "nonsense"], "http://"),
        (["run", "--sut", "http://127.0.0.1:1", "-j", "2"], "-j 2"),
        (["run", "--statement", "missing.toml"], "missing.toml"),
        (["run", "--lang", "fr"], "--lang"),
        (["report", "no-such-run"], "no-such-run"),
        (["verify", "no-such-run"], "no-such-run"),
        (["verify", "."], "events"),
        (["requirements", "show", "REL-999"], "REL-999"),
        (["prove", "no-such-defect"], "no-such-defect"),
    ],
)
def test_bad_usage_ends_with_2_and_says_what(words: list[str], told: str, tmp_path: Path) -> None:
    """
    Exit code 2, what was wrong in the message, and no traceback.
    """
    said = tekigo(*words, cwd=tmp_path)
    assert said.returncode == 2
    assert told in said.stderr
    assert "Traceback" not in said.stderr


def test_the_catalogue_can_be_listed_and_shown() -> None:
    """
    All 140 requirements in the list, and one in full in either language.
    """
    lines = [json.loads(line) for line in tekigo("requirements", "list", "--json").stdout.splitlines()]
    assert len(lines) == 140
    assert "REL-001.9" in tekigo("requirements", "show", "rel-001", "--lang", "en").stdout
    shown = json.loads(tekigo("requirements", "show", "LINK-005", "--json").stdout)
    assert shown["id"] == "LINK-005"


def test_the_committed_coverage_is_the_one_that_is_made() -> None:
    """
    A change of scenarios, clauses or defects shows in features/requirements/coverage.csv.
    """
    said = tekigo("requirements", "coverage", "--check")
    assert said.returncode == 0, said.stderr


def test_half_a_result_folder_is_told(tmp_path: Path) -> None:
    """
    A folder without events, or with a line that is none, names the place and never ends with 0.
    """
    (tmp_path / "empty").mkdir()
    said = tekigo("report", str(tmp_path / "empty"))
    assert said.returncode == 2
    assert "empty" in said.stderr
    (tmp_path / "half" / "events").mkdir(parents=True)
    (tmp_path / "half" / "events" / "0.ndjson").write_bytes(b'{"event":"run-star')
    said = tekigo("report", str(tmp_path / "half"))
    assert said.returncode != 0
    assert "Traceback" not in said.stderr
    assert "0.ndjson" in said.stderr


@pytest.mark.parametrize("spoiled", ["foreign-lane", "unknown-clause", "missing-lane"])
def test_report_ends_with_the_code_that_its_document_tells(tmp_path: Path, spoiled: str) -> None:
    """
    A lane of another run, a clause that the catalogue lacks, a lane that is not there: one code, and not 0.
    """
    lane = runs.Lane(planned=1, lanes=2 if spoiled == "missing-lane" else 1)
    runs.passing(lane, "REL-001", "relocation/moving_in.feature:10")
    if spoiled == "unknown-clause":
        lane.begin("relocation/moving_in.feature:30", ["REL-001.99"])
        lane.find("REL-001.99", evidence=[lane.call()])
        lane.end()
    lane.finish(messages=1)
    folder = lane.write(tmp_path / "run-1")
    if spoiled == "foreign-lane":
        other = runs.Lane(run="run-2", number=1, planned=1)
        runs.failing(other, "REL-002", "relocation/moving_in.feature:50")
        other.finish()
        other.write(folder)
    said = tekigo("report", str(folder))
    document = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert said.returncode == document["exit_code"] != 0
