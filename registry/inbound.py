"""
The messages that were taken, each once: a repetition has the id, or the sender and idempotency key, of the first.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from registry.store import INBOUND
from registry.wire.town import Envelope

# Built once: making a statement costs more than running it.
_SEEN = sa.select(INBOUND.c.journal, INBOUND.c.fingerprint).where(
    sa.or_(
        INBOUND.c.message_id == sa.bindparam("message"),
        sa.and_(INBOUND.c.sender == sa.bindparam("from"), INBOUND.c.idempotency_key == sa.bindparam("key")),
    )
)
_TAKE = INBOUND.insert()


class Taken(msgspec.Struct, frozen=True):
    """
    The number under which a message was taken, and what tells its content from another's.
    """

    journal: int
    fingerprint: str


def seen(conn: sa.Connection, envelope: Envelope) -> Taken | None:
    """
    What was taken before under the id or the key of this envelope, or None.
    """
    ids = {"message": envelope.message_id, "from": envelope.sender, "key": envelope.idempotency_key}
    row = conn.execute(_SEEN, ids).first()
    return None if row is None else Taken(*row)


def take(conn: sa.Connection, envelope: Envelope, fingerprint: str) -> int:
    """
    Note a message as taken; answers its number.
    """
    row = {
        "message_id": envelope.message_id,
        "sender": envelope.sender,
        "idempotency_key": envelope.idempotency_key,
        "fingerprint": fingerprint,
    }
    number = conn.execute(_TAKE, row).inserted_primary_key
    return int(number[0]) if number else 1
