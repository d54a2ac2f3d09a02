"""
Tests of the disclosures, on small planted tables.
"""

import datetime as dt

import pytest

from harness.law.disclosures import Fault, Problem, WireField, disclosures
from harness.law.table import Status

TABLE = "disclosures.csv"
LINE = {
    "message": "J01",
    "receiver": "juki_net",
    "field": "address",
    "item": "本人確認情報-11",
    "provision": "住基法30条の6第1項; 住基令30条の5",
    "purpose": "identification information kept up to date",
    "from": "2015-10-05",
    "to": "",
    "status": "verified",
    "basis_row": "",
}
OWN = {**LINE, "field": "note", "item": "", "provision": "", "status": "own"}
ADDRESS = WireField(message="J01", receiver="juki_net", field="address")
NOTE = WireField(message="J01", receiver="juki_net", field="note")


@pytest.fixture
def small(planted):
    """
    The shipped tables with an empty table of disclosures.
    """
    header = (planted.folder / TABLE).read_text(encoding="utf-8").partition("\n")[0]
    (planted.folder / TABLE).write_text(header + "\n", encoding="utf-8")
    return planted


def load(folder):
    return disclosures(folder, folder)


def test_the_shipped_table_loads():
    """
    The shipped table of disclosures is whole.
    """
    assert disclosures().lines is not None


def test_a_field_finds_its_line(small):
    """
    A field finds the line in force on the day, and none before it, for another receiver or another field.
    """
    small.add(TABLE, **{**LINE, "to": "2026-06-13"})
    small.add(TABLE, **{**LINE, "from": "2026-06-14", "provision": "住基法30条の6"})
    table = load(small.folder)
    first = table.basis("J01", "juki_net", "address", dt.date(2026, 6, 13))
    assert [str(citation) for citation in first.citations] == ["住基法30条の6第1項", "住基令30条の5"]
    assert first.citations[0].as_of == dt.date(2015, 10, 5)
    assert first.status is Status.VERIFIED
    assert table.basis("J01", "juki_net", "address", dt.date(2026, 6, 14)).provision == "住基法30条の6"
    assert table.basis("J01", "juki_net", "address", dt.date(2015, 10, 4)) is None
    assert table.basis("J01", "departments", "address", dt.date(2026, 6, 14)) is None
    assert table.basis("J01", "juki_net", "note", dt.date(2026, 6, 14)) is None


def test_table_and_wire_are_compared_both_ways(small):
    """
    A field without a line is missing, a line without a field dangles, and agreement is an empty answer.
    """
    small.add(TABLE, **LINE)
    small.add(TABLE, **OWN)
    table = load(small.folder)
    extra = WireField(message="J05", receiver="other_municipality", field="new_address")
    assert table.check([ADDRESS, NOTE]) == ()
    assert table.check([ADDRESS, NOTE, extra]) == (Problem(fault=Fault.MISSING, wire=extra),)
    assert table.check([ADDRESS]) == (Problem(fault=Fault.DANGLING, wire=NOTE),)
    assert len(table.check([])) == 2


@pytest.mark.parametrize("basis_row", ["row-48", "row-12-2", "use-44", "wako-board-1"])
def test_a_basis_row_may_be_of_the_order_or_of_the_transfers(small, basis_row):
    """
    A basis is a row of the order or a reference of the transfers.
    """
    small.add(TABLE, **{**LINE, "basis_row": basis_row})
    assert load(small.folder).lines[ADDRESS][0].basis_row == basis_row


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"message": "move-in"}, "message"),
        ({"item": "本人確認情報-41"}, "item"),
        ({"provision": ""}, "provision"),
        ({"provision": "民訴法1条"}, "provision"),
        ({"provision": "住基法30条の6; "}, None),
        ({"basis_row": "row-999"}, "basis_row"),
        ({"basis_row": "use-45"}, "basis_row"),
        ({"to": "2015-10-04"}, None),
        ({"purpose": ""}, None),
        ({"status": "guessed"}, None),
    ],
)
def test_wrong_lines_are_refused(small, change, field):
    """
    A line with a wrong message, item, provision, basis, date or status is refused with its number.
    """
    line = small.add(TABLE, **{**LINE, **change})
    small.refused(load, TABLE, line, field=field)


@pytest.mark.parametrize(
    ("first", "second"),
    [({}, {}), ({"to": "2026-06-14"}, {"from": "2026-06-14"}), ({"from": ""}, {"from": "2026-01-01"})],
)
def test_two_lines_on_one_day_are_refused(small, first, second):
    """
    Two lines for one field that stand on one day are refused at the second.
    """
    small.add(TABLE, **{**LINE, **first})
    line = small.add(TABLE, **{**LINE, **second})
    small.refused(load, TABLE, line, says="duplicate")
