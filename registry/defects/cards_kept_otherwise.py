"""
Defects of what the registry keeps of a card, while all that it tells of the card is sound; and a card left untold.
"""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from registry import cards
from registry.defects.defect import afterwards, defect, handler, reading
from registry.desk import Desk
from registry.reads import Reading
from registry.wire.card_management import CardAnswer
from registry.wire.control import Accepted, Found, HandOverCard, PresentCard, SpecialMovingIn


def _in_stock_as_before(desk: Desk, command: HandOverCard, outcome: Accepted) -> Accepted:
    card = cards.find(desk.conn, command.card_id)
    if card is not None and command.document != "drivers-licence":
        cards.save(desk.conn, msgspec.structs.replace(card, state="in-stock", handed_over_on=None))
    return outcome


def _in_charge_as_before(desk: Desk, command: PresentCard, outcome: Accepted) -> Accepted:
    card, answer = cards.find(desk.conn, command.card_id), desk.answers.get(f"k08-{command.card_id}")
    if card is not None and answer is not None and command.purpose == "continued-use":
        before = msgspec.json.decode(answer, type=CardAnswer).municipality
        cards.save(desk.conn, msgspec.structs.replace(card, municipality=before))
    return outcome


def _amended_untold(desk: Desk, command: SpecialMovingIn, outcome: Accepted) -> Accepted:
    if any(mover.amendments for mover in command.movers):
        desk.drafts = [draft for draft in desk.drafts if draft.message_type != "K06"]
    return outcome


def _good_with_the_former_number(sound: Reading) -> Reading:
    def inner(conn: sa.Connection, query: Any) -> Found:
        found = sound(conn, query)
        if found.card is None or found.card.lapse_cause != "number-changed" or found.card.state != "lapsed":
            return found
        return msgspec.structs.replace(found, card=msgspec.structs.replace(found.card, state="active"))

    return inner


DEFECTS = (
    defect(
        "handed-over-on-a-passport-kept-in-stock",
        "運転免許証でない書類により交付したカードを、交付した旨を機構にだけ伝え、自らは在庫のままとする。",
        "A card handed over on another document than a driver's licence is told so and kept as in stock.",
        handler("HandOverCard", afterwards(_in_stock_as_before)),
        must="CARD-004",
        pattern="told-and-not-kept",
        seen_by="checks",
    ),
    defect(
        "continued-card-in-charge-of-the-former-town",
        "転入の後に提出されたカードを継続利用としても、所管する市町村を元の市町村のままとする。",
        "A card that is presented after the moving in is taken on, and the former municipality stays in charge.",
        handler("PresentCard", afterwards(_in_charge_as_before)),
        must="CARD-006",
        pattern="former-value-left-standing",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "amended-mover-card-not-taken-on",
        "特例転入の際に記載事項を補った者があるときは、提出されたカードのK06を送らない。",
        "Where an item of a mover is amended at a special moving in, no K06 is sent of the cards presented.",
        handler("SpecialMovingIn", afterwards(_amended_untold)),
        must="CARD-006",
        may="CARD-014",
        pattern="amended-case-left-out",
        seen_by="checks",
    ),
    defect(
        "card-with-the-former-number-shown-as-good",
        "個人番号の変更により失効したカードを、有効と示す。",
        "A card that lapsed because the number was changed is shown as good.",
        reading("ReadCard", _good_with_the_former_number),
        must="JUKI-011",
        may="CARD-014",
        pattern="shown-as-it-was",
        acts=2,
    ),
)
