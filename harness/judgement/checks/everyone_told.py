"""
Whoever a command or a planned date concerns is told of to every neighbour that must hear of it: not only the first of
several people, and not only the first time.

Judged at the end of a scenario, by what was sent about each person or card under the command's trace, or, where
something else had to come first, since the command. What the messages say is judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from harness.evidence.events import Invoked
from harness.evidence.history import History
from harness.judgement.checks import (
    everyone_told_agency as agency,
    everyone_told_elsewhere as elsewhere,
    everyone_told_households as households,
    everyone_told_numbers as numbers,
    everyone_told_shown as shown,
    everyone_told_undone as undone,
)
from harness.judgement.checks.everyone_told_dues import DUE, PLANNED, named
from harness.judgement.checks.everyone_told_sent import Told, look_for
from harness.judgement.checks.result import CheckResult, Context

UNDOING = frozenset(
    {"WithdrawMovingOut", "CancelChange", "RestoreRecord", "ExOfficioDeletion", "DeletionByDeath"}
)

JUDGES = frozenset(
    {due.clause for several in (*DUE.values(), PLANNED) for due in several}
    | agency.JUDGES
    | elsewhere.JUDGES
    | households.JUDGES
    | numbers.JUDGES
    | shown.JUDGES
    | undone.JUDGES
)


def check(history: History, context: Context) -> CheckResult:
    """
    Look for what everything that was done, and every planned date that has come, made due.
    """
    del context
    result = CheckResult()
    told = Told(history)
    for act in told.acts:
        for due in DUE.get(act.operation, ()):
            look_for(result, told, act, due, but=told.cards_told(act, dict(due.says)))
        if act.operation == "MovingOut" and str(act.request.get("planned_on")) <= told.today:
            stayed = _stayed(act, history.invocations)
            for due in PLANNED:
                look_for(result, told, act, due, but=stayed)
    first = numbers.first_recorded(told)
    agency.check(result, told, first)
    numbers.check(result, told, history, first)
    elsewhere.check(result, told, history)
    households.check(result, told)
    undone.check(result, told, history)
    shown.check(result, told, history)
    return result


def _stayed(plan: Invoked, commands: Iterable[Invoked]) -> set[str]:
    """
    Whose planned moving out something else came before; of a command that names nobody, all of them.
    """
    later = [
        one
        for one in commands
        if one.operation in UNDOING and one.sent_ns > plan.sent_ns and one.outcome.get("outcome") != "refused"
    ]
    named_there = [
        {str(who) for who in named(one) if who} or {str(who) for who in named(plan)} for one in later
    ]
    return set().union(*named_there)
