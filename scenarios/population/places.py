"""
Addresses: real towns with their postal and municipality codes, and invented numbers of blocks, houses and rooms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from harness.words.errors import ConfigurationError, Where
from harness.words.terms import MunicipalityCode
from scenarios.population.counters import tickets
from scenarios.population.tables import Row, needs, rows, whole_number

BLOCKS, HOUSES = 40, 30
BUILDINGS = ("ハイツ", "コーポ", "メゾン", "レジデンス", "荘", "パレス", "団地", "マンション")
BUILDING_NAMES = ("さくら", "みどり", "ひかり", "あおば", "富士見", "けやき", "中央", "光が丘")
FLOORS, ROOMS = 12, 8
POSTAL = re.compile(r"[0-9]{7}")
NEEDED = ("municipality_code", "prefecture", "municipality", "town", "town_kana", "postal_code")


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


def _wrong(table: str, ja: str, en: str, row: Row) -> ConfigurationError:
    return ConfigurationError(
        ja,
        en,
        code="population-table",
        where=Where(file=table, field=f"{row['municipality_code']} {row['town']}"),
    )


@cache
def places(table: str) -> Places:
    """
    The towns of a table, with equal chances; or by the number of towns that a row of its municipality stands for.
    """
    found = rows(table)
    needs(table, found, *NEEDED)
    for row in found:
        if not MunicipalityCode.is_valid(row["municipality_code"]):
            raise _wrong(
                table,
                "市町村コードが6桁でないか、検査数字が合わない",
                "a municipality code is not of six digits, or its check digit fails",
                row,
            )
        if not POSTAL.fullmatch(row["postal_code"]) or not row["town"]:
            raise _wrong(
                table,
                "郵便番号が7桁の数字でないか、町名がない",
                "a postal code is not of seven digits, or a town has no name",
                row,
            )
    rows_of: dict[str, int] = {}
    for row in found:
        rows_of[row["municipality_code"]] = rows_of.get(row["municipality_code"], 0) + 1
    weights = [
        1000 * (whole_number(row, "towns_of_municipality", table) if row.get("towns_of_municipality") else 1) // (
            rows_of[row["municipality_code"]] if "towns_of_municipality" in row else 1
        )
        for row in found
    ]  # fmt: skip
    if not sum(weights):
        raise _wrong(table, "どの町も選ばれない", "every town counts for nothing", found[0])
    columns = {name: pa.array([row[name] for row in found]) for name in NEEDED}
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
