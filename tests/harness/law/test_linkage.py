"""
Tests of the rows of the order, day by day.
"""

import datetime as dt

import pytest

from harness.law import linkage_lines
from harness.law.linkage import (
    MAYOR,
    RESIDENT_RECORD,
    Answer,
    linkage,
    permitted,
    rows_in_force,
)
from harness.law.table import TABLES, Status

#: The rows in which the mayor provides resident-record information, as listed for the municipality.
SIXTY = (
    "1 2 3 5 7 11 13 15 20 28 37 39 48 53 57 58 59 63 65 66 69 73 75 76 81 83 84 86 87 91 92 96 106 108 110 112 115 "
    "118 124 129 130 132 136 137 138 141 142 144 149 150 151 152 155 156 158 160 163 164 165 166"
).split()
#: Rows in which a mayor provides something else only.
ELSE_ONLY = (
    "4 25 26 42 49 56 71 80 88 89 90 95 98 125 128 139 140 147 153 154 161 167 168 169 170 171 172 173"
).split()
NEW_ENTRIES = "12-2 20-2 34-2 34-3 51-2 55-2 55-3 55-4 87-2 93-2 95-2 123-2 160-2 173-2".split()
ASSESSED = dt.date(2025, 4, 24)
TAX = "地方税関係情報"
ROWS = "linkage_rows.csv"


def day(text):
    return dt.date.fromisoformat(text)


def juminhyo_rows(on):
    return {line.row for line in rows_in_force(day(on)) if line.includes_juminhyo and line.provider == MAYOR}


def test_the_order_has_173_rows():
    """
    On the assessment's day the order has the rows 1 to 173.
    """
    assert {line.row for line in rows_in_force(ASSESSED)} == {str(number) for number in range(1, 174)}


@pytest.mark.parametrize(
    "on", ["2024-05-27", "2025-03-31", "2025-04-01", "2025-04-25", "2026-06-13", "2026-06-14"]
)
def test_the_sixty_rows_stand_in_every_revision(on):
    """
    The rows with resident-record information are exactly the sixty on every day since the order began.
    """
    assert juminhyo_rows(on) == set(SIXTY)
    assert len(SIXTY) == 60


def test_rows_in_which_the_mayor_gives_something_else():
    """
    Twenty-eight rows name the mayor as provider without resident-record information, 85 no mayor at all.
    """
    mayor = {line.row for line in rows_in_force(ASSESSED) if linkage().names(line.provider, MAYOR)}
    assert mayor - set(SIXTY) == set(ELSE_ONLY)
    assert 173 - len(mayor) == 85


@pytest.mark.parametrize(("on", "rows"), [("2023-10-18", 58), ("2024-05-26", 58), ("2024-05-27", 60)])
def test_the_former_table_ends_where_the_order_begins(on, rows):
    """
    The former table's 58 rows stand through 2024-05-26; the order's sixty from the day after.
    """
    assert len(juminhyo_rows(on)) == rows


def test_rows_of_2026():
    """
    By 2026-06-14 row 157 is gone and fourteen entries are new, none with resident-record information.
    """
    rows = {line.row for line in rows_in_force(day("2026-06-14"))}
    assert rows == ({str(number) for number in range(1, 174)} - {"157"}) | set(NEW_ENTRIES)
    assert len(rows) == 186
    assert not juminhyo_rows("2026-06-14") & set(NEW_ENTRIES)


@pytest.mark.parametrize("row", SIXTY)
def test_each_of_the_sixty_permits_its_inquirer(row):
    """
    Each of the sixty rows permits its own inquirer, and the answer may decide.
    """
    line = next(line for line in rows_in_force(ASSESSED) if line.row == row and line.provider == MAYOR)
    basis = permitted(line.inquirer_ja, row, RESIDENT_RECORD, ASSESSED)
    assert basis is not None
    assert basis.decides
    assert basis.line.row == row


@pytest.mark.parametrize("row", ELSE_ONLY)
def test_other_rows_do_not_permit_resident_records(row):
    """
    A row in which the mayor gives something else gives no resident-record information, and that is settled.
    """
    lines = [line for line in rows_in_force(ASSESSED) if line.row == row]
    line = next(line for line in lines if linkage().names(line.provider, MAYOR))
    reading = linkage().read(line.inquirer_ja, row, RESIDENT_RECORD, ASSESSED)
    assert (reading.answer, reading.missing) == (Answer.NOT_PERMITTED, "item")
    assert permitted(line.inquirer_ja, row, next(iter(line.items)), ASSESSED) is not None


@pytest.mark.parametrize(
    ("inquirer", "row", "item", "missing"),
    [
        ("市町村長", "174", RESIDENT_RECORD, "row"),
        ("市町村長", "048", RESIDENT_RECORD, "row"),
        ("都道府県知事", "48", RESIDENT_RECORD, "inquirer"),
        ("都道府県知事", "12", RESIDENT_RECORD, "provider"),
        ("市町村長", "107", RESIDENT_RECORD, "provider"),
        ("市町村長", "106", "戸籍関係情報", "item"),
    ],
)
def test_what_is_missing_is_named(inquirer, row, item, missing):
    """
    A refusal says whether row, inquirer, provider or item was not found.
    """
    reading = linkage().read(inquirer, row, item, ASSESSED)
    assert (reading.answer, reading.basis, reading.missing) == (Answer.NOT_PERMITTED, None, missing)


