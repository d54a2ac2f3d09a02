"""
Defects of the rows of history that nobody looks at while the act itself is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import changes, measures, residents
from registry.defects.defect import afterwards, defect, handler
from registry.desk import Desk
from registry.parts import Override
from registry.store import HISTORY
from registry.wire.control import Accepted, Change

Edit = Callable[[Change], Change | None]


def _last_row(desk: Desk, resident: str, edit: Edit) -> None:
    """
    Change the newest row of a history, or take it away.
    """
    newest = sa.select(sa.func.max(HISTORY.c.sequence)).where(HISTORY.c.resident == resident)
    this = (HISTORY.c.resident == resident) & (HISTORY.c.sequence == newest.scalar_subquery())
    rows = changes.history(desk.conn, resident)
    edited = edit(rows[-1]) if rows else None
    if edited is None:
        desk.conn.execute(HISTORY.delete().where(this))
    else:
        desk.conn.execute(HISTORY.update().where(this).values(body=msgspec.json.encode(edited).decode()))


def _rows_of(command: str, chosen: Callable[[Desk, Any], Iterable[str]], edit: Edit) -> Override:
    def more(desk: Desk, given: Any, outcome: Accepted) -> Accepted:
        for resident in chosen(desk, given):
            _last_row(desk, resident, edit)
        return outcome

    return handler(command, afterwards(more))


def _dated_when_notified(row: Change) -> Change:
    return msgspec.structs.replace(row, changed_on=row.notified_on or row.changed_on)


def _notified_when_changed(row: Change) -> Change:
    return msgspec.structs.replace(row, notified_on=row.changed_on)


def _by_nobody(row: Change) -> Change:
    return msgspec.structs.replace(row, notified_on=None)


def _undoes_nothing(row: Change) -> Change:
    return msgspec.structs.replace(row, cancels=None)


def _further(_desk: Desk, command: Any) -> Iterable[str]:
    return list(command.residents[1:])


def _foreign(desk: Desk, command: Any) -> Iterable[str]:
    record = residents.find(desk.conn, command.resident)
    return [command.resident] if record is not None and record.foreign is not None else []


def _protected(desk: Desk, command: Any) -> Iterable[str]:
    return [each for each in command.residents if measures.is_protected(desk.conn, each)]


DEFECTS = (
    defect(
        "further-mover-filed-by-nobody",
        "二人目からの転居の履歴に、届出の日がない。",
        "The rows of the second and later people who change address show no day of the notification.",
        _rows_of("ChangeOfAddress", _further, _by_nobody),
        must="REL-028",
        pattern="row-of-the-further-misdated",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "further-leaver-dated-when-notified",
        "二人目からの転出の履歴の異動日を、届出の日とする。",
        "The rows of the second and later people who move out are dated by the notification.",
        _rows_of("MovingOut", _further, _dated_when_notified),
        must="REL-028",
        pattern="row-of-the-further-misdated",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "death-of-foreigner-filed-when-died",
        "外国人住民の死亡の履歴の届出日を、死亡の日とする。",
        "The row of a foreign resident's death shows the day of death as that of the notification.",
        _rows_of("DeletionByDeath", _foreign, _notified_when_changed),
        must="REL-028",
        pattern="filed-on-the-day-of-change",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "move-of-protected-without-row",
        "支援対象者の転居を履歴に残さない。",
        "A change of address of somebody protected leaves no row in the history.",
        _rows_of("ChangeOfAddress", _protected, lambda _row: None),
        must="REL-024",
        may="REL-028",
        pattern="change-without-row",
        acts=2,
    ),
    defect(
        "split-of-several-without-rows",
        "世帯を分離した二人目からの履歴を残さない。",
        "The second and later people who leave a household have no row of it in their history.",
        _rows_of("SplitHousehold", _further, lambda _row: None),
        must="REL-024",
        may="REL-015 REL-028",
        pattern="change-without-row",
        acts=2,
    ),
    defect(
        "restoration-of-foreigner-undoes-no-row",
        "外国人住民の回復の行が、取り消す行を示さない。",
        "The row that restores a foreign resident names no row that it cancels.",
        _rows_of("RestoreRecord", _foreign, _undoes_nothing),
        must="REL-024",
        pattern="undoes-no-row",
        acts=3,
        seen_by="checks",
    ),
)
