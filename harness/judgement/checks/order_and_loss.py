"""
Messages arrive in order, none is lost, and no event is told twice.

Judged per receiver and stream by the receiver's journal number, and by nothing else.
"""

from __future__ import annotations

import json
from collections import defaultdict

from harness.evidence.events import Exchanged
from harness.evidence.history import History, StreamKey, problem_of
from harness.judgement.checks.result import CheckResult, Context, text

CARD_MESSAGES = ("K04", "K05", "K06", "K07")
OVERTAKEN = {"J01": "JUKI-005.4", "A01": "ATE-001.4", **dict.fromkeys(CARD_MESSAGES, "CARD-014.2")}
MISSING = {**OVERTAKEN, "J01": "JUKI-005.1"}
TWICE = {
    "J01": "JUKI-002.1",
    "J05": "REL-003.8",
    "I01": "IMM-001.8",
    "I03": "IMM-005.7",
    **dict.fromkeys(CARD_MESSAGES, "CARD-014.4"),
}
COPY, GIVEN_UP = "L03", "LINK-014.3"
"""What waits while the intermediary server is in error, and the clause that wants all of it sent afterwards."""
JUDGES = frozenset({*OVERTAKEN.values(), *MISSING.values(), *TWICE.values(), GIVEN_UP})
OF_THE_MESSAGE = {
    "J01": ("request_id", "update_sequence", "recovery_sequence", "timestamp"),
    "I01": ("reference",),
    "I03": ("reference",),
}
"""What in a body belongs to the message and not to the event that it tells."""


def check(history: History, context: Context) -> CheckResult:
    """
    Look at every stream, at the numbers of J01 for each code, and at what was told twice.
    """
    del context
    result = CheckResult()
    for key, stream in history.streams().items():
        result.examined += len(stream)
        _sequence(result, key, stream, history.whole)
        _given_up(result, stream)
    _update_sequences(result, history)
    _twice(result, history)
    return result


def _sequence(result: CheckResult, key: StreamKey, stream: list[Exchanged], whole: bool) -> None:
    last = 0 if whole else None
    for exchange in stream:
        number = exchange.envelope.get("sequence")
        if not isinstance(number, int):
            continue
        if problem_of(exchange, "code") == "out-of-order":
            # The receiver knows the whole stream, also what lies before this history.
            detail = problem_of(exchange, "detail") or ""
            _broken(result, MISSING if "missing" in detail else OVERTAKEN, exchange, key)
            continue
        if exchange.outcome not in ("accepted", "refused"):
            continue
        if last is not None and exchange.outcome == "accepted":
            if number > last + 1:
                _broken(result, MISSING, exchange, key)
            elif number < last:
                _broken(result, OVERTAKEN, exchange, key)
        # The number of a refused message may be given again or passed over: its receiver saw it.
        last = number if last is None else max(last, number)


def _broken(result: CheckResult, clauses: dict[str, str], exchange: Exchanged, key: StreamKey) -> None:
    clause = clauses.get(exchange.message_type or "")
    missing = clauses is MISSING
    en = "A message before this one is missing." if missing else "A later message was taken before."
    if clause is None:
        result.note(f"{exchange.fake}:{exchange.number} ({exchange.message_type} to {key[1]}): {en}")
        return
    result.breach(
        clause,
        text(
            "同じ者についての通知が欠けずに順に届くこと", "messages about one resident in order, without gap"
        ),
        text("前の通知が欠けている。" if missing else "後の通知が先に届いた。", en),
        exchange,
    )


def _given_up(result: CheckResult, stream: list[Exchanged]) -> None:
    """
    A copy that met an error is sent again before a later one of the same person is answered: as the same message, or
    as another one that says the same.
    """
    waiting: dict[str | None, Exchanged] = {}
    for exchange in stream:
        if exchange.message_type != COPY:
            continue
        if exchange.outcome == "undelivered":
            waiting[exchange.message_id] = exchange
            continue
        for lost in [one for one in waiting.values() if _number(one) <= _number(exchange)]:
            del waiting[lost.message_id]
            if lost.message_id == exchange.message_id or _said(lost) == _said(exchange):
                continue
            result.breach(
                GIVEN_UP,
                text(
                    "誤りが解けた後に送られる、待っていた電文", "what waited, sent after the error was over"
                ),
                text("送られないまま、後の電文が送られた。", "It was not sent, and a later one was."),
                lost,
                exchange,
            )


def _number(exchange: Exchanged) -> int:
    number = exchange.envelope.get("sequence") if isinstance(exchange.envelope, dict) else None
    return number if isinstance(number, int) else -1


def _said(exchange: Exchanged) -> object:
    body = exchange.body if isinstance(exchange.body, dict) else {}
    return tuple(body.get(name) for name in ("action", "householder_name", "relationship"))


def _update_sequences(result: CheckResult, history: History) -> None:
    last: dict[str, int] = {}
    refused: set[str] = set()
    for exchange in history.exchanges("juki_net"):
        if (
            exchange.direction != "in"
            or exchange.message_type != "J01"
            or not isinstance(exchange.body, dict)
        ):
            continue
        code, number = exchange.body.get("resident_record_code"), exchange.body.get("update_sequence")
        if not isinstance(code, str) or not isinstance(number, int):
            continue
        by_number = problem_of(exchange, "field") in ("update_sequence", "body.update_sequence")
        if by_number and code not in refused:
            _gap(result, exchange, None, number)
        if exchange.outcome != "accepted":
            # A number that went with a refused message is used up; the gap behind it is no loss of its own.
            if exchange.outcome == "refused" and not by_number:
                refused.add(code)
            continue
        result.examined += 1
        before = last.get(code, 0 if history.whole else number - 1)
        if number != before + 1 and code not in refused:
            _gap(result, exchange, before, number)
        last[code] = number


def _gap(result: CheckResult, exchange: Exchanged, before: int | None, number: int) -> None:
    known = f" {before}" if before is not None else ""
    result.breach(
        "JUKI-005.1",
        text(f"直前の更新順番号{known}に続く番号", f"the number after the last one{known}"),
        text(f"更新順番号は{number}である。", f"The update sequence is {number}."),
        exchange,
    )


def _twice(result: CheckResult, history: History) -> None:
    told: defaultdict[tuple[str, ...], dict[str, Exchanged]] = defaultdict(dict)
    for exchange in history.from_registry():
        kind = exchange.message_type or ""
        if (
            exchange.outcome not in ("accepted", "refused")
            or kind not in TWICE
            or not isinstance(exchange.body, dict)
        ):
            continue
        left_out = OF_THE_MESSAGE.get(kind, ())
        event = {name: value for name, value in exchange.body.items() if name not in left_out}
        key = (exchange.fake, kind, exchange.trace_id or "", json.dumps(event, sort_keys=True))
        if exchange.outcome == "accepted" or told[key]:
            # What its receiver refused because it had been told already was sent a second time all the same.
            told[key].setdefault(exchange.message_id or "", exchange)
    for messages in told.values():
        if len(messages) > 1:
            first, *more = messages.values()
            result.breach(
                TWICE[first.message_type or ""],
                text("一つの事由について一通", "one message for one event"),
                text(
                    f"{len(messages)}通が別の通知として届いた。",
                    f"{len(messages)} arrived, each as a new one.",
                ),
                first,
                *more,
            )
