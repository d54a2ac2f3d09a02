"""Tests of the catalogue: it loads whole or not at all, and what it is asked for it has or says so."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from harness.judgement.catalogue import Catalogue, InForce
from harness.running.coverage import scenarios_by_clause
from harness.words.errors import CatalogueError

FEATURES = Path(__file__).parents[3] / "features"
SOURCE = Path(__file__).parents[3] / "features" / "requirements"

GROUP = """
group = "TST"
title = { ja = "試験", en = "Test" }
"""
REQUIREMENT = """
[[requirement]]
id = "TST-001"
severity = "MUST"
title = { ja = "題", en = "Title" }
obligation = { ja = "義務", en = "Obligation" }
law = ["住基法6条"]
sources = ["LAW"]
status = "verified"
in_force = { from = "2026-02-08", basis = "read" }
"""
CLAUSE = """
[[requirement.clause]]
n = 1
kind = "expect"
binds = ["registry"]
text = { ja = "文", en = "Sentence" }
messages = []
status = "verified"
"""
WHOLE = GROUP + REQUIREMENT + CLAUSE


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "test.toml").write_text(WHOLE, encoding="utf-8")
    return tmp_path


def refusal(folder, text):
    (folder / "test.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as raised:
        Catalogue.load(folder)
    assert raised.value.where is not None
    return raised.value.code


def test_the_projects_own_catalogue_loads():
    """The catalogue of the project loads whole, with every clause under its requirement."""
    catalogue = Catalogue.load(SOURCE)
    assert len(catalogue.requirements) > 100
    assert len(catalogue.clauses) == sum(len(item.clause) for item in catalogue.requirements.values())
    assert {group.group for group in catalogue.groups} == {
        item.group for item in catalogue.requirements.values()
    }


def test_a_small_catalogue_loads(folder):
    """One requirement with one clause is a catalogue; the list of sources is no group."""
    (folder / "sources.toml").write_text("[x]\n", encoding="utf-8")
    catalogue = Catalogue.load(folder)
    assert list(catalogue.clauses) == ["TST-001.1"]
    assert catalogue.requirements["TST-001"].binding(frozenset({"registry"}))
    assert not catalogue.requirements["TST-001"].binding(frozenset({"network"}))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "catalogue-malformed"),
        ("group = ", "catalogue-malformed"),
        (WHOLE.replace("kind =", "kinds ="), "catalogue-malformed"),
        (WHOLE + "extra = 1\n", "catalogue-malformed"),
        (GROUP + REQUIREMENT + "extra = 1\n" + CLAUSE, "catalogue-malformed"),
        (GROUP + "extra = 1\n" + REQUIREMENT + CLAUSE, "catalogue-malformed"),
        (WHOLE.replace('"expect"', '"wish"'), "catalogue-malformed"),
        (WHOLE.replace('["registry"]', '["mayor"]'), "catalogue-malformed"),
        (WHOLE.replace('"MUST"', '"MAY"'), "catalogue-malformed"),
        (WHOLE.replace('basis = "read"', 'basis = "guess"'), "catalogue-malformed"),
        (WHOLE.replace('"2026-02-08"', '"2026-02-30"'), "catalogue-malformed"),
        (WHOLE.replace(', en = "Sentence"', ""), "catalogue-malformed"),
        (WHOLE.replace("n = 1", "n = 2"), "catalogue-numbering"),
        (WHOLE.replace("n = 1", "n = 0"), "catalogue-numbering"),
        (WHOLE + CLAUSE, "catalogue-numbering"),
        (WHOLE + CLAUSE.replace("n = 1", "n = 3"), "catalogue-numbering"),
        (WHOLE.replace('id = "TST-001"', 'id = "REL-001"'), "catalogue-group"),
        (WHOLE + REQUIREMENT + CLAUSE, "catalogue-duplicate"),
    ],
)
def test_what_is_not_whole_is_refused(folder, text, code):
    """Malformed text, unknown keys and words, bad numbering, foreign and doubled ids: nothing of it loads."""
    assert refusal(folder, text) == code


def test_an_id_may_not_stand_in_two_files(folder):
    """An id that stands in two files is refused."""
    shutil.copy(folder / "test.toml", folder / "again.toml")
    with pytest.raises(CatalogueError) as raised:
        Catalogue.load(folder)
    assert raised.value.code == "catalogue-duplicate"


def test_an_empty_folder_is_no_catalogue(tmp_path):
    """Without any file there is nothing to judge by."""
    with pytest.raises(CatalogueError) as raised:
        Catalogue.load(tmp_path)
    assert raised.value.code == "catalogue-empty"


def test_what_is_not_utf8_is_refused(folder):
    """Bytes that are no UTF-8 are refused with the file's name."""
    (folder / "test.toml").write_bytes(b'group = "\xff"')
    with pytest.raises(CatalogueError) as raised:
        Catalogue.load(folder)
    assert str(raised.value.where) == "test.toml"


