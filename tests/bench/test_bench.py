"""
The measurements still measure: with few people, and without a look at the time they took.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def measured(call: str, folder: Path, before: str = "pass") -> dict[str, str]:
    """
    The figures of a call by name, from a process of its own: it sets how many cores there are.
    """
    program = (
        f"import json, sys\n{before}\nfrom bench import loading, population\nprint(json.dumps(list({call})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    figures: dict[str, str] = dict(json.loads(done.stdout.splitlines()[-1]))
    return figures


def test_a_city_is_loaded_into_each_system(tmp_path: Path) -> None:
    """
    Each system that must know the residents of a city takes them, and a figure is given for each.
    """
    figures = measured("loading.measure(40)", tmp_path)
    systems = ["registry", "juki_net", "addressee", "card_management"]
    assert list(figures) == [f"bulk load of 40 residents: {name}" for name in systems]
    assert all(figure.endswith("s of processor time") for figure in figures.values())
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("missing", ["", "mimesis"])
def test_every_contender_has_a_line(tmp_path: Path, missing: str) -> None:
    """
    Libraries that are there fill the same columns at some rate; one that is missing is named as missing, not left out.
    """
    before = f"sys.modules[{missing!r}] = None" if missing else "pass"
    call = "population.measure(few=10, many=500)"
    if missing:
        before += "\nimport importlib.util as u\nfound = u.find_spec\n"
        before += f"u.find_spec = lambda name, *more: None if name == {missing!r} else found(name, *more)"
    figures = measured(call, tmp_path, before)
    rates = {name: figure for name, figure in figures.items() if figure.endswith(" residents/s")}
    others = {"Faker", "mimesis", "gimei"} - {missing}
    absent = {name.partition(",")[0] for name, figure in figures.items() if figure.startswith("not measured")}
    assert ({missing} - {""}) <= absent <= {"gimei", missing}
    assert {name.partition(",")[0] for name in rates} == (others - absent) | {"tekigo"}
    assert len(rates) == len(others - absent) + 4
    assert sum(figure.endswith(" MiB") for figure in figures.values()) == 2
