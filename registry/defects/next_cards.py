"""
Defects of the next card of somebody: what befalls its holder reaches the first card alone, and a second is given while
one is valid.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from registry import cards, residents
from registry.card_validity import is_last_months
from registry.cards import Kept
from registry.defects.defect import arrival, defect, handler
from registry.desk import Desk
from registry.handlers.numbers import number_notice
from registry.parts import Handler
from registry.rules import dates
from registry.wire.control import Accepted, ApplyForCard, HandOverCard
from registry.wire.town import NumberNotice


def _later_cards(desk: Desk, code: str) -> list[Kept]:
    """
    The cards of a person but the one that ended first.
    """
    found = cards.of_code(desk.conn, code)
    return [card for card in found if card.in_use] if len(found) > 1 else []


def _left_alone(desk: Desk, kept: list[Kept], told: int) -> None:
    for card in kept:
        now = cards.find(desk.conn, card.card_id)
        code = card.resident_record_code if now is None else now.resident_record_code
        cards.save(desk.conn, msgspec.structs.replace(card, resident_record_code=code))
    names = {card.card_id for card in kept}
    new = [
        draft
        for draft in desk.drafts[told:]
        if draft.message_type != "K05" or getattr(draft.body, "card_id", None) not in names
    ]
    desk.drafts = [*desk.drafts[:told], *new]


def _first_card_alone(sound: Handler) -> Handler:
    def inner(desk: Desk, command: Any) -> Accepted:
        record = residents.find(desk.conn, command.resident)
        kept = [] if record is None else _later_cards(desk, record.resident_record_code)
        told = len(desk.drafts)
        outcome = sound(desk, command)
        _left_alone(desk, kept, told)
        return outcome

    return inner


def _number_on_the_first_card_alone(desk: Desk, body: NumberNotice) -> None:
    kept, told = _later_cards(desk, body.resident_record_code), len(desk.drafts)
    number_notice(desk, body)
    _left_alone(desk, kept, told)


def _without(whose: Callable[[Desk, Any], list[Kept]]) -> Callable[[Handler], Handler]:
    """
    A wrap that lets a handler overlook some cards, and leaves them as they were.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: Any) -> Accepted:
            hidden = whose(desk, command)
            for card in hidden:
                cards.save(desk.conn, msgspec.structs.replace(card, state="destroyed"))
            outcome = sound(desk, command)
            for card in hidden:
                cards.save(desk.conn, card)
            return outcome

        return inner

    return wrap


def _next_of_applicant(desk: Desk, command: ApplyForCard) -> list[Kept]:
    record = residents.find(desk.conn, command.resident)
    return [] if record is None else _later_cards(desk, record.resident_record_code)


def _others_in_use(desk: Desk, command: HandOverCard, *, renewed: bool) -> list[Kept]:
    card = cards.find(desk.conn, command.card_id)
    found = [] if card is None else cards.of_code(desk.conn, card.resident_record_code)
    others = [other for other in found if other.in_use and other.card_id != command.card_id]
    return [other for other in others if _ends_soon(desk, other) is renewed]


def _ends_soon(desk: Desk, card: Kept) -> bool:
    expires_on = dates.civil(card.expires_on or "")
    return expires_on is not None and is_last_months(expires_on, desk.today)


DEFECTS = (
    defect(
        "death-ends-the-first-card",
        "死亡により、再交付された二枚目のカードを失効させない。",
        "A death does not end the card that replaced another.",
        handler("DeletionByDeath", _first_card_alone),
        must="CARD-011",
        may="CARD-014 REL-018",
        pattern="next-card-overlooked",
        acts=4,
    ),
    defect(
        "new-code-ends-the-first-card",
        "住民票コードの変更により、再交付された二枚目のカードを失効させない。",
        "Another Resident Record Code does not end the card that replaced another.",
        handler("ChangeResidentRecordCode", _first_card_alone),
        must="CARD-011",
        may="CARD-014 JUKI-008",
        pattern="next-card-overlooked",
        acts=4,
    ),
    defect(
        "new-number-ends-the-first-card",
        "個人番号の変更により、再交付された二枚目のカードを失効させない。",
        "Another Individual Number does not end the card that replaced another.",
        arrival("J21", _number_on_the_first_card_alone),
        must="CARD-011",
        may="CARD-014 JUKI-011",
        pattern="next-card-overlooked",
        acts=4,
    ),
    defect(
        "applies-beside-the-next-card",
        "再交付された二枚目の有効なカードがあるのに、カードの申請を受ける。",
        "An application is taken although the card that replaced another is valid.",
        handler("ApplyForCard", _without(_next_of_applicant)),
        must="CARD-003",
        may="CARD-001",
        pattern="valid-card-overlooked",
        acts=4,
    ),
    defect(
        "second-card-handed-over",
        "有効なカードのある者に、二枚目のカードを交付する。",
        "A second card is handed over while the first is valid for long.",
        handler("HandOverCard", _without(lambda desk, command: _others_in_use(desk, command, renewed=False))),
        must="CARD-003",
        may="CARD-004 CARD-014",
        pattern="valid-card-overlooked",
        acts=3,
    ),
    defect(
        "renewed-card-kept",
        "更新したカードを交付するとき、前のカードを返納させない。",
        "The former card is left in use where the renewed one is handed over.",
        handler("HandOverCard", _without(lambda desk, command: _others_in_use(desk, command, renewed=True))),
        must="CARD-012",
        may="CARD-003 CARD-014",
        pattern="valid-card-overlooked",
        acts=3,
    ),
)
