"""
From which age a card is valid to the tenth birthday: it followed the age of majority down in 2022.
"""

import datetime as dt
import functools
from pathlib import Path

import msgspec

from harness.law.citation import Citation, parse_all
from harness.law.table import FROM, TABLES, Status, check_sources, once, ordered, read_table, refuse
from harness.words.errors import CatalogueError


class AdultAge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=FROM):
    """
    The age for the cards whose application was received on these days.
    """

    from_: dt.date
    until: dt.date | None = None
    age: int
    law: str
    status: Status
    source: str
    note: str = ""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """
        The provision that names the age.
        """
        return parse_all(self.law)


@functools.cache
def adult_ages(tables: Path = TABLES) -> tuple[AdultAge, ...]:
    """
    Give the ages, the oldest first; between the first day and today there is no gap.
    """
    path = tables / "adult_ages.csv"
    lines = read_table(path, AdultAge)
    once(path, ((number, line.from_) for number, line in lines), "day")
    check_sources(path, ((number, line.source) for number, line in lines))
    before: AdultAge | None = None
    for number, line in lines:
        ordered(path, number, line.from_, line.until)
        if before is not None and (before.until is None or line.from_ != before.until + dt.timedelta(days=1)):
            refuse(path, number, "does not follow the line before", "from")
        try:
            _ = line.citations
        except CatalogueError as error:
            refuse(path, number, error.en, "law")
        before = line
    if before is None or before.until is not None:
        refuse(path, len(lines) + 1, "the last line must be open", "until")
    return tuple(line for _, line in lines)


def adult_age(received: dt.date, tables: Path = TABLES) -> int:
    """
    Give the age for a card by the day its application was received; before there were cards, that of the first.
    """
    ages = adult_ages(tables)
    return next((line.age for line in reversed(ages) if line.from_ <= received), ages[0].age)
