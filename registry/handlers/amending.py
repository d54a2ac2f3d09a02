"""
What a clerk puts right, item by item: which values an item may take.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from registry.handlers import forms
from registry.refusal import Refusal
from registry.rules import dates
from registry.wire.control import Amendment, Person

REQUIRED = frozenset({"name", "name_kana", "born_on", "sex"})
SEXES = ("female", "male", "unknown")


def check_value(amendment: Amendment, path: str) -> None:
    """
    Refuse a value that the item cannot have; `path` names the amendment.
    """
    value, item = amendment.value, amendment.item
    if value is None:
        if item in REQUIRED:
            raise Refusal("data-mismatch", f"{path}.value", "this item cannot be deleted")
    elif item in ("name", "former_surname", "common_name"):
        forms.check_name(value, f"{path}.value")
    elif item == "born_on" and dates.earliest(value) is None:
        raise Refusal("invalid-date", f"{path}.value")
    elif item == "sex" and value not in SEXES:
        raise Refusal("data-mismatch", f"{path}.value")


def check(amendments: Sequence[Amendment], path: str) -> None:
    """
    Refuse amendments of which one cannot be, or that name an item twice. None at all is lawful.
    """
    if amendments:
        forms.check_distinct([each.item for each in amendments], path)
    for index, each in enumerate(amendments):
        check_value(each, f"{path}[{index}]")


def amended(person: Person, amendments: Sequence[Amendment]) -> Person:
    """
    The person with what was put right.
    """
    return msgspec.structs.replace(person, **{each.item: each.value for each in amendments})
