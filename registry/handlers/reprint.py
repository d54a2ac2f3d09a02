"""
A notice of a code or a change that was printed is printed again (the standard specification 4.3.3).
"""

from __future__ import annotations

import msgspec

from registry.desk import Desk
from registry.handlers import card_holding, entry
from registry.printing import documents_of
from registry.refusal import Refusal
from registry.wire.control import Accepted, Document, ReprintNotice

REPRINTED = {
    "resident-record-code-notice": "CN",
    "resident-record-code-change-notice": "CN",
    "resident-record-code-correction-notice": "CN",
    "acceptance-notice": "AN",
    "notice-to-person": "NP",
}
"""Kinds of notices that are printed again, and the series of their issue numbers."""
MARK = "（再発行）"


def _printed(desk: Desk, resident: str, issue_number: str) -> Document:
    for document in documents_of(desk.conn, resident):
        if document.issue_number == issue_number:
            return document
    raise Refusal("unknown-document", "issue_number")


def handle(desk: Desk, command: ReprintNotice) -> Accepted:
    """
    Print the notice as it was, marked as a reprint, under a number of its own: the same person, the same code.
    """
    desk.book.rules.check_identity(command.identity)
    record = card_holding.holder(desk, command.resident)
    first = _printed(desk, record.resident, command.issue_number)
    series = REPRINTED.get(first.kind)
    if series is None:
        raise Refusal("not-permitted", "issue_number", "this is no notice")
    number = entry.issue_number(desk, series)
    text = first.text.replace(first.issue_number, number)
    again = msgspec.structs.replace(
        first,
        issue_number=number,
        text=f"{MARK}\n{text}",
        marks=[*(mark for mark in first.marks if mark != "reprint"), "reprint"],
    )
    again = desk.book.rules.reprint(record, again)
    desk.numbers_seen = True
    desk.print_for(record.resident, again)
    return card_holding.accepted(record, [again])
