"""
Ex officio entry on birth and deletion on death (住基令12条2項).
"""

from __future__ import annotations

import msgspec

from registry import changes, households, residents
from registry.desk import Desk
from registry.handlers import entry, forms, succession
from registry.handlers.entry import Named, Place
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.rules import dates
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import Accepted, DeletionByDeath, Entered, EntryByBirth

FAMILY_REGISTER = "5"


def handle_birth(desk: Desk, command: EntryByBirth) -> Accepted:
    """
    Enter a child with a code drawn from the stock; the Individual Number comes later, from the organisation.
    """
    person = command.person
    forms.check_person(desk, person, "person")
    for name in ("resident_record_code", "individual_number"):
        if getattr(person, name) is not None:
            raise Refusal("not-permitted", f"person.{name}", "a child has no number before it is assigned")
    forms.notified_and_happened(desk, command.notified_on, person.born_on, "person.born_on")
    members = residents.members(desk.conn, command.household)
    if not members:
        raise Refusal("unknown-household", "household")
    if person.relationship == HOUSEHOLDER:
        raise Refusal("invalid-relationship", "person.relationship", "the household has a householder")
    head = households.head(desk.conn, command.household)
    home = next((member for member in members if member.resident == head), members[0])
    place = Place(
        household=command.household,
        address=home.address,
        building=home.building,
        postal_code=home.postal_code,
        town_code=home.town_code,
        became_resident_on=person.born_on,
        notified_on=None,
        previous_municipality=None,
        previous_address=None,
    )
    record = entry.record_of(desk, person, Named(entry.draw(desk), None, drawn=True), place)
    event = Event(
        reason="13",
        kind=FAMILY_REGISTER,
        changed_on=person.born_on,
        notified_on=command.notified_on,
        event_on=person.born_on,
    )
    record = changes.announce_entry(desk, record, event, number_wanted=True, noted=person.health_insurance)
    for member in members:
        changes.load_copy(desk, member, event)
    entry.notify_code(desk, record)
    entered = Entered(ref=person.ref, resident=record.resident, household=record.household)
    return Accepted(
        outcome="accepted", change_id=new_change_id(), residents=[entered], documents=desk.documents
    )


def handle_death(desk: Desk, command: DeletionByDeath) -> Accepted:
    """
    Delete the record with the date of death, which may have unknown parts, and look after the household.
    """
    notified_on = forms.past(desk, command.notified_on, "notified_on")
    first, last = dates.earliest(command.died_on), dates.latest(command.died_on)
    if first is None or last is None:
        raise Refusal("invalid-date", "died_on")
    if first > notified_on:
        raise Refusal("future-date", "died_on")
    record = desk.resident(command.resident, "resident")
    born = dates.earliest(record.born_on)
    if born is not None and last < born:
        raise Refusal("invalid-date", "died_on", "before birth")
    deleted = msgspec.structs.replace(
        record,
        state="deleted",
        deleted_on=command.died_on,
        deletion_reason="23",
        cause_dated_on=command.died_on,
    )
    residents.save(desk.conn, deleted)
    event = Event(
        reason="23",
        kind=FAMILY_REGISTER,
        changed_on=command.died_on,
        notified_on=command.notified_on,
        event_on=command.died_on,
    )
    changes.announce_deletion(desk, deleted, event)
    day = dates.civil(command.died_on) or notified_on
    succession.check_after_leaving(desk, record.household, day.isoformat())
    desk.numbers_seen = True
    entered = Entered(ref=record.resident, resident=record.resident, household=record.household)
    return Accepted(outcome="accepted", change_id=new_change_id(), residents=[entered])
