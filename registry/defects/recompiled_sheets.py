"""
Defects of recompiling: the count, who hears of it, and that the original is kept.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from registry import residents
from registry.defects.defect import afterwards, defect, handler, reading
from registry.desk import Desk
from registry.reads import Reading
from registry.wire.control import Accepted, Found, ReadRecompiledOriginal, RecompileRecord


def _uncounted(desk: Desk, command: RecompileRecord, outcome: Accepted) -> Accepted:
    record = residents.find(desk.conn, command.resident)
    if record is not None:
        residents.save(desk.conn, msgspec.structs.replace(record, recompilation=1))
    return outcome


def _gone_with_the_record(sound: Reading) -> Reading:
    def inner(conn: sa.Connection, query: ReadRecompiledOriginal) -> Found:
        record = residents.find(conn, query.resident)
        return sound(conn, query) if record is not None and record.living else Found()

    return inner


DEFECTS = (
    defect(
        "second-recompiling-not-counted",
        "二度目からの改製を改製連番に数えない。",
        "The number of recompilations stays at one.",
        handler("RecompileRecord", afterwards(_uncounted)),
        must="REL-025",
        may="JUKI-002",
        pattern="counter-not-advanced",
        acts=2,
    ),
    defect(
        "original-gone-with-the-record",
        "住民票を消除すると改製原住民票も失われる。",
        "With the deletion of a record its recompiled originals are gone, too.",
        reading("ReadRecompiledOriginal", _gone_with_the_record),
        must="REL-025",
        may="RET-001",
        pattern="gone-with-the-record",
        acts=3,
    ),
)
