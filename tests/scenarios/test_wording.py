"""
The bundled features and the wordings of their steps fit together.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import parse
import pytest
from pytest_bdd.feature import get_feature
from pytest_bdd.parser import Feature, Scenario

import scenarios.steps
from harness.judgement.catalogue import Catalogue
from harness.running.plan import Planned, conflicts, dates, order
from scenarios.wording import TYPES, WORDINGS, Wording, english

for _module in pkgutil.iter_modules(scenarios.steps.__path__, "scenarios.steps."):
    importlib.import_module(_module.name)

FEATURES = Path(__file__).resolve().parents[2] / "features"
PLAIN_TAGS = {"alone", "far", "journey"}
FILES = sorted(FEATURES.rglob("*.feature"))
CATALOGUE = Catalogue.load(FEATURES / "requirements")
JA = [parse.compile(wording.ja, extra_types=TYPES) for wording in WORDINGS]
EN = [parse.compile(wording.en, extra_types=TYPES) for wording in WORDINGS]
PARAMETER = re.compile(r"\{(\w+):(\w+)\}")


def read(path: Path) -> Feature:
    """
    A feature as pytest-bdd reads it.
    """
    return get_feature(str(path.parent), path.name)


def rendered(feature: Feature) -> Iterator[tuple[str, set[str], Scenario]]:
    """
    Every scenario of a feature, each row of an outline by itself, with its key and tags.
    """
    for template in feature.scenarios.values():
        tables = [(examples.tags, row) for examples in template.examples for row in examples.as_contexts()]
        for number, (tags, row) in enumerate(tables or [(set(), {})], 1):
            key = f"{feature.rel_filename}:{template.line_number}#{number}"
            yield key, template.tags | feature.tags | tags, template.render(row)


def fitting(text: str, parsers: list[parse.Parser]) -> list[Wording]:
    """
    Wordings whose pattern reads a text.
    """
    return [wording for wording, parser in zip(WORDINGS, parsers, strict=True) if parser.parse(text)]


def test_there_are_features() -> None:
    """
    The files were found, so that nothing below passes for want of anything to look at.
    """
    assert FILES
    assert WORDINGS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_step_has_one_wording(path: Path) -> None:
    """
    Exactly one wording reads each step of the bundled features.
    """
    for key, _, scenario in rendered(read(path)):
        for step in scenario.steps:
            found = fitting(step.name, JA)
            assert len(found) == 1, f"{key}: {step.name}: {[wording.ja for wording in found]}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_step_has_an_english_rendering(path: Path) -> None:
    """
    The English report has a text of its own for each step, with every placeholder filled.
    """
    for key, _, scenario in rendered(read(path)):
        for step in scenario.steps:
            text = english(step.name)
            assert text != step.name, f"{key}: {step.name}"
            assert "{" not in text, f"{key}: {text}"


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.en[:60])
def test_both_languages_have_the_same_parameters(wording: Wording) -> None:
    """
    Each parameter of one wording stands in the other, once, with the same type.
    """
    ja, en = PARAMETER.findall(wording.ja), PARAMETER.findall(wording.en)
    assert sorted(ja) == sorted(en)
    assert len(set(ja)) == len(ja)
    assert wording.ja.count("{") == len(ja)
    assert {kind for _, kind in ja} <= set(TYPES)


def test_no_wording_stands_twice() -> None:
    """
    Two steps never share a text, in either language.
    """
    assert len({wording.ja for wording in WORDINGS}) == len(WORDINGS)
    assert len({wording.en for wording in WORDINGS}) == len(WORDINGS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_titles_are_in_both_languages(path: Path) -> None:
    """
    Feature and scenario titles are 「日本語 / English」, with one separator.
    """
    feature = read(path)
    for title in [feature.name, *(template.name for template in feature.scenarios.values())]:
        parts = str(title).split(" / ")
        assert len(parts) == 2, title
        assert re.search("[ぁ-ん一-龠]", parts[0]), title
        assert parts[1].isascii(), title


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_tag_is_known(path: Path) -> None:
    """
    A tag is a clause of the catalogue or one of the plain ones, and every scenario judges something.
    """
    for key, tags, _ in rendered(read(path)):
        unknown = tags - PLAIN_TAGS - set(CATALOGUE.clauses)
        assert not unknown, f"{key}: {unknown}"
        assert tags - PLAIN_TAGS, f"{key} judges no clause"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_scenario_sets_its_day(path: Path) -> None:
    """
    The first step says which day it is, and the clock of the scenario never goes back.
    """
    for key, _, scenario in rendered(read(path)):
        steps = [step.name for step in scenario.steps]
        start, _ = dates(steps[:1])
        assert start, key
        days = [day for step in steps for day in dates([steps[0], step]) if day]
        moves = [end for step in steps[1:] if (end := dates([step])[1])]
        assert moves == sorted(moves), key
        assert min(days) == start, key


def test_the_features_fit_on_one_instance() -> None:
    """
    Run in the order of the plan, no scenario starts before the clock that an earlier one left behind.
    """
    planned = []
    for path in FILES:
        for key, tags, scenario in rendered(read(path)):
            start, end = dates([step.name for step in scenario.steps])
            planned.append(Planned(key, start, end, alone="alone" in tags, far="far" in tags))
    assert conflicts(order(planned)) == []
