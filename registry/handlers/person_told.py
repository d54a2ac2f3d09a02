"""
The notice to a person whose record was changed by authority for want of a notification (住基令12条4項).
"""

from __future__ import annotations

from registry.desk import Desk
from registry.handlers import entry
from registry.residents import Record
from registry.wire.control import Document


def tell(desk: Desk, record: Record, whereabouts_unknown: bool) -> None:
    """
    Print the notice, or the public notice where nobody knows where the person is. Only 住基令12条1項 demands one.
    """
    kind = desk.book.rules.notice_to_person(whereabouts_unknown)
    if kind is None:
        return
    number = entry.issue_number(desk, "NP")
    public = kind == "public-notice"
    title = "住民票の職権記載等の公示" if public else "住民票の職権記載等の通知"
    document = Document(
        kind=kind,
        issue_number=number,
        addressed_to=None if public else f"{record.full_address}　{record.name}",
        items=[],
        text=f"{title}\n{number}\n住民基本台帳法施行令第十二条第四項の規定による。\n{record.name}",
    )
    desk.print_for(record.resident, document)