@pytest.mark.parametrize("words", [["TST"], ["tst-001"], ["TST-001.1"], ["tst-001.1", "TST"]])
def test_a_selection_finds_what_it_names(folder, words):
    """Groups, ids and clauses are found in either case, and each requirement once."""
    assert Catalogue.load(folder).select(words) == ["TST-001"]


@pytest.mark.parametrize("word", ["", "TS", "TST-002", "TST-001.2", "TST.1", "TST-001."])
def test_a_selection_of_nothing_is_refused(folder, word):
    """A word that names nothing, or a clause that is not there, is refused: a typo must not select less in silence."""
    with pytest.raises(CatalogueError) as raised:
        Catalogue.load(folder).select([word])
    assert raised.value.code == "selection-unknown"
    assert raised.value.hint


def test_the_digest_tells_one_catalogue_from_another(folder):
    """Any change of any file changes the digest, and the same files give the same."""
    first = Catalogue.load(folder).digest
    assert Catalogue.load(folder).digest == first
    (folder / "test.toml").write_text(WHOLE + "# a remark\n", encoding="utf-8")
    assert Catalogue.load(folder).digest != first


@pytest.mark.parametrize(
    ("day", "until", "covered"),
    [
        (date(2026, 2, 7), None, False),
        (date(2026, 2, 8), None, True),
        (date(2026, 3, 1), date(2026, 3, 1), True),
        (date(2026, 3, 2), date(2026, 3, 1), False),
    ],
)
def test_a_text_is_in_force_from_its_first_to_its_last_day(folder, day, until, covered):
    """Both ends belong to the time in force; a clause's own time wins over its requirement's."""
    assert InForce(date(2026, 2, 8), "read", until).covers(day) is covered
    text = WHOLE.replace('status = "verified"\n', 'status = "verified"\n', 1)
    until_text = f', until = "{until}"' if until else ""
    own = f'in_force = {{ from = "2026-02-08", basis = "read"{until_text} }}\n'
    earlier = text.replace('from = "2026-02-08"', 'from = "1990-01-01"')
    (folder / "test.toml").write_text(earlier + own, encoding="utf-8")
    catalogue = Catalogue.load(folder)
    requirement, clause = catalogue.clauses["TST-001.1"]
    assert requirement.in_force_on(clause, day) is covered


def test_what_is_said_to_be_untested_is_tried_by_no_scenario_and_told_in_the_coverage():
    """A reason for no scenario stands only where there is none, and coverage.csv repeats it."""
    catalogue = Catalogue.load(SOURCE)
    reasons = {name: clause.untested for name, (_, clause) in catalogue.clauses.items() if clause.untested}
    assert "DATA-004.5" in reasons
    assert not reasons.keys() & scenarios_by_clause(FEATURES).keys()
    coverage = (SOURCE / "coverage.csv").read_text(encoding="utf-8")
    assert all(reason.en in coverage for reason in reasons.values())
