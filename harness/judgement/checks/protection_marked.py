"""
Whoever is under a support measure is marked in everything that a command tells of them (支援措置, SEC-007).

Judged is only what cannot be otherwise by law: a message that a command caused which was given while the measure surely
stood, after its application was accepted and before anything that may end it, about somebody who still is a resident.
What the calendar or a neighbour causes is left to the steps.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History
from harness.judgement.checks.result import CheckResult, Context, text

APPLIED = "ApplyForSupport"
ENDING = frozenset({"EndSupport", "DecideSupport"})
BARE = {"A01": "SEC-007.1", "D01": "SEC-007.6"}
"""Message with the address → the clause that wants the mark with it."""
DEPARTMENTS, UNTOLD = "D01", "SEC-007.3"
"""What departments hold an address by, and the clause that wants the mark there."""

JUDGES = frozenset({*BARE.values(), UNTOLD})


class _Standing(Struct, frozen=True):
    """
    A measure: whom it covers, and between which moments it surely stood.
    """

    applied: Invoked
    people: frozenset[str]
    until_ns: int | None

    def stood_at(self, command: Invoked) -> bool:
        """
        Whether the measure stood all the while that the command was carried out.
        """
        if command is not self.applied and command.sent_ns < self.applied.answered_ns:
            return False
        return self.until_ns is None or command.answered_ns < self.until_ns


def check(history: History, context: Context) -> CheckResult:
    """
    Look at the mark in every A01 and D01 about somebody who is covered.
    """
    del context
    result = CheckResult()
    standing = list(_measures(history))
    for message in history.from_registry() if standing else ():
        clause = BARE.get(message.message_type or "")
        command = history.command_of(message.trace_id)
        if clause is None or command is None or message.outcome != "accepted":
            continue
        found = [each for each in standing if _is_about(message, each) and each.stood_at(command)]
        if not found:
            continue
        result.examined += 1
        if message.body.get("protected") is not True:
            result.breach(
                clause,
                text("支援措置の表示", "the mark of the support measure"),
                text("表示がない。", "There is no mark."),
                found[0].applied,
                message,
            )
    for measure in standing:
        if measure.until_ns is None:
            for who in sorted(measure.people):
                _departments(result, history, measure, who)
    return result


def _departments(result: CheckResult, history: History, measure: _Standing, who: str) -> None:
    """
    Every department that took somebody's address before the application has the mark at the end. Nothing is said where
    a word to a department did not arrive, or the person is no resident any more.
    """
    told = [
        one
        for one in history.from_registry()
        if one.message_type == DEPARTMENTS
        and isinstance(one.body, dict)
        and one.body.get("local_addressee_number") == who
    ]
    if any(one.outcome != "accepted" or one.body.get("state") == "deleted" for one in told):
        return
    before, after = set(), set()
    for one in told:
        command = history.command_of(one.trace_id)
        since = one.monotonic_ns > measure.applied.sent_ns or (command and measure.stood_at(command))
        if not since:
            before.add(one.envelope.get("receiver"))
        elif one.body.get("protected") is True:
            after.add(one.envelope.get("receiver"))
    result.examined += bool(before)
    if unmarked := before - after:
        result.breach(
            UNTOLD,
            text("支援措置の表示を備えたD01", "a D01 with the mark of the support measure"),
            text(f"{len(unmarked)}の業務に届いていない。", f"None came to {len(unmarked)} departments."),
            measure.applied,
        )


def _measures(history: History) -> Iterator[_Standing]:
    for applied in history.invocations:
        handle = applied.outcome.get("measure")
        if applied.operation != APPLIED or applied.outcome.get("outcome") != "accepted" or not handle:
            continue
        people = [applied.request.get("resident"), *applied.request.get("accompanying", ())]
        ends = [
            one.sent_ns
            for one in history.invocations
            if one.operation in ENDING and one.request.get("measure") == handle and _may_end(one)
        ]
        yield _Standing(applied, frozenset(map(str, people)), min(ends, default=None))


def _may_end(command: Invoked) -> bool:
    """
    An answer that was never learned may have been yes.
    """
    if command.request.get("decision") == "confirm":
        return False
    return bool(command.outcome.get("outcome") != "refused")


def _is_about(message: Exchanged, measure: _Standing) -> bool:
    body = message.body if isinstance(message.body, dict) else {}
    return body.get("local_addressee_number") in measure.people and body.get("state") != "deleted"
