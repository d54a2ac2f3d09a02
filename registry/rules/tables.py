"""
The dated tables of this reading: what triggers a notice, what a copy shows, what reasons exist.
"""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files
from typing import Literal, TypeVar

import msgspec

Who = Literal["all", "national", "foreign"]
AgencyItem = Literal["address", "born_on", "card_number", "name", "nationality", "resident_class", "sex"]


class Trigger(msgspec.Struct, frozen=True):
    """
    One item whose correction is told onward: to the network, to the Agency (under which name).
    """

    item: str
    who: Who
    network: Literal["yes", "no"]
    agency: AgencyItem | Literal[""]
    article: str
    since: date = msgspec.field(name="from")


class CopyItem(msgspec.Struct, frozen=True):
    """
    One item of a copy of the resident record: for whom, and the option that must be asked for, if any.
    """

    item: str
    label: str
    who: Who
    option: str
    article: str


class Reason(msgspec.Struct, frozen=True):
    """
    A reason for change and the act that it belongs to.
    """

    code: str
    label: str
    act: Literal["entry", "deletion", "correction"]
    article: str
    since: date = msgspec.field(name="from")


class MinorCause(msgspec.Struct, frozen=True):
    """
    A cause that makes the correction of an item a minor one (軽微な修正): one row per cause and item.
    """

    cause: str
    item: str
    article: str
    since: date = msgspec.field(name="from")


class Purpose(msgspec.Struct, frozen=True):
    """
    A use for which the register's office may inquire about identity, and whether it may see the number there.
    """

    purpose: str
    number: Literal["yes", "no"]
    article: str


Row = TypeVar("Row", bound=msgspec.Struct)


def rows(name: str, row: type[Row]) -> tuple[Row, ...]:
    """
    The rows of a table beside this module.
    """
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return tuple(msgspec.convert(line, row) for line in csv.DictReader(text.splitlines()))


TRIGGERS = rows("triggers.csv", Trigger)
COPY_ITEMS = rows("copy_items.csv", CopyItem)
MINOR_CAUSES = rows("minor_causes.csv", MinorCause)
PURPOSES = {row.purpose: row for row in rows("purposes.csv", Purpose)}
REASONS = {row.code: row for row in rows("reasons.csv", Reason)}


def concerns(who: Who, foreign: bool) -> bool:
    """
    Whether a row stands for this kind of resident.
    """
    return who == "all" or (who == "foreign") == foreign


def trigger(item: str, foreign: bool, on: date) -> Trigger | None:
    """
    The row of an item for this kind of resident as it stood on the day, or None.
    """
    rows = [row for row in TRIGGERS if row.item == item and concerns(row.who, foreign) and row.since <= on]
    return max(rows, key=lambda row: row.since, default=None)


def triggers_network(item: str, foreign: bool, on: date) -> bool:
    """
    Whether correcting the item changes identification information (住基法30条の6).
    """
    row = trigger(item, foreign, on)
    return row is not None and row.network == "yes"


def is_minor(cause: str, item: str, on: date) -> bool:
    """
    Whether the cause makes a correction of this item a minor one (住基規則11条3項2号, 44条, 46条).
    """
    return any(row.cause == cause and row.item == item and row.since <= on for row in MINOR_CAUSES)


def purpose_is_lawful(purpose: str) -> bool:
    """
    Whether the register's office may inquire about identity for this use.
    """
    return purpose in PURPOSES


def number_is_shown(purpose: str) -> bool:
    """
    Whether this use lawfully sees the Individual Number of who was found (番号法16条, 9条).
    """
    row = PURPOSES.get(purpose)
    return row is not None and row.number == "yes"


def agency_item(item: str, foreign: bool, on: date) -> AgencyItem | None:
    """
    The item's name in a notice to the Agency, or None where its correction is not notified (入管法施行令24条).
    """
    row = trigger(item, foreign, on)
    if row is None or not foreign or row.agency == "":
        return None
    return row.agency
