"""
What all commands, all words of the town and all looks at records make known of people, in their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History, trace_of
from harness.judgement.checks.as_filed_commands import Filed
from harness.judgement.checks.as_filed_people import Cause, People

READ = "ReadResidentRecord"
Memory = TypeVar("Memory", bound=Filed)


def known(history: History, memory: type[Memory]) -> Memory:
    """
    What they make known, taken in by a memory of the kind given.
    """
    filed = memory(People())
    filed.borne = _borne(history)
    calls = [one for one in history.invocations if trace_of(one) is not None or one.operation == READ]
    told = [
        one
        for one in history.exchanges()
        if one.direction == "out"
        and one.peer in ("registry", history.municipality)
        and one.outcome == "accepted"
    ]
    happened: list[tuple[int, Invoked | Exchanged]] = [(one.sent_ns, one) for one in calls]
    happened += [(one.monotonic_ns, one) for one in told]
    floor, answered = 0, 0
    for moment, event in sorted(happened, key=lambda one: one[0]):
        if isinstance(event, Exchanged):
            filed.told(event, floor)
            continue
        if event.operation == READ:
            record = event.outcome.get("record")
            if isinstance(record, dict) and moment > answered:
                filed.people.cause = Cause(READ, event, {})
                filed.people.learn(record, event.answered_ns)
            continue
        outcome = event.outcome.get("outcome")
        floor = moment
        if outcome == "accepted":
            filed.command(event)
        if outcome not in ("accepted", "refused") or moment < answered:
            filed.people.forget_everybody(moment)
        answered = max(answered, event.answered_ns)
    return filed


def concerned(command: Invoked, request: Mapping[str, Any]) -> set[str]:
    """
    Whom a command is about.
    """
    entered = command.outcome.get("residents", ()) if {"persons", "movers", "person"} & request.keys() else ()
    named = [request.get("resident"), *request.get("residents", ()), *request.get("accompanying", ())]
    return {str(one["resident"]) for one in entered} | {str(who) for who in named if who}


def _borne(history: History) -> dict[str, str]:
    """
    Resident Record Code → whose it is by what the addressee system was told, of a code that was drawn; not of one that
    two are told to bear.
    """
    borne: dict[str, str] = {}
    for one in history.from_registry():
        if one.message_type == "A01" and isinstance(one.body, dict):
            code, who = str(one.body.get("resident_record_code")), str(one.body.get("local_addressee_number"))
            borne[code] = who if borne.get(code, who) == who else ""
    return borne
