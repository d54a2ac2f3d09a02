"""
Defects of what only the second look shows: a mark missing on one way of telling, a line missing in the log, a number
of another request, a notice for the first of several.
"""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from registry import audit
from registry.defects.defect import afterwards, builders, defect, handler, outbox, reading, rules
from registry.desk import Desk
from registry.measures import Measure, find
from registry.messages.card import Dispatching, dispatch_information
from registry.messages.house import addressee_change, resident_change
from registry.messages.network import linkage_code_request, protection_flag
from registry.messages.told import Told
from registry.outbox import Draft
from registry.parts import Parts
from registry.protection import save
from registry.reads import Reading
from registry.residents import Record
from registry.wire.addressee import AddresseeChange
from registry.wire.card_management import DispatchInformation
from registry.wire.control import Accepted, AccessLine, ExtendSupport, Found
from registry.wire.departments import ResidentChange
from registry.wire.juki_net import LinkageCodeRequest, ProtectionFlag


def _number_of_the_one_before(parts: Parts) -> Parts:
    numbers: list[str] = []

    def j24(record: Record, processing_number: str) -> LinkageCodeRequest | None:
        numbers.append(processing_number)
        return linkage_code_request(record, numbers[-2:][0])

    return builders(j24=j24)(parts)


def _stay_left_out(told: Told, mailing: Dispatching) -> DispatchInformation | None:
    sound = dispatch_information(told, mailing)
    if sound is None or mailing.kind != "delivery-notice":
        return sound
    return msgspec.structs.replace(sound, period_expires_on=None)


def _one_copy_of_those_who_came(drafts: list[Draft]) -> list[Draft]:
    copies = [
        draft
        for draft in drafts
        if draft.message_type == "L03" and getattr(draft.body, "action", None) == "register"
    ]
    return [draft for draft in drafts if draft not in copies[1:]]


def _plan_unmarked(told: Told, with_number: bool) -> ResidentChange:
    sound = resident_change(told, with_number)
    return msgspec.structs.replace(sound, protected=sound.protected and not told.event.planned)


def _relation_unmarked(told: Told) -> AddresseeChange:
    sound = addressee_change(told)
    return msgspec.structs.replace(sound, protected=sound.protected and told.event.reason != "54")


def _who_applied(record: Record, measure: Measure) -> ProtectionFlag | None:
    return protection_flag(record, measure) if record.resident == measure.resident else None


def _alerted_once(desk: Desk, command: ExtendSupport, outcome: Accepted) -> Accepted:
    measure = find(desk.conn, command.measure)
    if measure is not None:
        save(desk, msgspec.structs.replace(measure, alerted="support-ends-soon"))
    return outcome


def _no_refused_withdrawal(line: AccessLine) -> AccessLine | None:
    refused = line.function == "WithdrawMovingOut" and line.result.startswith("refused")
    return None if refused else line


def _erased_by_nobody_nowhere(line: AccessLine) -> AccessLine:
    if line.kind != "event" or line.result != "erased":
        return line
    return msgspec.structs.replace(line, function="", terminal="", text="")


def _store_prints_unmarked(line: AccessLine) -> AccessLine:
    at_store = line.kind == "print" and "convenience-store" in line.text
    return msgspec.structs.replace(line, individual_number_access=False) if at_store else line


def _searches_of_one_alone(sound: Reading) -> Reading:
    def inner(conn: sa.Connection, query: Any) -> Found:
        found = sound(conn, query)
        if found.analyses is None:
            return found
        many = set(found.analyses.mass_searches)
        who = {line.operator for line in audit.lines(conn, 0, max(many, default=0)) if line.n in many}
        shown = found.analyses.mass_searches if len(who) == 1 else []
        return msgspec.structs.replace(
            found, analyses=msgspec.structs.replace(found.analyses, mass_searches=shown)
        )

    return inner


DEFECTS = (
    defect(
        "acquisition-number-of-the-one-before",
        "J24に、直前の依頼の取得番号を入れる。",
        "J24 carries the acquisition number of the request before.",
        _number_of_the_one_before,
        must="LINK-001",
        pattern="value-of-the-one-before",
    ),
    defect(
        "delivery-notice-without-end-of-stay",
        "交付通知書のK01に在留期間の満了の日を入れない。",
        "K01 for a card's delivery notice lacks the end of the period of stay.",
        builders(k01=_stay_left_out),
        must="CARD-001",
        pattern="item-missing-on-one-paper",
    ),
    defect(
        "copy-of-the-first-who-came",
        "一緒に記載された者のうち一人目の副本だけを登録する。",
        "Of several people entered together only the first gets a provision copy.",
        outbox(outgoing=_one_copy_of_those_who_came),
        must="LINK-003",
        pattern="only-the-first",
    ),
    defect(
        "planned-moving-out-without-mark",
        "転出の予定を、支援措置の表示なしに庁内の業務へ伝える。",
        "D01 of a planned moving out lacks the mark of a support measure.",
        builders(d01=_plan_unmarked),
        must="SEC-007",
        pattern="mark-forgotten-in-one-form",
        acts=2,
    ),
    defect(
        "change-of-relation-without-mark",
        "世帯主の変更を、支援措置の表示なしに宛名へ伝える。",
        "A01 of a change of householder lacks the mark of a support measure.",
        builders(a01=_relation_unmarked),
        must="SEC-007 ATE-001",
        pattern="mark-forgotten-in-one-form",
        acts=2,
    ),
    defect(
        "network-told-of-who-applied",
        "併せて支援を求める者について、住基ネットに支援措置を伝えない。",
        "The network is not told of those for whom support was asked together.",
        builders(j23=_who_applied),
        must="SEC-007",
        pattern="only-who-applied",
    ),
    defect(
        "alert-of-the-first-term-only",
        "延長された支援措置の終わりを知らせない。",
        "The end of an extended measure is not alerted.",
        handler("ExtendSupport", afterwards(_alerted_once)),
        must="SEC-005",
        pattern="done-once-and-never-again",
        acts=4,
    ),
    defect(
        "refused-withdrawal-without-line",
        "断られた転出の取消しの行をログに残さない。",
        "A withdrawal of a moving out that is refused leaves no line in the log.",
        rules(access_line=_no_refused_withdrawal),
        must="AUD-001",
        pattern="one-branch-unlogged",
    ),
    defect(
        "erasure-without-process-and-place",
        "転出証明書情報の消去の行に、処理名も処理の場所も記録しない。",
        "The line of an erasure of moving-out data names neither process nor place.",
        rules(access_line=_erased_by_nobody_nowhere),
        must="AUD-001",
        pattern="process-left-unnamed",
        acts=2,
    ),
    defect(
        "store-print-without-number-flag",
        "コンビニ交付の印刷の行に、個人番号を印刷したことを記録しない。",
        "The line of a print in a convenience store does not say that the Individual Number was printed.",
        rules(access_line=_store_prints_unmarked),
        must="AUD-001",
        may="AUD-002",
        pattern="mark-forgotten-in-one-form",
        acts=2,
    ),
    defect(
        "mass-searches-of-two-unseen",
        "二人以上の職員が大量の検索をした日には、分析が何も示さない。",
        "Where more than one clerk looked at many records, the analysis shows nothing.",
        reading("ReadLogAnalyses", _searches_of_one_alone),
        must="AUD-001",
        pattern="analysis-blind",
        acts=2,
    ),
)
