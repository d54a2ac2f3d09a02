"""
No issued number stands where no law lets it stand.

Rests on the scan made before masking, so that it can be repeated on what was written. A message that its receiver
refused counts too: it was sent.
"""

from __future__ import annotations

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.fields import NUMBER_FIELDS
from harness.evidence.history import History, hits_of, problem_of
from harness.judgement.checks.result import CheckResult, Context, receiver_of, text

NUMBER = "individual-number"
CODE = "resident-record-code"
WORDS = {
    NUMBER: ("個人番号", "an Individual Number"),
    CODE: ("住民票コード", "a Resident Record Code"),
    "residence-card-number": ("在留カード等の番号", "a residence card number"),
    "corporate-number": ("法人番号", "a corporate number"),
    "pin": ("暗証番号", "a PIN"),
    "secret": ("資格情報", "a credential"),
}

FORBIDDEN = {
    ("D01", CODE): "SEC-008.3",
    ("D03", CODE): "SEC-008.2",
    ("I01", NUMBER): "IMM-002.4",
    ("I01", CODE): "IMM-002.4",
    ("I03", NUMBER): "IMM-005.1",
    ("I03", CODE): "IMM-005.1",
    ("L03", NUMBER): "LINK-003.5",
    ("L03", CODE): "LINK-003.5",
}
"""Message of the registry and kind of number → the clause that forbids it, wherever in the message it stands."""

FORBIDDEN_IN_TOWN = {
    ("L03", "intermediary_server", NUMBER): "LINK-003.5",
    ("L03", "intermediary_server", CODE): "LINK-003.5",
    ("L04", "intermediary_server", NUMBER): "ATE-005.6",
    ("L05", "info_network", NUMBER): "LINK-008.2",
    ("L05", "info_network", CODE): "LINK-008.2",
}
"""The same between systems of the town."""

CONFINED = frozenset((kind, receiver) for kind, receiver, _ in FORBIDDEN_IN_TOWN)
"""Message and receiver in the town that are looked through."""

OWN_ITEM_ONLY = {("A01", NUMBER): "ATE-001.2"}
"""What may carry a number in the item that is the number's own, and in no other."""

JUDGES = frozenset(
    {
        *FORBIDDEN.values(),
        *FORBIDDEN_IN_TOWN.values(),
        *OWN_ITEM_ONLY.values(),
        *("DEPT-009.1", "DEPT-009.2", "DEPT-009.3", "DEPT-009.5"),
        *("CARD-004.7", "CARD-004.8", "SEC-008.2", "AUD-001.7"),
    }
)
HAND_OVER = "HandOverCard"


def check(history: History, context: Context) -> CheckResult:
    """
    Look at every message that reached a fake and at every answer of the port.
    """
    result = CheckResult()
    of_registry = {id(exchange) for exchange in history.from_registry()}
    for exchange in history.exchanges():
        if exchange.direction != "in":
            continue
        result.examined += 1
        if id(exchange) in of_registry:
            _message(result, exchange, context, with_pin=_hands_over(history, exchange))
        else:
            for kind, path in _found(exchange):
                clause = FORBIDDEN_IN_TOWN.get((exchange.message_type or "", exchange.fake, kind))
                _broken(result, clause, kind, path, exchange)
    handed = any(invocation.operation == HAND_OVER for invocation in history.invocations)
    for invocation in history.invocations:
        result.examined += 1
        for hit in hits_of(invocation):
            if hit.kind == "pin" and not handed:
                continue
            clause = _clause_of_answer(invocation.operation, hit.kind, hit.path)
            if clause is not None:
                _broken(result, clause, hit.kind, hit.path, invocation)
    return result


def _hands_over(history: History, exchange: Exchanged) -> bool:
    """
    Whether a message belongs to a hand-over. A PIN has four digits: elsewhere the same four are a coincidence.
    """
    if not any(invocation.operation == HAND_OVER for invocation in history.invocations):
        return False
    command = history.command_of(exchange.trace_id)
    to_cards = (exchange.message_type or "").startswith("K")
    return to_cards or (command is not None and command.operation == HAND_OVER)


def _message(result: CheckResult, exchange: Exchanged, context: Context, *, with_pin: bool) -> None:
    kind_of_message = exchange.message_type or ""
    receiver = receiver_of(exchange)
    without_number = receiver.startswith("dept-") and receiver not in context.number_departments
    for kind, path in _found(exchange):
        clause = FORBIDDEN.get((kind_of_message, kind))
        if path.rpartition(".")[2] not in NUMBER_FIELDS:
            clause = OWN_ITEM_ONLY.get((kind_of_message, kind), clause)
        if kind == NUMBER and without_number:
            clause = "DEPT-009.2"
        if kind == "pin":
            if not with_pin:
                continue
            clause = "CARD-004.8"
        if clause is None and path.startswith("$.envelope"):
            # No clause of the catalogue speaks of an envelope in general; the interface's own rule does.
            result.note(f"{exchange.fake}:{exchange.number}: {WORDS[kind][1]} at {path}")
        _broken(result, clause, kind, path, exchange)
    body = exchange.body if isinstance(exchange.body, dict) else {}
    if without_number and body.get("individual_number") is not None:
        _broken(result, "DEPT-009.3", NUMBER, "$.body.individual_number", exchange)


def _found(exchange: Exchanged) -> list[tuple[str, str]]:
    found = [(hit.kind, hit.path) for hit in hits_of(exchange)]
    # A field that the receiver does not know makes the body unreadable; the refusal still names it.
    refused = problem_of(exchange, "field") if exchange.body is None else None
    kind = NUMBER_FIELDS.get((refused or "").rpartition(".")[2])
    if (
        refused is not None
        and kind is not None
        and problem_of(exchange, "detail") == "The field is not known."
    ):
        found.append((kind, f"$.{refused}"))
    return found


def _clause_of_answer(operation: str, kind: str, path: str) -> str | None:
    clause: str | None = None
    if kind == "pin":
        clause = "CARD-004.7"
    elif operation == "MakeMediaExtract" and kind == NUMBER:
        clause = "DEPT-009.5" if path.endswith(".file_name") else "DEPT-009.1"
    elif operation == "MakeMediaExtract" and kind == CODE:
        clause = "SEC-008.2"
    elif operation == "ReadAccessLog" and kind == NUMBER:
        clause = "AUD-001.7"
    return clause


def _broken(
    result: CheckResult, clause: str | None, kind: str, path: str, event: Exchanged | Invoked
) -> None:
    if clause is None:
        return
    ja, en = WORDS[kind]
    what = event.operation if isinstance(event, Invoked) else f"{event.message_type} → {receiver_of(event)}"
    result.breach(
        clause,
        text(f"{what}に{ja}がないこと", f"no {en.partition(' ')[2]} in {what}"),
        text(f"{path}に{ja}がある。", f"{en[0].upper()}{en[1:]} stands at {path}."),
        event,
    )
