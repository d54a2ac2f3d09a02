"""
The other writers, each against the run that contains every verdict.
"""

from __future__ import annotations

import json
import os
import time
import tomllib
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import msgspec
import pytest

import reports
from harness.judgement.verdict import Verdict
from harness.words.errors import ResultsError
from reports import document, html, markdown, write as writing
from reports.fold import read_run
from reports.model import Run
from reports.reasons import NO_SCENARIO, NOT_SELECTED, Reasons
from reports.sequence import chart, mermaid
from reports.texts import Texts
from reports.visible import clipped, visible
from tests.reports import runs
from tests.reports.runs import Lane

SCHEMA = json.loads(
    (Path(reports.__file__).parent / "schema" / "run.schema.json").read_text(encoding="utf-8")
)


def waived(run: Run) -> Run:
    """
    The run with one more verdict, which no event gives yet.
    """
    own = [
        msgspec.structs.replace(item, verdict=Verdict.WAIVED) if item.requirement == "REL-005" else item
        for item in run.own
    ]
    return replace(run, own=own)


def test_the_document_obeys_its_schema(every: Run) -> None:
    """
    The JSON of a run with every verdict is valid against the published schema.
    """
    plain = json.loads(document.render(waived(every), "ja"))
    validator = jsonschema_rs.validator_for(SCHEMA)
    assert [error.message for error in validator.iter_errors(plain)] == []
    assert {item["verdict"] for item in plain["requirements"]} == {verdict.value for verdict in Verdict}


def test_the_schema_refuses_what_it_does_not_know(every: Run) -> None:
    """
    A verdict or a field that the schema does not have is found.
    """
    plain = json.loads(document.render(every, "ja"))
    validator = jsonschema_rs.validator_for(SCHEMA)
    plain["requirements"][0]["verdict"] = "GREEN"
    assert not validator.is_valid(plain)
    plain["requirements"][0]["verdict"] = "PASS"
    plain["more"] = 1
    assert not validator.is_valid(plain)


def test_every_verdict_without_findings_has_a_reason(every: Run) -> None:
    """
    What is neither PASS nor FAIL says why, for requirement and clause.
    """
    for item in document.document(every)["requirements"]:
        if item["verdict"] not in ("PASS", "FAIL"):
            assert item["reason"], item["id"]
        for clause in item["clauses"]:
            assert clause["reason"] or clause["verdict"] in ("PASS", "FAIL"), clause["id"]


