"""
What CI runs is what a person runs.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_ci_calls_the_test_command_and_nothing_cleverer() -> None:
    """
    `.ci/run` can be executed, and apart from finding its folder it does one thing: `make test`.
    """
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "exec make test"]
