"""
What a neighbour was last told of a person is what the record shows at the end: nobody is left with a stale copy.

A look at a record is held against the newest message of each kind about the person, whatever caused it; items that the
kind need not tell of by themselves are left out. What the last command itself told wrongly is seen by
``register_mirrored`` too, under the same requirement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History, trace_of
from harness.judgement.checks.register_mirrored import INSURANCE, MIRRORED, left_open, plain
from harness.judgement.checks.result import CheckResult, Context, receiver_of, text

NUMBER, CODE = "local_addressee_number", "resident_record_code"
TOLD_OF: dict[str, tuple[str, frozenset[str]]] = {
    "A01": ("ATE-001.1", frozenset(MIRRORED["A01"][1])),
    "D01": ("DEPT-001.7", frozenset(MIRRORED["D01"][1]) - {"planned_on"}),
    "J01": (
        "JUKI-001.1",
        frozenset({"name", "born_on", "sex", "address", "individual_number", "record_status"}),
    ),
    "L03": ("LINK-004.1", frozenset(MIRRORED["L03"][1])),
}
"""Message → the clause that wants one at each change, and the items whose every change it must tell of."""

SUCCEEDED = frozenset({"householder_name", "relationship"})
"""Items that are blank until a clerk has confirmed who heads the household now."""

JUDGES = frozenset(clause for clause, _ in TOLD_OF.values())


def check(history: History, context: Context) -> CheckResult:
    """
    Compare the last look at each person with the newest message of each kind about them.
    """
    del context
    result = CheckResult()
    looks: dict[str, Invoked] = {}
    for one in history.invocations:
        record = one.outcome.get("record")
        if one.operation == "ReadResidentRecord" and isinstance(record, dict) and record.get("resident"):
            looks[str(record["resident"])] = one
    commands = [one for one in history.invocations if trace_of(one) is not None]
    newest = _newest(history)
    for who, look in looks.items():
        if any(one.answered_ns > look.sent_ns for one in commands):
            continue
        record = look.outcome["record"]
        for kind, (clause, items) in TOLD_OF.items():
            message = newest.get((kind, who)) or newest.get((kind, str(record.get(CODE))))
            if message is None or message.monotonic_ns > look.sent_ns:
                continue
            result.examined += 1
            stale = sorted(_stale(message, record, kind, items))
            if stale:
                result.breach(
                    clause,
                    text(
                        f"最後の{kind}の{'、'.join(stale)}が住民票の現在のとおりであること",
                        f"{', '.join(stale)} of the last {kind} as the record shows them now",
                    ),
                    text("その後の変更が伝えられていない。", "What changed since was not told."),
                    message,
                    look,
                )
    return result


def _stale(message: Exchanged, record: Mapping[str, Any], kind: str, items: frozenset[str]) -> Iterator[str]:
    expected = MIRRORED[kind][1]
    for name in items:
        told, now = plain(message.body.get(name)), plain(expected[name](record))
        if name == "state":
            told, now = (
                told == "deleted",
                now == "deleted",
            )  # Whether a plan is told, and when, is said elsewhere.
        if told != now and not left_open(name, record) and (now is not None or name not in SUCCEEDED):
            yield name


def _newest(history: History) -> dict[tuple[str, str], Exchanged]:
    """
    By kind and person: of A01, D01 and L03 by number, of J01 by code.
    """
    found: dict[tuple[str, str], Exchanged] = {}
    for one in history.from_registry():
        kind = one.message_type or ""
        if kind not in TOLD_OF or one.outcome != "accepted" or not isinstance(one.body, dict):
            continue
        if (kind == "D01" and receiver_of(one) != INSURANCE) or one.body.get("action") == "close":
            continue
        found[kind, str(one.body.get(CODE if kind == "J01" else NUMBER))] = one
    return found
