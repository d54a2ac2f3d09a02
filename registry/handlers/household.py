"""
Notification of change of household (住基法25条): a change of householder.
"""

from __future__ import annotations

from registry import households, residents
from registry.desk import Desk
from registry.handlers import forms, succession
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.wire.control import Accepted, ChangeOfHousehold, Entered, Relation


def relations_of(relations: list[Relation], allowed: set[str], name: str = "relationships") -> dict[str, str]:
    """
    Resident and confirmed relationship; refuses residents that the change does not concern, and unmanaged words.
    """
    found: dict[str, str] = {}
    for index, relation in enumerate(relations):
        path = f"{name}[{index}]"
        if relation.resident not in allowed:
            raise Refusal("unknown-resident", f"{path}.resident")
        if relation.resident in found:
            raise Refusal("data-mismatch", f"{path}.resident")
        found[relation.resident] = forms.check_relationship(relation.relationship, f"{path}.relationship")
    return found


def handle(desk: Desk, command: ChangeOfHousehold) -> Accepted:
    """
    Make one member the householder and give every other the relationship that the clerk confirmed.
    """
    forms.alert_late(
        desk, *forms.notified_and_happened(desk, command.notified_on, command.changed_on, "changed_on")
    )
    desk.book.rules.check_identity(command.identity)
    members = residents.members(desk.conn, command.household)
    if not members:
        raise Refusal("unknown-household", "household")
    numbers = {member.resident for member in members}
    if command.householder not in numbers:
        raise Refusal("unknown-resident", "householder")
    if households.head(desk.conn, command.household) == command.householder:
        raise Refusal("data-mismatch", "householder", "already the householder")
    relations = relations_of(command.relationships, numbers)
    arranged = succession.arrange(desk, members, command.householder, relations, "relationships")
    related = [succession.relate(desk, member, word) for member, word in arranged]
    event = Event(reason="54", kind="1", changed_on=command.changed_on, notified_on=command.notified_on)
    succession.announce_relations(desk, related, event)
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[
            Entered(ref=record.resident, resident=record.resident, household=record.household)
            for record in related
        ],
    )
