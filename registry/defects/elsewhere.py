"""
Defects of what is seen away from the counter (other offices, convenience stores, other municipalities), of provisional
changes, of recompiling, and of items that are nobody's business outside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import changes, provisional, residents
from registry.cards import Kept
from registry.defects.defect import afterwards, arrival, builders, defect, handler, reading, rules
from registry.desk import Desk
from registry.handlers import wide_area
from registry.messages.told import Event
from registry.messages.wide_area import Shown, wide_area_answer
from registry.parts import Handler
from registry.reads import Reading, resident_record
from registry.residents import Record
from registry.rulebook import card_serves_at_store
from registry.rules.tables import triggers_network
from registry.store import PROVISIONAL
from registry.wire.card_management import CardAnswer
from registry.wire.control import (
    Accepted,
    ChangeOfAddress,
    Found,
    ReadRecompiledOriginal,
    ReadResidentRecord,
    RecompileRecord,
)
from registry.wire.juki_net import WideAreaAnswer
from registry.wire.town import WideAreaClaim


def serves_although(*states: str) -> Any:
    """
    A rule by which a card in one of these states serves at a store all the same.
    """

    def inner(card: Kept, answer: CardAnswer | None, today: date) -> bool:
        ended = card.state in states or (answer is not None and answer.state in states)
        return ended or card_serves_at_store(card, answer, today)

    return inner


def _undecided_written(desk: Desk) -> list[Record]:
    """
    Write the undecided changes of address on the records; answers the records as they were.
    """
    before = []
    for change_id in desk.conn.execute(sa.select(PROVISIONAL.c.change_id)).scalars().all():
        change = provisional.find(desk.conn, change_id)
        for number in change.residents if isinstance(change, ChangeOfAddress) else ():
            record = residents.find(desk.conn, number)
            if record is not None and isinstance(change, ChangeOfAddress):
                before.append(record)
                moved = msgspec.structs.replace(record, address=change.to_address.address)
                residents.save(desk.conn, moved)
    return before


def _before_decision(act: Callable[[Desk, Any], Any]) -> Callable[[Desk, Any], Any]:
    def inner(desk: Desk, asked: Any) -> Any:
        before = _undecided_written(desk)
        answered = act(desk, asked)
        for record in before:
            residents.save(desk.conn, record)
        return answered

    return inner


def _early(sound: Handler) -> Handler:
    return _before_decision(sound)


def _told_of_recompiling(desk: Desk, command: RecompileRecord, outcome: Accepted) -> Accepted:
    record = residents.find(desk.conn, command.resident)
    if record is not None:
        event = Event(reason="33", kind="2", changed_on=command.recompiled_on, notified_on=None)
        changes.tell_network(desk, record, event)
    return outcome


def _original_lost(_sound: Reading) -> Reading:
    def inner(conn: sa.Connection, query: ReadRecompiledOriginal) -> Found:
        return resident_record(conn, ReadResidentRecord(resident=query.resident))

    return inner


def _also(*items: str) -> Callable[[str, bool, date], bool]:
    def triggers(item: str, foreign: bool, on: date) -> bool:
        return item in items or triggers_network(item, foreign, on)

    return triggers


def _everything(claim: WideAreaClaim, people: Sequence[Shown]) -> WideAreaAnswer:
    asked = {"relationship": True, "show_resident_record_code": True, "show_individual_number": True}
    return wide_area_answer(msgspec.structs.replace(claim, **asked, residence=True), people)


def _deleted_answered(desk: Desk, body: WideAreaClaim) -> None:
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is None or record.living:
        wide_area.copy_claimed(desk, body)
        return
    answer = wide_area_answer(body, [Shown(record, record.name)])
    desk.send(body.issuing_municipality, "J14", answer, record, by=changes.JUKI_NET)


DEFECTS = (
    defect(
        "lapsed-card-serves-at-store",
        "失効したカードによるコンビニ交付に応じる。",
        "A copy is issued at a convenience store with a lapsed card.",
        rules(card_serves_at_store=serves_although("lapsed", "expired")),
        must="CARD-008",
        may="CERT-009",
        pattern="ended-serves-on",
        acts=2,
    ),
    defect(
        "suspended-card-serves-at-store",
        "一時停止中のカードによるコンビニ交付に応じる。",
        "A copy is issued at a convenience store with a suspended card.",
        rules(card_serves_at_store=serves_although("suspended")),
        must="CARD-010",
        may="CERT-009",
        pattern="ended-serves-on",
        acts=2,
    ),
    defect(
        "undecided-address-at-another-office",
        "決裁前の住所を他の窓口の住民票の写しに示す。",
        "A copy issued at a counter shows an address that was not decided yet.",
        handler("IssueCopyOfRecord", _early),
        must="REL-020",
        may="CERT-001",
        pattern="undecided-shown",
        acts=2,
    ),
    defect(
        "undecided-address-at-store",
        "決裁前の住所をコンビニ交付の写しに示す。",
        "A copy issued at a convenience store shows an address that was not decided yet.",
        handler("ClaimAtConvenienceStore", _early),
        must="REL-020",
        pattern="undecided-shown",
        acts=2,
    ),
    defect(
        "undecided-address-told-elsewhere",
        "決裁前の住所を広域交付の通知に示す。",
        "The answer for wide-area issue shows an address that was not decided yet.",
        arrival("J13", _before_decision(wide_area.copy_claimed)),
        must="REL-020",
        may="CERT-007",
        pattern="undecided-shown",
        acts=2,
    ),
    defect(
        "recompiling-told",
        "改製を本人確認情報の更新として送る。",
        "Recompiling is told to the network as an update.",
        handler("RecompileRecord", afterwards(_told_of_recompiling)),
        must="JUKI-002 REL-025",
        may="JUKI-001 JUKI-003 JUKI-005",
        pattern="act-announced-as-a-change",
    ),
    defect(
        "recompiled-original-lost",
        "改製原住民票の代わりに現在の住民票を示す。",
        "In the place of the recompiled original the present record is shown.",
        reading("ReadRecompiledOriginal", _original_lost),
        must="REL-025",
        pattern="today-for-then",
        acts=2,
    ),
    defect(
        "network-told-of-any-correction",
        "どの事項の修正かを見ずに、修正をすべて本人確認情報として送る。",
        "Any correction of a record is told to the network, whichever item it is of.",
        rules(triggers_network=lambda _item, _foreign, _on: True),
        must="JUKI-002",
        may="JUKI-001 JUKI-003",
        pattern="trigger-too-wide",
    ),
    defect(
        "network-told-of-remarks",
        "備考や班などの市町村だけの事項の修正を本人確認情報として送る。",
        "Corrections of remarks, neighbourhood groups and the like are told to the network.",
        rules(
            triggers_network=_also(
                "actual_relationship",
                "assessing_body",
                "branch_office",
                "district",
                "junior_high_school_district",
                "mailing_name",
                "neighbourhood_group",
                "order_of_entry",
                "quasi_household",
                "remarks",
            )
        ),
        must="JUKI-002",
        may="JUKI-001 JUKI-003",
        pattern="item-too-many-in-table",
    ),
    defect(
        "oldest-notice-of-delivery-used",
        "一度に届いた複数の転入通知のうち最も古いものを用いる。",
        "Of several notices in one delivery the oldest is used.",
        rules(notice_to_use=lambda notices: min(notices, key=lambda each: each.notified_on)),
        must="REL-004",
        pattern="wrong-one-of-several",
        acts=2,
    ),
    defect(
        "first-notice-of-delivery-used",
        "一度に届いた複数の転入通知のうち先頭のものを用いる。",
        "Of several notices in one delivery the first in the list is used.",
        rules(notice_to_use=lambda notices: notices[0]),
        must="REL-004",
        pattern="wrong-one-of-several",
        acts=2,
    ),
    defect(
        "wide-area-answer-shows-everything",
        "求められていない事項も広域交付の通知に含める。",
        "The answer for wide-area issue holds items that nobody asked for.",
        builders(j14=_everything),
        must="CERT-007",
        pattern="all-options-on",
    ),
    defect(
        "wide-area-answer-after-deletion",
        "消除された者を現に住民であるものとして広域交付に応じる。",
        "The answer for wide-area issue shows a deleted record as current.",
        arrival("J13", _deleted_answered),
        must="CERT-007",
        pattern="ended-shown-as-current",
        acts=2,
    ),
)
