"""
Defects of the neighbouring way: right in the plain case, wrong for who joins, stays, comes back, or is entered without
filing, and for the second of two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec

from registry import provisional, residents
from registry.defects.defect import afterwards, builders, defect, handler, rewritten, rules
from registry.desk import Desk
from registry.messages.network import moving_in_notice
from registry.messages.told import Told
from registry.parts import Handler, Override, Parts
from registry.store import DOCUMENTS
from registry.wire.control import (
    Accepted,
    ChangeOfAddress,
    DecideChange,
    DocumentItem,
    ExOfficioEntry,
    MovingIn,
    SpecialMovingIn,
)
from registry.wire.juki_net import MovingInNotice

CODE_NOTICE, TO_PERSON = "resident-record-code-notice", "notice-to-person"


def _untold(message_type: str, concerns: Callable[[Any, Any], bool]) -> Callable[[Handler], Handler]:
    """
    A wrap after which messages of one type about some people do not go out.
    """

    def more(desk: Any, command: Any, outcome: Accepted) -> Accepted:
        desk.drafts = [
            draft
            for draft in desk.drafts
            if draft.message_type != message_type or not concerns(command, draft.resident)
        ]
        return outcome

    return afterwards(more)


def _unprinted(kind: str, kept: int) -> Callable[[Handler], Handler]:
    """
    A wrap after which only the first few documents of a kind are there.
    """

    def more(desk: Desk, _command: ExOfficioEntry, outcome: Accepted) -> Accepted:
        dropped = [paper for paper in outcome.documents if paper.kind == kind][kept:]
        for paper in dropped:
            its = DOCUMENTS.c.body.contains(paper.issue_number)
            desk.conn.execute(DOCUMENTS.delete().where(its))
        return msgspec.structs.replace(
            outcome, documents=[paper for paper in outcome.documents if paper not in dropped]
        )

    return afterwards(more)


def _not_of_return(told: Told) -> MovingInNotice | None:
    return None if told.record.notices > 1 else moving_in_notice(told)


def _second_shows_today(parts: Parts) -> Parts:
    again: set[tuple[str, ...]] = set()

    def reissued(first: Sequence[DocumentItem], now: Sequence[DocumentItem]) -> list[DocumentItem]:
        key = tuple(f"{item.resident} {item.item} {item.value}" for item in first)
        shown = now if key in again else first
        again.add(key)
        return list(shown)

    return rules(reissued_items=reissued)(parts)


def _first_amended(command: SpecialMovingIn) -> SpecialMovingIn:
    rest = [msgspec.structs.replace(mover, amendments=[]) for mover in command.movers[1:]]
    return msgspec.structs.replace(command, movers=[*command.movers[:1], *rest])


def _settled_when_decided(sound: Handler) -> Handler:
    def inner(desk: Desk, command: DecideChange) -> Accepted:
        waiting = provisional.find(desk.conn, command.change_id)
        outcome = sound(desk, command)
        if command.decision != "decide" or not isinstance(waiting, ChangeOfAddress):
            return outcome
        today = desk.today.isoformat()
        for number in waiting.residents:
            record = residents.find(desk.conn, number)
            if record is not None:
                residents.save(desk.conn, msgspec.structs.replace(record, settled_on=today))
        desk.drafts = [
            msgspec.structs.replace(draft, body=msgspec.structs.replace(draft.body, settled_on=today))
            if draft.message_type == "J01"
            else draft
            for draft in desk.drafts
        ]
        return outcome

    return inner


def _resident_since_decision(sound: Handler) -> Handler:
    def inner(desk: Desk, command: DecideChange) -> Accepted:
        waiting = provisional.find(desk.conn, command.change_id)
        outcome = sound(desk, command)
        if command.decision != "decide" or not isinstance(waiting, MovingIn):
            return outcome
        today = desk.today.isoformat()
        for entered in outcome.residents:
            record = residents.find(desk.conn, entered.resident)
            if record is not None:
                residents.save(desk.conn, msgspec.structs.replace(record, became_resident_on=today))
        return outcome

    return inner


def _next_month_is_today(command: ChangeOfAddress) -> ChangeOfAddress:
    notified, moved = date.fromisoformat(command.notified_on), date.fromisoformat(command.moved_on)
    over = moved > notified and moved.month != notified.month
    return msgspec.structs.replace(command, moved_on=command.notified_on) if over else command


def _all_untold(handler_name: str, message_type: str) -> Override:
    return handler(handler_name, _untold(message_type, lambda _command, _resident: True))


DEFECTS = (
    defect(
        "joiner-untold-to-addressee",
        "既にある世帯に転入した者の宛名の異動を送らない。",
        "No addressee change is sent of somebody who moves into a household that stands.",
        handler("MovingIn", _untold("A01", lambda command, _resident: command.household is not None)),
        must="REL-001",
        may="ATE-001 LINK-001 LINK-002 LINK-003 LINK-004 SEC-007",
        pattern="branch-left-untold",
        acts=2,
    ),
    defect(
        "merged-untold-to-departments",
        "世帯の合併を庁内の業務に知らせない。",
        "Departments are not told of households that merge.",
        _all_untold("MergeHouseholds", "D01"),
        must="REL-015",
        may="DEPT-001",
        pattern="branch-left-untold",
        acts=3,
    ),
    defect(
        "transferred-untold-to-addressee",
        "別の世帯に移った者の宛名の異動を送らない。",
        "No addressee change is sent of who goes over into another household.",
        _all_untold("TransferMembers", "A01"),
        must="REL-015",
        may="ATE-001",
        pattern="branch-left-untold",
        acts=3,
    ),
    defect(
        "copies-of-those-who-stay-left",
        "世帯の分離の後、残る者の副本を改めない。",
        "After a split the provision copies of those who stay are not renewed.",
        handler(
            "SplitHousehold", _untold("L03", lambda command, resident: resident not in command.residents)
        ),
        must="REL-015",
        may="LINK-003 LINK-004",
        pattern="whoever-stays-left-out",
        acts=2,
    ),
    defect(
        "leavers-untold-to-departments",
        "世帯の分離で別の世帯となった者を、庁内の業務に知らせない。",
        "Departments are not told of those who leave by a split.",
        handler("SplitHousehold", _untold("D01", lambda command, resident: resident in command.residents)),
        must="REL-015",
        may="DEPT-001",
        pattern="whoever-leaves-left-out",
        acts=2,
    ),
    defect(
        "filed-items-of-first-only",
        "転出証明書を要しない届出の事項を、最初の者についてだけ確かめる。",
        "Of those who file without a certificate only the first one's items are checked.",
        rules(stating_items=lambda persons: persons[:1]),
        must="REL-002",
        pattern="first-of-those-entered-together",
    ),
    defect(
        "returning-mover-not-notified-back",
        "以前の住民が戻ったとき、前住所地の市町村に転入通知を送らない。",
        "No notice of moving in is sent when a former resident returns.",
        builders(j05=_not_of_return),
        must="REL-003",
        may="REL-009",
        pattern="second-time-not-done",
        acts=3,
    ),
    defect(
        "second-reissue-shows-today",
        "二度目に再交付する転出証明書に、現在の事項を示す。",
        "A certificate that is issued again a second time shows the present state.",
        _second_shows_today,
        must="REL-007",
        pattern="copy-unlike-the-first",
        acts=4,
    ),
    defect(
        "member-not-amended",
        "特例転入の世帯員について、職員の改めた事項を用いない。",
        "What the clerk puts right is entered for the first mover only.",
        handler("SpecialMovingIn", rewritten(_first_amended)),
        must="REL-009",
        pattern="first-of-those-put-right",
    ),
    defect(
        "settled-on-day-of-decision",
        "仮登録された転居の住所を定めた日を、決裁の日とする。",
        "A change of address saved provisionally is settled on the day of its decision.",
        handler("DecideChange", _settled_when_decided),
        must="REL-013",
        may="JUKI-001 REL-028",
        pattern="day-of-decision-taken",
        acts=3,
    ),
    defect(
        "resident-since-decision",
        "仮登録された転入の住民となった日を、決裁の日とする。",
        "Who moves in by a notification saved provisionally becomes a resident on the day of its decision.",
        handler("DecideChange", _resident_since_decision),
        must="REL-001",
        may="REL-003 REL-020 JUKI-001",
        pattern="day-of-decision-taken",
        acts=2,
    ),
    defect(
        "notice-to-first-entered-only",
        "同時に職権で記載した者のうち、最初の者にだけ通知する。",
        "Of several people entered ex officio only the first is told.",
        handler("ExOfficioEntry", _unprinted(TO_PERSON, 1)),
        must="REL-023",
        pattern="one-paper-for-several",
    ),
    defect(
        "no-code-notice-ex-officio",
        "職権による記載で新たに記載した住民票コードを、本人に通知しない。",
        "Nobody is told the code that an ex officio entry gave.",
        handler("ExOfficioEntry", _unprinted(CODE_NOTICE, 0)),
        must="JUKI-007",
        may="CERT-004",
        pattern="paper-forgotten-in-one-way",
    ),
    defect(
        "next-month-taken-for-today",
        "翌月の日を異動日とする転居届を、届出日の異動として受理する。",
        "A change of address dated ahead into the next month is accepted as of the day of filing.",
        handler("ChangeOfAddress", rewritten(_next_month_is_today)),
        must="REL-028",
        may="ATE-001 JUKI-003 JUKI-012 REL-013",
        pattern="calendar-edge-missed",
        acts=2,
    ),
)
