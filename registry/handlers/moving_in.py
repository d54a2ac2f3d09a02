"""
Notification of moving in (住基法22条, 30条の46).
"""

from __future__ import annotations

from datetime import date

import msgspec

from registry import card_events, changes, households, moving_out_data, provisional, residents
from registry.desk import Desk, Inquiry
from registry.handlers import entry, forms
from registry.handlers.entry import Named, Place
from registry.messages.told import Event
from registry.opaque import opaque
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import filed_items
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import Accepted, Document, Entered, FiledBy, Foreign, Identity, MovingIn, Person


def filed_by(identity: Identity) -> FiledBy:
    """
    The identity check as the record keeps it.
    """
    return FiledBy(
        filer=identity.filer,
        evidence=identity.evidence,
        authority=identity.authority,
        substitute=identity.substitute,
    )


def held_data(desk: Desk, command: MovingIn, moved_in_on: date, notified_on: date) -> bool:
    """
    Whether moving-out data in hand stand for the certificate of every person, within their window.
    """
    for person in command.persons:
        held = (
            moving_out_data.find(desk.conn, person.resident_record_code)
            if person.resident_record_code
            else None
        )
        if held is None or held.from_municipality != command.from_municipality:
            return False
        planned_on = date.fromisoformat(held.planned_on)
        if notified_on > desk.book.rules.last_day_of_special_window(planned_on, moved_in_on, desk.settings):
            return False
    return True


def _check_household(desk: Desk, command: MovingIn) -> None:
    heads = [index for index, person in enumerate(command.persons) if person.relationship == HOUSEHOLDER]
    if command.household is None:
        if len(heads) != 1:
            field = f"persons[{heads[1]}].relationship" if heads else "persons"
            raise Refusal("data-mismatch", field, "a new household has exactly one householder")
        return
    if not residents.members(desk.conn, command.household):
        raise Refusal("unknown-household", "household")
    if heads and households.head(desk.conn, command.household) is not None:
        raise Refusal("data-mismatch", f"persons[{heads[0]}].relationship", "the household has a householder")


def _check_filed_items(desk: Desk, command: MovingIn) -> None:
    """
    Refuse a filing of an exempt class that lacks what it must state in place of the certificate (住基令22条).
    """
    for index, person in enumerate(desk.book.rules.stating_items(command.persons)):
        path, foreign = f"persons[{index}]", person.foreign
        holder: Person | Foreign = person
        if foreign is None:
            wanted = filed_items.of_national(desk.today)
        else:
            stay = foreign.status_of_residence, foreign.period_of_stay
            wanted = filed_items.of_foreign(foreign.resident_class, *stay, desk.today)
            path, holder = f"{path}.foreign", foreign
        for item in wanted:
            if not (getattr(holder, item) or "").strip():
                raise Refusal("document-missing", f"{path}.{item}", "must be stated without the certificate")


def check(desk: Desk, command: MovingIn) -> tuple[date, date]:
    """
    Refuse what may not be entered; answers the dates of notification and of moving in.
    """
    forms.check_address(command.to_address, "to_address")
    forms.check_distinct([person.ref for person in command.persons], "persons")
    for index, person in enumerate(command.persons):
        forms.check_person(desk, person, f"persons[{index}]")
    if command.from_municipality is not None:
        forms.check_municipality(desk, command.from_municipality, "from_municipality")
    if command.unreported_municipality is not None:
        forms.check_municipality(desk, command.unreported_municipality, "unreported_municipality")
    notified_on, moved_in_on = forms.notified_and_happened(
        desk, command.notified_on, command.moved_in_on, "moved_in_on"
    )
    for person in desk.book.rules.born_by_then(command.persons):
        forms.check_born_before(person, moved_in_on, "moved_in_on")
    desk.book.rules.check_identity(command.identity)
    if command.document is None and not held_data(desk, command, moved_in_on, notified_on):
        if desk.book.rules.needs_document(command.exemption):
            raise Refusal("document-missing", "document")
        if command.exemption is not None:
            _check_filed_items(desk, command)
    forms.alert_late(desk, notified_on, moved_in_on)
    _check_household(desk, command)
    for index, person in enumerate(command.persons):
        path = f"persons[{index}]"
        entry.check_not_resident(desk, person.resident_record_code, person.individual_number, path)
        for other in command.persons[:index]:
            for name in ("resident_record_code", "individual_number"):
                value = getattr(person, name)
                if value is not None and value == getattr(other, name):
                    raise Refusal("duplicate-person", f"{path}.{name}")
    return notified_on, moved_in_on


def _is_searched_for(command: MovingIn, person: Person) -> bool:
    if command.exemption == "never-recorded":
        return False
    if person.resident_record_code is None:
        return True
    return command.exemption == "from-abroad" and person.individual_number is None


def inquiries(desk: Desk, command: MovingIn) -> list[Inquiry]:
    """
    Whom the network must be asked for before a code may be drawn (住基令30条の2).
    """
    searched = any(_is_searched_for(command, person) for person in command.persons)
    if command.provisional or not searched:
        # Nothing is asked, so the handler's own check comes soon enough.
        return []
    check(desk, command)
    address = command.from_address or command.to_address.address
    return [
        entry.search(desk, person, address, person.ref)
        for person in command.persons
        if _is_searched_for(command, person)
    ]


