"""
Defects of support measures, of linkage codes and of the analyses of the access log.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from registry.defects.defect import afterwards, arrival, builders, defect, handler, outbox, reading, rules
from registry.desk import Desk
from registry.handlers.arrivals import linkage_code_wanted
from registry.measures import Measure, State, find, term_from
from registry.messages.house import addressee_change, hold_mark, provision_copy, resident_change
from registry.messages.network import linkage_code_request, protection_flag
from registry.messages.told import Event, Told
from registry.outbox import Draft
from registry.reads import Reading
from registry.residents import Record, find as resident_of
from registry.rulebook import Action, month_before
from registry.wire.addressee import AddresseeChange, CopyRegistration
from registry.wire.control import Accepted, Found, LogAnalyses, MovingIn, ReleaseSupport
from registry.wire.departments import ResidentChange
from registry.wire.juki_net import LinkageCodeRequest, ProtectionFlag
from registry.wire.town import CodeRequest

DAY = timedelta(days=1)


def _a_day_too_long(start: date) -> date:
    return term_from(start) + DAY


def _late(end: date) -> date:
    # One day is a question of counting the month; two are not.
    return month_before(end) + 2 * DAY


def _a_day_early(end: date) -> date:
    return month_before(end) - DAY


def _ends_by_itself(_measure: Measure) -> State:
    return "ended"


def _runs_on(_until: datetime, _now: datetime) -> bool:
    return True


def _destination_untold(record: Record, measure: Measure) -> ProtectionFlag | None:
    flag = protection_flag(record, measure)
    return None if flag.previous_address and record.living else flag


def _flags_lost(drafts: list[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.message_type != "J23"]


def _unflagged_addressee(told: Told) -> AddresseeChange:
    return msgspec.structs.replace(addressee_change(told), protected=False)


def _unflagged_department(told: Told, with_number: bool) -> ResidentChange:
    return msgspec.structs.replace(resident_change(told, with_number), protected=False)


def _unflagged_address(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    return msgspec.structs.replace(sound, protected=sound.protected and told.event.reason != "31")


def _release_told(desk: Desk, command: ReleaseSupport, outcome: Accepted) -> Accepted:
    measure = find(desk.conn, command.measure)
    record = None if measure is None else resident_of(desk.conn, measure.resident)
    if measure is not None and record is not None:
        lifted = msgspec.structs.replace(measure, state="ended")
        desk.send("juki_net", "J23", protection_flag(record, lifted), record)
        desk.send("addressee", "L09", hold_mark(record, lifted, desk.actor.operator), record)
    return outcome


def _code_goes_along(record: Record, processing_number: str) -> LinkageCodeRequest | None:
    return linkage_code_request(record, f"{processing_number}-{record.resident_record_code}")


def _number_kept(desk: Desk, body: CodeRequest) -> None:
    linkage_code_wanted(desk, body)
    desk.task("linkage-code-wanted", [body.processing_number], body.local_addressee_number, "A06")


def _told_before_decision(desk: Desk, command: MovingIn, outcome: Accepted) -> Accepted:
    if command.provisional and command.household is not None:
        for person in command.persons:
            event = Event(
                reason="11", kind="1", changed_on=command.moved_in_on, notified_on=command.notified_on
            )
            record = Record(
                resident=command.household,
                household=command.household,
                position=1,
                state="current",
                resident_record_code=person.resident_record_code or "",
                individual_number=person.individual_number,
                name=person.name,
                name_kana=person.name_kana,
                born_on=person.born_on,
                sex=person.sex,
                relationship=person.relationship,
                address=command.to_address.address,
                building=None,
                postal_code="",
                town_code="",
                became_resident_on=command.moved_in_on,
                settled_on=command.moved_in_on,
                notified_on=command.notified_on,
                previous_municipality=None,
                previous_address=None,
                addressee_changes=1,
            )
            desk.send("addressee", "A01", addressee_change(desk.told(record, event)), record)
    return outcome


def _same_number_again(told: Told) -> AddresseeChange:
    sound = addressee_change(told)
    return msgspec.structs.replace(sound, history_sequence=max(1, sound.history_sequence - 1))


def _only_the_householder(told: Told, action: Action) -> CopyRegistration | None:
    if action == "update" and told.record.relationship != "世帯主":
        return None
    return provision_copy(told, action)


def _address_in_copies(told: Told, action: Action) -> CopyRegistration:
    sound = provision_copy(told, action)
    return msgspec.structs.replace(sound, householder_name=f"{sound.householder_name}　{told.record.address}")


def _nothing_found(_sound: Reading) -> Reading:
    return lambda _conn, _query: Found(
        analyses=LogAnalyses(night_access=[], failed_authentication=[], mass_searches=[])
    )


def _no_failed_logins(sound: Reading) -> Reading:
    def inner(conn: sa.Connection, query: Any) -> Found:
        sound_ones = sound(conn, query).analyses
        return Found(
            analyses=None
            if sound_ones is None
            else msgspec.structs.replace(sound_ones, failed_authentication=[])
        )

    return inner


DEFECTS = (
    defect(
        "measure-a-day-too-long",
        "支援措置の終了日を一日遅くする。",
        "A support measure ends a day late.",
        rules(support_term=_a_day_too_long),
        must="SEC-005",
        pattern="last-day-a-day-late",
        acts=2,
    ),
    defect(
        "end-alerted-late",
        "終了の一月前を二日過ぎて初めて知らせる。",
        "The alert shows two days after one month before the end.",
        rules(support_alert_from=_late),
        must="SEC-005",
        pattern="alert-a-day-off",
        acts=3,
    ),
    defect(
        "end-alerted-a-day-early",
        "終了の一月前より前から知らせる。",
        "The alert shows before one month before the end.",
        rules(support_alert_from=_a_day_early),
        must="SEC-005",
        pattern="alert-a-day-off",
        acts=3,
    ),
    defect(
        "measure-ends-by-itself",
        "終了日を過ぎると支援措置と印を自動で外す。",
        "When its end date has passed a measure ends and its marks come off by themselves.",
        rules(after_the_end=_ends_by_itself),
        must="SEC-005 LINK-009",
        may="SEC-007 ATE-001 CERT-007 SEC-006",
        pattern="ended-without-decision",
        acts=3,
    ),
    defect(
        "release-runs-on",
        "一時解除の時間が過ぎても抑止に戻らない。",
        "A temporary release never ends.",
        rules(is_released=_runs_on),
        must="SEC-005",
        may="SEC-006",
        pattern="never-falls-due",
        acts=3,
    ),
    defect(
        "release-told",
        "一時解除を外部に伝える。",
        "A temporary release is passed on to the neighbours.",
        handler("ReleaseSupport", afterwards(_release_told)),
        must="SEC-005 SEC-007",
        may="LINK-009",
        pattern="passing-state-told",
        acts=2,
    ),
    defect(
        "measure-ends-by-moving-out",
        "転出すると支援措置を終える。",
        "A support measure ends when its holder moves out.",
        rules(measure_after_moving_out=_ends_by_itself),
        must="SEC-005",
        may="SEC-007 LINK-009 SEC-006",
        pattern="ended-without-decision",
        acts=3,
    ),
    defect(
        "destination-not-told-of-measure",
        "転出先に支援措置を伝えない。",
        "The municipality moved to is not told of the measure.",
        builders(j23=_destination_untold),
        must="SEC-005",
        may="SEC-007",
        pattern="one-neighbour-left-out",
        acts=2,
    ),
    defect(
        "accompanying-not-covered",
        "併せて支援を求める者を対象に含めない。",
        "Who asks for support together is not covered.",
        rules(covered=lambda measure: [measure.resident]),
        must="SEC-006",
        may="SEC-005 SEC-007 LINK-009 ATE-001",
        pattern="only-who-applied",
    ),
    defect(
        "addressee-without-flag",
        "宛名に支援措置の印を付けない。",
        "The addressee system gets addresses without the flag.",
        builders(a01=_unflagged_addressee),
        must="ATE-001 SEC-007",
        pattern="flag-not-set",
    ),
    defect(
        "departments-without-flag",
        "庁内の業務に支援措置の印を付けずに住所を渡す。",
        "Departments get addresses without the flag.",
        builders(d01=_unflagged_department),
        must="SEC-007",
        pattern="flag-not-set",
    ),
    defect(
        "new-address-without-flag",
        "対象者の転居を印なしで庁内の業務に伝える。",
        "Departments get a protected person's new address without the flag.",
        builders(d01=_unflagged_address),
        must="SEC-007",
        pattern="flag-not-set",
        acts=2,
    ),
    defect(
        "network-without-flag",
        "住基ネットへの支援措置の通知を、送信を待つ間に失う。",
        "A support measure is to be told to the network, and is lost while it waits to be sent.",
        outbox(outgoing=_flags_lost),
        must="SEC-007",
        may="SEC-005",
        pattern="outbox-loses",
    ),
    defect(
        "linkage-code-not-asked-for",
        "符号取得依頼を受けても住基ネットに送らない。",
        "A request for a linkage code is not passed on.",
        builders(j24=lambda _record, _number: None),
        must="LINK-001",
        may="LINK-012",
        pattern="request-not-passed-on",
    ),
    defect(
        "code-with-the-linkage-request",
        "符号取得要求に住民票コードを入れる。",
        "The request for a linkage code carries the Resident Record Code.",
        builders(j24=_code_goes_along),
        must="LINK-001",
        # The network refuses it, so no linkage code comes, and no inquiry can be answered.
        may="LINK-005",
        pattern="number-in-text",
    ),
    defect(
        "acquisition-number-kept",
        "取得番号を事務処理の一覧に残す。",
        "The acquisition number is kept in the list of tasks.",
        arrival("A06", _number_kept),
        must="LINK-001",
        pattern="secret-kept",
    ),
    defect(
        "addressee-told-before-decision",
        "仮登録の段階で宛名に伝える。",
        "The addressee system is told while the entry is still provisional.",
        handler("MovingIn", afterwards(_told_before_decision)),
        must="ATE-001 REL-020",
        pattern="done-before-decision",
    ),
    defect(
        "history-number-repeated",
        "宛名の履歴連番を進めない。",
        "The second addressee record of a person has the number of the first.",
        builders(a01=_same_number_again),
        must="ATE-001",
        may="ATE-002 DATA-001 SEC-001 SEC-007 SEC-005 JUKI-011 LINK-009 REL-024 REL-013 JUKI-010 REL-015 JUKI-015",
        pattern="counter-not-advanced",
    ),
    defect(
        "copies-of-members-not-updated",
        "世帯主以外の世帯員の副本を更新しない。",
        "Only the householder's provision copy is updated.",
        builders(l03=_only_the_householder),
        must="LINK-004",
        may="LINK-003 REL-015 REL-024",
        pattern="only-the-householder",
    ),
    defect(
        "copies-with-address-beside-the-name",
        "副本の世帯主氏名に住所を書き添える。",
        "The householder's name in provision copies is followed by the address.",
        builders(l03=_address_in_copies),
        must="LINK-003 LINK-008",
        may="LINK-004 LINK-005",
        pattern="item-in-another-field",
    ),
    defect(
        "log-analyses-empty",
        "アクセスログの分析が何も示さない。",
        "The analyses of the access log never show anything.",
        reading("ReadLogAnalyses", _nothing_found),
        must="AUD-001",
        pattern="analysis-blind",
    ),
    defect(
        "failed-logins-not-analysed",
        "アクセスログの分析が認証の失敗を示さない。",
        "The analyses of the access log do not show failed logins.",
        reading("ReadLogAnalyses", _no_failed_logins),
        must="AUD-001",
        pattern="analysis-blind",
    ),
)
