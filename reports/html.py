"""
The report as one self-contained HTML page: no network, no data in its script, everything from outside escaped.
"""

from __future__ import annotations

import base64
import tomllib
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness.judgement.verdict import Verdict
from reports.fold import count
from reports.model import Run
from reports.page import Page
from reports.sequence import name_of, told
from reports.summary import SECOND
from reports.texts import Language, choose
from reports.visible import visible

TEMPLATES = Path(__file__).parent / "templates"
BLAMES = {"system": [], "configuration": ["configuration", "driver"], "ours": ["instrument", "town"]}


def render(run: Run, language: Language) -> str:
    """
    The page in one language.
    """
    page = Page(run, language)
    style, script = _asset("page.css"), _asset("page.js")
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            run=run,
            page=page,
            t=page.words,
            language=language,
            verdicts=list(Verdict),
            counts=count(run, run.own),
            town_counts=count(run, run.town),
            blames=_blames(run, page),
            incomplete=_incomplete(run),
            limits=_limits(),
            seconds={
                "wall": f"{run.wall_ns / SECOND:.1f}",
                "registry": f"{run.registry_ns / SECOND:.1f}",
                "town": f"{run.town_ns / SECOND:.1f}",
            },
            style=Markup(style),  # noqa: S704 - a file of ours
            script=Markup(script),  # noqa: S704 - a file of ours
            policy=_policy(style, script),
            name_of=name_of,
            told=told,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _shown(value: Any) -> Any:
    """
    Every printed value passes here: what the eye cannot see is shown by its code point.
    """
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return visible(value)


@cache
def _asset(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """
    A content security policy that allows this page's own style and script, by digest, and nothing else.
    """
    own = f"style-src {_digest(style)}; script-src {_digest(script)}"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


@cache
def _limits() -> list[dict[str, dict[str, str]]]:
    raw = (Path(__file__).parent / "limits.toml").read_text(encoding="utf-8")
    table: list[dict[str, dict[str, str]]] = tomllib.loads(raw)["limit"]
    return table


def _incomplete(run: Run) -> bool:
    broken = run.faults or any(item.result == "error" for item in run.scenarios) or not run.complete
    return run.exit_code == 1 and bool(broken)


def _blames(run: Run, page: Page) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """
    Three classes of faults, each with what broke: (text, place, anchor).
    """
    anchors = {view.scenario.key: view.anchor for view in page.scenarios}
    found: dict[str, list[tuple[str, str, str]]] = {name: [] for name in BLAMES}
    for fault in run.port_faults:
        place = fault.scenario or ""
        found["system"].append(
            (f"{fault.operation}: {fault.cause}: {fault.detail}", place, anchors.get(place, ""))
        )
    class_of = {blame: name for name, blames in BLAMES.items() for blame in blames}
    for view in page.scenarios:
        ended = view.scenario.ended
        if ended and ended.result == "error":
            blame = ended.blame or "instrument"
            text = f"{page.words['blame.' + blame]}: {view.why or page.words['no_reason']}"
            found[class_of[blame]].append((text, view.scenario.key, view.anchor))
    for broken in run.faults:
        text = f"{page.words['blame.' + broken.blame]}: {choose(broken.message, page.words.language)}"
        found[class_of[broken.blame]].append((text, f"lane {broken.lane}", ""))
    return list(found.items())
