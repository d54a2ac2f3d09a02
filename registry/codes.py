"""
The stock of Resident Record Codes assigned to the municipality (住基法30条の2): drawn at random, used once.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable

import sqlalchemy as sa

from registry.store import CODES, column

# Built once: making a statement costs more than running it.
_ALL = sa.select(CODES.c.code)
_ADD = CODES.insert()
_UNUSED = _ALL.where(CODES.c.used.is_(False)).order_by(CODES.c.code)
_MARK_USED = CODES.update().where(CODES.c.code == sa.bindparam("which")).values(used=True)


def add(conn: sa.Connection, codes: Iterable[str]) -> None:
    """
    Add assigned codes to the stock; a code that was ever in it, used or not, stays as it is.
    """
    known = set(column(conn, _ALL))
    fresh = [{"code": code, "used": False} for code in dict.fromkeys(codes) if code not in known]
    if fresh:
        conn.execute(_ADD, fresh)


def unused(conn: sa.Connection) -> list[str]:
    """
    The codes that may still be drawn.
    """
    return column(conn, _UNUSED)


def at_random(stock: list[str]) -> str:
    """
    One code of the stock, none likelier than another.
    """
    return secrets.choice(stock)


def mark_used(conn: sa.Connection, code: str) -> None:
    """
    Take the code out of the stock for ever, whether it was drawn here or came with a person.
    """
    conn.execute(_MARK_USED, {"which": code})


def take(conn: sa.Connection, codes: Collection[str]) -> None:
    """
    Take those of many codes that are in the stock out of it for ever.
    """
    for code in set(unused(conn)).intersection(codes):
        mark_used(conn, code)
