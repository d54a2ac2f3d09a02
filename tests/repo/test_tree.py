"""
The habits of the tree: small files with names that say what they hold, and nothing of the machine it was written on.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CEILING = 400
GENERATED = re.compile(
    r"^(docs/openapi/|docs/proof\.md$|locks/.*\.txt$|registry/wire/|features/requirements/coverage\.csv$)"
)
NAMED_FOR_NOTHING = re.compile(r"(^|/)(utils?|helpers?|common|misc)(\.[^/]*)?(/|$)")

# Written in pieces, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a folder of the machine": r"/wor" r"k/|/roo" r"t/|/hom" r"e/[a-z]|/User" r"s/[a-z]|/tm" r"p/[a-z]+[_.]",
    "a folder outside the project": r"\.\./shar" r"ed|/shar" r"ed/(design|domain|law|seed)",
    "a package registry": r"pypi\." r"org|python" r"hosted|registry\.npm" r"js|deb\.deb" r"ian\.org",
    "how it was made": r"sub" r"agent|lang" r"uage model|\bAI ass" r"ist|Co-Auth" r"ored",
}


def tracked(*patterns: str) -> list[str]:
    """
    Paths of the tracked and the new, not ignored files, as git sees them.
    """
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.fail(f"these tests read the tree through git: {listed.stderr}")
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


def text_of(path: str) -> str:
    """
    The text of a tracked file, or nothing where it is not text.
    """
    content = (ROOT / path).read_bytes()
    return "" if b"\0" in content else content.decode("utf-8")


def test_no_file_is_long() -> None:
    """
    No file of code, text or script is over 400 lines; data and generated files are excepted.
    """
    paths = tracked("*.py", "*.md", "*.feature", "*.jinja", "*.html", "*.css", "*.js", "Makefile")
    long = {path: lines for path in paths if (lines := text_of(path).count("\n")) > CEILING}
    assert {path: lines for path, lines in long.items() if not GENERATED.match(path)} == {}


def test_no_file_is_named_for_nothing() -> None:
    """
    No file or folder is called util, helpers, common or misc.
    """
    assert [path for path in tracked() if NAMED_FOR_NOTHING.search(path)] == []


@pytest.mark.parametrize("path", ["a/utils.py", "common/x.py", "helper.py", "x/misc/y.csv", "util"])
def test_a_name_for_nothing_is_recognised(path: str) -> None:
    """
    The names that say nothing are found wherever they stand in a path.
    """
    assert NAMED_FOR_NOTHING.search(path)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_speaks_of_the_machine(what: str) -> None:
    """
    No tracked file names a path of the machine, a package registry or how it was made.
    """
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path in tracked()
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a folder of the machine", "open('/wor" + "k/main/x')"),
        ("a folder of the machine", "/tm" + "p/tmp.x"),
        ("a folder outside the project", "see .." + "/shared/x.md"),
        ("a package registry", "https://files.python" + "hosted.org/x"),
        ("how it was made", "Co-Auth" + "ored-By: x"),
    ],
)
def test_speech_of_the_machine_is_recognised(what: str, line: str) -> None:
    """
    Each forbidden thing is found in a line that holds it.
    """
    assert re.search(FORBIDDEN[what], line)


def test_no_unfinished_mark_stands_in_the_rooms() -> None:
    """
    No code says that it is to be done later, and none sleeps.
    """
    marks = re.compile(r"NotImplemented" r"Error|\bTO" r"DO\b|\bFIX" r"ME\b|\b(time|asyncio)\.sle" r"ep\(")
    rooms = ("harness/*.py", "fakes/*.py", "scenarios/*.py", "reports/*.py", "registry/*.py", "kit/*.py")
    assert [path for path in tracked(*rooms) if marks.search(text_of(path))] == []
