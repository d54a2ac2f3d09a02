"""
Who is told when a change is cancelled, by what the row undoes that a look showed last: only the newest one, for of an
older one something else may stand since.
"""

from __future__ import annotations

from harness.evidence.events import Invoked
from harness.evidence.history import History
from harness.judgement.checks import everyone_told_agency as agency
from harness.judgement.checks.everyone_told_dues import (
    OF_THE_ADDRESSEE,
    RESTORED,
    Due,
    entered,
    items_of,
    named,
)
from harness.judgement.checks.everyone_told_sent import Told, look_for
from harness.judgement.checks.looks import looks_at_records
from harness.judgement.checks.result import CheckResult

ENTRIES = frozenset({"11", "12", "13", "16"})
DELETIONS = frozenset({"21", "22", "23", "26"})
HOUSEHOLDS = frozenset({"51", "52", "53", "54"})
CORRECTIONS = frozenset({"32", "33"})
ADDRESS = "31"
LIVING = ("current", "planned-out")

OF_THE_NETWORK = frozenset({"name", "born_on", "sex", "address"})
"""Items whose correction the network hears of, of whomever (住基法30条の6)."""

NETWORK, ADDRESSEE, DEPARTMENT, COPY = RESTORED
GONE, PUT_RIGHT = (
    Due("L03", clause, named, says=(("action", "close"),), later=True)
    for clause in ("LINK-004.2", COPY.clause)
)
"""The copy of somebody whose entry is undone is closed: the record is gone, and the copy is put right."""

JUDGES = frozenset({GONE.clause, *(due.clause for due in RESTORED)})


def check(result: CheckResult, told: Told, history: History) -> None:
    """
    Find what each cancelled change made due.
    """
    cancelled = [act for act in told.acts if act.operation == "CancelChange"]
    looks = looks_at_records(history) if cancelled else {}
    for act in cancelled:
        who = str(act.request.get("resident"))
        before = [one for one in looks.get(who, ()) if one.answered_ns < act.sent_ns]
        if not before:
            continue
        record = before[-1].outcome["record"]
        rows = record.get("history") or ()
        newest = max(rows, key=lambda row: int(row["sequence"]), default=None)
        since = _last(told, who, act)
        if newest is None or newest["sequence"] != act.request.get("sequence"):
            continue
        if since is not None and since.sent_ns > before[-1].sent_ns:
            continue
        living = record.get("state") in LIVING
        for due in _dues(str(newest.get("reason")), since, living=living):
            look_for(result, told, act, due)
        _agency(result, told, act, str(newest.get("reason")), living=living)


def _last(told: Told, who: str, act: Invoked) -> Invoked | None:
    """
    The last act about somebody before another act.
    """
    earlier = [
        one
        for one in told.acts
        if one.sent_ns < act.sent_ns and who in {str(each) for each in (*named(one), *entered(one))}
    ]
    return earlier[-1] if earlier else None


def _dues(reason: str, since: Invoked | None, *, living: bool) -> tuple[Due, ...]:
    told = NETWORK, ADDRESSEE, DEPARTMENT
    if reason in DELETIONS:
        return () if living else RESTORED
    if not living:
        return ()
    if reason in ENTRIES:
        return (*told, GONE, PUT_RIGHT)
    if reason == ADDRESS:
        return told
    if reason in HOUSEHOLDS:
        return ADDRESSEE, DEPARTMENT, COPY
    if reason in CORRECTIONS and since is not None and since.operation == "ExOfficioCorrection":
        items = items_of(since)
        heard = told if items & OF_THE_NETWORK else told[1:]
        return heard if items & OF_THE_ADDRESSEE else ()
    return ()


def _agency(result: CheckResult, told: Told, act: Invoked, reason: str, *, living: bool) -> None:
    whom = [str(act.request.get("resident"))]
    if reason in DELETIONS and not living:
        agency.count(result, told, act, whom, "I01", agency.STANDS_AGAIN)
    elif reason in ENTRIES and living:
        agency.count(result, told, act, whom, "I01", agency.GONE)
