"""
Defects of what the organisation tells of a card, of cards that have not come yet, and of what a store is refused for.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import cards, measures, residents
from registry.defects.defect import arrival, defect, handler
from registry.desk import Desk
from registry.handlers import copies_and_extracts
from registry.handlers.from_card_management import card_issued, card_state
from registry.handlers.moving_in import new_change_id
from registry.parts import Handler
from registry.refusal import Refusal
from registry.wire.control import Accepted, ClaimAtConvenienceStore, Entered, HandOverCard
from registry.wire.town import CardIssued, StateChange


def _believed_of(ended: str) -> Any:
    """
    K05 of a card that has ended so is believed, whatever it says.
    """

    def arrived(desk: Desk, body: StateChange) -> None:
        card = cards.find(desk.conn, body.card_id)
        card_state(desk, body)
        if card is not None and card.state == ended and body.state in cards.IN_USE:
            cards.save(desk.conn, msgspec.structs.replace(card, state=body.state))

    return arrived


def _on_its_way_will_do(sound: Handler) -> Handler:
    def inner(desk: Desk, command: HandOverCard) -> Accepted:
        card = cards.find(desk.conn, command.card_id)
        if card is not None and card.state == "applied":
            cards.save(desk.conn, msgspec.structs.replace(card, state="in-stock"))
        return sound(desk, command)

    return inner


def _handed_out_as_made(desk: Desk, body: CardIssued) -> None:
    card_issued(desk, body)
    card = cards.find(desk.conn, body.card_id)
    record = residents.with_code(desk.conn, body.resident_record_code)
    if card is not None and record is not None and card.state == "in-stock":
        others = [
            one for one in cards.of_code(desk.conn, card.resident_record_code) if one.state == "applied"
        ]
        if others:
            cards.save(desk.conn, msgspec.structs.replace(card, state="applied"))


def _undecided_holds_nothing(sound: Handler) -> Handler:
    def inner(desk: Desk, command: ClaimAtConvenienceStore) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refused:
            card = cards.find(desk.conn, command.card_id)
            record = None if card is None else residents.with_code(desk.conn, card.resident_record_code)
            if refused.reason != "not-permitted" or record is None:
                raise
            open_ones = [one for one in measures.of(desk.conn, record.resident) if not one.over]
            if any(one.state != "temporary" for one in open_ones):
                raise
            document = copies_and_extracts.copy_of(desk, command.options, record.name, [record])
            desk.print_for(record.resident, document, printer="convenience-store")
            entered = Entered(ref=record.resident, resident=record.resident, household=record.household)
            return Accepted(
                outcome="accepted", change_id=new_change_id(), residents=[entered], documents=[document]
            )

    return inner


DEFECTS = (
    defect(
        "store-serves-until-the-hold-is-decided",
        "支援措置の申出があっても、決定までは対象者のコンビニ交付に応じる。",
        "A copy is issued at a convenience store to whoever has asked for support, until that is decided.",
        handler("ClaimAtConvenienceStore", _undecided_holds_nothing),
        must="CERT-009",
        may="SEC-006 SEC-007",
        pattern="hold-begins-late",
        acts=3,
    ),
    defect(
        "returned-card-told-as-good-is-good",
        "返納されたカードが有効と伝えられたとき、再び有効なものとする。",
        "A returned card of which the organisation tells that it is good is good again.",
        arrival("K05", _believed_of("returned")),
        must="CARD-012",
        may="CARD-008 CARD-014",
        pattern="ended-card-told-as-good",
        acts=3,
    ),
    defect(
        "lapsed-card-told-as-good-is-good",
        "失効したカードが有効と伝えられたとき、再び有効なものとする。",
        "A lapsed card of which the organisation tells that it is good is good again.",
        arrival("K05", _believed_of("lapsed")),
        must="CARD-008",
        may="CARD-014",
        pattern="ended-card-told-as-good",
        acts=3,
    ),
    defect(
        "card-handed-over-before-it-comes",
        "まだ届いていないカードの交付を受け付ける。",
        "A hand-over is noted of a card that has not come yet.",
        handler("HandOverCard", _on_its_way_will_do),
        must="CARD-003",
        may="CARD-004 CARD-014",
        pattern="state-before-its-time",
        acts=2,
    ),
    defect(
        "next-card-kept-as-applied-for",
        "申請中のカードが別にある者に届いたカードを、申請中のものとして記録する。",
        "A card that came for somebody of whom another is applied for is kept as applied for itself.",
        arrival("K03", _handed_out_as_made),
        must="CARD-003",
        may="CARD-004",
        pattern="state-before-its-time",
        acts=2,
    ),
)
