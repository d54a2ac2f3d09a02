"""
A year is played into the registry without a refusal, and registry, oracle and population agree on the last day.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harness.running.statement import Statement, parse_connect
from scenarios.population.replay import performance
from scenarios.population.replay.folder import Folder
from tests.scenarios.population.replay.sliced import city, kinds, sliced

WRONG = {
    "settled-a-day-early": ("differences", "settled_on differs from the oracle's"),
    "relationship-left-behind": ("differences", "relationship differs from the events"),
    "cards-outlive-their-holders": ("differences", "active shown, lapsed predicted"),
    "loss-not-told": ("not_sent", "K05 owed"),
    "measure-a-day-too-long": ("differences", "the end of the support measure differs from the oracle's"),
    "network-without-flag": ("not_sent", "J23 owed"),
    "stay-lengthens-a-card": ("disagreements", "card_extension: refused"),
    "network-told-moving-in-for-address": ("refused_in_town", "J01 refused by juki_net: JN-05"),
}
"""Deliberate defects of the registry, all at once: where each is found, and by what words."""


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """
    A slice of a year, made once.
    """
    return sliced(city(tmp_path_factory.mktemp("city") / "city"))


def play(year: Folder, monkeypatch: pytest.MonkeyPatch, *defects: str) -> dict[str, Any]:
    """
    What comes of it on the bundled registry.
    """
    monkeypatch.setattr(performance, "read", lambda _folder: year)
    statement = Statement(parse_connect("reference"))
    return performance.played(
        Path("slice"), statement, progress=lambda _name, _done, _of: None, defects=defects
    )


def test_nothing_is_refused_and_nothing_differs(year: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Every kind of event is played, each command ruled lawful beforehand, and three accounts of the last day are one.
    """
    happened = kinds(year)
    assert len(happened) == 25, happened
    result = play(year, monkeypatch)
    found = {name: result[name] for name in (*result["faults"], "unsettled") if result[name]["count"]}
    assert found == {}
    assert result["agreed"]
    assert set(result["unruled"]) <= {"moving_in_abroad", "copy_of_record"}
    assert set(result["commands"]) == set(performance.NEEDED[:-4])
    assert sum(result["commands"].values()) + sum(result["not_the_registrys"].values()) == len(year.events)
    assert result["messages"] > 4 * sum(result["commands"].values())


def test_a_wrong_registry_is_found_out(year: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Each of several deliberate defects is named where it shows: record, card, message, refusal of a neighbour.
    """
    result = play(year, monkeypatch, *WRONG)
    assert not result["agreed"]
    for defect, (where, words) in WRONG.items():
        assert any(words in name for name in result[where]["names"]), (defect, result[where])
