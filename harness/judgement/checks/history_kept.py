"""
The history of a record goes on: no row of it is lost or rewritten, a change stands in it with the dates that were
filed, and what is undone is undone by a row of its own.

A look at a record is held against the looks before it and against every accepted command about the person. Only dates
are compared: what a row calls its reason and kind is judged by the steps. Further rows are nobody's concern.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from msgspec import Struct

from harness.evidence.events import Invoked
from harness.evidence.history import History, trace_of
from harness.judgement.checks.looks import looks_at_records
from harness.judgement.checks.result import CheckResult, Context, text

KEPT, DATED, UNDONE = "REL-024.8", "REL-028.5", "REL-024.1"
"""No row is deleted; no date is silently altered; the cancelling row stands beside the original and the wrong one."""

UNDOING = frozenset({"CancelChange", "RestoreRecord"})

OF_A_CHANGE = ("processed_at", "reason", "changed_on")
"""What the rows of one change have in common, whoever they are about."""

Row = Mapping[str, Any]
Dates = tuple[object, object]
"""A date of change, and the day of the notification."""
Whose = Callable[[Invoked], Iterable[object]]


def _named(command: Invoked) -> Iterable[object]:
    request = command.request
    return [one for one in (request.get("resident"), *request.get("residents", ())) if one]


def _entered(command: Invoked) -> Iterable[object]:
    return [one["resident"] for one in command.outcome.get("residents", ())]


class Filed(Struct, frozen=True):
    """
    Whose history a command adds a row to, and where the command says the date of change.
    """

    whose: Whose
    changed_on: tuple[str, ...]

    def dates(self, command: Invoked) -> Dates:
        """
        The date of change and the day of the notification; of what nobody notified, the latter is None.
        """
        said: Any = command.request
        for part in self.changed_on:
            said = said.get(part) if isinstance(said, dict) else None
        return said, command.request.get("notified_on")


FILED: Mapping[str, Filed] = {
    "MovingIn": Filed(_entered, ("moved_in_on",)),
    "SpecialMovingIn": Filed(_entered, ("moved_in_on",)),
    "EntryByBirth": Filed(_entered, ("person", "born_on")),
    "MovingOut": Filed(_named, ("planned_on",)),
    "ChangeOfAddress": Filed(_named, ("moved_on",)),
    "SplitHousehold": Filed(_named, ("changed_on",)),
    "TransferMembers": Filed(_named, ("changed_on",)),
    "DeletionByDeath": Filed(_named, ("died_on",)),
    "ExOfficioDeletion": Filed(_named, ("occurred_on",)),
}
"""Command → the row that it adds for each of those it is about."""

JUDGES = frozenset({KEPT, DATED, UNDONE})


class Look(Struct, frozen=True):
    """
    What a look showed of somebody's history.
    """

    event: Invoked
    rows: Mapping[object, Row]


def check(history: History, context: Context) -> CheckResult:
    """
    Hold every look at a history against the one before it and against what was filed until then.
    """
    del context
    result = CheckResult()
    commands = [
        one
        for one in history.invocations
        if trace_of(one) is not None
        and one.outcome.get("outcome") == "accepted"
        and not one.request.get("provisional")
    ]
    everybody = {
        who: [_look(one) for one in sorted(events, key=lambda each: each.sent_ns)]
        for who, events in looks_at_records(history).items()
    }
    for who, looks in everybody.items():
        for before, after in pairwise(looks):
            result.examined += 1
            _compare(result, before, after)
        last = looks[-1]
        about = [
            command
            for command in commands
            if command.operation in FILED
            and command.answered_ns < last.event.sent_ns
            and who in map(str, FILED[command.operation].whose(command))
        ]
        for command in about:
            _stands(result, command, about, last)
        _undone(result, who, commands, looks)
    for act in commands:
        if act.operation == "CancelChange":
            _undone_along(result, act, everybody)
    return result


def _look(event: Invoked) -> Look:
    return Look(event, {row.get("sequence"): row for row in event.outcome["record"].get("history", ())})


def _compare(result: CheckResult, before: Look, after: Look) -> None:
    lost = [number for number, row in before.rows.items() if after.rows.get(number) != row]
    if lost:
        shown = "、".join(str(number) for number in lost)
        result.breach(
            KEPT,
            text(f"前に示された履歴の行{shown}", f"row {shown} of the history as it was shown before"),
            text("行がないか、書き換えられている。", "It is gone or was rewritten."),
            before.event,
            after.event,
        )


def _stands(result: CheckResult, command: Invoked, about: list[Invoked], look: Look) -> None:
    """
    The row of a command stands there with its dates. Where none does, and of that moment there are as many rows as
    commands, one of them has other dates; where there are fewer, it is gone.
    """
    mine = FILED[command.operation].dates(command)
    if mine[0] is None:
        return
    result.examined += 1
    if any(_is_dated(row, mine) for row in look.rows.values()):
        return
    then = [row for row in look.rows.values() if row.get("processed_at") == command.now]
    misdated = len(then) >= sum(one.now == command.now for one in about)
    changed_on, notified_on = mine
    result.breach(
        DATED if misdated else KEPT,
        text(
            f"履歴に異動日{changed_on}"
            + (f"、届出日{notified_on}" if notified_on else "")
            + "の行があること",
            f"a row of the history with date of change {changed_on}"
            + (f" and notified on {notified_on}" if notified_on else ""),
        ),
        text(
            "その時の行に別の日がある。" if misdated else "そのような行はない。",
            "The row of that moment has other dates." if misdated else "There is no such row.",
        ),
        command,
        look.event,
    )


def _is_dated(row: Row, dates: Dates) -> bool:
    changed_on, notified_on = dates
    return bool(row.get("changed_on") == changed_on) and (
        notified_on is None or bool(row.get("notified_on") == notified_on)
    )


def _undone(result: CheckResult, who: str, commands: list[Invoked], looks: list[Look]) -> None:
    """
    After an act that undoes something, the history has a new row that cancels another.
    """
    acts = [one for one in commands if one.operation in UNDOING and who in map(str, _named(one))]
    for act in acts:
        before = [look for look in looks if look.event.answered_ns < act.sent_ns]
        after = [look for look in looks if look.event.sent_ns > act.answered_ns]
        if not after:
            continue
        result.examined += 1
        known = set(before[-1].rows) if before else set()
        fresh = [row for number, row in after[0].rows.items() if number not in known]
        if not any(row.get("cancels") in after[0].rows for row in _cancelling(fresh)):
            result.breach(
                UNDONE,
                text("取消しの行と、それが取り消す行", "a cancelling row, and the row that it cancels"),
                text("履歴にない。", "The history has none."),
                act,
                after[0].event,
            )


def _undone_along(result: CheckResult, act: Invoked, everybody: Mapping[str, list[Look]]) -> None:
    """
    Whoever the registry says was put back along with the person named, and bears a row of the very change that was
    cancelled, has a row that cancels it. The rows of one change are of one moment and one reason.
    """
    named = str(act.request.get("resident"))
    shown = {number: row for look in everybody.get(named, ()) for number, row in look.rows.items()}
    wrong = shown.get(act.request.get("sequence"))
    if wrong is None:
        return
    for who in {str(one) for one in _entered(act)} - {named}:
        after = [look for look in everybody.get(who, ()) if look.event.sent_ns > act.answered_ns]
        if not after:
            continue
        rows = after[-1].rows
        along = {
            number
            for number, row in rows.items()
            if all(row.get(name) == wrong.get(name) for name in OF_A_CHANGE) and row.get("cancels") is None
        }
        if not along:
            continue
        result.examined += 1
        if not along & {row.get("cancels") for row in _cancelling(rows.values())}:
            result.breach(
                UNDONE,
                text(
                    "一緒に元に戻された者の履歴にも、取消しの行があること",
                    "a cancelling row in the history of whoever was put back along, too",
                ),
                text("取り消された異動の行だけがある。", "There is the row of the cancelled change alone."),
                act,
                after[-1].event,
            )


def _cancelling(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row.get("cancels") is not None)
