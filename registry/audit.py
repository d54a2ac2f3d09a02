"""
The access log (番号法12条, 住基法36条の2) and the tasks for clerks. Neither ever holds a number, a name or a PIN.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

import msgspec
import sqlalchemy as sa

from registry.rules import dates
from registry.store import ACCESS_LOG, TASKS
from registry.wire.control import AccessLine, Amendment, Task

Kind = Literal["authentication", "communication", "error", "event", "operation", "print", "setting"]

SYSTEM = "system"
"""Operator and terminal of what nobody at a counter ordered."""

BEFORE_TIME = "0001-01-01T00:00:00+09:00"
"""What a line shows that was written before the clock was set."""


# Built once: making a statement costs more than running it. Nobody asks for the running number of what is added.
_ADD_LINE = ACCESS_LOG.insert().inline()
_LINES = (
    sa.select(ACCESS_LOG.c.n, ACCESS_LOG.c.body)
    .where(ACCESS_LOG.c.n > sa.bindparam("after"))
    .order_by(ACCESS_LOG.c.n)
    .limit(sa.bindparam("limit"))
)
_ADD_TASK = TASKS.insert().inline()
_TASKS = sa.select(TASKS.c.n, TASKS.c.body)
_TASKS_ABOUT = _TASKS.where(TASKS.c.kind == sa.bindparam("which"), TASKS.c.resident == sa.bindparam("of"))
_TASKS_OF_A_KIND = _TASKS.where(TASKS.c.kind == sa.bindparam("which")).order_by(TASKS.c.n)
_TASKS_AFTER = _TASKS.where(TASKS.c.n > sa.bindparam("after")).order_by(TASKS.c.n)
_TASK = sa.select(TASKS).where(TASKS.c.n == sa.bindparam("which"))
_CHANGE_TASK = TASKS.update().where(TASKS.c.n == sa.bindparam("which"))


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """
    One line before it has its number and time. All texts are words of this program, never of a notification.
    """

    operator: str
    terminal: str
    function: str
    kind: Kind
    result: str
    resident: str | None = None
    numbers_seen: bool = False
    printed: str | None = None
    text: str = ""


def batch(process: str, place: str) -> str:
    """
    What a line says of work that no terminal ordered: which process did it, and where (AUD-001).
    """
    return f"process {process}, place {place}"


Edit = Callable[[AccessLine], AccessLine | None]


def log(conn: sa.Connection, now: datetime | None, line: Line, edit: Edit) -> None:
    """
    Write one line. `edit` is the rulebook's; it writes the line as it is.
    """
    written = AccessLine(
        n=0,
        at=BEFORE_TIME if now is None else dates.written(now),
        operator=line.operator,
        terminal=line.terminal,
        function=line.function,
        kind=line.kind,
        resident=line.resident,
        result=line.result,
        individual_number_access=line.numbers_seen,
        printed=line.printed,
        text=line.text,
    )
    edited = edit(written)
    if edited is not None:
        conn.execute(_ADD_LINE, {"body": msgspec.json.encode(edited).decode()})


def lines(conn: sa.Connection, after: int, limit: int) -> list[AccessLine]:
    """
    Lines after number `after`, at most `limit`, oldest first.
    """
    rows = conn.execute(_LINES, {"after": after, "limit": limit})
    return [
        msgspec.structs.replace(msgspec.json.decode(row.body, type=AccessLine), n=row.n) for row in rows.all()
    ]


def add_task(
    conn: sa.Connection,
    kind: str,
    message_type: str | None,
    resident: str | None,
    keys: list[str],
    proposed: Sequence[Amendment] = (),
    notice: msgspec.Struct | None = None,
) -> None:
    """
    Leave something for a clerk. `keys` names what conflicts, never its value; `proposed` is what a `notice` asks for.
    """
    task = Task(
        n=0, kind=kind, message_type=message_type, resident=resident, keys=keys, proposed=list(proposed)
    )
    kept = None if notice is None else msgspec.json.encode(notice).decode()
    body = msgspec.json.encode(task).decode()
    conn.execute(_ADD_TASK, {"kind": kind, "resident": resident, "body": body, "notice": kept})


def settle_tasks(conn: sa.Connection, kind: str, resident: str) -> None:
    """
    Settle every open task of one kind about a resident.
    """
    for row in conn.execute(_TASKS_ABOUT, {"which": kind, "of": resident}).all():
        if msgspec.json.decode(row.body, type=Task).open:
            settle_task(conn, row.n)


def open_tasks(conn: sa.Connection, kind: str) -> list[Task]:
    """
    Every open task of one kind, oldest first.
    """
    rows = conn.execute(_TASKS_OF_A_KIND, {"which": kind})
    tasks = [msgspec.structs.replace(msgspec.json.decode(row.body, type=Task), n=row.n) for row in rows.all()]
    return [task for task in tasks if task.open]


def task(conn: sa.Connection, n: int) -> tuple[Task, str | None] | None:
    """
    The task of this number, with the notice that made it; None where there is none.
    """
    row = conn.execute(_TASK, {"which": n}).first()
    return None if row is None else (msgspec.json.decode(row.body, type=Task), row.notice)


def settle_task(conn: sa.Connection, n: int) -> None:
    """
    The clerk is done with a task: it stays in the list and is not open any more. Its notice is forgotten.
    """
    found = task(conn, n)
    if found is not None:
        done = msgspec.structs.replace(found[0], open=False)
        body = msgspec.json.encode(done).decode()
        conn.execute(_CHANGE_TASK, {"which": n, "body": body, "notice": None})


def tasks(conn: sa.Connection, after: int) -> list[Task]:
    """
    Tasks after number `after`, oldest first.
    """
    rows = conn.execute(_TASKS_AFTER, {"after": after})
    return [msgspec.structs.replace(msgspec.json.decode(row.body, type=Task), n=row.n) for row in rows.all()]
