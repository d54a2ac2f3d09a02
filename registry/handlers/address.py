"""
Notification of change of address inside the municipality (住基法23条).
"""

from __future__ import annotations

import msgspec

from registry import changes, households, provisional, residents
from registry.desk import Desk
from registry.handlers import forms, succession
from registry.handlers.household import relations_of
from registry.handlers.moving_in import acceptance_notice, filed_by, new_change_id
from registry.messages.told import Event
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates
from registry.rules.relationship import HOUSEHOLDER
from registry.wire.control import Accepted, ChangeOfAddress, Entered


def _new_head(desk: Desk, command: ChangeOfAddress, movers: list[Record]) -> str:
    numbers = [mover.resident for mover in movers]
    if command.householder is not None:
        if command.householder not in numbers:
            raise Refusal("unknown-resident", "householder")
        return command.householder
    if len(movers) == 1:
        return numbers[0]
    heads = [number for number in numbers if households.head(desk.conn, movers[0].household) == number]
    if not heads:
        raise Refusal("data-mismatch", "householder", "a new household needs a householder")
    return heads[0]


def _moved(desk: Desk, command: ChangeOfAddress, mover: Record, household: str, position: int) -> Record:
    to = command.to_address
    record = msgspec.structs.replace(
        mover,
        household=household,
        position=position,
        address=to.address,
        building=to.building,
        postal_code=to.postal_code,
        town_code=to.town_code,
        settled_on=command.moved_on,
        filed_by=filed_by(command.identity),
    )
    residents.save(desk.conn, record)
    return record


def _check(desk: Desk, command: ChangeOfAddress) -> list[Record]:
    forms.check_address(command.to_address, "to_address")
    notified_on, moved_on = forms.notified_and_happened(
        desk, command.notified_on, command.moved_on, "moved_on"
    )
    forms.alert_late(desk, notified_on, moved_on)
    desk.book.rules.check_identity(command.identity)
    forms.check_distinct(command.residents, "residents")
    movers = [desk.resident(number, f"residents[{index}]") for index, number in enumerate(command.residents)]
    for mover in movers:
        since = dates.civil(mover.settled_on)
        if since is not None and moved_on < since:
            raise Refusal("invalid-date", "moved_on", "before the present address was settled")
    return movers


def handle(desk: Desk, command: ChangeOfAddress) -> Accepted:
    """
    Change the address of the movers and regroup households; 住民となった日 stays as it is. A provisional change waits.
    """
    movers = _check(desk, command)
    if command.provisional:
        return provisional.save(desk.conn, command)
    numbers = [mover.resident for mover in movers]
    left = sorted({mover.household for mover in movers})
    head_before = households.head(desk.conn, left[0])
    everyone = {member.resident for household in left for member in residents.members(desk.conn, household)}
    relations = relations_of(command.relationships, everyone)
    together = len(left) == 1 and everyone == set(numbers) and not command.new_household
    if together:
        words = {mover.resident: mover.relationship for mover in movers}
        moved = [
            _moved(desk, command, mover, mover.household, mover.position)
            for mover in residents.members(desk.conn, left[0])
        ]
        if relations or command.householder is not None:
            head = command.householder or households.head(desk.conn, left[0]) or numbers[0]
            words = {
                member.resident: word
                for member, word in succession.arrange(desk, moved, head, relations, "relationships")
            }
    else:
        head = _new_head(desk, command, movers)
        arranged = succession.arrange(desk, movers, head, relations, "relationships")
        words = {mover.resident: word for mover, word in arranged}
        household = residents.new_number(desk.conn, "household")
        households.set_head(desk.conn, household, None)
        moved = [
            _moved(desk, command, mover, household, position) for position, mover in enumerate(movers, 1)
        ]
    before = {mover.resident: mover for mover in movers}
    moved = [succession.relate(desk, record, words[record.resident]) for record in moved]
    staying = [] if together else _regroup(desk, left, relations)
    headed_anew = together and households.head(desk.conn, left[0]) != head_before
    for record in moved:
        _announce(desk, command, before[record.resident], record, headed_anew=headed_anew)
        acceptance_notice(desk, command.identity, record, before[record.resident].full_address)
    event = Event(reason="54", kind="1", changed_on=command.moved_on, notified_on=command.notified_on)
    succession.announce_relations(desk, staying, event)
    if not together:
        for household in left:
            succession.check_after_leaving(desk, household, command.moved_on)
    return Accepted(
        outcome="accepted",
        change_id=new_change_id(),
        residents=[
            Entered(ref=record.resident, resident=record.resident, household=record.household)
            for record in moved
        ],
        documents=desk.documents,
    )


def _regroup(desk: Desk, left: list[str], relations: dict[str, str]) -> list[Record]:
    """
    Give those who stay the relationships that the clerk confirmed; answers the records that changed: where another
    became householder, all of them.
    """
    changed = []
    for household in left:
        members = residents.members(desk.conn, household)
        words = {member.resident: relations.get(member.resident, member.relationship) for member in members}
        heads = [number for number, word in words.items() if word == HOUSEHOLDER]
        if len(heads) > 1:
            raise Refusal("data-mismatch", "relationships", "two householders")
        # A new householder's name stands on every member's record.
        headed_anew = bool(heads) and households.head(desk.conn, household) != heads[0]
        changed += [
            succession.relate(desk, member, words[member.resident])
            for member in members
            if headed_anew or words[member.resident] != member.relationship
        ]
        if not heads:
            households.set_head(desk.conn, household, None)
    return changed


def _announce(
    desk: Desk, command: ChangeOfAddress, before: Record, after: Record, *, headed_anew: bool
) -> None:
    event = Event(
        reason="31",
        kind="1",
        changed_on=command.moved_on,
        notified_on=command.notified_on,
        article="23",
        corrected=("address",),
        former_address=before.full_address,
        moved_on=command.moved_on,
    )
    copy = headed_anew or (before.household, before.relationship) != (after.household, after.relationship)
    changes.announce_correction(
        desk, after, event, network=True, copy=copy, supplementary_items=("address", "settled_on")
    )
