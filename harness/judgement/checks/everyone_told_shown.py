"""
What a last look shows as over was told to those who have to know: no open copy of whoever is gone, and a card's end
known on both sides.
"""

from __future__ import annotations

from harness.evidence.events import Exchanged, Invoked
from harness.evidence.history import History
from harness.judgement.checks.everyone_told_dues import NUMBER
from harness.judgement.checks.everyone_told_sent import Told, missing
from harness.judgement.checks.result import CheckResult

CLOSED = "LINK-003.6"
"""The clause that wants the copy closed of whoever is shown as no resident any more."""

ENDED = "CARD-014.1"
ENDINGS = ("lapsed", "suspended", "returned")
"""What a card may be shown as, which one of both sides must have told the other (K05), and the clause that wants it."""

JUDGES = frozenset({CLOSED, ENDED})


def check(result: CheckResult, told: Told, history: History) -> None:
    """
    Whoever the last look shows as gone has no open copy, and a card's state is known on both sides.
    """
    last: dict[str, Invoked] = {}
    cards: list[Invoked] = []
    for look in history.invocations:
        if look.operation == "ReadResidentRecord" and isinstance(look.outcome.get("record"), dict):
            last[str(look.outcome["record"].get("resident"))] = look
        card = look.outcome.get("card")
        if look.operation == "ReadCard" and isinstance(card, dict) and card.get("state") in ENDINGS:
            cards.append(look)
    ended = [one for one in history.exchanges() if one.message_type == "K05"] if cards else []
    for look in cards:
        card = look.outcome["card"]
        result.examined += 1
        if not any(_tells(one, card.get("card_id"), card["state"]) for one in ended):
            missing(result, ENDED, "K05", look, 1)
    for who, look in last.items():
        if look.outcome["record"].get("state") in ("current", "planned-out"):
            continue
        copies = [one for one in told.of("L03") if one.body.get(NUMBER) == who]
        if not copies:
            continue
        result.examined += 1
        newest = max(copies, key=lambda one: one.number)
        if newest.body.get("action") != "close" and not told.commanded_after(look):
            missing(result, CLOSED, "L03", look, 1)


def _tells(message: Exchanged, card: object, state: object) -> bool:
    body = message.body if isinstance(message.body, dict) else {}
    return body.get("card_id") == card and body.get("state") == state
