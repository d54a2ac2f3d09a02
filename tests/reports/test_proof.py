"""
The proof as a page and as Markdown.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reports.proof import markdown, page, write
from reports.proof_kept import GUARDS, kept
from reports.proof_rows import row, table


def measured(name: str = "registry/forgets", **changes: Any) -> dict[str, Any]:
    """
    A small measurement.
    """
    proof = {
        "name": name,
        "promise": {"ja": "忘れる。", "en": "It forgets."},
        "outcome": "killed",
        "must": ["REL-001"],
        "may": [],
        "killers": ["REL-001"],
        "strays": [],
    }
    told = {"defects": 1, "killed": 1, "survived": [], "misattributed": [], "premature": [], "void": False}
    more = {
        "void_because": None,
        "proofs": [proof],
        "matrix": {"REL-001": {name: "killed"}},
        "sole_guards": {"REL-001.3": [name]},
        "guarded": {"clauses": 9, "clauses_guarded": 1, "checks": 5, "checks_guarded": 0},
        "carried": ["REL-001.1", "REL-001.3"],
        "known": [name],
        "wall_s": 41.5,
    }
    systems = {
        "empty_systems": {"null": 0},
        "lawful": {"unhurried": 0},
        "left_out": {"otherwise": "no PostgreSQL"},
    }
    return {**told, **more, **systems, **changes}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_page_and_markdown_tell_the_same(language: Any) -> None:
    """
    Defect, outcome, requirement, empty and lawful systems, and what was left out.
    """
    for rendered in (page(measured(), language), markdown(measured(), language), kept(measured())):
        for word in ("registry/forgets", "killed", "REL-001", "0 PASS", "0 FAIL"):
            assert word in rendered
    for rendered in (page(measured(), language), markdown(measured(), language)):
        assert "no PostgreSQL" in rendered


def test_what_is_kept_beside_the_code_holds_nothing_of_one_run() -> None:
    """
    Neither times nor what a machine lacks; with the clauses that alone see something.
    """
    told = kept(measured())
    assert told == kept(measured(wall_s=99.9, left_out={}))
    assert told == kept(measured(), before=told)
    assert "| REL-001.3 | registry/forgets |" in told
    assert "Without 1 of the 2 clauses" in told


def test_a_proof_of_a_selection_renews_what_it_proved() -> None:
    """
    Other lines stay, but not of a defect that is gone, and what a clause alone saw is told anew.
    """
    two = ["registry/forgets", "registry/other"]
    before = kept(measured("registry/other", known=two), kept(measured(known=two)))
    assert [cells[0] for cells in table(before, "By defect")] == two
    assert table(before, GUARDS[0]) == [["REL-001.3", "registry/forgets, registry/other"]]
    survived = measured(known=two, sole_guards={})
    survived["proofs"][0] |= {"outcome": "survived", "killers": []}
    after = kept(survived, before)
    assert table(after, "By defect")[0] == ["registry/forgets", "REL-001", "–", "survived", "–"]
    assert table(after, "By requirement") == [["REL-001", "registry/other"]]
    assert "1 of 2 defects are killed" in after
    gone = kept(measured(known=["registry/forgets"]), before)
    assert [cells[0] for cells in table(gone, "By defect")] == ["registry/forgets"]


def test_a_row_that_was_written_is_read_again() -> None:
    """
    Whatever a cell holds.
    """
    cells = ["a | b", "c", "–"]
    written = "\n".join(
        ["", "## T", "", row(["1", "2", "3"]), row(["---"] * 3), row(cells), "", "## U", row(["x"])]
    )
    assert table(written, "T") == [cells]
    assert table(written, "nothing") == []


def test_a_hostile_name_is_inert() -> None:
    """
    The words of a defect from outside are text.
    """
    assert "<script>" not in page(measured("<script>alert(1)</script>"), "en")
    assert "a \\| b" in markdown(measured("a | b"), "en")


def test_a_void_measurement_says_so() -> None:
    """
    Before any figure.
    """
    shown = page(measured(void=True, void_because="canary"), "en")
    assert shown.index("void: canary") < shown.index("1 of 1")


def test_files_are_written_beside_the_measurement(tmp_path: Path) -> None:
    """
    proof.html and proof.md, and the document beside the code if asked for.
    """
    (tmp_path / "proof.json").write_text(json.dumps(measured()), encoding="utf-8")
    assert [path.name for path in write(tmp_path, "ja")] == ["proof.html", "proof.md"]
    beside = tmp_path / "kept.md"
    assert write(tmp_path, "ja", beside)[2:] == [beside]
    assert "registry/forgets" in beside.read_text(encoding="utf-8")
