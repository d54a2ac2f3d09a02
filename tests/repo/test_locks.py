"""
The locks name exact versions with hashes, and no address.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "locks").glob("*.txt"))
PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>\S+)")


def pins(lock: Path) -> dict[str, str]:
    """
    Name and exact version of every distribution in a lock.
    """
    found = (PIN.match(line) for line in lock.read_text(encoding="utf-8").splitlines())
    return {match["name"]: match["version"] for match in found if match}


def normal(requirement: str) -> str:
    """
    The normalised name at the head of a requirement.
    """
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]).lower()


def test_the_locks_are_there() -> None:
    """
    One lock for running, one for testing, and one for what a measurement compares with and nothing else may import.
    """
    assert [lock.name for lock in LOCKS] == ["beside.txt", "run.txt", "test.txt"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address(lock: Path) -> None:
    """
    No URL, no index option and no direct reference stands in a lock.
    """
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(
        r"^\s*(--?(index|extra-index|find-links|trusted|editable)|-[ief]\b)", text, re.MULTILINE
    )
    assert " @ " not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_line_is_exact_and_hashed(lock: Path) -> None:
    """
    Every distribution stands with one exact version and at least one SHA-256.
    """
    entries = re.split(r"\n(?=[a-zA-Z])", lock.read_text(encoding="utf-8").strip())
    assert len(entries) == len(pins(lock))
    unhashed = [
        entry.splitlines()[0] for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)
    ]
    assert unhashed == []
    assert not re.search(r"--hash=(?!sha256:[0-9a-f]{64}\b)", lock.read_text(encoding="utf-8"))


def test_the_locks_agree_and_hold_what_pyproject_asks() -> None:
    """
    The test lock repeats every version of the run lock, and nothing that pyproject.toml names is missing.
    """
    beside, run, test = (pins(lock) for lock in LOCKS)
    assert not set(beside) & set(test)
    assert {name: test.get(name) for name in run} == run
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    assert {normal(each) for each in project["project"]["dependencies"] + groups["build"]} <= set(run)
    assert {normal(each) for each in groups["test"]} <= set(test)
    assert {normal(each) for each in project["build-system"]["requires"]} <= set(run)
