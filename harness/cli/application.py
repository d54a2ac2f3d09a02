"""
How every subcommand is set up, and in which language it speaks.
"""

from __future__ import annotations

from typing import Annotated

import typer

from harness.cli.languages import LANGUAGES
from harness.words.errors import UsageError


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
