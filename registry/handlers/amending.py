"""
What a clerk puts right, item by item: which values an item may take.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from registry.desk import Desk
from registry.handlers import forms
from registry.refusal import Refusal
from registry.rules import dates
from registry.wire.control import Address, Amendment, Person

REQUIRED = frozenset(
    {
        "address",
        "born_on",
        "name",
        "name_kana",
        "postal_code",
        "relationship",
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


def check_value(desk: Desk, amendment: Amendment, path: str) -> None:
    """
    Refuse a value that the item cannot have; `path` names the amendment.
    """
    value, item = amendment.value, amendment.item
    if value is None:
        if item in REQUIRED:
            raise Refusal("data-mismatch", f"{path}.value", "this item cannot be deleted")
    elif item in ("name", "former_surname", "common_name"):
        forms.check_name(value, f"{path}.value")
    elif item == "address":
        forms.check_address(Address(address=value), f"{path}.value")
    elif item == "settled_on":
        forms.past(desk, value, f"{path}.value")
    elif item == "registered_domicile_municipality":
        forms.check_municipality(desk, value, f"{path}.value")
    elif item == "born_on" and dates.earliest(value) is None:
        raise Refusal("invalid-date", f"{path}.value")
    elif item == "sex" and value not in SEXES:
        raise Refusal("data-mismatch", f"{path}.value")


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
