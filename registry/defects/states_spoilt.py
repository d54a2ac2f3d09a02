"""
Defects of an act or a neighbour's word that spoils the state of whom it meets, or is passed on because of that state.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from registry import changes, households, measures, protection, residents
from registry.defects.defect import afterwards, arrival, defect, handler
from registry.desk import Desk
from registry.handlers import from_agency, numbers, succession
from registry.messages.told import Event
from registry.parts import Handler
from registry.residents import Record
from registry.rules.relationship import HOUSEHOLDER
from registry.rules.tables import REASONS
from registry.wire.control import Accepted
from registry.wire.town import AgencyNotice, NumberNotice

replace = msgspec.structs.replace
More = Callable[[Desk, Any, Accepted], Accepted]


def _agency_event(desk: Desk, **values: Any) -> Event:
    today = desk.today.isoformat()
    return Event(reason="33", kind="7", changed_on=today, notified_on=None, event_on=today, **values)


def _renewed_card_of_mover_told_back(desk: Desk, body: AgencyNotice) -> None:
    """
    The number of the residence card that came with the notice is taken for a correction of its own.
    """
    from_agency.agency_notice(desk, body)
    for record in residents.with_residence_card(desk.conn, body.residence_card_number):
        if record.state == "planned-out":
            told = desk.told(record, _agency_event(desk, corrected=("card_number",)))
            desk.send(changes.IMMIGRATION, "I01", desk.book.builders.i01(told), record)


def _stay_of_protected_sent(desk: Desk, body: AgencyNotice) -> None:
    """
    Whatever befalls a protected person is sent to the network, so that the flag goes with it.
    """
    from_agency.agency_notice(desk, body)
    stay = body.change not in ("name", "born_on", "nationality", "card_number", "sex")
    for record in residents.with_residence_card(desk.conn, body.residence_card_number):
        if stay and measures.is_protected(desk.conn, record.resident):
            changes.tell_network(desk, record, _agency_event(desk))


def _living(desk: Desk, command: Any) -> list[Record]:
    """
    The residents whom a command names.
    """
    named = [getattr(command, "resident", None), *getattr(command, "residents", [])]
    found = [residents.find(desk.conn, number) for number in filter(None, named)]
    return [record for record in found if record is not None and record.living]


def _each(more: Callable[[Desk, Record], None]) -> More:
    """
    After the command something more happens to each resident whom it names.
    """

    def after(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
        for record in _living(desk, command):
            more(desk, record)
        return outcome

    return after


def _first(more: Callable[[Desk, Record], None]) -> Callable[[Handler], Handler]:
    """
    Before the command something happens to each resident whom it names, so that everybody is told of that, too.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: Any) -> Accepted:
            for record in _living(desk, command):
                more(desk, record)
            return sound(desk, command)

        return inner

    return wrap


def _rows(desk: Desk, record: Record) -> list[changes.Row]:
    return changes.rows(desk.conn, record.resident)


def _first_number(desk: Desk, record: Record) -> None:
    """
    The sheet is written from that of the entry, with the number that stood then.
    """
    rows = _rows(desk, record)
    if any(row.shown.reason in ("34", "35") for row in rows):
        residents.save(desk.conn, replace(record, individual_number=rows[0].after.individual_number))


def _foreign_again(desk: Desk, record: Record) -> None:
    """
    The new code is put on the sheet that the naturalisation had deleted, and this one stands again.
    """
    was = [row.after.foreign for row in _rows(desk, record) if row.after.foreign is not None]
    if record.foreign is None and was:
        residents.save(desk.conn, replace(record, foreign=was[-1]))


def _was_restored(desk: Desk, record: Record) -> str | None:
    """
    The day of the last deletion of somebody whose record was restored.
    """
    days = [
        row.after.deleted_on for row in _rows(desk, record) if REASONS[row.shown.reason].act == "deletion"
    ]
    restored = any(row.shown.effect == "increase" for row in _rows(desk, record))
    return days[-1] if days and restored else None


def _deleted_day_again(desk: Desk, record: Record) -> None:
    day = _was_restored(desk, record)
    if day is not None:
        residents.save(desk.conn, replace(record, deleted_on=day))


def _alone_again(desk: Desk, record: Record) -> None:
    if _was_restored(desk, record) is not None and record.relationship != HOUSEHOLDER:
        household = residents.new_number(desk.conn, "household")
        households.set_head(desk.conn, household, None)
        alone = replace(record, household=household, position=1)
        residents.save(desk.conn, alone)
        succession.relate(desk, alone, HOUSEHOLDER)


def _measure_left_on_old_sheet(desk: Desk, record: Record) -> None:
    for measure in measures.of(desk.conn, record.resident):
        if not measure.over:
            protection.save(desk, replace(measure, state="ended"))


def _flag_taken_off(desk: Desk, record: Record) -> None:
    """
    The flag is looked up under the name that it was set for.
    """
    for measure in measures.of(desk.conn, record.resident):
        if not measure.over:
            body = desk.book.builders.j23(record, replace(measure, state="ended"))
            desk.send(changes.JUKI_NET, "J23", body, record)


