"""
The same verdicts on every store: a scenario of every subject, judged on each.
"""

from __future__ import annotations

import json
import re
import secrets
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from harness.evidence.events import Observed, ScenarioEnded, lanes, read
from harness.running.entries import features_folder
from harness.running.run import perform
from harness.running.statement import Statement, parse_connect
from registry.engines import UnusableStoreError, engine_of
from registry.lending import lend
from tests.harness.running.stored import tekigo

Judged = dict[str, tuple[str, list[tuple[str, str, str | None]]]]


def selection() -> list[str]:
    """
    Few clauses of which every feature has one, those first that the fewest scenarios judge, so that every subject has
    its say. The crossing of states and acts has no subject of its own.
    """
    subjects = (path for path in features_folder().glob("*/*.feature") if path.parent.name != "states")
    counted = {
        path: Counter(re.findall(r"@([A-Z]+-\d+\.\d+)", path.read_text(encoding="utf-8")))
        for path in sorted(subjects)
    }
    everywhere: Counter[str] = sum(counted.values(), Counter())
    chosen: set[str] = set()
    for here in sorted(counted.values(), key=lambda here: min(everywhere[clause] for clause in here)):
        if chosen.isdisjoint(here):
            chosen.add(min(here, key=lambda clause: (everywhere[clause], clause)))
    return sorted(chosen)


def judged(
    folder: Path, store: str | None, clauses: list[str], sut: str = "reference", jobs: int = 1
) -> Judged:
    """
    Each scenario's result and findings on one store.
    """
    ended = perform(
        Statement(parse_connect(sut), store=store),
        out=folder,
        selection=clauses,
        language="en",
        jobs=jobs,
        progress=lambda _line: None,
        thin=True,
    )
    assert ended.faults == []
    return _told(ended.folder)


def _told(folder: Path) -> Judged:
    results: dict[str, str] = {}
    findings: dict[str, list[tuple[str, str, str | None]]] = {}
    for event in read(lanes(folder)):
        if isinstance(event, ScenarioEnded):
            results[event.scenario] = event.result
        elif isinstance(event, Observed) and event.scenario is not None:
            found = (event.clause, event.verdict, event.check)
            findings.setdefault(event.scenario, []).append(found)
    return {key: (result, sorted(findings.get(key, []), key=str)) for key, result in results.items()}


@pytest.fixture(scope="session")
def measure(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Judged]:
    """
    What is judged of either half of the subjects where nobody chose a store.
    """

    @cache
    def judged_once(half: int) -> Judged:
        return judged(tmp_path_factory.mktemp("measure"), None, selection()[half::2])

    return judged_once


def schemas(url: str) -> list[str]:
    """
    The schemas that runs left in a server.
    """
    engine = engine_of(url)
    with engine.begin() as conn:
        found = [name for name in sa.inspect(conn).get_schema_names() if name.startswith("tekigo")]
    engine.dispose()
    return found


def test_every_store_is_judged_alike(
    base: str, measure: Callable[[int], Judged], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """
    Scenario for scenario, finding for finding, every store gives what memory gives, and some of it is a pass. Two
    stores of one kind share the subjects between them.
    """
    half = request.node.callspec.indices["base"] % 2
    expected = measure(half)
    groups = {key.split("/")[0] for key in expected}
    assert {"relocation", "card", "national_network", "linkage"} <= groups
    assert len(expected) >= 20
    assert {result for result, _ in expected.values()} == {"passed"}
    assert judged(tmp_path, base, selection()[half::2]) == expected


def test_two_lanes_in_processes_have_a_schema_each(server: str, tmp_path: Path) -> None:
    """
    Over sockets and with two lanes a server gives the same, and nothing of either lane is left in it.
    """
    chosen = ["REL-005.1", "REL-003.2", "CARD-006.1"]
    found = judged(tmp_path / "lent", server, chosen, "process", jobs=2)
    assert len(found) >= 3
    assert found == judged(tmp_path / "alone", None, chosen)
    assert schemas(server) == []


def test_the_command_names_the_server_and_never_its_password(server: str, tmp_path: Path) -> None:
    """
    The summary tells host, database and user; the password stands in no line and no file of the run.
    """
    said = tekigo("run", "--store", server, "--select", "LINK-007", "--json", "--out", str(tmp_path))
    assert said.returncode == 0
    url, password = sa.make_url(server), sa.make_url(server).password
    store = json.loads(said.stdout.splitlines()[-1])["store"]
    assert store == url.render_as_string(hide_password=True)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert password
    assert [path for path in written if password.encode() in path.read_bytes()] == []
    assert password not in said.stdout + said.stderr


@pytest.mark.parametrize(
    "wrong", [{"password": "geheim-1234"}, {"database": "nowhere"}, {"username": "nobody"}]
)
def test_a_store_that_will_not_have_us_ends_with_2(
    server: str, wrong: dict[str, Any], tmp_path: Path
) -> None:
    """
    A wrong password, database or user is configuration: nothing is judged, and what was wrong is told without a secret.
    """
    url = sa.make_url(server).set(**wrong)
    said = tekigo(
        "run", "--store", url.render_as_string(hide_password=False), "--out", str(tmp_path / "results")
    )
    assert said.returncode == 2
    assert "cannot be used" in said.stderr
    assert "Traceback" not in said.stderr
    assert not (tmp_path / "results").exists()
    assert str(url.password) not in said.stderr


def test_a_schema_that_is_there_already_is_not_touched(server: str) -> None:
    """
    A store is never lent over what somebody else has there.
    """
    name = secrets.token_hex(4)
    lent = lend(server, name)
    with pytest.raises(UnusableStoreError, match="exists"):
        lend(server, name)
    lent.remove()
