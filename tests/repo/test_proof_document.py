"""
docs/proof.md lists the defects that there are, each with the requirements that it must and may fail.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness.running.declared import Declared, declared
from reports.proof_rows import table

ROOT = Path(__file__).parents[2]
AGAIN = "tekigo prove --select THESE --write docs/proof.md"

Listed = dict[str, tuple[set[str], set[str]]]


def listed(text: str) -> Listed:
    """
    What a document lists: defect → requirements that must, and that may, fail.
    """
    return {cells[0]: (named(cells[1]), named(cells[2])) for cells in table(text, "By defect")}


def named(cell: str) -> set[str]:
    """
    The requirements in a cell.
    """
    return set(re.findall(r"[A-Z]+-\d{3}", cell))


def drift(text: str, defects: list[Declared]) -> list[str]:
    """
    Where a document and the declarations are not of one mind.
    """
    there, here = listed(text), {one.name: (set(one.must), set(one.may)) for one in defects}
    return sorted(
        [f"{name} is not listed" for name in here.keys() - there.keys()]
        + [f"{name} is gone" for name in there.keys() - here.keys()]
        + [f"{name} says otherwise" for name in here.keys() & there.keys() if here[name] != there[name]]
    )


@pytest.fixture(scope="module")
def document() -> str:
    """
    The document as it is.
    """
    return (ROOT / "docs" / "proof.md").read_text(encoding="utf-8")


def test_the_document_is_of_these_defects(document: str) -> None:
    """
    Nothing is missing, gone or declared otherwise since the proof was last written down.
    """
    assert not drift(document, declared()), f"write it again: {AGAIN}"


def test_drift_is_seen(document: str) -> None:
    """
    A defect more, one less, and one that names another requirement are each told.
    """
    first, second, *others = declared()
    told = [
        Declared("registry", "quite-new", ["REL-001"]),
        Declared(second.part, second.id, [*second.must, "REL-999"], second.may),
        *others,
    ]
    assert set(drift(document, told)) >= {
        "registry/quite-new is not listed", f"{first.name} is gone", f"{second.name} says otherwise",
    }  # fmt: skip
