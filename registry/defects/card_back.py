"""
Defects of cards that come back and are destroyed.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from registry.card_validity import cause_of_lapse
from registry.cards import Kept
from registry.defects.defect import both, builders, defect, rules
from registry.defects.elsewhere import serves_although
from registry.messages.card import Order, state_change
from registry.wire.card_management import StateChange
from registry.wire.control import AccessLine


def _return_untold(card: Kept, state: str, cause: str, order: Order) -> StateChange | None:
    return None if state == "returned" else state_change(card, state, cause, order)


def _destroyed_by_nobody(line: AccessLine) -> AccessLine | None:
    return None if line.function == "DestroyCard" else line


class _DayOfProcessing:
    """
    Remembers on which day a deletion last looked for what it does to cards, and tells of the lapse with that day.
    """

    def __init__(self) -> None:
        self.today: date | None = None

    def cause(self, reason: str, ground: str | None, on: date) -> str | None:
        """
        The cause of lapse, as it is.
        """
        self.today = on
        return cause_of_lapse(reason, ground, on)

    def told(self, card: Kept, state: str, cause: str, order: Order) -> StateChange:
        """
        K05 with the day that was remembered, where a deletion is the cause.
        """
        if self.today is not None and cause in ("death", "outside-the-act", "moved-abroad"):
            order = msgspec.structs.replace(order, on=self.today.isoformat())
        return state_change(card, state, cause, order)


_LATE = _DayOfProcessing()


def _ninety_days_told_early(card: Kept, state: str, cause: str, order: Order) -> StateChange:
    if cause == "ninety-days":
        day = date.fromisoformat(order.on) - timedelta(days=1)
        order = msgspec.structs.replace(order, on=day.isoformat())
    return state_change(card, state, cause, order)


DEFECTS = (
    defect(
        "lapse-told-on-the-day-of-processing",
        "消除によるカードの失効を、事由の生じた日でなく処理をした日付で伝える。",
        "A lapse that follows a deletion is told with the day of processing, not with that of its cause.",
        both(rules(cause_of_lapse=_LATE.cause), builders(k05=_LATE.told)),
        must="CARD-011",
        may="CARD-014",
        pattern="dated-by-processing",
        acts=3,
    ),
    defect(
        "ninety-days-told-a-day-early",
        "九十日の経過による失効を、期間の末日の日付で伝える。",
        "A lapse after ninety days is told with the last of them as its day.",
        builders(k05=_ninety_days_told_early),
        must="CARD-007",
        pattern="told-a-day-off",
        acts=2,
    ),
    defect(
        "card-return-not-told",
        "カードの返納を機構に伝えない。",
        "The return of a card is not told to the organisation.",
        builders(k05=_return_untold),
        must="CARD-012",
        may="CARD-011 CARD-014 JUKI-011",
        pattern="message-forgotten-for-one-kind",
        acts=2,
    ),
    defect(
        "returned-card-serves-at-store",
        "返納されたカードによるコンビニ交付に応じる。",
        "A copy is issued at a convenience store with a returned card.",
        rules(card_serves_at_store=serves_although("returned")),
        must="CARD-012",
        may="CARD-008 CARD-010 CERT-009",
        pattern="ended-serves-on",
        acts=2,
    ),
    defect(
        "destruction-not-logged",
        "カードの廃棄を操作の記録に残さない。",
        "The log says nothing of the destruction of a card.",
        rules(access_line=_destroyed_by_nobody),
        must="CARD-012",
        may="AUD-001",
        pattern="log-line-missing",
        acts=2,
    ),
)
