"""
The small wheel does its work where nothing else of ours is: built, installed, and used from an empty folder.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
KIT = ROOT / "kit"
DATA = ROOT / "scenarios" / "population" / "data"
FORMS = ("ndjson", "csv", "parquet")


def run(*arguments: str | Path, cwd: Path) -> str:
    """
    What a program of this Python prints; its failure is the test's.
    """
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A folder with what the wheel holds and nothing else, built and installed without a network.
    """
    home = tmp_path_factory.mktemp("kit")
    shutil.copytree(KIT, home / "source", ignore=shutil.ignore_patterns("__pycache__"))
    offline = "--disable-pip-version-check -q install --no-deps --no-index --no-build-isolation --no-compile"
    run("-m", "pip", *offline.split(), "--target", home / "target", home / "source", cwd=home)
    return home / "target"


@pytest.fixture(scope="module")
def populations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """
    The same 200 residents and their year in every form.
    """
    home = tmp_path_factory.mktemp("populations")
    order = (
        "import sys; from contextlib import suppress; from harness.cli.main import main\n"
        "for form in sys.argv[1:]:\n"
        "    sys.argv = 'tekigo populate --preset wako --residents 200 --events 2026'.split()\n"
        "    sys.argv += ['--format', form, '--out', form]\n"
        "    with suppress(SystemExit): main()"
    )
    run("-c", order, *FORMS, cwd=home)
    return {form: home / form for form in FORMS}


