"""
What a clerk puts right, item by item: which values an item may take.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from registry.desk import Desk
from registry.handlers import forms
from registry.refusal import Refusal
from registry.residents import Record
from registry.rules import dates
from registry.wire.control import Address, Amendment, Person

FOREIGN = frozenset(
    {
        "nationality",
        "period_expires_on",
        "period_of_stay",
        "residence_card_number",
        "resident_class",
        "status_of_residence",
    }
)
"""Items that stand in the part of the record that foreign residents alone have (住基法30条の45)."""
FOREIGN_ONLY = FOREIGN | {
    "common_name",
    "common_name_kana",
    "mailing_name",
    "name_in_kanji",
    "name_in_katakana",
}
RESIDENT_CLASSES = (
    "medium-to-long-term",
    "special-permanent",
    "temporary-refuge",
    "provisional-stay",
    "transitional",
)
REQUIRED = frozenset(
    {
        "address",
        "became_resident_on",
        "born_on",
        "name",
        "name_kana",
        "nationality",
        "order_of_entry",
        "postal_code",
        "relationship",
        "resident_class",
        "settled_on",
        "sex",
        "town_code",
    }
)
ENTRY_ITEMS = frozenset(
    {
        "born_on",
        "common_name",
        "former_surname",
        "former_surname_kana",
        "head_of_family_register",
        "name",
        "name_kana",
        "registered_domicile",
        "registered_domicile_municipality",
        "sex",
    }
)
"""Items of a person that an entry itself states; the others belong to the record."""
SEXES = ("female", "male", "unknown")
ORDER = re.compile(r"[1-9][0-9]{0,2}\Z")


def value_of(record: Record, item: str) -> str | None:
    """
    What the record shows of the item now.
    """
    value = getattr(record.foreign, item, None) if item in FOREIGN else getattr(record, item)
    return None if value is None else str(value)


WORDS = {"sex": SEXES, "resident_class": RESIDENT_CLASSES}
"""Items that take one of a few words."""
NAMES = ("name", "former_surname", "common_name")
DAYS = ("became_resident_on", "notified_on", "settled_on")
"""Items that are days of the past."""


def check_value(desk: Desk, amendment: Amendment, path: str) -> None:
    """
    Refuse a value that the item cannot have; `path` names the amendment.
    """
    value, item = amendment.value, amendment.item
    if value is None:
        if item in REQUIRED:
            raise Refusal("data-mismatch", f"{path}.value", "this item cannot be deleted")
        return
    if item in WORDS and value not in WORDS[item]:
        raise Refusal("data-mismatch", f"{path}.value")
    if item in NAMES:
        forms.check_name(value, f"{path}.value")
    elif item in DAYS:
        forms.past(desk, value, f"{path}.value")
    elif item in FORMS:
        FORMS[item](desk, value, f"{path}.value")


def _address(_desk: Desk, value: str, path: str) -> None:
    forms.check_address(Address(address=value), path)


def _municipality(desk: Desk, value: str, path: str) -> None:
    forms.check_municipality(desk, value, path)


def _birth(_desk: Desk, value: str, path: str) -> None:
    if dates.earliest(value) is None:
        raise Refusal("invalid-date", path)


def _end_of_stay(_desk: Desk, value: str, path: str) -> None:
    forms.civil(value, path)


def _card_number(_desk: Desk, value: str, path: str) -> None:
    forms.check_residence_card_number(value, path)


def _order(_desk: Desk, value: str, path: str) -> None:
    if not ORDER.match(value):
        raise Refusal("data-mismatch", path, "the place in the household is a number from 1")


FORMS: dict[str, Callable[[Desk, str, str], None]] = {
    "address": _address,
    "born_on": _birth,
    "order_of_entry": _order,
    "period_expires_on": _end_of_stay,
    "registered_domicile_municipality": _municipality,
    "residence_card_number": _card_number,
}
"""Items whose values have a form of their own."""


def check(desk: Desk, amendments: Sequence[Amendment], path: str) -> None:
    """
    Refuse amendments of an entry of which one cannot be, or that name an item twice. None at all is lawful.
    """
    if amendments:
        forms.check_distinct([each.item for each in amendments], path)
    for index, each in enumerate(amendments):
        if each.item not in ENTRY_ITEMS:
            raise Refusal("not-permitted", f"{path}[{index}].item", "this is no item of the moving-out data")
        check_value(desk, each, f"{path}[{index}]")


def amended(person: Person, amendments: Sequence[Amendment]) -> Person:
    """
    The person with what was put right.
    """
    return msgspec.structs.replace(person, **{each.item: each.value for each in amendments})
