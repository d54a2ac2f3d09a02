"""
Runs that several tests read, made once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.fold import read_run
from reports.model import Run
from tests.reports import runs


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    The result folder of the run that contains every verdict that events can give, with hostile names.
    """
    return runs.every_verdict(tmp_path_factory.mktemp("results") / "run-1", hostile=True)


@pytest.fixture(scope="session")
def every(folder: Path) -> Run:
    """
    That run, read.
    """
    return read_run(folder, runs.CATALOGUE)
