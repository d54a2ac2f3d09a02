"""
Defects that the project has never seen, in a package that is really built and installed, by the documented door.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.cli.proven import line
from harness.running import selection
from harness.running.entries import found
from harness.running.matrix import figures
from harness.running.orders import Scenario
from harness.running.proof import Outcome
from tests.harness.running.test_prove import measured

PYPROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "defects-from-elsewhere"
version = "1.0"

[tool.hatch.build.targets.wheel]
only-include = ["elsewhere.py"]

[project.entry-points."tekigo.defects"]
"%(entry)s" = "elsewhere:%(list)s"
"""

MODULE = '''
"""Defects that nobody at Tekigo has written."""

import os
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

from registry.copies import items_of
from registry.defects.defect import defect, handler, rules


def title(words):
    return SimpleNamespace(ja=words, en=words)


def first_item_only(record, options):
    shown = items_of(record, options)
    return shown if options else shown[:1]


def never(*_days):
    return date(2099, 12, 31)


def unfit(definition):
    return replace(definition, no_such_field=True)


DEFECTS = [
    defect("elsewhere-half-a-copy", "写しに一つの事項しか載らない。", "A plain copy shows one item.",
           rules(copy_items=first_item_only), must="CERT-001", pattern="elsewhere-item"),
    defect("elsewhere-blames-another", "誤りの半分を言わない。", "Says half of what is broken.",
           rules(last_day_of_special_window=never), must="CARD-006", pattern="elsewhere-limit"),
    defect("elsewhere-nothing", "何も変えない。", "Nothing is wrong.", lambda parts: parts,
           must="LINK-007", pattern="elsewhere-nothing"),
    defect("elsewhere-ends-its-worker", "工程ごと終わる。", "Ends the process that plays it.",
           lambda parts: os._exit(1), must="LINK-007", pattern="elsewhere-crash"),
    defect("elsewhere-no-such-rule", "ない規則を替える。", "Replaces a rule that does not exist.",
           rules(no_such_rule=None), must="LINK-007", pattern="elsewhere-unfit"),
    defect("elsewhere-no-such-command", "ない操作を包む。", "Wraps a command that does not exist.",
           handler("NoSuchCommand", lambda sound: sound), must="LINK-007", pattern="elsewhere-unfit"),
]

IN_TOWN = [
    SimpleNamespace(id="elsewhere-in-town", promise=title("仮の町"), apply=unfit, must=("LINK-007",), may=(),
                    rules=(), pattern="elsewhere-unfit", acts=1, seen_by="steps", indistinguishable="", awaits=()),
]

NO_DEFECTS = ["LINK-007"]

OF_NO_KIND = [
    defect("elsewhere-of-no-kind", "どの種類の誤りかを言わない。", "Says not which kind of mistake it is.",
           lambda parts: parts, must="LINK-007"),
]
'''

Tekigo = Callable[..., subprocess.CompletedProcess[str]]


