"""
Readers of the event stream. Everything they say is made from the events alone, with no registry at hand.

Each renderer is ``render(run, language) -> str``; ``RENDERERS`` gives it by the name of the file it is written to.
"""

from __future__ import annotations

from collections.abc import Callable

from reports import document, html, junit, markdown
from reports.model import Run
from reports.texts import Language

RENDERERS: dict[str, Callable[[Run, Language], str]] = {
    "report.html": html.render,
    "junit.xml": junit.render,
    "report.json": document.render,
    "summary.md": markdown.render,
}
