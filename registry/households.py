"""
Households: who heads one and who belongs to it, and what follows when the householder's record is deleted.
"""

from __future__ import annotations

import sqlalchemy as sa

from registry import residents
from registry.residents import Record
from registry.store import HOUSEHOLDS

# Built once: making a statement costs more than running it.
_KNOWN = sa.select(HOUSEHOLDS.c.household).where(HOUSEHOLDS.c.household == sa.bindparam("of"))
_HEAD = sa.select(HOUSEHOLDS.c.householder).where(HOUSEHOLDS.c.household == sa.bindparam("of"))
_LEAD = HOUSEHOLDS.update().where(HOUSEHOLDS.c.household == sa.bindparam("of"))
_FOUND = HOUSEHOLDS.insert()


def exists(conn: sa.Connection, household: str) -> bool:
    """
    Whether there is a household of this number.
    """
    return conn.execute(_KNOWN, {"of": household}).scalar_one_or_none() is not None


def head(conn: sa.Connection, household: str) -> str | None:
    """
    The householder's local addressee number, or None while nobody heads the household.
    """
    found = conn.execute(_HEAD, {"of": household}).scalar_one_or_none()
    return None if found is None else str(found)


def set_head(conn: sa.Connection, household: str, householder: str | None) -> None:
    """
    Make a resident the householder, or leave the household without one; founds the household if it is new.
    """
    if conn.execute(_LEAD, {"of": household, "householder": householder}).rowcount == 0:
        conn.execute(_FOUND, {"household": household, "householder": householder})


def head_name(conn: sa.Connection, record: Record) -> str:
    """
    The householder's name as a member's record shows it; empty while nobody heads the household.
    """
    householder = head(conn, record.household)
    if householder is None:
        return ""
    if householder == record.resident:
        return record.name
    found = residents.find(conn, householder)
    return "" if found is None else found.name


def next_position(conn: sa.Connection, household: str) -> int:
    """
    The place of the next member in the order of the record.
    """
    return max((record.position for record in residents.members(conn, household)), default=0) + 1
