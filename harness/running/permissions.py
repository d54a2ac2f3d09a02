"""
The permission list as it is handed to the town: rows of the order that let the mayor's resident-record information out.

The fakes are given it as data over the wire (L08); they hold no law of their own.
"""

from __future__ import annotations

from typing import Any

from harness.law.linkage import MAYOR, RESIDENT_RECORD, linkage

RESIDENT_RECORD_CODE = "JUMIN-04"


def permission_rows() -> list[dict[str, Any]]:
    """
    Every dated line under which a mayor gives resident-record information, as rows of L08.
    """
    return [
        {
            "row": f"ROW-{line.row}",
            "inquirer": line.inquirer_ja,
            "provider": MAYOR,
            "information": RESIDENT_RECORD_CODE,
            "valid_from": line.from_.isoformat(),
            "valid_until": line.until.isoformat() if line.until else None,
        }
        for line in linkage().lines
        if line.provider == MAYOR and RESIDENT_RECORD in line.items and line.version.startswith("order-")
    ]
