"""
What happens in a year as one thing after another: acts, and what chance proposes before they are acts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from harness.words.working_days import OFFICE_DAYS
from scenarios.population.events.kinship import Member
from scenarios.population.events.rates import Rates
from scenarios.population.people import EPOCH

REASONS = {
    "moving_in": "11", "moving_in_abroad": "12", "birth": "13", "moving_out": "21", "moving_out_abroad": "22",
    "death": "23", "change_of_address": "31", "household_split": "51", "change_of_householder": "54",
    "naturalisation": "14", "marriage": "33",
}  # fmt: skip
"""Reason for change of the acts that change the record; a naturalisation is an entry (14) and a deletion (24)."""


@dataclass
class Act:
    """
    One thing that is notified, asked for or handed over, with all that a register must know of it.
    """

    kind: str
    changed_on: date
    notified_on: date
    household: int
    residents: list[int]
    moves: str | None = None
    new_household: int | None = None
    householder: int | None = None
    relationships: dict[int, str] = field(default_factory=dict)
    elsewhere: int | None = None
    """Where from or to, as a place in the list of elsewhere."""
    place: int | None = None
    """64 bits for the new address."""
    family_name: int | None = None
    detail: str | None = None
    period_of_stay: str | None = None
    period_expires_on: date | None = None


@dataclass(frozen=True)
class Proposal:
    """
    What chance proposes: a kind, whose it is (or the household's), and 64 bits.
    """

    kind: str
    resident: int
    bits: int


LATEST = timedelta(days=14)
"""A notification of moving in or of a change of address is due within fourteen days (住基法22条, 23条)."""


def notified(changed: date, lag: int) -> date:
    """
    A day on which the office is open, some days after the change and in time.
    """
    day = OFFICE_DAYS.on_or_after(changed + timedelta(days=lag))
    return day if day - changed <= LATEST else OFFICE_DAYS.on_or_after(changed)


def days(day: date) -> int:
    """
    A day as the arrays count it.
    """
    return (day - EPOCH).days


def dated(number: int) -> date:
    """
    The day that the arrays count so.
    """
    return date.fromordinal(number + EPOCH.toordinal())


def in_year(year: int, day: date, *, back: int = 7) -> date:
    """
    The next day on which the office is open; the last days of December are closed, who would come then comes before.
    """
    open_day = OFFICE_DAYS.on_or_after(day)
    return open_day if open_day.year == year else OFFICE_DAYS.on_or_after(day - timedelta(days=back))


class Household(Protocol):
    """
    What an act needs of the household to which it happens.
    """

    year: int
    household: int
    members: list[Member]
    rates: Rates

    @property
    def present(self) -> list[Member]:
        """
        Who lives here now.
        """

    def later(self, kind: str, member: Member, day: date, bits: int = 0) -> None:
        """
        Propose something for a later day; what belongs to another year is left out.
        """


Becomes = Callable[[Household, Act, Member, int], Iterator[Act]]
"""What a proposal about somebody becomes."""
