"""
Defects that show where somebody chooses what is seldom chosen, and a duty of another kind meets the choice.
"""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from registry import residents
from registry.defects.defect import afterwards, builders, defect, handler, reading, rewritten
from registry.messages import agency
from registry.messages.told import Told
from registry.parts import Handler
from registry.reads import Reading
from registry.store import OUTBOX
from registry.wire.control import Accepted, Found, HandOverCard, MovingIn
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


def _newcomers_only(kind: str) -> Any:
    """
    Whoever joins a household is taken for somebody whom the Agency knows.
    """

    def more(desk: Any, command: MovingIn, outcome: Accepted) -> Accepted:
        if command.household is not None:
            desk.drafts = [draft for draft in desk.drafts if draft.message_type != kind]
        return outcome

    return handler("MovingIn", afterwards(more))


def _complete_for_applicant(sound: Reading) -> Reading:
    """
    Complete once the applicant's own messages were taken.
    """

    def inner(conn: sa.Connection, query: Any) -> Found:
        found = sound(conn, query)
        waiting = sa.select(OUTBOX.c.about, OUTBOX.c.resident).where(OUTBOX.c.state != "taken")
        left = {(row.about, row.resident) for row in conn.execute(waiting)}
        shown = [
            msgspec.structs.replace(one, complete=(one.measure, one.resident) not in left)
            for one in found.measures or ()
        ]
        return msgspec.structs.replace(found, measures=shown) if shown else found

    return inner


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
    defect(
        "joiner-of-a-household-unplaced",
        "既にある世帯に入る外国人住民の住居地の届出を伝えない。",
        "The place of residence of a foreign resident who joins a household is not passed on.",
        _newcomers_only("I03"),
        must="REL-021",
        may="IMM-005",
        pattern="joiner-taken-for-known",
        acts=2,
    ),
    defect(
        "joiner-of-a-household-unnoticed",
        "既にある世帯に入る外国人住民の記載を市町村通知により通知しない。",
        "The entry of a foreign resident who joins a household is not told to the Agency.",
        _newcomers_only("I01"),
        must="REL-021 IMM-001",
        may="IMM-002",
        pattern="joiner-taken-for-known",
        acts=2,
    ),
    defect(
        "complete-without-the-accompanying",
        "申出者についての通知だけが届けば、併せて支援を求める者を待たずに登録を完了と示す。",
        "A measure is shown as complete when the applicant is told of, whoever is protected together waiting still.",
        reading("ReadSupportMeasures", _complete_for_applicant),
        must="LINK-009",
        pattern="complete-for-the-first-alone",
        acts=2,
    ),
)
