"""
Tables of the register: one schema for SQLite, in memory or in a file, and PostgreSQL.

A command is one transaction: records, history, documents, log lines and messages to be sent commit together or not at
all. Columns hold what is searched; the rest of a row is one JSON text in `body`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import cast

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from registry.engines import UnusableStoreError, engine_of, shown, told

METADATA = sa.MetaData()

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""
Text that every engine compares and sorts by its code points: a server's language must not change an order.
"""


def _running(name: str, table: str) -> sa.Column[int]:
    """
    A running number without gap: work that was undone leaves none, as a server's own sequence would.
    """
    latest: sa.Select[tuple[int]] = sa.select(
        sa.func.coalesce(sa.func.max(sa.column(name)), 0) + 1
    ).select_from(sa.table(table))
    return sa.Column(
        name, sa.Integer, primary_key=True, autoincrement=False, default=latest.scalar_subquery()
    )


META = sa.Table("meta", METADATA, sa.Column("key", TEXT, primary_key=True), sa.Column("value", TEXT))

COUNTERS = sa.Table(
    "counters",
    METADATA,
    sa.Column("name", TEXT, primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

RESIDENTS = sa.Table(
    "residents",
    METADATA,
    sa.Column("resident", TEXT, primary_key=True),
    sa.Column("household", TEXT, nullable=False, index=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("state", TEXT, nullable=False, index=True),
    sa.Column("resident_record_code", TEXT, nullable=False, index=True),
    sa.Column("individual_number", TEXT, index=True),
    sa.Column("residence_card_number", TEXT, index=True),
    sa.Column("planned_out_on", TEXT, index=True),
    sa.Column("born_on", TEXT, nullable=False, index=True),
    sa.Column("body", TEXT, nullable=False),
)

STAYS = sa.Table(
    "stays",
    METADATA,
    sa.Column("resident", TEXT, primary_key=True),
    sa.Column("began_on", TEXT, primary_key=True),
    sa.Column("ended_on", TEXT),
    sa.Column("household", TEXT, nullable=False),
    sa.Column("is_foreign", sa.Boolean, nullable=False),
)

HISTORY = sa.Table(
    "history",
    METADATA,
    sa.Column("resident", TEXT, primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True),
    sa.Column("change", TEXT, nullable=False, index=True),
    sa.Column("body", TEXT, nullable=False),
    sa.Column("snapshot", TEXT, nullable=False),
)

SUPPLEMENTARY = sa.Table(
    "supplementary",
    METADATA,
    sa.Column("resident", TEXT, primary_key=True),
    sa.Column("body", TEXT, nullable=False),
)

HOUSEHOLDS = sa.Table(
    "households",
    METADATA,
    sa.Column("household", TEXT, primary_key=True),
    sa.Column("householder", TEXT),
)

CARDS = sa.Table(
    "cards",
    METADATA,
    sa.Column("card_id", TEXT, primary_key=True),
    sa.Column("resident_record_code", TEXT, nullable=False, index=True),
    sa.Column("due_on", TEXT, index=True),
    sa.Column("body", TEXT, nullable=False),
)

DISPATCHES = sa.Table(
    "dispatches",
    METADATA,
    _running("n", "dispatches"),
    sa.Column("dispatch_id", TEXT, nullable=False, unique=True),
    sa.Column("resident", TEXT, nullable=False, index=True),
    sa.Column("body", TEXT, nullable=False),
)

DISPATCH_PLACES = sa.Table(
    "dispatch_places",
    METADATA,
    sa.Column("resident", TEXT, primary_key=True),
    sa.Column("body", TEXT, nullable=False),
)

MEASURES = sa.Table(
    "measures",
    METADATA,
    sa.Column("measure", TEXT, primary_key=True),
    sa.Column("is_open", sa.Boolean, nullable=False, index=True),
    sa.Column("body", TEXT, nullable=False),
)

PROTECTED = sa.Table(
    "protected",
    METADATA,
    sa.Column("resident", TEXT, primary_key=True),
    sa.Column("measure", TEXT, primary_key=True),
    sa.Column("is_open", sa.Boolean, nullable=False),
)

MOVING_OUT_DATA = sa.Table(
    "moving_out_data",
    METADATA,
    sa.Column("resident_record_code", TEXT, primary_key=True),
    sa.Column("planned_on", TEXT, nullable=False),
    sa.Column("body", TEXT, nullable=False),
)

CODES = sa.Table(
    "codes",
    METADATA,
    sa.Column("code", TEXT, primary_key=True),
    sa.Column("used", sa.Boolean, nullable=False),
)

DOCUMENTS = sa.Table(
    "documents",
    METADATA,
    _running("n", "documents"),
    sa.Column("resident", TEXT, nullable=False, index=True),
    sa.Column("body", TEXT, nullable=False),
)

PROVISIONAL = sa.Table(
    "provisional",
    METADATA,
    sa.Column("change_id", TEXT, primary_key=True),
    sa.Column("body", TEXT, nullable=False),
)

ORIGINALS = sa.Table(
    "originals",
    METADATA,
    sa.Column("resident", TEXT, primary_key=True),
    sa.Column("recompilation", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("body", TEXT, nullable=False),
)

TASKS = sa.Table(
    "tasks",
    METADATA,
    _running("n", "tasks"),
    sa.Column("kind", TEXT, nullable=False),
    sa.Column("resident", TEXT, index=True),
    sa.Column("body", TEXT, nullable=False),
    sa.Column("notice", TEXT),
)

ACCESS_LOG = sa.Table(
    "access_log",
    METADATA,
    _running("n", "access_log"),
    sa.Column("body", TEXT, nullable=False),
)

STREAMS = sa.Table(
    "streams",
    METADATA,
    sa.Column("subject", TEXT, primary_key=True),  # First, because all streams of a person are asked for.
    sa.Column("receiver", TEXT, primary_key=True),
    sa.Column("stream", TEXT, nullable=False, unique=True),
    sa.Column("sequence", sa.Integer, nullable=False),
)

OUTBOX = sa.Table(
    "outbox",
    METADATA,
    _running("n", "outbox"),
    sa.Column("stream", TEXT, nullable=False, index=True),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("state", TEXT, nullable=False, index=True),
    sa.Column("neighbour", TEXT, nullable=False),
    sa.Column("resident", TEXT),
    sa.Column("message_type", TEXT, nullable=False),
    sa.Column("about", TEXT, index=True),
    sa.Column("body", TEXT, nullable=False),
    sa.Column("since", TEXT, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("overdue", sa.Boolean, nullable=False),
)

INBOUND = sa.Table(
    "inbound",
    METADATA,
    _running("journal", "inbound"),
    sa.Column("message_id", TEXT, nullable=False, unique=True),
    sa.Column("sender", TEXT, nullable=False),
    sa.Column("idempotency_key", TEXT, nullable=False),
    sa.Column("fingerprint", TEXT, nullable=False),
    sa.UniqueConstraint("sender", "idempotency_key"),
)


def _make_tables(engine: sa.Engine) -> None:
    """
    Make the tables that are not there yet; in memory there are none.
    """
    if not isinstance(engine.pool, StaticPool):
        METADATA.create_all(engine)
        return
    with engine.connect() as conn:
        _blank().backup(cast("sqlite3.Connection", conn.connection.driver_connection))


def _lacking(engine: sa.Engine) -> list[str]:
    """
    Columns that tables of another version do not have.
    """
    if isinstance(engine.pool, StaticPool):
        return []
    seen = sa.inspect(engine)
    there = {(name, column["name"]) for name in METADATA.tables for column in seen.get_columns(name)}
    return [
        f"{name}.{column.name}"
        for name, table in METADATA.tables.items()
        for column in table.columns
        if (name, column.name) not in there
    ]


@cache
def _blank() -> sqlite3.Connection:
    """
    A database with every table and no row, once for all of a process: to copy it takes a sixth of making its tables.
    """
    blank = sqlite3.connect(":memory:", check_same_thread=False)
    METADATA.create_all(sa.create_engine("sqlite://", creator=lambda: blank, poolclass=StaticPool))
    return blank


class Store:
    """
    A register's storage. `url` is a SQLAlchemy URL; `sqlite://` keeps everything in memory and loses it at the end.

    Raises `UnusableStoreError` where there is none at the URL.
    """

    def __init__(self, url: str) -> None:
        self.engine = engine_of(url)
        try:
            _make_tables(self.engine)
            lacking = _lacking(self.engine)
        except sa.exc.SQLAlchemyError as error:
            self.engine.dispose()
            raise UnusableStoreError(f"the store {shown(url)} cannot be used: {told(error, url)}") from error
        if lacking:
            self.engine.dispose()
            raise UnusableStoreError(
                f"the store {shown(url)} is of another version: it has no {', '.join(lacking)}; use an empty one"
            )
        # In memory there is one connection and nobody to share it with: taking it out anew for every transaction
        # costs as much as a statement.
        self._kept = self.engine.connect() if isinstance(self.engine.pool, StaticPool) else None

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """
        One transaction: committed at the end, rolled back when anything is raised.
        """
        if self._kept is not None:
            with self._kept.begin():
                yield self._kept
            return
        with self.engine.begin() as conn:
            yield conn

    def close(self) -> None:
        """
        Let go of the database.
        """
        if self._kept is not None:
            self._kept.close()
        self.engine.dispose()


def column(
    conn: sa.Connection, statement: sa.Select[tuple[str]], values: Mapping[str, str] | None = None
) -> list[str]:
    """
    What a statement with one column finds. To ask for scalars costs as much as to run most statements.
    """
    return [str(row[0]) for row in conn.execute(statement, values)]


# Built once: making a statement costs more than running it.
_COUNTED = sa.select(COUNTERS.c.value).where(COUNTERS.c.name == sa.bindparam("of"))
_BEGIN_COUNT = COUNTERS.insert()
_COUNT_ON = COUNTERS.update().where(COUNTERS.c.name == sa.bindparam("of"))
_KEPT = sa.select(META.c.value).where(META.c.key == sa.bindparam("of"))
_KEEP = META.insert()
_REPLACE = META.update().where(META.c.key == sa.bindparam("of"))


def next_value(conn: sa.Connection, name: str) -> int:
    """
    The next number of a counter, from 1, without gap within committed work.
    """
    row = conn.execute(_COUNTED, {"of": name}).scalar_one_or_none()
    if row is None:
        conn.execute(_BEGIN_COUNT, {"name": name, "value": 1})
        return 1
    conn.execute(_COUNT_ON, {"of": name, "value": row + 1})
    return int(row) + 1


def reach(conn: sa.Connection, name: str, value: int) -> None:
    """
    Let a counter go on after a number that came from elsewhere.
    """
    reached = next_value(conn, name)
    conn.execute(_COUNT_ON, {"of": name, "value": max(value, reached - 1)})


def get_meta(conn: sa.Connection, key: str) -> str | None:
    """
    A value kept by name, or None.
    """
    value = conn.execute(_KEPT, {"of": key}).scalar_one_or_none()
    return None if value is None else str(value)


def set_meta(conn: sa.Connection, key: str, value: str) -> None:
    """
    Keep a value by name.
    """
    if conn.execute(_REPLACE, {"of": key, "value": value}).rowcount == 0:
        conn.execute(_KEEP, {"key": key, "value": value})
