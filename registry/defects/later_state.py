"""
Defects of a later state: right at first, wrong while another notice waits, after the end date of a measure, for a move
that is notified afterwards, once the record is deleted.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import audit, households, measures, residents
from registry.changes import JUKI_NET
from registry.defects.defect import afterwards, arrival, builders, defect, handler, rules
from registry.handlers import notices, wide_area
from registry.messages import house
from registry.messages.told import Told
from registry.messages.wide_area import Shown
from registry.parts import Handler
from registry.wire.addressee import AddresseeChange
from registry.wire.control import Accepted, InquireIdentity, MovingOut
from registry.wire.departments import ResidentChange
from registry.wire.town import FamilyRegisterEvent, WideAreaClaim

replace = msgspec.structs.replace


def _while_none_waits(desk: Any, body: FamilyRegisterEvent) -> None:
    """
    A notice about somebody of whom one waits already makes no task.
    """
    record = residents.with_code(desk.conn, body.resident_record_code or "")
    waiting = {task.resident for task in audit.open_tasks(desk.conn, notices.NOTICE)}
    if record is None or record.resident not in waiting:
        notices.family_register_event(desk, body)


def _settles_all(sound: Handler) -> Handler:
    def confirm(desk: Any, command: Any) -> Accepted:
        found = audit.task(desk.conn, command.task)
        outcome = sound(desk, command)
        if found is not None and found[0].resident is not None:
            audit.settle_tasks(desk.conn, notices.NOTICE, found[0].resident)
        return outcome

    return confirm


def _answered_after_the_end(desk: Any, body: WideAreaClaim) -> None:
    """
    A measure whose end date has passed holds no copy for wide-area issue, though no clerk ended it.
    """
    claimant = residents.with_code(desk.conn, body.resident_record_code)
    if claimant is None or not claimant.living:
        wide_area.copy_claimed(desk, body)
        return
    people = [claimant] if body.concerns == "claimant" else residents.members(desk.conn, claimant.household)
    states = {
        measure.state
        for each in people
        for measure in measures.of(desk.conn, each.resident)
        if not measure.over
    }
    if states != {"expired-alert"}:
        wide_area.copy_claimed(desk, body)
        return
    shown = [Shown(each, households.head_name(desk.conn, each)) for each in people]
    answer = desk.book.builders.j14(body, shown)
    desk.send(body.issuing_municipality, "J14", answer, claimant, by=JUKI_NET)


def _key_in_the_line(sound: Handler) -> Handler:
    def inquire(desk: Any, command: InquireIdentity) -> Accepted:
        outcome = sound(desk, command)
        if command.individual_number is not None and not outcome.found:
            desk.purpose = f"{desk.purpose} {command.individual_number}"
        return outcome

    return inquire


def _late_movers_untold(desk: Any, command: MovingOut, outcome: Accepted) -> Accepted:
    gone = {
        number
        for number in command.residents
        if (record := residents.find(desk.conn, number)) is not None and not record.living
    }
    desk.drafts = [
        draft
        for draft in desk.drafts
        if draft.message_type != "J23"
        or draft.receiver != command.destination_municipality
        or draft.resident not in gone
    ]
    return outcome


def _over_if_expired(measure: measures.Measure) -> measures.State:
    return "ended" if measure.state == "expired-alert" else "previous-address"


def _unmarked_when_gone(told: Told, with_number: bool) -> ResidentChange:
    sound = house.resident_change(told, with_number)
    return replace(sound, protected=sound.protected and told.record.living)


def _addressee_unmarked_when_gone(told: Told) -> AddresseeChange:
    sound = house.addressee_change(told)
    return replace(sound, protected=sound.protected and told.record.living)


DEFECTS = (
    defect(
        "second-notice-while-first-waits-dropped",
        "前の戸籍の通知が審査を待つ間に届いた、同じ者についての通知を捨てる。",
        "A notice from a family register about somebody of whom one still waits is dropped.",
        arrival("J22", _while_none_waits),
        must="JUKI-015",
        pattern="second-while-first-waits",
    ),
    defect(
        "notices-settled-together",
        "一人についての戸籍の通知を一件処理すると、その者の他の通知も処理済とする。",
        "With one notice from a family register every other about the same person counts as done.",
        handler("ConfirmNotice", _settles_all),
        must="JUKI-015",
        pattern="second-while-first-waits",
        acts=2,
    ),
    defect(
        "wide-area-answered-after-end-date",
        "終了日を過ぎた支援措置の対象者を、職員が終える前に広域交付の回答で示す。",
        "Wide-area issue shows a protected person once the end date has passed, though no clerk ended the measure.",
        arrival("J13", _answered_after_the_end),
        must="CERT-007",
        may="SEC-005 SEC-006",
        pattern="looser-after-the-end-date",
        acts=3,
    ),
    defect(
        "key-in-line-of-no-hit",
        "該当する者のない照会の個人番号を、アクセスログに記録する。",
        "The number by which an inquiry found nobody is written into its line of the log.",
        handler("InquireIdentity", _key_in_the_line),
        must="AUD-001",
        pattern="number-in-the-log",
    ),
    defect(
        "measure-of-late-mover-untold",
        "転出をした後に届け出た者の支援措置を転出先に伝えない。",
        "The destination is not told of the measure of somebody who notifies the move afterwards.",
        handler("MovingOut", afterwards(_late_movers_untold)),
        must="SEC-005",
        pattern="plan-in-the-past-forgotten",
        acts=3,
    ),
    defect(
        "expired-measure-ends-with-the-move",
        "終了日を過ぎた支援措置は、対象者が転出すると職員によらずに終わる。",
        "A measure whose end date has passed ends when the person moves out, without a clerk.",
        rules(measure_after_moving_out=_over_if_expired),
        must="SEC-005",
        may="SEC-006",
        pattern="looser-after-the-end-date",
        acts=4,
    ),
    defect(
        "deletion-told-without-mark",
        "消除を庁内の業務に知らせるとき、支援措置の表示を付けない。",
        "Departments are told of a deletion without the mark of the support measure.",
        builders(d01=_unmarked_when_gone),
        must="SEC-007",
        pattern="mark-lost-at-deletion",
        acts=3,
    ),
    defect(
        "deletion-told-addressee-without-mark",
        "消除を宛名システムに知らせるとき、支援措置の表示を付けない。",
        "The addressee system is told of a deletion without the mark of the support measure.",
        builders(a01=_addressee_unmarked_when_gone),
        must="SEC-007",
        may="ATE-001",
        pattern="mark-lost-at-deletion",
        acts=3,
    ),
)
