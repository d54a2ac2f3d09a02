"""
Defects of households that get another householder: by a change of address, by a cancellation, by a restoration, or when
nobody headed them.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from registry import changes, households, residents
from registry.defects.defect import afterwards, defect, handler, rewritten
from registry.desk import Desk
from registry.handlers.moving_in import new_change_id
from registry.messages.told import Event
from registry.parts import Handler
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules.relationship import FALLBACK, HOUSEHOLDER
from registry.wire.control import Accepted, CancelChange, ChangeOfAddress, Entered, RestoreRecord


def _members_of(desk: Desk, numbers: list[str]) -> dict[str, list[Record]]:
    """
    Who lives in the households of these people.
    """
    found = [residents.find(desk.conn, number) for number in numbers]
    homes = sorted({record.household for record in found if record is not None})
    return {home: residents.members(desk.conn, home) for home in homes}


def _stayers(desk: Desk, command: ChangeOfAddress) -> list[Record]:
    homes = _members_of(desk, command.residents).values()
    return [one for members in homes for one in members if one.resident not in command.residents]


def _without_words(keep: Callable[[str], bool]) -> Callable[[ChangeOfAddress], ChangeOfAddress]:
    """
    What the clerk confirmed of those who stay is not read, save what `keep` keeps.
    """

    def change(command: ChangeOfAddress) -> ChangeOfAddress:
        read = [
            one
            for one in command.relationships
            if one.resident in command.residents or keep(one.relationship)
        ]
        return msgspec.structs.replace(command, relationships=read)

    return change


def _untold_whose_word_stays(sound: Handler) -> Handler:
    """
    Of those who stay only whose own relationship became another is told of.
    """

    def inner(desk: Desk, command: ChangeOfAddress) -> Accepted:
        before = {one.resident: one.relationship for one in _stayers(desk, command)}
        outcome = sound(desk, command)
        same = {
            number
            for number, word in before.items()
            if (now := residents.find(desk.conn, number)) is not None and now.relationship == word
        }
        desk.drafts = [draft for draft in desk.drafts if draft.resident not in same]
        return outcome

    return inner


def _stayers_moved(sound: Handler) -> Handler:
    """
    Whoever gets another householder because he moves away is told of to the network, too.
    """

    def inner(desk: Desk, command: ChangeOfAddress) -> Accepted:
        staying = [one.resident for one in _stayers(desk, command)]
        outcome = sound(desk, command)
        event = Event(reason="31", kind="1", changed_on=command.moved_on, notified_on=command.notified_on)
        named = {one.resident for one in command.relationships}
        for number in staying:
            record = residents.find(desk.conn, number)
            if record is not None and number in named:
                changes.tell_network(desk, record, event)
        return outcome

    return inner


def _old_copies(sound: Handler) -> Handler:
    """
    Where all move, nobody's copy is renewed, whoever heads them now.
    """

    def inner(desk: Desk, command: ChangeOfAddress) -> Accepted:
        homes = _members_of(desk, command.residents)
        outcome = sound(desk, command)
        everybody = {one.resident for members in homes.values() for one in members}
        if command.householder is not None and everybody == set(command.residents):
            desk.drafts = [draft for draft in desk.drafts if draft.message_type != "L03"]
        return outcome

    return inner


def _second_home_left(sound: Handler) -> Handler:
    """
    Of two households that people leave together, the second is not looked after.
    """

    def inner(desk: Desk, command: ChangeOfAddress) -> Accepted:
        homes = _members_of(desk, command.residents)
        outcome = sound(desk, command)
        for home in list(homes)[1:]:
            words = {one.resident: one.relationship for one in homes[home]}
            households.set_head(desk.conn, home, None)
            event = Event(reason="54", kind="2", changed_on=command.moved_on, notified_on=None)
            for member in residents.members(desk.conn, home):
                as_before = msgspec.structs.replace(member, relationship=words[member.resident])
                residents.save(desk.conn, as_before)
                changes.announce_correction(desk, as_before, event, network=False, copy=True)
        return outcome

    return inner


def _corrected(command: CancelChange, reason: str = "33") -> Event:
    return Event(reason=reason, kind="2", changed_on=command.decided_on, notified_on=None)


def _taken_back(item: str) -> Callable[[Handler], Handler]:
    """
    A cancellation puts the item back to what stood before the row, whatever came since.
    """

    def wrap(sound: Handler) -> Handler:
        def inner(desk: Desk, command: CancelChange) -> Accepted:
            rows = changes.rows(desk.conn, command.resident)
            place = next((n for n, row in enumerate(rows) if row.shown.sequence == command.sequence), 0)
            outcome = sound(desk, command)
            record = residents.find(desk.conn, command.resident)
            if place and record is not None:
                before, after = rows[place - 1].after, rows[place].after
                if getattr(before, item) != getattr(after, item):
                    restored = msgspec.structs.replace(record, **{item: getattr(before, item)})
                    residents.save(desk.conn, restored)
                    event = _corrected(command)
                    changes.announce_correction(desk, restored, event, network=True, copy=item == "name")
            return outcome

        return inner

    return wrap


def _back_where_nobody_is(desk: Desk, command: CancelChange, outcome: Accepted) -> Accepted:
    """
    Whose former household is gone goes back to it all the same.
    """
    record = residents.find(desk.conn, command.resident)
    rows = changes.rows(desk.conn, command.resident)
    place = next((n for n, row in enumerate(rows) if row.shown.sequence == command.sequence), 0)
    before = rows[place - 1].after if place else None
    if record is None or before is None or residents.members(desk.conn, before.household):
        return outcome
    back = msgspec.structs.replace(
        record, household=before.household, relationship=before.relationship, position=before.position
    )
    residents.save(desk.conn, back)
    households.set_head(desk.conn, before.household, None)
    changes.announce_correction(desk, back, _corrected(command, "54"), network=False, copy=True)
    return outcome


def _two_heads(sound: Handler) -> Handler:
    """
    Whoever headed the household before heads it again, beside whoever does now.
    """

    def inner(desk: Desk, command: CancelChange) -> Accepted:
        try:
            return sound(desk, command)
        except Refusal as refusal:
            if refusal.reason != "invalid-relationship":
                raise
        rows = changes.rows(desk.conn, command.resident)
        place = next(n for n, row in enumerate(rows) if row.shown.sequence == command.sequence)
        record = residents.find(desk.conn, command.resident)
        if record is None:
            raise Refusal("unknown-resident", "resident")
        back = msgspec.structs.replace(
            record, household=rows[place - 1].after.household, relationship=HOUSEHOLDER
        )
        residents.save(desk.conn, back)
        changes.announce_correction(desk, back, _corrected(command), network=True, copy=True)
        entered = Entered(ref=back.resident, resident=back.resident, household=back.household)
        return Accepted(outcome="accepted", change_id=new_change_id(), residents=[entered])

    return inner


def _only_the_wife(desk: Desk, command: RestoreRecord, outcome: Accepted) -> Accepted:
    """
    When a householder is restored, the first of the others stands to him as before; the rest are nothing to him.
    """
    restored = residents.find(desk.conn, command.resident)
    if restored is None or restored.relationship != HOUSEHOLDER:
        return outcome
    others = [one for one in residents.members(desk.conn, restored.household) if one != restored]
    event = Event(reason="54", kind="2", changed_on=command.decided_on, notified_on=None)
    for one in others[1:]:
        stranger = msgspec.structs.replace(one, relationship=FALLBACK)
        residents.save(desk.conn, stranger)
        changes.announce_correction(desk, stranger, event, network=False, copy=True)
    return outcome


def _untold_of_restored(sound: Handler) -> Handler:
    """
    When a householder is restored, whose own relationship stays is not told of.
    """

    def inner(desk: Desk, command: RestoreRecord) -> Accepted:
        homes = _members_of(desk, [command.resident])
        words = {one.resident: one.relationship for members in homes.values() for one in members}
        outcome = sound(desk, command)
        same = {
            number
            for number, word in words.items()
            if number != command.resident
            and (now := residents.find(desk.conn, number)) is not None
            and now.relationship == word
        }
        desk.drafts = [draft for draft in desk.drafts if draft.resident not in same]
        return outcome

    return inner


DEFECTS = (
    defect(
        "stayers-related-as-to-the-one-who-left",
        "世帯主が転居した後に残る者の続柄を、転居した世帯主とのもののままにする。",
        "When a householder changes address, whoever stays keeps the relationship to him.",
        handler("ChangeOfAddress", rewritten(_without_words(lambda word: word == HOUSEHOLDER))),
        must="REL-015",
        pattern="related-to-who-left",
        acts=2,
    ),
    defect(
        "heir-of-a-householder-who-moves-not-entered",
        "世帯主が転居した後に残る者の世帯主を、届け出られても定めない。",
        "When a householder changes address, the one named to head those who stay is not entered.",
        handler("ChangeOfAddress", rewritten(_without_words(lambda _word: False))),
        must="REL-013 REL-015",
        may="DEPT-001",
        pattern="heir-unread",
        acts=2,
    ),
    defect(
        "child-of-the-new-householder-untold",
        "転居により世帯主の代わった世帯のうち、続柄の文言の変わらない者の異動を知らせない。",
        "When those who stay get another householder, nobody is told of whose relationship reads as before.",
        handler("ChangeOfAddress", _untold_whose_word_stays),
        must="REL-015",
        may="DEPT-001 LINK-004 ATE-001",
        pattern="same-word-taken-for-no-change",
        acts=2,
    ),
    defect(
        "stayers-told-as-movers",
        "世帯主の転居により世帯主の代わった者についても、転居の本人確認情報を送る。",
        "Whoever stays and gets another householder is told of to the network as having moved.",
        handler("ChangeOfAddress", _stayers_moved),
        must="JUKI-002 REL-015",
        may="JUKI-001 JUKI-003 JUKI-005 REL-013",
        pattern="stayers-told-as-movers",
        acts=2,
    ),
    defect(
        "copies-of-a-household-that-moves-not-renewed",
        "世帯の全員が転居して世帯主を改めても、副本を改めない。",
        "Everybody moves and another heads them, but no provision copy is renewed.",
        handler("ChangeOfAddress", _old_copies),
        must="REL-015",
        may="LINK-004",
        pattern="all-together-taken-for-no-change",
        acts=2,
    ),
    defect(
        "second-household-left-not-looked-after",
        "二つの世帯からともに転居したとき、二つ目の世帯に残る者を世帯主としない。",
        "Of two households that people leave together, whoever stays in the second does not become householder.",
        handler("ChangeOfAddress", _second_home_left),
        must="REL-013",
        may="REL-015 REL-016 LINK-003 LINK-004",
        pattern="second-household-forgotten",
        acts=3,
    ),
    defect(
        "cancellation-takes-back-a-later-name",
        "先の修正を取り消すと、後に改められた氏名まで元に戻す。",
        "Cancelling an earlier correction takes the name back, although it was corrected again since.",
        handler("CancelChange", _taken_back("name")),
        must="REL-024",
        may="DEPT-001 JUKI-002 LINK-004",
        pattern="later-value-taken-back",
        acts=3,
    ),
    defect(
        "cancellation-takes-back-a-later-address",
        "先の転居を取り消すと、後に修正された住所まで元に戻す。",
        "Cancelling an earlier change of address takes the address back, although it was corrected since.",
        handler("CancelChange", _taken_back("address")),
        must="REL-024",
        may="JUKI-002",
        pattern="later-value-taken-back",
        acts=3,
    ),
    defect(
        "cancelled-into-a-household-that-is-gone",
        "元の世帯がなくなっていても、転居を取り消された者をその世帯に戻す。",
        "Whose change of address is cancelled goes back to a household in which nobody is left.",
        handler("CancelChange", afterwards(_back_where_nobody_is)),
        must="REL-015",
        may="REL-016 JUKI-001 LINK-003 LINK-004",
        pattern="back-where-nobody-is",
        acts=4,
    ),
    defect(
        "cancelled-householder-beside-the-new-one",
        "世帯主の代わった後に異動を取り消し、元の世帯主も世帯主とする。",
        "A cancellation makes the former householder one again, beside the one of today.",
        handler("CancelChange", _two_heads),
        must="REL-015",
        may="REL-024",
        pattern="head-beside-head",
        acts=4,
    ),
    defect(
        "restored-householder-related-to-one-only",
        "世帯主が回復されたとき、元の続柄に戻すのは世帯員の一人だけである。",
        "When a householder is restored, only one of the others stands to him as before.",
        handler("RestoreRecord", afterwards(_only_the_wife)),
        must="REL-015",
        pattern="one-of-the-others-only",
        acts=4,
    ),
    defect(
        "household-of-the-restored-untold",
        "世帯主が回復されたとき、続柄の文言の変わらない世帯員の異動を知らせない。",
        "When a householder is restored, nobody is told of members whose relationship reads as before.",
        handler("RestoreRecord", _untold_of_restored),
        must="REL-015",
        may="DEPT-001 LINK-004",
        pattern="same-word-taken-for-no-change",
        acts=4,
    ),
)