@pytest.mark.parametrize(
    ("inquirer", "row", "allowed"),
    [
        ("都道府県知事", "20", True),
        ("市町村長", "20", True),
        ("都道府県知事又は市町村長", "20", True),
        ("厚生労働大臣", "20", False),
        ("市長", "81", True),
        ("市町村教育委員会", "63", True),
        ("教育委員会", "63", False),
    ],
)
def test_a_party_inside_a_phrase_is_an_inquirer(inquirer, row, allowed):
    """
    A phrase that joins parties permits each of them, and nobody whose name is merely similar.
    """
    assert (permitted(inquirer, row, RESIDENT_RECORD, ASSESSED) is not None) is allowed


def test_undated_lines_are_unsettled():
    """
    A line read in 2026 without a date of its own neither permits nor refuses before it was read.
    """
    read = linkage().read
    phrase = "公営住宅の事業主体である都道府県知事又は市町村長"
    child = "児童手当関係情報"
    assert read(phrase, "53", child, ASSESSED).answer is Answer.NOT_PERMITTED
    between = read(phrase, "53", child, day("2025-10-01"))
    assert between.basis is not None
    assert (between.answer, between.basis.decides) == (Answer.UNSETTLED, False)
    assert read(phrase, "53", child, day("2026-06-14")).answer is Answer.PERMITTED


def test_resident_records_are_settled_throughout():
    """
    For resident-record information both answers are settled also where other lines are not.
    """
    read = linkage().read
    settled = read("市町村長", "155", RESIDENT_RECORD, day("2025-10-01")).basis
    assert settled is not None
    assert settled.decides
    assert read("市町村長", "107", RESIDENT_RECORD, day("2025-10-01")).answer is Answer.NOT_PERMITTED
    assert read("市町村長", "107", TAX, day("2025-10-01")).answer is Answer.UNSETTLED
    assert read("市町村長", "48", TAX, day("2024-09-01")).answer is Answer.UNSETTLED


def test_nothing_is_settled_before_the_first_text():
    """
    Before the first text that was read every answer is unsettled, and no row stands.
    """
    assert linkage().read("市町村長", "27", RESIDENT_RECORD, day("2023-06-08")).answer is Answer.UNSETTLED
    assert rows_in_force(day("2023-06-08")) == ()
    assert linkage().period(day("2023-06-08")) is None


def test_former_row_21_is_not_in_force_in_2023():
    """
    Former row 21, which the assessment still named in 2023, was no basis any more.
    """
    reading = linkage().read("厚生労働大臣", "21", RESIDENT_RECORD, day("2023-10-18"))
    assert reading.answer is Answer.NOT_PERMITTED
    assert permitted("厚生労働大臣", "21", RESIDENT_RECORD, day("2020-12-12")) is not None
    assert linkage().read("厚生労働大臣", "21", RESIDENT_RECORD, day("2021-03-01")).answer is Answer.UNSETTLED


def test_the_last_table_is_carried_forward_and_says_so():
    """
    After the last text read, the last table answers and says that it is carried forward.
    """
    assert not linkage().read("市町村長", "48", RESIDENT_RECORD, day("2026-06-14")).carried_forward
    later = linkage().read("市町村長", "48", RESIDENT_RECORD, day("2027-01-01"))
    assert later.answer is Answer.PERMITTED
    assert later.carried_forward
    assert later.basis is not None
    assert later.basis.carried_forward


def test_dates_are_consistent():
    """
    A line's days follow each other, and the derived lines hold nothing but resident-record information.
    """
    for line in linkage().lines:
        last = dt.date.max
        assert line.possible_from <= line.from_ <= (line.until or last) <= (line.possible_until or last)
        if line.status is Status.DERIVED:
            assert line.items == {RESIDENT_RECORD}


def test_affairs_under_the_rows():
    """
    The sixty rows have 433 numbered affairs, of which 153 may receive; the detail article is row + 2.
    """
    affairs = linkage_lines.load_row_affairs(TABLES)
    assert [line.row for line in affairs] == SIXTY
    assert sum(line.affairs_count for line in affairs) == 433
    assert sum(len(line.giving) for line in affairs) == 153
    assert all(line.article == int(line.row) + 2 for line in affairs)


def test_old_rows_and_new_rows():
    """
    Of 133 old rows, 58 gave resident-record information; three have no successor and two lost it.
    """
    links = linkage_lines.load_successions(TABLES)
    old = [link for link in links if link.juminhyo_old]
    assert (len(links), len(old)) == (133, 58)
    assert [link.old_row for link in old if link.new_row is None] == ["30", "102", "105"]
    assert [link.old_row for link in old if link.juminhyo_new is False] == ["89", "103"]
    assert {link.old_row for link in old} == juminhyo_rows("2023-10-18")
