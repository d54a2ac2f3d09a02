"""
Defects of order and of what must be possible: a mark set after what it guards, a paper refused, a line of the log that
one way does not leave.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from registry.copies import items_of
from registry.defects.defect import both, defect, handler, outbox, rewritten, rules
from registry.desk import Desk
from registry.outbox import Draft
from registry.parts import Handler, Parts
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.tables import COPY_ITEMS, CopyItem
from registry.wire.control import (
    Accepted,
    AccessLine,
    IssueMovingOutCertificate,
    WithdrawMovingOut,
)

CHANGE_NOTICE = "resident-record-code-change-notice"


def _marks_late(drafts: list[Draft], marks: list[Draft]) -> list[Draft]:
    """
    The drafts with each of these marks behind the addressee change of the same person.
    """
    order = list(drafts)
    for mark in marks:
        changed = [each for each in order if each.message_type == "A01" and each.resident == mark.resident]
        if changed:
            order.remove(mark)
            order.insert(order.index(changed[0]) + 1, mark)
    return order


def _every_mark_late(drafts: list[Draft]) -> list[Draft]:
    return _marks_late(drafts, [each for each in drafts if each.message_type == "L09"])


def _accompanying_late(drafts: list[Draft]) -> list[Draft]:
    return _marks_late(drafts, [each for each in drafts if each.message_type == "L09"][1:])


def _change_notice_refused(sound: Handler) -> Handler:
    def inner(desk: Desk, command: object) -> Accepted:
        outcome = sound(desk, command)
        if any(paper.kind == CHANGE_NOTICE for paper in outcome.documents):
            raise Refusal("not-permitted", "issue_number", "no notice of a new code")
        return outcome

    return inner


def _authorised(command: Any) -> Any:
    identity = command.identity
    if identity.filer != "proxy" or identity.authority is not None:
        return command
    return msgspec.structs.replace(
        command, identity=msgspec.structs.replace(identity, authority="power-of-attorney")
    )


def _shown_papers(command: WithdrawMovingOut) -> WithdrawMovingOut:
    shown = msgspec.structs.replace(command.identity, evidence="drivers-licence")
    return msgspec.structs.replace(command, identity=shown)


def _destination_not_told_late(drafts: list[Draft]) -> list[Draft]:
    """
    What goes to the destination with the notification stays; with the deletion nothing goes there any more.
    """
    deleted = any(
        each.message_type == "J01" and getattr(each.body, "record_status", "") == "deleted" for each in drafts
    )
    return [
        each
        for each in drafts
        if not (deleted and each.message_type == "J23" and each.receiver != each.neighbour)
    ]


def _until_that_hour(until: datetime, now: datetime) -> bool:
    return now < until or (now.date() > until.date() and now.time() < until.time())


def _search_without_purpose(line: AccessLine) -> AccessLine:
    of_moving_in = line.function == "J15" and line.text == "purpose moving-in"
    return msgspec.structs.replace(line, text="") if of_moving_in else line


def _discard_unlogged(line: AccessLine) -> AccessLine | None:
    of_nobody = line.function == "DecideChange" and line.kind == "operation" and line.resident is None
    return None if of_nobody and line.result == "accepted" else line


def _first_marked(parts: Parts) -> Parts:
    printed: list[str] = []

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: IssueMovingOutCertificate) -> Accepted:
            printed.clear()
            return sound(desk, command)

        return inner

    def marks() -> list[str]:
        printed.append("one more")
        return ["special-moving-out-done"] if len(printed) == 1 else []

    return both(handler("IssueMovingOutCertificate", wrap), rules(marks_on_demand=marks))(parts)


def _nationality_along(record: Record, options: Collection[str]) -> list[CopyItem]:
    shown = items_of(record, options)
    if record.foreign is None or "relationship" not in options or "nationality" in options:
        return shown
    return [*shown, *(row for row in COPY_ITEMS if row.item == "nationality")]


DEFECTS = (
    defect(
        "mark-after-address",
        "自動応答不可の設定を、住所の更新より後に行う。",
        "The stop of automatic answers is set after the update of the address.",
        outbox(outgoing=_every_mark_late),
        must="SEC-007",
        may="LINK-009",
        pattern="mark-after-what-it-guards",
        acts=2,
    ),
    defect(
        "accompanying-mark-after-address",
        "併せて支援を求める者の自動応答不可の設定を、住所の更新より後に行う。",
        "The stop of automatic answers of who is protected together is set after the update of the address.",
        outbox(outgoing=_accompanying_late),
        must="SEC-007",
        may="LINK-009",
        pattern="mark-after-what-it-guards",
        acts=2,
    ),
    defect(
        "change-notice-not-printed-again",
        "変更の通知票の再発行を断る。",
        "The notice of a changed code cannot be printed again.",
        handler("ReprintNotice", _change_notice_refused),
        must="CERT-004",
        pattern="denied-although-due",
        acts=2,
    ),
    defect(
        "withdrawal-by-anybody",
        "転出の取消しでは代理権を確かめない。",
        "Whoever withdraws a moving out for another needs no authority.",
        handler("WithdrawMovingOut", rewritten(_authorised)),
        must="SEC-001",
        pattern="authority-taken-for-granted",
        acts=3,
    ),
    defect(
        "withdrawal-without-papers",
        "転出の取消しでは本人確認書類を求めない。",
        "Whoever withdraws a moving out need show no papers.",
        handler("WithdrawMovingOut", rewritten(_shown_papers)),
        must="SEC-001",
        pattern="authority-taken-for-granted",
        acts=3,
    ),
    defect(
        "later-measure-untold-to-destination",
        "転出届の後に認められた支援措置を、転出先に伝えない。",
        "A support measure granted after the notification of moving out is not told to the destination.",
        outbox(outgoing=_destination_not_told_late),
        must="SEC-005",
        pattern="told-at-the-first-step-only",
        acts=4,
    ),
    defect(
        "split-by-anybody",
        "世帯分離届では代理権を確かめない。",
        "Whoever splits a household for another needs no authority.",
        handler("SplitHousehold", rewritten(_authorised)),
        must="SEC-001",
        pattern="authority-taken-for-granted",
        acts=2,
    ),
    defect(
        "release-revives-next-day",
        "終わった一時解除が、次の日の同じ時刻までまた効く。",
        "A temporary release that is over holds again on later days until the same hour.",
        rules(is_released=_until_that_hour),
        must="SEC-005",
        may="SEC-006",
        pattern="compared-by-the-hour-alone",
        acts=4,
    ),
    defect(
        "moving-in-searched-without-purpose",
        "転入の記載に先立つ照会を、目的なしに記録する。",
        "The search before an entry by moving in is logged without its purpose.",
        rules(access_line=_search_without_purpose),
        must="JUKI-016",
        pattern="reason-left-out",
    ),
    defect(
        "discard-unlogged",
        "仮登録の破棄を記録に残さない。",
        "Discarding a provisional entry leaves no line.",
        rules(access_line=_discard_unlogged),
        must="AUD-001",
        pattern="one-branch-unlogged",
        acts=2,
    ),
    defect(
        "on-demand-mark-on-first-only",
        "求めに応じて一度に印刷した書面のうち、最初のものだけに特例による転出の処理済みの旨を示す。",
        "Of several papers printed on demand at once only the first says that the special moving out is done.",
        _first_marked,
        must="REL-008",
        pattern="first-of-those-printed",
        acts=3,
    ),
    defect(
        "relationship-brings-nationality",
        "続柄の記載を求めた外国人住民の写しに、国籍も記載する。",
        "A copy of a foreign resident that should add the relationship adds the nationality too.",
        rules(copy_items=_nationality_along),
        must="CERT-001",
        pattern="shown-unasked",
    ),
)
