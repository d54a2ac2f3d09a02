"""
Tables of the register and the engine below them: SQLite in memory or in a file, or PostgreSQL, with one schema.

A command is one transaction: records, history, documents, log lines and messages to be sent commit together or not at
all. Columns hold what is searched; the rest of a row is one JSON text in `body`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

METADATA = sa.MetaData()

META = sa.Table("meta", METADATA, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text))

COUNTERS = sa.Table(
    "counters",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

RESIDENTS = sa.Table(
    "residents",
    METADATA,
    sa.Column("resident", sa.Text, primary_key=True),
    sa.Column("household", sa.Text, nullable=False, index=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("resident_record_code", sa.Text, nullable=False, index=True),
    sa.Column("individual_number", sa.Text, index=True),
    sa.Column("planned_out_on", sa.Text, index=True),
    sa.Column("body", sa.Text, nullable=False),
)

STAYS = sa.Table(
    "stays",
    METADATA,
    sa.Column("resident", sa.Text, primary_key=True),
    sa.Column("began_on", sa.Text, primary_key=True),
    sa.Column("ended_on", sa.Text),
    sa.Column("household", sa.Text, nullable=False),
    sa.Column("is_foreign", sa.Boolean, nullable=False),
)

HISTORY = sa.Table(
    "history",
    METADATA,
    sa.Column("resident", sa.Text, primary_key=True),
    sa.Column("sequence", sa.Integer, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("snapshot", sa.Text, nullable=False),
)

HOUSEHOLDS = sa.Table(
    "households",
    METADATA,
    sa.Column("household", sa.Text, primary_key=True),
    sa.Column("householder", sa.Text),
)

CARDS = sa.Table(
    "cards",
    METADATA,
    sa.Column("card_id", sa.Text, primary_key=True),
    sa.Column("resident_record_code", sa.Text, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
)

MOVING_OUT_DATA = sa.Table(
    "moving_out_data",
    METADATA,
    sa.Column("resident_record_code", sa.Text, primary_key=True),
    sa.Column("planned_on", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

CODES = sa.Table(
    "codes",
    METADATA,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("used", sa.Boolean, nullable=False),
)

DOCUMENTS = sa.Table(
    "documents",
    METADATA,
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("resident", sa.Text, nullable=False, index=True),
    sa.Column("body", sa.Text, nullable=False),
)

PROVISIONAL = sa.Table(
    "provisional",
    METADATA,
    sa.Column("change_id", sa.Text, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)

TASKS = sa.Table(
    "tasks",
    METADATA,
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("body", sa.Text, nullable=False),
)

ACCESS_LOG = sa.Table(
    "access_log",
    METADATA,
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("body", sa.Text, nullable=False),
)

STREAMS = sa.Table(
    "streams",
    METADATA,
    sa.Column("receiver", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("stream", sa.Text, nullable=False, unique=True),
    sa.Column("sequence", sa.Integer, nullable=False),
)

OUTBOX = sa.Table(
    "outbox",
    METADATA,
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("stream", sa.Text, nullable=False, index=True),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False, index=True),
    sa.Column("neighbour", sa.Text, nullable=False),
    sa.Column("resident", sa.Text),
    sa.Column("message_type", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

INBOUND = sa.Table(
    "inbound",
    METADATA,
    sa.Column("journal", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("message_id", sa.Text, nullable=False, unique=True),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("idempotency_key", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.UniqueConstraint("sender", "idempotency_key"),
)


class Store:
    """
    A register's storage. `url` is a SQLAlchemy URL; `sqlite://` keeps everything in memory and loses it at the end.
    """

    def __init__(self, url: str) -> None:
        if sa.make_url(url).get_backend_name() == "sqlite" and sa.make_url(url).database in (
            None,
            "",
            ":memory:",
        ):
            self.engine = sa.create_engine(
                url, poolclass=StaticPool, connect_args={"check_same_thread": False}
            )
        else:
            self.engine = sa.create_engine(url)
        METADATA.create_all(self.engine)

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """
        One transaction: committed at the end, rolled back when anything is raised.
        """
        with self.engine.begin() as conn:
            yield conn

    def close(self) -> None:
        """
        Let go of the database.
        """
        self.engine.dispose()


def next_value(conn: sa.Connection, name: str) -> int:
    """
    The next number of a counter, from 1, without gap within committed work.
    """
    row = conn.execute(sa.select(COUNTERS.c.value).where(COUNTERS.c.name == name)).scalar_one_or_none()
    if row is None:
        conn.execute(COUNTERS.insert().values(name=name, value=1))
        return 1
    conn.execute(COUNTERS.update().where(COUNTERS.c.name == name).values(value=row + 1))
    return int(row) + 1


def get_meta(conn: sa.Connection, key: str) -> str | None:
    """
    A value kept by name, or None.
    """
    value = conn.execute(sa.select(META.c.value).where(META.c.key == key)).scalar_one_or_none()
    return None if value is None else str(value)


def set_meta(conn: sa.Connection, key: str, value: str) -> None:
    """
    Keep a value by name.
    """
    if conn.execute(META.update().where(META.c.key == key).values(value=value)).rowcount == 0:
        conn.execute(META.insert().values(key=key, value=value))
