"""
The rows of the order under article 19, item 8 of the number act, as they stood on a day.

A question has three answers, not two. Where the text of a day was not read, or a line carries no date of its own,
the answer is UNSETTLED, and no registry may be found guilty on it. What is settled when: `linkage_periods.csv`.
"""

import datetime as dt
import functools
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from harness.law import linkage_lines
from harness.law.linkage_lines import RESIDENT_RECORD, LinkageLine, Period
from harness.law.table import TABLES, Status

#: The provider that a municipal register speaks for, in the words of the order.
MAYOR = "市町村長"


class Answer(StrEnum):
    """
    What the order says to an inquiry on a day.
    """

    PERMITTED = "permitted"
    NOT_PERMITTED = "not-permitted"
    UNSETTLED = "unsettled"


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """
    The line an inquiry rests on.

    `settled` is false where the line may stand on that day but is not known to. `carried_forward` is true where
    the day lies after the last text that was read.
    """

    line: LinkageLine
    settled: bool
    carried_forward: bool

    @property
    def status(self) -> Status:
        """
        How far the line can be trusted.
        """
        return self.line.status

    @property
    def decides(self) -> bool:
        """
        Whether a verdict may rest on it.
        """
        return self.settled and self.line.status.decides


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """
    The answer to an inquiry, with the line it rests on and, where there is none, what was not found.
    """

    answer: Answer
    basis: Basis | None
    missing: Literal["", "row", "inquirer", "provider", "item"]
    carried_forward: bool


class Linkage(msgspec.Struct, frozen=True, kw_only=True):
    """
    The order and the former table with all their dated lines.
    """

    lines: tuple[LinkageLine, ...]
    periods: tuple[Period, ...]
    members: Mapping[str, frozenset[str]]
    by_row: Mapping[str, tuple[LinkageLine, ...]]

    def in_force(self, on: dt.date) -> tuple[LinkageLine, ...]:
        """
        Give the lines known to stand on a day; an empty answer where nothing is known.
        """
        return tuple(line for line in self.lines if line.stands(on))

    def possible(self, on: dt.date) -> tuple[LinkageLine, ...]:
        """
        Give the lines that may stand on a day but are not known to.
        """
        return tuple(line for line in self.lines if line.may_stand(on) and not line.stands(on))

    def period(self, on: dt.date) -> Period | None:
        """
        Give what is settled on a day, or None where nothing is.
        """
        return next((p for p in self.periods if p.from_ <= on and (p.until is None or on <= p.until)), None)

    def names(self, phrase: str, party: str) -> bool:
        """
        Tell whether a phrase of the order (`都道府県知事又は市町村長`) means a party, or is the phrase itself.
        """
        return party == phrase or party in self.members.get(phrase, frozenset())

    def read(self, inquirer: str, row: str, item: str, on: dt.date, *, provider: str = MAYOR) -> Reading:
        """
        Answer whether `provider` may give `item` to `inquirer` on the basis of `row` on a day.

        `row` is written `48` or `12-2`; `item` is one category of information (`住民票関係情報`). Order art. 2.
        The numbered affair under the row is a further condition: see `linkage_lines.RowAffairs`.
        """
        period = self.period(on)
        carried = period is not None and period.until is None and on > period.read_on
        of_row = self.by_row.get(row, ())
        standing = tuple(line for line in of_row if line.stands(on))
        known, line = self._search(standing, inquirer, item, provider)
        if line is not None:
            settled = line.status.decides
            basis = Basis(line=line, settled=settled, carried_forward=carried)
            answer = Answer.PERMITTED if settled else Answer.UNSETTLED
            return Reading(answer=answer, basis=basis, missing="", carried_forward=carried)
        _, line = self._search(tuple(line for line in of_row if line.may_stand(on)), inquirer, item, provider)
        excluded = period is not None and period.excludes(item)
        if line is not None and not excluded:
            basis = Basis(line=line, settled=False, carried_forward=carried)
            return Reading(answer=Answer.UNSETTLED, basis=basis, missing="", carried_forward=carried)
        answer = Answer.NOT_PERMITTED if excluded else Answer.UNSETTLED
        return Reading(answer=answer, basis=None, missing=known, carried_forward=carried)

    def permitted(
        self, inquirer: str, row: str, item: str, on: dt.date, *, provider: str = MAYOR
    ) -> Basis | None:
        """
        Give the basis of an inquiry, or None where no line gives one.

        A basis may be one that does not decide; None may mean that nothing is known of the day. Who turns the
        answer into a verdict asks `read`.
        """
        return self.read(inquirer, row, item, on, provider=provider).basis

    def _search(
        self, lines: tuple[LinkageLine, ...], inquirer: str, item: str, provider: str
    ) -> tuple[Literal["", "row", "inquirer", "provider", "item"], LinkageLine | None]:
        if not lines:
            return "row", None
        lines = tuple(line for line in lines if self.names(line.inquirer_ja, inquirer))
        if not lines:
            return "inquirer", None
        lines = tuple(line for line in lines if self.names(line.provider, provider))
        if not lines:
            return "provider", None
        found = next((line for line in lines if item in line.items), None)
        return ("", found) if found is not None else ("item", None)


@functools.cache
def linkage(tables: Path = TABLES) -> Linkage:
    """
    Load the rows whole, or raise CatalogueError with file and line.
    """
    lines = linkage_lines.load_lines(tables)
    by_row: dict[str, tuple[LinkageLine, ...]] = {}
    for line in lines:
        by_row[line.row] = (*by_row.get(line.row, ()), line)
    return Linkage(
        lines=lines,
        by_row=MappingProxyType(by_row),
        periods=linkage_lines.load_periods(tables),
        members=MappingProxyType(
            {party.phrase_ja: party.parties for party in linkage_lines.load_parties(tables)}
        ),
    )


def rows_in_force(on: dt.date, tables: Path = TABLES) -> tuple[LinkageLine, ...]:
    """
    Give the lines of the order known to stand on a day.
    """
    return linkage(tables).in_force(on)


def permitted(inquirer: str, row: str, item: str, on: dt.date, *, tables: Path = TABLES) -> Basis | None:
    """
    Give the basis on which the mayor may answer an inquiry, or None.
    """
    return linkage(tables).permitted(inquirer, row, item, on)


__all__ = [
    "MAYOR",
    "RESIDENT_RECORD",
    "Answer",
    "Basis",
    "Linkage",
    "LinkageLine",
    "Period",
    "Reading",
    "linkage",
    "permitted",
    "rows_in_force",
]
