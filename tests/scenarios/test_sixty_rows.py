"""
The rows written into the feature, against the law's own table of the day that the feature names.

Two readings of one order: the feature's literals and the table's lines. Steps never look at the table.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from harness.law.linkage import MAYOR, RESIDENT_RECORD, linkage

FEATURE = Path(__file__).parents[2] / "features" / "linkage" / "sixty_rows.feature"
DAY = date(2026, 9, 1)


def tables() -> list[list[list[str]]]:
    """
    The tables of the feature, without their headings.
    """
    found: list[list[list[str]]] = [[]]
    for line in FEATURE.read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.strip().startswith("|"):
            found[-1].append(cells)
        elif found[-1]:
            found.append([])
    return [table[1:] for table in found if table]


def in_force() -> dict[str, str]:
    """
    Row and inquirer of every line under which a mayor gives resident-record information on the day.
    """
    return {
        str(line.row): line.inquirer_ja
        for line in linkage().lines
        if line.version.startswith("order-")
        and line.provider == MAYOR
        and RESIDENT_RECORD in line.items
        and line.from_ <= DAY
        and (line.until is None or line.until >= DAY)
    }


def test_the_sixty_rows_are_those_in_force() -> None:
    """
    Sixty rows, each with the inquirer that the order names, and a law.
    """
    rows = tables()[0]
    assert len(rows) == 60
    assert {row: inquirer for row, inquirer, _ in rows} == in_force()
    assert all(law for _, _, law in rows)


def test_no_row_of_the_refusals_is_lawful() -> None:
    """
    The rows that must give nothing, 157 among them, are none of the sixty, and all others of the order.
    """
    some, others = tables()[1], tables()[2]
    text = FEATURE.read_text("utf-8")
    refused = {row for row, *_ in [*some, *others]} | set(re.findall(r"第(157)行", text))
    every = {
        str(line.row) for line in linkage().lines if line.version.startswith("order-") and line.from_ <= DAY
    }
    assert not refused & set(in_force())
    assert refused | set(in_force()) == every
