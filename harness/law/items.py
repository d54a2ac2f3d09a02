"""
The 362 record items of the assessment's attachment 1, by reference (`本人確認情報-29`).
"""

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

from harness.law.table import TABLES, once, read_table, refuse


class RecordItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    One numbered item of one file; `item_en` is this project's English name, unique within the file.
    """

    file: str
    file_ja: str
    number: int
    item_ja: str
    item_en: str
    ref: str


_REF = re.compile(r"(?P<prefix>[^-]+)-(?P<number>[1-9][0-9]*)")


@functools.cache
def record_items(tables: Path = TABLES) -> Mapping[str, RecordItem]:
    """
    Give every record item by its reference, in the order of the files.

    Raises CatalogueError for a duplicate reference or English name, for numbers that leave a gap, and for a
    reference that does not end in the item's number or changes its prefix within a file.
    """
    path = tables / "record_items.csv"
    lines = read_table(path, RecordItem)
    once(path, ((line, item.ref) for line, item in lines), "reference")
    once(path, ((line, (item.file, item.item_en)) for line, item in lines), "English name within the file")
    last: dict[str, int] = {}
    prefixes: dict[str, str] = {}
    for line, item in lines:
        if item.number != last.get(item.file, 0) + 1:
            refuse(path, line, "the numbers of a file must follow each other from 1", "number")
        last[item.file] = item.number
        match = _REF.fullmatch(item.ref)
        if match is None or int(match["number"]) != item.number:
            refuse(path, line, "the reference must be a prefix, a hyphen and the item's number", "ref")
        if prefixes.setdefault(item.file, match["prefix"]) != match["prefix"]:
            refuse(path, line, "the references of one file must share their prefix", "ref")
        if not item.item_en.isascii():
            refuse(path, line, "the English name holds a letter that is not English", "item_en")
    return MappingProxyType({item.ref: item for _, item in lines})


def item_of(ref: str, tables: Path = TABLES) -> RecordItem | None:
    """
    Give the record item of a reference, or None if there is none.
    """
    return record_items(tables).get(ref)
