"""
The readmes tell the truth about this tree, and both the same.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.ja.md")
PROSE = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md", "tests/README.md", "docs/decisions.md")
TARGETS = set(re.findall(r"^([a-z]+):(?!=)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def text_of(path: str) -> str:
    """
    A file of the project as text.
    """
    return (ROOT / path).read_text(encoding="utf-8")


def codes(text: str) -> list[str]:
    """
    What stands in code marks or code blocks, in order.
    """
    return re.findall(r"`([^`\n]+)`|^(?:make|tekigo|pytest) .*$", text, re.MULTILINE)


@pytest.mark.parametrize("path", PROSE)
def test_every_make_command_exists(path: str) -> None:
    """
    Each `make …` that a text tells the reader to type is a target of the Makefile.
    """
    told = set(re.findall(r"(?:`|^)make ([a-z]+)", text_of(path), re.MULTILINE))
    assert told <= TARGETS


def test_the_two_commands_are_told() -> None:
    """
    Both readmes name `make run` and `make test`.
    """
    for path in READMES:
        assert {"run", "test"} <= set(re.findall(r"^make ([a-z]+)", text_of(path), re.MULTILINE))


@pytest.mark.parametrize("path", PROSE)
def test_every_link_leads_somewhere(path: str) -> None:
    """
    Each relative link of a text leads to a file of the tree.
    """
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(path))
    assert [link for link in links if not ((ROOT / path).parent / link).exists()] == []


@pytest.mark.parametrize("path", READMES)
def test_a_readme_is_short(path: str) -> None:
    """
    A readme has 20 to 160 lines.
    """
    assert 20 <= text_of(path).count("\n") <= 160


def test_both_readmes_say_the_same() -> None:
    """
    Both languages have the same headings in number, the same commands, and tables of the same sizes.
    """
    english, japanese = (text_of(path) for path in READMES)
    for shape in (r"^#+ ", r"^\|", r"^make [a-z]+", r"^tekigo "):
        assert len(re.findall(shape, english, re.MULTILINE)) == len(re.findall(shape, japanese, re.MULTILINE))
    for told in (r"[A-Z]\d\d–[A-Z]\d\d", r"`(tekigo [^`]+)`", r"\]\(([^)]+)\)"):
        assert set(re.findall(told, english)) ^ set(re.findall(told, japanese)) <= set(READMES)


def test_every_room_is_shown() -> None:
    """
    Both readmes show every folder that the distribution holds.
    """
    build = tomllib.loads(text_of("pyproject.toml"))["tool"]["hatch"]["build"]
    for path in READMES:
        assert {f"{room.split('/')[0]}/" for room in build["only-include"]} <= set(codes(text_of(path)))


def test_make_help_lists_every_target_of_the_readme() -> None:
    """
    Plain `make` prints the working day.
    """
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    ).stdout
    for target in ("run", "test", "env", "bench", "lint", "town", "prove"):
        assert re.search(rf"^  make {target} +\S", shown, re.MULTILINE)
