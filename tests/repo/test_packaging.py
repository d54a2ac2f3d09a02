"""
What is built holds everything that a checkout holds, at the same paths.
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
POINTS = [
    pytest.param(target, id=f"{group}:{name}")
    for group, points in (
        PROJECT["project"]["entry-points"] | {"console_scripts": PROJECT["project"]["scripts"]}
    ).items()
    for name, target in points.items()
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    A wheel built from this tree, without a network.
    """
    out = tmp_path_factory.mktemp("wheel")
    code = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", code, str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = out.glob("tekigo-*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(built: Path) -> set[str]:
    """
    The paths in the wheel.
    """
    return set(zipfile.ZipFile(built).namelist())


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The Python of a new environment with the wheel in it, and no way back to this checkout.

    Its libraries are those of this environment. The path entry of the editable installation stands in a `.pth` file
    there, and Python does not read `.pth` files of a folder that was itself added by one.
    """
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    site = subprocess.run(
        [python, "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    zipfile.ZipFile(built).extractall(site)
    Path(site, "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def test_the_installed_command_finds_its_data(installed: Path, tmp_path: Path) -> None:
    """
    From an empty folder, without the checkout, the installed command lists the whole catalogue.
    """
    code = (
        "import sys, harness; print(harness.__file__, file=sys.stderr);"
        "from harness.cli.main import main; sys.argv = ['tekigo', 'requirements', 'list']; main()"
    )
    done = subprocess.run(
        [installed, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert str(ROOT) not in done.stderr
    assert "REL-001" in done.stdout
    assert "RET-003" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_wheel_holds_every_file_of_the_rooms(wheel: set[str]) -> None:
    """
    Every file of a room that git knows is in the wheel at its own path: code, features, tables, templates, documents.
    """
    rooms = PROJECT["tool"]["hatch"]["build"]["only-include"]
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *rooms], cwd=ROOT, capture_output=True, text=True, check=True
    )
    tracked = {path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()}
    assert tracked
    assert tracked <= wheel


def test_the_wheel_holds_nothing_else(wheel: set[str]) -> None:
    """
    No test, no result and no cache gets into the wheel.
    """
    rooms = tuple(f"{room}/" for room in PROJECT["tool"]["hatch"]["build"]["only-include"])
    strays = {path for path in wheel if not path.startswith(rooms) and ".dist-info/" not in path}
    assert strays == set()
    assert {path for path in wheel if "__pycache__" in path} == set()


@pytest.mark.parametrize("target", POINTS)
def test_every_entry_point_leads_to_something(target: str) -> None:
    """
    What pyproject.toml announces can be imported.
    """
    module, _, attribute = target.partition(":")
    found = import_module(module)
    assert not attribute or hasattr(found, attribute)


def asked_for() -> dict[str, set[str]]:
    """
    The groups of entry points that the harness looks into, and the names that it writes out.
    """
    asking = re.compile(r'(?:found|_load)\("tekigo\.(\w+)"[^)]*\)(?:\.get\("([\w-]+)"\)|\["([\w-]+)"\])?')
    asked: dict[str, set[str]] = {}
    for path in ROOT.glob("harness/**/*.py"):
        for group, *names in asking.findall(path.read_text(encoding="utf-8")):
            asked.setdefault(f"tekigo.{group}", set()).update(filter(None, names))
    return asked


def test_every_door_is_one_that_is_used() -> None:
    """
    The harness looks into every group of entry points that is announced, and into no other; what it asks for by name
    is announced under that name.
    """
    announced = {group: set(points) for group, points in PROJECT["project"]["entry-points"].items()}
    asked = asked_for()
    assert set(asked) == set(announced)
    assert {
        group: names - announced[group] for group, names in asked.items() if names - announced[group]
    } == {}
    assert asked["tekigo.reports"] == announced["tekigo.reports"]
    assert asked["tekigo.wordings"] == announced["tekigo.wordings"]


def test_there_are_registries_that_must_earn_nothing() -> None:
    """
    Beside the reference stand the lawful ones and the empty ones, which the proof finds by their names.
    """
    registries = set(PROJECT["project"]["entry-points"]["tekigo.registries"])
    assert {name for name in registries if not name.startswith("empty-")} == {
        "reference", "lawful-unhurried", "lawful-otherwise",
    }  # fmt: skip
    assert {name for name in registries if name.startswith("empty-")} == {
        "empty-null", "empty-always-200", "empty-echo", "empty-refuse-everything",
        "empty-accept-everything-tell-nobody",
    }  # fmt: skip


@pytest.mark.parametrize(("group", "name"), [("tekigo.fakes", "app"), ("tekigo.defects", "defects")])
def test_everything_that_is_found_by_name_is_announced(group: str, name: str) -> None:
    """
    Every fake, and every collection of deliberate defects, has its entry point: an unannounced one would never run.
    """
    found = [*ROOT.glob(f"fakes/*/{name}.py"), *ROOT.glob(f"fakes/*/{name}/__init__.py")]
    if group == "tekigo.defects":
        found += [*ROOT.glob("registry/defects.py"), *ROOT.glob("registry/defects/__init__.py")]
    modules = {str(path.relative_to(ROOT)).removesuffix("/__init__.py").removesuffix(".py") for path in found}
    announced = {target.partition(":")[0] for target in PROJECT["project"]["entry-points"][group].values()}
    assert {module.replace("/", ".") for module in modules} <= announced
