"""
On what basis data go to a department of the same municipality, and whether the Individual Number may go with them.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import msgspec

from harness.law.citation import Citation, parse_all
from harness.law.table import FROM, TABLES, Status, check_sources, once, ordered, read_table, refuse
from harness.words.errors import CatalogueError


class Scope(StrEnum):
    """
    Where a basis comes from; that of another municipality is an example and binds nobody else.
    """

    STATUTE = "statute"
    QUASI_STATUTORY = "quasi-statutory"
    ORDINANCE = "ordinance"
    MUNICIPAL_SYSTEM = "municipal-system"
    OWN_LAW = "own-law"
    OTHER_MUNICIPALITY = "other-municipality"


class Transfer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=FROM):
    """
    One basis of one department; `individual_number` says whether the number may go with it.
    """

    ref: str
    scope: Scope
    basis: str
    law: str
    row: str | None = None
    department: str
    department_ja: str
    department_en: str
    affairs_ja: str
    affairs_en: str
    individual_number: bool
    possible_from: dt.date | None = None
    from_: dt.date | None = None
    until: dt.date | None = None
    status: Status
    source: str

    @property
    def citations(self) -> tuple[Citation, ...]:
        """
        The provisions the basis rests on.
        """
        return parse_all(self.law)

    def stands(self, on: dt.date) -> bool:
        """
        Tell whether the basis is known to stand on a day; an example without dates never stands.
        """
        return self.from_ is not None and self.from_ <= on and (self.until is None or on <= self.until)

    def may_stand(self, on: dt.date) -> bool:
        """
        Tell whether the basis stands, or may stand, on a day.
        """
        first = self.possible_from or self.from_
        return first is not None and first <= on and (self.until is None or on <= self.until)


@functools.cache
def transfers(tables: Path = TABLES) -> Mapping[str, Transfer]:
    """
    Give every basis by its reference.

    Raises CatalogueError for a duplicate, contradicting dates, an unknown source or citation, or a basis of another
    municipality that has dates, as if it were in force here.
    """
    path = tables / "transfers.csv"
    lines = read_table(path, Transfer)
    once(path, ((number, transfer.ref) for number, transfer in lines), "reference")
    check_sources(path, ((number, transfer.source) for number, transfer in lines))
    for number, transfer in lines:
        ordered(path, number, transfer.possible_from, transfer.from_, transfer.until)
        if (transfer.scope is Scope.OTHER_MUNICIPALITY) != (transfer.from_ is None):
            refuse(path, number, "only an example of another municipality has no first day", "from")
        try:
            parse_all(transfer.law)
        except CatalogueError as error:
            refuse(path, number, error.en, "law")
    return MappingProxyType({transfer.ref: transfer for _, transfer in lines})


def bases(department: str, on: dt.date, tables: Path = TABLES) -> tuple[Transfer, ...]:
    """
    Give the bases of a department that are known to stand on a day.
    """
    return tuple(t for t in transfers(tables).values() if t.department == department and t.stands(on))


def number_permitted(department: str, on: dt.date, tables: Path = TABLES) -> bool | None:
    """
    Tell whether a department may receive the Individual Number on a day; None where that is not settled.

    A department without any basis in the table may not. A basis that is unverified, or that may stand on the
    day but is not known to, settles nothing.
    """
    with_number = [
        t for t in transfers(tables).values() if t.department == department and t.individual_number
    ]
    if any(t.stands(on) and t.status.decides for t in with_number):
        return True
    return None if any(t.may_stand(on) for t in with_number) else _settled(on, tables)


def _settled(on: dt.date, tables: Path) -> bool | None:
    # Before the first text that was read, the absence of a line says nothing.
    first = min((t.from_ for t in transfers(tables).values() if t.from_ is not None), default=None)
    return False if first is not None and on >= first else None
