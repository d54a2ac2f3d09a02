"""
How a person becomes a resident: duplicate check, code (inherited, searched for, or drawn), record, notice of the code.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from registry import codes, households, residents
from registry.changes import JUKI_NET
from registry.desk import Desk, Inquiry
from registry.handlers import forms
from registry.messages.network import SupplementaryItem
from registry.refusal import Refusal, Todo
from registry.residents import Record
from registry.rules import relationship
from registry.rules.letters import same_name
from registry.store import next_value
from registry.wire.control import Document, DocumentItem, Person
from registry.wire.juki_net import CodeBatchRequest, FoundPerson, IdentityAnswer, IdentityInquiry


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """
    Where, since when and from where the people of one entry live.
    """

    household: str
    address: str
    building: str | None
    postal_code: str
    town_code: str
    became_resident_on: str
    notified_on: str | None
    previous_municipality: str | None
    previous_address: str | None


class Named(msgspec.Struct, frozen=True):
    """
    The code and number that a new record gets; `drawn` where the code is new to the world.
    """

    code: str
    number: str | None
    drawn: bool


def returning(desk: Desk, code: str | None, number: str | None) -> Record | None:
    """
    The deleted record of a person who was here before, by code or number (the standard specification 4.1.1.2).
    """
    if code is not None and (found := residents.with_code(desk.conn, code)) is not None:
        return found
    return None if number is None else residents.with_number(desk.conn, number)


def check_not_resident(desk: Desk, code: str | None, number: str | None, path: str) -> None:
    """
    Refuse a second record for a living resident, or a code and a number that belong to different people.
    """
    found = returning(desk, code, number)
    if found is None:
        return
    desk.touch(found.resident)
    if found.living:
        raise Refusal("duplicate-person", path)
    other_code = code is not None and found.resident_record_code != code
    if other_code or (number is not None and found.individual_number not in (None, number)):
        raise Refusal("data-mismatch", path)


def check_residence_card(desk: Desk, person: Person, code: str | None, path: str) -> None:
    """
    Refuse an entry whose residence card stands on a record of another code: somebody would be recorded twice.
    """
    card = person.foreign.residence_card_number if person.foreign else None
    if card is None:
        return
    for found in residents.with_residence_card(desk.conn, card):
        if found.resident_record_code != code:
            desk.touch(found.resident)
            raise Refusal("duplicate-person", f"{path}.foreign.residence_card_number")


def alert_similar(desk: Desk, person: Person, code: str | None) -> None:
    """
    Tell the clerk where a deleted record of another code has the same name, sex and date of birth.
    """
    for found in residents.like(desk.conn, person.born_on, person.sex):
        if found.resident_record_code != code and same_name(found.name, person.name):
            desk.alert("similar-person")


def supplementary_items(named: Named) -> tuple[SupplementaryItem, ...]:
    """
    What an entry corrects on the supplementary family-register record: address, its day, and a code that is new.
    """
    return ("address", "settled_on", "resident_record_code") if named.drawn else ("address", "settled_on")


def search(desk: Desk, person: Person, address: str, key: str) -> Inquiry:
    """
    J15 for a person whose code or number is not known: by what is known, or else by the four items.
    """
    code, number = person.resident_record_code, person.individual_number
    by_items = code is None and number is None
    body = IdentityInquiry(
        resident_record_code=code,
        individual_number=number if code is None else None,
        name=person.name if by_items else None,
        address=address if by_items else None,
        born_on=person.born_on if by_items else None,
        sex=person.sex if by_items else None,
        purpose="moving-in",
        operator=desk.actor.operator,
        terminal=desk.actor.terminal,
    )
    return Inquiry(key=key, neighbour=JUKI_NET, message_type="J15", body=body, purpose="moving-in")


def found_person(desk: Desk, key: str, path: str) -> FoundPerson | None:
    """
    Who the network found, or None for nobody.

    Raises `Refusal` (data-mismatch) where it named several, or did not answer: a new code would then be a guess.
    Several people are for a clerk to tell apart.
    """
    raw = desk.answers.get(key)
    if raw is None:
        raise Refusal("data-mismatch", path, "the network did not answer the search")
    answer = msgspec.json.decode(raw, type=IdentityAnswer)
    if answer.result == "ambiguous":
        several = Todo("several-people-found", "J15", ("name", "address", "born_on", "sex"))
        raise Refusal("data-mismatch", path, "the search found several people", task=several)
    if answer.result != "found" or not answer.persons:
        return None
    if len(answer.persons) > 1:
        several = Todo("several-people-found", "J15", ("resident_record_code",))
        raise Refusal("data-mismatch", path, "the search found several people", task=several)
    (person,) = answer.persons
    forms.check_code(desk, person.resident_record_code, path)
    return person


def draw(desk: Desk) -> str:
    """
    A new code from the stock (住基法30条の3第2項), asking for more when few are left.
    """
    stock = codes.unused(desk.conn)
    if not stock:
        raise Refusal("no-codes-left")
    code = desk.book.rules.draw(stock)
    codes.mark_used(desk.conn, code)
    if len(stock) - 1 < desk.settings.stock_low:
        body = CodeBatchRequest(municipality=desk.municipality, quantity=desk.settings.stock_batch)
        desk.drafts.append(desk.draft(JUKI_NET, body, "J19", "stock"))
    return code


def record_of(desk: Desk, person: Person, named: Named, place: Place) -> Record:
    """
    A new record for the person, under the old local addressee number where they were here before.
    """
    before = returning(desk, named.code, named.number)
    if before is not None and not named.drawn and before.born_on != person.born_on:
        raise Refusal(
            "data-mismatch", None, "the deleted record under this number is of another date of birth"
        )
    alert_similar(desk, person, named.code)
    codes.mark_used(desk.conn, named.code)
    record = Record(
        resident=before.resident if before else residents.new_number(desk.conn, "resident"),
        household=place.household,
        position=households.next_position(desk.conn, place.household),
        state="current",
        resident_record_code=named.code,
        individual_number=named.number,
        name=person.name,
        name_kana=person.name_kana,
        born_on=person.born_on,
        sex=person.sex,
        relationship=relationship.recorded(person.relationship) or relationship.FALLBACK,
        address=place.address,
        building=place.building,
        postal_code=place.postal_code,
        town_code=place.town_code,
        became_resident_on=place.became_resident_on,
        settled_on=place.became_resident_on,
        notified_on=place.notified_on,
        previous_municipality=place.previous_municipality,
        previous_address=place.previous_address,
        registered_domicile=person.registered_domicile,
        registered_domicile_municipality=person.registered_domicile_municipality,
        head_of_family_register=person.head_of_family_register,
        former_surname=person.former_surname,
        former_surname_kana=person.former_surname_kana,
        common_name=person.common_name,
        foreign=person.foreign,
        notices=before.notices if before else 0,
        addressee_changes=before.addressee_changes if before else 0,
    )
    residents.save(desk.conn, record)
    desk.touch(record.resident)
    if record.relationship == relationship.HOUSEHOLDER:
        households.set_head(desk.conn, place.household, record.resident)
    return record


def issue_number(desk: Desk, prefix: str) -> str:
    """
    The next issue number of a kind of document; never used twice.
    """
    return f"{prefix}-{desk.today.year}-{next_value(desk.conn, f'issue-{prefix}'):06d}"


NOTICES: dict[
    str,
    tuple[
        Literal[
            "resident-record-code-change-notice",
            "resident-record-code-correction-notice",
            "resident-record-code-notice",
        ],
        str,
    ],
] = {
    "entry": ("resident-record-code-notice", "住民票コード通知票"),
    "change": ("resident-record-code-change-notice", "住民票コード変更通知票"),
    "correction": ("resident-record-code-correction-notice", "住民票コード修正通知票"),
}


def notify_code(desk: Desk, record: Record, why: str = "entry") -> Document:
    """
    Print the written notice of a code that was assigned, addressed to the person (住基法30条の3第3項, 30条の4第4項,
    住基令30条の4第2項).
    """
    kind, title = NOTICES[why]
    number = issue_number(desk, "CN")
    shown = (
        ("name", "氏名", record.name),
        ("address", "住所", record.full_address),
        ("resident_record_code", "住民票コード", record.resident_record_code),
    )
    items = [
        DocumentItem(resident=record.resident, item=item, label=label, value=value)
        for item, label, value in shown
    ]
    lines = [title, number, *(f"{item.label}　{item.value}" for item in items)]
    document = Document(
        kind=kind,
        issue_number=number,
        addressed_to=record.name,
        items=items,
        text="\n".join(lines),
    )
    desk.print_for(record.resident, document)
    return document
