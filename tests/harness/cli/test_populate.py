"""
``tekigo populate`` from the outside: files, manifest, exit codes.
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from harness.cli.populated import STEPS, WORDS
from scenarios.population.replay import replay

WAKO = ("--preset", "wako", "--residents", "700")


def tekigo(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """
    Run the command.
    """
    code = "from harness.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, "populate", *words],
        cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_a_preset_is_written_with_its_manifest(tmp_path: Path) -> None:
    """
    The command writes the residents, and prints and writes the same manifest with the declared number ranges.
    """
    done = tekigo(*WAKO, "--columns", "all", "--out", "out", "--json", "--digest", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    manifest = json.loads(done.stdout)
    assert manifest == json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    people = pq.read_table(tmp_path / "out" / "residents.parquet")
    assert people.num_rows == manifest["residents"] == 700
    assert people.num_columns == len(manifest["columns"]) == 60
    assert len(set(people["household_number"].to_pylist())) == manifest["households"]
    assert manifest["number_ranges"] == {
        "individual_number": "97926258176–98999999999",
        "resident_record_code": "8826258176–9899999999",
    }
    assert len(manifest["digest"]) == 64


def test_the_three_forms_hold_the_same(tmp_path: Path) -> None:
    """
    Parquet, NDJSON and CSV of one order hold the same values.
    """
    for form in ("parquet", "ndjson", "csv"):
        done = tekigo(*WAKO, "--columns", "all", "--format", form, "--out", form, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "97926258176–98999999999" in done.stdout
    rows = pq.read_table(tmp_path / "parquet" / "residents.parquet").to_pylist()
    texts = [{name: None if value is None else str(value) for name, value in row.items()} for row in rows]
    lines = (tmp_path / "ndjson" / "residents.ndjson").read_text(encoding="utf-8").splitlines()
    ndjson = [json.loads(line) for line in lines]
    assert [{k: None if v is None else str(v) for k, v in row.items()} for row in ndjson] == texts
    with (tmp_path / "csv" / "residents.csv").open(encoding="utf-8", newline="") as file:
        assert [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)] == texts


def test_shards_beside_each_other(tmp_path: Path) -> None:
    """
    Shards share a folder, each with its manifest, and together hold every resident once.
    """
    for number in (1, 2, 3):
        assert tekigo(*WAKO, "--shard", f"{number}/3", "--out", "out", cwd=tmp_path).returncode == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [
        *(f"manifest-{n}-of-3.json" for n in (1, 2, 3)), *(f"residents-{n}-of-3.parquet" for n in (1, 2, 3))
    ]  # fmt: skip
    parts = [pq.read_table(tmp_path / "out" / f"residents-{n}-of-3.parquet") for n in (1, 2, 3)]
    residents = [number for part in parts for number in part["resident"].to_pylist()]
    assert residents == list(range(700))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--preset", "waco", "--out", "x"), "edge-cases"),
        (("--preset", "wako"), "--out DIR"),
        (("--out", "x"), "--preset wako"),
        (("--preset", "wako", "--residents", "2000000000", "--out", "x"), "1,073,741,824"),
        (("--marginals", "none.toml", "--out", "x"), "none.toml"),
    ],
)
def test_a_wrong_call_exits_with_2(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    """
    What is wrong is said on standard error without a traceback, and nothing is written.
    """
    done = tekigo(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_presets_are_listed(tmp_path: Path) -> None:
    """
    The presets are told with their numbers of residents.
    """
    done = tekigo("presets", "--json", cwd=tmp_path)
    found = {each["name"]: each["residents"] for each in map(json.loads, done.stdout.splitlines())}
    assert found["wako"] == 83_989
    assert found["japan"] == 126_146_099
    assert {"median-city", "yokohama"} <= set(found)


def test_other_commands_do_not_import_arrays(tmp_path: Path) -> None:
    """
    Neither the start of a run nor the help of this command imports numpy or Arrow.
    """
    code = (
        "import sys, harness.cli.run, harness.cli.populate, harness.running.run\n"
        "import scenarios.steps, scenarios.population\n"
        "print(sorted({'numpy', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stderr


JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def test_it_speaks_the_language_asked_for(tmp_path: Path) -> None:
    """
    What was written, how near it is and what a year came to is told in Japanese, with --lang en in English.
    """
    year = (*WAKO, "--residents", "120", "--columns", "all", "--events", "2026", "--out", "out")
    for lang, usual in (("en", ()), ("ja", ("--lang", "ja"))):
        words = ("--lang", "en") if lang == "en" else usual
        for call in (year, ("fit", "out"), ("replay", "out", "--until", "2026-02-01")):
            done = tekigo(*call, *words, cwd=tmp_path)
            assert done.returncode == 0, done.stderr
            told = done.stdout.replace("和光市", "")
            assert bool(JAPANESE.search(told)) == (lang == "ja"), told
            first = told.splitlines()[0]
            assert ("住民" in first) == (lang == "ja"), first
            assert ("residents" in first) == (lang == "en"), first


def test_the_bar_names_what_it_counts() -> None:
    """
    Every step that the work tells of has a word in both languages.
    """
    told = set(re.findall(r'_progress\("(\w+)"', Path(replay.__file__).read_text(encoding="utf-8")))
    assert told == {"load", "events", "compare"}
    assert set(STEPS) == told | {"residents"}
    assert all(set(words) == {"ja", "en"} for words in [*STEPS.values(), *WORDS.values()])
