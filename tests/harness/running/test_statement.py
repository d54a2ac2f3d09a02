"""
The statement: connect strings and tekigo.toml, and what is refused.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.running.statement import Connect, load, parse_connect
from harness.words.errors import ConfigurationError


@pytest.mark.parametrize(
    ("text", "connect"),
    [
        ("", Connect("entry", "reference")),
        ("reference", Connect("entry", "reference")),
        ("entry:empty-null", Connect("entry", "empty-null")),
        ("process", Connect("process", "reference")),
        ("http://127.0.0.1:8000/", Connect("http", "http://127.0.0.1:8000")),
        ("http:https://registry.example", Connect("http", "https://registry.example")),
        ("app:vendor.adapter:app", Connect("app", "vendor.adapter:app")),
    ],
)
def test_a_connect_string_is_read_as_written(text: str, connect: Connect) -> None:
    """
    Every published form is read, and an address as a user types it.
    """
    assert parse_connect(text) == connect


@pytest.mark.parametrize("text", ["ftp://x", "app:one", "app:", "entry:", "nonsense", "127.0.0.1:8000"])
def test_a_string_that_names_no_registry_is_refused_with_the_forms(text: str) -> None:
    """
    The message tells which forms there are.
    """
    with pytest.raises(ConfigurationError) as caught:
        parse_connect(text)
    assert "http://" in caught.value.describe()


def test_the_command_line_wins_over_the_file(tmp_path: Path) -> None:
    """
    --sut replaces the file's registry and leaves the rest.
    """
    path = tmp_path / "tekigo.toml"
    path.write_text('sut = "process"\n[settings]\nsettle_ms = 5\n', encoding="utf-8")
    stated = load(path, "reference")
    assert stated.connect == Connect("entry", "reference")
    assert stated.settings.settle_ms == 5


@pytest.mark.parametrize("content", ["sut = ", "settle = 1", "[settings]\nsettle_ms = 'x'", "\xff"])
def test_a_malformed_statement_names_the_file(tmp_path: Path, content: str) -> None:
    """
    Broken TOML, unknown keys, wrong types and wrong bytes are configuration errors with the place.
    """
    path = tmp_path / "tekigo.toml"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(ConfigurationError) as caught:
        load(path, None)
    assert "tekigo.toml" in caught.value.describe()
    assert int(caught.value.exit_code) == 2
