"""
Who heads a household after a change (住基法25条, 住基令25条), and what its members' records must then show.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from registry import audit, changes, households, residents
from registry.desk import Desk
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.relationship import HOUSEHOLDER

EX_OFFICIO = "2"
MISSING = "householder-missing"


def relate(desk: Desk, record: Record, relationship: str) -> Record:
    """
    Put a relationship on a record; the householder's own word also makes the resident head the household.
    """
    related = msgspec.structs.replace(record, relationship=relationship)
    residents.save(desk.conn, related)
    if relationship == HOUSEHOLDER:
        if households.head(desk.conn, related.household) is None:
            close_search(desk, related.household)
        households.set_head(desk.conn, related.household, related.resident)
    desk.touch(related.resident)
    return related


def announce_relations(desk: Desk, related: list[Record], event: Event) -> None:
    """
    Tell of changed householders or relationships: A01, D01 and L03, never J01 or I01 (住基法30条の6, 30条の45).
    """
    for record in related:
        changes.announce_correction(desk, record, event, network=False, copy=True)


def check_after_leaving(desk: Desk, household: str, changed_on: str) -> None:
    """
    After members left: a sole remaining member becomes householder ex officio, two or more wait for a clerk.
    """
    staying = residents.members(desk.conn, household)
    if any(record.relationship == HOUSEHOLDER for record in staying):
        return
    households.set_head(desk.conn, household, None)
    if desk.book.rules.succeeds(len(staying)):
        related = relate(desk, staying[0], HOUSEHOLDER)
        event = Event(reason="54", kind=EX_OFFICIO, changed_on=changed_on, notified_on=None)
        announce_relations(desk, [related], event)
    elif staying:
        desk.alert("household-without-householder")
        desk.task(MISSING, [household], staying[0].resident)


def close_search(desk: Desk, household: str) -> None:
    """
    A household has a householder again: what waited for one is done.
    """
    for task in audit.open_tasks(desk.conn, MISSING):
        if household in task.keys:
            audit.settle_task(desk.conn, task.n)


def arrange(
    desk: Desk, members: list[Record], householder: str, relations: Mapping[str, str], path: str
) -> list[tuple[Record, str]]:
    """
    Every member with the relationship that they will have: one householder, for the others what the clerk confirmed.

    Raises `Refusal` (invalid-relationship) where a member's relationship is missing or a second householder is named.
    """
    arranged = []
    for member in members:
        if member.resident == householder:
            if relations.get(householder, HOUSEHOLDER) != HOUSEHOLDER:
                raise Refusal("householder-missing", path, "the householder has another relationship")
            arranged.append((member, HOUSEHOLDER))
            continue
        stays_head = householder == households.head(desk.conn, member.household)
        word = relations.get(member.resident) or (member.relationship if stays_head else None)
        if word is None or word == HOUSEHOLDER:
            raise Refusal(
                "invalid-relationship", path, "a relationship is missing or a second householder is named"
            )
        arranged.append((member, word))
    return arranged
