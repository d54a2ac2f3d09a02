"""
Defects that a second time, a second person or another kind of person shows, where one was served rightly.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

import msgspec

from registry import changes, dispatches, households, residents
from registry.cards import Kept
from registry.copies import items_of
from registry.defects.defect import afterwards, arrival, builders, defect, handler, outbox, rules
from registry.desk import Desk
from registry.handlers import from_card_management, notices, wide_area
from registry.messages.agency import municipal_notice
from registry.messages.card import Order, state_change
from registry.messages.house import resident_change
from registry.messages.network import linkage_code_request
from registry.messages.told import Told
from registry.messages.wide_area import Shown
from registry.outbox import Draft
from registry.parts import Handler, Override, Parts
from registry.residents import Record
from registry.rules.tables import CopyItem
from registry.store import DOCUMENTS
from registry.wire.card_management import StateChange
from registry.wire.control import Accepted, MovingIn, RegisterDispatchPlace
from registry.wire.departments import ResidentChange
from registry.wire.immigration import MunicipalNotice
from registry.wire.juki_net import LinkageCodeRequest
from registry.wire.town import DispatchStatus, FamilyRegisterEvent, WideAreaClaim

CODE_NOTICE, FAMILY_REGISTER = "resident-record-code-notice", "5"


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


def _one_notice_a_day() -> Override:
    told: set[tuple[str, date]] = set()

    def i01(change: Told) -> MunicipalNotice | None:
        sound = municipal_notice(change)
        if sound is None or sound.act != "correction":
            return sound
        of_today = (change.record.resident, change.now.date())
        if of_today in told:
            return None
        told.add(of_today)
        return sound

    return builders(i01=i01)


def _address_before_the_first() -> Override:
    first: dict[str, str] = {}

    def i01(change: Told) -> MunicipalNotice | None:
        sound = municipal_notice(change)
        if sound is None or sound.former_address is None:
            return sound
        before = first.setdefault(change.record.resident, sound.former_address)
        return msgspec.structs.replace(sound, former_address=before)

    return builders(i01=i01)


def _number_of_the_first_request() -> Override:
    first: dict[str, str] = {}

    def j24(record: Record, processing_number: str) -> LinkageCodeRequest | None:
        sound = linkage_code_request(record, processing_number)
        if sound is None:
            return None
        number = first.setdefault(record.resident, sound.individual_number)
        return msgspec.structs.replace(sound, individual_number=number)

    return builders(j24=j24)


def _by_former_code(desk: Desk, body: FamilyRegisterEvent) -> None:
    code = body.resident_record_code
    if code is not None and residents.with_code(desk.conn, code) is None:
        for record in residents.living(desk.conn):
            if any(
                row.after.resident_record_code == code for row in changes.rows(desk.conn, record.resident)
            ):
                body = msgspec.structs.replace(body, resident_record_code=record.resident_record_code)
    notices.family_register_event(desk, body)


def _one_code_notice(desk: Desk, _command: MovingIn, outcome: Accepted) -> Accepted:
    overwritten = [paper for paper in outcome.documents if paper.kind == CODE_NOTICE][:-1]
    for paper in overwritten:
        its = DOCUMENTS.c.body.contains(paper.issue_number)
        desk.conn.execute(DOCUMENTS.delete().where(its))
    kept = [paper for paper in outcome.documents if paper not in overwritten]
    return msgspec.structs.replace(outcome, documents=kept)


def _agency_told_of_one(drafts: list[Draft]) -> list[Draft]:
    told = [draft.resident for draft in drafts if draft.message_type == "I01"]
    return [draft for draft in drafts if draft.message_type != "I01" or draft.resident == told[-1]]


def _not_of_special_permanent(change: Told) -> MunicipalNotice | None:
    stay = change.record.foreign
    special = stay is not None and stay.resident_class == "special-permanent"
    return None if special and change.event.act == "correction" else municipal_notice(change)


def _without_number_not_told(change: Told, with_number: bool) -> ResidentChange | None:
    examined = change.event.kind == FAMILY_REGISTER and change.event.act == "correction"
    return None if examined and not with_number else resident_change(change, with_number)


def _confirmed_is_living(desk: Desk, body: WideAreaClaim) -> None:
    claimant = residents.with_code(desk.conn, body.resident_record_code)
    if claimant is None or claimant.state != "moved-out-confirmed":
        wide_area.copy_claimed(desk, body)
        return
    shown = [Shown(claimant, households.head_name(desk.conn, claimant))]
    answer = desk.book.builders.j14(body, shown)
    desk.send(body.issuing_municipality, "J14", answer, claimant, by=changes.JUKI_NET)


def _not_settled_by_foreigners(record: Record, options: Collection[str]) -> list[CopyItem]:
    return [row for row in items_of(record, options) if not (record.foreign and row.item == "settled_on")]


DEFECTS = (
    defect(
        "second-loss-not-told",
        "発見されたカードが再び紛失しても、二度目の一時停止を機構に伝えない。",
        "A card that was found and is lost again is not told of a second time.",
        _remembering(_one_suspension),
        must="CARD-010 CARD-014",
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
    defect(
        "linkage-code-asked-by-first-number",
        "個人番号が変わっても、符号の取得を初めの個人番号で求める。",
        "A linkage code is asked for by the first Individual Number, although it changed.",
        _remembering(_number_of_the_first_request),
        must="LINK-001",
        may="JUKI-011",
        pattern="answer-of-the-first-time",
        acts=2,
    ),
    defect(
        "notice-taken-by-former-code",
        "戸籍の届出に基づく通知を、変更前の住民票コードによっても受け付ける。",
        "A notice from a family register is taken by the former Resident Record Code.",
        arrival("J22", _by_former_code),
        must="JUKI-008",
        pattern="former-key-still-opens",
        acts=2,
    ),
    defect(
        "code-notice-for-the-last-only",
        "同時に記載した者のうち、最後の者の住民票コード通知票だけを作る。",
        "Of several people entered together only the last gets the notice of the code.",
        handler("MovingIn", afterwards(_one_code_notice)),
        must="JUKI-007",
        may="CERT-004",
        pattern="last-one-wins",
    ),
    defect(
        "examined-notice-told-by-number-only",
        "戸籍の届出に基づく修正を、個人番号を用いない部署に知らせない。",
        "A correction on a notice from a family register is not told to departments without the number.",
        builders(d01=_without_number_not_told),
        must="JUKI-015",
        pattern="receiver-left-out",
        acts=2,
    ),
    defect(
        "second-notice-of-a-day-dropped",
        "同じ日の二度目の修正を出入国在留管理庁に通知しない。",
        "The second correction of one day is not told to the Agency.",
        _remembering(_one_notice_a_day),
        must="IMM-001",
        pattern="second-time-not-told",
        acts=2,
    ),
    defect(
        "address-before-the-first-move",
        "二度目の転居の市町村通知に、初めの転居の前の住所を示す。",
        "I01 of a second change of address gives the address before the first one.",
        _remembering(_address_before_the_first),
        must="IMM-002",
        pattern="answer-of-the-first-time",
        acts=3,
    ),
    defect(
        "agency-told-of-the-last-only",
        "同時に異動した外国人住民のうち、最後の者だけを出入国在留管理庁に通知する。",
        "Of several foreign residents of one change only the last is told to the Agency.",
        outbox(outgoing=_agency_told_of_one),
        must="IMM-001",
        pattern="last-one-wins",
    ),
    defect(
        "special-permanent-corrected-silently",
        "特別永住者の住民票の修正を出入国在留管理庁に通知しない。",
        "A correction of a special permanent resident's record is not told to the Agency.",
        builders(i01=_not_of_special_permanent),
        must="IMM-001",
        pattern="one-class-left-out",
    ),
    defect(
        "confirmed-mover-shown-as-resident",
        "転出の確定した者を、広域交付の回答に住民として示す。",
        "Wide-area issue shows somebody as a resident whose moving out is confirmed.",
        arrival("J13", _confirmed_is_living),
        must="CERT-007",
        pattern="one-state-left-out",
        acts=2,
    ),
    defect(
        "copy-of-foreigner-without-settled-day",
        "外国人住民の写しに、住所を定めた年月日を記載しない。",
        "The copy of a foreign resident lacks the day on which the address was taken up.",
        rules(copy_items=_not_settled_by_foreigners),
        must="CERT-001",
        may="CERT-003",
        pattern="items-of-foreigners-left-out",
        acts=2,
    ),
)
