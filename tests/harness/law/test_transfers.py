"""
Tests of the bases of departments.
"""

import datetime as dt

import pytest

from harness.law.transfers import Scope, bases, number_permitted, transfers

TODAY = dt.date(2026, 4, 10)
TABLE = "transfers.csv"


def test_the_lines_are_those_that_are_known():
    """
    The table has 32 statutory lines, 2 quasi-statutory, 3 of the assessment, 2 without a number, 3 examples.
    """
    scopes = [transfer.scope for transfer in transfers().values()]
    assert {scope: scopes.count(scope) for scope in Scope} == {
        Scope.STATUTE: 32,
        Scope.QUASI_STATUTORY: 2,
        Scope.ORDINANCE: 1,
        Scope.MUNICIPAL_SYSTEM: 2,
        Scope.OWN_LAW: 2,
        Scope.OTHER_MUNICIPALITY: 3,
    }


@pytest.mark.parametrize(
    ("department", "row"),
    [
        ("national_health_insurance", "44"),
        ("national_pension", "46"),
        ("long_term_care", "100"),
        ("elderly_medical", "85"),
        ("child_allowance", "81"),
        ("tax", "24"),
        ("board_of_education", "40"),
    ],
)
def test_number_departments_have_a_row(department, row):
    """
    Each number-using department has its row of the Appended Table, and may receive the number.
    """
    assert f"use-{row}" in {transfer.ref for transfer in bases(department, TODAY)}
    assert number_permitted(department, TODAY) is True


@pytest.mark.parametrize("department", ["election_commission", "library"])
def test_other_departments_may_not_receive_the_number(department):
    """
    The election commission has a basis without the number; an unlisted department has none at all.
    """
    assert number_permitted(department, TODAY) is False
    assert not any(transfer.individual_number for transfer in bases(department, TODAY))


@pytest.mark.parametrize(
    ("department", "on"),
    [
        ("tax", dt.date(2025, 4, 24)),
        ("tax", dt.date(2024, 5, 27)),
        ("addressee_system", TODAY),
        ("library", dt.date(2025, 4, 1)),
    ],
)
def test_what_is_not_settled_is_none(department, on):
    """
    Between the order's beginning and the text read, on an unverified line, and before any text, nothing is said.
    """
    assert number_permitted(department, on) is None


def test_examples_are_no_basis():
    """
    A line of another municipality is never a basis here.
    """
    assert all(
        transfer.scope is not Scope.OTHER_MUNICIPALITY for transfer in bases("board_of_education", TODAY)
    )


def test_bases_cite_the_law():
    """
    A statutory line cites article 9 and its row.
    """
    assert [str(citation) for citation in transfers()["use-82-2"].citations] == [
        "番号法9条1項",
        "番号法別表82の2の項",
    ]


def test_double_references_are_refused(planted):
    """
    A reference given twice is refused.
    """
    planted.refused(transfers, TABLE, planted.double(TABLE), says="duplicate")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"from": "2024-05-26"}, None),
        ({"until": "2025-01-01"}, None),
        ({"from": ""}, "from"),
        ({"scope": "other-municipality"}, "from"),
        ({"scope": "custom"}, None),
        ({"law": "番号法"}, "law"),
        ({"source": "hearsay"}, "source"),
        ({"individual_number": "perhaps"}, None),
    ],
)
def test_wrong_lines_are_refused(planted, change, field):
    """
    A line with a wrong date, scope, citation, source or flag is refused with its number.
    """
    line = planted.edit(TABLE, change, ref="use-44")
    planted.refused(transfers, TABLE, line, field=field)
