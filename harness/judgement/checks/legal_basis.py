"""
Every field that left the registry had a provision that let it go to that receiver on that day.

A third reading of the law, beside those of the fakes and of the registry (``harness/law/tables/disclosures.csv``), and
the municipality's own table of transfers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from harness.evidence.events import Exchanged
from harness.evidence.history import History, envelope_of
from harness.judgement.checks.result import CheckResult, Context, receiver_of, text
from harness.law.disclosures import Disclosures, WireField, disclosures

NO_ROW = "DEPT-008.1"
BEYOND_ROW = "DEPT-008.3"
BEYOND = {"D01": BEYOND_ROW, "D03": BEYOND_ROW, "L03": "LINK-003.5", "I01": "IMM-002.1", "I03": "IMM-005.1"}
"""Message → the clause broken by an item beyond what may go."""

NUMBER_WITHOUT_ROW = {"dept-tax": "DEPT-006.2"}

JUDGES = frozenset({NO_ROW, BEYOND_ROW, *BEYOND.values(), *NUMBER_WITHOUT_ROW.values()})


def check(history: History, context: Context, table: Disclosures | None = None) -> CheckResult:
    """
    Look at every field of every message that a neighbour took. ``None`` and an empty list disclose nothing.
    """
    lines = table or disclosures()
    known = _known(lines)
    result = CheckResult()
    for exchange in history.from_registry():
        if not isinstance(exchange.body, dict) or exchange.message_type is None:
            continue
        receiver = receiver_of(exchange)
        if exchange.outcome == "refused" and receiver.startswith("dept-"):
            # A department saw what it refused: whether it may be told at all, and the number, does not depend on its
            # answer.
            _no_transfer(result, exchange, receiver, known, context)
        if exchange.outcome != "accepted":
            continue
        if receiver.startswith("dept-") and not _has_row(result, exchange, receiver, context):
            continue
        if (exchange.message_type, receiver) not in known:
            result.examined += 1
            _unknown(result, exchange, receiver)
            continue
        for field in sorted(set(_fields(exchange.body))):
            result.examined += 1
            _field(result, exchange, receiver, field, lines)
    return result


def _no_transfer(
    result: CheckResult,
    exchange: Exchanged,
    receiver: str,
    known: frozenset[tuple[str, str]],
    context: Context,
) -> None:
    if _has_row(result, exchange, receiver, context) and (exchange.message_type, receiver) not in known:
        _unknown(result, exchange, receiver)


def _has_row(result: CheckResult, exchange: Exchanged, receiver: str, context: Context) -> bool:
    result.examined += 1
    basis = context.basis_at(exchange.monotonic_ns)
    if receiver not in basis:
        result.breach(
            NO_ROW,
            text(
                f"根拠の行のない{receiver}へ移転しないこと",
                f"no transfer to {receiver}, which has no basis row",
            ),
            text(f"{exchange.message_type}が送られた。", f"{exchange.message_type} was sent."),
            exchange,
        )
        return False
    if exchange.body.get("individual_number") is not None and not basis[receiver]:
        result.breach(
            NUMBER_WITHOUT_ROW.get(receiver, BEYOND_ROW),
            text(
                f"{receiver}に個人番号を渡す根拠の行",
                f"a row that lets the Individual Number go to {receiver}",
            ),
            text(f"{exchange.message_type}に個人番号がある。", f"{exchange.message_type} carries one."),
            exchange,
        )
    return True


def _unknown(result: CheckResult, exchange: Exchanged, receiver: str) -> None:
    kind = exchange.message_type or ""
    if receiver.startswith("dept-"):
        result.breach(
            NO_ROW,
            text(
                f"{kind}を{receiver}に移転する規定があること",
                f"a provision that lets {kind} go to {receiver}",
            ),
            text("規定がない。", "There is none."),
            exchange,
        )
    else:
        result.fault(f"the table of disclosures has no line for {kind} to {receiver}")


def _field(result: CheckResult, exchange: Exchanged, receiver: str, field: str, table: Disclosures) -> None:
    kind = exchange.message_type or ""
    day = _day(exchange)
    lines = table.lines.get(WireField(message=kind, receiver=receiver, field=field), ())
    if day is None or any(line.stands(day) for line in lines):
        return
    if lines and any(line.from_ is not None and day < line.from_ for line in lines):
        # The line is read as standing from a later day on; what stood before is not known.
        result.note(f"{kind}.{field} to {receiver}: nothing is known of the law on {day}")
        return
    if not lines and not _elsewhere(table, kind, field):
        result.fault(f"the table of disclosures has no line for {kind}.{field} to {receiver}")
        return
    clause = BEYOND.get(kind)
    if clause is None:
        result.note(f"{kind}.{field} to {receiver}: no provision on {day}, and no clause that says so")
        return
    result.breach(
        clause,
        text(
            f"{kind}の{field}を{receiver}に渡す規定", f"a provision that lets {kind}.{field} go to {receiver}"
        ),
        text(f"{day}には規定がない。", f"There is none on {day}."),
        exchange,
    )


def _fields(body: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in body.items():
        if value is None or value == []:
            continue
        if isinstance(value, dict):
            yield from _fields(value, f"{prefix}{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for item in value:
                yield from _fields(item, f"{prefix}{name}[].")
        else:
            yield f"{prefix}{name}"


def _elsewhere(table: Disclosures, message: str, field: str) -> bool:
    return any((key.message, key.field) == (message, field) for key in table.lines)


def _day(exchange: Exchanged) -> date | None:
    written = envelope_of(exchange, "sent_at") or exchange.at
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


def _known(table: Disclosures) -> frozenset[tuple[str, str]]:
    return _known_of(frozenset(table.lines))


@cache
def _known_of(keys: frozenset[WireField]) -> frozenset[tuple[str, str]]:
    return frozenset((key.message, key.receiver) for key in keys)