def install(folder: Path, entry: str, name: str) -> Path:
    """
    Build and install the package; gives the folder that has to be on the path.
    """
    source, target = folder / "source", folder / "installed"
    source.mkdir()
    (source / "pyproject.toml").write_text(PYPROJECT % {"entry": entry, "list": name}, encoding="utf-8")
    (source / "elsewhere.py").write_text(MODULE, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-qq", "install", "--no-index"]
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--target", str(target), str(source)],
        check=True,
        timeout=120,
    )
    return target


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The package with defects of the registry, installed.
    """
    return install(tmp_path_factory.mktemp("elsewhere"), "registry.elsewhere", "DEFECTS")


def prove(path: Path, folder: Path, *ids: str) -> tuple[int, dict[str, Any], str]:
    """
    Prove defects with the package on the path: exit code, the last line, what was said.
    """
    command = [sys.executable, "-m", "harness.cli.main", "prove", "--lang", "en", "--json", "-j", "1"]
    said = subprocess.run(
        [*command, "--select", ",".join(ids)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(path)},
    )
    assert "Traceback" not in said.stderr
    return said.returncode, json.loads((said.stdout.splitlines() or ["{}"])[-1]), said.stderr


def of_audit(scenarios: list[Scenario]) -> set[str]:
    """
    The scenarios of one subject.
    """
    return {one.key for one in scenarios if one.key.startswith("audit/")}


def test_what_is_wrong_where_it_says_is_killed(elsewhere: Path, tmp_path: Path) -> None:
    """
    A defect of somebody else's is planted, killed at the requirement that it declares, and counted.
    """
    code, told, said = prove(elsewhere, tmp_path, "elsewhere-half-a-copy")
    assert code == 0, said
    assert told["killed"] == told["defects"] >= 2  # with the canary
    assert "registry/elsewhere-half-a-copy: CERT-001" in said


def test_what_is_blamed_on_another_duty_is_misattributed(elsewhere: Path, tmp_path: Path) -> None:
    """
    A defect that breaks a requirement which it does not declare is named as misattributed, with the one that it broke.

    One scenario carries clauses of both, so that it does not depend on which are drawn besides.
    """
    code, told, said = prove(elsewhere, tmp_path, "elsewhere-blames-another")
    assert code == 1, said
    assert told["misattributed"] == ["registry/elsewhere-blames-another"]
    assert "must not fail, and did: REL-009" in said


@pytest.fixture
def installed(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """
    The package is found in this process too.
    """
    monkeypatch.setenv("PYTHONPATH", str(elsewhere))
    monkeypatch.syspath_prepend(elsewhere)
    found.cache_clear()
    yield
    found.cache_clear()


@pytest.mark.usefixtures("installed")
def test_what_does_nothing_survives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A defect that changes nothing is named as a survivor, and as nothing else, after more was played than at first.
    """
    # What is played last is most of the suite and takes a minute; here a little stands for it.
    monkeypatch.setattr(selection, "wider", lambda scenarios, _: of_audit(scenarios))
    result = measured(tmp_path, "elsewhere-nothing")
    (proof,) = (one for one in result.proofs if not one.defect.canary)
    assert (proof.outcome, proof.lacking, proof.strays) == (Outcome.SURVIVED, ["LINK-007"], [])
    assert result.exit_code == 1
    told = figures(result)
    assert (told["survived"], told["misattributed"]) == ([proof.defect.name], [])
    assert "did not fail: LINK-007" in line(proof, "en")
    played = selection.first(result.scenarios, proof.defect) | of_audit(result.scenarios)
    assert proof.scenarios == len(played) > len(selection.first(result.scenarios, proof.defect))


@pytest.mark.usefixtures("installed")
def test_the_last_worker_may_die(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where the only worker ends in the last round, another still plays on the reference what the others were killed in.
    """
    monkeypatch.setattr(selection, "first", lambda scenarios, _: {scenarios[0].key})
    result = measured(tmp_path, "elsewhere-ends-its-worker")
    outcomes = {one.defect.id: one.outcome for one in result.proofs}
    assert outcomes.pop("elsewhere-ends-its-worker") is Outcome.BROKEN
    assert {*outcomes.values()} == {Outcome.KILLED}
    assert [one.name for one in result.systems] == ["reference"]


def test_what_cannot_be_planted_is_told_and_nothing_else_is_lost(elsewhere: Path, tmp_path: Path) -> None:
    """
    A defect that replaces what is not there is told with its reason and exit 2; the others are judged all the same.
    """
    code, told, said = prove(
        elsewhere, tmp_path, "elsewhere-half-a-copy", "elsewhere-no-such-rule", "elsewhere-no-such-command"
    )
    assert code == 2, said
    assert set(told["unfit"]) == {"registry/elsewhere-no-such-rule", "registry/elsewhere-no-such-command"}
    assert "no_such_rule" in told["unfit"]["registry/elsewhere-no-such-rule"]
    assert "NoSuchCommand" in told["unfit"]["registry/elsewhere-no-such-command"]
    assert told["survived"] == told["broken"] == []
    assert told["killed"] == told["defects"] >= 2


def test_a_neighbours_defect_that_cannot_be_planted_is_told(tmp_path: Path) -> None:
    """
    The same for a defect of a fake: exit 2 and its name, and no fault of the town.
    """
    code, told, said = prove(
        install(tmp_path, "juki_net.elsewhere", "IN_TOWN"), tmp_path, "elsewhere-in-town"
    )
    assert code == 2, said
    assert list(told["unfit"]) == ["juki_net/elsewhere-in-town"]
    assert told["broken"] == []


@pytest.mark.parametrize(
    ("entry", "name", "words"),
    [
        ("registry.elsewhere", "NO_DEFECTS", "holds something that is no defect"),
        ("registry.elsewhere", "NOT_THERE", "cannot be loaded"),
        ("registry.elsewhere", "OF_NO_KIND", "does not say which kind of mistake it is"),
        ("post_office.elsewhere", "DEFECTS", "a part that does not exist"),
    ],
)
def test_a_package_that_says_nothing_of_use_is_refused(
    tmp_path: Path, entry: str, name: str, words: str
) -> None:
    """
    An entry point that cannot be read, or speaks of no part of the house, ends the proof with its name and exit 2.
    """
    code, _, said = prove(install(tmp_path, entry, name), tmp_path, "elsewhere-half-a-copy")
    assert code == 2
    assert entry in said
    assert words in said
