"""
What commands are made of: who acts where, people, addresses, cards laid on the counter.

Dates are ISO 8601 civil dates; a birth or death date may have unknown parts (``1940-XX-XX``). A person inside a command
is named by ``ref``, a handle that only this command knows; a person on the register by ``resident``, the registry's own
local addressee number, which it gives in its answer.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Sex = Literal["male", "female", "unknown"]
Evidence = Literal[
    "individual-number-card",
    "drivers-licence",
    "passport",
    "residence-card",
    "other-papers",
    "questions-answered",
]


class Command(Struct, frozen=True, forbid_unknown_fields=True):
    """
    What every command obeys: frozen, and no unknown field.
    """


class Counter(Command, frozen=True):
    """
    Where and by whom the command is given. ``trace_id`` should come back on every message it causes.
    """

    operator: str
    terminal: str
    trace_id: str


class Identity(Command, frozen=True):
    """
    Who files, and how that was checked (住基法27条, 住基規則8条〜8条の3).

    ``evidence`` is None when nothing was shown; ``substitute`` records what stood in for it.
    ``authority`` is needed of a proxy outside the household.
    """

    filer: Literal["self", "householder", "same-household", "proxy"]
    filer_name: str
    evidence: Evidence | None = None
    authority: Literal["power-of-attorney", "statutory"] | None = None
    substitute: str | None = None


class Address(Command, frozen=True):
    """
    An address in this municipality or elsewhere, as it is written on the record.
    """

    address: str
    building: str | None = None
    postal_code: str = ""
    town_code: str = ""


class Foreign(Command, frozen=True):
    """
    What a foreign resident's record holds in addition (住基法30条の45).
    """

    nationality: str
    resident_class: Literal[
        "medium-to-long-term", "special-permanent", "temporary-refuge", "provisional-stay", "transitional"
    ]
    status_of_residence: str | None = None
    period_of_stay: str | None = None
    period_expires_on: str | None = None
    residence_card_number: str | None = None
    special_permanent_certificate_number: str | None = None


class NotedInsurance(Command, frozen=True):
    """
    What a notification notes on national health insurance (住基法28条).
    """

    insured: bool
    symbol_and_number: str | None = None


class Person(Command, frozen=True):
    """
    A person as a notification or a family-register document states them.

    ``registered_domicile_municipality`` is the code of the place of the family register: J09 goes there.
    """

    ref: str
    name: str
    name_kana: str
    born_on: str
    sex: Sex
    relationship: str
    resident_record_code: str | None = None
    individual_number: str | None = None
    registered_domicile: str | None = None
    head_of_family_register: str | None = None
    former_surname: str | None = None
    former_surname_kana: str | None = None
    common_name: str | None = None
    foreign: Foreign | None = None
    health_insurance: NotedInsurance | None = None
    registered_domicile_municipality: str | None = None


class PresentedCard(Command, frozen=True):
    """
    A card laid on the counter for one mover. The PIN itself is never passed, only what checking it gave.
    """

    ref: str
    card_id: str
    pin_check: Literal["passed", "failed", "not-asked"]


class Relation(Command, frozen=True):
    """
    A resident's relationship to the householder after a change, as the clerk confirmed it.
    """

    resident: str
    relationship: str


Item = Literal[
    "name",
    "name_kana",
    "born_on",
    "sex",
    "common_name",
    "former_surname",
    "former_surname_kana",
    "address",
    "building",
    "postal_code",
    "town_code",
    "settled_on",
    "relationship",
    "registered_domicile",
    "registered_domicile_municipality",
    "head_of_family_register",
    "telephone",
    "administrative_district",
    "school_district",
    "polling_district",
    "became_resident_on",
    "notified_on",
    "previous_address",
    "unreported_address",
    "actual_relationship",
    "order_of_entry",
    "remarks",
    "quasi_household",
    "branch_office",
    "district",
    "neighbourhood_group",
    "junior_high_school_district",
    "assessing_body",
    "name_in_kanji",
    "name_in_katakana",
    "common_name_kana",
    "mailing_name",
    "nationality",
    "resident_class",
    "status_of_residence",
    "period_of_stay",
    "period_expires_on",
    "residence_card_number",
]
"""
Items of a record that a correction may name; from ``nationality`` on, those of ``Foreign``.

Not among them: numbers and codes that have a command of their own, what a row of the history says of itself, and what
follows from other items (who heads the household, the household number, the state, the householder's name).
"""


class Amendment(Command, frozen=True):
    """
    One item and its new value; None deletes the item.
    """

    item: Item
    value: str | None
