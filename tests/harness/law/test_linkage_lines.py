"""
Tests of the linkage tables that do not load: each wrong line is refused, with its file and number.
"""

import pytest

from harness.law import linkage_lines
from harness.law.linkage import MAYOR, linkage
from harness.words.errors import CatalogueError

TAX = "地方税関係情報"
ROWS = "linkage_rows.csv"


def test_a_double_line_is_refused(planted):
    """
    A row and provider given twice in one time is refused.
    """
    planted.refused(linkage, ROWS, planted.double(ROWS, 400), says="duplicate")


def test_an_overlap_is_refused(planted):
    """
    A line that runs on into its successor is refused where the successor begins.
    """
    planted.edit(ROWS, {"until": "2024-06-01", "possible_until": "2024-06-01"}, row="1", until="2024-05-26")
    with pytest.raises(Exception, match="duplicate"):
        linkage(planted.folder)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"from": "2024-01-01"}, None),
        ({"until": "2024-12-31"}, None),
        ({"possible_until": "2030-01-01"}, "possible_until"),
        ({"row": "48の2"}, "row"),
        ({"inquirer_ja": "市町"}, "inquirer_ja"),
        ({"provider": "町長"}, "provider"),
        ({"includes_juminhyo": "false"}, "includes_juminhyo"),
        ({"information": TAX}, "includes_juminhyo"),
        ({"source": "hearsay"}, "source"),
        ({"status": "likely"}, None),
        ({"from": "2025-04-31"}, None),
        ({"affairs_en": ""}, None),
    ],
)
def test_wrong_lines_are_refused(planted, change, field):
    """
    A line with a wrong date, row, party, flag, source or status is refused with its number.
    """
    line = planted.edit(ROWS, change, version="order-art2@2025-04-01", row="48", provider=MAYOR)
    planted.refused(linkage, ROWS, line, field=field)


def test_wrong_periods_are_refused(planted):
    """
    A gap between periods is refused.
    """
    line = planted.edit("linkage_periods.csv", {"from": "2024-05-28"}, version="order-art2@2024-05-27")
    planted.refused(linkage, "linkage_periods.csv", line, field="from")


def test_unknown_versions_are_refused(planted):
    """
    A period of a version without lines is refused.
    """
    line = planted.edit(
        "linkage_periods.csv", {"version": "order-art2@2026-06-26"}, version="order-art2@2026-06-14"
    )
    planted.refused(linkage, "linkage_periods.csv", line, field="version")


def test_double_phrases_are_refused(planted):
    """
    A phrase explained twice is refused.
    """
    line = planted.double("linkage_parties.csv")
    planted.refused(linkage, "linkage_parties.csv", line, says="duplicate")


@pytest.mark.parametrize(
    "change",
    [
        {"row": "49"},
        {"giving_affairs": "19 5"},
        {"giving_affairs": "5 x"},
        {"giving_count": 3},
        {"affairs_count": 18},
    ],
)
def test_wrong_affairs_are_refused(planted, change):
    """
    Affairs of a row that gives nothing, out of order, miscounted or beyond the row are refused.
    """
    line = planted.edit("linkage_row_items.csv", change, row="48")
    planted.refused(linkage_lines.load_row_affairs, "linkage_row_items.csv", line)


@pytest.mark.parametrize(
    "change",
    [{"new_row": "999"}, {"new_row": ""}, {"new_row": "47"}, {"juminhyo_new": "false"}, {"new_row": "53"}],
)
def test_wrong_successions_are_refused(planted, change):
    """
    A successor that is missing, unknown, taken, or of another kind is refused.
    """
    planted.edit("linkage_old_to_new.csv", change, old_row="27")
    with pytest.raises(CatalogueError, match=r"row|contradicts") as caught:
        linkage_lines.load_successions(planted.folder)
    assert caught.value.where is not None
    assert caught.value.where.file == "linkage_old_to_new.csv"


@pytest.mark.parametrize(
    ("table", "load"),
    [
        ("linkage_periods.csv", linkage),
        ("linkage_parties.csv", linkage),
        ("linkage_row_items.csv", linkage_lines.load_row_affairs),
        ("linkage_old_to_new.csv", linkage_lines.load_successions),
    ],
)
def test_lines_read_nowhere_are_refused(planted, table, load):
    """
    A line of an unknown source is refused in every linkage table.
    """
    planted.edit(table, {"source": "hearsay"})
    planted.refused(load, table, 2, field="source")


def test_a_period_that_ends_before_it_begins_is_refused(planted):
    """
    A first period with its days the wrong way round is refused.
    """
    line = planted.edit("linkage_periods.csv", {"until": "2023-06-01"}, version="former-appendix2@2023-06-09")
    planted.refused(linkage, "linkage_periods.csv", line, says="dates")


def test_double_affairs_and_double_old_rows_are_refused(planted):
    """
    A row detailed twice, and an old row mapped twice, are refused.
    """
    line = planted.double("linkage_row_items.csv")
    planted.refused(linkage_lines.load_row_affairs, "linkage_row_items.csv", line, says="duplicate row")
    line = planted.add("linkage_old_to_new.csv", **LOST)
    planted.refused(linkage_lines.load_successions, "linkage_old_to_new.csv", line, says="duplicate old row")


LOST = {
    "old_row": "30",
    "relation": "no-counterpart",
    "juminhyo_old": "true",
    "assessed_old": "true",
    "method": "manual reading",
    "status": "derived",
    "source": "act-2023a",
}


def test_two_old_rows_cannot_become_one(planted):
    """
    A new row claimed by two old ones is refused.
    """
    table = "linkage_old_to_new.csv"
    line = planted.add(
        table,
        **{**LOST, "old_row": "500", "relation": "same-affairs", "new_row": "48", "juminhyo_new": "true"},
    )
    planted.refused(linkage_lines.load_successions, table, line, says="duplicate new row")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"new_row": "", "juminhyo_new": ""}, "same affairs"),
        ({"relation": "no-counterpart"}, "same affairs"),
        ({"new_row": "999"}, "does not have"),
        ({"juminhyo_new": "false"}, "contradicts"),
    ],
)
def test_each_wrong_succession_has_its_own_reason(planted, change, says):
    """
    The refusal of a succession says what is wrong with it.
    """
    line = planted.edit("linkage_old_to_new.csv", change, old_row="27")
    planted.refused(linkage_lines.load_successions, "linkage_old_to_new.csv", line, says=says)