def test_what_was_not_selected_says_so(tmp_path: Path) -> None:
    """
    Untested because not selected is another reason than untested because nothing decides it.
    """
    lane = Lane(selection=["REL", "DATA"])
    lane.finish()
    reasons = Reasons(read_run(lane.write(tmp_path)))
    assert reasons.of_clause("CARD-004.1", Verdict.UNTESTED) == NOT_SELECTED
    assert reasons.of_clause("REL-001.1", Verdict.UNTESTED) == NO_SCENARIO
    assert "法人番号" in (reasons.of_clause("DATA-004.5", Verdict.UNTESTED) or {})["ja"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_markdown_tells_verdict_counts_failures_and_blame(every: Run, language) -> None:
    """
    The CI summary holds every verdict's number, each failing clause, each fault, and a chart.
    """
    text = markdown.render(waived(every), language)
    words = Texts(language)
    assert words["run.1"] in text
    assert all(f" {verdict.value} (" in text for verdict in Verdict)
    assert "REL-002.1" in text
    assert "AUD-001.1" in text
    assert all(words[f"blame.{blame}"] in text for blame in ("instrument", "town", "driver", "configuration"))
    assert "```mermaid" in text


def test_markdown_lets_nothing_from_outside_be_markup(tmp_path: Path) -> None:
    """
    Backticks, pipes, tags, mentions and newlines of a hostile text are text.
    """
    lane = Lane()
    lane.begin("a`|<b>.feature:1", ["REL-001.1"])
    lane.find(
        "REL-001.1", "fail", expected=runs.both("x|y\n# h <script> @all `c`", "x|y\n# h <script> @all `c`")
    )
    lane.end("failed")
    lane.finish()
    text = markdown.render(read_run(lane.write(tmp_path)), "en")
    assert "<script>" not in text
    assert "@all" not in text
    assert "x|y" not in text
    assert "\n# h" not in text


def test_a_chart_keeps_sound_order(every: Run) -> None:
    """
    A call comes before what it caused, and journal numbers of one fake never go back.
    """
    drawn = chart(every.scenarios[1], "ja")
    assert drawn.arrows[0].kind == "ask"
    numbers = [int(arrow.ref.partition(":")[2]) for arrow in drawn.arrows if arrow.ref.startswith("juki_net")]
    assert numbers == sorted(numbers)
    assert drawn.participants == ["counter", "registry", "juki_net", "addressee", "departments"]


def test_a_chart_marks_the_first_divergence(every: Run) -> None:
    """
    The marked arrow is the last piece of evidence of the first failing finding.
    """
    drawn = chart(every.scenarios[1], "ja")
    assert drawn.mark is not None
    assert drawn.arrows[drawn.mark].ref == "departments:1"
    assert drawn.divergence is not None
    assert drawn.divergence.clause == "REL-002.1"
    assert "✕ REL-002.1" in mermaid(drawn, "ja")


def test_a_journal_without_times_keeps_its_order(tmp_path: Path) -> None:
    """
    Entries that bear no time stand after the answer before them, in journal order.
    """
    lane = Lane()
    lane.begin("a.feature:1", ["REL-001.1"])
    lane.call()
    for _ in range(3):
        lane.message(monotonic_ns=0)
    lane.find("REL-001.1", "fail")
    lane.end("failed")
    drawn = chart(read_run(lane.write(tmp_path)).scenarios[0], "en")
    assert [arrow.ref for arrow in drawn.arrows] == [
        "invoked:1",
        "invoked:1",
        "juki_net:1",
        "juki_net:2",
        "juki_net:3",
    ]


def test_times_never_turn_a_journal_around(tmp_path: Path) -> None:
    """
    What one fake journalled stays in its order, whatever its clock says.
    """
    lane = Lane()
    lane.begin("a.feature:1", ["REL-001.1"])
    lane.call()
    lane.message(monotonic_ns=1_009_000_000)
    lane.message(monotonic_ns=1_006_000_000)
    lane.find("REL-001.1", "fail")
    lane.end("failed")
    drawn = chart(read_run(lane.write(tmp_path)).scenarios[0], "en")
    assert [arrow.ref for arrow in drawn.arrows if arrow.kind == "message"] == ["juki_net:1", "juki_net:2"]


def test_a_long_chart_keeps_the_divergence(tmp_path: Path) -> None:
    """
    Of very many arrows those up to the divergence are drawn, and the rest is counted.
    """
    lane = Lane()
    lane.begin("a.feature:1", ["REL-001.1"])
    refs = [lane.message() for _ in range(300)]
    lane.find("REL-001.1", "fail", [refs[250]])
    lane.end("failed")
    drawn = chart(read_run(lane.write(tmp_path)).scenarios[0], "en")
    assert drawn.mark is not None
    assert drawn.arrows[drawn.mark].ref == refs[250]
    assert len(drawn.arrows) + drawn.left_out == 300
    assert drawn.left_out == 180


def test_all_reports_are_written(tmp_path: Path) -> None:
    """
    Five files stand beside the events, and no half-written one.
    """
    folder = runs.every_verdict(tmp_path / "run-1")
    paths = writing.write(folder, "en")
    names = ["report.html", "junit.xml", "report.json", "summary.md", "summary.json"]
    assert [path.name for path in paths] == names
    assert sorted(path.name for path in folder.iterdir()) == sorted([*names, "events", "manifest.json"])
    assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["run"] == "run-1"


def test_a_report_that_cannot_be_replaced_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    If writing breaks, the report from before stays and nothing half-written is left.
    """
    folder = runs.every_verdict(tmp_path / "run-1")
    writing.write(folder, "en")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="no space"):
        writing.write(folder, "ja")
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_a_folder_without_events_writes_nothing(tmp_path: Path) -> None:
    """
    What cannot be read is refused before anything is written.
    """
    with pytest.raises(ResultsError):
        writing.write(tmp_path, "ja")
    assert list(tmp_path.iterdir()) == []


def test_the_same_events_give_the_same_reports(every: Run, folder: Path) -> None:
    """
    Reports hold nothing but what the events say.
    """
    again = read_run(folder, runs.CATALOGUE)
    for render in reports.RENDERERS.values():
        assert render(every, "ja") == render(again, "ja")


def test_every_text_is_written_in_both_languages() -> None:
    """
    No text of the table lacks a language, and no English one holds Japanese letters.
    """
    table = tomllib.loads((Path(reports.__file__).parent / "texts.toml").read_text(encoding="utf-8"))
    assert all(set(texts) == {"ja", "en"} and all(texts.values()) for texts in table.values())
    assert [
        key for key, texts in table.items() if any("\u3040" <= letter <= "\u9fff" for letter in texts["en"])
    ] == []


def test_unseen_characters_are_shown() -> None:
    """
    Controls, direction marks and lone surrogates become their code point; Japanese and its variants stay.
    """
    assert visible("a\x00\u202e\ud800b") == "a⟦U+0000⟧⟦U+202E⟧⟦U+D800⟧b"
    assert visible("髙橋\U000e0100\n\t") == "髙橋\U000e0100\n\t"
    assert clipped("長" * 10, 4) == "長長長長… (+6)"


def test_a_large_run_gives_a_sensible_page_soon(tmp_path: Path) -> None:
    """
    150 scenarios of 15 large messages give less than 6 MB in less than 1.5 s, and say what was left out.
    """
    lane = Lane(planned=150)
    body = {f"item_{number}": f"値{number}のとおり" for number in range(90)}
    ids = [key for key in runs.CATALOGUE.requirements if runs.clauses_of(key)]
    for number in range(150):
        clauses = runs.clauses_of(ids[number % len(ids)])
        lane.begin(f"a/f{number}.feature:1", clauses)
        lane.step("転入届を出す", "a notification is made")
        refs = [lane.message(body=body) for _ in range(15)]
        for clause in clauses:
            lane.find(clause, "fail" if number % 15 == 0 else "pass", refs)
        lane.end("failed" if number % 15 == 0 else "passed")
    lane.finish()
    run = read_run(lane.write(tmp_path))
    began = time.process_time()
    page = html.render(run, "ja")
    assert time.process_time() - began < 1.5
    assert "events/0.ndjson" in page
    assert len(page.encode("utf-8")) < 6_000_000
