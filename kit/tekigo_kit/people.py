"""
Who is drawn: a resident, the household around them, and a household that arrives.

All are immutable, so that a test which changes what it was given cannot spoil the next example.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

Value = str | int | None
HOUSEHOLDER = "02"
"""The code of 世帯主 among the relationships of the standard specification, as the file carries it."""


class Resident(Mapping[str, Value]):
    """
    One row of the file: every column by its name, the usual ones as attributes.
    """

    __slots__ = ("_row",)

    def __init__(self, row: Mapping[str, Value]) -> None:
        self._row = MappingProxyType(dict(row))

    def __getitem__(self, column: str) -> Value:
        return self._row[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._row)

    def __len__(self) -> int:
        return len(self._row)

    def __hash__(self) -> int:
        return hash(self._row["resident"])

    def __repr__(self) -> str:
        return f"Resident({dict(self._row)!r})"

    @property
    def name(self) -> str:
        """
        Family name and given name as written, with the wide space between them.
        """
        return self._joined("family_name", "given_name")

    @property
    def reading(self) -> str:
        """
        The reading that belongs to the written name.
        """
        return self._joined("family_name_kana", "given_name_kana")

    @property
    def birth_date(self) -> date:
        """
        The day of birth.
        """
        return date.fromisoformat(str(self._row["birth_date"]))

    @property
    def is_householder(self) -> bool:
        """
        Whether the household stands under this person's name.
        """
        return self._row["relationship_codes"] == HOUSEHOLDER

    def _joined(self, *columns: str) -> str:
        return "　".join(str(self._row[column]) for column in columns if self._row[column])


@dataclass(frozen=True)
class Household:
    """
    Everyone who lives in one household, in the order of the record.
    """

    members: tuple[Resident, ...]

    @property
    def householder(self) -> Resident:
        """
        The one householder.
        """
        return next(member for member in self.members if member.is_householder)

    @property
    def number(self) -> str:
        """
        The number that the members share.
        """
        return str(self.members[0]["household_number"])


@dataclass(frozen=True)
class MovingIn:
    """
    A household that moves in from another municipality, and when it says so.
    """

    household: Household
    moved_on: date
    notified_on: date
    from_municipality: str | None
    """The code of the municipality they come from; nothing where they come from abroad."""
    reason: str | None
    """The reason for change, by its code."""
