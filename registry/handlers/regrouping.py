"""
Notifications of change of household that regroup people at one address (住基法25条): split, merger, transfer.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from registry import households, residents
from registry.desk import Desk
from registry.handlers import forms, succession
from registry.handlers.household import relations_of
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import (
    Accepted,
    Entered,
    Identity,
    MergeHouseholds,
    Relation,
    SplitHousehold,
    TransferMembers,
)

SPLIT, MERGED, TRANSFERRED = "51", "52", "53"


def _check(desk: Desk, command: SplitHousehold | MergeHouseholds | TransferMembers) -> None:
    identity: Identity = command.identity
    forms.alert_late(
        desk, *forms.notified_and_happened(desk, command.notified_on, command.changed_on, "changed_on")
    )
    desk.book.rules.check_identity(identity)


def _event(command: SplitHousehold | MergeHouseholds | TransferMembers, reason: str) -> Event:
    return Event(reason=reason, kind="1", changed_on=command.changed_on, notified_on=command.notified_on)


def _leavers(desk: Desk, numbers: Sequence[str]) -> list[Record]:
    """
    The people named, all of one household.
    """
    forms.check_distinct(numbers, "residents")
    leavers = [desk.resident(number, f"residents[{index}]") for index, number in enumerate(numbers)]
    for index, leaver in enumerate(leavers):
        if leaver.household != leavers[0].household:
            raise Refusal("data-mismatch", f"residents[{index}]", "not of the same household")
    return leavers


def _household(desk: Desk, number: str, path: str) -> list[Record]:
    members = residents.members(desk.conn, number)
    if not members:
        raise Refusal("unknown-household", path)
    return members


def _put(desk: Desk, record: Record, household: str, position: int) -> Record:
    moved = msgspec.structs.replace(record, household=household, position=position)
    residents.save(desk.conn, moved)
    return moved


def _rest(
    desk: Desk, household: str, remaining_householder: str | None, remaining: list[Relation]
) -> list[Record]:
    """
    How those who stay stand to each other; answers the records that change. A sole one heads the household.

    Raises `Refusal` (householder-missing) where nobody would head it.
    """
    staying = residents.members(desk.conn, household)
    if not staying:
        households.set_head(desk.conn, household, None)
        return []
    heads = [member.resident for member in staying if member.relationship == HOUSEHOLDER]
    head = remaining_householder or (heads[0] if heads else None)
    if head is None and len(staying) == 1:
        head = staying[0].resident
    if head is None:
        raise Refusal("householder-missing", "remaining_householder")
    if head not in {member.resident for member in staying}:
        raise Refusal("unknown-resident", "remaining_householder")
    relations = relations_of(remaining, {member.resident for member in staying}, "remaining_relationships")
    changes_head = not heads or head != heads[0]
    if changes_head:
        households.set_head(desk.conn, household, None)
    arranged = succession.arrange(desk, staying, head, relations, "remaining_relationships")
    return [
        succession.relate(desk, member, word)
        for member, word in arranged
        if changes_head or member.relationship != word
    ]


def _done(desk: Desk, changed: list[Record], event: Event) -> Accepted:
    succession.announce_relations(desk, changed, event)
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[
            Entered(ref=each.resident, resident=each.resident, household=each.household) for each in changed
        ],
    )


def split(desk: Desk, command: SplitHousehold) -> Accepted:
    """
    Members found a household of their own at the same address (世帯分離); both have one householder afterwards.
    """
    _check(desk, command)
    leavers = _leavers(desk, command.residents)
    left = leavers[0].household
    if len(residents.members(desk.conn, left)) == len(leavers):
        raise Refusal("data-mismatch", "residents", "nobody would stay")
    numbers = {leaver.resident for leaver in leavers}
    if command.householder not in numbers:
        raise Refusal("unknown-resident", "householder")
    relations = relations_of(command.relationships, numbers)
    arranged = succession.arrange(desk, leavers, command.householder, relations, "relationships")
    household = residents.new_number(desk.conn, "household")
    households.set_head(desk.conn, household, None)
    moved = [
        succession.relate(desk, _put(desk, leaver, household, position), word)
        for position, (leaver, word) in enumerate(arranged, 1)
    ]
    rest = _rest(desk, left, command.remaining_householder, command.remaining_relationships)
    return _done(desk, [*moved, *rest], _event(command, SPLIT))


def _join(desk: Desk, joining: list[Record], into: str, relationships: list[Relation]) -> list[Record]:
    """
    Put people into a household under its householder, with the relationships that the clerk confirmed.
    """
    head = households.head(desk.conn, into)
    if head is None:
        raise Refusal("householder-missing", "into")
    relations = relations_of(relationships, {record.resident for record in joining})
    position = households.next_position(desk.conn, into)
    moved = []
    for index, record in enumerate(joining):
        word = relations.get(record.resident)
        if word is None or word == HOUSEHOLDER:
            raise Refusal(
                "invalid-relationship", "relationships", "a relationship to the householder is missing"
            )
        moved.append(succession.relate(desk, _put(desk, record, into, position + index), word))
    return moved


def merge(desk: Desk, command: MergeHouseholds) -> Accepted:
    """
    A whole household joins another at the same address (世帯合併); the other's householder stays.
    """
    _check(desk, command)
    joining = _household(desk, command.household, "household")
    host = _household(desk, command.into, "into")
    _check_same_place(joining, host, command.household, command.into)
    for record in joining:
        desk.touch(record.resident)
    households.set_head(desk.conn, command.household, None)
    moved = _join(desk, joining, command.into, command.relationships)
    succession.close_search(desk, command.household)
    return _done(desk, moved, _event(command, MERGED))


def _check_same_place(joining: list[Record], host: list[Record], one: str, other: str) -> None:
    if one == other:
        raise Refusal("data-mismatch", "into", "the same household")
    if joining[0].address != host[0].address:
        raise Refusal("data-mismatch", "into", "not at the same address")


def transfer(desk: Desk, command: TransferMembers) -> Accepted:
    """
    Some members go over into another household at the same address (世帯変更); those who stay keep a householder.
    """
    _check(desk, command)
    leavers = _leavers(desk, command.residents)
    host = _household(desk, command.into, "into")
    left = leavers[0].household
    _check_same_place(leavers, host, left, command.into)
    if any(leaver.relationship == HOUSEHOLDER for leaver in leavers):
        households.set_head(desk.conn, left, None)
    moved = _join(desk, leavers, command.into, command.relationships)
    rest = _rest(desk, left, command.remaining_householder, command.remaining_relationships)
    return _done(desk, [*moved, *rest], _event(command, TRANSFERRED))
