"""
Residents taken over from a former system in bulk: every line is checked, and all are kept or none.

Nobody is told of them: network, addressee system and card management knew them before.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import msgspec
import sqlalchemy as sa

from registry import cards, codes, residents
from registry.cards import Kept
from registry.desk import Desk
from registry.handlers import forms
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates
from registry.rules.relationship import HOUSEHOLDER
from registry.store import CARDS, HISTORY, HOUSEHOLDS, RESIDENTS, STAYS, reach
from registry.wire.control import Change, Loaded, StandingResident

AT_ONCE = 2000
"""Rows written at a time."""

Rows = dict[str, object]


class Taken(msgspec.Struct):
    """
    What is given already, before the load and in it: no two people may have the same.
    """

    residents: set[str]
    codes: set[str]
    numbers: set[str]
    cards: set[str]
    standing: set[str]
    heads: dict[str, str | None]
    first_line: dict[str, int]
    sizes: dict[str, int]


def _taken(conn: sa.Connection) -> Taken:
    found = conn.execute(
        sa.select(RESIDENTS.c.resident, RESIDENTS.c.resident_record_code, RESIDENTS.c.individual_number)
    ).all()
    return Taken(
        residents={row.resident for row in found},
        codes={row.resident_record_code for row in found},
        numbers={row.individual_number for row in found if row.individual_number is not None},
        cards=set(conn.execute(sa.select(CARDS.c.card_id)).scalars()),
        standing=set(conn.execute(sa.select(HOUSEHOLDS.c.household)).scalars()),
        heads={},
        first_line={},
        sizes={},
    )


def _once(value: str | None, given: set[str], path: str) -> None:
    if value is None:
        return
    if value in given:
        raise Refusal("duplicate-person", path)
    given.add(value)


def _check(desk: Desk, line: StandingResident) -> None:
    rules, person = desk.book.rules, line.person
    forms.check_texts(line, rules.local_number_is_valid)
    forms.check_person(desk, person, "person")
    forms.check_address(line.address, "address")
    if person.resident_record_code is None:
        raise Refusal("data-mismatch", "person.resident_record_code", "a standing record has a code")
    since = forms.past(desk, line.became_resident_on, "became_resident_on")
    forms.check_born_before(person, since, "became_resident_on")
    if forms.past(desk, line.settled_on, "settled_on") < since:
        raise Refusal("invalid-date", "settled_on", "before the person became a resident")
    if line.notified_on is not None:
        forms.past(desk, line.notified_on, "notified_on")
    if line.previous_municipality is not None:
        forms.check_municipality(desk, line.previous_municipality, "previous_municipality")
    for name in ("update_sequence", "history_sequence"):
        if getattr(line, name) < 0:
            raise Refusal("invalid-number", name)
    if line.card is not None:
        forms.check_trace(line.card.card_id, "card.card_id")
        issued_on = forms.past(desk, line.card.issued_on, "card.issued_on")
        if forms.civil(line.card.expires_on, "card.expires_on") < max(issued_on, desk.today):
            raise Refusal("invalid-date", "card.expires_on", "the card is none any more")


def _placed(taken: Taken, line: StandingResident, number: int) -> int:
    """
    The place in the household; refuses a household that stands, and a second householder.
    """
    home = line.household
    if home in taken.standing:
        raise Refusal("data-mismatch", "household", "the household stands on the register")
    if taken.first_line.setdefault(home, number) == number:
        taken.heads[home] = None
    if line.person.relationship == HOUSEHOLDER:
        if taken.heads[home] is not None:
            raise Refusal("data-mismatch", "person.relationship", "the household has a householder")
        taken.heads[home] = line.resident
    taken.sizes[home] = taken.sizes.get(home, 0) + 1
    return taken.sizes[home]


def _record(line: StandingResident, position: int) -> Record:
    person, address = line.person, line.address
    return Record(
        resident=line.resident,
        household=line.household,
        position=position,
        state="current",
        resident_record_code=person.resident_record_code or "",
        individual_number=person.individual_number,
        name=person.name,
        name_kana=person.name_kana,
        born_on=person.born_on,
        sex=person.sex,
        relationship=forms.check_relationship(person.relationship, "person.relationship"),
        address=address.address,
        building=address.building,
        postal_code=address.postal_code,
        town_code=address.town_code,
        became_resident_on=line.became_resident_on,
        settled_on=line.settled_on,
        notified_on=line.notified_on,
        previous_municipality=line.previous_municipality,
        previous_address=line.previous_address,
        registered_domicile=person.registered_domicile,
        registered_domicile_municipality=person.registered_domicile_municipality,
        head_of_family_register=person.head_of_family_register,
        former_surname=person.former_surname,
        former_surname_kana=person.former_surname_kana,
        common_name=person.common_name,
        foreign=person.foreign,
        notices=line.update_sequence,
        addressee_changes=line.history_sequence,
    )


def _history(desk: Desk, line: StandingResident, record: Record) -> Rows:
    change = Change(
        sequence=1,
        reason=line.reason,
        kind="5" if line.reason == "13" else "1",
        changed_on=line.became_resident_on,
        notified_on=line.notified_on,
        processed_at=dates.written(desk.now),
        cancels=None,
        effect=None,
    )
    return {
        "resident": record.resident,
        "sequence": 1,
        "change": desk.change,
        "body": msgspec.json.encode(change).decode(),
        "snapshot": msgspec.json.encode(record).decode(),
    }


def _card(desk: Desk, line: StandingResident, record: Record) -> Rows | None:
    held = line.card
    if held is None:
        return None
    handed = held.state != "in-stock"
    kept = Kept(
        card_id=held.card_id,
        resident_record_code=record.resident_record_code,
        state=held.state,
        municipality=desk.municipality,
        handed_over_on=held.issued_on if handed else None,
        expires_on=held.expires_on,
        present_by=None,
        issued_on=held.issued_on,
        surface=desk.book.rules.card_surface(record, desk.today) if handed else None,
    )
    return cards.row(kept)


def _stay(record: Record) -> Rows:
    return {
        "resident": record.resident,
        "began_on": record.became_resident_on,
        "ended_on": None,
        "household": record.household,
        "is_foreign": record.foreign is not None,
    }


def take_over(desk: Desk, lines: Iterable[tuple[int, StandingResident]]) -> Loaded:
    """
    Keep everybody, or raise `Refusal` whose field begins with the line at fault, `line[17]`, by its number.
    """
    taken = _taken(desk.conn)
    numbered = iter(lines)
    count, carded = 0, 0
    while batch := list(islice(numbered, AT_ONCE)):
        made: list[tuple[Record, Rows, Rows | None]] = []
        for number, line in batch:
            try:
                made.append(_made(desk, taken, line, number))
            except Refusal as refusal:
                path = f"line[{number}]" + (f".{refusal.field}" if refusal.field else "")
                raise Refusal(refusal.reason, path, refusal.message) from refusal
        held = [card for _, _, card in made if card is not None]
        desk.conn.execute(RESIDENTS.insert(), [residents.row(record) for record, _, _ in made])
        desk.conn.execute(STAYS.insert(), [_stay(record) for record, _, _ in made])
        desk.conn.execute(HISTORY.insert(), [history for _, history, _ in made])
        if held:
            desk.conn.execute(CARDS.insert(), held)
        count, carded = count + len(made), carded + len(held)
    for home, head in taken.heads.items():
        if head is None:
            raise Refusal("householder-missing", f"line[{taken.first_line[home]}].household")
    if taken.heads:
        houses = [{"household": home, "householder": head} for home, head in taken.heads.items()]
        desk.conn.execute(HOUSEHOLDS.insert(), houses)
        codes.take(desk.conn, taken.codes)
        reach(desk.conn, "resident", max(int(each[:-1]) for each in taken.residents))
        reach(desk.conn, "household", max(int(each[:-1]) for each in taken.heads))
    return Loaded(residents=count, households=len(taken.heads), cards=carded)


def _made(desk: Desk, taken: Taken, line: StandingResident, number: int) -> tuple[Record, Rows, Rows | None]:
    _check(desk, line)
    _once(line.resident, taken.residents, "resident")
    _once(line.person.resident_record_code, taken.codes, "person.resident_record_code")
    _once(line.person.individual_number, taken.numbers, "person.individual_number")
    _once(line.card.card_id if line.card else None, taken.cards, "card.card_id")
    record = _record(line, _placed(taken, line, number))
    return record, _history(desk, line, record), _card(desk, line, record)
