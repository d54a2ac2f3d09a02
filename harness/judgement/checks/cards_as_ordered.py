"""
A card is shown as what was last ordered or told of it makes it, and every card that was taken on was told (CARD-004,
006, 008, 010, 012, JUKI-011).

The state is judged by the last accepted order that names the card, or by a K05 of another state that came after it;
where several states were told, where the card was taken on, or where the day has changed, nothing is said of it. That a
card is shown as lapsed is no breach here: what ended it is for other checks to ask.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History
from harness.judgement.checks.result import CheckResult, Context, text

READ, MANAGEMENT, STATE_TOLD, TAKEN_ON = "ReadCard", "card_management", "K05", "K06"
PRESENTED, MUNICIPALITY, EVENT = "CARD-006.1", "CARD-006.3", "CARD-014.1"
NOT_YET, USED = frozenset({"applied", "in-stock"}), frozenset({"active", "suspended"})
UNKNOWN = "unknown"
"""Stands for a card that the registry does not show."""


class Rule(Struct, frozen=True):
    """
    What an order makes of a card: the state, the clause, and the states that it then cannot be shown in.
    """

    state: str
    clause: str
    wrong: frozenset[str]


ORDERS: Mapping[str, Rule] = {
    "HandOverCard": Rule("active", "CARD-004.2", NOT_YET | {"suspended", "returned", "destroyed", UNKNOWN}),
    "ReportCardLoss": Rule("suspended", "CARD-010.5", NOT_YET | {"active"}),
    "ReportCardFound": Rule("active", "CARD-010.3", NOT_YET | {"suspended", UNKNOWN}),
    "ReturnCard": Rule("returned", "CARD-012.3", NOT_YET | USED),
    "DestroyCard": Rule("destroyed", "CARD-012.3", NOT_YET | USED),
}
"""Order → what the card is then. Of other orders no clause says what state the registry keeps."""

RECORDED = "CARD-012.1"
RECORDED_CAUSES = ("death", "ordered")
"""Causes of a return whose states must be kept as such: returned, then destroyed."""

TOLD: Mapping[tuple[str, str], str] = {
    ("lapsed", "no-moving-in"): "CARD-008.4",
    ("lapsed", "number-changed"): "JUKI-011.5",
}
"""State and cause of K05 → the clause by which the card is good no more."""

TOLD_BY_STATE: Mapping[str, str] = {"suspended": "CARD-010.5", "returned": "CARD-012.3"}
NEUTRAL = frozenset({"ClaimAtConvenienceStore", "ExtendCardValidity"})
"""Orders that name a card and leave its state alone."""

PRESENTS: Mapping[str, str] = {"continued-use": TAKEN_ON, "change-of-items": "K07"}

JUDGES = frozenset(
    {PRESENTED, MUNICIPALITY, EVENT, RECORDED}
    | {rule.clause for rule in ORDERS.values()}
    | {*TOLD.values(), *TOLD_BY_STATE.values()}
)


def check(history: History, context: Context) -> CheckResult:
    """
    Hold the last look at every card against the orders and messages that name it.
    """
    result = CheckResult()
    looks: dict[str, Invoked] = {}
    orders: dict[str, list[Invoked]] = defaultdict(list)
    for one in history.invocations:
        if one.operation == READ and one.outcome.get("outcome") == "found":
            looks[str(one.request.get("card_id"))] = one
        elif one.outcome.get("outcome") == "accepted" and one.operation not in NEUTRAL:
            for card in cards_of(one.request):
                orders[card].append(one)
    if not looks and not orders:
        return result
    told: dict[str, list[Exchanged]] = defaultdict(list)
    asked: dict[tuple[str, str | None], Mapping[str, Any]] = {}
    for message in history.exchanges(MANAGEMENT):
        card = str(message.body.get("card_id")) if isinstance(message.body, dict) else ""
        told[card].append(message)
        if message.message_type == "K08":
            asked[card, message.trace_id] = ((message.reply or {}).get("body")) or {}
    for card, look in looks.items():
        _state(result, look, orders.get(card, []), told.get(card, []))
        _municipality(result, look, told.get(card, []), context.municipality)
    for card, several in orders.items():
        for order in several:
            _told_of(result, order, card, told.get(card, []), asked, context.municipality)
    return result


def cards_of(request: Mapping[str, Any]) -> list[str]:
    """
    The cards that an order names: its own, or those laid before the clerk.
    """
    laid = request.get("presented") or ()
    named = [request.get("card_id"), *(one.get("card_id") if isinstance(one, dict) else one for one in laid)]
    return [str(one) for one in named if one]


def _state(result: CheckResult, look: Invoked, orders: list[Invoked], told: list[Exchanged]) -> None:
    if any(one.monotonic_ns <= 0 for one in told):  # a neighbour on another host: its moments are not known
        return
    order = orders[-1] if orders else None
    since = [one for one in told if order is None or one.monotonic_ns > order.sent_ns]
    states = [one for one in since if one.message_type == STATE_TOLD]
    rule = None if order is None else _rule(order, orders)
    if order is not None and rule is not None and all(one.body.get("state") == rule.state for one in states):
        if not _taken_on(since):
            _judge(result, look, rule.clause, rule.state, rule.wrong, order)
        return
    if not states or _taken_on(since) or len({str(one.body.get("state")) for one in states}) > 1:
        return
    last = states[-1]
    state = str(last.body.get("state"))
    clause = TOLD.get((state, str(last.body.get("cause")))) or TOLD_BY_STATE.get(state)
    if clause is not None and last.outcome == "accepted":
        _judge(result, look, clause, state, frozenset({"active"}), last)


def _rule(order: Invoked, orders: list[Invoked]) -> Rule | None:
    rule = ORDERS.get(order.operation)
    returns = [one for one in orders if one.operation == "ReturnCard"]
    recorded = returns and returns[-1].request.get("cause") in RECORDED_CAUSES
    if rule is None or rule.clause != "CARD-012.3" or not recorded:
        return rule
    others = {"lapsed", "expired", "returned", "destroyed"} - {rule.state}
    return Rule(rule.state, RECORDED, rule.wrong | others)


def _taken_on(told: Iterable[Exchanged]) -> bool:
    return any(one.message_type == TAKEN_ON for one in told)


def _judge(
    result: CheckResult,
    look: Invoked,
    clause: str,
    state: str,
    wrong: frozenset[str],
    cause: Invoked | Exchanged,
) -> None:
    moment = cause.now if isinstance(cause, Invoked) else cause.at
    done = cause.answered_ns if isinstance(cause, Invoked) else cause.monotonic_ns
    if moment[:10] != look.now[:10] or done > look.sent_ns:
        return
    result.examined += 1
    shown = str((look.outcome.get("card") or {}).get("state") or UNKNOWN)
    if shown in wrong:
        result.breach(
            clause,
            text(f"カードの状態は{state}", f"the card is {state}"),
            text(f"{shown}と示された。", f"It is shown as {shown}."),
            cause,
            look,
        )


def _municipality(result: CheckResult, look: Invoked, told: list[Exchanged], municipality: str) -> None:
    last = next((one for one in reversed(told) if one.message_type == TAKEN_ON), None)
    if (
        last is None
        or last.outcome != "accepted"
        or last.direction != "in"
        or last.monotonic_ns > look.sent_ns
    ):
        return
    if last.body.get("municipality") != municipality or last.at[:10] != look.now[:10]:
        return
    result.examined += 1
    shown = (look.outcome.get("card") or {}).get("municipality")
    if shown != municipality:
        result.breach(
            MUNICIPALITY,
            text(f"所管する市町村は{municipality}", f"the municipality in charge is {municipality}"),
            text(f"{shown}と示された。", f"It is shown as {shown}."),
            last,
            look,
        )


def _told_of(
    result: CheckResult,
    order: Invoked,
    card: str,
    told: list[Exchanged],
    asked: Mapping[tuple[str, str | None], Mapping[str, Any]],
    municipality: str,
) -> None:
    trace = str((order.request.get("counter") or {}).get("trace_id"))
    if order.operation == "PresentCard":
        wanted, clause = PRESENTS.get(str(order.request.get("purpose"))), EVENT
    elif order.operation == "SpecialMovingIn" and _is_good(
        order, card, asked.get((card, trace), {}), municipality
    ):
        wanted, clause = TAKEN_ON, PRESENTED
    else:
        return
    if wanted is None:
        return
    result.examined += 1
    if not any(one.message_type == wanted and one.direction == "in" for one in told):
        result.breach(
            clause,
            text(f"このカードの{wanted}が一通", f"one {wanted} of this card"),
            text("送られていない。", "It was not sent."),
            order,
        )


def _is_good(order: Invoked, card: str, answer: Mapping[str, Any], municipality: str) -> bool:
    """
    Whether the organisation called the card of somebody who moved in good, and in use elsewhere until then.
    """
    movers = {one.get("ref") for one in order.request.get("movers", ())}
    laid: Mapping[str, Any] = next(
        (one for one in order.request.get("presented", ()) if one.get("card_id") == card), {}
    )
    until = answer.get("expires_on")
    return (
        laid.get("ref") in movers
        and laid.get("pin_check") == "passed"
        and answer.get("found") is True
        and answer.get("state") == "active"
        and answer.get("municipality") not in (None, municipality)
        and (until is None or str(until) >= order.now[:10])
    )
