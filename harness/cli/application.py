"""
How every subcommand is set up.
"""

from __future__ import annotations

import typer


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
