"""
Whatever is wrong with an order is said before anything is made, and no half file ever looks whole.
"""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from harness.words.errors import ConfigurationError, TekigoError
from scenarios.population.door import POPULATIONS
from scenarios.population.marginals import read
from scenarios.population.population import Population
from scenarios.population.tables import DATA, PRESETS

AGES = (DATA / "age_sex.csv").read_text(encoding="utf-8").splitlines()
PLAIN: dict[str, Any] = {
    "preset_name": "wako",
    "marginals_file": None,
    "seed": 1,
    "residents": 500,
    "day": None,
    "shard": None,
    "columns": "core",
    "file_format": "ndjson",
    "events": None,
    "provable": False,
    "digest": False,
}


def populate(out: Path, **changes: Any) -> dict[str, Any]:
    """
    One call with changes.
    """
    return POPULATIONS.populate(lambda *_: None, **{**PLAIN, "out": out, **changes})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"preset_name": "waco"}, "preset-unknown"),
        ({"preset_name": None}, "preset"),
        ({"marginals_file": Path("x.toml")}, "preset"),
        ({"preset_name": None, "marginals_file": Path("nowhere.toml")}, "population-marginals"),
        ({"residents": 0}, "residents"),
        ({"residents": 2_000_000_000}, "population-range"),
        ({"seed": -1}, "seed"),
        ({"shard": "0/8"}, "shard"),
        ({"shard": "9/8"}, "shard"),
        ({"shard": "1 of 8"}, "shard"),
        ({"columns": "core,all"}, "columns"),
        ({"columns": "age,age"}, "columns"),
        ({"file_format": "xlsx"}, "format"),
        ({"events": 1999}, "events"),
        ({"events": 2026, "shard": "1/2"}, "events"),
        ({"events": 2026, "preset_name": "edge-cases"}, "events"),
        ({"events": 2026, "preset_name": "japan", "residents": 20_000_000}, "events"),
    ],
)
def test_a_wrong_order_is_refused_with_what_to_do(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    """
    An order that makes no sense exits with 2, says why and what to do, and writes nothing.
    """
    with pytest.raises(TekigoError) as raised:
        populate(tmp_path / "out", **changes)
    assert raised.value.code == code
    assert raised.value.exit_code == 2
    assert raised.value.hint
    assert not (tmp_path / "out").exists()


def own(tmp_path: Path, table: str, old: str, new: str) -> Path:
    """
    A file of marginals beside a changed copy of one of the project's tables.
    """
    text = (DATA / table).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / table).write_text(text.replace(old, new, 1), encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text((PRESETS / "japan.toml").read_text(encoding="utf-8"), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("table", "old", "new", "match"),
    [
        ("age_sex.csv", "JPN,2020-10-01,5,9,", "JPN,2020-10-01,6,9,", "cover every age"),
        ("age_sex.csv", "JPN,2020-10-01,0,4,2311189", "JPN,2020-10-01,0,4,-5", "whole number"),
        ("age_sex.csv", "JPN,2020-10-01,0,4,2311189", "JPN,2020-10-01,0,4,2e6", "whole number"),
        ("age_sex.csv", ",census-2020-ages\n", "\n", "fields of the head"),
        ("households.csv", "size,2,15694891", "size,2,45694891", "differ by more than"),
        ("households.csv", "size,2,15694891", "size,7+,15694891", "these types and these sizes"),
        (
            "households.csv",
            "members_of_general,123162995",
            "members_of_general,123162",
            "more households than",
        ),
        ("households.csv", "JPN,2020-10-01,total,residents,126146099,census-2020-main\n", "", "is missing"),
        ("nationalities.csv", "ALL,外国人,2747137", "ALL,外国人,92747137", "more than half"),
        ("nationalities.csv", ",kind,", ",kin,", "no column kind"),
        ("age_sex.csv", ",age_from,", ",from,", "no column age_from"),
        ("age_sex.csv", ",male,", ",men,", "no column male"),
        ("households.csv", ",category,", ",categories,", "no column category"),
        ("households.csv", "size,2,15694891", "size,two,15694891", "no size 'two'"),
    ],
)
def test_marginals_that_contradict_themselves(
    tmp_path: Path, table: str, old: str, new: str, match: str
) -> None:
    """
    Tables that cannot be are refused with the table and what is wrong in it.
    """
    path = own(tmp_path, table, old, new)
    if "7+" in new:
        text = (tmp_path / table).read_text(encoding="utf-8").replace("size,7+,289766", "size,2,289766")
        (tmp_path / table).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=match):
        read(path)


