"""
Defects of what is entered a day later or comes after somebody has left, and of what the lines of messages tell.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import residents
from registry.defects.defect import afterwards, arrival, both, builders, defect, handler, rules
from registry.desk import Desk
from registry.handlers import notices
from registry.messages.network import identification_update
from registry.messages.told import Told
from registry.wire.control import Accepted, AccessLine
from registry.wire.immigration import MunicipalNotice
from registry.wire.juki_net import IdentificationUpdate
from registry.wire.town import SupplementaryMismatch

INSIDE, ABROAD = "21", "22"
"""Reasons of a moving out: inside Japan, and abroad."""


def _dated_today(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    today = desk.today.isoformat()
    desk.drafts[:] = [
        msgspec.structs.replace(draft, body=msgspec.structs.replace(draft.body, changed_on=today))
        if draft.message_type == "K05"
        else draft
        for draft in desk.drafts
    ]
    return outcome


def _of_residents_only(desk: Desk, body: SupplementaryMismatch) -> None:
    record = residents.with_code(desk.conn, body.resident_record_code)
    if record is None or record.living:
        notices.mismatch(desk, body)


def _left_inside_japan(told: Told) -> IdentificationUpdate:
    sound = identification_update(told)
    event = told.event
    late = event.notified_on is not None and event.notified_on > event.changed_on
    return msgspec.structs.replace(sound, reason=INSIDE) if sound.reason == ABROAD and late else sound


def _death_dated_today(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    today = desk.today.isoformat()
    desk.drafts[:] = [
        msgspec.structs.replace(draft, body=msgspec.structs.replace(draft.body, event_on=today))
        if isinstance(draft.body, MunicipalNotice) and draft.body.act == "deletion"
        else draft
        for draft in desk.drafts
    ]
    return outcome


def _marked_where_numbers_are_used(desk: Desk, _command: Any, outcome: Accepted) -> Accepted:
    desk.drafts[:] = [
        draft for draft in desk.drafts if draft.message_type != "D01" or desk.basis.get(draft.receiver, False)
    ]
    return outcome


def _unmarked(line: AccessLine) -> AccessLine:
    if line.kind != "communication":
        return line
    return msgspec.structs.replace(line, individual_number_access=False)


DEFECTS = (
    defect(
        "returned-card-told-as-of-today",
        "返納及び返納命令によるカードの効力の喪失を、その日でなく入力の日のものとして伝える。",
        "A card returned, or ordered back, is told as ended on the day of entry.",
        both(*(handler(name, afterwards(_dated_today)) for name in ("ReturnCard", "OrderCardReturn"))),
        must="CARD-014",
        may="CARD-011 CARD-012",
        pattern="end-dated-by-entry",
        acts=2,
    ),
    defect(
        "replaced-card-told-as-of-today",
        "再交付の申請によるカードの効力の喪失を、申請の日でなく入力の日のものとして伝える。",
        "A card to be replaced is told as ended on the day of entry.",
        handler("RequestCardReplacement", afterwards(_dated_today)),
        must="CARD-014",
        may="CARD-010 CARD-011",
        pattern="end-dated-by-entry",
        acts=2,
    ),
    defect(
        "mismatch-of-who-left-lost",
        "既に消除された者についての附票の不一致の通知を捨てる。",
        "A mismatch notice about somebody whose record is deleted is thrown away.",
        arrival("J10", _of_residents_only),
        must="JUKI-013",
        pattern="dropped-for-deleted",
        acts=2,
    ),
    defect(
        "left-before-filing-told-as-inside-japan",
        "出国の後に届け出られた国外転出を、国内転出として伝える。",
        "A moving out abroad that was notified after leaving is told as one inside Japan.",
        builders(j01=_left_inside_japan),
        must="JUKI-003",
        may="JUKI-001 REL-022",
        pattern="told-otherwise-when-late",
    ),
    defect(
        "notified-death-told-as-of-today",
        "他の市町村から通知された死亡の日を、入管庁には処理の日として伝える。",
        "The day of a death that another municipality notified is told to the Agency as the day of processing.",
        handler("ConfirmNotice", afterwards(_death_dated_today)),
        must="IMM-002",
        may="REL-018",
        pattern="end-dated-by-entry",
        acts=2,
    ),
    defect(
        "mark-told-where-numbers-are-used",
        "支援措置の表示を、個人番号を用いる業務にだけ伝える。",
        "The mark of a support measure is told to the departments alone that use the Individual Number.",
        handler("ApplyForSupport", afterwards(_marked_where_numbers_are_used)),
        must="SEC-007",
        may="SEC-005 DEPT-001",
        pattern="mark-to-some-departments",
        acts=2,
        seen_by="checks",
    ),
    defect(
        "lines-of-messages-unmarked",
        "通信の行では、個人番号の参照を示さない。",
        "Lines of communication never tell of access to the Individual Number.",
        rules(access_line=_unmarked),
        must="AUD-001",
        pattern="mark-at-counter-only",
    ),
)
