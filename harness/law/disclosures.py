"""
For every field of every message body: on what provision it may go to that receiver, and for what purpose.

The lines are compared with the fields that are really on the wire by `check`, which is given them: this module knows
no message.
"""

import datetime as dt
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import msgspec

from harness.law.citation import Citation, parse_all
from harness.law.items import record_items
from harness.law.linkage import linkage
from harness.law.table import FROM, TABLES, Status, ordered, read_table, refuse
from harness.law.transfers import transfers
from harness.words.errors import CatalogueError


class Disclosure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=FROM):
    """
    One field of one message to one receiver.

    `item` is a record item (`本人確認情報-29`), absent for a field of our own. `provision` lists citations;
    absent only where the status is `own`. `to` is the last day. `basis_row` is a row of the order (`row-48`) or a
    reference of `transfers.csv` (`use-44`).
    """

    message: str
    receiver: str
    field: str
    item: str | None = None
    provision: str = ""
    purpose: str
    from_: dt.date | None = None
    to: dt.date | None = None
    status: Status
    basis_row: str | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """
        The provisions the disclosure rests on, as they stood on its first day.
        """
        return parse_all(self.provision, as_of=self.from_) if self.provision else ()

    def stands(self, on: dt.date) -> bool:
        """
        Tell whether the line stands on a day; a missing end is open.
        """
        return (self.from_ is None or self.from_ <= on) and (self.to is None or on <= self.to)


class WireField(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """
    A field that is on the wire: message (`J01`), receiver (`juki_net`), name.
    """

    message: str
    receiver: str
    field: str


class Fault(StrEnum):
    """
    What can be wrong between the table and the wire.
    """

    MISSING = "missing"
    DANGLING = "dangling"


class Problem(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """
    One disagreement: a field on the wire without a line, or a line without a field on the wire.
    """

    fault: Fault
    wire: WireField


class Disclosures(msgspec.Struct, frozen=True, kw_only=True):
    """
    All lines, by the field they speak of.
    """

    lines: Mapping[WireField, tuple[Disclosure, ...]]

    def basis(self, message: str, receiver: str, field: str, on: dt.date) -> Disclosure | None:
        """
        Give the line that lets a field go to a receiver on a day, or None where there is none.
        """
        key = WireField(message=message, receiver=receiver, field=field)
        return next((line for line in self.lines.get(key, ()) if line.stands(on)), None)

    def check(self, wire_fields: Iterable[WireField]) -> tuple[Problem, ...]:
        """
        Compare the table with the fields on the wire, both ways; an empty answer means that they agree.
        """
        wire = frozenset(wire_fields)
        missing = (Problem(fault=Fault.MISSING, wire=key) for key in wire - self.lines.keys())
        dangling = (Problem(fault=Fault.DANGLING, wire=key) for key in self.lines.keys() - wire)
        return tuple(sorted((*missing, *dangling)))


@functools.cache
def disclosures(tables: Path = TABLES, law_tables: Path = TABLES) -> Disclosures:
    """
    Load the lines whole, or raise CatalogueError with file and line.

    Refused are two lines for one field that stand on the same day, an item, provision or basis that does not
    exist, a line without a provision that is not marked as our own, and contradicting dates. `law_tables` holds
    the tables that the lines refer to.
    """
    path = tables / "disclosures.csv"
    found: defaultdict[WireField, list[Disclosure]] = defaultdict(list)
    for number, line in read_table(path, Disclosure):
        ordered(path, number, line.from_, line.to)
        _check(path, number, line, law_tables)
        key = WireField(message=line.message, receiver=line.receiver, field=line.field)
        if any(_overlap(line, other) for other in found[key]):
            refuse(path, number, "duplicate: the field already has a line in this time", "field")
        found[key].append(line)
    return Disclosures(lines=MappingProxyType({key: tuple(lines) for key, lines in found.items()}))


def _overlap(one: Disclosure, two: Disclosure) -> bool:
    first, last = dt.date.min, dt.date.max
    return (one.from_ or first) <= (two.to or last) and (two.from_ or first) <= (one.to or last)


def _check(path: Path, number: int, line: Disclosure, law_tables: Path) -> None:
    if re.fullmatch(r"[A-Z][0-9]{2}", line.message) is None:
        refuse(path, number, "a message is written J01", "message")
    if line.item is not None and line.item not in record_items(law_tables):
        refuse(path, number, "names a record item that does not exist", "item")
    if not line.provision and line.status is not Status.OWN:
        refuse(path, number, "a line that is not our own needs a provision", "provision")
    if line.basis_row is not None and not _basis_exists(line.basis_row, law_tables):
        refuse(path, number, "names a row or transfer that does not exist", "basis_row")
    try:
        _ = line.citations
    except CatalogueError as error:
        refuse(path, number, error.en, "provision")


def _basis_exists(basis_row: str, law_tables: Path) -> bool:
    if basis_row.startswith("row-"):
        return basis_row.removeprefix("row-") in linkage(law_tables).by_row
    return basis_row in transfers(law_tables)
