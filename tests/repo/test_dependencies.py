"""
The rooms import what pyproject.toml names, and pyproject.toml names nothing that no room uses.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("harness", "fakes", "scenarios", "reports", "registry")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def names_in(requirements: list[str]) -> set[str]:
    """
    The normalised names at the heads of requirements.
    """
    return {re.split(r"[<>=!~;\[ ]", each, maxsplit=1)[0].replace("_", "-").lower() for each in requirements}


NAMED = names_in(PROJECT["project"]["dependencies"])
NAMED_FOR_TESTS = names_in(PROJECT["dependency-groups"]["test"] + PROJECT["dependency-groups"]["build"])
LOADED_BY_NAME = {
    "httptools",  # uvicorn looks for it, and is half as fast without it.
    "uvloop",  # The same.
    "psycopg",  # SQLAlchemy loads it where a store is in PostgreSQL.
    "sniffio",  # httpx's in-process transport imports it at every request, and searches for it in vain each time.
}


def imported(rooms: tuple[str, ...] = ROOMS) -> dict[str, str]:
    """
    Every top-level name that a room imports from outside, with one file that imports it.
    """
    found: dict[str, str] = {}
    for path in (path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                found.setdefault(name.split(".", maxsplit=1)[0], str(path.relative_to(ROOT)))
    ours = {*sys.stdlib_module_names, *ROOMS, "tests", "bench", "tekigo_kit"}
    return {name: path for name, path in found.items() if name not in ours}


def unnamed(rooms: tuple[str, ...], named: set[str]) -> dict[str, str]:
    """
    What these rooms import from distributions that are not named.
    """
    distributions = packages_distributions()
    return {
        name: path
        for name, path in imported(rooms).items()
        if not named & {each.replace("_", "-").lower() for each in distributions.get(name, ())}
    }


def test_every_import_is_a_named_dependency() -> None:
    """
    Nothing is imported that happens to be installed because something else needs it.
    """
    assert unnamed(ROOMS, NAMED) == {}


def test_every_import_of_a_test_is_a_named_dependency() -> None:
    """
    The same for tests and measurements, which may also use what the tests name for themselves.
    """
    assert unnamed(("tests", "bench"), NAMED | NAMED_FOR_TESTS) == {}


def test_every_named_dependency_is_imported() -> None:
    """
    Nothing is installed that no room imports.
    """
    distributions = packages_distributions()
    used = {each.replace("_", "-").lower() for name in imported() for each in distributions.get(name, ())}
    assert NAMED - LOADED_BY_NAME - used == set()


@pytest.mark.parametrize("name", sorted(LOADED_BY_NAME))
def test_what_is_loaded_by_name_is_looked_for(name: str) -> None:
    """
    A dependency that no room imports is imported by one of those that are.
    """
    importing = re.compile(rf"^\s*(import|from) {name}\b", re.MULTILINE)
    libraries = [
        path for each in ("uvicorn", "httpx", "sqlalchemy") for path in Path(find(each)).parent.rglob("*.py")
    ]
    assert [path for path in libraries if importing.search(path.read_text(encoding="utf-8"))]


def find(package: str) -> str:
    """
    The file of an installed package.
    """
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return spec.origin
