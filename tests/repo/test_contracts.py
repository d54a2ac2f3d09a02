"""
Every rule about who may import whom is a contract in pyproject.toml, and every contract can be broken.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("harness", "fakes", "scenarios", "reports", "registry", "kit/tekigo_kit")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]


@dataclass(frozen=True)
class Plant:
    """
    Files laid over the copied tree, and the contracts that they break.
    """

    name: str
    files: dict[str, str]
    breaks: tuple[str, ...] = ()


PLANTS = (
    Plant("nothing", {}),
    Plant("the harness imports a fake", {"harness/words/planted.py": "import fakes\n"}, ("harness-room",)),
    Plant(
        "the harness imports the registry",
        {"harness/words/planted.py": "import registry\n"},
        ("harness-room",),
    ),
    Plant("a fake imports the harness", {"fakes/_core/planted.py": "import harness\n"}, ("fakes-room",)),
    Plant("a fake imports the registry", {"fakes/_core/planted.py": "import registry\n"}, ("fakes-room",)),
    Plant("a fake imports the words", {"fakes/_core/planted.py": "import harness.words\n"}),
    Plant("the script imports a fake", {"scenarios/planted.py": "import fakes\n"}, ("scenarios-room",)),
    Plant("a report imports the script", {"reports/planted.py": "import scenarios\n"}, ("reports-room",)),
    Plant(
        "the registry imports the harness", {"registry/planted.py": "import harness\n"}, ("registry-room",)
    ),
    Plant("the kit imports a room", {"tekigo_kit/planted.py": "import harness\n"}, ("kit-room",)),
    Plant("the script imports the kit", {"scenarios/planted.py": "import tekigo_kit\n"}, ("scenarios-room",)),
    Plant("a file on no floor", {"harness/planted.py": ""}, ("harness-floors",)),
    Plant(
        "a lower floor imports a higher one",
        {
            "harness/words/planted.py": "import harness.port.planted\n",
            "harness/port/planted.py": "import harness.words.planted_too\n",
            "harness/words/planted_too.py": "",
        },
        ("harness-floors", "no-cycles"),  # Ports import words, so an upward import also closes a circle.
    ),
    Plant(
        "a fake imports a fake",
        {"fakes/addressee/errors.py": "import fakes.departments\n"},
        ("fakes-apart",),
    ),
    Plant(
        "a fake imports the whole town",
        {"fakes/addressee/defects/planted.py": "import fakes.serve\n"},
        ("fakes-apart",),
    ),
    Plant("a room of the town nobody placed", {"fakes/planted.py": ""}, ("fakes-apart",)),
    Plant(
        "the errors of a fake import its wire",
        {
            "fakes/immigration/wire.py": "",
            "fakes/immigration/errors.py": "import fakes.immigration.wire\n",
        },
        ("fake-floors",),
    ),
    Plant("a file on no floor of a fake", {"fakes/immigration/planted.py": ""}, ("fake-floors",)),
    Plant("the harness imports a server", {"harness/words/planted.py": "import uvicorn\n"}, ("servers",)),
    Plant("a report imports a server", {"reports/planted.py": "import starlette\n"}, ("servers",)),
    Plant("the registry imports arrays", {"registry/planted.py": "import numpy\n"}, ("arrays",)),
    Plant("populations import arrays", {"scenarios/population/planted.py": "import numpy\n"}),
    Plant("a step imports the load tool", {"scenarios/planted.py": "import locust\n"}, ("load",)),
    Plant("the load generator imports the load tool", {"scenarios/load/planted.py": "import locust\n"}),
    Plant(
        "the wire of a fake imports a server",
        {"fakes/immigration/wire.py": "import starlette\n"},
        ("no-http-in-models",),
    ),
    Plant(
        "the domain of the registry imports a client",
        {"registry/planted.py": "import httpx\n"},
        ("no-http-in-registry",),
    ),
    Plant("the script imports a client", {"scenarios/planted.py": "import httpx\n"}, ("no-http-in-steps",)),
    Plant(
        "two files import each other",
        {
            "reports/planted_a.py": "import reports.planted_b\n",
            "reports/planted_b.py": "import reports.planted_a\n",
        },
        ("no-cycles",),
    ),
)


@pytest.fixture(scope="module")
def observed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, ...]]:
    """
    For each plant, the contracts that import-linter reported broken, from one copy of the tree.
    """
    tree = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", tree)
    for room in ROOMS:
        shutil.copytree(
            ROOT / room,
            tree / Path(room).name,
            ignore=lambda _, names: [n for n in names if "." in n and not n.endswith(".py")],
        )
    for extra in ("scenarios/population", "scenarios/load"):
        if not (tree / extra).is_dir():
            (tree / extra).mkdir()
            (tree / extra / "__init__.py").touch()
    order = json.dumps({"tree": str(tree), "plants": [plant.files for plant in PLANTS]})
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("planting.py"))],
        input=order,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout.splitlines()[-1])
    return {plant.name: tuple(answer) for plant, answer in zip(PLANTS, answers, strict=True)}


@pytest.mark.parametrize("plant", PLANTS[1:], ids=lambda plant: plant.name)
def test_exactly_the_contracts_that_forbid_it_break(
    plant: Plant, observed: dict[str, tuple[str, ...]]
) -> None:
    """
    A planted import breaks the contracts that forbid it and no other.
    """
    before = set(observed["nothing"])
    assert set(observed[plant.name]) - before == set(plant.breaks) - before


def test_the_tree_as_it_is_breaks_nothing(observed: dict[str, tuple[str, ...]]) -> None:
    """
    Every contract is kept by the tree without a plant.
    """
    assert observed["nothing"] == ()


def test_every_contract_has_been_seen_broken() -> None:
    """
    No contract stands in pyproject.toml without a violation planted against it alone.
    """
    alone = {plant.breaks[0] for plant in PLANTS if len(plant.breaks) == 1}
    assert alone == {contract["id"] for contract in CONTRACTS}
