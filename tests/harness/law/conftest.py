"""
Planting one wrong thing in a copy of the tables.
"""

import csv
import io
import shutil

import pytest

from harness.law.table import TABLES
from harness.words.errors import CatalogueError


class Copy:
    """
    A copy of the shipped tables in which a test may break one cell or line.
    """

    def __init__(self, folder):
        self.folder = folder

    def _read(self, table):
        return list(csv.reader(io.StringIO((self.folder / table).read_text(encoding="utf-8"))))

    def _write(self, table, rows):
        with (self.folder / table).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)

    def edit(self, table, change, **where):
        """
        Change the first line whose cells are `where`; give its line number (no cell spans lines).
        """
        rows = self._read(table)
        header = rows[0]
        for index, row in enumerate(rows[1:], start=1):
            cells = dict(zip(header, row, strict=True))
            if all(cells[name] == value for name, value in where.items()):
                rows[index] = [str({**cells, **change}[name]) for name in header]
                self._write(table, rows)
                return index + 1
        raise AssertionError("the test names a line that is not there")

    def edit_line(self, table, line, change, *, keep):
        """
        Change a line by its number, leaving the cell `keep` as it is.
        """
        rows = self._read(table)
        rows[line - 1] = [
            cell if name == keep else change.get(name, cell)
            for name, cell in zip(rows[0], rows[line - 1], strict=True)
        ]
        self._write(table, rows)

    def add(self, table, **cells):
        """
        Append a line; give its line number.
        """
        rows = self._read(table)
        rows.append([cells.get(name, "") for name in rows[0]])
        self._write(table, rows)
        return len(rows)

    def double(self, table, line=2):
        """
        Repeat a line at the end; give the number of the repetition.
        """
        rows = self._read(table)
        rows.append(rows[line - 1])
        self._write(table, rows)
        return len(rows)

    def refused(self, load, table, line, *, field=None, says=""):
        """
        Load, and see the table refused with file and line.
        """
        with pytest.raises(CatalogueError) as caught:
            load(self.folder)
        where = caught.value.where
        assert where is not None
        assert (where.file, where.line) == (table, line), caught.value.describe()
        if field is not None:
            assert where.field == field
        assert says in caught.value.en


@pytest.fixture
def planted(tmp_path):
    """
    A copy of the shipped tables that can be broken.
    """
    folder = tmp_path / "tables"
    shutil.copytree(TABLES, folder)
    return Copy(folder)
