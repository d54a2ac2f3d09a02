"""
The proof as a page and as Markdown.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reports.proof import markdown, page, write


def measured(name: str = "registry/forgets", **changes: Any) -> dict[str, Any]:
    """
    A small measurement.
    """
    proof = {
        "name": name,
        "promise": {"ja": "忘れる。", "en": "It forgets."},
        "outcome": "killed",
        "must": ["REL-001"],
        "killers": ["REL-001"],
        "strays": [],
    }
    told = {"defects": 1, "killed": 1, "survived": [], "misattributed": [], "premature": [], "void": False}
    more = {"void_because": None, "proofs": [proof], "matrix": {"REL-001": {name: "killed"}}}
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
    for rendered in (page(measured(), language), markdown(measured(), language)):
        for word in ("registry/forgets", "killed", "REL-001", "0 PASS", "0 FAIL", "no PostgreSQL"):
            assert word in rendered


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
    proof.html and proof.md.
    """
    (tmp_path / "proof.json").write_text(json.dumps(measured()), encoding="utf-8")
    assert [path.name for path in write(tmp_path, "ja")] == ["proof.html", "proof.md"]
