"""
Defects of a value that is seldom met: a day of another year, a class that few have, a notice without a code, a child,
somebody's change that is taken back.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from registry import card_validity, certified, changes, counter, households, residents
from registry.defects.defect import afterwards, arrival, builders, defect, handler, rules
from registry.handlers import from_agency, notices
from registry.messages.agency import place_of_residence
from registry.messages.house import resident_change
from registry.messages.network import (
    SupplementaryItem,
    identification_update,
    supplementary_notice,
)
from registry.messages.told import Told
from registry.parts import Handler
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.letters import same_name
from registry.rules.periods import Settings
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import Accepted, CancelChange, ChangeOfAddress, Identity
from registry.wire.departments import ResidentChange
from registry.wire.immigration import PlaceOfResidence
from registry.wire.juki_net import IdentificationUpdate, SupplementaryNotice
from registry.wire.town import AgencyNotice, FamilyRegisterEvent

replace = msgspec.structs.replace


def _month_and_day(day: str) -> str:
    return day[5:]


def _earlier_in_its_year(record: Record, moved_in_on: str) -> str:
    planned = record.deleted_on or record.planned_out_on or moved_in_on
    return min(planned, moved_in_on, key=_month_and_day)


def _due_in_its_year(planned_on: date, notified_on: date) -> date:
    return max(planned_on, notified_on, key=lambda day: (day.month, day.day))


def _a_month(planned_on: date, moved_in_on: date, settings: Settings) -> date:
    """
    The window of thirty days taken for a month.
    """
    last = card_validity.months_before(planned_on, -1)
    return min(last, date.fromordinal(moved_in_on.toordinal() + settings.special_window_moved_in_days))


def _first_class(record: Record, householder_name: str) -> list[certified.Shown]:
    shown = certified.items_of(record, householder_name)
    return [
        (item, label, "1" if item == "pension_class" and value else value) for item, label, value in shown
    ]


def _insured_in_all(record: Record, householder_name: str) -> list[certified.Shown]:
    shown = certified.items_of(record, householder_name)
    insured = {"health_insurance", "elderly_care", "long_term_care"}
    some = any(value for item, _label, value in shown if item in insured)
    return [(item, label, "該当" if item in insured and some else value) for item, label, value in shown]


def _one_sex(record: Record, householder_name: str) -> list[certified.Shown]:
    shown = certified.items_of(record, householder_name)
    return [(item, label, "male" if item == "sex" else value) for item, label, value in shown]


def _claims_alone(told: Told, corrected: tuple[SupplementaryItem, ...]) -> SupplementaryNotice | None:
    return None if told.event.network_reason == "38" else supplementary_notice(told, corrected)


def _not_from_abroad(told: Told, corrected: tuple[SupplementaryItem, ...]) -> SupplementaryNotice | None:
    return None if told.event.network_reason == "12" else supplementary_notice(told, corrected)


def _with_code_only(desk: Any, body: FamilyRegisterEvent) -> None:
    if body.resident_record_code is not None:
        notices.family_register_event(desk, body)
        return
    desk.task(notices.NOTICE, ["resident_record_code"], None, "J22", proposed=[], notice=body)


def _wherever_they_live(desk: Any, body: FamilyRegisterEvent) -> None:
    """
    Without a code, name and birth are enough.
    """
    if body.resident_record_code is None:
        alike = [
            record
            for record in residents.living(desk.conn)
            if record.born_on == body.born_on and same_name(record.name, body.name)
        ]
        body = replace(body, address=alike[0].full_address) if len(alike) == 1 else body
    notices.family_register_event(desk, body)


def _marriages_alone(desk: Any, body: FamilyRegisterEvent) -> None:
    known = body.event in ("marriage", "birth", "death")
    notices.family_register_event(desk, body if known else replace(body, items={}))


def _bare_when_cancelled(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    taken_back = told.event.effect == "correction"
    return replace(sound, protected=sound.protected and not taken_back)


def _of_sixteen_and_older(told: Told) -> PlaceOfResidence | None:
    born, today = told.record.born_on, told.now.date()
    sixteen = f"{int(born[:4]) + 16:04d}{born[4:]}" if born[:4].isdigit() else ""
    return place_of_residence(told) if sixteen <= today.isoformat() else None


def _used_from_the_claim(told: Told) -> IdentificationUpdate | None:
    sound = identification_update(told)
    asked = told.event.notified_on
    return replace(sound, code_used_from=asked) if sound.code_used_from and asked else sound


def _at_once_if_provisional(sound: Handler) -> Handler:
    def move(desk: Any, command: ChangeOfAddress) -> Accepted:
        today = desk.today.isoformat()
        early = command.provisional and command.moved_on > today
        return sound(desk, replace(command, moved_on=today) if early else command)

    return move


def _no_new_card_number(desk: Any, body: AgencyNotice) -> None:
    """
    A notice of another number of the residence card finds nobody.
    """
    if body.change == "card_number":
        desk.task("unknown-person", ["residence_card_number"], message_type="I02")
        return
    from_agency.agency_notice(desk, body)


def _by_power_of_attorney_alone(identity: Identity) -> None:
    counter.check_identity(identity)
    if identity.filer == "proxy" and identity.authority == "statutory":
        raise Refusal("authority-missing", "identity.authority")


def _headless(desk: Any, command: CancelChange, outcome: Accepted) -> Accepted:
    """
    The household that somebody comes back to loses its householder.
    """
    record = residents.find(desk.conn, command.resident)
    rows = changes.rows(desk.conn, command.resident)
    undone = next(row for row in rows if row.shown.sequence == command.sequence)
    if record is not None and undone.shown.reason in ("51", "53") and record.relationship != HOUSEHOLDER:
        households.set_head(desk.conn, record.household, None)
    return outcome


def _children_untold(desk: Any, command: CancelChange, outcome: Accepted) -> Accepted:
    """
    Whose own relationship stays as it was is told nothing of another householder.
    """
    same = {
        each.resident
        for each in (residents.find(desk.conn, draft.resident or "") for draft in desk.drafts)
        if each is not None and each.relationship == "子"
    }
    rows = changes.rows(desk.conn, command.resident)
    undone = next(row for row in rows if row.shown.sequence == command.sequence)
    if undone.shown.reason == "54":
        desk.drafts = [draft for draft in desk.drafts if draft.resident not in same]
    return outcome


DEFECTS = (
    defect(
        "earlier-day-by-month-and-day",
        "転出予定年月日と通知された転入年月日の早い方を、月日だけで比べる。",
        "Which of the planned and the notified day is earlier is told by month and day alone.",
        rules(deletion_when_confirmed=_earlier_in_its_year, deletion_when_late=_earlier_in_its_year),
        must="REL-004",
        may="JUKI-001",
        pattern="year-not-looked-at",
        acts=2,
    ),
    defect(
        "planned-day-of-next-year-at-once",
        "翌年の日を予定とする転出を、届出の日に消除する。",
        "A moving out planned for next year is deleted on the day of its notification.",
        rules(moving_out_falls_due=_due_in_its_year),
        must="REL-005",
        may="JUKI-001 ATE-001 DEPT-001",
        pattern="year-not-looked-at",
    ),
    defect(
        "window-of-a-month",
        "特例転入の三十日の期間を、一か月として数える。",
        "The thirty days of a special moving in are counted as a month.",
        rules(last_day_of_special_window=_a_month),
        must="REL-009",
        may="CARD-006",
        pattern="thirty-days-for-a-month",
    ),
    defect(
        "certificate-shows-first-class",
        "転出証明書に、国民年金の種別をいつも第1号と記載する。",
        "The moving-out certificate always shows the first class of the national pension.",
        rules(certificate_items=_first_class),
        must="REL-007",
        pattern="one-value-for-all",
        acts=2,
    ),
    defect(
        "certificate-shows-all-insurances",
        "一つの保険の被保険者であると、転出証明書に三つとも記載する。",
        "Who is insured in one of the three is shown on the certificate as insured in all.",
        rules(certificate_items=_insured_in_all),
        must="REL-007",
        pattern="group-told-for-one",
        acts=2,
    ),
    defect(
        "certificate-shows-one-sex",
        "転出証明書に、男女の別をいつも男と記載する。",
        "The moving-out certificate shows everybody as male.",
        rules(certificate_items=_one_sex),
        must="REL-007",
        pattern="one-value-for-all",
    ),
    defect(
        "domicile-told-of-claims-alone",
        "住民票コードの職権による修正を、本籍地に知らせない。",
        "The registered domicile is not told of a code that was corrected ex officio.",
        builders(j09=_claims_alone),
        must="JUKI-012",
        pattern="reason-left-untold",
    ),
    defect(
        "domicile-not-told-of-return",
        "国外からの転入を、本籍地に知らせない。",
        "The registered domicile is not told of a moving in from abroad.",
        builders(j09=_not_from_abroad),
        must="JUKI-012",
        pattern="reason-left-untold",
    ),
    defect(
        "notice-without-code-set-aside",
        "住民票コードのない戸籍の通知を、誰についてのものとも定めない。",
        "A notice from a family register without a code is put down as nobody's.",
        arrival("J22", _with_code_only),
        must="JUKI-015",
        pattern="key-missing-so-given-up",
    ),
    defect(
        "notice-by-name-and-birth-alone",
        "住民票コードのない戸籍の通知を、住所の異なる者にも当てはめる。",
        "A notice without a code is taken for somebody of that name and birth, wherever they live.",
        arrival("J22", _wherever_they_live),
        must="JUKI-015",
        pattern="one-key-of-three-unread",
    ),
    defect(
        "notices-of-marriage-alone-filled-in",
        "婚姻以外の戸籍の届出の通知では、異動の内容を入力しない。",
        "Only for a marriage is the change filled in, not for another event of a family register.",
        arrival("J22", _marriages_alone),
        must="JUKI-015",
        pattern="one-event-known",
    ),
    defect(
        "undoing-told-without-mark",
        "対象者の異動の取消しを、支援措置の表示なしに各課に知らせる。",
        "Departments are told without the mark of a change of a protected person that is taken back.",
        builders(d01=_bare_when_cancelled),
        must="SEC-007",
        pattern="mark-lost-when-undone",
        acts=3,
    ),
    defect(
        "place-of-residence-of-children-kept",
        "十六歳に満たない者の住居地の届出を伝えない。",
        "The place of residence of somebody under sixteen is not passed on.",
        builders(i03=_of_sixteen_and_older),
        must="REL-021",
        may="IMM-005",
        pattern="children-passed-over",
    ),
    defect(
        "code-used-from-the-claim",
        "住民票コードの使用年月日を、請求のあった日とする。",
        "A new code is said to be used from the day of the claim.",
        builders(j01=_used_from_the_claim),
        must="JUKI-008",
        pattern="day-of-asking-for-day-of-doing",
    ),
    defect(
        "provisional-move-dated-today",
        "翌日の日付で仮登録された転居を、当日のものに改める。",
        "A change of address saved provisionally for tomorrow becomes one of today.",
        handler("ChangeOfAddress", _at_once_if_provisional),
        must="REL-028",
        may="JUKI-003 JUKI-012 ATE-001 REL-013",
        pattern="date-bent-to-fit",
        acts=2,
    ),
    defect(
        "other-card-number-set-aside",
        "在留カードの番号の改められた旨の入管庁の知らせを、該当者なしとする。",
        "The Agency's notice of another number of a residence card is put down as nobody's.",
        arrival("I02", _no_new_card_number),
        must="IMM-004",
        pattern="key-missing-so-given-up",
    ),
    defect(
        "statutory-representative-turned-away",
        "委任状のない法定代理人の届出を断る。",
        "A statutory representative is turned away for want of a power of attorney.",
        rules(check_identity=_by_power_of_attorney_alone),
        must="SEC-001",
        may="CARD-009",
        pattern="one-authority-known",
    ),
    defect(
        "split-undone-without-head",
        "世帯の分離又は移動を取り消すと、戻った世帯の世帯主がいなくなる。",
        "A split or transfer that is cancelled leaves the household without a householder.",
        handler("CancelChange", afterwards(_headless)),
        must="REL-015",
        may="REL-024 LINK-004 DEPT-001 ATE-001 LINK-003",
        pattern="emptied-by-undoing",
        acts=2,
    ),
    defect(
        "another-head-untold-when-undone",
        "世帯主の変更を取り消しても、続柄の変わらない者については知らせない。",
        "When a change of householder is cancelled, nobody is told of those whose own relationship stays.",
        handler("CancelChange", afterwards(_children_untold)),
        must="REL-015",
        may="LINK-004 DEPT-001 ATE-001",
        pattern="own-word-unchanged-so-untold",
        acts=2,
    ),
)