def _told_again(texts: dict[str, str], rows: str) -> dict[str, str]:
    """
    A folder with other residents, and a manifest that names their bytes: as another program might have made it.
    """
    manifest = json.loads(texts["manifest.json"])
    raw = rows.encode()
    manifest["files"]["residents.ndjson"] |= {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
    return {**texts, "residents.ndjson": rows, "manifest.json": json.dumps(manifest)}


@pytest.fixture(scope="module")
def wrong(populations: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[Path, str]:
    """
    Folders that cannot be used, and what must be said of each.
    """
    home = tmp_path_factory.mktemp("wrong")
    texts = {path.name: path.read_text(encoding="utf-8") for path in populations["ndjson"].iterdir()}
    manifest, rows = texts["manifest.json"], texts["residents.ndjson"]
    fewer = rows.replace('"relationship_codes"', '"some_other_things_"')
    two = rows.replace('"relationship_codes":"12"', '"relationship_codes":"02"')
    hidden = rows.replace('{"resident":0,', '["resident",0,')
    cases: dict[str, tuple[dict[str, str], str]] = {
        "nowhere": ({}, "no such folder"),
        "unfinished": ({"residents.ndjson": rows}, "no manifest.json"),
        "foreign": ({"manifest.json": '{"name": "x"}'}, "not a manifest of tekigo populate"),
        "garbled": ({"manifest.json": "{"}, "cannot be read"),
        "cut": ({"manifest.json": manifest, "residents.ndjson": rows[:-100]}, "not as long as its manifest"),
        "gone": ({"manifest.json": manifest}, "missing"),
        "columns": (_told_again(texts, fewer), "lacks relationship_codes"),
        "changed": (_told_again(texts, two), "not one householder"),
        "broken": (_told_again(texts, hidden), "not a file of tekigo populate"),
    }
    assert two != rows
    for form, folder in populations.items():
        for begins in ("residents", "newcomers-2026"):
            other = home / f"flipped-{form}-{begins}"
            shutil.copytree(folder, other)
            raw = bytearray((other / f"{begins}.{form}").read_bytes())
            raw[len(raw) // 2] ^= 1
            (other / f"{begins}.{form}").write_bytes(raw)
            cases[other.name] = {}, "(SHA-256)"
    for name, (files, _) in cases.items():
        for file, text in files.items():
            (home / name).mkdir(exist_ok=True)
            (home / name / file).write_text(text, encoding="utf-8")
    return {home / name: expected for name, (_, expected) in cases.items()}


@pytest.fixture(scope="module")
def answer(
    target: Path,
    populations: dict[str, Path],
    wrong: dict[Path, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Any]:
    """
    What the vendor's program drew in an empty folder, with the wheel and the libraries of this environment alone.

    Their folders are put on the path by hand, so that no `.pth` file leads back to this checkout.
    """
    home = tmp_path_factory.mktemp("vendor")
    (home / "empty").mkdir()
    script = shutil.copy(Path(__file__).with_name("drawing.py"), home)
    words = [str(script), *map(str, populations.values()), *map(str, wrong)]
    start = (
        f"import sys, runpy; sys.path += {[str(target), sysconfig.get_path('purelib')]!r}; sys.argv = {words!r};"
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    drawn: dict[str, Any] = json.loads(run("-I", "-S", "-c", start, cwd=home / "empty"))
    return drawn


def belonging(*files: str) -> set[tuple[str, str]]:
    """
    Names with a reading that the tables give them.
    """
    pairs = set()
    for file in files:
        with (DATA / file).open(encoding="utf-8", newline="") as lines:
            pairs |= {(row["name"], row["reading"]) for row in csv.DictReader(lines)}
    return pairs


FAMILY = belonging("family_names.csv", "unusual_family_names.csv", "foreign_names.csv")
GIVEN = belonging("given_names.csv", "foreign_names.csv")


def assert_coherent(household: dict[str, Any]) -> None:
    """
    One householder, one address, as many members as they say, and readings that belong to the names.
    """
    members = household["members"]
    assert [each["resident"] for each in members if each["relationship"] == "世帯主"] == [
        household["householder"]
    ]
    assert {each["household_size"] for each in members} == {len(members)}
    for shared in ("household_number", "postal_code", "town", "lot"):
        assert len({each[shared] for each in members}) == 1
    for each in members:
        assert (each["family_name"], each["family_name_kana"]) in FAMILY
        assert (each["given_name"], each["given_name_kana"]) in GIVEN
        assert each["name"] == f"{each['family_name']}　{each['given_name']}"
        assert each["reading"] == f"{each['family_name_kana']}　{each['given_name_kana']}"


def test_what_is_drawn_belongs_together(answer: dict[str, Any]) -> None:
    """
    Each household that is drawn is whole, with one householder and with readings of its names.
    """
    assert len({household["householder"] for household in answer["drawn"]}) > 20
    for household in [*answer["drawn"], *answer["ndjson"], answer["large"], answer["arrival"]]:
        assert_coherent(household)
    assert len(answer["large"]["members"]) >= 4
    assert answer["arrival"]["householder"] >= 200
    assert "2026-01-01" <= answer["days"][0] <= answer["days"][1]


def test_every_form_says_the_same(answer: dict[str, Any]) -> None:
    """
    NDJSON, CSV and Parquet give the same residents, of the same types, and every one of the 200.
    """
    assert sum(len(household["members"]) for household in answer["ndjson"]) == 200
    assert answer["csv"] == answer["ndjson"]
    assert answer["parquet"] == answer["ndjson"]


def test_the_same_seed_draws_the_same(answer: dict[str, Any]) -> None:
    """
    The provider draws by the chance of its Faker, which a seed repeats.
    """
    assert answer["first"] == answer["again"]
    assert len(set(answer["first"])) > 10


def test_a_failure_becomes_small(answer: dict[str, Any]) -> None:
    """
    Hypothesis shrinks to the first household of the smallest size that still fails.
    """
    sizes = [len(household["members"]) for household in answer["ndjson"]]
    assert sizes == sorted(sizes)
    assert answer["smallest"] == answer["ndjson"][0]
    assert answer["family"] == answer["ndjson"][sizes.index(3)]
    assert answer["child"] < 18


def test_nothing_else_of_ours_is_needed(answer: dict[str, Any], target: Path) -> None:
    """
    The kit is the installed one, no room is imported, and arrays only where the file is Parquet.
    """
    assert answer["from"].startswith(str(target))
    assert answer["rooms"] == []
    assert "pyarrow" in answer["rooms_after_parquet"]
    installed = {path.relative_to(target).parts[0] for path in target.rglob("*") if path.is_file()}
    assert installed == {"tekigo_kit", "tekigo_kit-0.1.0.dist-info"}
    assert (target / "tekigo_kit" / "py.typed").is_file()


def test_what_cannot_be_used_is_refused_with_a_way_out(
    answer: dict[str, Any], wrong: dict[Path, str]
) -> None:
    """
    A folder that is missing, unfinished, foreign, cut short, changed, without columns or with a bit turned is refused.
    """
    for (folder, expected), said in zip(wrong.items(), answer["refusals"], strict=True):
        assert expected in said
        assert str(folder) in said


def test_the_kit_names_what_it_imports() -> None:
    """
    Beyond the standard library the kit imports only what its extras name.
    """
    project = tomllib.loads((KIT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {
        re.split(r"[<>=]", each)[0].replace("-", "_")
        for named in project["optional-dependencies"].values()
        for each in named
    }
    imported = set()
    for path in KIT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Import(names=names):
                    imported |= {alias.name.split(".")[0] for alias in names}
                case ast.ImportFrom(module=str(module)):
                    imported.add(module.split(".")[0])
                case ast.Call(func=ast.Name(id="import_module"), args=[ast.Constant(value=str(module))]):
                    imported.add(module.split(".")[0])
    assert imported - set(sys.stdlib_module_names) - {"tekigo_kit"} == extras
    assert project["dependencies"] == []
