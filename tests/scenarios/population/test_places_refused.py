"""
A table of places with a fault is refused and costs no earlier population; tables beside one's own file are used.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.words.errors import ConfigurationError
from tests.scenarios.population.test_bad_input import own, populate

TOWNS, HEAD = "towns_japan.csv", "011011,北海道,札幌市中央区,旭ケ丘,アサヒガオカ,0640941,67"


@pytest.mark.parametrize(
    ("new", "match"),
    [
        ("011012,北海道,札幌市中央区,旭ケ丘,アサヒガオカ,0640941,67", "check digit fails"),
        ("11011,北海道,札幌市中央区,旭ケ丘,アサヒガオカ,0640941,67", "six digits"),
        ("011011,北海道,札幌市中央区,旭ケ丘,アサヒガオカ,064-0941,67", "seven digits"),
        ("011011,北海道,札幌市中央区,,アサヒガオカ,0640941,67", "has no name"),
        ("011011,北海道,札幌市中央区,旭ケ丘,アサヒガオカ,0640941,many", "whole number"),
    ],
)
def test_a_town_that_cannot_be(tmp_path: Path, new: str, match: str) -> None:
    """
    Codes of the wrong form, a check digit that fails, a town without name: said before a folder is touched.
    """
    populate(tmp_path / "out", residents=60)
    before = sorted(path.name for path in (tmp_path / "out").iterdir())
    with pytest.raises(ConfigurationError, match=match):
        populate(tmp_path / "out", preset_name=None, marginals_file=own(tmp_path, TOWNS, HEAD, new))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == before


def test_a_table_in_another_encoding(tmp_path: Path) -> None:
    """
    Shift_JIS, which spreadsheet programs write, is named with what to do.
    """
    path = own(tmp_path, TOWNS, HEAD, HEAD)
    table = tmp_path / TOWNS
    table.write_bytes(HEAD.encode("cp932"))
    with pytest.raises(ConfigurationError, match="UTF-8") as raised:
        populate(tmp_path / "out", preset_name=None, marginals_file=path)
    assert "CSV UTF-8" in raised.value.hint[1]


def test_a_table_beside_a_file_named_without_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    `--marginals mine.toml` in the folder of one's tables uses them, and not the project's of the same name.
    """
    own(tmp_path, TOWNS, HEAD, "011012,北海道,札幌市中央区,旭ケ丘,アサヒガオカ,0640941,67")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match="check digit fails"):
        populate(tmp_path / "out", preset_name=None, marginals_file=Path("mine.toml"))
