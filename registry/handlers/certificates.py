"""
The moving-out certificate (住基令23条2項, 24条): issued once, and printed again as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from registry import changes, households, residents
from registry.certified import Mark
from registry.desk import Desk
from registry.handlers import entry, forms
from registry.handlers.moving_in import new_change_id
from registry.printing import documents_of
from registry.refusal import Refusal
from registry.residents import Record
from registry.wire.control import Accepted, Document, DocumentItem, Entered, IssueMovingOutCertificate

KIND: Final = "moving-out-certificate"
EX_OFFICIO = "2"
REISSUED, SPECIAL, EQUIVALENT = (
    "再交付",
    "特例による転出処理済",
    "転出証明書に準ずる証明書（転入届に添付するもの）",
)


def _printed(
    desk: Desk, record: Record, items: Sequence[DocumentItem], marks: list[Mark], title: str = "転出証明書"
) -> Document:
    number = entry.issue_number(desk, "MO")
    words = {"reissue": REISSUED, "special-moving-out-done": SPECIAL}
    across = [words[mark] for mark in marks if mark in words]
    lines = [title, number, *across, *(f"{item.label}　{item.value}" for item in items)]
    document = Document(
        kind=KIND,
        issue_number=number,
        addressed_to=record.name,
        items=list(items),
        text="\n".join(lines),
        marks=marks,
    )
    desk.print_for(record.resident, document)
    return document


def _items(desk: Desk, record: Record) -> list[DocumentItem]:
    rows = desk.book.rules.certificate_items(record, households.head_name(desk.conn, record))
    return [
        DocumentItem(resident=record.resident, item=item, label=label, value=value)
        for item, label, value in rows
        if value
    ]


def issue(desk: Desk, record: Record) -> Document:
    """
    The certificate of a notified moving out, or what stands for it where the moving out is entered ex officio.
    """
    desk.numbers_seen = True
    ex_officio = record.out_kind == EX_OFFICIO
    title = EQUIVALENT if ex_officio else "転出証明書"
    return _printed(desk, record, _items(desk, record), ["equivalent"] if ex_officio else [], title)


def _mover(desk: Desk, number: str, path: str) -> Record:
    record = residents.find(desk.conn, number)
    if record is None:
        raise Refusal("unknown-resident", path)
    desk.touch(number)
    if record.planned_out_on is None:
        raise Refusal("not-permitted", path, "no moving out was notified")
    if record.destination_municipality is None:
        raise Refusal("not-permitted", path, "no certificate of a moving out abroad")
    return record


def _is_of(document: Document, record: Record) -> bool:
    return any(item.item == "planned_on" and item.value == record.planned_out_on for item in document.items)


def _again(desk: Desk, record: Record, path: str) -> Document:
    issued = [each for each in documents_of(desk.conn, record.resident) if each.kind == KIND]
    # A certificate of an earlier moving out is not this one's.
    own = [each for each in issued if "reissue" not in each.marks and _is_of(each, record)]
    if not own or record.out_route != "certificate":
        raise Refusal("unknown-document", path, "no certificate was issued")
    first = own[-1]
    items = desk.book.rules.reissued_items(first.items, _items(desk, record))
    marks = desk.book.rules.marks_again(first.marks)
    title = EQUIVALENT if "equivalent" in first.marks else "転出証明書"
    return _printed(desk, record, items, marks, title)


def _on_demand(desk: Desk, record: Record, path: str) -> Document:
    if record.out_route != "special":
        raise Refusal(
            "not-permitted", path, "a certificate is printed on demand after a special moving out only"
        )
    rows = [row for row in changes.rows(desk.conn, record.resident) if row.after.state == "planned-out"]
    state = rows[-1].after if rows else record
    return _printed(desk, record, _items(desk, state), desk.book.rules.marks_on_demand())


def handle(desk: Desk, command: IssueMovingOutCertificate) -> Accepted:
    """
    Print a certificate again, marked, as it was at the first issue; or print one after a special moving out, marked.
    """
    desk.book.rules.check_identity(command.identity)
    forms.check_distinct(command.residents, "residents")
    desk.numbers_seen = True
    movers = []
    for index, number in enumerate(command.residents):
        path = f"residents[{index}]"
        record = _mover(desk, number, path)
        if command.cause == "on-demand":
            _on_demand(desk, record, path)
        else:
            _again(desk, record, path)
        movers.append(record)
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[
            Entered(ref=each.resident, resident=each.resident, household=each.household) for each in movers
        ],
        documents=desk.documents,
    )
