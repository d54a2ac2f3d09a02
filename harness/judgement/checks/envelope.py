"""
Every message of the registry says truly what it is, to whom, when, on whose order and from which event it came.
"""

from __future__ import annotations

from datetime import datetime

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History, counter_of, envelope_of, problem_of
from harness.judgement.checks.result import CheckResult, Context, text

TRACED = "AUD-004.4"
FOLLOWED = "AUD-004.2"
SAID_BY = {
    "J01": "JUKI-001.1",
    "J15": "JUKI-016.2",
    "K04": "CARD-014.3",
    "K05": "CARD-014.3",
    "K06": "CARD-014.3",
    "K07": "CARD-014.3",
}
"""Message → the clause that asks for its operator and terminal; for others, only that they can be followed."""

RECEIVED_BY = {
    "J01": "JUKI-001.1",
    "J05": "REL-003.1",
    "J07": "REL-008.1",
    "J08": "REL-010.1",
    "J09": "JUKI-012.1",
    "J15": "JUKI-016.1",
    "A01": "ATE-001.1",
    "L03": "LINK-003.1",
    "K01": "CARD-001.1",
    "K04": "CARD-014.1",
    "K05": "CARD-014.1",
    "K06": "CARD-014.1",
    "K07": "CARD-014.1",
}
"""
Message → the clause that says who receives it. Of others none says so: that it never arrived is for whoever awaits it.
"""

IN_BODY = (("operator", "operator"), ("operator", "set_by"), ("terminal", "terminal"))
"""What the envelope says → the item of a body that says it too. L09 names who set the mark (設定者)."""

JUDGES = frozenset({TRACED, FOLLOWED, *SAID_BY.values(), *RECEIVED_BY.values()})
SYSTEM = "system"
MISADDRESSED = ("wrong-type", "wrong-receiver")


def check(history: History, context: Context) -> CheckResult:
    """
    Look at the envelope of every message of the registry that could be read.
    """
    del context
    result = CheckResult()
    for exchange in history.from_registry():
        if not isinstance(exchange.envelope, dict):
            continue
        result.examined += 1
        code = problem_of(exchange, "code")
        if code in MISADDRESSED:
            _misaddressed(result, exchange, code)
        command = history.command_of(exchange.trace_id)
        _times(result, exchange, command)
        _order_of(result, exchange, command, history)
        _body(result, exchange)
    return result


def _times(result: CheckResult, exchange: Exchanged, command: Invoked | None) -> None:
    sent, taken = _instant(envelope_of(exchange, "sent_at")), _instant(exchange.at)
    if sent is None or taken is None:
        return
    if sent > taken:
        _broken(result, exchange, "a time of sending not after the town's time", "the future")
    given = _instant(command.now) if command is not None else None
    if command is not None and given is not None and sent < given:
        _broken(result, exchange, "a time of sending not before the command", "an earlier time", command)


def _order_of(result: CheckResult, exchange: Exchanged, command: Invoked | None, history: History) -> None:
    operator, terminal = envelope_of(exchange, "operator"), envelope_of(exchange, "terminal")
    if command is None:
        if operator != SYSTEM:
            result.breach(
                TRACED,
                text("職員の操作による通知に操作の追跡番号", "the command's trace id on a clerk's message"),
                text("その追跡番号の操作がない。", "No command has its trace id."),
                exchange,
            )
        return
    counter = counter_of(command)
    if operator == SYSTEM:
        # What a neighbour or the clock causes later may keep the trace of the command; then the system is right.
        at_once = _instant(envelope_of(exchange, "sent_at")) == _instant(command.now)
        if at_once and not history.town_told_registry(exchange.trace_id or ""):
            _broken(result, exchange, "the operator of the command", "the system", command)
        return
    if operator != counter.get("operator"):
        _broken(result, exchange, "the operator of the command", "another operator", command)
    if terminal != counter.get("terminal"):
        _broken(result, exchange, "the terminal of the command", "another terminal", command)


def _body(result: CheckResult, exchange: Exchanged) -> None:
    if not isinstance(exchange.body, dict):
        return
    for name, item in IN_BODY:
        if item in exchange.body and exchange.body[item] != envelope_of(exchange, name):
            _broken(result, exchange, f"the same {name} in body and envelope", f"another {name} in the body")


_JA = {
    "the type of the message": "送り先と同じ種別",
    "the receiver of the message": "正しい宛先",
    "a time of sending not after the town's time": "町の時刻より後でない送信時刻",
    "a time of sending not before the command": "操作より前でない送信時刻",
    "the operator of the command": "操作をした操作者",
    "the terminal of the command": "操作をした端末",
    "the same operator in body and envelope": "本文と封筒で同じ操作者",
    "the same terminal in body and envelope": "本文と封筒で同じ端末",
    "the future": "未来の時刻",
    "an earlier time": "操作より前の時刻",
    "the system": "システム",
    "another operator": "別の操作者",
    "another terminal": "別の端末",
    "another operator in the body": "本文に別の操作者",
    "another terminal in the body": "本文に別の端末",
    "wrong-type": "種別の誤り",
    "wrong-receiver": "宛先の誤り",
}


def _misaddressed(result: CheckResult, exchange: Exchanged, code: str) -> None:
    clause = RECEIVED_BY.get(exchange.message_type or "")
    if clause is None:
        return
    expected = f"the {code.partition('-')[2]} of the message"
    kind = exchange.message_type
    result.breach(
        clause,
        text(f"{kind}に{_JA[expected]}", f"{expected}, in {kind}"),
        text(f"{_JA[code]}がある。", f"Found: {code}."),
        exchange,
    )


def _broken(
    result: CheckResult, exchange: Exchanged, expected: str, actual: str, command: Invoked | None = None
) -> None:
    about_clerk = "operator" in expected or "terminal" in expected
    clause = SAID_BY.get(exchange.message_type or "", FOLLOWED) if about_clerk else FOLLOWED
    events = (exchange,) if command is None else (exchange, command)
    kind = exchange.message_type
    result.breach(
        clause,
        text(f"{kind}に{_JA[expected]}", f"{expected}, in {kind}"),
        text(f"{_JA[actual]}がある。", f"Found: {actual}."),
        *events,
    )


def _instant(written: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
