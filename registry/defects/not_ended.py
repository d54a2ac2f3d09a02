"""
Defects of what a withdrawal or a restoration should have ended, and that goes on into the next notification.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from registry import certified, residents
from registry.card_validity import keeps_card_abroad
from registry.defects.defect import afterwards, both, builders, defect, handler, rules
from registry.defects.moving_out_data import data_spoilt
from registry.desk import Desk
from registry.handlers import moving_out
from registry.messages.network import SupplementaryItem, supplementary_notice
from registry.messages.told import Told
from registry.parts import Handler, Parts
from registry.residents import Record
from registry.rulebook import stays_until
from registry.wire.control import Accepted, DocumentItem, MovingOut
from registry.wire.juki_net import MovingOutData, SupplementaryNotice

replace = msgspec.structs.replace
Plans = dict[str, Record]


def _withdrawn(plans: Plans) -> Any:
    """
    The withdrawal as it should be, whose plans are remembered.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: Any) -> Accepted:
            before = [residents.find(desk.conn, number) for number in command.residents]
            outcome = sound(desk, command)
            plans.update({record.resident: record for record in before if record is not None})
            return outcome

        return inner

    return handler("WithdrawMovingOut", wrap)


def _still_presented(parts: Parts) -> Parts:
    shown: dict[str, list[str]] = {}

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: MovingOut) -> Accepted:
            cards = [card for number in command.residents for card in shown.get(number, [])]
            for number in command.residents:
                shown.setdefault(number, []).extend(command.presented)
            return sound(desk, replace(command, presented=[*command.presented, *cards]))

        return inner

    return handler("MovingOut", wrap)(parts)


def _never_presented(parts: Parts) -> Parts:
    first: dict[str, bool] = {}

    def keeps(record: Record, presented: bool) -> bool:
        return keeps_card_abroad(record, first.setdefault(record.resident, presented))

    return rules(keeps_card_abroad=keeps)(parts)


def _deleted_on_first_day(parts: Parts) -> Parts:
    plans: Plans = {}

    def deletion(record: Record) -> str:
        return stays_until(plans.get(record.resident, record))

    return both(_withdrawn(plans), rules(deletion_date=deletion))(parts)


def _first_destination(parts: Parts) -> Parts:
    plans: Plans = {}

    def items(record: Record, householder_name: str) -> list[certified.Shown]:
        before = plans.get(record.resident, record)
        place = before.planned_destination
        return certified.items_of(replace(record, planned_destination=place), householder_name)

    return both(_withdrawn(plans), rules(certificate_items=items))(parts)


def _first_day_in_data(parts: Parts) -> Parts:
    plans: Plans = {}

    def data(sound: MovingOutData, movers: list[Record]) -> MovingOutData:
        before = plans.get(movers[0].resident, movers[0])
        return replace(sound, planned_on=before.planned_out_on or sound.planned_on)

    return both(_withdrawn(plans), data_spoilt(data))(parts)


def _first_day_in_notice(parts: Parts) -> Parts:
    plans: Plans = {}

    def notice(told: Told, items: tuple[SupplementaryItem, ...]) -> SupplementaryNotice | None:
        sound = supplementary_notice(told, items)
        before = plans.get(told.record.resident)
        if sound is None or before is None or "planned_out_on" not in items:
            return sound
        return replace(sound, planned_out_on=before.planned_out_on)

    return both(_withdrawn(plans), builders(j09=notice))(parts)


def _first_certificate_again(parts: Parts) -> Parts:
    plans: Plans = {}

    def items(first: Sequence[DocumentItem], _now: Sequence[DocumentItem]) -> list[DocumentItem]:
        before = plans.get(first[0].resident or "") if first else None
        place = before.planned_destination if before is not None else None
        return [replace(one, value=place) if place and one.item == "destination" else one for one in first]

    return both(_withdrawn(plans), rules(reissued_items=items))(parts)


def _plan_of(desk: Desk, resident: str) -> Record | None:
    record = residents.find(desk.conn, resident)
    return record if record is not None and record.planned_out_on is not None else None


def _planned_again(desk: Desk, plan: Record | None) -> None:
    now = residents.find(desk.conn, plan.resident) if plan is not None else None
    if plan is None or now is None:
        return
    back = replace(
        now,
        state="planned-out",
        planned_out_on=plan.planned_out_on,
        planned_destination=plan.planned_destination,
        destination_municipality=plan.destination_municipality,
        out_notified_on=plan.out_notified_on,
        out_kind=plan.out_kind,
        out_route=plan.out_route,
    )
    residents.save(desk.conn, back)


def _plan_stands(sound: Handler) -> Handler:
    def inner(desk: Desk, command: Any) -> Accepted:
        plan = _plan_of(desk, command.resident)
        outcome = sound(desk, command)
        _planned_again(desk, plan)
        return outcome

    return inner


def _withdrawn_plan_stands(parts: Parts) -> Parts:
    plans: Plans = {}

    def back(desk: Desk, command: Any, outcome: Accepted) -> Accepted:
        _planned_again(desk, plans.get(command.resident))
        return outcome

    return both(_withdrawn(plans), handler("RestoreRecord", afterwards(back)))(parts)


