"""
JUnit XML in which failure, error and skipped mean what they say.
"""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from reports import junit
from reports.fold import read_run
from reports.model import Run
from tests.reports import runs
from tests.reports.runs import Lane


@pytest.fixture(scope="module", params=["ja", "en"])
def root(request, every: Run) -> Element:
    """
    The document in both languages.
    """
    return fromstring(junit.render(every, request.param))


def outcome(case: Element) -> tuple[str, ...]:
    """
    The words of a case, each once.
    """
    return tuple(sorted({child.tag for child in case}))


def test_each_result_has_its_word(root: Element) -> None:
    """
    A failure is a finding, an error is ours, skipped is everything without a verdict; no case mixes them.
    """
    cases = {
        case.get("name", "").rpartition("[")[2].rstrip("]"): outcome(case) for case in root.iter("testcase")
    }
    assert cases == {
        "relocation/moving_in.feature:10": (),
        "relocation/moving_in.feature:30": ("failure",),
        "card/broken.feature:10": ("error",),
        "card/broken.feature:11": ("error",),
        "card/broken.feature:12": ("error",),
        "card/broken.feature:13": ("error",),
        "link/copy.feature:8": ("failure",),
        "card/issue.feature:5": ("skipped",),
        "dept/old.feature:5": ("skipped",),
        "numbers-confined AUD-001.1": ("failure",),
    }


def test_errors_say_whose_they_are(root: Element) -> None:
    """
    The type of an error is its blame.
    """
    assert [error.get("type") for error in root.iter("error")] == [
        "instrument",
        "town",
        "driver",
        "configuration",
    ]


def test_skipped_cases_have_a_reason(root: Element) -> None:
    """
    A skip says why in its message.
    """
    assert all((skip.get("message") or "").strip() for skip in root.iter("skipped"))


def test_counts_agree_with_the_cases(root: Element) -> None:
    """
    The numbers of the document and of each suite are those of its cases.
    """
    for element in [root, *root.iter("testsuite")]:
        cases = list(element.iter("testcase"))
        assert element.get("tests") == str(len(cases))
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert element.get(name) == str(sum(1 for case in cases if case.find(tag) is not None))


def test_a_failure_names_clause_expected_and_observed(root: Element) -> None:
    """
    A failure is readable by itself.
    """
    failure = next(root.iter("failure"))
    assert failure.get("type") == "REL-002.1"
    assert "juki_net:2" in (failure.text or "")


def test_control_characters_are_shown_and_not_held(every: Run) -> None:
    """
    What XML cannot hold stands as its code point.
    """
    text = junit.render(every, "ja")
    assert "\x07" not in text
    assert "\u202e" not in text
    assert "⟦U+0007⟧" in text


def test_a_killed_run_is_an_error(tmp_path: Path) -> None:
    """
    A run that was cut short is no clean set of passes.
    """
    lane = Lane()
    runs.passing(lane, "REL-001", "a.feature:1")
    root = fromstring(junit.render(read_run(lane.write(tmp_path)), "en"))
    assert [error.get("type") for error in root.iter("error")] == ["killed"]


def test_a_broken_fake_is_an_error_and_no_failure(tmp_path: Path) -> None:
    """
    A failing clause that binds no claimed role is an error of the town.
    """
    clause = next(key for key, (_, item) in runs.CATALOGUE.clauses.items() if item.binds == ["addressee"])
    lane = Lane()
    lane.begin("a.feature:1", [])
    lane.find(clause, "fail")
    lane.end("failed")
    lane.finish()
    root = fromstring(junit.render(read_run(lane.write(tmp_path)), "en"))
    assert [outcome(case) for case in root.iter("testcase")] == [("error",)]
