"""
The register as the law wants it: residents, households, cards, data received, support measures.

States are those of the requirements' section 2: a record is current, planned out, out (the planned date came),
confirmed out (the new municipality has told), or deleted. People are known by the registry's own local number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

State = Literal["current", "planned-out", "moved-out", "moved-out-confirmed", "deleted"]
HOUSEHOLDER = "世帯主"
LIVING: tuple[State, ...] = ("current", "planned-out")


@dataclass
class Row:
    """
    One row of a record's history: reason for change and its date.
    """

    reason: str
    changed_on: str


@dataclass
class Resident:
    """
    One resident record. ``origin`` is the municipality that held the record before, None from elsewhere.
    """

    number: str
    household: str
    name: str
    born_on: str
    sex: str
    relationship: str
    address: str
    became_resident_on: str
    settled_on: str
    code: str | None = None
    individual_number: str | None = None
    domicile: str | None = None
    register_head: str | None = None
    foreign: bool = False
    stay_until: str | None = None
    """The last day of a foreign resident's stay, where it has one."""
    residence_card: str | None = None
    origin: str | None = None
    state: State = "current"
    planned_out_on: str | None = None
    destination: str | None = None
    special_out: bool = False
    deleted_on: str | None = None
    history: list[Row] = field(default_factory=list)

    @property
    def living(self) -> bool:
        """
        Whether the person is a resident: until the planned date a mover still is.
        """
        return self.state in LIVING


@dataclass
class Card:
    """
    An Individual Number Card as far as the registry must know it. ``present_by``: ninety days (番号令14条3号).

    ``lapses_on``: the day on which it is none any more unless its holder moved in elsewhere (番号令14条2号).
    ``at_organisation``: its state there, where the registry was not told of it.
    """

    card_id: str
    code: str
    state: str
    expires_on: str | None = None
    issued_on: str | None = None
    present_by: str | None = None
    lapses_on: str | None = None
    at_organisation: str | None = None


@dataclass
class Data:
    """
    Moving-out data received for one person: from where, planned for when (住基法24条の2).
    """

    code: str
    from_municipality: str
    planned_on: str


@dataclass
class Measure:
    """
    A support measure: who applied, whom it covers, and the last day of a confirmed one.
    """

    resident: str
    covered: list[str]
    state: Literal["temporary", "active", "expired-alert", "previous-address", "ended", "rejected"] = (
        "temporary"
    )
    ends_on: date | None = None

    @property
    def over(self) -> bool:
        """
        Whether it holds nothing any more.
        """
        return self.state in ("ended", "rejected")


@dataclass
class Register:
    """
    Everything together. ``today`` is the town's date; ``municipality`` the own code.
    """

    municipality: str
    today: date
    residents: dict[str, Resident] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    data: dict[str, Data] = field(default_factory=dict)
    saved: dict[str, object] = field(default_factory=dict)
    leaving: dict[str, None] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    """Codes of people of whom it is not known what became."""
    _homes: dict[str, dict[str, None]] = field(default_factory=dict)
    _codes: dict[str, str] = field(default_factory=dict)
    _cards: dict[str, dict[str, None]] = field(default_factory=dict)
    _stays: dict[str, str] = field(default_factory=dict)

    def enter(self, resident: Resident) -> None:
        """
        A record is made, or comes in place of the former one of the same number.
        """
        self.residents[resident.number] = resident
        self.rehouse(resident, resident.household)
        if resident.code is not None:
            self.learn_code(resident, resident.code)
        if resident.residence_card is not None:
            self._stays[resident.residence_card] = resident.number

    def rehouse(self, resident: Resident, household: str) -> None:
        """
        A resident belongs to a household from now on.
        """
        self._homes.get(resident.household, {}).pop(resident.number, None)
        resident.household = household
        self._homes.setdefault(household, {})[resident.number] = None

    def learn_code(self, resident: Resident, code: str) -> None:
        """
        Which code a resident has; one drawn by the registry is not known before it is read.
        """
        resident.code = code
        self.unsure.discard(code)
        self._codes[code] = resident.number

    def hold(self, card: Card) -> None:
        """
        A card is known of from now on.
        """
        self.cards[card.card_id] = card
        self._cards.setdefault(card.code, {})[card.card_id] = None

    def forget(self, number: str) -> None:
        """
        What became of somebody is not known any more.
        """
        gone = self.residents.pop(number, None)
        if gone is not None:
            self._homes.get(gone.household, {}).pop(number, None)
            self.unsure |= {gone.code} if gone.code else set()

    def members(self, household: str) -> list[Resident]:
        """
        Living members of a household, the householder first.
        """
        found = [self.residents[number] for number in self._homes.get(household, ())]
        living = [each for each in found if each.living]
        return sorted(living, key=lambda each: each.relationship != HOUSEHOLDER)

    def head(self, household: str) -> Resident | None:
        """
        The householder, if there is one.
        """
        return next((each for each in self.members(household) if each.relationship == HOUSEHOLDER), None)

    def living_with(self, code: str | None) -> Resident | None:
        """
        The living resident who has a Resident Record Code.
        """
        found = self.last_with(code)
        return found if found is not None and found.living else None

    def last_with(self, code: str | None) -> Resident | None:
        """
        The record under a Resident Record Code, also where it is deleted.
        """
        found = self.residents.get(self._codes.get(code or "", ""))
        return found if found is not None and found.code == code else None

    def of_residence_card(self, number: str) -> Resident | None:
        """
        The living foreign resident who has a residence card.
        """
        found = self.residents.get(self._stays.get(number, ""))
        return found if found is not None and found.living and found.foreign else None

    def cards_of(self, resident: Resident) -> list[Card]:
        """
        Cards under the resident's code.
        """
        return self.cards_with(resident.code)

    def cards_with(self, code: str | None) -> list[Card]:
        """
        Cards under a code.
        """
        return [self.cards[card_id] for card_id in self._cards.get(code or "", ())]

    def violations(self) -> list[str]:
        """
        What no lawful act can lead to: two householders, a code twice, a number twice, a deletion without date.
        """
        found = []
        for household in {each.household for each in self.residents.values()}:
            heads = [each for each in self.members(household) if each.relationship == HOUSEHOLDER]
            if len(heads) > 1:
                found.append(f"household {household} has {len(heads)} householders")
        living = [each for each in self.residents.values() if each.living]
        for name in ("code", "individual_number"):
            values = [value for each in living if (value := getattr(each, name)) is not None]
            if len(values) != len(set(values)):
                found.append(f"two residents have one {name}")
        found += [
            f"{each.number} is deleted without a date" for each in self.residents.values() if _undated(each)
        ]
        return found


def _undated(resident: Resident) -> bool:
    return not resident.living and resident.deleted_on is None
