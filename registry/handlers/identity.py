"""
Identity inquiry at the counter (住基法30条の10, 30条の12): by code, by number, or by all four items, for a named use.
"""

from __future__ import annotations

from typing import Any

import msgspec

from registry import residents
from registry.changes import JUKI_NET
from registry.desk import Desk, Inquiry
from registry.handlers import forms
from registry.refusal import Refusal
from registry.rules import dates
from registry.rules.check_digits import prefecture_of
from registry.wire.control import Accepted, FoundIdentity, InquireIdentity
from registry.wire.juki_net import FoundPerson, IdentityAnswer, IdentityInquiry, NationwideInquiry

KEY = "identity"
ANSWER = msgspec.json.Decoder(IdentityAnswer)


def _check(desk: Desk, command: InquireIdentity) -> None:
    if not desk.book.rules.purpose_is_lawful(command.purpose):
        raise Refusal("not-permitted", "purpose", "not a use for which the office may inquire")
    desk.purpose = command.purpose
    items = {name: getattr(command, name) for name in ("name", "address", "born_on", "sex")}
    given = [name for name, value in items.items() if value is not None]
    keys = [command.resident_record_code, command.individual_number, given or None]
    if sum(key is not None for key in keys) != 1:
        raise Refusal("not-permitted", None, "exactly one of code, number and the four items is asked by")
    missing = [name for name, value in items.items() if not (value or "").strip()]
    if given and missing and not desk.book.rules.part_is_enough(given):
        raise Refusal("not-permitted", missing[0], "nobody is searched for by a part of the four items")
    if command.resident_record_code is not None:
        forms.check_code(desk, command.resident_record_code, "resident_record_code")
    if command.individual_number is not None:
        forms.check_number(desk, command.individual_number, "individual_number")
    if command.born_on is not None and dates.earliest(command.born_on) is None:
        raise Refusal("invalid-date", "born_on")


def inquiries(desk: Desk, command: InquireIdentity) -> list[Inquiry]:
    """
    J15, or J17 by way of the prefecture where the person may live in another one.
    """
    _check(desk, command)
    asked: dict[str, Any] = {
        "resident_record_code": command.resident_record_code,
        "individual_number": command.individual_number,
        "name": command.name,
        "address": command.address,
        "born_on": command.born_on,
        "sex": command.sex,
        "purpose": command.purpose,
        "operator": desk.actor.operator,
        "terminal": desk.actor.terminal,
    }
    if desk.book.rules.goes_nationwide(command.reach):
        body: msgspec.Struct = NationwideInquiry(**asked, prefecture=prefecture_of(desk.municipality))
        return [Inquiry(key=KEY, neighbour=JUKI_NET, message_type="J17", body=body, purpose=command.purpose)]
    body = IdentityInquiry(**asked)
    return [Inquiry(key=KEY, neighbour=JUKI_NET, message_type="J15", body=body, purpose=command.purpose)]


def _shown(person: FoundPerson, with_number: bool) -> FoundIdentity:
    return FoundIdentity(
        resident_record_code=person.resident_record_code,
        individual_number=person.individual_number if with_number else None,
        name=person.name,
        address=person.address,
        born_on=person.born_on,
        sex=person.sex,
        reason=person.reason,
        changed_on=person.changed_on,
    )


def _looked_at(desk: Desk, code: str) -> None:
    """
    Whoever was found may be a resident of ours: the log names them, and a support measure holds or warns.
    """
    record = residents.with_code(desk.conn, code)
    if record is not None:
        desk.touch(record.resident)


def handle(desk: Desk, command: InquireIdentity) -> Accepted:
    """
    Show who was found; the answer is kept nowhere.
    """
    _check(desk, command)
    raw = desk.answers.get(KEY)
    if raw is None:
        raise Refusal("data-mismatch", None, "the network did not answer the inquiry")
    answer = ANSWER.decode(bytes(raw))
    with_number = desk.book.rules.number_is_shown(command.purpose)
    found = [_shown(person, with_number) for person in answer.persons]
    for person in answer.persons:
        _looked_at(desk, person.resident_record_code)
    desk.numbers_seen = any(person.individual_number is not None for person in found)
    notes = ["several people fit"] if answer.result == "ambiguous" else []
    return Accepted(outcome="accepted", found=found, notes=notes)
