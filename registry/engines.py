"""
Engines: which database a URL names, and what may be told of it.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache


class UnusableStoreError(ValueError):
    """
    A store that cannot be opened; the text says which and why, and never holds a password.
    """


def shown(url: str) -> str:
    """
    The URL as it may be told to anybody: without its password, wherever it stood.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        return "a text that is no SQLAlchemy URL"
    plain = parsed.difference_update_query([name for name in parsed.query if name not in TOLD])
    return plain.set(drivername=plain.get_backend_name()).render_as_string(hide_password=True)


TOLD = ("host", "port", "dbname", "user", "sslmode")
"""Parts of a URL's query that may be told."""


def engine_of(url: str) -> sa.Engine:
    """
    The engine of a URL; nothing is opened yet. `postgresql://` means psycopg.

    Raises `UnusableStoreError` for what is neither SQLite nor PostgreSQL.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise UnusableStoreError(f"not a store: {shown(url)}") from error
    if parsed.drivername in ("postgresql", "postgresql+psycopg"):
        waits = {} if "connect_timeout" in parsed.query else {"connect_timeout": CONNECT_WITHIN_S}
        return sa.create_engine(parsed.set(drivername="postgresql+psycopg"), connect_args=waits)
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise UnusableStoreError(f"{shown(url)} is neither sqlite:// nor postgresql://")
    if parsed.database in (None, "", ":memory:"):
        return _in_memory(parsed)
    engine = sa.create_engine(parsed)
    sa.event.listen(engine, "connect", _write_ahead)
    return engine


@cache
def _first_of(url: sa.URL) -> sa.Engine:
    kept = {"check_same_thread": False, "cached_statements": STATEMENTS}
    engine = sa.create_engine(url, poolclass=StaticPool, connect_args=kept)
    engine.connect().close()  # What the dialect learns at its first connection, the later ones need not ask again.
    return engine


_COMPILED: LRUCache[Any, Any] = LRUCache(2000)
STATEMENTS = 500
"""How many statements a connection keeps prepared; a day at the counter needs more than the usual 128."""


def _in_memory(url: sa.URL) -> sa.Engine:
    """
    A database of its own. Statements are compiled once for all of a process: a proof opens one for every round, and
    compiling took longer than all else about it.
    """
    first = _first_of(url)
    options = {"compiled_cache": _COMPILED}
    return sa.Engine(first.pool.recreate(), first.dialect, first.url, execution_options=options)


def _write_ahead(connection: sqlite3.Connection, _record: object) -> None:
    """
    One flush to the disk for each commit instead of several; a commit still lasts when the power fails.
    """
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


CONNECT_WITHIN_S = 5
"""Seconds after which a server that does not answer counts as absent."""


def told(error: sa.exc.SQLAlchemyError, url: str) -> str:
    """
    What a driver said, in one line and without the password.
    """
    original = getattr(error, "orig", None)
    lines = str(original or error).strip().splitlines()
    said = lines[0].strip() if lines else type(error).__name__
    parsed = sa.make_url(url)
    for secret in (parsed.password, parsed.query.get("password")):
        said = said.replace(str(secret), "***") if secret else said
    return said
