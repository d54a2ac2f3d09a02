"""
Addresses: real towns with their postal and municipality codes, and invented numbers of blocks, houses and rooms.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from harness.words.errors import ConfigurationError, Where
from scenarios.population.counters import tickets
from scenarios.population.tables import rows

BLOCKS, HOUSES = 40, 30
BUILDINGS = ("ハイツ", "コーポ", "メゾン", "レジデンス", "荘", "パレス", "団地", "マンション")
BUILDING_NAMES = ("さくら", "みどり", "ひかり", "あおば", "富士見", "けやき", "中央", "光が丘")
FLOORS, ROOMS = 12, 8


@dataclass(frozen=True, eq=False)
class Places:
    """
    Towns in a table, one row each; `draw` is a table of 2^16 tickets over the rows.
    """

    draw: NDArray[np.int32]
    municipality_code: pa.Array
    postal_code: pa.Array
    town: pa.Array
    town_kana: pa.Array
    prefecture: pa.Array
    municipality: pa.Array
    town_code: pa.Array
    head: list[str]
    """How every address of the town begins."""
    lot: pa.Array
    building: pa.Array


@cache
def places(table: str) -> Places:
    """
    The towns of a table, with equal chances; or by the number of towns that a row of its municipality stands for.
    """
    found = rows(table)
    needed = ("municipality_code", "prefecture", "municipality", "town", "town_kana", "postal_code")
    if not found or set(needed) - set(found[0]):
        raise ConfigurationError(
            f"地名の表には行と、項目{'、'.join(needed)}が要る",
            f"a table of places has lines, and the fields {', '.join(needed)}",
            code="population-table",
            where=Where(file=table),
        )
    rows_of: dict[str, int] = {}
    for row in found:
        rows_of[row["municipality_code"]] = rows_of.get(row["municipality_code"], 0) + 1
    weights = [
        1000 * int(row.get("towns_of_municipality") or 1) // (
            rows_of[row["municipality_code"]] if "towns_of_municipality" in row else 1
        )
        for row in found
    ]  # fmt: skip
    columns = {name: pa.array([row[name] for row in found]) for name in needed}
    order: dict[str, int] = {}
    codes = []
    for row in found:
        order[row["municipality_code"]] = order.get(row["municipality_code"], 0) + 1
        codes.append(f"{order[row['municipality_code']]:03d}")
    return Places(
        draw=tickets(weights),
        town_code=pa.array(codes),
        head=[row["prefecture"] + row["municipality"] + row["town"] for row in found],
        lot=pa.array(
            [f"{block}番{house}号" for block in range(1, BLOCKS + 1) for house in range(1, HOUSES + 1)]
        ),
        building=pa.array(
            [
                f"{name}{kind}{floor}{room:02d}号室"
                for name in BUILDING_NAMES
                for kind in BUILDINGS
                for floor in range(1, FLOORS + 1)
                for room in range(1, ROOMS + 1)
            ]
        ),
        **columns,
    )
