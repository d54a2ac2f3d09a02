"""
Distances from the published marginals, counted from rows by code that shares nothing with the generator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tests.scenarios.population.records_outside import table

DATA = Path(__file__).parents[3] / "scenarios" / "population" / "data"


def distance(seen: Mapping[Any, int], wanted: Mapping[Any, int]) -> float:
    """
    Total variation distance of two distributions given as counts.
    """
    n, m = sum(seen.values()), sum(wanted.values())
    return sum(abs(seen.get(key, 0) / n - wanted.get(key, 0) / m) for key in {*seen, *wanted}) / 2


def counted(column: pa.ChunkedArray | pa.Array) -> Counter[object]:
    """
    How often each value occurs.
    """
    values = pc.value_counts(column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column)
    return Counter({row["values"]: row["counts"] for row in values.to_pylist()})


def age_sex(people: pa.Table, area: str) -> float:
    """
    Age bands by sex, as published for the area.
    """
    bands = [row for row in table("age_sex.csv") if row["area"] == area and row["age_from"] != "unknown"]
    wanted: dict[object, int] = {}
    seen: Counter[object] = Counter()
    pairs = people.group_by(["age", "sex"]).aggregate([([], "count_all")]).to_pylist()
    for row in bands:
        first, last = int(row["age_from"]), int(row["age_to"] or 150)
        for sex in ("male", "female"):
            wanted[first, sex] = int(row[sex])
            seen[first, sex] = sum(
                p["count_all"] for p in pairs if p["sex"] == sex and first <= p["age"] <= last
            )
    return distance(seen, wanted)


def households(people: pa.Table, area: str) -> tuple[float, float]:
    """
    Types and sizes of general households; sizes are published for the country only.
    """
    heads = people.filter(pc.equal(people["position"], 1))
    heads = heads.filter(pc.not_equal(heads["household_type"].cast(pa.string()), "institutional"))
    rows = [row for row in table("households.csv") if row["area"] == area]
    types = {row["category"]: int(row["value"]) for row in rows if row["kind"] == "type"}
    sizes = {row["category"]: int(row["value"]) for row in rows if row["kind"] == "size"}
    seen: Counter[int] = Counter()
    for size, n in counted(heads["household_size"]).items():
        seen[min(int(str(size)), 7)] += n
    return distance(counted(heads["household_type"]), types), (
        distance({str(k) if k < 7 else "7+": n for k, n in seen.items()}, sizes) if sizes else 0.0
    )


def nationality(people: pa.Table) -> float:
    """
    Nationalities of foreign residents; those not published by name are the rest.
    """
    wanted = {
        row["code"]: int(row["count"]) for row in table("nationalities.csv") if row["kind"] == "nationality"
    }
    seen: Counter[object] = Counter()
    for code, n in counted(people["nationality"]).items():
        if code != "JPN":
            seen[code if code in wanted else "OTH"] += n
    return distance(seen, wanted)


def foreign_share(people: pa.Table) -> float:
    """
    The share of foreign residents.
    """
    seen = counted(people["nationality"])
    return 1 - seen["JPN"] / people.num_rows