def _named(desk: Desk, command: MovingIn, person: Person, path: str) -> Named:
    code, number = desk.book.rules.keeps_code(person.resident_record_code), person.individual_number
    if _is_searched_for(command, person):
        found = entry.found_person(desk, person.ref, f"{path}.resident_record_code")
        if found is not None:
            code = code or found.resident_record_code
            number = number or found.individual_number
            entry.check_not_resident(desk, code, number, path)
    if (
        code is None
        and number is not None
        and (before := residents.with_number(desk.conn, number)) is not None
    ):
        code = before.resident_record_code
    entry.check_residence_card(desk, person, code, path)
    if code is None:
        return Named(entry.draw(desk), number, drawn=True)
    return Named(code, number, drawn=False)


def reason_of(command: MovingIn, person: Person) -> str:
    """
    The reason for change (住基規則11条1項): 12 from abroad or under 30条の46, 16 for a national
    never recorded, else 11.
    """
    if command.exemption == "from-abroad":
        return "12"
    if command.exemption == "never-recorded":
        return "12" if person.foreign is not None else "16"
    return "11"


UNREPORTED = "（未届）"
"""The mark of an address where the person lived without notification (the standard specification 4.1.1.4)."""


def previous_address(command: MovingIn) -> str | None:
    """
    The former address that the record shows: the latest one, marked where it was never notified.
    """
    if command.unreported_address is None:
        return command.from_address
    return f"{command.unreported_address}{UNREPORTED}"


def event_of(command: MovingIn, person: Person) -> Event:
    """
    The event of one person's moving in.
    """
    abroad = command.exemption in ("from-abroad", "never-recorded")
    return Event(
        reason=reason_of(command, person),
        kind="1",
        changed_on=command.moved_in_on,
        notified_on=command.notified_on,
        article="30-46" if abroad and person.foreign is not None else "22",
        moved_on=command.moved_in_on,
        former_address=None if abroad else command.from_address,
    )


def new_change_id() -> str:
    """
    An opaque number for a change.
    """
    return f"change-{opaque()}"


def acceptance_notice(
    desk: Desk, identity: Identity, record: Record, former_address: str | None
) -> list[Document]:
    """
    Where a proxy filed: a notice to the mover that a change was accepted (the standard specification 4.1.0.3).
    """
    if identity.filer != "proxy":
        return []
    number = entry.issue_number(desk, "AN")
    document = Document(
        kind="acceptance-notice",
        issue_number=number,
        addressed_to=f"{former_address or record.full_address}　{record.name}",
        items=[],
        text=f"住民異動届受理通知\n{number}\n{record.name} 様の住民異動届を受理しました。",
    )
    desk.print_for(record.resident, document)
    return [document]


def handle(desk: Desk, command: MovingIn) -> Accepted:
    """
    Enter one record per person, in one household, and tell whom the law names.
    """
    check(desk, command)
    if command.provisional:
        return provisional.save(desk.conn, command)
    household = command.household or residents.new_number(desk.conn, "household")
    if command.household is None:
        households.set_head(desk.conn, household, None)
    abroad = command.exemption in ("from-abroad", "never-recorded")
    place = Place(
        household=household,
        address=command.to_address.address,
        building=command.to_address.building,
        postal_code=command.to_address.postal_code,
        town_code=command.to_address.town_code,
        became_resident_on=command.moved_in_on,
        notified_on=command.notified_on,
        previous_municipality=None if abroad else command.from_municipality,
        previous_address=previous_address(command),
    )
    entered: list[tuple[Person, Record, Named]] = []
    for index, person in enumerate(command.persons):
        named = _named(desk, command, person, f"persons[{index}]")
        record = entry.record_of(desk, person, named, place)
        record = msgspec.structs.replace(
            record,
            filed_by=filed_by(command.identity),
            unreported_municipality=command.unreported_municipality,
            unreported_address=command.unreported_address,
            last_recorded_address=command.from_address if command.unreported_address else None,
        )
        residents.save(desk.conn, record)
        entered.append((person, record, named))
    desk.numbers_seen = True
    present_by: dict[str, str] = {}
    for person, record, named in entered:
        wanted = record.individual_number is None and (named.drawn or command.exemption == "from-abroad")
        changes.announce_entry(
            desk,
            record,
            event_of(command, person),
            number_wanted=wanted,
            noted=person.health_insurance,
            supplementary_items=entry.supplementary_items(named),
        )
        if named.drawn:
            entry.notify_code(desk, record)
        acceptance_notice(desk, command.identity, record, command.from_address)
        held = moving_out_data.find(desk.conn, record.resident_record_code)
        last = card_events.moved_in(desk, record, held)
        if last is not None:
            present_by[person.ref] = last
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[
            Entered(ref=person.ref, resident=record.resident, household=household)
            for person, record, _named_as in entered
        ],
        documents=desk.documents,
        present_card_by=present_by,
        alerts=["card-to-be-presented"] if present_by else [],
    )
