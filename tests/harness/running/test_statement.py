"""
The statement: connect strings and tekigo.toml, and what is refused.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.judgement.catalogue import Catalogue
from harness.running.statement import Connect, Settings, check_first_day, load, parse_connect
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


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("[settings]\nsettle = 1", "settings"),
        ("[settings]\nsettle_ms = 0", "settle_ms"),
        ("[settings]\nanswer_timeout_s = nan", "answer_timeout_s"),
        ("[settings]\nanswer_timeout_s = -1.0", "answer_timeout_s"),
        ("[settings]\nmost_timeouts = true", "most_timeouts"),
        ("[settings]\nassigned_codes = 0", "assigned_codes"),
        ('[settings]\nmunicipality = "112290"', "settings.municipality"),
        ('[settings]\nprefecture = "x"', "settings.prefecture"),
        ('[settings]\nfirst_day = "tomorrow"', "settings.first_day"),
        ("[settings]\nfirst_day = 2026-02-09", "first_day"),
        ('roles = ["mayor"]', "roles"),
        ("roles = []", "roles"),
        ('[[waiver]]\nclause = "REL-001.1"\nowner = ""\nreason = "x"\nexpires = 2030-01-01', "owner"),
        ('[[waiver]]\nclause = "REL-001.1"\nowner = "x"\nreason = "x"\nexpires = "soon"', "expires"),
        ('[[waiver]]\nclause = "REL-001.1"\nowner = "x"\nreason = "x"', "expires"),
        ('waivers = "missing.toml"', "missing.toml"),
    ],
)
def test_a_wrong_value_is_named_with_its_place(tmp_path: Path, content: str, named: str) -> None:
    """
    Unknown keys, wrong types, values out of range, codes and days that are none: the file and the key are told.
    """
    path = tmp_path / "tekigo.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load(path, None)
    assert str(tmp_path) in caught.value.describe()
    assert named in caught.value.describe()


@pytest.mark.parametrize(("day", "refused"), [("2026-02-07", True), ("2026-02-08", False)])
def test_a_run_may_not_begin_before_the_law_was_read(catalogue: Catalogue, day: str, refused: bool) -> None:
    """
    The day before the first reading is refused with the key; the day itself is not.
    """
    settings = Settings(first_day=day)
    if not refused:
        check_first_day(settings, catalogue)
        return
    with pytest.raises(ConfigurationError) as caught:
        check_first_day(settings, catalogue)
    assert "settings.first_day" in caught.value.describe()
