"""
Tests of the exceptions: codes, exit codes, texts, and what the docstring promises.
"""

import copy
import pickle
import re

import pytest

from harness.words import errors
from harness.words.errors import REASON_TEXT, ExitCode, Reason, TekigoError, TermError, Where

SUBCLASSES = TekigoError.__subclasses__()
EXITS = {
    "UsageError": 2,
    "ConfigurationError": 2,
    "CatalogueError": 2,
    "ConnectError": 2,
    "DoctorError": 2,
    "ResultsError": 2,
    "TermError": 2,
    "HarnessFault": 3,
    "TownFault": 3,
    "DriverFault": 3,
}


def test_every_error_has_its_exit_code():
    """
    Each error ends the command with the exit code that the architecture gives it.
    """
    ours = [kind for kind in SUBCLASSES if kind.__module__ == errors.__name__]
    assert {kind.__name__: int(kind.exit_code) for kind in ours} == EXITS
    assert len({kind.code for kind in ours}) == len(ours)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", kind.code) for kind in ours)


def test_the_walk_through_a_run_names_every_error_with_its_exit_code():
    """
    The module's table mentions each error and agrees with its exit code.
    """
    rows = re.findall(r"(\w+(?:Error|Fault))\s+(\d)$", errors.__doc__ or "", re.MULTILINE)
    assert {name: int(code) for name, code in rows} == EXITS


def test_description_has_place_message_code_and_hint():
    """
    What a user sees starts with the place and ends with what to do.
    """
    error = errors.ConfigurationError(
        "そのような接続部はない",
        "there is no such driver",
        where=Where(file="tekigo.toml", line=7, field="driver"),
        code="no-driver",
        hint=("名前を示す。", "Name one."),
    )
    assert error.describe("ja") == "tekigo.toml:7, driver: そのような接続部はない [no-driver]\n  名前を示す。"
    assert error.describe("en") == error.describe() == error.both()["en"]
    assert error.describe() == "tekigo.toml:7, driver: there is no such driver [no-driver]\n  Name one."
    assert str(error) == "there is no such driver"
    assert errors.ConfigurationError.code == "configuration"
    assert errors.DoctorError("変", "odd").describe() == "odd [doctor]"


@pytest.mark.parametrize(
    ("where", "text"),
    [(Where(), ""), (Where(line=3), "line 3"), (Where(field="a"), "a"), (Where("f", 1), "f:1")],
)
def test_places_print_what_they_know(where, text):
    """
    A place prints its known parts and no others.
    """
    assert str(where) == text


@pytest.mark.parametrize(
    "error",
    [
        errors.TownFault(
            "消えた", "gone", where=Where(field="journal"), hint=("見る", "look"), code="town-gone"
        ),
        TermError(kind="individual-number", reason=Reason.LENGTH, field="number"),
        TekigoError("ただの", "plain"),
    ],
)
def test_errors_survive_pickling_and_copying(error):
    """
    An error that a worker sends home arrives whole.
    """
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is type(error)
        assert twin.__dict__ == error.__dict__
        assert twin.both() == error.both()


def test_every_reason_has_a_text():
    """
    Each reason can be said, and its word is kebab-case.
    """
    assert set(REASON_TEXT) == set(Reason)
    assert all(len(set(texts)) == 2 for texts in REASON_TEXT.values())
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", reason) for reason in Reason)


def test_term_error_is_a_value_error_of_usage():
    """
    Libraries see a ValueError; the command sees wrong input.
    """
    error = TermError(kind="era-date", reason=Reason.FORMAT)
    assert isinstance(error, ValueError)
    assert error.exit_code is ExitCode.USAGE_OR_CONFIGURATION
    assert error.where is None