def _dead_again(parts: Parts) -> Parts:
    """
    Whoever died is restored as one who leaves tomorrow.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: Any) -> Accepted:
            before = residents.find(desk.conn, command.resident)
            outcome = sound(desk, command)
            if before is not None and before.deletion_reason == "23":
                today = desk.today.isoformat()
                plan = replace(before, planned_out_on=today, out_notified_on=today)
                _planned_again(desk, replace(plan, out_kind=moving_out.NOTIFIED))
            return outcome

        return inner

    return both(handler("RestoreRecord", wrap), handler("CancelChange", wrap))(parts)


def _leaves_on_first_day(parts: Parts) -> Parts:
    days: dict[str, str] = {}

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: Any) -> Accepted:
            before = residents.find(desk.conn, command.resident)
            outcome = sound(desk, command)
            if before is not None and before.deleted_on is not None:
                days[before.resident] = before.deleted_on
            return outcome

        return inner

    def deletion(record: Record) -> str:
        return days.get(record.resident, stays_until(record))

    return both(handler("RestoreRecord", wrap), rules(deletion_date=deletion))(parts)


DEFECTS = (
    defect(
        "card-shown-with-the-withdrawn",
        "取りやめた届出に示されたカードを、次の国外転出の届出にも示されたものとする。",
        "A card shown with a filing that was withdrawn counts as shown with the next, of moving abroad.",
        _still_presented,
        must="REL-022",
        pattern="kept-from-the-withdrawn",
        acts=3,
    ),
    defect(
        "deleted-on-the-withdrawn-day",
        "取りやめた転出の予定年月日を、次の転出による消除の年月日とする。",
        "The next moving out deletes as of the planned day of the one that was withdrawn.",
        _deleted_on_first_day,
        must="REL-005",
        may="JUKI-001 JUKI-003",
        pattern="kept-from-the-withdrawn",
        acts=3,
    ),
    defect(
        "certificate-to-the-withdrawn-place",
        "次の転出の転出証明書に、取りやめた転出の転出先を記載する。",
        "The certificate of the next moving out names the destination of the one that was withdrawn.",
        _first_destination,
        must="REL-007",
        pattern="kept-from-the-withdrawn",
        acts=3,
    ),
    defect(
        "card-never-shown-after-all",
        "初めの国外転出の届出に示されなかったカードは、次の届出に示されても失効させる。",
        "A card not shown with the first filing of moving abroad lapses, though shown with the next.",
        _never_presented,
        must="REL-022",
        pattern="next-filing-as-the-first",
        acts=3,
    ),
    defect(
        "data-of-the-withdrawn-day",
        "次の特例転出の転出証明書情報に、取りやめた転出の予定年月日を入れる。",
        "The data of the next special moving out carry the planned day of the one that was withdrawn.",
        _first_day_in_data,
        must="REL-008",
        pattern="next-filing-as-the-first",
        acts=3,
    ),
    defect(
        "abroad-told-of-the-withdrawn-day",
        "次の国外転出のJ09に、取りやめた転出の予定年月日を記す。",
        "J09 of the next moving abroad names the planned day of the moving out that was withdrawn.",
        _first_day_in_notice,
        must="REL-022",
        pattern="next-filing-as-the-first",
        acts=3,
    ),
    defect(
        "certificate-again-to-the-withdrawn-place",
        "再交付の転出証明書に、取りやめた転出の転出先を記載する。",
        "A certificate issued again names the destination of the moving out that was withdrawn.",
        _first_certificate_again,
        must="REL-007",
        pattern="second-paper-of-another",
        acts=4,
    ),
    defect(
        "restored-as-leaving",
        "転出により消除された者の住民票を回復しても、転出の予定を残し、次の日に再び消除する。",
        "Whoever is restored after a moving out keeps the plan, and is deleted again on the next day.",
        handler("RestoreRecord", _plan_stands),
        must="REL-024",
        pattern="revived-by-restoration",
        acts=4,
    ),
    defect(
        "cancelled-moving-out-as-leaving",
        "転出の異動を取り消しても、転出の予定を残し、次の日に再び消除する。",
        "Whose moving out is cancelled keeps the plan, and is deleted again on the next day.",
        handler("CancelChange", _plan_stands),
        must="REL-024",
        pattern="revived-by-restoration",
        acts=4,
    ),
    defect(
        "withdrawn-plan-revived",
        "回復された者の取りやめた転出の予定がよみがえり、予定の日に消除する。",
        "A restoration revives a moving out that was withdrawn, and its day deletes the record.",
        _withdrawn_plan_stands,
        must="REL-024",
        pattern="revived-by-restoration",
        acts=5,
    ),
    defect(
        "restored-dead-deleted-again",
        "誤って死亡とされた者は、回復されても次の日に転出により消除される。",
        "Who was taken for dead by mistake and is restored is deleted by the next day as having left.",
        _dead_again,
        must="REL-024",
        pattern="deleted-once-more",
        acts=3,
    ),
    defect(
        "leaves-again-on-the-first-day",
        "回復された者の改めての転出を、初めの転出の日による消除とする。",
        "Who is restored and later leaves is deleted as of the day of the first deletion.",
        _leaves_on_first_day,
        must="REL-005",
        may="JUKI-001 JUKI-003 REL-028",
        pattern="deleted-once-more",
        acts=5,
    ),
)
