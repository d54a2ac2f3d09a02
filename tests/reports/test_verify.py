"""
Verdicts that can be derived again: what was written gives them, and one altered byte is found and named.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from harness.evidence import manifest
from harness.evidence.chain import START, sealed
from harness.judgement.checks import CHECKS
from harness.running.entries import features_folder
from harness.running.run import perform
from harness.running.statement import Statement, parse_connect
from harness.words.errors import ResultsError
from reports.verify import Verified, verify as verify_by
from reports.write import write
from tests.reports.runs import CATALOGUE

FILES = [
    "events/0.ndjson", "report.html", "report.json", "junit.xml", "summary.json", "summary.md", "manifest.json",
]  # fmt: skip
FEATURE = """# language: ja
機能: 転入 / Moving in

  @REL-001.1
  シナリオ: 転出証明書を添えた転入届 / With the certificate
    前提 今日は令和8年4月6日である
    かつ 太郎は他の市区町村に住民登録されている
    もし 太郎が令和8年4月3日に転入し、転出証明書を添えて令和8年4月6日に転入届を出す
    ならば 太郎の住民票が一つの世帯として記載されている
"""


def verify(folder: Path) -> Verified:
    """
    Verify by the catalogue that is loaded already.
    """
    return verify_by(folder, CATALOGUE)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The folder of a small run of the bundled registry, with its reports.
    """
    own = tmp_path_factory.mktemp("own")
    features = own / "features"
    (features / "relocation").mkdir(parents=True)
    shutil.copytree(features_folder() / "requirements", features / "requirements")
    (features / "relocation" / "one.feature").write_text(FEATURE, encoding="utf-8")
    ended = perform(
        Statement(parse_connect("reference")),
        out=own / "results",
        selection=[],
        language="en",
        jobs=1,
        progress=lambda _line: None,
        features=features,
    )
    write(ended.folder, "en")
    return ended.folder


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """
    A copy of that folder, to be spoiled.
    """
    return Path(shutil.copytree(original, tmp_path / original.name))


def altered(folder: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """
    Rewrite the events of a folder as a forger would: with a chain and a manifest that fit again.
    """
    path = folder / "events" / "0.ndjson"
    events = [json.loads(line) for line in path.read_bytes().splitlines()]
    change(events)
    digest, lines = START, []
    for event in events:
        event.pop("chain")
        plain = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        digest, line = sealed(digest, plain)
        lines.append(line)
    path.write_bytes(b"".join(lines))
    (folder / manifest.NAME).unlink()
    manifest.write(folder, folder.name)


def test_what_was_written_gives_the_same_verdicts(original: Path) -> None:
    """
    An untouched run verifies as the same, with every standing check of every scenario repeated.
    """
    told = verify(original)
    assert (told.verdict, told.exit, told.problems) == ("same", 0, [])
    assert told.scenarios == 1
    assert told.checks == len(CHECKS)
    assert told.events == len((original / "events" / "0.ndjson").read_bytes().splitlines())


def test_making_the_reports_anew_leaves_it_the_same(folder: Path) -> None:
    """
    Reports in the other language are as good, and the digest of the events stays what it was.
    """
    before = verify(folder).events_digest
    write(folder, "ja")
    told = verify(folder)
    assert told.verdict == "same"
    assert told.events_digest == before is not None


@pytest.mark.parametrize("name", FILES)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(data=st.data())
def test_one_flipped_byte_is_found_and_named(folder: Path, name: str, data: st.DataObject) -> None:
    """
    In every file, at any place, with any bits flipped: the file is named, of events also lane and number.
    """
    path = folder / name
    raw = path.read_bytes()
    place = data.draw(st.integers(0, len(raw) - 1), label="place")
    flipped = raw[place] ^ data.draw(st.integers(1, 255), label="bits")
    try:
        path.write_bytes(raw[:place] + bytes([flipped]) + raw[place + 1 :])
        told = verify(folder)
    finally:
        path.write_bytes(raw)
    assert (told.verdict, told.exit) == ("tampered", 1)
    named = [problem for problem in told.problems if problem.word == "tampered" and problem.file == name]
    assert named
    if name.startswith("events/"):
        line = raw[:place].count(b"\n") + 1
        last = raw.count(b"\n")
        events = [
            problem.event for problem in told.problems if problem.code in ("event-altered", "event-cut")
        ]
        assert events[0] == line
        assert {problem.lane for problem in named} - {None} == {0} or line == last


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(data=st.data())
def test_a_killed_run_is_incomplete_and_not_tampered(folder: Path, data: st.DataObject) -> None:
    """
    Wherever the writing stopped, what there is holds: exit 4, and no word of alteration.
    """
    path = folder / "events" / "0.ndjson"
    raw = path.read_bytes()
    kept = {each: (folder / each).read_bytes() for each in FILES}
    first = raw.index(b"\n") + 1
    place = data.draw(st.integers(first, len(raw) - 1), label="place")
    try:
        for each in FILES:
            (folder / each).unlink()
        path.write_bytes(raw[:place])
        before = verify(folder)
        write(folder, "en")
        after = verify(folder)
    finally:
        for each, content in kept.items():
            (folder / each).write_bytes(content)
    assert (before.verdict, before.exit) == ("incomplete", 4)
    assert (after.verdict, after.exit) == ("incomplete", 4)


def test_a_killed_run_that_was_altered_is_tampered(folder: Path) -> None:
    """
    Without an end and a manifest, the chain still shows an altered event, and names it alone.
    """
    path = folder / "events" / "0.ndjson"
    lines = path.read_bytes().splitlines(keepends=True)
    (folder / manifest.NAME).unlink()
    lines[4] = lines[4].replace(b'"scenario":"', b'"scenario":"x', 1)
    path.write_bytes(b"".join(lines[:-3]))
    told = verify(folder)
    assert told.verdict == "tampered"
    assert [problem.event for problem in told.problems if problem.code == "event-altered"] == [5]


def test_an_event_taken_out_or_put_in_is_found(folder: Path) -> None:
    """
    The event after the gap, and the one that was said twice, are named.
    """
    path = folder / "events" / "0.ndjson"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:6], *lines[7:]]))
    assert [each.event for each in verify(folder).problems if each.code == "event-altered"] == [7]
    path.write_bytes(b"".join([*lines[:6], lines[5], *lines[6:]]))
    assert [each.event for each in verify(folder).problems if each.code == "event-altered"] == [7]


