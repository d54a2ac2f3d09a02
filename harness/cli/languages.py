"""
In which language a command line wants to be answered; known before anything else is imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

LANGUAGES = ("ja", "en")


def language_among(words: Sequence[str]) -> str:
    """
    The language that a command line asks for, also where the rest of it cannot be understood; ja without any.
    """
    chosen = "ja"
    for word, following in pairwise([*words, ""]):
        asked = (
            following if word == "--lang" else word.partition("=")[2] if word.startswith("--lang=") else ""
        )
        chosen = asked if asked in LANGUAGES else chosen
    return chosen
