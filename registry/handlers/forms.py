"""
Checks of form that every command passes before its meaning is looked at: letters, lengths, dates, numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from registry.desk import Desk
from registry.refusal import Refusal
from registry.rules import dates, relationship
from registry.rules.check_digits import residence_card_number_is_valid
from registry.rules.letters import is_writable
from registry.wire.control import Address, Counter, Person

TRACE = re.compile(r"[A-Za-z0-9._:-]{1,120}\Z")
LOCAL = re.compile(r"(.*\.)?(householder|household|residents?)(\[[0-9]+\])?\Z")
"""Paths in a command that name a resident or a household of this register."""

LONGEST = 500
LONGEST_NAME = 120
LONGEST_ADDRESS = 200


def texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """
    Every text of a command with its path.
    """
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts(item, f"{path}[{index}]")


def check_texts(command: msgspec.Struct, local_number_is_valid: Callable[[str], bool]) -> None:
    """
    Refuse letters that no record can hold, texts longer than any message can carry, and, wherever a resident or a
    household is named, a number of wrong length, wrong digits or a wrong check digit.
    """
    for path, text in texts(command, ""):
        if len(text) > LONGEST or not is_writable(text):
            raise Refusal("invalid-characters", path)
        if LOCAL.match(path) and not local_number_is_valid(text):
            raise Refusal("invalid-number", path)


def check_counter(counter: Counter) -> None:
    """
    Refuse a counter that no envelope could name.
    """
    for name, text in (("operator", counter.operator), ("terminal", counter.terminal)):
        if not text.strip() or len(text) > LONGEST_NAME:
            raise Refusal("invalid-characters", f"counter.{name}")
    if not TRACE.match(counter.trace_id):
        raise Refusal("invalid-characters", "counter.trace_id")


def check_name(name: str, path: str) -> None:
    """
    Refuse an empty or overlong name.
    """
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Refusal("invalid-characters", path)


def check_address(address: Address, path: str) -> None:
    """
    Refuse an empty or overlong address.
    """
    if not address.address.strip() or len(address.address) > LONGEST_ADDRESS:
        raise Refusal("invalid-characters", f"{path}.address")
    if address.building is not None and len(address.building) > LONGEST_ADDRESS:
        raise Refusal("invalid-characters", f"{path}.building")


def civil(text: str, path: str) -> date:
    """
    The civil date written, or a refusal.
    """
    day = dates.civil(text)
    if day is None:
        raise Refusal("invalid-date", path)
    return day


def past(desk: Desk, text: str, path: str) -> date:
    """
    A civil date that is not in the future, or a refusal.
    """
    day = civil(text, path)
    if day > desk.today:
        raise Refusal("future-date", path)
    return day


def notified_and_happened(desk: Desk, notified: str, happened: str, name: str) -> tuple[date, date]:
    """
    The dates of a notification and of what it notifies, which is over by then.
    """
    notified_on = past(desk, notified, "notified_on")
    happened_on = past(desk, happened, name)
    if happened_on > notified_on:
        raise Refusal("future-date", name)
    return notified_on, happened_on


def alert_late(desk: Desk, notified_on: date, happened_on: date) -> None:
    """
    Tell the clerk of a notification after its period; it is accepted all the same (住基法52条).
    """
    if notified_on > happened_on + timedelta(days=desk.settings.notification_days):
        desk.alert("filed-late")


def check_code(desk: Desk, code: str, path: str) -> None:
    """
    Refuse a Resident Record Code with a wrong length, wrong digits or a wrong check digit.
    """
    if desk.settings.check_resident_record_code and not desk.book.rules.resident_record_code_is_valid(code):
        raise Refusal("invalid-number", path)


def check_number(desk: Desk, number: str, path: str) -> None:
    """
    Refuse an Individual Number with a wrong length, wrong digits or a wrong check digit.
    """
    if not desk.book.rules.individual_number_is_valid(number):
        raise Refusal("invalid-number", path)


def check_municipality(desk: Desk, code: str, path: str) -> None:
    """
    Refuse a local-government code with a wrong check digit.
    """
    if not desk.book.rules.municipality_code_is_valid(code):
        raise Refusal("invalid-number", path)


def check_local_number(desk: Desk, number: str, path: str) -> None:
    """
    Refuse a local addressee or household number with a wrong length, wrong digits or a wrong check digit.
    """
    if not desk.book.rules.local_number_is_valid(number):
        raise Refusal("invalid-number", path)


def check_residence_card_number(number: str, path: str) -> None:
    """
    Refuse a number that is not written like one of a residence card (入管法施行規則19条の6第6項).
    """
    if not residence_card_number_is_valid(number):
        raise Refusal("invalid-number", path)


def check_relationship(word: str, path: str) -> str:
    """
    The relationship as it is recorded, or a refusal of a word that is not managed.
    """
    recorded = relationship.recorded(word)
    if recorded is None:
        raise Refusal("invalid-relationship", path, "this relationship is not managed")
    return recorded


def check_person(desk: Desk, person: Person, path: str) -> None:
    """
    Refuse a person whose name, numbers, birth date or relationship cannot be recorded.
    """
    check_name(person.name, f"{path}.name")
    if person.resident_record_code is not None:
        check_code(desk, person.resident_record_code, f"{path}.resident_record_code")
    if person.individual_number is not None:
        check_number(desk, person.individual_number, f"{path}.individual_number")
    if person.registered_domicile_municipality is not None:
        check_municipality(
            desk, person.registered_domicile_municipality, f"{path}.registered_domicile_municipality"
        )
    born = dates.earliest(person.born_on)
    if born is None:
        raise Refusal("invalid-date", f"{path}.born_on")
    if born > desk.today:
        raise Refusal("future-date", f"{path}.born_on")
    check_relationship(person.relationship, f"{path}.relationship")
    foreign = person.foreign
    if foreign is not None:
        for name in ("residence_card_number", "special_permanent_certificate_number"):
            number = getattr(foreign, name)
            if number is not None:
                check_residence_card_number(number, f"{path}.foreign.{name}")
        if foreign.period_expires_on is not None:
            civil(foreign.period_expires_on, f"{path}.foreign.period_expires_on")


def check_born_before(person: Person, day: date, path: str) -> None:
    """
    Refuse a move before birth.
    """
    born = dates.earliest(person.born_on)
    if born is not None and born > day:
        raise Refusal("invalid-date", path)


def check_distinct(values: Sequence[str], path: str) -> None:
    """
    Refuse an empty list, or one that names the same thing twice.
    """
    if not values:
        raise Refusal("data-mismatch", path)
    for index, value in enumerate(values):
        if value in values[:index]:
            raise Refusal("data-mismatch", f"{path}[{index}]")


def check_trace(text: str, path: str) -> None:
    """
    Refuse an identifier that no message could carry.
    """
    if not TRACE.match(text):
        raise Refusal("invalid-characters", path)
