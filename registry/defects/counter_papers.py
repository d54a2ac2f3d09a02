"""
Defects of moving out that one clause alone forbids: what the certificate and the moving-out data say, and how a moving
out is counted, confirmed and taken when it comes late.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from registry import certified, residents
from registry.defects.defect import arrival, defect, handler, reading, rules
from registry.defects.moving_out_data import data_spoilt
from registry.desk import Desk
from registry.handlers import arrivals, moving_out
from registry.parts import Handler
from registry.reads import Reading
from registry.refusal import Refusal
from registry.residents import Record
from registry.rulebook import confirmation, stays_until
from registry.wire.control import Accepted, Found, MovingOut, ReadStatistics
from registry.wire.juki_net import MovedPerson, MovingOutData
from registry.wire.town import DeliveredNotice, MovingInNotice

Items = Callable[[Record, str], list[certified.Shown]]


def _with(item: str, value: Callable[[Record, str | None], str | None]) -> Items:
    """
    The certificate with another value of one item.
    """

    def shown(record: Record, householder_name: str) -> list[certified.Shown]:
        rows = certified.items_of(record, householder_name)
        return [(name, label, value(record, was) if name == item else was) for name, label, was in rows]

    return shown


def _either_or(record: Record, was: str | None) -> str | None:
    insured = record.health_insurance is not None and record.health_insurance.insured
    return None if insured else was


def _first_class(record: Record, was: str | None) -> str | None:
    insured = record.health_insurance is not None and record.health_insurance.insured
    return was or ("1" if insured else None)


class _WithLevel(MovedPerson, frozen=True, kw_only=True):
    """
    A person of moving-out data with an item that no rule names.
    """

    long_term_care_level: str


def _level_added(sound: MovingOutData, _movers: list[Record]) -> MovingOutData:
    more: list[MovedPerson] = [
        _WithLevel(**msgspec.structs.asdict(person), long_term_care_level="要介護1")
        for person in sound.persons
    ]
    return msgspec.structs.replace(sound, persons=more)


def _planned_when_filed(sound: MovingOutData, _movers: list[Record]) -> MovingOutData:
    return msgspec.structs.replace(sound, planned_on=sound.notified_on)


def _from_where_they_go(sound: MovingOutData, _movers: list[Record]) -> MovingOutData:
    return msgspec.structs.replace(sound, previous_address=sound.destination)


def _data_abroad(sound: Handler) -> Handler:
    def inner(desk: Desk, command: MovingOut) -> Accepted:
        if command.route != "special" or command.destination_municipality is not None:
            return sound(desk, command)
        accepted = sound(desk, msgspec.structs.replace(command, route="certificate"))
        gone = [residents.find(desk.conn, number) for number in command.residents]
        for record in gone:
            if record is not None and record.previous_municipality is not None:
                moving_out.send_data(desk, [record], record.previous_municipality)
        return accepted

    return inner


def _late_data(sound: Handler) -> Handler:
    def inner(desk: Desk, command: MovingOut) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refusal:
            if refusal.reason != "window-passed" or command.destination_municipality is None:
                raise
        accepted = sound(desk, msgspec.structs.replace(command, route="certificate"))
        gone = [residents.find(desk.conn, number) for number in command.residents]
        moving_out.send_data(
            desk, [record for record in gone if record is not None], command.destination_municipality
        )
        return accepted

    return inner


def _day_of_their_filing(notice: MovingInNotice, today: date) -> dict[str, str]:
    return {**confirmation(notice, today), "confirmation_notified_on": notice.notified_on}


def _cause_as_confirmed(notice: MovingInNotice, today: date) -> dict[str, str]:
    return {**confirmation(notice, today), "cause_dated_on": notice.moved_in_on}


def _still_moved_out(desk: Desk, body: DeliveredNotice) -> None:
    arrivals.moving_in_notices(desk, body)
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is not None and record.state == "moved-out-confirmed":
        residents.save(desk.conn, msgspec.structs.replace(record, state="moved-out"))


def _as_recorded(record: Record) -> str:
    late = record.out_kind == moving_out.EX_OFFICIO
    return record.out_notified_on or "" if late else stays_until(record)


def _planned_not_counted(sound: Reading) -> Reading:
    def inner(conn: sa.Connection, query: ReadStatistics) -> Found:
        found = sound(conn, query)
        counted = found.statistics
        if counted is None:
            return found
        leaving = [
            one for one in residents.planned_out(conn, "9999-12-31") if one.became_resident_on <= query.on
        ]
        fewer: Any = msgspec.structs.replace(counted, residents=counted.residents - len(leaving))
        return msgspec.structs.replace(found, statistics=fewer)

    return inner


DEFECTS = (
    defect(
        "certificate-householder-is-oneself",
        "転出証明書の世帯主の氏名に本人の氏名を記載する。",
        "The certificate names everybody as householder.",
        rules(certificate_items=_with("householder_name", lambda record, _was: record.name)),
        must="REL-007",
        pattern="own-value-for-anothers",
    ),
    defect(
        "certificate-with-one-insurance-only",
        "国民健康保険を記載した転出証明書に、後期高齢者医療の被保険者である旨を重ねて記載しない。",
        "A certificate that shows health insurance is silent on medical care for the elderly, as if it were either or.",
        rules(certificate_items=_with("elderly_care", _either_or)),
        must="REL-007",
        pattern="either-or-taken",
    ),
    defect(
        "certificate-allowance-of-children-only",
        "児童手当の受給を、受給者ではなく子の転出証明書に記載する。",
        "Child allowance is shown on the certificate of a child, not of who receives it.",
        rules(
            certificate_items=_with(
                "child_allowance", lambda record, was: was if record.relationship.startswith("子") else None
            )
        ),
        must="REL-007",
        pattern="shown-for-wrong-person",
    ),
    defect(
        "certificate-former-surname-read-as-name",
        "旧氏の振り仮名に氏名の振り仮名を記載する。",
        "The reading of a former surname is that of the present name.",
        rules(
            certificate_items=_with(
                "former_surname_kana", lambda record, was: record.name_kana if was else was
            )
        ),
        must="REL-007",
        pattern="another-name-of-the-person",
    ),
    defect(
        "certificate-common-name-entered-here-only",
        "本市で記載した通称だけを転出証明書に記載する。",
        "The certificate shows a common name only if it was entered here.",
        rules(
            certificate_items=_with(
                "common_name", lambda record, was: was if record.common_name_history else None
            )
        ),
        must="REL-007",
        pattern="shown-on-a-condition",
    ),
    defect(
        "certificate-history-of-deleted-names-only",
        "通称の記載及び削除に関する事項を、通称が残る者については記載しない。",
        "Particulars of a common name are shown only once no common name stands any more.",
        rules(
            certificate_items=_with(
                "common_name_history", lambda record, was: None if record.common_name else was
            )
        ),
        must="REL-007",
        pattern="shown-on-a-condition",
    ),
    defect(
        "data-planned-when-filed",
        "転出証明書情報の転出の予定年月日に届出の日を書く。",
        "Moving-out data give the day of filing as the planned date.",
        data_spoilt(_planned_when_filed),
        must="REL-008",
        pattern="told-the-day-of-filing",
    ),
    defect(
        "data-from-where-they-go",
        "転出証明書情報の転出前の住所に転出先を書く。",
        "Moving-out data give the destination as the address before moving out.",
        data_spoilt(_from_where_they_go),
        must="REL-008",
        pattern="address-of-another-item",
    ),
    defect(
        "data-with-level-of-care",
        "転出証明書情報に要介護の区分を加える。",
        "Moving-out data carry a level of long-term care that no rule names.",
        data_spoilt(_level_added),
        must="REL-008",
        may="REL-010",
        pattern="item-beyond-the-rule",
    ),
    defect(
        "data-of-moving-abroad",
        "国外への特例の転出を受け付け、前住所地に転出証明書情報を送る。",
        "For a moving out abroad, moving-out data go to the municipality of the previous address.",
        handler("MovingOut", _data_abroad),
        must="REL-008",
        may="REL-022",
        pattern="refusal-worked-around",
    ),
    defect(
        "data-of-late-moving-out",
        "十五日目以後の特例転出を職権で処理しながら、転出証明書情報も送る。",
        "A special moving out that comes too late is handled ex officio, and the data are sent all the same.",
        handler("MovingOut", _late_data),
        must="REL-006",
        may="REL-008",
        pattern="refusal-worked-around",
    ),
    defect(
        "late-moving-out-a-day-early",
        "転出から十四日目の届出を職権として扱う。",
        "A moving out notified on the fourteenth day is handled ex officio.",
        rules(late_moving_out_days=lambda settings: settings.late_moving_out_days - 1),
        must="REL-006",
        pattern="window-a-day-short",
    ),
    defect(
        "late-moving-out-deleted-as-of-filing",
        "職権で処理した転出の消除の日に、届け出られた日を書く。",
        "A moving out handled ex officio is deleted as of the day it was told, not of leaving.",
        rules(deletion_date=_as_recorded),
        must="REL-006",
        pattern="dated-by-filing",
    ),
    defect(
        "confirmation-dated-by-their-filing",
        "転出確定通知年月日に、転入先で届け出られた日を書く。",
        "The date of the confirming notice is the day of filing elsewhere, not the day it came.",
        rules(confirmation=_day_of_their_filing),
        must="REL-004",
        pattern="senders-day-taken",
    ),
    defect(
        "confirmation-moves-the-cause",
        "転出の確定で、除票の事由の生じた年月日を転入の日に改める。",
        "A confirmation rewrites the date of the cause as the day of moving in.",
        rules(confirmation=_cause_as_confirmed),
        must="REL-004",
        pattern="written-over",
    ),
    defect(
        "confirmed-but-not-in-state",
        "転出が確定しても住民票の状態を改めない。",
        "A confirmed moving out stays in the state of one that is not.",
        arrival("J05", _still_moved_out),
        must="REL-004",
        pattern="state-not-advanced",
    ),
    defect(
        "planned-movers-not-counted",
        "転出を予定する者を予定日の前から統計に数えない。",
        "Who plans to move out is left out of the statistics before the planned date.",
        reading("ReadStatistics", _planned_not_counted),
        must="REL-005",
        pattern="counted-too-early",
        acts=2,
    ),
    defect(
        "certificate-pension-guessed-from-insurance",
        "国民健康保険の被保険者の転出証明書に、知らされていない国民年金の第一号の種別を記載する。",
        "The certificate of whoever has national health insurance shows the first class of the pension, untold.",
        rules(certificate_items=_with("pension_class", _first_class)),
        must="REL-007",
        pattern="guessed-from-another-item",
        acts=2,
    ),
    defect(
        "certificate-allowance-beside-a-pension-only",
        "児童手当の受給を、国民年金の被保険者の転出証明書にだけ記載する。",
        "Child allowance is shown only on the certificate of whoever has a national pension too.",
        rules(
            certificate_items=_with(
                "child_allowance", lambda record, was: was if record.pension_class else None
            )
        ),
        must="REL-007",
        pattern="shown-beside-another-only",
        acts=2,
    ),
)
