"""
Defects of the day and of what stood before: terms that go on, notices that are confirmed, codes, numbers and common
names that change by turns, and who is left by a householder.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from registry import certified, measures
from registry.defects.defect import arrival, both, builders, defect, handler, rewritten, rules
from registry.defects.moving_out_data import data_spoilt
from registry.desk import Desk
from registry.handlers import notices
from registry.handlers.regrouping import TRANSFERRED
from registry.measures import Measure
from registry.messages import house
from registry.messages.network import identification_update
from registry.messages.told import Told
from registry.parts import Handler, Override, Parts
from registry.residents import Record
from registry.rulebook import Action
from registry.rules import dates
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.addressee import CopyRegistration
from registry.wire.control import Accepted, DocumentItem, ExOfficioDeletion, ExtendSupport
from registry.wire.departments import ResidentChange
from registry.wire.juki_net import IdentificationUpdate, MovingOutData
from registry.wire.town import FamilyRegisterEvent

replace = msgspec.structs.replace
CORRECTED_CODE, CORRECTED = "38", "33"
Day = Callable[[Desk, ExtendSupport, Measure], str | None]


def _extended_from(day: Day) -> Override:
    """
    An extension whose year begins on another day, where `day` names one.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: ExtendSupport) -> Accepted:
            before = measures.find(desk.conn, command.measure)
            outcome = sound(desk, command)
            kept = measures.find(desk.conn, command.measure)
            start = dates.civil(day(desk, command, before) or "") if before is not None else None
            if kept is not None and start is not None:
                moved = replace(kept, ends_on=desk.book.rules.support_term(start).isoformat())
                measures.save(desk.conn, moved, measures.everybody(moved))
            return outcome

        return inner

    return handler("ExtendSupport", wrap)


def _asked(_desk: Desk, command: ExtendSupport, _before: Measure) -> str:
    return command.requested_on


def _without_former_code(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    corrected = sound.reason == CORRECTED_CODE
    return replace(sound, former_resident_record_code=None) if corrected else sound


def _first_of_all(item: str) -> Callable[[Parts], Parts]:
    """
    J01 of the second change names what stood before the first.
    """

    def override(parts: Parts) -> Parts:
        first: dict[str, str] = {}

        def update(told: Told) -> IdentificationUpdate:
            sound = identification_update(told)
            former = getattr(sound, item)
            if former is None:
                return sound
            return replace(sound, **{item: first.setdefault(told.record.resident, former)})

        return builders(j01=update)(parts)

    return override


def _as_accepted(*events: str) -> Override:
    def arrived(desk: Desk, body: FamilyRegisterEvent) -> None:
        when = body.accepted_on if body.event in events else body.occurred_on
        notices.family_register_event(desk, replace(body, occurred_on=when))

    return arrival("J22", arrived)


def _as_processed(parts: Parts) -> Parts:
    processing: list[str] = []

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: Any) -> Accepted:
            processing.append(desk.today.isoformat())
            try:
                return sound(desk, command)
            finally:
                processing.clear()

        return inner

    def update(told: Told) -> IdentificationUpdate:
        sound = identification_update(told)
        late = processing and sound.reason == CORRECTED
        return replace(sound, changed_on=processing[0]) if late else sound

    return both(handler("ConfirmNotice", wrap), builders(j01=update))(parts)


def _struck_out_forgotten(record: Record, householder_name: str) -> list[certified.Shown]:
    left = record if record.common_name else replace(record, common_name_history=None)
    return certified.items_of(left, householder_name)


def _struck_out_printed(record: Record, householder_name: str) -> list[certified.Shown]:
    former = (record.common_name_history or "").split("; ")[-1].partition(" 削除 ")[2]
    return certified.items_of(
        replace(record, common_name=record.common_name or former or None), householder_name
    )


def _replaced_forgotten(record: Record, householder_name: str) -> list[certified.Shown]:
    rows = (record.common_name_history or "").split("; ")
    last = rows[-1] if record.common_name and rows[-1] else record.common_name_history
    return certified.items_of(replace(record, common_name_history=last), householder_name)


def _struck_out_untold(sound: MovingOutData, _movers: list[Record]) -> MovingOutData:
    people = [one if one.common_name else replace(one, common_name_history=None) for one in sound.persons]
    return replace(sound, persons=people)


def _replaced_untold(sound: MovingOutData, _movers: list[Record]) -> MovingOutData:
    people = [
        replace(one, common_name_history=one.common_name_history.split("; ")[-1])
        if one.common_name and one.common_name_history
        else one
        for one in sound.persons
    ]
    return replace(sound, persons=people)


def _struck_out_again(first: Sequence[DocumentItem], now: Sequence[DocumentItem]) -> list[DocumentItem]:
    today = {one.item for one in now}
    return [one for one in first if one.item != "common_name" or "common_name" in today]


def _is_heir(told: Told) -> bool:
    """
    Whoever heads the household that the former householder left for another.
    """
    return told.event.reason == TRANSFERRED and told.record.relationship == HOUSEHOLDER


def _heir_without_copy(told: Told, action: Action) -> CopyRegistration | None:
    return None if _is_heir(told) else house.provision_copy(told, action)


def _heir_untold(told: Told, with_number: bool) -> ResidentChange | None:
    return None if _is_heir(told) else house.resident_change(told, with_number)


def _decided(command: ExOfficioDeletion) -> ExOfficioDeletion:
    declared = command.event == "disappearance-declared"
    return replace(command, occurred_on=command.decided_on) if declared else command


