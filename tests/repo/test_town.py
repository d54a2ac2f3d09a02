"""
`docs/town.md` names what the fakes serve, and nothing that they do not.
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from fakes._core.definition import Settings
from fakes._core.openapi import FAKES

TEXT = (Path(__file__).parents[2] / "docs" / "town.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (\w+)\n(.*?)(?=^###? |\Z)", TEXT, re.MULTILINE | re.DOTALL))
EVERY_FAKE = {field.name for field in msgspec.structs.fields(Settings)}


def definition(fake: str) -> Any:
    """
    What a fake serves.
    """
    return importlib.import_module(f"fakes.{fake}.app").DEFINITION


def names(struct: Any) -> set[str]:
    """
    The fields of a request, of set-up data or of settings.
    """
    return {field.name for field in msgspec.structs.fields(struct)}


def told(section: str, kind: str) -> dict[str, set[str]]:
    """
    Acts or states that a section tells by name, each with the fields that it says they take.
    """
    found = re.findall(
        rf"\b{kind} `(\w+)`(?: and `(\w+)`, same key| `(\{{[^`]*\}})`)?", section, re.IGNORECASE
    )
    fields: dict[str, set[str]] = {}
    for name, second, taken in found:
        fields[name] = set(re.findall(r'"(\w+)"', re.sub(r": [^,}]*", "", taken)))
        if second:
            # The same key as the state before it.
            before = list(fields.values())[-2]
            fields |= {name: before, second: before}
    return fields


def test_every_fake_has_its_section() -> None:
    """
    A section for each fake, and no other.
    """
    assert set(SECTIONS) == set(FAKES)


@pytest.mark.parametrize("fake", FAKES)
@pytest.mark.parametrize(("kind", "attribute"), [("act", "acts"), ("state", "reads")])
def test_acts_and_states_are_told_with_their_fields(fake: str, kind: str, attribute: str) -> None:
    """
    Every act and state of a fake is told with exactly the fields it takes, and nothing is told that is not served.
    """
    served = {name: names(each.request) for name, each in getattr(definition(fake), attribute).items()}
    assert told(SECTIONS[fake], kind) == served


@pytest.mark.parametrize("fake", FAKES)
def test_settings_and_data_are_told(fake: str) -> None:
    """
    Every setting and every part of the set-up data of a fake is told in its section.
    """
    given = definition(fake)
    wanted = (names(given.settings) - EVERY_FAKE) | names(given.data)
    assert [name for name in wanted if not re.search(rf'[`"]{name}[`"]', SECTIONS[fake])] == []


def test_what_every_fake_understands_is_told() -> None:
    """
    The settings that each fake has are told once, for all.
    """
    assert [name for name in EVERY_FAKE if f"`settings.{name}`" not in TEXT] == []
