"""
What was printed for a resident so far.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from registry.store import DOCUMENTS, column
from registry.wire.control import Document

# Built once: making a statement costs more than running it.
_OF = sa.select(DOCUMENTS.c.body).where(DOCUMENTS.c.resident == sa.bindparam("of")).order_by(DOCUMENTS.c.n)
_ADD = DOCUMENTS.insert().inline()  # Nobody asks for its running number.


def keep(conn: sa.Connection, resident: str, document: Document) -> None:
    """
    Keep a printed document with the resident it was printed for.
    """
    conn.execute(_ADD, {"resident": resident, "body": msgspec.json.encode(document).decode()})


def documents_of(conn: sa.Connection, resident: str) -> list[Document]:
    """
    The documents, oldest first.
    """
    rows = column(conn, _OF, {"of": resident})
    return [msgspec.json.decode(row, type=Document) for row in rows]
