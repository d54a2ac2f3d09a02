"""
The data beside this module: published marginals and word lists, each row with the key of its source.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from harness.words.causes import of_system
from harness.words.errors import ConfigurationError, Where

DATA = Path(__file__).with_name("data")
PRESETS = Path(__file__).with_name("presets")
Row = dict[str, str]


@cache
def rows(name: str | Path) -> tuple[Row, ...]:
    """
    All rows of a table; a bare name is one of the project's own.
    """
    path = DATA / name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(_whole(path, csv.DictReader(file, strict=True)))
    except OSError as error:
        raise ConfigurationError(
            f"表を読み取れない：{of_system(error).ja}",
            f"the table cannot be read: {of_system(error).en}",
            code="population-table",
            where=Where(file=str(path)),
            hint=(
                "それを挙げたファイルの隣にあるCSVファイルを示す。",
                "Name a CSV file that exists, beside the file that names it.",
            ),
        ) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise ConfigurationError(
            f"表がUTF-8のCSVでない：{error}",
            f"the table is not CSV in UTF-8: {error}",
            code="population-table",
            where=Where(file=str(path)),
            hint=(
                "表計算ソフトでは「CSV UTF-8」を選んで保存する。",
                "In a spreadsheet program, save it as “CSV UTF-8”.",
            ),
        ) from None


def _whole(path: Path, reader: csv.DictReader[str]) -> Iterator[Row]:
    for row in reader:
        if None in row or None in row.values():
            raise ConfigurationError(
                f"この行の項目の数が見出しの{len(reader.fieldnames or ())}と合わない",
                f"the line has not the {len(reader.fieldnames or ())} fields of the head",
                code="population-table",
                where=Where(file=str(path), line=reader.line_num),
            )
        yield row


def needs(path: str | Path, found: Sequence[Row], *columns: str) -> None:
    """
    Refuse a table without some columns; one without lines has none.
    """
    lacking = [name for name in columns if not found or name not in found[0]]
    if lacking:
        raise ConfigurationError(
            f"表に列{'、'.join(lacking)}がない",
            f"the table has no column {', '.join(lacking)}",
            code="population-table",
            where=Where(file=str(DATA / path), line=1),
            hint=(
                f"見出しには{'、'.join(columns)}が要る。",
                f"The head needs {', '.join(columns)}.",
            ),
        )


def whole_number(row: Row, field: str, path: str | Path) -> int:
    """
    A count from a row: digits and nothing else.
    """
    text = row.get(field, "")
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise ConfigurationError(
            "数は0から999999999999までの整数で書く",
            "the count must be a whole number from 0 to 999999999999",
            code="population-table",
            where=Where(file=str(DATA / path), field=field),
            hint=("数は区切りなしの数字で書く。", "Counts are written in digits, without separators."),
        )
    return int(text)
