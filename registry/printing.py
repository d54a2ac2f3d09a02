"""
What was printed for a resident so far.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from registry.store import DOCUMENTS
from registry.wire.control import Document


def documents_of(conn: sa.Connection, resident: str) -> list[Document]:
    """
    The documents, oldest first.
    """
    rows = conn.execute(
        sa.select(DOCUMENTS.c.body).where(DOCUMENTS.c.resident == resident).order_by(DOCUMENTS.c.n)
    ).scalars()
    return [msgspec.json.decode(row, type=Document) for row in rows]
