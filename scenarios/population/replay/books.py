"""
What is known of everybody while a year is played: the registry's numbers, and the record as the events leave it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from harness.port.bulk import StandingResident
from harness.port.commands import Address, Identity
from scenarios.population.replay.folder import Folder
from scenarios.population.replay.standing import address_of, card_id, standing

Row = dict[str, Any]


@dataclass
class Known:
    """
    One person. ``number`` and ``home`` are the registry's, None until it has given them.
    """

    row: Row
    name: str
    name_kana: str
    register_head: str | None
    address: Address
    number: str | None = None
    home: str | None = None
    card: str | None = None
    """The card in use; ``waiting`` is the next one, in stock until it is handed over."""
    waiting: str | None = None
    cards: int = 0
    measure: str | None = None
    """The registry's handle of the support measure that this person applied for."""


@dataclass
class Books:
    """
    Everybody by the number of their row; ``homes`` are households of the year by theirs.
    """

    people: dict[int, Known] = field(default_factory=dict)
    homes: dict[int, str] = field(default_factory=dict)
    indices: dict[str, int] = field(default_factory=dict)
    """Number of the row by the registry's number."""

    def at(self, resident: int) -> Known:
        """
        Who this is.
        """
        return self.people[resident]

    def number(self, resident: int) -> str:
        """
        The registry's number of somebody; of somebody it refused to enter a number that nobody has.
        """
        return self.people[resident].number or "0"

    def entered(self, resident: int, number: str, home: str) -> None:
        """
        The registry gave a number and a household.
        """
        known = self.people[resident]
        known.number, known.home = number, home
        self.indices[number] = resident

    def filer(self, resident: int) -> Identity:
        """
        Somebody who files for themselves and shows a driver's licence.
        """
        return Identity(filer="self", filer_name=self.people[resident].name, evidence="drivers-licence")


def books(folder: Folder) -> tuple[Books, list[StandingResident]]:
    """
    The books of the first day, and the lines to load.
    """
    made, lines = Books(), []
    for row in folder.residents:
        line = standing(row)
        lines.append(line)
        made.people[row["resident"]] = _known(row)
        made.entered(row["resident"], line.resident, line.household)
        if line.card is not None:
            made.people[row["resident"]].card = line.card.card_id
    for resident, row in folder.newcomers.items():
        made.people[resident] = _known(row)
    return made, lines


def _known(row: Row) -> Known:
    return Known(dict(row), row["name"], row["name_kana"], row["head_of_family_register"], address_of(row))


def next_card(known: Known) -> str:
    """
    The name of the next card of somebody.
    """
    known.cards += 1
    return card_id(known.row["resident"], known.cards)
