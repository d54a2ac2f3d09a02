"""
How near a populated folder is to what was published: counts, distances and a page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from harness.words.causes import of_system
from harness.words.errors import ResultsError, Where
from scenarios.population.comparison import NEAR, Comparison, Fit
from scenarios.population.compositions import INSTITUTIONAL, TYPES
from scenarios.population.events.rates import MOVES
from scenarios.population.fit_page import page
from scenarios.population.fit_terminal import drawn, told
from scenarios.population.fit_words import notice
from scenarios.population.marginals import OLDEST, Marginals, preset, presets, read
from scenarios.population.reading import manifests, residents, table
from scenarios.population.spreading import Bands
from scenarios.population.tables import rows
from scenarios.population.writing import Manifest

NEEDED = ("age", "sex", "household_type", "household_size", "position", "nationality")


def fitted(
    folder: Path, *, marginals_file: Path | None, page_path: Path | None, width: int, language: str = "ja"
) -> dict[str, Any]:
    """
    Compare, write the page, and give distances and the drawing for a terminal.
    """
    parts = manifests(folder)
    if marginals_file is None and parts[0].name not in presets():
        raise ResultsError(
            f"{parts[0].name!r}という既定の人口はない",
            f"{parts[0].name!r} is no preset",
            code="population-marginals",
            where=Where(file=str(folder)),
            hint=("元の周辺分布を--marginals FILEで示す。", "Name its marginals: --marginals FILE."),
        )
    marginals = read(marginals_file) if marginals_file is not None else preset(parts[0].name)
    people = residents(folder, parts, NEEDED)
    found = compared(people, marginals) | moved(folder, parts)
    fit = Fit(parts[0], marginals, people.num_rows, found)
    target = page_path or folder / "fit.html"
    partial = target.with_name(f"{target.name}.partial")
    try:
        partial.write_text(page(fit, language), encoding="utf-8")
        partial.replace(target)
    except OSError as error:
        raise ResultsError(
            f"ページを書き込めない：{of_system(error).ja}",
            f"the page cannot be written: {of_system(error).en}",
            code="output",
            where=Where(file=str(target)),
            hint=(
                "空きを作るか、--pageで別の場所を示す。",
                "Make room, or name another place with --page.",
            ),
        ) from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return {
        "name": fit.manifest.name,
        "title": fit.manifest.title,
        "residents": fit.residents,
        "near": NEAR,
        "verdicts": {name: fit.verdict(each) for name, each in fit.comparisons.items() if each.published},
        "distances": {name: each.distance for name, each in fit.comparisons.items() if each.published},
        "number_ranges": fit.manifest.number_ranges,
        "notice": notice(provable=fit.manifest.provable, language=language),
        "page": str(target),
        "drawing": drawn(fit, width, language),
        "told": told(fit, language),
    }


def moved(folder: Path, parts: Sequence[Manifest]) -> dict[str, Comparison]:
    """
    The months in which people move, where a year of events was written: how many people, not how many notifications.
    """
    kinds = {"moves": pa.string(), "residents": pa.string(), "changed_on": pa.date32()}
    tables = [
        table(folder / name, part.format, list(kinds), kinds)
        for part in parts
        for name in part.files
        if name.startswith("events-")
    ]
    if not tables:
        return {}
    counts: dict[str, Counter[int]] = {moves: Counter() for moves in MOVES}
    for event in pa.concat_tables(tables).filter(pc.field("moves").is_valid()).to_pylist():
        counts[event["moves"]][event["changed_on"].month] += len(event["residents"].split())
    published = {
        moves: {
            int(row["month"]): int(row["per_mille"])
            for row in rows("monthly_moves.csv")
            if row["moves"] == moves
        }
        for moves in MOVES
    }
    return {
        name: Comparison(name, published[moves], {month: counts[moves][month] for month in range(1, 13)})
        for name, moves in ((f"month: {each.replace('_', ' ')}", each) for each in MOVES)
    }


def compared(people: pa.Table, marginals: Marginals) -> dict[str, Comparison]:
    """
    Every marginal of an area against the rows.
    """
    pairs = Counter(
        {
            (row["sex"], row["age"]): row["count_all"]
            for row in people.group_by(["sex", "age"]).aggregate([([], "count_all")]).to_pylist()
        }
    )
    heads = people.filter(pc.equal(people["position"], 1))
    general = heads.filter(pc.not_equal(_text(heads["household_type"]), INSTITUTIONAL))
    sizes: Counter[int] = Counter()
    for size, n in _counted(general["household_size"]).items():
        sizes[min(int(size), 7)] += n
    nations: Counter[str] = Counter()
    for code, n in _counted(people["nationality"]).items():
        if code != "JPN":
            nations[code if code in marginals.nationalities else "OTH"] += n
    found = [
        Comparison("age and sex", dict(marginals.published_ages), _banded(pairs, marginals.published_ages)),
        Comparison("five-year ages", dict(marginals.ages), _banded(pairs, marginals.ages), published=False),
        Comparison("household type", marginals.types, _ordered(_counted(general["household_type"]), TYPES)),
        Comparison("household size", marginals.sizes, {size: sizes[size] for size in range(1, 8)}),
        Comparison("nationality", marginals.nationalities, dict(nations)),
        Comparison(
            "Japanese and foreign",
            {"JPN": marginals.residents - marginals.foreigners, "foreign": marginals.foreigners},
            {"JPN": people.num_rows - sum(nations.values()), "foreign": sum(nations.values())},
        ),
    ]
    return {each.name: each for each in found}


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string())


def _counted(column: pa.ChunkedArray) -> dict[Any, int]:
    return {row["values"]: row["counts"] for row in pc.value_counts(column).to_pylist()}


def _ordered(counts: Mapping[Any, int], order: tuple[str, ...]) -> dict[Any, int]:
    return {key: counts.get(key, 0) for key in order} | {k: n for k, n in counts.items() if k not in order}


def _banded(pairs: Counter[tuple[str, int]], bands: Bands) -> dict[Any, int]:
    return {
        (sex, first, last): sum(
            n
            for (each, age), n in pairs.items()
            if each == sex and first <= age <= (150 if last == OLDEST else last)
        )
        for sex, first, last in bands
    }
