"""
How every subcommand is set up, and in which language it speaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

import typer

from harness.words.errors import UsageError

LANGUAGES = ("ja", "en")


def language_of(lang: str) -> str:
    """
    ``--lang`` as a language. Raises UsageError for any other word.
    """
    if lang not in LANGUAGES:
        raise UsageError(
            f"--lang {lang!r}という言語はない",
            f"--lang {lang!r} is no language here",
            code="language",
            hint=("jaかenを書く。", "Write ja or en."),
        )
    return lang


LanguageOption = Annotated[
    str, typer.Option("--lang", callback=language_of, help="Language of what is said: ja or en.")
]


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


def application(**more: str | bool) -> typer.Typer:
    """
    A typer application without completion, markup or pretty tracebacks.
    """
    return typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        **more,  # type: ignore[arg-type]
    )
