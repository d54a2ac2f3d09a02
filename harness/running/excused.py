"""
Expectations at which no defect fails, each with the reason, in ``unseen.csv`` beside the catalogue.

What never fails proves nothing when it passes. Whoever adds an expectation therefore adds the defect that it sees, or
writes there why none can fail at it; some lines say only that none is written yet.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from harness.evidence.events import Text
from harness.judgement.catalogue import Catalogue
from harness.words.errors import ConfigurationError, Where

FILE = "unseen.csv"
HEAD = ("expectation", "why_ja", "why_en")


def load(folder: Path, catalogue: Catalogue) -> dict[str, Text]:
    """
    Expectation → why no defect fails there, in both languages; empty where the file is not.

    Raises ConfigurationError for a file of another form, a line without its reason, or one of a clause that is none.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    head, *rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")))) or [[]]
    wrong = [
        row
        for row in rows
        if len(row) != len(HEAD) or not all(row) or _clause(row[0]) not in catalogue.clauses
    ]
    if tuple(head) != HEAD or wrong:
        told = ",".join(wrong[0] if wrong else head)
        raise ConfigurationError(
            f"{FILE}の各行には{'、'.join(HEAD)}が要り、項は目録のものでなければならない：{told}",
            f"{FILE} needs {', '.join(HEAD)} in every line, of a clause of the catalogue: {told}",
            where=Where(str(path)),
            hint=(
                "期待はREL-005.3@deletions.goneのように書き、検出されない理由を両方の言語で添える。",
                "Write the expectation like REL-005.3@deletions.gone, and the reason in both languages.",
            ),
        )
    return {name: {"ja": ja, "en": en} for name, ja, en in rows}


def _clause(expectation: str) -> str:
    return expectation.partition("@")[0]
