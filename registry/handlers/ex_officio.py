"""
What the mayor enters and deletes by his own authority (住基法8条, 住基令8条, 12条).
"""

from __future__ import annotations

import msgspec

from registry import changes, households, residents
from registry.desk import Desk, Inquiry
from registry.handlers import entry, forms, person_told, succession
from registry.handlers.entry import Named, Place
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import Accepted, Entered, ExOfficioDeletion, ExOfficioEntry, Person

EX_OFFICIO, FAMILY_REGISTER = "2", "5"
ENTERED, DELETED = "16", "26"
FAILURE = "failure-to-notify"


def kind_of(ground: str) -> str:
    """
    The kind of notification that an act by authority rests on: the family register's, else none at all.
    """
    return FAMILY_REGISTER if ground == "family-register" else EX_OFFICIO


def _dates(desk: Desk, decided: str, occurred: str) -> None:
    decided_on = forms.past(desk, decided, "decided_on")
    if forms.past(desk, occurred, "occurred_on") > decided_on:
        raise Refusal("future-date", "occurred_on")


def _check_entry(desk: Desk, command: ExOfficioEntry) -> None:
    forms.check_address(command.to_address, "to_address")
    _dates(desk, command.decided_on, command.occurred_on)
    forms.check_distinct([person.ref for person in command.persons], "persons")
    happened = dates.civil(command.occurred_on)
    for index, person in enumerate(command.persons):
        path = f"persons[{index}]"
        forms.check_person(desk, person, path)
        if happened is not None:
            forms.check_born_before(person, happened, "occurred_on")
        entry.check_not_resident(desk, person.resident_record_code, person.individual_number, path)
    heads = [index for index, person in enumerate(command.persons) if person.relationship == HOUSEHOLDER]
    if command.household is None and not heads:
        raise Refusal("householder-missing", "persons")
    if len(heads) > 1:
        raise Refusal("invalid-relationship", f"persons[{heads[1]}].relationship")
    if command.household is not None:
        if not residents.members(desk.conn, command.household):
            raise Refusal("unknown-household", "household")
        if heads and households.head(desk.conn, command.household) is not None:
            raise Refusal("invalid-relationship", f"persons[{heads[0]}].relationship")


def inquiries(desk: Desk, command: ExOfficioEntry) -> list[Inquiry]:
    """
    J15 for everyone without a code: a new one is drawn only when nobody was found (住基令30条の2).
    """
    unknown = [person for person in command.persons if person.resident_record_code is None]
    if not unknown:
        return []
    _check_entry(desk, command)
    return [entry.search(desk, person, command.to_address.address, person.ref) for person in unknown]


def _named(desk: Desk, person: Person, path: str) -> Named:
    code, number = person.resident_record_code, person.individual_number
    if code is None:
        found = entry.found_person(desk, person.ref, f"{path}.resident_record_code")
        if found is not None:
            code, number = found.resident_record_code, number or found.individual_number
            entry.check_not_resident(desk, code, number, path)
    entry.check_residence_card(desk, person, code, path)
    return Named(entry.draw(desk), number, drawn=True) if code is None else Named(code, number, drawn=False)


def enter(desk: Desk, command: ExOfficioEntry) -> Accepted:
    """
    Enter people without a notification: no filer, no day of filing.
    """
    _check_entry(desk, command)
    household = command.household or residents.new_number(desk.conn, "household")
    if command.household is None:
        households.set_head(desk.conn, household, None)
    place = Place(
        household=household,
        address=command.to_address.address,
        building=command.to_address.building,
        postal_code=command.to_address.postal_code,
        town_code=command.to_address.town_code,
        became_resident_on=command.occurred_on,
        notified_on=desk.book.rules.notified_ex_officio(command.decided_on),
        previous_municipality=None,
        previous_address=None,
    )
    made: list[tuple[Person, Record, Named]] = []
    for index, person in enumerate(command.persons):
        named = _named(desk, person, f"persons[{index}]")
        made.append((person, entry.record_of(desk, person, named, place), named))
    desk.numbers_seen = True
    for person, record, named in made:
        event = Event(
            reason=ENTERED,
            kind=kind_of(command.ground),
            changed_on=command.occurred_on,
            notified_on=None,
            event_on=command.decided_on,
        )
        kept = changes.announce_entry(
            desk,
            record,
            event,
            number_wanted=record.individual_number is None,
            noted=person.health_insurance,
            supplementary_items=entry.supplementary_items(named),
        )
        if named.drawn:
            entry.notify_code(desk, kept)
        if command.ground == FAILURE:
            person_told.tell(desk, kept, command.whereabouts_unknown)
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[
            Entered(ref=person.ref, resident=record.resident, household=household)
            for person, record, _ in made
        ],
        documents=desk.documents,
    )


def delete(desk: Desk, command: ExOfficioDeletion) -> Accepted:
    """
    Delete a record without a notification, look after the household and the cards.
    """
    _dates(desk, command.decided_on, command.occurred_on)
    record = desk.resident(command.resident, "resident")
    born = dates.earliest(record.born_on)
    happened = dates.civil(command.occurred_on)
    if born is not None and happened is not None and happened < born:
        raise Refusal("invalid-date", "occurred_on", "before birth")
    deleted = msgspec.structs.replace(
        record,
        state="deleted",
        deleted_on=command.occurred_on,
        deletion_reason=DELETED,
        cause_dated_on=command.occurred_on,
    )
    residents.save(desk.conn, deleted)
    event = Event(
        reason=desk.book.rules.reason_of_deletion(command.event),
        kind=kind_of(command.ground),
        changed_on=command.occurred_on,
        notified_on=None,
        ground=command.event,
        event_on=command.occurred_on if command.event == "disappearance-declared" else command.decided_on,
    )
    kept = changes.announce_deletion(desk, deleted, event)
    succession.check_after_leaving(desk, record.household, command.occurred_on)
    if command.ground == FAILURE:
        person_told.tell(desk, kept, command.whereabouts_unknown)
    desk.numbers_seen = True
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[Entered(ref=record.resident, resident=record.resident, household=record.household)],
        documents=desk.documents,
    )
