"""
The lines of the linkage tables, and what makes a table of them whole.
"""

import datetime as dt
import re
from collections import defaultdict
from pathlib import Path
from typing import Literal

import msgspec

from harness.law.table import FROM, Status, check_sources, once, ordered, read_table, refuse

#: The category of information that a municipal register holds, in the words of the order.
RESIDENT_RECORD = "住民票関係情報"

_ROW = re.compile(r"[1-9][0-9]*(-[1-9][0-9]*)?")


class LinkageLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=FROM):
    """
    One row and provider of the order (or of the former table), with the days on which it stands.

    Known to stand from `from_` through `until`; it may stand from `possible_from` through `possible_until`.
    A blank end is open. `information` lists the categories, separated by `; `.
    """

    version: str
    possible_from: dt.date
    from_: dt.date
    until: dt.date | None = None
    possible_until: dt.date | None = None
    row: str
    inquirer_ja: str
    inquirer_en: str
    affairs_ja: str
    affairs_en: str
    provider: str
    information: str
    includes_juminhyo: bool
    status: Status
    source: str

    @property
    def items(self) -> frozenset[str]:
        """
        The categories of information, one by one.
        """
        return frozenset(self.information.split("; "))

    def stands(self, on: dt.date) -> bool:
        """
        Tell whether the line is known to stand on a day.
        """
        return self.from_ <= on and (self.until is None or on <= self.until)

    def may_stand(self, on: dt.date) -> bool:
        """
        Tell whether the line is known to stand, or may stand, on a day.
        """
        return self.possible_from <= on and (self.possible_until is None or on <= self.possible_until)


class Period(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=FROM):
    """
    What is settled between two days: the whole table, or only the lines with resident-record information.

    `read_on` is the day of the text that was read.
    """

    from_: dt.date
    until: dt.date | None = None
    version: str
    settled: Literal["whole", "resident-record"]
    read_on: dt.date
    status: Status
    source: str

    def excludes(self, item: str) -> bool:
        """
        Tell whether an item that no line gives in this period is known not to be given.
        """
        return self.status.decides and (self.settled == "whole" or item == RESIDENT_RECORD)


