"""
From a result folder to verdicts, with everything that can be wrong with the folder.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.judgement.verdict import Verdict
from harness.words.errors import ResultsError
from reports.fold import count, read_run
from reports.model import Run
from reports.summary import summary
from tests.reports import runs
from tests.reports.runs import Lane, clauses_of


def verdict_of(run: Run, requirement: str) -> Verdict:
    """
    The verdict of a requirement for the claimed roles.
    """
    return next(item.verdict for item in run.own if item.requirement == requirement)


@pytest.mark.parametrize(
    ("requirement", "verdict"),
    [
        ("REL-001", Verdict.PASS),
        ("REL-002", Verdict.FAIL),
        ("AUD-001", Verdict.FAIL),
        ("CARD-004", Verdict.ERROR),
        ("LINK-003", Verdict.INCONCLUSIVE),
        ("CARD-001", Verdict.UNTESTED),
        ("DEPT-001", Verdict.NOT_APPLICABLE),
        ("REL-003", Verdict.UNTESTED),
    ],
)
def test_each_verdict_follows_from_its_events(every: Run, requirement: str, verdict: Verdict) -> None:
    """
    Each kind of ending gives its own verdict, also a finding over the whole run.
    """
    assert verdict_of(every, requirement) is verdict


def test_the_exit_code_of_a_failing_run_is_one(every: Run) -> None:
    """
    Failures beside errors exit 1.
    """
    assert every.exit_code == 1


def test_a_run_in_which_all_passes_exits_zero(tmp_path: Path) -> None:
    """
    One passing requirement and an orderly end are conformant.
    """
    lane = Lane()
    runs.passing(lane, "REL-001", "a.feature:1")
    lane.finish()
    assert read_run(lane.write(tmp_path)).exit_code == 0


def test_a_clause_for_other_roles_is_the_towns(tmp_path: Path) -> None:
    """
    A failing clause that binds no claimed role fails the town, not the system under test.
    """
    clause = next(key for key, (_, item) in runs.CATALOGUE.clauses.items() if item.binds == ["addressee"])
    lane = Lane()
    runs.passing(lane, "REL-001", "a.feature:1")
    lane.find(clause, "fail")
    lane.finish()
    run = read_run(lane.write(tmp_path))
    assert run.exit_code == 0
    assert [item.requirement for item in run.town if item.verdict is Verdict.FAIL] == [
        clause.partition(".")[0]
    ]
    assert not run.binds_claimed(clause)


def test_every_requirement_of_a_claimed_role_is_counted(every: Run) -> None:
    """
    The counts add up to the requirements with a clause that binds the registry.
    """
    binding = [
        item
        for item in runs.CATALOGUE.requirements.values()
        if any("registry" in clause.binds for clause in item.clause)
    ]
    counted = count(every, every.own)
    assert sum(counted["MUST"].values()) + sum(counted["SHOULD"].values()) == len(binding)


def test_the_summary_has_the_documented_fields(every: Run) -> None:
    """
    The JSON object holds run, store, scenarios, requirements, town, messages and three times in seconds.
    """
    told = summary(every)
    assert list(told) == [
        "run", "store", "scenarios", "requirements", "town", "messages", "wall_s", "registry_s", "town_s",
    ]  # fmt: skip
    assert (told["run"], told["scenarios"], told["messages"]) == ("run-1", 9, 5)
    assert (told["wall_s"], told["registry_s"], told["town_s"]) == (2.5, 0.09, 0.045)
    assert told["requirements"]["MUST"]["FAIL"] == 2


def killed(tmp_path: Path) -> Path:
    """
    A run killed in its second scenario.
    """
    lane = Lane(planned=2)
    runs.passing(lane, "REL-001", "a.feature:1")
    lane.begin("b.feature:1", clauses_of("REL-002"))
    lane.step("転入届を出す", "a notification is made")
    lane.find("REL-002.1", "fail")
    return lane.write(tmp_path)


def test_a_killed_run_keeps_what_it_recorded(tmp_path: Path) -> None:
    """
    Without run-ended the run is said to be killed; its findings count and unreached clauses are inconclusive.
    """
    run = read_run(killed(tmp_path))
    assert [note.code for note in run.notes] == ["killed"]
    assert verdict_of(run, "REL-001") is Verdict.PASS
    assert verdict_of(run, "REL-002") is Verdict.FAIL
    assert run.states["REL-002.2"].verdict() is Verdict.INCONCLUSIVE
    assert run.scenarios[1].result == "killed"


def test_a_killed_run_is_never_conformant(tmp_path: Path) -> None:
    """
    All that was recorded passes, but the run was cut short: not exit 0.
    """
    lane = Lane()
    runs.passing(lane, "REL-001", "a.feature:1")
    assert read_run(lane.write(tmp_path)).exit_code != 0


def test_a_truncated_last_line_is_said_and_not_counted(tmp_path: Path) -> None:
    """
    The last line of a killed run may be half a line.
    """
    folder = killed(tmp_path)
    path = folder / "events" / "0.ndjson"
    path.write_bytes(path.read_bytes()[:-20])
    run = read_run(folder)
    assert [note.code for note in run.notes] == ["line-cut", "killed"]
    assert verdict_of(run, "REL-001") is Verdict.PASS
    assert run.notes[0].where.startswith("events/0.ndjson:")


def test_a_broken_line_in_the_middle_keeps_the_run_from_being_conformant(tmp_path: Path) -> None:
    """
    A line that is no event may have held a failure: it is said with its place, and the run is not conformant.
    """
    lane = Lane()
    runs.passing(lane, "REL-001", "a.feature:1")
    lane.finish()
    lines = lane.raw().splitlines(keepends=True)
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "0.ndjson").write_bytes(b"".join([*lines[:1], b"\xff\xfe broken\n", *lines[1:]]))
    run = read_run(tmp_path)
    assert [(note.code, note.where) for note in run.notes] == [("line-broken", "events/0.ndjson:2")]
    assert run.exit_code == 3


def test_a_missing_lane_is_said(tmp_path: Path) -> None:
    """
    A run of two lanes with the file of one is not conformant.
    """
    lane = Lane(lanes=2)
    runs.passing(lane, "REL-001", "a.feature:1")
    lane.finish()
    run = read_run(lane.write(tmp_path))
    assert [note.code for note in run.notes] == ["lane-missing"]
    assert run.exit_code == 3


def test_lanes_are_joined(tmp_path: Path) -> None:
    """
    Scenarios and counts of all lanes make one run; a failure in any lane fails it.
    """
    for number, build in enumerate((runs.passing, runs.failing)):
        lane = Lane(number=number, lanes=2)
        build(lane, "REL-001", f"a.feature:{number + 1}")
        lane.finish()
        lane.write(tmp_path)
    run = read_run(tmp_path)
    assert (len(run.scenarios), run.planned, run.notes) == (2, 2, [])
    assert verdict_of(run, "REL-001") is Verdict.FAIL


def test_a_file_of_another_run_does_not_count(tmp_path: Path) -> None:
    """
    A foreign lane is left out, and said.
    """
    folder = tmp_path / "run-1"
    lane = Lane()
    runs.passing(lane, "REL-001", "a.feature:1")
    lane.finish()
    lane.write(folder)
    other = Lane(run="run-0", number=1)
    runs.failing(other, "REL-001", "a.feature:1")
    other.finish()
    other.write(folder)
    run = read_run(folder)
    assert [note.code for note in run.notes] == ["lane-foreign"]
    assert verdict_of(run, "REL-001") is Verdict.PASS


def test_files_that_are_no_events_are_passed_over(tmp_path: Path) -> None:
    """
    Other files and folders in the result folder are nothing to the reader.
    """
    folder = runs.every_verdict(tmp_path)
    (folder / "events" / "notes.txt").write_text("x", encoding="utf-8")
    (folder / "events" / "9.ndjson").mkdir()
    assert read_run(folder).notes == []


def test_another_catalogue_is_said(tmp_path: Path) -> None:
    """
    A run judged by another catalogue than the installed one says so, and that unknown clauses do not count.
    """
    lane = Lane(catalogue="0" * 64)
    runs.passing(lane, "REL-001", "a.feature:1")
    lane.find("REL-999.1", "fail")
    lane.finish()
    run = read_run(lane.write(tmp_path))
    assert [note.code for note in run.notes] == ["catalogue-differs", "clause-unknown"]
    assert run.exit_code == 4


def empty(folder: Path) -> None:
    """
    An empty file of events.
    """
    (folder / "events").mkdir()
    (folder / "events" / "0.ndjson").touch()


def foreign(folder: Path) -> None:
    """
    A file of other JSON.
    """
    empty(folder)
    (folder / "events" / "0.ndjson").write_text('{"hello": 1}\n<html>\n', encoding="utf-8")


def headless(folder: Path) -> None:
    """
    Events without their first line.
    """
    lane = Lane()
    runs.passing(lane, "REL-001", "a.feature:1")
    lane.events = lane.events[1:]
    lane.write(folder)


def future(folder: Path) -> None:
    """
    Events of a format that is yet to come.
    """
    Lane(format=99).write(folder)


def deep(folder: Path) -> None:
    """
    A line nested too deeply to be read.
    """
    empty(folder)
    (folder / "events" / "0.ndjson").write_text(
        '{"event":"clock-moved","now":' + "[" * 200_000, encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("build", "code", "place"),
    [
        (lambda folder: folder.rmdir(), "results-missing", "folder"),
        (lambda folder: None, "results-missing", "events"),
        (empty, "results-empty", "0.ndjson"),
        (foreign, "results-foreign", "0.ndjson:1"),
        (headless, "results-headless", "0.ndjson:1"),
        (future, "results-format", "0.ndjson:1"),
        (deep, "results-", "0.ndjson"),
    ],
    ids=["missing", "no-events", "empty", "foreign", "headless", "future", "deep"],
)
def test_a_folder_that_tells_nothing_is_refused(tmp_path: Path, build, code: str, place: str) -> None:
    """
    Each unreadable folder gives a message that names what and where.
    """
    folder = tmp_path / "folder"
    folder.mkdir()
    build(folder)
    with pytest.raises(ResultsError) as caught:
        read_run(folder)
    assert caught.value.code.startswith(code)
    assert place in str(caught.value.where)
    assert caught.value.exit_code == 2
