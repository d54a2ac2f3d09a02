"""
The pytest plugin. Does nothing, and imports nothing, until ``--tekigo`` is given and an argument leads to a feature.

With both, ``pytest features/card/handover.feature`` collects the scenarios of that file, runs them against the bundled
registry and a fresh town, and names failures by feature and line. ``tekigo run`` uses the same plugin in its workers.
"""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    The one switch.
    """
    parser.addoption(
        "--tekigo", action="store_true", default=False, help="run .feature files as conformance scenarios"
    )


def pytest_configure(config: pytest.Config) -> None:
    """
    Bring in the rest where it was asked for.
    """
    if config.getoption("--tekigo") and any(leads_to_features(config, each) for each in config.args):
        from harness.running.collecting import Collecting  # noqa: PLC0415 - imports nothing until asked for

        config.pluginmanager.register(Collecting(config), "tekigo-collecting")


def leads_to_features(config: pytest.Config, argument: str) -> bool:
    """
    Whether an argument of pytest is a feature file, a scenario in one, or a folder with a feature somewhere inside.
    """
    path = Path(config.invocation_params.dir, argument.partition("::")[0])
    return path.suffix == ".feature" or (path.is_dir() and any(path.rglob("*.feature")))
