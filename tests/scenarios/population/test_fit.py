"""
The comparison says of a folder what an outside count says, draws it, and refuses a folder that is not whole.
"""

from __future__ import annotations

import errno
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harness.words.errors import ResultsError
from scenarios.population.comparison import NEAR, Comparison, Fit
from scenarios.population.door import POPULATIONS
from tests.scenarios.population import marginals_outside as outside
from tests.scenarios.population.records_outside import table
from tests.scenarios.population.test_bad_input import populate

RESIDENTS = 30_000


def fit(folder: Path, **changes: Any) -> dict[str, Any]:
    """
    One comparison.
    """
    usual = {"marginals_file": None, "page_path": None, "width": 100, "language": "en"}
    return POPULATIONS.fit(folder, **{**usual, **changes})


def made(folder: Path, **changes: Any) -> Path:
    """
    A populated folder.
    """
    populate(folder, **{"preset_name": "japan", "residents": RESIDENTS, "file_format": "parquet", **changes})
    return folder


def test_it_says_what_an_outside_count_says(tmp_path: Path) -> None:
    """
    Distances are those that another piece of code counts from the same file.
    """
    found = fit(made(tmp_path))
    people = pq.read_table(tmp_path / "residents.parquet")
    people = pa.table({name: column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
                       for name, column in zip(people.column_names, people.columns, strict=True)})  # fmt: skip
    types, sizes = outside.households(people, "JPN")
    assert found["distances"]["age and sex"] == pytest.approx(outside.age_sex(people, "JPN"))
    assert found["distances"]["household type"] == pytest.approx(types)
    assert found["distances"]["household size"] == pytest.approx(sizes)
    assert found["distances"]["nationality"] == pytest.approx(outside.nationality(people))
    assert found["number_ranges"]["individual_number"] == "97926258176–98999999999"


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_it_reads_every_form_and_shards(tmp_path: Path, form: str) -> None:
    """
    CSV, NDJSON and shards of them give the same distances as one Parquet file.
    """
    whole = fit(made(tmp_path / "whole"))
    for shard in ("2/2", "1/2"):
        made(tmp_path / "parts", file_format=form, shard=shard)
    parts = fit(tmp_path / "parts")
    assert parts["distances"] == whole["distances"]
    assert parts["residents"] == RESIDENTS