class Party(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A phrase that names an inquirer or provider, and the parties it means, separated by spaces.
    """

    phrase_ja: str
    phrase_en: str
    members: str
    status: Status
    source: str

    @property
    def parties(self) -> frozenset[str]:
        """
        The parties, one by one.
        """
        return frozenset(self.members.split())


class RowAffairs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    The detail article of a row, and which of its numbered affairs may receive resident-record information.

    The flags come from patterns in the text; they are hints.
    """

    version: str
    row: str
    article: int
    affairs_kind: Literal["one", "several"]
    affairs_count: int
    giving_affairs: str
    giving_count: int
    same_household_named: bool
    death_named: bool
    status: Status
    source: str

    @property
    def giving(self) -> tuple[int, ...]:
        """
        The numbers of the affairs that may receive resident-record information.
        """
        return tuple(int(number) for number in self.giving_affairs.split())


class Succession(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A row of the former table and the row of the order that took its place, if one did.
    """

    old_row: str
    new_row: str | None = None
    relation: Literal["same-affairs", "no-counterpart", "deleted-before-renumbering"]
    juminhyo_old: bool
    juminhyo_new: bool | None = None
    assessed_old: bool
    assessed_new: bool | None = None
    method: str
    status: Status
    source: str


def load_lines(tables: Path) -> tuple[LinkageLine, ...]:
    """
    Load the lines; refuse doubles, overlaps, contradicting dates and parties that are not named.
    """
    path = tables / "linkage_rows.csv"
    lines = read_table(path, LinkageLine)
    phrases = {party.phrase_ja for party in load_parties(tables)}
    check_sources(path, ((number, line.source) for number, line in lines))
    standing: defaultdict[tuple[str, str], list[LinkageLine]] = defaultdict(list)
    for number, line in lines:
        if _ROW.fullmatch(line.row) is None:
            refuse(path, number, "a row is written 48 or 12-2", "row")
        ordered(path, number, line.possible_from, line.from_, line.until, line.possible_until)
        if line.until is None and line.possible_until is not None:
            refuse(path, number, "a line without an end cannot have a possible end", "possible_until")
        for field, phrase in (("inquirer_ja", line.inquirer_ja), ("provider", line.provider)):
            if phrase not in phrases:
                refuse(path, number, "is not in linkage_parties.csv", field)
        if line.includes_juminhyo != (RESIDENT_RECORD in line.items):
            refuse(path, number, "contradicts the information of the line", "includes_juminhyo")
        for other in standing[line.row, line.provider]:
            last = dt.date.max
            if line.from_ <= (other.until or last) and other.from_ <= (line.until or last):
                refuse(path, number, "duplicate: row and provider already stand in this time")
        standing[line.row, line.provider].append(line)
    return tuple(line for _, line in lines)


def load_periods(tables: Path) -> tuple[Period, ...]:
    """
    Load the periods; refuse a gap, an overlap, or a version that has no line.
    """
    path = tables / "linkage_periods.csv"
    lines = read_table(path, Period)
    versions = {line.version for line in load_lines(tables)}
    check_sources(path, ((number, period.source) for number, period in lines))
    expected: dt.date | None = None
    for index, (number, period) in enumerate(lines):
        ordered(path, number, period.from_, period.until)
        if index and period.from_ != expected:
            refuse(path, number, "a period must begin on the day after the one before it", "from")
        expected = period.until + dt.timedelta(days=1) if period.until is not None else None
        if period.version not in versions:
            refuse(path, number, "names a version that linkage_rows.csv does not have", "version")
    return tuple(period for _, period in lines)


def load_parties(tables: Path) -> tuple[Party, ...]:
    """
    Load the phrases; refuse doubles.
    """
    path = tables / "linkage_parties.csv"
    lines = read_table(path, Party)
    once(path, ((number, party.phrase_ja) for number, party in lines), "phrase")
    check_sources(path, ((number, party.source) for number, party in lines))
    return tuple(party for _, party in lines)


def load_row_affairs(tables: Path) -> tuple[RowAffairs, ...]:
    """
    Load the affairs under the rows; refuse a row the version does not have, and counts that do not agree.
    """
    path = tables / "linkage_row_items.csv"
    lines = read_table(path, RowAffairs)
    once(path, ((number, (line.version, line.row)) for number, line in lines), "row")
    check_sources(path, ((number, line.source) for number, line in lines))
    known = {(line.version, line.row) for line in load_lines(tables) if line.includes_juminhyo}
    for number, line in lines:
        if (line.version, line.row) not in known:
            refuse(path, number, "names a row without resident-record information", "row")
        if re.fullmatch(r"[1-9][0-9]*( [1-9][0-9]*)*", line.giving_affairs) is None:
            refuse(path, number, "affairs are numbers separated by single spaces", "giving_affairs")
        if len(line.giving) != line.giving_count or list(line.giving) != sorted(set(line.giving)):
            refuse(path, number, "the affairs do not agree with their count", "giving_affairs")
        if max(line.giving) > line.affairs_count or (line.affairs_kind == "one") != (line.affairs_count == 1):
            refuse(path, number, "the affairs go beyond those the row has", "affairs_count")
    return tuple(line for _, line in lines)


def load_successions(tables: Path) -> tuple[Succession, ...]:
    """
    Load the mapping of old rows to new; refuse doubles and a new row that the order does not have.
    """
    path = tables / "linkage_old_to_new.csv"
    lines = read_table(path, Succession)
    once(path, ((number, line.old_row) for number, line in lines), "old row")
    once(path, ((number, line.new_row) for number, line in lines if line.new_row is not None), "new row")
    check_sources(path, ((number, line.source) for number, line in lines))
    giving: defaultdict[str, bool] = defaultdict(bool)
    for line in load_lines(tables):
        if line.version.startswith("order-"):
            giving[line.row] |= line.includes_juminhyo
    for number, link in lines:
        if (link.relation == "same-affairs") != (link.new_row is not None):
            refuse(path, number, "only a row with the same affairs has a new row", "new_row")
        if link.new_row is not None and link.new_row not in giving:
            refuse(path, number, "names a row that linkage_rows.csv does not have", "new_row")
        if link.new_row is not None and giving[link.new_row] != link.juminhyo_new:
            refuse(path, number, "contradicts linkage_rows.csv", "juminhyo_new")
    return tuple(line for _, line in lines)
