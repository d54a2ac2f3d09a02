"""
When somebody came to live here, and the dates of the Individual Number Card: days that follow from one's age.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from scenarios.population.counters import Ints, Words, hashed, key, tickets
from scenarios.population.deck import PARTS
from scenarios.population.people import EPOCH, People, Peopling
from scenarios.population.places import Places
from scenarios.population.tables import rows

CARDS_FROM = (date(2016, 1, 1) - EPOCH).days
KEEPING_PERCENT = 93
"""Of the households of a year so many still live there a year later: an assumption."""

YEAR_BITS = 10

MAKING = 14
"""Days from the application for a card until it is made: our own choice."""


@cache
def years_here() -> NDArray[np.int32]:
    """
    Full years since a household came to its address, as tickets.
    """
    weights = [10**6]
    while len(weights) < 60:
        weights.append(weights[-1] * KEEPING_PERCENT // 100)
    return tickets(weights)


@cache
def elsewhere() -> tuple[list[str], list[str]]:
    """
    Codes of municipalities one may have come from, and an address in each.
    """
    first: dict[str, str] = {}
    for row in rows("towns_japan.csv"):
        first.setdefault(
            row["municipality_code"], f"{row['prefecture']}{row['municipality']}{row['town']}1番2号"
        )
    return list(first), list(first.values())


LATER = np.array([part in {"childs_spouse", "adult"} for part in PARTS])
"""Who comes into a household that is there already."""


def _days_here(bits: Words, age: Ints) -> Ints:
    years = np.minimum(years_here()[bits >> np.uint64(48)], np.maximum(0, age - 18))
    return years * 365 + ((bits & np.uint64(0xFFFF)).view(np.int64) * 365 >> 16)


@dataclass(frozen=True)
class Coming:
    """
    Days since 1970: `settled` at this address, `resident` of this municipality; `origin` in the list of elsewhere.
    """

    settled: Ints
    resident: Ints
    notified: Ints
    born_here: NDArray[np.bool_]
    from_abroad: NDArray[np.bool_]
    origin: Ints


def coming(peopling: Peopling, people: People, seed: int, day: date) -> Coming:
    """
    A household comes together when both of the couple are grown up, and a child born later is here from the first day.

    Nobody comes before being born. In-laws, relatives and lodgers come by themselves, grown up.
    """
    part = people.part
    bits = hashed(part.household, key(seed, "coming"))
    today = (day - EPOCH).days
    settled = np.maximum(today - _days_here(bits, peopling.youngest_of_couple(part))[part.owner], people.born)
    late = LATER[peopling.deck.families.part[people.member]]
    alone = today - _days_here(hashed(part.resident, key(seed, "coming-later")), people.age)
    inmate = peopling.deck.families.part[people.member] == PARTS.index("inmate")
    # In an institution one stays a third as long.
    settled = np.where(
        inmate, today - (today - alone) // 3, np.where(late, np.maximum(settled, alone), settled)
    )
    earlier = ((bits >> np.uint64(16)) & np.uint64(0xFFF)).view(np.int64)
    before = np.where(earlier < 1200, earlier, 0)[part.owner]
    resident = np.maximum(settled - before, people.born)
    born_here = resident == people.born
    late = (bits >> np.uint64(32) & np.uint64(0xFF)).view(np.int64) % 14
    return Coming(
        settled=settled,
        resident=resident,
        notified=np.minimum(settled + late[part.owner], today),
        born_here=born_here,
        # Two of three foreign households came from abroad, the third from another municipality.
        from_abroad=people.foreign & ~born_here & ((bits % np.uint64(3)) != 0)[part.owner],
        origin=_origins(peopling, people, (bits >> np.uint64(36))[part.owner]),
    )


def _origins(peopling: Peopling, people: People, bits: Words) -> Ints:
    codes = elsewhere()[0]
    origin = (bits % np.uint64(len(codes))).view(np.int64)
    here = _places_of_towns(peopling.places)[people.town]
    return np.where(origin == here, (origin + 1) % len(codes), origin)


@cache
def _places_of_towns(places: Places) -> Ints:
    known = {code: place for place, code in enumerate(elsewhere()[0])}
    return np.array([known.get(code, -1) for code in places.municipality_code.to_pylist()], dtype=np.int64)


@dataclass(frozen=True)
class Cards:
    """
    Who holds a card, and its days.
    """

    held: NDArray[np.bool_]
    issued: Ints
    expires: Ints
    by_birthday: Ints
    """The last day if no period of stay ended the card before."""


def cards(
    people: People, came: Coming, seed: int, day: date, *, per_million: int, last_of_stay: Ints
) -> Cards:
    """
    Valid to the tenth birthday after the issue, to the fifth for the young, and not beyond the period of stay.
    """
    bits = hashed(people.part.resident, key(seed, "card"))
    held = (bits >> np.uint64(44)).view(np.int64) < (per_million << 20) // 1_000_000
    today = (day - EPOCH).days
    # Looking back four years keeps a child's card valid today; nine years that of one who was grown up then.
    back = np.where(people.age >= 9 + max(adult_ages().values()), 9 * 365, 4 * 365)
    first = np.maximum(np.maximum(today - back, came.resident), CARDS_FROM)
    issued = first + ((bits & np.uint64(0xFFFFF)).view(np.int64) * np.maximum(1, today - first) >> 20)
    adult, issued = _grown_up(people.born, issued)
    by_birthday = _birthday_after(people.born, issued, np.where(adult, 10, 5))
    limited = last_of_stay > 0
    expires = np.where(limited, np.minimum(by_birthday, last_of_stay), by_birthday)
    return Cards(held, issued, expires, by_birthday)


@cache
def adult_ages() -> dict[int, int]:
    """
    From which age a card lasts ten birthdays, by the day since which it is so.
    """
    found = {
        (date.fromisoformat(row["from"]) - EPOCH).days: int(row["age"]) for row in rows("adult_ages.csv")
    }
    return dict(sorted(found.items()))


def adult_age(applied: date) -> int:
    """
    That age for a card applied for on a day.
    """
    ages = adult_ages()
    return next(
        (ages[since] for since in reversed(ages) if since <= (applied - EPOCH).days),
        next(iter(ages.values())),
    )


def _grown_up(born: NDArray[np.int32], issued: Ints) -> tuple[NDArray[np.bool_], Ints]:
    """
    Who was of the age for ten birthdays when the card was made, and the days on which the cards were made.

    The application decides which age holds, and only the day of making is kept. So nobody whose card hangs on it got
    one in the days in which a card may be of either age: it was made on the last day before.
    """
    (_, age), *later = adult_ages().items()
    adult = _birthday_after(born, issued, 0, year=age) <= issued
    for since, age in later:
        grown = _birthday_after(born, issued, 0, year=age) <= issued
        doubtful = grown & (since <= issued) & (issued < since + MAKING)
        issued = np.where(doubtful & (grown != adult), since - 1, issued)
        adult = np.where(issued < since, adult, grown)
    return adult, issued


def _birthday_after(
    born: NDArray[np.int32], issued: Ints, nth: Ints | int, *, year: int | None = None
) -> Ints:
    months = born.astype("datetime64[D]").astype("datetime64[M]")
    day_of_month = born.astype("datetime64[D]") - months.astype("datetime64[D]")
    if year is None:
        years = issued.astype("datetime64[D]").astype("datetime64[Y]") - months.astype("datetime64[Y]")
        passed = _in_year(months, day_of_month, years.astype(np.int64)) <= issued
        turned = years.astype(np.int64) + passed + nth - 1
    else:
        turned = np.full(len(born), year, dtype=np.int64)
    return _in_year(months, day_of_month, turned)


def _in_year(months: NDArray[np.datetime64], day: NDArray[np.timedelta64], years: Ints) -> Ints:
    month = months + (years * 12).astype("timedelta64[M]")
    last = (month + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.minimum(month.astype("datetime64[D]") + day, last).astype(np.int64)
