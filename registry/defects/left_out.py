"""
Defects that leave one of several untold, or change what nobody told of: what the standing checks are there for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from registry import dispatches, residents
from registry.defects.defect import afterwards, arrival, defect, handler, outbox
from registry.desk import Desk
from registry.dispatches import Mailing
from registry.handlers import numbers
from registry.mailings import number_recorded
from registry.outbox import Draft
from registry.parts import Override
from registry.wire.control import Accepted, ChangeOfAddress, MovingOut
from registry.wire.town import NumberNotice


def _without(message_type: str, which: Callable[[Any], bool]) -> Override:
    """
    Messages of a kind that say such a thing are never sent.
    """

    def outgoing(drafts: list[Draft]) -> list[Draft]:
        return [draft for draft in drafts if draft.message_type != message_type or not which(draft.body)]

    return outbox(outgoing=outgoing)


def _first_mover_only(message_type: str) -> Override:
    """
    Of those who change address together one is told of.
    """

    def outgoing(drafts: list[Draft]) -> list[Draft]:
        moved = [draft for draft in drafts if draft.message_type == message_type and _moves(draft.body)]
        return [draft for draft in drafts if draft not in moved[1:]]

    return outbox(outgoing=outgoing)


def _moves(body: Any) -> bool:
    return "31" in (getattr(body, "reason", None), getattr(body, "registered_by", None))


def _insurance_ends_with_plan(desk: Desk, command: MovingOut, accepted: Accepted) -> Accepted:
    for number in command.residents:
        record = residents.find(desk.conn, number)
        if record is not None and record.health_insurance is not None and record.health_insurance.insured:
            ended = msgspec.structs.replace(record.health_insurance, insured=False)
            residents.save(desk.conn, msgspec.structs.replace(record, health_insurance=ended))
    return accepted


def _sheet_for_each_notice(desk: Desk, body: NumberNotice) -> None:
    """
    The number that is told again gets a sheet again.
    """
    numbers.number_notice(desk, body)
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is None:
        return
    for mailing in dispatches.of(desk.conn, record.resident):
        if mailing.kind == "number-notice":
            dispatches.save(desk.conn, _forgotten(mailing))
            number_recorded(desk, record)
            return


def _forgotten(mailing: Mailing) -> Mailing:
    return msgspec.structs.replace(mailing, number=None)


def _settled_when_filed(desk: Desk, command: ChangeOfAddress, accepted: Accepted) -> Accepted:
    for number in command.residents:
        record = residents.find(desk.conn, number)
        if record is not None:
            residents.save(desk.conn, msgspec.structs.replace(record, settled_on=command.notified_on))
    return accepted


DEFECTS = (
    defect(
        "hand-over-without-pin-untold",
        "暗証番号を設定しないカードの交付を知らせない。",
        "The hand-over of a card without PIN is not told.",
        _without("K04", lambda body: bool(body.pin == "no-pin-card")),
        must="CARD-004",
        may="CARD-014",
        pattern="message-forgotten-for-one-form",
    ),
    defect(
        "found-card-untold",
        "見つかったカードの一時停止の解除を知らせない。",
        "That a found card is suspended no more is told to nobody.",
        _without("K05", lambda body: bool(body.state == "active")),
        must="CARD-010",
        may="CARD-014 CARD-006 CARD-008",
        pattern="end-not-told",
        acts=2,
    ),
    defect(
        "one-mover-told-to-the-network",
        "一緒に転居した者のうち、最初の者についてだけ本人確認情報を送る。",
        "Of those who change address together the network is told of the first only.",
        _first_mover_only("J01"),
        must="REL-013",
        may="JUKI-001 JUKI-002 JUKI-005 REL-028 REL-020 JUKI-008 JUKI-011 JUKI-015 REL-018 REL-023 REL-024",
        pattern="one-of-the-movers",
    ),
    defect(
        "one-mover-told-to-the-addressee-system",
        "一緒に転居した者のうち、最初の者についてだけ宛名の異動を送る。",
        "Of those who change address together the addressee system is told of the first only.",
        _first_mover_only("A01"),
        must="REL-013",
        may="ATE-001 REL-020",
        pattern="one-of-the-movers",
    ),
    defect(
        "insurance-ends-with-the-plan",
        "転出届により、国民健康保険の資格を失わせる。",
        "A notification of moving out ends the insurance status.",
        handler("MovingOut", afterwards(_insurance_ends_with_plan)),
        must="DEPT-001",
        may="REL-007 REL-008",
        pattern="drawn-without-notice",
        acts=2,
    ),
    defect(
        "sheet-for-each-notice",
        "個人番号の通知が届くたびに通知書を作らせる。",
        "Whenever the organisation tells a number, one more notice sheet is made.",
        arrival("J21", _sheet_for_each_notice),
        must="CARD-002",
        may="CARD-001 JUKI-010 REL-017 DATA-003",
        pattern="made-twice",
    ),
    defect(
        "record-settled-when-filed",
        "転居した者の住民票の住定日を届出の日とする。伝える日は正しい。",
        "The record of whoever changed address is settled on the day of filing; what is told is right.",
        handler("ChangeOfAddress", afterwards(_settled_when_filed)),
        must="REL-013",
        may="JUKI-001 JUKI-012 REL-020 REL-028 CERT-001",
        pattern="record-unlike-what-is-told",
    ),
)
