"""
Defects of what is sent on about people who move: items that the data leave out, a foreign resident forgotten, a
second request, a day at which nothing ran.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import msgspec

from registry import residents
from registry.defects.defect import arrival, builders, defect, outbox, rules
from registry.defects.moving_out_data import Cards, data_spoilt
from registry.desk import Desk
from registry.handlers import arrivals
from registry.messages.house import resident_change
from registry.messages.network import SupplementaryItem, moving_out_confirmed, supplementary_notice
from registry.messages.told import Told
from registry.outbox import Draft
from registry.parts import Override, Parts
from registry.residents import Record
from registry.rules.periods import Settings
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import DocumentItem
from registry.wire.departments import ResidentChange
from registry.wire.juki_net import MovingOutConfirmed, MovingOutData, SupplementaryNotice
from registry.wire.town import MovingOutDataRequest, Qualification


def _no_confirmation_of_foreigners(told: Told) -> MovingOutConfirmed | None:
    return None if told.record.foreign is not None else moving_out_confirmed(told)


def _still_the_wrong_address(told: Told, with_number: bool) -> ResidentChange:
    sound, wrong = resident_change(told, with_number), told.event.former_address
    cancelled = told.event.cancels is not None and wrong is not None
    return msgspec.structs.replace(sound, address=wrong) if cancelled else sound


def _persons_without(**items: None) -> Override:
    """
    Moving-out data in which nobody has these items.
    """

    def change(sound: MovingOutData, _movers: list[Record]) -> MovingOutData:
        persons = [msgspec.structs.replace(person, **items) for person in sound.persons]
        return msgspec.structs.replace(sound, persons=persons)

    return data_spoilt(change)


def _cards_of_householder(movers: list[Record], cards: Cards) -> Cards:
    heads = {mover.resident for mover in movers if mover.relationship == HOUSEHOLDER}
    return {resident: card for resident, card in cards.items() if resident in heads}


def _left_without_building(sound: MovingOutData, movers: list[Record]) -> MovingOutData:
    return msgspec.structs.replace(sound, previous_address=movers[0].address)


def _answered_once(parts: Parts) -> Parts:
    """
    Each planting with answers of its own.
    """
    answered: set[str] = set()

    def react(desk: Desk, body: MovingOutDataRequest) -> None:
        if body.resident_record_code in answered:
            desk.task("no-special-moving-out", ["resident_record_code"], message_type="J08")
            return
        answered.add(body.resident_record_code)
        arrivals.moving_out_data_requested(desk, body)

    return arrival("J08", react)(parts)


def _erased_on_the_day_only(planned_on: date, today: date, settings: Settings) -> bool:
    return today != planned_on + timedelta(days=settings.moving_out_data_kept_days + 1)


def _reading_of_surname_lost(
    first: Sequence[DocumentItem], _now: Sequence[DocumentItem]
) -> list[DocumentItem]:
    return [item for item in first if item.item != "former_surname_kana"]


def _health_insurance_ended_too(desk: Desk, body: Qualification) -> None:
    arrivals.qualification(desk, body)
    record = residents.find(desk.conn, body.local_addressee_number)
    elderly = body.elderly_care is not None and body.elderly_care.insured
    if record is not None and elderly and record.health_insurance is not None:
        ended = msgspec.structs.replace(record.health_insurance, insured=False)
        residents.save(desk.conn, msgspec.structs.replace(record, health_insurance=ended))


def _notice_with(
    told: Told, corrected: tuple[SupplementaryItem, ...], **changes: object
) -> SupplementaryNotice | None:
    sound = supplementary_notice(told, corrected)
    return None if sound is None else msgspec.structs.replace(sound, **changes)


def _code_before_change(told: Told, corrected: tuple[SupplementaryItem, ...]) -> SupplementaryNotice | None:
    code = told.event.former_code or told.record.resident_record_code
    return _notice_with(told, corrected, resident_record_code=code)


def _outside_only(**change: Callable[[Draft], object]) -> Override:
    """
    The notice that leaves is spoilt, the record kept here is right.
    """

    def outgoing(drafts: list[Draft]) -> list[Draft]:
        return [
            msgspec.structs.replace(draft, body=_spoilt(draft, change))
            if draft.message_type == "J09"
            else draft
            for draft in drafts
        ]

    return outbox(outgoing=outgoing)


def _spoilt(draft: Draft, change: Mapping[str, Callable[[Draft], object]]) -> msgspec.Struct:
    values = {name: value(draft) for name, value in change.items() if getattr(draft.body, name)}
    return msgspec.structs.replace(draft.body, **values)


def _town_only(draft: Draft) -> str:
    return str(getattr(draft.body, "address", ""))[:6]


def _day_of_processing(draft: Draft) -> str:
    return draft.at.date().isoformat()


DEFECTS = (
    defect(
        "no-confirmation-of-foreigners",
        "外国人住民の転出の確定を都道府県知事に知らせない。",
        "The prefecture is not told of the confirmed moving out of foreign residents.",
        builders(j06=_no_confirmation_of_foreigners),
        must="REL-004",
        pattern="foreign-residents-forgotten",
        acts=2,
    ),
    defect(
        "cancelled-address-told-departments",
        "外国人住民の誤った転居が取り消されても、庁内の業務には取り消された住所を知らせる。",
        "When a foreign resident's wrong change of address is cancelled, departments are told the cancelled address.",
        builders(d01=_still_the_wrong_address),
        must="REL-024",
        may="DEPT-001",
        pattern="former-value-still-told",
        acts=3,
    ),
    defect(
        "card-of-householder-only",
        "転出証明書情報に、世帯主のカードの事項だけを載せる。",
        "Moving-out data carry the items of the householder's card only.",
        data_spoilt(cards_of=_cards_of_householder),
        must="REL-008",
        pattern="one-for-the-household",
        acts=2,
    ),
    defect(
        "data-without-pension",
        "転出証明書情報に国民年金の種別も基礎年金番号も載せない。",
        "Moving-out data lack class and number of the national pension.",
        _persons_without(pension_class=None, basic_pension_number=None),
        must="REL-008",
        pattern="group-of-items-left-out",
        acts=2,
    ),
    defect(
        "data-without-stay",
        "外国人住民の転出証明書情報に、国籍等も在留資格及び在留期間も載せない。",
        "Moving-out data of a foreign resident lack nationality, status of residence and period of stay.",
        _persons_without(
            nationality=None, status_of_residence=None, period_of_stay=None, period_expires_on=None
        ),
        must="REL-008",
        pattern="group-of-items-left-out",
        acts=2,
    ),
    defect(
        "left-address-without-building",
        "転出証明書情報の転出前の住所に方書がない。",
        "The address before moving out in the moving-out data lacks the building.",
        data_spoilt(_left_without_building),
        must="REL-008",
        pattern="address-cut-short",
        acts=2,
    ),
    defect(
        "data-request-answered-once",
        "一人についての二度目の転出証明書情報の送信の求めに応じない。",
        "A second request for one person's moving-out data is not answered.",
        _answered_once,
        must="REL-010",
        may="REL-008",
        pattern="second-time-not-done",
        acts=2,
    ),
    defect(
        "erasure-on-the-day-only",
        "転出証明書情報を期間の終わった日に限って消去し、その日に動いていなければ残す。",
        "Moving-out data are erased on the one day after the period, and stay where nothing ran on it.",
        rules(data_are_kept=_erased_on_the_day_only),
        must="REL-011",
        pattern="done-on-the-very-day-only",
        acts=2,
    ),
    defect(
        "reissue-without-reading-of-surname",
        "再交付する転出証明書に旧氏の振り仮名がない。",
        "A moving-out certificate issued again lacks the reading of the former surname.",
        rules(reissued_items=_reading_of_surname_lost),
        must="REL-007",
        pattern="copy-unlike-the-first",
        acts=3,
    ),
    defect(
        "elderly-care-ends-health-insurance",
        "後期高齢者医療の知らせにより、国民健康保険の資格も失わせる。",
        "A notice of elderly care ends national health insurance as well.",
        arrival("D02", _health_insurance_ended_too),
        must="DEPT-001",
        may="REL-007 REL-008",
        pattern="one-affair-for-another",
    ),
    defect(
        "supplementary-notice-under-former-code",
        "住民票コードの変更の附票の通知に、変更前のコードを載せる。",
        "The notice of a changed Resident Record Code to the registered domicile bears the former one.",
        builders(j09=_code_before_change),
        must="JUKI-012",
        pattern="former-value-still-told",
        acts=2,
    ),
    defect(
        "supplementary-notice-cut-short",
        "他の市町村への附票の通知の住所を途中で切る。",
        "The notice to the municipality of the registered domicile cuts the address short.",
        _outside_only(address=_town_only),
        must="JUKI-012",
        may="REL-013",
        pattern="address-cut-short",
    ),
    defect(
        "supplementary-notice-settled-today",
        "他の市町村への附票の通知の住所を定めた年月日に、処理の日を載せる。",
        "The notice to the municipality of the registered domicile gives the day of processing as the day settled on.",
        _outside_only(settled_on=_day_of_processing),
        must="JUKI-012",
        may="REL-013",
        pattern="day-of-work-for-day-of-law",
    ),
)
