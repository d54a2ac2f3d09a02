"""
Stores lent to a run: each registry gets one of its own inside what the caller named, and it is removed afterwards.

In PostgreSQL that is a schema of its own; beside a SQLite file, another file. What was there before is never touched.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import sqlalchemy as sa

from registry.engines import UnusableStoreError, engine_of, shown, told

LONGEST_NAME = 63
"""Bytes of a name that PostgreSQL keeps."""


class Lent(msgspec.Struct, frozen=True):
    """
    A store for one registry. `url` may hold a password; `shown` never does.

    `remove` may be called twice; it raises `UnusableStoreError` where something had to be left behind.
    """

    url: str
    shown: str
    remove: Callable[[], None]


def lend(url: str, name: str) -> Lent:
    """
    A new, empty store of this name inside the one at `url`.

    Raises `UnusableStoreError`, a `ValueError`, that says which store and why; it never holds a password.
    """
    engine = engine_of(url)
    try:
        if engine.dialect.name == "postgresql":
            return _schema(engine, name)
        if engine.url.database in (None, "", ":memory:"):
            return Lent(url, shown(url), lambda: None)
        return _file(engine.url, name)
    finally:
        engine.dispose()


def _schema(engine: sa.Engine, name: str) -> Lent:
    schema = "".join(letter if letter.isalnum() else "_" for letter in f"tekigo_{name}")[:LONGEST_NAME]
    url = engine.url.render_as_string(hide_password=False)
    try:
        with engine.begin() as conn:
            conn.execute(sa.schema.CreateSchema(schema))
    except sa.exc.SQLAlchemyError as error:
        raise UnusableStoreError(f"the store {shown(url)} cannot be used: {told(error, url)}") from error
    before = engine.url.query.get("options", "")
    options = " ".join([*([before] if isinstance(before, str) else before), f"-csearch_path={schema}"])
    inside = engine.url.update_query_dict({"options": options.strip()})

    def remove() -> None:
        again = engine_of(url)
        try:
            with again.begin() as conn:
                conn.execute(sa.schema.DropSchema(schema, cascade=True, if_exists=True))
        except sa.exc.SQLAlchemyError as error:
            raise UnusableStoreError(f"{schema} in {shown(url)}: {told(error, url)}") from error
        finally:
            again.dispose()

    return Lent(inside.render_as_string(hide_password=False), shown(url), remove)


def _file(url: sa.URL, name: str) -> Lent:
    named = Path(url.database or "")
    place = named.with_name(f"{named.stem}-{name}{named.suffix}")
    inside = url.set(database=str(place))

    def remove() -> None:
        for ending in ("", "-journal", "-wal", "-shm"):
            place.with_name(place.name + ending).unlink(missing_ok=True)

    try:
        with place.open("xb"):
            pass
    except OSError as error:
        raise UnusableStoreError(f"the store {shown(str(url))} cannot be used: {error.strerror}") from error
    return Lent(inside.render_as_string(hide_password=False), shown(str(url)), remove)