DEFECTS = (
    defect(
        "extended-from-the-request",
        "支援措置の延長を、前の終了日の翌日からでなく申出の日から数える。",
        "An extended measure runs for a year from the request, not from the day after its end.",
        _extended_from(_asked),
        must="SEC-005",
        pattern="counted-from-another-day",
        acts=4,
    ),
    defect(
        "corrected-code-without-the-former",
        "住民票コードの職権による修正のJ01に、変更前の住民票コードがない。",
        "J01 of a code that was corrected ex officio lacks the former code.",
        builders(j01=_without_former_code),
        must="JUKI-001",
        pattern="former-value-of-one-cause",
    ),
    defect(
        "former-code-before-the-first-change",
        "二度目に改められた住民票コードのJ01が、初めの住民票コードを変更前とする。",
        "J01 of a code that changes a second time names the code from before the first change.",
        _first_of_all("former_resident_record_code"),
        must="JUKI-001",
        may="JUKI-005 JUKI-008",
        pattern="former-value-of-the-first-time",
        acts=2,
    ),
    defect(
        "former-number-before-the-first-change",
        "二度目に改められた個人番号のJ01が、初めの個人番号を変更前とする。",
        "J01 of a number that changes a second time names the number from before the first change.",
        _first_of_all("former_individual_number"),
        must="JUKI-001 JUKI-011",
        may="JUKI-005",
        pattern="former-value-of-the-first-time",
        acts=2,
    ),
    defect(
        "notified-death-dated-when-accepted",
        "他の市町村から通知された死亡を、受理の日の異動とする。",
        "A death that another municipality told of is dated by the acceptance there.",
        _as_accepted("death"),
        must="JUKI-003 REL-018",
        pattern="confirmed-on-another-day",
        acts=2,
    ),
    defect(
        "notified-change-dated-when-accepted",
        "他の市町村から通知された氏名の変更を、受理の日の異動とする。",
        "A change of the name that another municipality told of is dated by the acceptance there.",
        _as_accepted("marriage", "divorce", "adoption", "change-of-name"),
        must="JUKI-003",
        pattern="confirmed-on-another-day",
        acts=2,
    ),
    defect(
        "notified-change-dated-when-processed",
        "他の市町村から通知された氏名の変更のJ01を、処理の日の異動とする。",
        "J01 of a change of the name that another municipality told of is dated by its processing.",
        _as_processed,
        must="JUKI-003",
        pattern="confirmed-on-another-day",
        acts=2,
    ),
    defect(
        "certificate-without-the-struck-out-name",
        "通称の削除された外国人住民の転出証明書に、その記載及び削除に関する事項を記載しない。",
        "The certificate says nothing of a common name once it was struck out.",
        rules(certificate_items=_struck_out_forgotten),
        must="REL-007",
        pattern="struck-out-forgotten",
        acts=3,
    ),
    defect(
        "certificate-with-the-struck-out-name",
        "削除された通称を、なお通称として転出証明書に記載する。",
        "The certificate still bears as common name the one that was struck out.",
        rules(certificate_items=_struck_out_printed),
        must="REL-007",
        pattern="struck-out-still-there",
        acts=3,
    ),
    defect(
        "certificate-without-the-replaced-name",
        "改められた通称の転出証明書に、前の通称に関する事項を記載しない。",
        "The certificate tells only of the last entry of a common name, not of the one that it replaced.",
        rules(certificate_items=_replaced_forgotten),
        must="REL-007",
        pattern="replaced-forgotten",
        acts=3,
    ),
    defect(
        "data-without-the-struck-out-name",
        "通称の削除された外国人住民の転出証明書情報に、その記載及び削除に関する事項がない。",
        "Moving-out data say nothing of a common name once it was struck out.",
        data_spoilt(_struck_out_untold),
        must="REL-008",
        pattern="struck-out-forgotten",
        acts=3,
    ),
    defect(
        "data-without-the-replaced-name",
        "改められた通称の転出証明書情報に、前の通称に関する事項がない。",
        "Moving-out data tell only of the last entry of a common name, not of the one that it replaced.",
        data_spoilt(_replaced_untold),
        must="REL-008",
        pattern="replaced-forgotten",
        acts=3,
    ),
    defect(
        "certificate-again-without-the-struck-out-name",
        "再交付の転出証明書から、交付の後に削除された通称を除く。",
        "A certificate issued again leaves out a common name that was struck out since.",
        rules(reissued_items=_struck_out_again),
        must="REL-007",
        pattern="struck-out-forgotten",
        acts=4,
    ),
    defect(
        "heir-of-transfer-without-copy",
        "世帯主が他の世帯に移ると、残って世帯主となった者の副本を改めない。",
        "Where the householder goes over into another household, the copy of the heir is not renewed.",
        builders(l03=_heir_without_copy),
        must="REL-015",
        may="LINK-003 LINK-004",
        pattern="who-remains-is-untold",
        acts=1,
    ),
    defect(
        "heir-of-transfer-untold",
        "世帯主が他の世帯に移ると、残って世帯主となった者を庁内の業務に知らせない。",
        "Where the householder goes over into another household, departments hear nothing of the heir.",
        builders(d01=_heir_untold),
        must="REL-015",
        may="DEPT-001",
        pattern="who-remains-is-untold",
        acts=1,
    ),
    defect(
        "disappearance-dated-when-decided",
        "失踪宣告による消除を、宣告により定まる日でなく決定の日の異動とする。",
        "A deletion on a declaration of disappearance is dated by the decision.",
        handler("ExOfficioDeletion", rewritten(_decided)),
        must="JUKI-003",
        may="ATE-001 REL-028",
        pattern="dated-by-decision",
    ),
)
