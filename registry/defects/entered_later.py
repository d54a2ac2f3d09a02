"""
Defects of what is entered a day later or comes after somebody has left, and of what the lines of messages tell.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import residents
from registry.defects.defect import afterwards, arrival, both, defect, handler, rules
from registry.desk import Desk
from registry.handlers import notices
from registry.wire.control import Accepted, AccessLine
from registry.wire.town import SupplementaryMismatch


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
        "lines-of-messages-unmarked",
        "通信の行では、個人番号の参照を示さない。",
        "Lines of communication never tell of access to the Individual Number.",
        rules(access_line=_unmarked),
        must="AUD-001",
        pattern="mark-at-counter-only",
    ),
)
