"""
The proof as a page and as Markdown: which defect was killed where, and what empty and lawful systems earned.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.proof_kept import kept
from reports.proof_rows import row
from reports.texts import Language, Texts

TEMPLATES = Path(__file__).parent / "templates"
SIGNS = {"killed": "✓", "survived": "✗", "misattributed": "✗", "broken": "!"}


def write(folder: Path, language: str, beside: Path | None = None) -> list[Path]:
    """
    Render ``proof.json`` of a folder; gives the files written. Raises OSError where that cannot be done.

    ``beside``: the document kept beside the code, to be renewed as well.
    """
    told = json.loads((folder / "proof.json").read_text(encoding="utf-8"))
    chosen: Language = "en" if language == "en" else "ja"
    written = {
        "proof.html": page(told, chosen),
        "proof.md": markdown(told, chosen),
    }
    for name, content in written.items():
        (folder / name).write_text(content, encoding="utf-8")
    paths = [folder / name for name in written]
    if beside is not None:
        beside.write_text(kept(told, beside.read_text(encoding="utf-8") if beside.exists() else ""), encoding="utf-8")
        paths.append(beside)
    return paths


def page(told: dict[str, Any], language: Language) -> str:
    """
    The self-contained page: no network, no script, everything from a defect's own words escaped.
    """
    texts = Texts(language)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    style = Markup((TEMPLATES / "page.css").read_text(encoding="utf-8"))  # noqa: S704 - a file of ours
    return environment.get_template("proof.html.jinja").render(
        told=told,
        t=texts,
        language=language,
        signs=SIGNS,
        figures=figures(told, texts),
        guards=guards(told, texts),
        style=style,
    )


def markdown(told: dict[str, Any], language: Language) -> str:
    """
    The same, for a CI summary.
    """
    texts = Texts(language)
    heads = ("proof.defect", "proof.outcome", "proof.must", "proof.failed", "proof.strays")
    lines = [f"# {texts['proof.title']}", "", figures(told, texts), guards(told, texts), ""]
    lines += [row([texts[head] for head in heads]), row(["---"] * len(heads))]
    for proof in told["proofs"]:
        sign = SIGNS.get(proof["outcome"], "–")
        lists = [", ".join(proof[name]) or texts["proof.none"] for name in ("must", "killers", "strays")]
        lines.append(row([proof["name"], f"{sign} {proof['outcome']}", *lists]))
    lines += ["", row([texts["proof.system"], texts["proof.outcome"]]), row(["---", "---"])]
    lines += [row([name, f"{count} PASS"]) for name, count in told["empty_systems"].items()]
    lines += [row([name, f"{count} FAIL"]) for name, count in told["lawful"].items()]
    lines += [row([name, str(why)]) for name, why in told["left_out"].items()]
    return "\n".join(lines) + "\n"


def guards(told: dict[str, Any], texts: Texts) -> str:
    """
    How much of what judges would be missed, in one sentence.
    """
    return texts.fill("proof.guards", **told["guarded"])


def figures(told: dict[str, Any], texts: Texts) -> str:
    """
    The figures in one sentence.
    """
    counted = {
        name: len(cast("list[str]", told[name])) for name in ("survived", "misattributed", "premature")
    }
    return texts.fill("proof.figures", defects=told["defects"], killed=told["killed"], **counted)
