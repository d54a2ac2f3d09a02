"""
Defects of cards that come back and are destroyed.
"""

from __future__ import annotations

from registry.cards import Kept
from registry.defects.defect import builders, defect, rules
from registry.defects.elsewhere import serves_although
from registry.messages.card import Order, state_change
from registry.wire.card_management import StateChange
from registry.wire.control import AccessLine


def _return_untold(card: Kept, state: str, cause: str, order: Order) -> StateChange | None:
    return None if state == "returned" else state_change(card, state, cause, order)


def _destroyed_by_nobody(line: AccessLine) -> AccessLine | None:
    return None if line.function == "DestroyCard" else line


DEFECTS = (
    defect(
        "card-return-not-told",
        "カードの返納を機構に伝えない。",
        "The return of a card is not told to the organisation.",
        builders(k05=_return_untold),
        must="CARD-012",
        may="CARD-011 CARD-014 JUKI-011",
        pattern="untold",
        acts=2,
    ),
    defect(
        "returned-card-serves-at-store",
        "返納されたカードによるコンビニ交付に応じる。",
        "A copy is issued at a convenience store with a returned card.",
        rules(card_serves_at_store=serves_although("returned")),
        must="CARD-012",
        may="CARD-008 CARD-010 CERT-009",
        acts=2,
    ),
    defect(
        "destruction-not-logged",
        "カードの廃棄を操作の記録に残さない。",
        "The log says nothing of the destruction of a card.",
        rules(access_line=_destroyed_by_nobody),
        must="CARD-012",
        may="AUD-001",
        acts=2,
    ),
)
