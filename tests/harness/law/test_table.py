"""
Tests of the table reader, and of the form of the shipped tables.
"""

import csv
import io

import msgspec
import pytest

from harness.law.table import TABLES, Source, Status, read_table, sources
from harness.words.errors import CatalogueError

FILES = sorted(TABLES.glob("*.csv"))


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    A small line.
    """

    name: str
    count: int
    note: str = ""


@pytest.fixture
def table(tmp_path):
    """
    Write a table and give its path.
    """

    def write(content):
        path = tmp_path / "pairs.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_shipped_tables_are_plain(path):
    """
    Every shipped table is UTF-8 without a mark, with LF, a header, equal widths and no comment line.
    """
    content = path.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    rows = list(csv.reader(io.StringIO(content.decode()), strict=True))
    assert len({len(row) for row in rows}) == 1
    assert not any(row[0].startswith("#") for row in rows)
    assert len({tuple(row) for row in rows}) == len(rows)


def test_every_table_is_described():
    """
    The README names every table beside it, and no other.
    """
    text = (TABLES / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in text for path in FILES)
    assert {word for word in text.split("`") if word.endswith(".csv")} == {path.name for path in FILES}


def test_lines_carry_their_number(table):
    """
    A line is numbered as in the file, also after a cell that spans lines.
    """
    path = table('name,count,note\na,1,"x\ny"\nb,2,\n')
    assert read_table(path, Pair) == ((2, Pair("a", 1, "x\ny")), (4, Pair("b", 2)))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", 1),
        ("name,count\na,1\n", 1),
        ("count,name,note\n1,a,\n", 1),
        ("name,count,note\na,1,\nb,2\n", 3),
        ("name,count,note\na,1,\nb,two,\n", 3),
        ("name,count,note\n,1,\n", 2),
        ("name,count,note\na ,1,\n", 2),
        ('name,count,note\na,1,"x"y\n', 2),
        ("name,count,note\na,1,\n\nb,2,\n", 3),
        ("name,count,note\r\na,1,\r\n", 1),
        ("name,count,note\na,1,\nb,2,\r\n", 3),
        (b"name,count,note\na,1,\nb,2,\x83\x65\n", 3),
        (b"\xef\xbb\xbfname,count,note\na,1,\n", 1),
    ],
)
def test_malformed_tables_are_refused(table, content, line):
    """
    A malformed table is refused with its name and the line.
    """
    with pytest.raises(CatalogueError) as caught:
        read_table(table(content), Pair)
    assert caught.value.where is not None
    assert (caught.value.where.file, caught.value.where.line) == ("pairs.csv", line)


def test_missing_table_is_refused(tmp_path):
    """
    A table that is not there is refused, not a traceback.
    """
    with pytest.raises(CatalogueError) as caught:
        read_table(tmp_path / "absent.csv", Pair)
    assert caught.value.where is not None
    assert caught.value.where.file == "absent.csv"


def test_only_unverified_lines_do_not_decide():
    """
    Every status but `unverified` may decide.
    """
    assert [status for status in Status if not status.decides] == [Status.UNVERIFIED]


def test_sources_are_known_once(planted):
    """
    A source given twice is refused.
    """
    assert isinstance(sources()["order-2025a"], Source)
    planted.refused(sources, "sources.csv", planted.double("sources.csv"), says="duplicate")
