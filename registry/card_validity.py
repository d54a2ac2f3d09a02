"""
How long a card is valid (番号カード省令26条, 27条, 29条3項), and which of its items a change touches (番号法17条8項).
"""

from __future__ import annotations

import tomllib
from calendar import isleap
from datetime import date, timedelta
from importlib.resources import files

import msgspec

from registry.residents import Record
from registry.rules import dates
from registry.rules.filed_items import NO_END, UNLIMITED
from registry.rules.tables import Who, concerns, rows


class Validity(msgspec.Struct, frozen=True):
    """
    Birthdays through which a card is valid, made as the first one or as a renewal in the last months.
    """

    id: str
    birthdays: int
    renewed_birthdays: int
    article: str
    since: date = msgspec.field(name="from")


class AdultAge(msgspec.Struct, frozen=True):
    """
    From which age on ten birthdays count.
    """

    age: int
    article: str
    since: date = msgspec.field(name="from")


class Limits(msgspec.Struct, frozen=True):
    """
    Numbers of the order.
    """

    renewal_months: int
    transitional_days: int


class Classes(msgspec.Struct, frozen=True):
    """
    Which classes of foreign residents have a limit of their own.
    """

    to_the_end: list[str]
    earlier_for_minors: list[str]
    transitional: list[str]


class Table(msgspec.Struct, frozen=True):
    """
    The table as a whole.
    """

    validity: list[Validity]
    adult: list[AdultAge]
    limits: Limits
    classes: Classes


class Lapse(msgspec.Struct, frozen=True):
    """
    What the deletion of a record does to its card; `outside`: the person left the scope of the Act. No cause, no lapse.
    """

    reason: str
    outside: str
    cause: str
    article: str
    since: date = msgspec.field(name="from")


class CardItem(msgspec.Struct, frozen=True):
    """
    An item that stands on a card: for whom, and since when.
    """

    item: str
    who: Who
    article: str
    since: date = msgspec.field(name="from")


TABLE = msgspec.convert(
    tomllib.loads((files("registry.rules") / "card_validity.toml").read_text(encoding="utf-8")), Table
)
LAPSES = rows("card_lapses.csv", Lapse)
CARD_ITEMS = rows("card_items.csv", CardItem)


def birthday(born_on: date, year: int) -> date:
    """
    The birthday in a year; who was born on 29 February has it on the 28th in common years.
    """
    if (born_on.month, born_on.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return born_on.replace(year=year)


def nth_birthday(born_on: date, after: date, count: int) -> date:
    """
    The birthday of that count after a day; one on the day itself does not count.
    """
    year = after.year if birthday(born_on, after.year) > after else after.year + 1
    return birthday(born_on, year + count - 1)


def months_before(day: date, months: int) -> date:
    """
    The day as many months earlier; where the month has no such day, its last one (民法143条2項).
    """
    number = day.year * 12 + day.month - 1 - months
    year, month = number // 12, number % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def is_adult(born_on: date, on: date) -> bool:
    """
    Whether the person is of the age from which ten birthdays count: twenty before April 2022, eighteen since.
    """
    age = next((row.age for row in reversed(TABLE.adult) if row.since <= on), TABLE.adult[0].age)
    return birthday(born_on, born_on.year + age) <= on


def is_last_months(expires_on: date, on: date) -> bool:
    """
    Whether so little of a card's validity remains on the day that it may be renewed (省令29条1項).
    """
    return months_before(expires_on, TABLE.limits.renewal_months) < on <= expires_on


def _has_no_end(record: Record) -> bool:
    foreign = record.foreign
    return foreign is not None and (
        foreign.period_of_stay == NO_END
        or any(row.status == foreign.status_of_residence for row in UNLIMITED)
    )


def end_of_stay(record: Record) -> date | None:
    """
    The last day of a foreign resident's stay: one without end never comes. None where the record does not tell.
    """
    if record.foreign is None:
        return None
    return date.max if _has_no_end(record) else dates.civil(record.foreign.period_expires_on or "")


def expiry(record: Record, made_on: date, *, renewed: bool, transitional_from: str | None) -> date | None:
    """
    The last day of a card made on a day, or None where the record does not tell.

    `renewed`: asked for in the last months of the card before. `transitional_from`: birth or loss of nationality.
    """
    born_on = dates.civil(record.born_on) or dates.earliest(record.born_on)
    if born_on is None or record.born_on.startswith("X"):
        return None
    adult = is_adult(born_on, made_on)
    kind = "adult" if adult else "minor"
    (row,) = [row for row in TABLE.validity if row.id == kind]
    by_birthday = nth_birthday(born_on, made_on, row.renewed_birthdays if renewed else row.birthdays)
    foreign = record.foreign
    if foreign is None or _has_no_end(record):
        return by_birthday
    if foreign.resident_class in TABLE.classes.transitional:
        since = dates.civil(transitional_from or record.born_on)
        return None if since is None else since + timedelta(days=TABLE.limits.transitional_days)
    end = dates.civil(foreign.period_expires_on or "")
    if foreign.resident_class in TABLE.classes.to_the_end:
        return end
    if foreign.resident_class in TABLE.classes.earlier_for_minors:
        return end if end is None or adult else min(end, by_birthday)
    return by_birthday


def cause_of_lapse(reason: str, ground: str | None, on: date) -> str | None:
    """
    Why the deletion of a record ends its card, or None where it does not (番号令14条1号・4号・11号・12号).
    """
    outside = "yes" if ground == "outside-the-act" else "no"
    found = [row for row in LAPSES if row.reason == reason and row.since <= on]
    exact = [row for row in found if row.outside == outside] or found
    return (exact[0].cause or None) if exact else None


def keeps_card_abroad(record: Record, presented: bool) -> bool:
    """
    Whether a card stays valid abroad: its holder is in a supplementary family-register record and presented it.
    """
    return presented and record.foreign is None and record.registered_domicile is not None


def surface_of(record: Record, on: date) -> dict[str, str | None]:
    """
    The items of the record that stand on a card on the day.
    """
    values = {
        row.item: record.full_address if row.item == "address" else getattr(record, row.item)
        for row in CARD_ITEMS
        if row.since <= on and concerns(row.who, record.foreign is not None)
    }
    return {item: None if value is None else str(value) for item, value in values.items()}
