"""
Recompiled originals (改製原住民票): what a record showed until it was recompiled.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from registry.store import ORIGINALS
from registry.wire.control import ResidentRecord

# Built once: making a statement costs more than running it.
_KEEP = ORIGINALS.insert()
_FIND = sa.select(ORIGINALS.c.body).where(
    ORIGINALS.c.resident == sa.bindparam("of"), ORIGINALS.c.recompilation == sa.bindparam("nth")
)


def keep(conn: sa.Connection, recompilation: int, original: ResidentRecord) -> None:
    """
    Keep the record under the number of the recompilation that replaced it.
    """
    body = msgspec.json.encode(original).decode()
    conn.execute(_KEEP, {"resident": original.resident, "recompilation": recompilation, "body": body})


def find(conn: sa.Connection, resident: str, recompilation: int) -> ResidentRecord | None:
    """
    The record as it stood before that recompilation, or None.
    """
    body = conn.execute(_FIND, {"of": resident, "nth": recompilation}).scalar_one_or_none()
    return None if body is None else msgspec.json.decode(body, type=ResidentRecord)
