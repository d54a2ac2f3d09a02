"""
`pytest features/….feature` works in a checkout, with no further option, and a failure names feature and line.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = re.compile(r"`pytest (features/\S+\.feature)`")
FEATURE = ROOT / "features" / "card" / "handover.feature"
TRUE, SPOILED = "交付日令和8年7月1日", "交付日令和8年7月2日"


def told() -> str:
    """
    The feature that the readme runs.
    """
    found = COMMAND.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert found, "the readme tells how to run one feature"
    return found[1]


def pytest_on(*arguments: str, temporary: Path) -> subprocess.CompletedProcess[str]:
    """
    What a person types in the checkout.
    """
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        | {"TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_the_feature_of_the_readme_passes(tmp_path: Path) -> None:
    """
    The command of the readme, as it stands there, runs every scenario of the feature, and all pass.
    """
    done = pytest_on(told(), temporary=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    scenarios = (ROOT / told()).read_text(encoding="utf-8").count("シナリオ")
    passed = re.search(r"= (\d+) passed in", done.stdout)
    assert passed
    assert int(passed[1]) >= scenarios > 0


def test_a_failure_names_feature_and_line(tmp_path: Path) -> None:
    """
    A spoiled expectation fails its scenario alone, told by feature, line and clause; expected stands beside observed.
    """
    text = FEATURE.read_text(encoding="utf-8")
    spoiled = tmp_path / "spoiled.feature"
    spoiled.write_text(text.replace(TRUE, SPOILED, 1), encoding="utf-8")
    before = text[: text.index(TRUE)].splitlines()
    (line, title) = [(n, each) for n, each in enumerate(before, 1) if "シナリオ" in each][-1]
    clause = re.findall(r"@([A-Z]+-\d+\.\d+)", before[line - 2])[0]
    # The configuration is named, because the spoiled feature lies outside the checkout.
    chosen = f"{spoiled}::test_line_{line}"
    done = pytest_on("-c", str(ROOT / "pyproject.toml"), chosen, temporary=tmp_path)
    assert done.returncode == 1, f"{title}: {done.stdout}{done.stderr}"
    assert f"spoiled.feature:{line}: failed" in done.stdout
    assert re.search(rf"{re.escape(clause)}: expected .*2026-07-02.* observed .*2026-07-01", done.stdout)
    assert "1 failed" in done.stdout


def test_tests_without_features_load_no_scenario(tmp_path: Path) -> None:
    """
    A test session that runs no feature loads none of the script: it starts as quickly as without the plugin.
    """
    probe = tmp_path / "test_probe.py"
    probe.write_text(
        "import sys\n\ndef test_it():\n    assert not [m for m in sys.modules if m.startswith('scenarios')]\n",
        encoding="utf-8",
    )
    done = pytest_on("-c", str(ROOT / "pyproject.toml"), str(probe), temporary=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not list(tmp_path.glob("tekigo-*"))
