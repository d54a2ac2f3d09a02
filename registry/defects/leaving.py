"""
Defects of moving out: its certificate, its data, its confirmation, its withdrawal, and of moving out abroad.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from registry import certified, residents
from registry.cards import Kept
from registry.defects.defect import afterwards, arrival, builders, defect, handler, rules
from registry.defects.moving_out_data import Cards, data_spoilt
from registry.desk import Desk
from registry.handlers import arrivals
from registry.messages.network import SupplementaryItem, identification_update, supplementary_notice
from registry.messages.told import Told
from registry.residents import Record
from registry.rulebook import confirmation
from registry.rules.periods import Settings
from registry.store import HISTORY
from registry.wire.control import Accepted, WithdrawMovingOut
from registry.wire.juki_net import IdentificationUpdate, MovingOutData, SupplementaryNotice
from registry.wire.town import DeliveredNotice, MovingInNotice


def _plan_overwritten(notice: MovingInNotice, today: date) -> dict[str, str]:
    sound = confirmation(notice, today)
    return {**sound, "planned_out_on": notice.moved_in_on, "planned_destination": notice.new_address}


def _last_to_arrive(desk: Desk, body: DeliveredNotice) -> None:
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is not None and record.confirmed_out_on:
        residents.save(desk.conn, msgspec.structs.replace(record, confirmed_out_on=""))
    arrivals.moving_in_notices(desk, body)


def _first_to_arrive(desk: Desk, body: DeliveredNotice) -> None:
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is None or not record.confirmed_out_on:
        arrivals.moving_in_notices(desk, body)


def _applied_by_name(desk: Desk, body: DeliveredNotice) -> None:
    arrivals.moving_in_notices(desk, body)
    if residents.with_code(desk.conn, body.resident_record_code) is not None:
        return
    left = residents.moved_out_until(desk.conn, "9999-12-31")
    for record in [*residents.living(desk.conn), *left]:
        if record.name == body.name:
            values = desk.book.rules.confirmation(arrivals.first_of(body), desk.today)
            residents.save(desk.conn, msgspec.structs.replace(record, **values))


def _unmatched_dropped(desk: Desk, body: DeliveredNotice) -> None:
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is not None and record.state in ("planned-out", "moved-out", "moved-out-confirmed"):
        arrivals.moving_in_notices(desk, body)


def _planned(record: Record, _moved_in_on: str) -> str:
    return record.planned_out_on or ""


def _without(*items: str) -> Any:
    def shown(record: Record, householder_name: str) -> list[certified.Shown]:
        return [row for row in certified.items_of(record, householder_name) if row[0] not in items]

    return shown


def _pension_items_crossed(record: Record, householder_name: str) -> list[certified.Shown]:
    crossed = msgspec.structs.replace(
        record, pension_class=record.basic_pension_number, basic_pension_number=record.pension_class
    )
    return certified.items_of(crossed, householder_name)


def _with_insured_number(record: Record, householder_name: str) -> list[certified.Shown]:
    insurance = record.health_insurance
    number = insurance.household_number if insurance is not None else None
    return [*certified.items_of(record, householder_name), ("insured_number", "被保険者番号", number)]


def _with_reading_of_foreigners(record: Record, householder_name: str) -> list[certified.Shown]:
    rows = certified.items_of(record, householder_name)
    return [
        ("name_kana", label, record.name_kana) if item == "name_kana" else (item, label, value)
        for item, label, value in rows
    ]


def _any_card(_card: Kept, _today: date, _settings: Settings) -> bool:
    return True


def _suspended_too(card: Kept, today: date, _settings: Settings) -> bool:
    return card.state in ("active", "suspended") and (
        card.expires_on is None or card.expires_on >= today.isoformat()
    )


def _no_cards(_movers: list[Record], _cards: Cards) -> Cards:
    return {}


def _never_withdrawn(sound: MovingOutData, _movers: list[Record]) -> MovingOutData | None:
    return None if sound.withdrawn else sound


def _rows_deleted(desk: Desk, _command: WithdrawMovingOut, outcome: Accepted) -> Accepted:
    for entered in outcome.residents:
        gone = (HISTORY.c.resident == entered.resident) & (HISTORY.c.sequence > 1)
        desk.conn.execute(HISTORY.delete().where(gone))
    return outcome


def _abroad_as_domestic(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    return msgspec.structs.replace(sound, reason="21") if sound.reason == "22" else sound


def _abroad_not_told(told: Told, items: tuple[SupplementaryItem, ...]) -> SupplementaryNotice | None:
    return None if "abroad" in items else supplementary_notice(told, items)


def _no_alert(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    desk.alerts.clear()
    return outcome


DEFECTS = (
    defect(
        "confirmation-overwrites-plan",
        "転出の確定の値を転出予定の値に上書きする。",
        "What the notice of moving in says is written over the planned values.",
        rules(confirmation=_plan_overwritten),
        must="REL-004",
        pattern="written-over",
    ),
    defect(
        "last-notice-to-arrive-counts",
        "複数の転入通知のうち、古いものでも後に届いたものを用いる。",
        "Of several notices about one person the last to arrive is used, be it older.",
        arrival("J05", _last_to_arrive),
        must="REL-004",
        pattern="wrong-one-of-several",
        acts=2,
    ),
    defect(
        "first-notice-to-arrive-counts",
        "複数の転入通知のうち、初めに届いたものだけを用いる。",
        "Of several notices about one person only the first to arrive is used.",
        arrival("J05", _first_to_arrive),
        must="REL-004",
        pattern="first-value-stays",
        acts=2,
    ),
    defect(
        "notice-applied-by-name",
        "知らない住民票コードの転入通知を、氏名の同じ者に当てはめる。",
        "A notice of moving in with an unknown code is applied to who has the same name.",
        arrival("J05", _applied_by_name),
        must="REL-004",
        pattern="matched-by-name",
    ),
    defect(
        "unmatched-notice-dropped",
        "転出届のない者の転入通知を黙って捨てる。",
        "A notice of moving in that fits no moving out is dropped without a word.",
        arrival("J05", _unmatched_dropped),
        must="REL-004",
        pattern="unmatched-dropped",
    ),
    defect(
        "confirmation-not-told",
        "転出の確定を都道府県に伝えない。",
        "The prefecture is not told that a moving out was confirmed.",
        builders(j06=lambda _told: None),
        must="REL-004",
        pattern="message-never-sent",
    ),
    defect(
        "early-moving-in-not-heeded",
        "予定日より早い転入の通知があっても、消除の日を予定日とする。",
        "The deletion keeps the planned date although the person moved in elsewhere before.",
        rules(deletion_when_confirmed=_planned),
        must="REL-004",
        may="JUKI-001",
        pattern="former-value-kept",
    ),
    defect(
        "late-moving-out-ordinary",
        "転出から十五日目の届出を通常の届出として扱う。",
        "A moving out notified on the fifteenth day is taken as an ordinary notification.",
        rules(late_moving_out_days=lambda settings: settings.late_moving_out_days + 1),
        must="REL-006",
        pattern="window-a-day-long",
    ),
    defect(
        "certificate-for-abroad",
        "国外への転出に転出証明書を交付する。",
        "A moving-out certificate is issued for a moving out abroad.",
        rules(certificate_is_due=lambda record: record.out_route == "certificate"),
        must="REL-007 REL-022",
        pattern="exclusion-dropped",
    ),
    defect(
        "certificate-for-special",
        "特例転出にも転出証明書を交付する。",
        "A moving-out certificate is issued for a special moving out without being asked for.",
        rules(certificate_is_due=lambda record: record.destination_municipality is not None),
        must="REL-007 REL-008",
        pattern="exclusion-dropped",
    ),
    defect(
        "certificate-with-insured-number",
        "転出証明書に被保険者番号を記載する。",
        "The certificate shows a department's number that the order does not list.",
        rules(certificate_items=_with_insured_number),
        must="REL-007",
        pattern="item-beyond-the-rule",
    ),
    defect(
        "certificate-without-reading",
        "日本人の転出証明書に氏名の振り仮名を記載しない。",
        "A national's certificate leaves out the reading of the name.",
        rules(certificate_items=_without("name_kana")),
        must="REL-007",
        pattern="item-dropped",
    ),
    defect(
        "certificate-pension-items-crossed",
        "転出証明書の国民年金の種別と基礎年金番号を取り違えて記載する。",
        "The certificate shows the pension class and the basic pension number each under the other's name.",
        rules(certificate_items=_pension_items_crossed),
        must="REL-007",
        pattern="fields-crossed",
    ),
    defect(
        "certificate-with-foreign-reading",
        "外国人住民の転出証明書に氏名の振り仮名を記載する。",
        "A foreign resident's certificate shows a reading of the name.",
        rules(certificate_items=_with_reading_of_foreigners),
        must="REL-007",
        pattern="shown-for-wrong-person",
    ),
    defect(
        "reissue-shows-today",
        "再交付の転出証明書に現在の記載を写す。",
        "A certificate issued again shows the record of today.",
        rules(reissued_items=lambda _first, now: list(now)),
        must="REL-007",
        pattern="today-for-then",
    ),
    defect(
        "reissue-unmarked",
        "再交付の転出証明書に再交付と示さない。",
        "A certificate issued again does not say so.",
        rules(marks_again=list),
        must="REL-007",
        pattern="mark-left-out",
    ),
    defect(
        "data-without-card",
        "転出証明書情報にカードの事項を入れない。",
        "Moving-out data leave out the items of the card.",
        data_spoilt(cards_of=_no_cards),
        must="REL-008",
        pattern="optional-item-forgotten",
    ),
    defect(
        "data-for-ended-card",
        "失効したカードでも特例転出を受け付ける。",
        "A special moving out is accepted with a card that has lapsed or expired.",
        rules(card_is_usable=_any_card),
        must="REL-008",
        pattern="state-not-looked-at",
    ),
    defect(
        "data-for-suspended-card",
        "一時停止中のカードでも特例転出を受け付ける。",
        "A special moving out is accepted with a suspended card although no setting says so.",
        rules(card_is_usable=_suspended_too),
        must="REL-008",
        pattern="state-not-looked-at",
    ),
    defect(
        "print-on-demand-unmarked",
        "特例転出の後に印刷した証明書に、特例による転出処理済と示さない。",
        "A certificate printed after a special moving out does not say that the route was special.",
        rules(marks_on_demand=list),
        must="REL-008",
        pattern="mark-left-out",
    ),
    defect(
        "withdrawal-deletes-history",
        "転出の取消しで履歴の行を削除する。",
        "A withdrawn moving out is deleted from the history instead of cancelled by a row.",
        handler("WithdrawMovingOut", afterwards(_rows_deleted)),
        must="REL-012",
        may="REL-024 REL-028",
        pattern="history-deleted",
    ),
    defect(
        "withdrawal-not-told",
        "転出の取消しを転出先に伝えない。",
        "The destination is not told to drop the data of a withdrawn moving out.",
        data_spoilt(_never_withdrawn),
        must="REL-012",
        pattern="undoing-not-told",
    ),
    defect(
        "abroad-as-domestic",
        "国外転出の異動事由を国内転出として送る。",
        "A moving out abroad is told to the network as one inside Japan.",
        builders(j01=_abroad_as_domestic),
        must="REL-022 JUKI-003",
        may="JUKI-001",
        pattern="reason-falls-to-default",
    ),
    defect(
        "abroad-not-told-to-register",
        "国外転出を本籍地に伝えない。",
        "The municipality of the registered domicile is not told of a moving out abroad.",
        builders(j09=_abroad_not_told),
        must="REL-022 JUKI-012",
        pattern="special-route-forgotten",
    ),
    defect(
        "plan-far-ahead-unnoticed",
        "一年を超える先の転出予定に注意を出さない。",
        "A moving out planned more than a year ahead raises no alert.",
        handler("MovingOut", afterwards(_no_alert)),
        must="REL-028",
        pattern="alert-not-raised",
    ),
)
