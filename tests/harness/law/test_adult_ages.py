"""
Tests of the age from which ten birthdays count.
"""

import datetime as dt

import pytest

from harness.law.adult_ages import adult_age, adult_ages
from harness.law.table import Status

TABLE = "adult_ages.csv"


@pytest.mark.parametrize(
    ("received", "age"),
    [("2015-10-05", 20), ("2016-01-01", 20), ("2022-03-31", 20), ("2022-04-01", 18), ("2026-06-14", 18)],
)
def test_the_age_came_down_in_2022(received, age):
    """
    Through 31 March 2022 one was grown up at twenty, since 1 April at eighteen.
    """
    assert adult_age(dt.date.fromisoformat(received)) == age


def test_what_was_not_read_decides_nothing():
    """
    The line of the text before the amendment, which was not read, is marked so; that in force is verified.
    """
    assert [line.status for line in adult_ages()] == [Status.UNVERIFIED, Status.VERIFIED]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"from": "2022-04-02"}, {"age": "18"}),
        ({"from": "2022-03-31"}, {"age": "18"}),
        ({"until": "2022-04-02"}, {"age": "18"}),
        ({"source": "hearsay"}, {"age": "20"}),
        ({"law": "somewhere"}, {"age": "20"}),
    ],
    ids=["gap", "overlap", "end", "source", "law"],
)
def test_a_broken_table_is_refused(planted, change, where):
    """
    A gap, an overlap, an end without a successor, an unknown source and an unreadable article are refused.
    """
    line = planted.edit(TABLE, change, **where)
    planted.refused(adult_ages, TABLE, line)
