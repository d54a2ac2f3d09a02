"""
Copies of the resident record, media extracts, first loads of provision copies, and the inquiry that has no basis.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection

from registry import changes, residents
from registry.copies import CERTIFICATION, OF_THE_HOUSE
from registry.desk import Desk
from registry.handlers import entry, forms
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import (
    Accepted,
    Document,
    DocumentItem,
    Entered,
    InquireAsRegisterOffice,
    IssueCopyOfRecord,
    LoadProvisionCopies,
    MakeMediaExtract,
)

EXTRACT = (
    "local_addressee_number",
    "household_number",
    "name",
    "born_on",
    "sex",
    "address",
    "householder_name",
    "relationship",
    "state",
)
"""Columns of a media extract: those of D01 without any issued number (番号法9条, 19条)."""

NAMES_OF_SEX = {"male": "男", "female": "女", "unknown": "不明"}


def _entered(records: list[Record]) -> list[Entered]:
    return [
        Entered(ref=record.resident, resident=record.resident, household=record.household)
        for record in records
    ]


def value_of(desk: Desk, record: Record, item: str) -> str | None:
    """
    An item of the record as a document shows it, or None where the record has none.
    """
    insurance = record.health_insurance
    derived: dict[str, str | None] = {
        "address": record.full_address,
        "sex": NAMES_OF_SEX[record.sex],
        "householder_name": desk.told(record, _no_event(desk)).householder_name,
        "nationality": record.foreign.nationality if record.foreign else None,
        "health_insurance": None if insurance is None else ("有" if insurance.insured else "無"),
        "health_insurance_acquired_on": insurance.acquired_on if insurance else None,
        "health_insurance_lost_on": insurance.lost_on if insurance else None,
    }
    if item in derived:
        return derived[item]
    value = getattr(record, item)
    return None if value is None else str(value)


def _no_event(desk: Desk) -> Event:
    today = desk.today.isoformat()
    return Event(reason="33", kind="1", changed_on=today, notified_on=None)


def copy_of(desk: Desk, options: Collection[str], addressed_to: str, records: list[Record]) -> Document:
    """
    A copy with the base items and the options, closing with the certification (住基令15条).
    """
    items = []
    for record in records:
        for row in desk.book.rules.copy_items(record, options):
            value = value_of(desk, record, row.item)
            if value:
                items.append(
                    DocumentItem(resident=record.resident, item=row.item, label=row.label, value=value)
                )
    number = entry.issue_number(desk, "CR")
    lines = ["住民票の写し", f"発行番号　{number}", *(f"{item.label}　{item.value}" for item in items)]
    lines += [f"{desk.today.year}年{desk.today.month}月{desk.today.day}日", CERTIFICATION]
    return Document(
        kind="copy-of-record",
        issue_number=number,
        addressed_to=addressed_to,
        items=items,
        text="\n".join(lines),
    )


def handle_copy(desk: Desk, command: IssueCopyOfRecord) -> Accepted:
    """
    Issue a copy with the base items and what was lawfully asked for, closing with the certification (住基令15条).
    """
    desk.book.rules.check_identity(command.identity)
    forms.check_distinct(command.residents, "residents")
    records = [desk.resident(number, f"residents[{index}]") for index, number in enumerate(command.residents)]
    desk.book.rules.check_options(command.requester, command.options, command.purpose)
    if command.requester in OF_THE_HOUSE and len({record.household for record in records}) > 1:
        raise Refusal("not-permitted", "residents", "not of one household")
    if command.requester in OF_THE_HOUSE and records:
        members = desk.book.rules.house_of_claim(desk.conn, records[0].household)
        if not desk.book.rules.is_of_the_house(command.identity, members):
            raise Refusal("not-permitted", "identity.filer_name", "not of the household")
    if "relationship" in command.options:
        for index, record in enumerate(records):
            heads = [
                m for m in residents.members(desk.conn, record.household) if m.relationship == HOUSEHOLDER
            ]
            if not heads:
                raise Refusal("not-permitted", f"residents[{index}]", "the household has no householder")
    to = command.identity.filer_name
    if records:
        to = desk.book.rules.copy_sent_to(command.identity, command.options, records[0])
    document = copy_of(desk, command.options, to, records)
    desk.numbers_seen = "individual-number" in command.options
    for record in records:
        desk.print_for(record.resident, document)
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=_entered(records),
        documents=[document],
        notes=["to be sent to the person's own address"] if to != command.identity.filer_name else [],
    )


def handle_load(desk: Desk, command: LoadProvisionCopies) -> Accepted:
    """
    Load the provision copies of living residents (番号法22条); one that stands already is refreshed, never doubled.
    """
    forms.check_distinct(command.residents, "residents")
    records = [desk.resident(number, f"residents[{index}]") for index, number in enumerate(command.residents)]
    for record in records:
        changes.load_copy(desk, record, _no_event(desk))
    return Accepted(outcome="accepted", change_id=new_change_id(), residents=_entered(records))


def handle_extract(desk: Desk, command: MakeMediaExtract) -> Accepted:
    """
    Write the extract for a department, whatever its basis: a medium never holds an issued number.
    """
    forms.check_name(command.department, "department")
    if command.department not in desk.basis:
        raise Refusal("not-permitted", "department", "the table of transfers does not know this department")
    forms.check_distinct(command.residents, "residents")
    records = [desk.resident(number, f"residents[{index}]") for index, number in enumerate(command.residents)]
    columns = desk.book.rules.extract_columns(EXTRACT)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    items = []
    for record in records:
        told = desk.told(record, _no_event(desk))
        known = {
            "local_addressee_number": record.resident,
            "household_number": record.household,
            "householder_name": told.householder_name,
            "address": record.full_address,
        }
        values = [str(known.get(column, getattr(record, column, "")) or "") for column in columns]
        writer.writerow(values)
        items += [
            DocumentItem(resident=record.resident, item=column, label=column, value=value)
            for column, value in zip(columns, values, strict=True)
        ]
    number = entry.issue_number(desk, "ME")
    document = Document(
        kind="media-extract",
        issue_number=number,
        addressed_to=command.department,
        items=items,
        text=file.getvalue(),
        file_name=f"{command.department}-{desk.today.isoformat()}-{number}.csv",
    )
    return Accepted(
        outcome="accepted", change_id=new_change_id(), residents=_entered(records), documents=[document]
    )


def handle_inquiry(desk: Desk, command: InquireAsRegisterOffice) -> Accepted:
    """
    Refuse: no row of the order lets the register's office inquire (番号法19条8号).
    """
    if desk.book.rules.register_office_may_inquire(command.information):
        return Accepted(outcome="accepted", change_id=new_change_id())
    raise Refusal("not-permitted", "information")