def test_reports_made_anew_do_not_cover_up_altered_events(folder: Path) -> None:
    """
    `tekigo report` on altered events leaves their old digests in the manifest.
    """
    path = folder / "events" / "0.ndjson"
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"result":"passed"', b'"result":"failed"'))
    assert path.read_bytes() != raw
    write(folder, "en")
    told = verify(folder)
    assert told.verdict == "tampered"
    assert "events/0.ndjson" in {problem.file for problem in told.problems if problem.code == "file-altered"}


def test_a_manifest_that_was_altered_is_not_replaced(folder: Path) -> None:
    """
    Making reports anew does not heal a manifest that does not fit itself.
    """
    path = folder / manifest.NAME
    path.write_bytes(path.read_bytes().replace(b'"lines": ', b'"lines": 1'))
    write(folder, "en")
    assert [each.code for each in verify(folder).problems if each.file == manifest.NAME] == [
        "manifest-altered"
    ]


def test_a_missing_file_and_a_missing_manifest_are_told(folder: Path) -> None:
    """
    A report that was taken away is an alteration; without the manifest the run is never called the same.
    """
    (folder / "junit.xml").unlink()
    assert [each.code for each in verify(folder).problems] == ["file-missing"]
    (folder / manifest.NAME).unlink()
    assert verify(folder).verdict == "incomplete"


def _to_pass(events: list[dict[str, Any]]) -> None:
    for event in events:
        if event["event"] == "finding":
            event["verdict"] = "fail"


def _number_in_hand_over(events: list[dict[str, Any]]) -> None:
    sent = next(each for each in events if each.get("message_type") == "D01" and each["direction"] == "in")
    hit = {"kind": "resident-record-code", "path": "$.body.note", "form": "exact", "token": "⟦RC✓0123456789⟧"}
    sent["scan"] = [hit]


def _breach_without_finding(events: list[dict[str, Any]]) -> None:
    _number_in_hand_over(events)
    said = next(each for each in events if each["event"] == "checked" and each["check"] == "numbers_confined")
    said["failed"] = 1


def _examined_less(events: list[dict[str, Any]]) -> None:
    said = next(each for each in events if each["event"] == "checked" and each["check"] == "envelope")
    said["examined"] = 0


def _no_check(events: list[dict[str, Any]]) -> None:
    events[:] = [each for each in events if each.get("check") != "legal_basis"]


def _evidence_elsewhere(events: list[dict[str, Any]]) -> None:
    next(each for each in events if each["event"] == "finding")["evidence"] = ["juki_net:999"]


def _fewer_messages(events: list[dict[str, Any]]) -> None:
    events[-1]["messages"] -= 1


@pytest.mark.parametrize(
    ("change", "code", "names"),
    [
        (_to_pass, "record-differs", None),
        (_number_in_hand_over, "check-differs", "numbers_confined"),
        (_breach_without_finding, "check-differs", "numbers_confined"),
        (_examined_less, "check-differs", "envelope"),
        (_no_check, "check-differs", "legal_basis"),
        (_evidence_elsewhere, "record-differs", None),
        (_fewer_messages, "record-differs", None),
    ],
)
def test_a_forgery_with_a_fitting_chain_still_differs(
    folder: Path, change: Callable[[list[dict[str, Any]]], None], code: str, names: str | None
) -> None:
    """
    Who makes chain and manifest anew still has to make everything follow: results, standing checks, counts, evidence.
    """
    altered(folder, change)
    told = verify(folder)
    assert (told.verdict, told.exit) == ("differs", 1)
    assert (code, names) in {(problem.code, problem.check) for problem in told.problems}


def test_a_verdict_that_the_events_do_not_give_is_named(folder: Path) -> None:
    """
    A document that says PASS where the events do not is told with its place.
    """
    path = folder / "report.json"
    path.write_bytes(path.read_bytes().replace(b'"verdict": "UNTESTED"', b'"verdict": "PASS"', 1))
    (folder / manifest.NAME).unlink()
    manifest.write(folder, folder.name)
    told = verify(folder)
    assert told.verdict == "differs"
    assert "$.requirements" in told.problems[0].text["en"]


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    """
    A folder without events is no run.
    """
    with pytest.raises(ResultsError):
        verify(tmp_path)
