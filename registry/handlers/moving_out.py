"""
Notification of moving out (住基法24条), and the deletion when its planned date comes (住基令8条, 13条1項).
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from registry import card_events, cards, changes, protection, residents
from registry.changes import JUKI_NET
from registry.desk import Desk
from registry.handlers import entry, forms, succession
from registry.handlers.moving_in import acceptance_notice, filed_by, new_change_id
from registry.messages.network import moving_out_data
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.dates import civil
from registry.wire.control import Accepted, Document, DocumentItem, Entered, MovingOut

NOTIFIED, EX_OFFICIO = "1", "2"
FAR_AHEAD = timedelta(days=365)
"""Our own: a planned date further ahead is accepted with a note."""


def usable_cards(desk: Desk, movers: list[Record]) -> dict[str, tuple[str, str | None]]:
    """
    Per local addressee number, a card that may be used and the day on which it expires.
    """
    states = {"active", "suspended"} if desk.settings.suspended_card_usable else {"active"}
    return {
        mover.resident: (card.card_id, card.expires_on)
        for mover in movers
        for card in cards.of_code(desk.conn, mover.resident_record_code)
        if card.state in states and (card.expires_on is None or card.expires_on >= desk.today.isoformat())
    }


def _check_special(desk: Desk, command: MovingOut, movers: list[Record], late: bool) -> None:
    if late:
        raise Refusal("window-passed", "planned_on")
    if command.destination_municipality is None:
        raise Refusal("not-permitted", "route", "no special moving out abroad")
    usable = usable_cards(desk, movers)
    if usable:
        return
    known = any(cards.of_code(desk.conn, mover.resident_record_code) for mover in movers)
    raise Refusal("card-not-usable" if known else "card-not-presented", "residents")


def _planned(desk: Desk, command: MovingOut, mover: Record, kind: str) -> Record:
    record = msgspec.structs.replace(
        mover,
        state="planned-out",
        planned_out_on=command.planned_on,
        planned_destination=command.destination,
        destination_municipality=command.destination_municipality,
        out_notified_on=command.notified_on,
        out_kind=kind,
        out_route=command.route,
        filed_by=filed_by(command.identity),
    )
    residents.save(desk.conn, record)
    if record.destination_municipality is None:
        card_events.presented_for_moving_abroad(desk, record, command.presented)
    return record


def event_of(desk: Desk, record: Record, *, planned: bool) -> Event:
    """
    The event of a moving out, as planned or as it falls due; its date is the planned date either way.

    Ex officio, the Agency is told the day of recording (入管法施行令24条2項8号): no exception of that item fits.
    """
    return Event(
        reason="22" if record.destination_municipality is None else "21",
        kind=record.out_kind or NOTIFIED,
        changed_on=record.planned_out_on or "",
        notified_on=record.out_notified_on,
        article="24" if record.out_kind == NOTIFIED else None,
        event_on=None if record.out_kind == NOTIFIED else desk.today.isoformat(),
        planned=planned,
    )


def certificate(desk: Desk, record: Record) -> Document:
    """
    The moving-out certificate (住基令23条2項): its items and no others.
    """
    foreign = record.foreign
    shown = [
        ("name", "氏名", record.name),
        ("name_kana", "氏名の振り仮名", None if foreign else record.name_kana),
        ("born_on", "出生の年月日", record.born_on),
        ("sex", "男女の別", record.sex),
        (
            "householder_name",
            "世帯主の氏名",
            desk.told(record, event_of(desk, record, planned=True)).householder_name,
        ),
        ("relationship", "世帯主との続柄", record.relationship),
        ("registered_domicile", "本籍", None if foreign else record.registered_domicile),
        ("head_of_family_register", "筆頭者の氏名", None if foreign else record.head_of_family_register),
        ("nationality", "国籍・地域", foreign.nationality if foreign else None),
        ("status_of_residence", "在留資格", foreign.status_of_residence if foreign else None),
        ("period_of_stay", "在留期間", foreign.period_of_stay if foreign else None),
        ("residence_card_number", "在留カード番号", foreign.residence_card_number if foreign else None),
        ("former_surname", "旧氏", record.former_surname),
        ("common_name", "通称", record.common_name),
        ("individual_number", "個人番号", record.individual_number),
        ("resident_record_code", "住民票コード", record.resident_record_code),
        ("address", "住所", record.full_address),
        ("planned_destination", "転出先", record.planned_destination),
        ("planned_out_on", "転出の予定年月日", record.planned_out_on),
    ]
    items = [
        DocumentItem(resident=record.resident, item=item, label=label, value=value)
        for item, label, value in shown
        if value
    ]
    number = entry.issue_number(desk, "MO")
    title = (
        "転出証明書" if record.out_kind == NOTIFIED else "転出証明書に準ずる証明書（転入届に添付するもの）"
    )
    lines = [title, number, *(f"{item.label}　{item.value}" for item in items)]
    document = Document(
        kind="moving-out-certificate",
        issue_number=number,
        addressed_to=record.name,
        items=items,
        text="\n".join(lines),
    )
    desk.print_for(record.resident, document)
    return document


def _send_data(desk: Desk, movers: list[Record], receiver: str) -> None:
    body = moving_out_data(movers, usable_cards(desk, movers), desk.municipality, receiver)
    desk.send(receiver, "J07", body, movers[0], by=JUKI_NET)


def handle(desk: Desk, command: MovingOut) -> Accepted:
    """
    Plan the moving out; the record stays current until its date. One that lies in the past is recorded at once.
    """
    notified_on = forms.past(desk, command.notified_on, "notified_on")
    planned_on = forms.civil(command.planned_on, "planned_on")
    forms.check_name(command.destination, "destination")
    if command.destination_municipality is not None:
        forms.check_municipality(desk, command.destination_municipality, "destination_municipality")
        if command.destination_municipality == desk.municipality:
            raise Refusal("data-mismatch", "destination_municipality", "that is a change of address")
    desk.book.rules.check_identity(command.identity)
    forms.check_distinct(command.residents, "residents")
    movers = [desk.resident(number, f"residents[{index}]") for index, number in enumerate(command.residents)]
    for index, mover in enumerate(movers):
        if mover.state == "planned-out":
            raise Refusal("not-resident", f"residents[{index}]", "a moving out is already planned")
        if planned_on < date.fromisoformat(mover.became_resident_on):
            raise Refusal("invalid-date", "planned_on", "before becoming a resident")
    late = notified_on > planned_on + timedelta(days=desk.settings.late_moving_out_days)
    if command.route == "special":
        _check_special(desk, command, movers, late)
    kind = EX_OFFICIO if late else NOTIFIED
    planned = [_planned(desk, command, mover, kind) for mover in movers]
    protection.moving_out_notified(desk, planned)
    notes = ["planned more than a year ahead"] if planned_on > notified_on + FAR_AHEAD else []
    for record in planned:
        if command.destination_municipality is not None and command.route == "certificate":
            certificate(desk, record)
        acceptance_notice(desk, command.identity, record, record.full_address)
        event = event_of(desk, record, planned=True)
        if not _is_due(desk, record):
            kept = changes.tell_addressee(desk, record, event)
            if desk.settings.plan_told_to_network:
                kept = changes.tell_network(desk, kept, event)
            changes.tell_departments(desk, kept, event)
    if command.route == "special" and command.destination_municipality is not None:
        _send_data(desk, planned, command.destination_municipality)
    record_due(desk)
    desk.numbers_seen = True
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[
            Entered(ref=record.resident, resident=record.resident, household=record.household)
            for record in planned
        ],
        documents=desk.documents,
        notes=notes,
    )


def _is_due(desk: Desk, record: Record) -> bool:
    planned, notified = civil(record.planned_out_on or ""), civil(record.out_notified_on or "")
    if planned is None or notified is None:
        return False
    rules = desk.book.rules
    return rules.moving_out_is_due(rules.moving_out_falls_due(planned, notified), desk.today)


def delete(desk: Desk, record: Record, deleted_on: str) -> Record:
    """
    Delete a record for moving out, with the date given as the date of deletion.
    """
    event = event_of(desk, record, planned=False)
    deleted = msgspec.structs.replace(
        record, state="moved-out", deleted_on=deleted_on, deletion_reason=event.reason
    )
    residents.save(desk.conn, deleted)
    desk.touch(record.resident)
    kept = changes.announce_deletion(desk, deleted, event)
    protection.moved_out(desk, kept)
    return kept


def record_due(desk: Desk) -> None:
    """
    Delete every record whose moving out has come, and look after the households that are left.
    """
    left: dict[str, str] = {}
    for record in residents.planned_out(desk.conn, "9999-12-31"):
        if _is_due(desk, record):
            deleted_on = desk.book.rules.deletion_date(record)
            delete(desk, record, deleted_on)
            left[record.household] = deleted_on
    for household, deleted_on in left.items():
        succession.check_after_leaving(desk, household, deleted_on)
