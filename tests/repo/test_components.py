"""
What a missing system component means to a test, here and in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
NEEDS_ONE = """
import pytest

@pytest.mark.requires("chromium")
def test_needs_one():
    pass
"""


def outcome_of(folder: Path, text: str, *, ci: str) -> subprocess.CompletedProcess[str]:
    """
    Run one test file in a folder of its own, on a system where no program is found.
    """
    shutil.copy(CONFTEST, folder)
    (folder / "test_it.py").write_text(text, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = requires(component): x\n", encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "CI"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "-rs"],
        cwd=folder,
        env=environment | {"PATH": str(folder), "CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_missing_component_skips_with_the_reason(tmp_path: Path) -> None:
    """
    Outside CI a test that needs a missing component is skipped and the reason is printed.
    """
    done = outcome_of(tmp_path, NEEDS_ONE, ci="")
    assert done.returncode == 0, done.stdout
    assert "1 skipped" in done.stdout
    assert "no Chromium is installed" in done.stdout


@pytest.mark.parametrize(
    "text",
    [NEEDS_ONE, "import pytest\npytest.skip('no such tool', allow_module_level=True)\n"],
    ids=["a test", "a whole file"],
)
def test_a_skip_fails_in_ci(tmp_path: Path, text: str) -> None:
    """
    In CI no skip passes, of a test or of a whole file.
    """
    done = outcome_of(tmp_path, text, ci="true")
    assert done.returncode != 0
    assert "skipped in CI" in done.stdout
    assert "skipped" not in done.stdout.splitlines()[-1]


def test_an_unknown_component_is_refused(tmp_path: Path) -> None:
    """
    A misspelt component stops the run instead of asking for nothing.
    """
    done = outcome_of(tmp_path, NEEDS_ONE.replace("chromium", "cromium"), ci="")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "cromium" in done.stderr
