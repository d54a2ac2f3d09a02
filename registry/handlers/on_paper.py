"""
A notice between municipalities that goes on paper while the line is out of order (住基規則2条2項, 5条の2第2項).
"""

from __future__ import annotations

import msgspec

from registry import outbox
from registry.desk import Desk
from registry.handlers import entry
from registry.handlers.moving_in import new_change_id
from registry.refusal import Refusal
from registry.wire.control import Accepted, Document, DocumentItem, SendOnPaper


def _text(value: object) -> str:
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    return str(value)


def handle(desk: Desk, command: SendOnPaper) -> Accepted:
    """
    Print what waits for the line. The message itself goes on waiting: the Act wants it sent by the line (住基法9条3項).
    """
    record = desk.anybody(command.resident, "resident").resident
    parcel = outbox.stuck(desk.conn, record, command.message_type)
    if not desk.book.rules.line_is_out_of_order(parcel is not None) or parcel is None:
        raise Refusal("line-in-order", "message_type")
    body: dict[str, object] = msgspec.json.decode(bytes(parcel.body))
    items = [
        DocumentItem(resident=record, item=name, label=name, value=_text(value))
        for name, value in body.items()
        if value not in (None, "", [])
    ]
    number = entry.issue_number(desk, "PP")
    title = "転入通知書" if command.message_type == "J05" else "戸籍の附票記載事項通知書"
    lines = [title, number, parcel.envelope.receiver, *(f"{item.label}　{item.value}" for item in items)]
    document = Document(
        kind="notice-on-paper",
        issue_number=number,
        addressed_to=parcel.envelope.receiver,
        items=items,
        text="\n".join(lines),
    )
    desk.print_for(record, document)
    return Accepted(outcome="accepted", change_id=new_change_id(), documents=desk.documents)
