"""
What no defect fails at is told, unless it is written why; a reason that holds no longer is told too.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.judgement.catalogue import Catalogue
from harness.running import excused
from harness.running.declared import Declared
from harness.running.entries import features_folder
from harness.running.matrix import figures
from harness.running.orders import Failure
from harness.running.proof import LAWFUL, Measurement, Proof, System
from harness.words.errors import ConfigurationError

SEEN, UNSEEN = "REL-001.1@moving_in.entered", "REL-001.2@moving_in.dated"
WHY = {"ja": "相手方が先に断る。", "en": "The neighbour refuses it first."}
CANARY = Declared("registry", "canary", ["REL-001"], canary=True)
KILLED = Proof(CANARY, [Failure("REL-001.1", "a.feature:3", None, 1, "moving_in.entered")], ["REL-001"])
REFERENCE = System("reference", LAWFUL, judged=[SEEN, UNSEEN])


def measured(*names: str, complete: bool = True) -> Measurement:
    """
    One defect that is seen by one of two expectations, with reasons for these.
    """
    return Measurement([KILLED], [REFERENCE], excused=dict.fromkeys(names, WHY), complete=complete)


def test_what_nobody_explained_fails_the_proof() -> None:
    """
    An expectation at which no defect failed is named, and the proof is none; with its reason it is as it must be.
    """
    assert measured().unexplained == [UNSEEN]
    assert measured().exit_code == 1
    assert figures(measured())["unexplained"] == [UNSEEN]
    assert (measured(UNSEEN).unexplained, measured(UNSEEN).exit_code) == ([], 0)


def test_a_reason_that_holds_no_longer_fails_the_proof() -> None:
    """
    A defect failed there all the same, or nothing judges it any more.
    """
    gone = "REL-001.3@moving_in.gone"
    assert measured(UNSEEN, SEEN).overtaken == [SEEN]
    assert measured(UNSEEN, gone).overtaken == [gone]
    assert measured(UNSEEN, gone).exit_code == 1


def test_a_slice_says_nothing_of_it() -> None:
    """
    Where some defects only are proven, who sees the others is not known.
    """
    some = measured(SEEN, complete=False)
    assert (some.unexplained, some.overtaken, some.exit_code) == ([], [], 0)


@pytest.mark.parametrize(
    "text",
    [
        "expectation,why\nREL-001.1@a.b,x\n",
        "expectation,why_ja,why_en\nREL-001.1@a.b,理由,\n",
        "expectation,why_ja,why_en\nREL-999.1@a.b,理由,why\n",
        "",
    ],
)
def test_a_line_without_a_reason_is_refused(tmp_path: Path, text: str) -> None:
    """
    Another form, a reason in one language, a clause that is none: configuration, with the file's name.
    """
    (tmp_path / excused.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=excused.FILE):
        excused.load(tmp_path, Catalogue.load(features_folder() / "requirements"))


def test_the_reasons_of_the_suite_can_be_read() -> None:
    """
    Each has both languages.
    """
    folder = features_folder() / "requirements"
    assert all(why["ja"] and why["en"] for why in excused.load(folder, Catalogue.load(folder)).values())
