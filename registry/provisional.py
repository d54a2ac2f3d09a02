"""
Changes that were saved without being decided. Nothing of them stands on the register before.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from registry.opaque import opaque
from registry.store import PROVISIONAL
from registry.wire.control import Accepted, ChangeOfAddress, MovingIn

Undecided = MovingIn | ChangeOfAddress
KINDS: dict[str, type[Undecided]] = {"MovingIn": MovingIn, "ChangeOfAddress": ChangeOfAddress}


class Saved(msgspec.Struct, frozen=True):
    """
    A command as it waits, under its name.
    """

    name: str
    command: msgspec.Raw


# Built once: making a statement costs more than running it.
_KEEP = PROVISIONAL.insert()
_FIND = sa.select(PROVISIONAL.c.body).where(PROVISIONAL.c.change_id == sa.bindparam("of"))
_FORGET = PROVISIONAL.delete().where(PROVISIONAL.c.change_id == sa.bindparam("of"))


def save(conn: sa.Connection, command: Undecided) -> Accepted:
    """
    Keep the command until it is decided, as the one that it will then be.
    """
    change_id = f"change-{opaque()}"
    decided = msgspec.structs.replace(command, provisional=False)
    saved = Saved(type(command).__name__, msgspec.Raw(msgspec.json.encode(decided)))
    conn.execute(_KEEP, {"change_id": change_id, "body": msgspec.json.encode(saved).decode()})
    return Accepted(outcome="accepted", change_id=change_id, notes=["saved without decision"])


def find(conn: sa.Connection, change_id: str) -> Undecided | None:
    """
    The undecided change of this number, or None.
    """
    body = conn.execute(_FIND, {"of": change_id}).scalar_one_or_none()
    if body is None:
        return None
    saved = msgspec.json.decode(body, type=Saved)
    return msgspec.json.decode(saved.command, type=KINDS[saved.name])


def forget(conn: sa.Connection, change_id: str) -> None:
    """
    It waits no longer, decided or discarded.
    """
    conn.execute(_FORGET, {"of": change_id})
