"""
Rows of a table in Markdown, written and read.
"""

from __future__ import annotations

import re


def row(cells: list[str]) -> str:
    """
    A row; what a cell holds cannot end it.
    """
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def table(text: str, title: str) -> list[list[str]]:
    """
    The rows of the table under a heading; none where there is no such heading.
    """
    section = text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [
        [cell.replace("\\|", "|") for cell in re.split(r" (?<!\\)\| ", line.removeprefix("| ").removesuffix(" |"))]
        for line in lines[2:]
    ]
