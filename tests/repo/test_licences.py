"""
Everything that a run installs carries a licence that lets a vendor and a municipality use it.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest

LOCK = Path(__file__).parents[2] / "locks" / "run.txt"
HERE = {each.metadata["Name"].lower().replace("_", "-") for each in metadata.distributions()}
NAMES = [
    name
    for name, only in re.findall(
        r"^([a-z0-9._-]+)==[^;\n]*(;?)", LOCK.read_text(encoding="utf-8"), re.MULTILINE
    )
    if not only or name in HERE  # Some are installed only on some systems.
]
ALLOWED = re.compile(r"\b(MIT|BSD|Apache|MPL|Mozilla Public|PSF|ISC)\b", re.IGNORECASE)
CALLED = {"psycopg", "psycopg-binary"}
"""
LGPL-3.0, called as it is and never changed: what that asks, and why it is right here, stands in docs/decisions.md.
"""
REFUSED = re.compile(r"\b(A?GPL|SSPL|BUSL|Commons Clause|Proprietary)", re.IGNORECASE)


def licence_of(name: str) -> str:
    """
    What the installed metadata says of the licence: the expression, else the classifiers, else the free text.
    """
    found = metadata.metadata(name).json
    classifiers = [each for each in found.get("classifier", []) if each.startswith("License ::")]
    return str(found.get("license_expression") or " ".join(classifiers) or found.get("license", ""))


@pytest.mark.parametrize("name", NAMES)
def test_the_licence_is_one_of_those_allowed(name: str) -> None:
    """
    Each distribution of the run lock says in its metadata a licence that is allowed, and none that is refused.
    """
    licence = licence_of(name)
    assert ALLOWED.search(licence) or (name in CALLED and re.search(r"\bLGPL-3\.0", licence)), licence
    assert not REFUSED.search(licence), licence


def test_the_lock_names_what_is_checked() -> None:
    """
    The names are really read from the lock.
    """
    assert {"starlette", "msgspec", "hatchling", *CALLED} <= set(NAMES)
