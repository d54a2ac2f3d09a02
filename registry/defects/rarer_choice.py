"""
Defects that show where somebody chooses what is seldom chosen, and a duty of another kind meets the choice.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import residents
from registry.defects.defect import builders, defect, handler, rewritten
from registry.messages import agency
from registry.messages.told import Told
from registry.parts import Handler
from registry.wire.control import Accepted, HandOverCard
from registry.wire.immigration import MunicipalNotice


def _only_name_compared(sound: Handler) -> Handler:
    """
    Birth and number are taken from the record where no PIN is wanted.
    """

    def inner(desk: Any, command: HandOverCard) -> Accepted:
        record = residents.find(desk.conn, command.resident)
        if command.no_pin_card and record is not None:
            command = msgspec.structs.replace(
                command,
                shown_born_on=record.born_on,
                shown_individual_number=record.individual_number or command.shown_individual_number,
            )
        return sound(desk, command)

    return inner


def _no_papers_for_no_pin(command: HandOverCard) -> HandOverCard:
    if not command.no_pin_card:
        return command
    return msgspec.structs.replace(command, document=command.document or "passport")


def _anybody_for_no_pin(command: HandOverCard) -> HandOverCard:
    return msgspec.structs.replace(command, collector="self") if command.no_pin_card else command


def _house_stays(told: Told) -> bool:
    former = told.event.former_address
    return former is not None and former.startswith(told.record.address)


def _room_alone(told: Told) -> MunicipalNotice | None:
    sound = agency.municipal_notice(told)
    if sound is None or told.event.article is None or not _house_stays(told):
        return sound
    return msgspec.structs.replace(sound, former_address=None)


def _building_alone(told: Told) -> MunicipalNotice | None:
    """
    The address is given as the former one, without the building that was corrected.
    """
    sound = agency.municipal_notice(told)
    if sound is None or told.event.article is not None or not _house_stays(told):
        return sound
    return msgspec.structs.replace(sound, former_address=told.record.address)


DEFECTS = (
    defect(
        "name-alone-compared-without-pin",
        "暗証番号を設定しない交付では、氏名だけを照合する。",
        "Where no PIN is wanted, nothing but the name is compared.",
        handler("HandOverCard", _only_name_compared),
        must="CARD-004",
        pattern="choice-waives-a-check",
        acts=2,
    ),
    defect(
        "papers-unasked-without-pin",
        "暗証番号を設定しない交付では、本人確認書類を求めない。",
        "Where no PIN is wanted, no identity document is asked for.",
        handler("HandOverCard", rewritten(_no_papers_for_no_pin)),
        must="CARD-004",
        pattern="choice-waives-a-check",
        acts=2,
    ),
    defect(
        "anybody-collects-without-pin",
        "暗証番号を設定しないカードは、権限を示さない代理人にも渡す。",
        "A card without PIN is given to a representative who shows no authority.",
        handler("HandOverCard", rewritten(_anybody_for_no_pin)),
        must="CARD-004",
        may="CARD-014",
        pattern="choice-waives-a-check",
        acts=2,
    ),
    defect(
        "another-room-without-former-address",
        "同じ建物の中での転居の市町村通知に、修正前の住所を入れない。",
        "The notice of a move inside one house lacks the former address.",
        builders(i01=_room_alone),
        must="IMM-002",
        may="IMM-001",
        pattern="room-not-taken-for-address",
        acts=2,
    ),
    defect(
        "former-building-untold",
        "方書を職権で修正したとき、修正前の方書を市町村通知に入れない。",
        "Where the building is corrected ex officio, the notice lacks the former one.",
        builders(i01=_building_alone),
        must="IMM-002",
        may="IMM-001",
        pattern="room-not-taken-for-address",
        acts=2,
    ),
)