def _mark_taken_off(desk: Desk, body: NumberNotice) -> None:
    """
    The former number's entry at the intermediary server is closed, and with it the stop of automatic answers.
    """
    before = residents.with_code(desk.conn, body.resident_record_code)
    numbers.number_notice(desk, body)
    record = residents.with_code(desk.conn, body.resident_record_code)
    if before is None or before.individual_number is None or record is None:
        return
    for measure in measures.of(desk.conn, record.resident):
        if not measure.over and before.individual_number != record.individual_number:
            ended = replace(measure, state="ended")
            mark = desk.book.builders.l09(record, ended, desk.actor.operator)
            desk.send(changes.ADDRESSEE, "L09", mark, record)


def _resident_since_the_head(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    """
    The child's sheet is begun as a copy of the householder's, with the day on which that one became a resident.
    """
    for entered in outcome.residents:
        child = residents.find(desk.conn, entered.resident)
        head = residents.find(desk.conn, households.head(desk.conn, entered.household) or "")
        if child is None or head is None:
            continue
        residents.save(desk.conn, replace(child, became_resident_on=head.became_resident_on))
    return outcome


DEFECTS = (
    defect(
        "renewed-card-of-mover-told-back",
        "転出を予定する外国人住民の在留期間の更新を、在留カードの番号の修正として入管庁に通知し返す。",
        "The renewed stay of somebody who plans to move out goes back to the Agency as a corrected card number.",
        arrival("I02", _renewed_card_of_mover_told_back),
        must="IMM-003",
        pattern="told-back",
        acts=2,
    ),
    defect(
        "stay-of-protected-sent",
        "支援措置を受けている外国人住民の在留期間の更新を、本人確認情報として送る。",
        "The renewed stay of a protected foreign resident is sent to the network.",
        arrival("I02", _stay_of_protected_sent),
        must="IMM-004",
        may="JUKI-002",
        pattern="trigger-too-wide",
        acts=3,
    ),
    defect(
        "former-number-back-by-another-name",
        "個人番号を変更した者の氏名を修正すると、住民票に変更前の個人番号が戻る。",
        "A corrected name puts the former Individual Number back on the record of whoever has another one.",
        handler("ExOfficioCorrection", afterwards(_each(_first_number))),
        must="JUKI-011",
        may="ATE-001 JUKI-001 JUKI-005 JUKI-010 REL-024",
        pattern="former-value-comes-back",
        acts=3,
    ),
    defect(
        "foreign-record-back-by-another-code",
        "帰化した者が住民票コードを変更すると、消除された外国人住民の住民票が再び現れる。",
        "Another code makes the deleted foreign record of somebody naturalised stand again.",
        handler("ChangeResidentRecordCode", afterwards(_each(_foreign_again))),
        must="REL-019",
        pattern="former-value-comes-back",
        acts=3,
    ),
    defect(
        "deletion-date-back-by-moving-house",
        "回復された者の住民票に、転居により消除の年月日が戻る。",
        "A change of address puts the date of the cancelled deletion back on a restored record.",
        handler("ChangeOfAddress", afterwards(_each(_deleted_day_again))),
        must="REL-024",
        pattern="former-value-comes-back",
        acts=4,
    ),
    defect(
        "restored-put-apart-by-another-name",
        "回復された者の氏名を修正すると、その者を新しい世帯に移す。",
        "A corrected name puts a restored person into a new household.",
        handler("ExOfficioCorrection", _first(_alone_again)),
        must="REL-024",
        may="REL-015",
        pattern="new-household-needlessly",
        acts=4,
    ),
    defect(
        "measure-lost-by-recompiling",
        "改製により支援措置が終わる。",
        "A recompiling ends the support measure.",
        handler("RecompileRecord", afterwards(_each(_measure_left_on_old_sheet))),
        must="SEC-005",
        may="SEC-007",
        pattern="not-carried-over",
        acts=3,
    ),
    defect(
        "flag-taken-off-by-another-name",
        "氏名を職権で修正すると、住基ネットに支援措置の終了を伝える。",
        "The network is told that support ended when a protected person's name is corrected.",
        handler("ExOfficioCorrection", afterwards(_each(_flag_taken_off))),
        must="SEC-007",
        may="SEC-005",
        pattern="ended-by-another-act",
        acts=3,
    ),
    defect(
        "stop-of-answers-lost-with-the-number",
        "個人番号が変わると、中間サーバーの自動応答不可の設定を解く。",
        "The stop of automatic answers is taken off when the Individual Number changes.",
        arrival("J21", _mark_taken_off),
        must="SEC-007",
        may="SEC-005 LINK-009",
        pattern="ended-by-another-act",
        acts=3,
    ),
    defect(
        "child-resident-since-the-head",
        "出生した子の住民となった年月日を、世帯主のものとする。",
        "A child is said to have become a resident on the householder's day.",
        handler("EntryByBirth", afterwards(_resident_since_the_head)),
        must="REL-017",
        may="JUKI-001",
        pattern="value-of-another-person",
        acts=2,
    ),
)
