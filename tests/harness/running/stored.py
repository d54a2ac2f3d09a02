"""
The command, for tests that run it with a store.
"""

from __future__ import annotations

import subprocess
import sys


def tekigo(*words: str) -> subprocess.CompletedProcess[str]:
    """
    Run the command and give what it said.
    """
    return subprocess.run(
        [sys.executable, "-m", "harness.cli.main", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
