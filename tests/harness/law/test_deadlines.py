"""
Tests of the limits T01 to T38.
"""

import pytest

from harness.law.deadlines import Counting, Ends, Unit, deadlines, limit, settings
from harness.law.table import Status
from harness.words.errors import ConfigurationError

TABLE = "deadlines.csv"


def test_every_limit_is_there():
    """
    The table has T01 to T38 without a gap, and one English and one Japanese sentence for each part.
    """
    found = deadlines().values()
    assert sorted({deadline.id for deadline in found}) == [f"T{number:02}" for number in range(1, 39)]
    assert len({deadline.limit_en for deadline in found}) == len({d.limit_ja for d in found}) == len(found)


@pytest.mark.parametrize(
    ("name", "amount", "unit"),
    [
        ("T01", 14, Unit.DAY),
        ("T06.planned", 30, Unit.DAY),
        ("T06.moved-in", 14, Unit.DAY),
        ("T12.not-presented", 90, Unit.DAY),
        ("T16.adult", 10, Unit.BIRTHDAY),
        ("T22", 150, Unit.YEAR),
        ("T25", 7, Unit.YEAR),
        ("T31.full", 30, Unit.DAY),
        ("T33", 10, Unit.MINUTE),
    ],
)
def test_limits_of_the_law(name, amount, unit):
    """
    A number of the law is given as the law's.
    """
    found = limit(name)
    assert (found.amount, found.unit, found.own) == (amount, unit, False)


@pytest.mark.parametrize(
    ("name", "amount", "unit"),
    [("T08", 1, Unit.BUSINESS_DAY), ("T09", 0, Unit.BUSINESS_DAY), ("T10", 10, Unit.MINUTE)],
)
def test_words_of_the_law_get_our_own_number(name, amount, unit):
    """
    遅滞なく, 速やかに and 直ちに become numbers that say they are our own.
    """
    found = limit(name)
    assert (found.amount, found.unit, found.own) == (amount, unit, True)
    assert found.deadline.setting is not None
    assert settings()[found.deadline.setting].status is Status.OWN


def test_days_are_counted_without_the_first_unless_said():
    """
    Only the two articles that say 起算して count the first day; only T07 runs through the elapsed day.
    """
    found = deadlines().values()
    assert {d.name for d in found if d.counting is Counting.FIRST_DAY_INCLUDED} == {"T18", "T27", "T32.term"}
    assert {d.name for d in found if d.ends is Ends.DAY_AFTER} == {"T07"}


def test_settings_override():
    """
    A setting, a limit and a way of counting can each be chosen, zero too, and the limit then says it is own.
    """
    assert limit("T08", {"sla.chinaku": 0}).amount == 0
    assert limit("T09", {"sla.sumiyaka": 3}).amount == 3
    assert (limit("T06.planned", {"T06.planned": 31}).amount, limit("T06.planned").amount) == (31, 30)
    chosen = limit("T06.planned", {"T06.planned": Counting.FIRST_DAY_INCLUDED})
    assert (chosen.counting, chosen.amount, chosen.own) == (Counting.FIRST_DAY_INCLUDED, 30, True)
    assert not limit("T06.planned", {"T06.planned": Counting.FIRST_DAY_EXCLUDED}).own


@pytest.mark.parametrize("name", ["T39", "T06", "T03", "T17.limited-stay", ""])
def test_what_is_no_number_is_refused(name):
    """
    An unknown limit, one whose parts must be named, and a mere condition are refused.
    """
    with pytest.raises(ConfigurationError):
        limit(name)


def test_unverified_numbers_are_not_the_laws():
    """
    A number that only a practice knows is given as not the law's.
    """
    assert limit("T32.term").own
    assert limit("T37").own


def test_citations_are_readable_and_written_in_the_house_form():
    """
    Every article of every limit reads back to the same text.
    """
    for deadline in deadlines().values():
        assert "; ".join(map(str, deadline.citations)) == deadline.law


def test_double_limits_are_refused(planted):
    """
    A limit given twice is refused.
    """
    planted.refused(deadlines, TABLE, planted.double(TABLE), says="duplicate")


@pytest.mark.parametrize(
    ("name", "change", "field"),
    [
        ("T01", {"amount": ""}, "amount"),
        ("T01", {"counting": ""}, "counting"),
        ("T01", {"ends": ""}, "ends"),
        ("T01", {"setting": "sla.chinaku"}, "setting"),
        ("T01", {"law": "住基法"}, "law"),
        ("T01", {"law": ""}, "law"),
        ("T01", {"unit": "fortnight"}, None),
        ("T01", {"id": "T1"}, "id"),
        ("T01", {"source": "hearsay"}, "source"),
        ("T08", {"setting": ""}, "setting"),
        ("T08", {"setting": "sla.soon"}, "setting"),
        ("T08", {"amount": "1"}, "amount"),
        ("T25", {"ends": ""}, "ends"),
    ],
)
def test_wrong_limits_are_refused(planted, name, change, field):
    """
    A limit without number, count, article or known setting is refused with its line.
    """
    line = planted.edit(TABLE, change, id=name)
    planted.refused(deadlines, TABLE, line, field=field)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"status": "verified"}, "status"), ({"unit": "promptly"}, "unit"), ({"amount": ""}, None)],
)
def test_wrong_settings_are_refused(planted, change, field):
    """
    A setting that claims to be law, or counts nothing, is refused.
    """
    line = planted.edit("deadline_settings.csv", change, name="sla.chinaku")
    planted.refused(settings, "deadline_settings.csv", line, field=field)


def test_double_settings_are_refused(planted):
    """
    A setting given twice is refused.
    """
    table = "deadline_settings.csv"
    planted.refused(settings, table, planted.double(table), says="duplicate")


def test_settings_read_nowhere_are_refused(planted):
    """
    A setting of an unknown source is refused.
    """
    line = planted.edit("deadline_settings.csv", {"source": "hearsay"}, name="sla.tadachi")
    planted.refused(settings, "deadline_settings.csv", line, field="source")
