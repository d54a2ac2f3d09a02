"""
The readmes tell the truth about this tree, and both the same.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command

from harness.cli.main import COMMANDS
from harness.running.statement import FRIENDLY, parse_connect
from harness.words.errors import ExitCode

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.ja.md")
PROSE = (
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "tests/README.md",
    "docs/decisions.md",
    "docs/decisions-2.md",
)
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


def rows(path: str, head: str) -> list[str]:
    """
    First cells of the table whose head begins so.
    """
    table = text_of(path).split(f"| {head}", 1)[1].split("\n\n", 1)[0]
    return [line.split("|")[1].strip() for line in table.splitlines()[2:]]


@pytest.mark.parametrize("path", READMES)
def test_every_form_of_sut_is_understood(path: str) -> None:
    """
    The readmes tell every form that `--sut` understands, and no other.
    """
    forms = {form for cell in rows(path, "`--sut`") for form in re.findall(r"`([^`]+)`", cell)}
    kinds = {parse_connect(form.replace("…", "127.0.0.1")).kind for form in forms}
    assert kinds == {"entry", "process", "http", "app"}
    named = {form.split(":")[0] for form in forms} - {"https"}
    assert named == {form.split(":")[0].strip() for form in FRIENDLY.split(",")}


@pytest.mark.parametrize(
    ("path", "head"), [("README.md", "Exit code"), ("README.ja.md", "`tekigo run` の終了")]
)
def test_the_exit_codes_are_those_of_the_command(path: str, head: str) -> None:
    """
    The table of exit codes has one line for each that a run can end with.
    """
    assert rows(path, head) == [str(int(code)) for code in ExitCode]


def test_every_command_has_the_options_that_are_told() -> None:
    """
    Each subcommand, option and choice in the readme's table of commands is one of the command line.
    """
    told = [
        form.replace("\\|", "|").split()
        for form in re.findall(r"^\| `tekigo ([^`]+)`", text_of("README.md"), re.MULTILINE)
    ]
    assert {form[0] for form in told} == set(COMMANDS)
    for name, *words in told:
        command = get_command(import_module(f"harness.cli.{name}").app)
        commands = [command, *getattr(command, "commands", {}).values()]
        known = {option for each in commands for parameter in each.params for option in parameter.opts}
        known |= set(getattr(command, "commands", {}))
        options = {word.strip("[]") for word in words if word.startswith(("[-", "-"))}
        choices = {choice for word in words if "|" in word and word.islower() for choice in word.split("|")}
        assert options | (choices - {"ja", "en]"}) <= known, name


def test_every_variable_of_the_surroundings_is_one_that_is_read() -> None:
    """
    A variable that the readmes tell to set is read somewhere in the harness.
    """
    read = {
        name
        for file in ROOT.glob("harness/**/*.py")
        for name in re.findall(r"TEKIGO_[A-Z_]+", file.read_text(encoding="utf-8"))
    }
    for path in READMES:
        told = set(re.findall(r"TEKIGO_[A-Z_]+", text_of(path)))
        assert "TEKIGO_SUT_CREDENTIAL" in told
        assert told <= read


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
