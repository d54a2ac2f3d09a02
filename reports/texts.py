"""
Every word that a report says of its own, in Japanese and English.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from harness.evidence.events import Text

Language = Literal["ja", "en"]


@cache
def _table() -> dict[str, dict[str, str]]:
    raw = (Path(__file__).parent / "texts.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = tomllib.loads(raw)
    return table


class Texts:
    """
    The table of texts in one language. A key that nobody wrote is a KeyError, never an empty text.
    """

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __getitem__(self, key: str) -> str:
        return _table()[key][self.language]

    def get(self, key: str, other: str) -> str:
        """
        A text that the table may not have, because its key came from outside.
        """
        return _table()[key][self.language] if key in _table() else other

    def fill(self, key: str, **values: object) -> str:
        """
        A text with its ``{places}`` filled.
        """
        return self[key].format(**values)


def choose(text: Text, language: Language) -> str:
    """
    A text of the events in the wanted language, or in the one it has.
    """
    return text.get(language) or next((words for words in text.values() if words), "")
