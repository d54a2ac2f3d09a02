"""
Defects of what stands beside the usual case: another class, a part of an item, a notice and no command, the second
person, a correction that was cancelled.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from registry.defects.defect import afterwards, arrival, builders, defect, handler, outbox, rules
from registry.desk import Desk
from registry.handlers.arrivals import moving_out_data_arrived
from registry.messages.agency import municipal_notice
from registry.messages.house import provision_copy
from registry.messages.told import Told
from registry.outbox import Draft
from registry.rules import tables
from registry.wire.addressee import CopyRegistration
from registry.wire.control import Accepted, CancelChange, ConfirmNotice, RestoreRecord
from registry.wire.immigration import MunicipalNotice
from registry.wire.town import MovingOutData

WITH_A_CARD = ("medium-to-long-term", "special-permanent")


def _but_building(item: str, foreign: bool, on: date) -> tables.AgencyItem | None:
    return None if item == "building" else tables.agency_item(item, foreign, on)


def _gone_with_a_card(told: Told) -> MunicipalNotice | None:
    body = municipal_notice(told)
    silent = body is not None and body.act == "deletion" and body.resident_class not in WITH_A_CARD
    return None if silent else body


def _undone_is_told(told: Told) -> MunicipalNotice | None:
    if told.event.cancels is not None and told.event.act == "correction" and not told.event.corrected:
        told = msgspec.structs.replace(
            told, event=msgspec.structs.replace(told.event, corrected=("address",))
        )
    return municipal_notice(told)


def _registered_spouse(told: Told, action: Literal["register", "update", "close"]) -> CopyRegistration:
    body = provision_copy(told, action)
    return msgspec.structs.replace(body, relationship=body.relationship.removesuffix("（未届）"))


def _only_who_was_told_of(desk: Desk, _command: ConfirmNotice, outcome: Accepted) -> Accepted:
    copies = [draft for draft in desk.drafts if draft.message_type == "L03"]
    about = {draft.resident for draft in desk.drafts if draft.message_type == "J01"}
    desk.drafts = [draft for draft in desk.drafts if draft not in copies or draft.resident in about]
    return outcome


def _first_of_the_data(desk: Desk, body: MovingOutData) -> None:
    sound = desk.book.rules
    codes = {person.resident_record_code for person in body.persons[1:]}
    numbers = {person.individual_number for person in body.persons[1:]}
    lenient = msgspec.structs.replace(
        sound,
        resident_record_code_is_valid=lambda code: code in codes or sound.resident_record_code_is_valid(code),
        individual_number_is_valid=lambda number: (
            number in numbers or sound.individual_number_is_valid(number)
        ),
    )
    desk.book = msgspec.structs.replace(desk.book, rules=lenient)
    moving_out_data_arrived(desk, body)


def _one_mover(drafts: list[Draft]) -> list[Draft]:
    moved = [
        draft
        for draft in drafts
        if draft.message_type == "I01" and getattr(draft.body, "notification_article", None) == "23"
    ]
    return [draft for draft in drafts if draft not in moved[1:]]


def _of_who_is_named(desk: Desk, command: CancelChange, outcome: Accepted) -> Accepted:
    desk.drafts = [
        draft for draft in desk.drafts if draft.message_type != "L03" or draft.resident == command.resident
    ]
    return outcome


def _agency_left_out(desk: Desk, _command: CancelChange | RestoreRecord, outcome: Accepted) -> Accepted:
    desk.drafts = [draft for draft in desk.drafts if draft.message_type != "I01"]
    return outcome


DEFECTS = (
    defect(
        "agency-not-told-of-the-building",
        "方書のみの修正を出入国在留管理庁に通知しない。",
        "A correction of the building alone is not told to the Agency.",
        rules(agency_item=_but_building),
        must="IMM-001",
        may="IMM-002",
        pattern="part-of-an-item-left-out",
    ),
    defect(
        "agency-told-of-card-holders-gone",
        "中長期在留者及び特別永住者のほかの外国人住民の消除を通知しない。",
        "Deletions of foreign residents without residence card or certificate are not told to the Agency.",
        builders(i01=_gone_with_a_card),
        must="IMM-001",
        may="IMM-002",
        pattern="one-class-left-out",
    ),
    defect(
        "agency-told-of-what-was-undone",
        "通知を要しない修正でも、その取消しは出入国在留管理庁に通知する。",
        "Cancelling a correction is told to the Agency, also one that was none of its affair.",
        builders(i01=_undone_is_told),
        must="IMM-001",
        may="IMM-002 REL-024",
        pattern="undoing-told-uncalled-for",
        acts=2,
    ),
    defect(
        "unregistered-spouse-registered-on-the-copy",
        "副本の続柄に「（未届）」を載せない。",
        "The provision copy shows an unregistered spouse as a spouse.",
        builders(l03=_registered_spouse),
        must="LINK-003 LINK-004",
        may="LINK-005",
        pattern="rare-value-as-usual-one",
    ),
    defect(
        "told-rename-reaches-one-copy",
        "他の市町村から通知された世帯主の氏の変更で、世帯員の副本を更新しない。",
        "Another name of the householder that a notice told of reaches no copy of the other members.",
        handler("ConfirmNotice", afterwards(_only_who_was_told_of)),
        must="LINK-004",
        pattern="consequence-on-one-route-only",
        acts=2,
    ),
    defect(
        "second-in-the-data-unchecked",
        "転出証明書情報の二人目からは、住民票コードと個人番号を確かめない。",
        "Codes and numbers of the second person in moving-out data, and of those after, are not checked.",
        arrival("J07", _first_of_the_data),
        must="DATA-004",
        pattern="checked-on-the-first-only",
    ),
    defect(
        "undone-change-in-one-copy-only",
        "異動の取消しで、その者のほかの世帯員の副本を元に戻さない。",
        "Cancelling a change puts right the copy of the person named, and no other of the household.",
        handler("CancelChange", afterwards(_of_who_is_named)),
        must="LINK-004",
        may="REL-024",
        pattern="undone-for-one-only",
        acts=2,
    ),
    defect(
        "undone-move-not-told-to-the-agency",
        "外国人住民の転居の取消しを出入国在留管理庁に通知しない。",
        "Cancelling a change of address of a foreign resident is not told to the Agency.",
        handler("CancelChange", afterwards(_agency_left_out)),
        must="IMM-001",
        may="IMM-002 REL-024",
        pattern="undone-in-one-place-only",
        acts=2,
    ),
    defect(
        "restored-unknown-to-the-agency",
        "外国人住民の住民票の回復を出入国在留管理庁に通知しない。",
        "That the record of a foreign resident stands again is not told to the Agency.",
        handler("RestoreRecord", afterwards(_agency_left_out)),
        must="IMM-001",
        may="IMM-002 REL-024",
        pattern="undone-in-one-place-only",
        acts=2,
    ),
    defect(
        "agency-told-of-one-mover",
        "一緒に転居した外国人住民のうち、一人だけを出入国在留管理庁に通知する。",
        "Of foreign residents who change address together one alone is told to the Agency.",
        outbox(outgoing=_one_mover),
        must="IMM-001",
        may="IMM-002",
        pattern="one-of-those-who-go-together",
    ),
)
