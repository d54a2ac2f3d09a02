"""
What each kind of paper says of a person, which clause says so, and whether a printed value is the recorded one.

How a paper words what is a code on the record (sex, nationality, class of resident) and how it writes a date, the law
leaves open; of what cannot be read, or was masked on one side only, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from harness.judgement.checks.register_mirrored import MIRRORED
from harness.words.calendar import parse_era_date
from harness.words.errors import TermError

Record = Mapping[str, Any]
Items = dict[str, str]
"""Item → clause."""

CODE, NUMBER = "resident_record_code", "individual_number"
HOUSEHOLD = frozenset({"householder_name", "relationship"})
CERTIFICATE, COPY, ON_PAPER = "moving-out-certificate", "copy-of-record", "notice-on-paper"
CODE_NOTICES = {
    "new": "resident-record-code-notice",
    "claim": "resident-record-code-change-notice",
    "ex-officio": "resident-record-code-correction-notice",
}

STAY = ("status_of_residence", "period_of_stay", "period_expires_on")
CARDS = {
    "medium-to-long-term": (*STAY, "residence_card_number"),
    "special-permanent": ("special_permanent_certificate_number",),
}
"""Class of foreign resident → its items in the lower column of the table of 住基法30条の45."""

FOREIGN_ITEMS = ("nationality", "resident_class", *STAY, *(cards[-1] for cards in CARDS.values()))
SURNAMES = ("former_surname", "former_surname_kana")
OF_BOTH = ("name", "born_on", "sex", "address")
FAMILY_REGISTER = ("registered_domicile", "head_of_family_register")

CERTIFIED: Items = {
    **dict.fromkeys((*OF_BOTH, *sorted(HOUSEHOLD), *FAMILY_REGISTER, NUMBER, CODE), "REL-007.1"),
    **dict.fromkeys(("destination", "planned_on"), "REL-007.1"),
    "name_kana": "REL-007.2",
    **dict.fromkeys(SURNAMES, "REL-007.6"),
    "common_name": "REL-007.7",
    **dict.fromkeys(FOREIGN_ITEMS, "REL-007.8"),
}
BASE = (
    *OF_BOTH,
    "name_kana",
    "became_resident_on",
    "notified_on",
    "previous_address",
    *SURNAMES,
    "common_name",
)
CLAIMED_BY: dict[str, tuple[str, Items]] = {
    "self": ("CERT-001.1", {NUMBER: "CERT-002.1", CODE: "CERT-002.1"}),
    "household-member": ("CERT-001.1", {NUMBER: "CERT-002.2", CODE: "CERT-002.2"}),
    "third-party": ("CERT-003.1", {}),
}
"""Who claims a copy → the clause of the base items, and those of the numbers."""

STORE = "ClaimAtConvenienceStore"
STALE = "CERT-009.3"
"""A copy at a convenience store that says what the record does not."""

NOTIFIED: Items = dict.fromkeys(("name", "address", CODE), "CERT-004.1")
POSTED = {"J05": "REL-003.3"}
"""Message that goes on paper while the line is out of order → the clause that says what it states."""

DATES = frozenset(
    {
        "born_on",
        "became_resident_on",
        "settled_on",
        "notified_on",
        "planned_on",
        "period_expires_on",
        "moved_in_on",
    }
)
WORDED = frozenset({"nationality", "resident_class"})
"""Items that are codes on the record, for which a paper may have words."""
SEXES = {"male": {"男"}, "female": {"女"}}
RECORDED_AS = {"destination": "planned_destination", "planned_on": "planned_out_on"}
READABLE_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
NUMBER_TOKEN = re.compile(r"⟦(?:IN|RC|CARD)[✓✗]")


def borne(kind: str, command: str, request: Mapping[str, Any]) -> Items:
    """
    Items that a paper of a kind may bear of a person, by the clause that says what stands there.
    """
    if kind == CERTIFICATE:
        return CERTIFIED
    if kind in CODE_NOTICES.values():
        return NOTIFIED
    if kind == ON_PAPER and request.get("message_type") in POSTED:
        message = str(request["message_type"])
        return dict.fromkeys(MIRRORED[message][1], POSTED[message])
    if kind == COPY and command == STORE:
        return dict.fromkeys((*BASE, "settled_on", *HOUSEHOLD, *FAMILY_REGISTER, NUMBER), STALE)
    if kind == COPY:
        base, numbers = CLAIMED_BY.get(str(request.get("requester")), ("CERT-001.1", {}))
        further = dict.fromkeys(HOUSEHOLD, "CERT-001.2") if base == "CERT-001.1" else {}
        return {**dict.fromkeys((*BASE, "settled_on"), base), **further, **numbers}
    return {}


def due(kind: str, command: str, request: Mapping[str, Any], record: Record) -> Items:
    """
    Items that the paper must bear of somebody with this record, by the clause that wants them there.
    """
    foreign = record.get("foreign")
    has = of_a_foreigner(foreign) if foreign else {"name_kana", *SURNAMES, *FAMILY_REGISTER}
    if kind == CERTIFICATE:
        some = {*OF_BOTH, *HOUSEHOLD, NUMBER, CODE, "destination", "planned_on", *has}
        return {item: clause for item, clause in CERTIFIED.items() if item in some}
    if kind in CODE_NOTICES.values():
        return {CODE: "CERT-004.1"}
    if kind != COPY:
        return {}
    base, numbers = CLAIMED_BY.get(str(request.get("requester")), ("CERT-001.1", {}))
    wanted = dict.fromkeys(
        (item for item in BASE if item not in ("name_kana", *SURNAMES, "common_name") or item in has), base
    )
    if foreign and base == "CERT-003.1":
        del wanted["became_resident_on"]  # CERT-003.2 says what stands there.
    options = set(request.get("options") or ())
    if "relationship" in options:
        wanted.update(dict.fromkeys(HOUSEHOLD, "CERT-001.2"))
    asked = {item for item in numbers if item.replace("_", "-") in options}
    return {
        **wanted,
        **{item: clause for item, clause in numbers.items() if item in asked and command != STORE},
    }


def of_a_foreigner(foreign: Mapping[str, Any]) -> set[str]:
    """
    Items that only a foreign resident has.
    """
    return {
        "common_name",
        "nationality",
        "resident_class",
        *CARDS.get(str(foreign.get("resident_class")), ()),
    }


def recorded(kind: str, request: Mapping[str, Any], record: Record, item: str) -> object:
    """
    What the record says in the place of an item.
    """
    if kind == ON_PAPER:
        return MIRRORED[str(request["message_type"])][1][item](record)
    if item == "address":
        return f"{record.get('address') or ''}{record.get('building') or ''}"
    if item in FOREIGN_ITEMS:
        return (record.get("foreign") or {}).get(item)
    return record.get(RECORDED_AS.get(item, item))


def differs(item: str, printed: str, wanted: object) -> bool:
    """
    Whether a printed value is surely another than the wanted one.
    """
    here, there = "".join(printed.split()), "".join(str(wanted or "").split())
    if here == there or not here:
        return False
    if item in DATES:
        days = _day(here), _day(there)
        return None not in days and days[0] != days[1]
    if item == "sex":
        others = set().union(*(words | {sex} for sex, words in SEXES.items() if sex != there))
        return here in others
    if NUMBER_TOKEN.match(there):
        return bool(NUMBER_TOKEN.search(here)) and there not in here
    if item in WORDED and not re.fullmatch(r"[A-Za-z-]+", here):
        return False
    return "⟦" not in there and not ("⟦" in here and item in (*WORDED, *STAY))


def _day(value: str) -> date | None:
    try:
        found = READABLE_DAY.fullmatch(value)
        return date(*map(int, found.groups())) if found else parse_era_date(value)
    except (TermError, ValueError):
        return None
