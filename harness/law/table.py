"""
How a table of the law is read: whole, typed, line by line, or not at all.
"""

import csv
import datetime as dt
import functools
import io
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn, TypeVar

import msgspec

from harness.words.errors import CatalogueError, Where

#: The tables that are shipped; every reader takes another folder for tests and for a municipality's own tables.
TABLES = Path(__file__).parent / "tables"

#: `from` is a keyword of Python; the tables say `from`.
FROM = {"from_": "from", "set_": "set"}

_Line = TypeVar("_Line", bound=msgspec.Struct)


class Status(StrEnum):
    """
    How far a line of the law can be trusted.
    """

    VERIFIED = "verified"
    SINGLE_SOURCE = "single-source"
    DERIVED = "derived"
    UNVERIFIED = "unverified"
    OWN = "own"
    PUBLIC = "public"

    @property
    def decides(self) -> bool:
        """
        Whether such a line may decide a FAIL; one that is unverified never does.
        """
        return self is not Status.UNVERIFIED


def refuse(path: Path, line: int, message: str, field: str | None = None) -> NoReturn:
    """
    Raise the CatalogueError of a table, naming the file and the line (the header is line 1).
    """
    said = f"同梱の表のこの行は使えない：{message}"
    raise CatalogueError(said, message, code="law-table", where=Where(file=path.name, line=line, field=field))


@functools.cache
def read_table(path: Path, kind: type[_Line]) -> tuple[tuple[int, _Line], ...]:
    """
    Read a table into pairs of line number and value.

    The header must name the fields of `kind`, in their order. A blank cell is an absent value. Raises
    CatalogueError with file and line for a missing file, a wrong encoding or line end, a wrong header, a wrong
    number of cells, or a cell that is not of its type.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    names = [field.encode_name for field in msgspec.structs.fields(kind)]
    lines: list[tuple[int, _Line]] = []
    start = 1
    try:
        for cells in reader:
            if start == 1:
                if cells != names:
                    refuse(path, 1, f"the header must be: {','.join(names)}")
            else:
                lines.append((start, _line(path, start, names, cells, kind)))
            start = reader.line_num + 1
    except csv.Error as error:
        refuse(path, reader.line_num, f"not a table line: {error}")
    if start == 1:
        refuse(path, 1, "the table is empty; it needs at least its header")
    return tuple(lines)


def _text(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError:
        refuse(path, 1, "the table cannot be read")
    except UnicodeDecodeError as error:
        refuse(path, error.object[: error.start].count(b"\n") + 1, "the table is not UTF-8")
    if "\r" in text:
        refuse(path, text[: text.index("\r")].count("\n") + 1, "lines must end with LF alone")
    return text


def _line(path: Path, line: int, names: list[str], cells: list[str], kind: type[_Line]) -> _Line:
    if len(cells) != len(names):
        refuse(path, line, f"{len(names)} cells are needed, {len(cells)} are there")
    filled = {name: cell for name, cell in zip(names, cells, strict=True) if cell}
    for name, cell in filled.items():
        if cell != cell.strip():
            refuse(path, line, "the cell begins or ends with a space", name)
    try:
        return msgspec.convert(filled, kind, strict=False)
    except msgspec.ValidationError as error:
        refuse(path, line, str(error))


def once(path: Path, lines: Iterable[tuple[int, object]], what: str) -> None:
    """
    Refuse the table if a key occurs twice; `lines` are pairs of line number and key.
    """
    seen: dict[object, int] = {}
    for line, key in lines:
        if key in seen:
            refuse(path, line, f"duplicate {what}, already in line {seen[key]}")
        seen[key] = line


def ordered(path: Path, line: int, *days: dt.date | None) -> None:
    """
    Refuse the line if its days do not follow each other; an absent day is passed over.
    """
    known = [day for day in days if day is not None]
    if known != sorted(known):
        refuse(path, line, "the dates of the line contradict each other")


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    A place where a text was read.
    """

    key: str
    title: str
    url: str = ""
    text_of: str = ""
    note: str


@functools.cache
def sources(tables: Path = TABLES) -> Mapping[str, Source]:
    """
    Give the sources by key.
    """
    path = tables / "sources.csv"
    lines = read_table(path, Source)
    once(path, ((line, source.key) for line, source in lines), "source")
    return MappingProxyType({source.key: source for _, source in lines})


def check_sources(path: Path, lines: Iterable[tuple[int, str]]) -> None:
    """
    Refuse the table if a source key is not in `sources.csv` of the same folder.
    """
    known = sources(path.parent)
    for line, keys in lines:
        for key in keys.split():
            if key not in known:
                refuse(path, line, "names a source that sources.csv does not have", "source")
