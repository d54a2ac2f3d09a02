"""
Defects that only a second time shows: what was right once is taken for done, or its first value kept.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from registry import dispatches
from registry.cards import Kept
from registry.defects.defect import arrival, builders, defect, handler, rules
from registry.desk import Desk
from registry.handlers import from_card_management
from registry.messages.card import Order, state_change
from registry.parts import Handler, Override, Parts
from registry.wire.card_management import StateChange
from registry.wire.control import Accepted, RegisterDispatchPlace
from registry.wire.town import DispatchStatus


def _remembering(make: Callable[[], Override]) -> Override:
    """
    A defect that remembers what it saw, and forgets it with each planting.
    """

    def override(parts: Parts) -> Parts:
        return make()(parts)

    return override


def _one_suspension() -> Override:
    told: set[str] = set()

    def k05(card: Kept, state: Any, cause: str, order: Order) -> StateChange | None:
        if state == "suspended":
            if card.card_id in told:
                return None
            told.add(card.card_id)
        return state_change(card, state, cause, order)

    return builders(k05=k05)


def _second_return_left(desk: Desk, body: DispatchStatus) -> None:
    mailing = dispatches.find(desk.conn, body.dispatch_id)
    if mailing is None or body.state != "returned" or not mailing.reasons:
        from_card_management.mailing_status(desk, body)
        return
    back = msgspec.structs.replace(
        mailing, state="returned", returned_on=body.on, returned_because=body.reason
    )
    dispatches.save(desk.conn, back)


def _first_place(sound: Handler) -> Handler:
    def inner(desk: Desk, command: RegisterDispatchPlace) -> Accepted:
        first = dispatches.place_of(desk.conn, command.resident)
        return sound(desk, msgspec.structs.replace(command, place=first or command.place))

    return inner


def _a_year_more(end: date, limit: date) -> date:
    return limit.replace(year=limit.year + 1) if end == date.max else min(end, limit)


DEFECTS = (
    defect(
        "second-loss-not-told",
        "発見されたカードが再び紛失しても、二度目の一時停止を機構に伝えない。",
        "A card that was found and is lost again is not told of a second time.",
        _remembering(_one_suspension),
        must="CARD-010",
        may="CARD-014",
        pattern="second-time-not-told",
        acts=3,
    ),
    defect(
        "second-return-not-told",
        "再び送った個人番号通知書がまた返戻されても、案件とせず機構にも伝えない。",
        "A notice that was sent again and comes back again opens no task and is not told.",
        arrival("K02", _second_return_left),
        must="CARD-002",
        pattern="second-time-not-told",
        acts=4,
    ),
    defect(
        "first-place-of-stay-kept",
        "別の居所への送付の申出を受けても、初めの居所に送る。",
        "Another place of stay is accepted, and mail goes on to the first one.",
        handler("RegisterDispatchPlace", _first_place),
        must="CARD-001",
        pattern="first-value-stays",
        acts=2,
    ),
    defect(
        "unlimited-stay-beyond-birthday",
        "在留期間の定めのない者のカードを、誕生日の一年後まで延長する。",
        "The card of somebody who may stay without end is extended to a year after the birthday.",
        rules(extended_to=_a_year_more),
        must="CARD-013",
        pattern="limit-beyond-the-birthday",
        acts=2,
    ),
)