def test_households_that_cannot_have_these_ages(tmp_path: Path) -> None:
    """
    Households in a country of children alone are refused: the ages do not fit the households.
    """
    made = [
        ",".join([*cells[:4], "0", "0", "own"])
        if cells[0] == "JPN" and cells[2] != "unknown" and int(cells[2]) > 14
        else ",".join(cells)
        for cells in (line.split(",") for line in AGES)
    ]
    (tmp_path / "age_sex.csv").write_text("\n".join(made) + "\n", encoding="utf-8")
    path = tmp_path / "mine.toml"
    path.write_text((PRESETS / "japan.toml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="do not fit"):
        populate(tmp_path / "out", preset_name=None, marginals_file=path)


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("residents =", "resident =", "not known"),
        ("residents = 126146099", 'residents = "many"', "of type int"),
        ("residents = 126146099", "residents = 0", "at least one"),
        ('area = "JPN"\n\n[households]', 'area = "XYZ"\n\n[households]', "no line of the area"),
        ("protected = 900", "protected = 2000000", "per million"),
        ("[places]", "[places", "not TOML"),
        ("residents = 126146099", "residents = true", "of type int"),
        ("[rates]", "[rates]\nprotectd = 5", "the rate is not known"),
        ("[households]", '[households]\nsizs = "JPN"', "the field is not known"),
        ('[events]\narea = "JPN"', '[events]\narea = "XYZ"', "no rates of events"),
        ("[events]", "[events]\nsupport_application = -1", "per million"),
        ("[events]", "[events]\nweddings = 1", "the rate is not known"),
        ('table = "towns_japan.csv"', 'table = "nowhere.csv"', "cannot be read"),
    ],
)
def test_a_file_of_marginals_with_a_fault(tmp_path: Path, old: str, new: str, match: str) -> None:
    """
    A fault in one's own file is said with its place.
    """
    text = (PRESETS / "japan.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=match):
        populate(tmp_path / "out", preset_name=None, marginals_file=path)


def test_ones_own_marginals_are_used(tmp_path: Path) -> None:
    """
    A table beside one's own file stands in for the project's, and the manifest says so.
    """
    path = own(tmp_path, "nationalities.csv", "VNM,ベトナム,634361", "VNM,ベトナム,0")
    manifest = populate(
        tmp_path / "out", preset_name=None, marginals_file=path, residents=30_000, columns="nationality"
    )
    lines = (tmp_path / "out" / "residents.ndjson").read_text(encoding="utf-8").splitlines()
    seen = {json.loads(line)["nationality"] for line in lines}
    assert "VNM" not in seen
    assert {"CHN", "KOR", "JPN"} <= seen
    used = hashlib.sha256((tmp_path / "nationalities.csv").read_bytes()).hexdigest()
    assert manifest["marginals"]["nationalities.csv"] == used


def test_an_output_that_is_a_file(tmp_path: Path) -> None:
    """
    A folder that cannot be made is a clear message.
    """
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="cannot be written") as raised:
        populate(tmp_path / "out")
    assert raised.value.code == "output"


@pytest.mark.parametrize("file_format", ["parquet", "ndjson", "csv"])
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()], ids=["full", "stopped"]
)
def test_what_breaks_off_leaves_nothing_that_looks_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file_format: str, error: BaseException
) -> None:
    """
    A full disk or an interruption leaves neither file nor manifest, not even those of an earlier call; a second call
    writes everything.
    """
    populate(tmp_path, file_format=file_format)
    whole = Population.batches

    def broken(self: Population, *given: Any, **named: Any) -> Iterator[pa.RecordBatch]:
        for batch in whole(self, *given, **named):
            yield batch.slice(0, 100)
            if batch.num_rows > 1:
                raise error

    monkeypatch.setattr(Population, "batches", broken)
    with pytest.raises((ConfigurationError, KeyboardInterrupt)):
        populate(tmp_path, file_format=file_format)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    manifest = populate(tmp_path, file_format=file_format)
    name = f"residents.{file_format}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", name]
    assert manifest["files"][name]["sha256"] == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()


def test_a_killed_call_is_replaced(tmp_path: Path) -> None:
    """
    What a killed call left under its other name is gone after the next.
    """
    (tmp_path / "residents.ndjson.partial").write_bytes(b"half")
    populate(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["manifest.json", "residents.ndjson"]


def test_another_form_replaces_the_first(tmp_path: Path) -> None:
    """
    A folder holds what its manifest says and nothing of an earlier call; files of others stay.
    """
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    populate(tmp_path, file_format="csv")
    populate(tmp_path, file_format="parquet")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "manifest.json",
        "notes.txt",
        "residents.parquet",
    ]