def test_a_skewed_population_is_far(tmp_path: Path) -> None:
    """
    Where all women are taken for men, the ages are half the population away.
    """
    made(tmp_path)
    path = tmp_path / "residents.parquet"
    people = pq.read_table(path)
    skewed = people.set_column(people.column_names.index("sex"), "sex", pa.array(["male"] * people.num_rows))
    pq.write_table(skewed, path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    said = manifest["files"]["residents.parquet"]
    said |= {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert fit(tmp_path)["distances"]["age and sex"] == pytest.approx(0.51, abs=0.02)


def test_a_page_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A full disk leaves no half page, and the one that was there; the message says what to do.
    """
    folder = made(tmp_path)
    (folder / "fit.html").write_text("of before", encoding="utf-8")

    def full(path: Path, text: str, **_: object) -> None:
        path.write_bytes(text[:100].encode())
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ResultsError, match="cannot be written") as refused:
        fit(folder)
    assert "--page" in refused.value.hint[1]
    assert (folder / "fit.html").read_bytes() == b"of before"
    assert not list(folder.glob("*.partial"))


def test_it_is_drawn(tmp_path: Path) -> None:
    """
    The page is well-formed, holds four charts and the ranges, and asks for nothing; the terminal gets the same bands.
    """
    found = fit(made(tmp_path))
    page = Path(found["page"]).read_text(encoding="utf-8")
    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(charts) == 4
    for chart in charts:
        ET.fromstring(chart)
    assert charts[0].count("<rect") == 42
    assert "97926258176–98999999999" in page
    assert not re.search(r"<script|https?:|<link|@import|url\(", page)
    lines = found["drawing"].splitlines()
    assert sum(bool(re.search(r"\d–", line)) for line in lines) == 21
    assert max(map(len, lines)) <= 100


def test_it_speaks_one_language(tmp_path: Path) -> None:
    """
    In English only the name of the place is Japanese, and in Japanese hardly a word is English; the bars are the same.
    """
    folder = made(tmp_path, events=2026, residents=4000)
    pages = {}
    for language in ("en", "ja"):
        found = fit(folder, language=language)
        pages[language] = Path(found["page"]).read_text(encoding="utf-8")
        assert f'<html lang="{language}">' in pages[language]
    ja = re.compile(r"[ぁ-んァ-ヶ一-龠]")
    english = re.sub(r"<style.*?</style>|日本", "", pages["en"], flags=re.DOTALL)
    assert not ja.search(english), ja.search(english)
    japanese = re.sub(r"<style.*?</style>|<[^>]*>", " ", pages["ja"], flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]{3,}", japanese) == []
    bars = {language: re.findall(r"<rect[^>]*>", text) for language, text in pages.items()}
    assert bars["en"] == bars["ja"]


def test_a_year_is_compared_by_month(tmp_path: Path) -> None:
    """
    Where there are events, the months of moves are told, as an outside count of the people in them tells it.
    """
    folder = made(tmp_path, events=2026, residents=20_000)
    found = fit(folder)
    for moves in ("same_prefecture", "other_prefecture", "within"):
        counts: Counter[int] = Counter()
        for event in pq.read_table(folder / "events-2026.parquet").to_pylist():
            if event["moves"] == moves:
                counts[event["changed_on"].month] += event["residents"].count(" ") + 1
        wanted = {
            int(row["month"]): int(row["per_mille"])
            for row in table("monthly_moves.csv")
            if row["moves"] == moves
        }
        told = found["distances"][f"month: {moves.replace('_', ' ')}"]
        assert told == pytest.approx(outside.distance(counts, wanted)), moves
    page = Path(found["page"]).read_text(encoding="utf-8")
    assert len(re.findall(r"<svg", page)) == 7
    assert "December" in page


def test_each_distance_is_judged(tmp_path: Path) -> None:
    """
    Within the limit, beyond it, or beyond it with too few people to tell: in the page, the terminal and the answer.
    """
    assert NEAR == 0.01
    near, far = (
        Comparison("household size", {1: 1000, 2: 0}, seen) for seen in ({1: 991, 2: 9}, {1: 989, 2: 11})
    )
    for residents, word in ((1_000_000, "over"), (999_999, "few")):
        whole = Fit(None, None, residents, {})  # type: ignore[arg-type] # neither is asked
        assert (whole.verdict(near), whole.verdict(far)) == ("within", word)
    found = fit(made(tmp_path, residents=50))
    assert "few" in found["verdicts"].values()
    page = Path(found["page"]).read_text(encoding="utf-8")
    assert '<td class="few">– over (few people)</td>' in page
    assert any(line.endswith("0.01  – over (few people)") for line in found["told"])
    assert "a million residents" in found["told"][-1]


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda folder: (folder / "manifest.json").unlink(), "no manifest"),
        (lambda folder: (folder / "residents.parquet").unlink(), "not the one"),
        (lambda folder: (folder / "residents.parquet").write_bytes(b"short"), "not the one"),
        (lambda folder: (folder / "manifest.json").write_text("{}"), "cannot be read"),
        (lambda folder: made(folder, shard="1/2", seed=2), "different populations"),
    ],
    ids=["no manifest", "no file", "short file", "no manifest of ours", "another population"],
)
def test_a_folder_that_is_not_whole_is_refused(tmp_path: Path, harm: Any, told: str) -> None:
    """
    What is missing, cut or mixed is said; no distance is given.
    """
    made(tmp_path)
    harm(tmp_path)
    with pytest.raises(ResultsError, match=told):
        fit(tmp_path)


def test_a_column_that_is_missing_is_said(tmp_path: Path) -> None:
    """
    Without the columns that it compares, the comparison says which and how to get it.
    """
    with pytest.raises(ResultsError, match="'household_type'"):
        fit(made(tmp_path, columns="age,sex"))
