"""
The pytest plugin. Does nothing, and imports nothing, until ``--tekigo`` is given.

With it, ``pytest features/card/handover.feature`` collects the scenarios of that file, runs them against the bundled
registry and a fresh town, and names failures by feature and line. ``tekigo run`` uses the same plugin in its workers.
"""

from __future__ import annotations

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
    if config.getoption("--tekigo"):
        from harness.running.collecting import Collecting  # noqa: PLC0415 - imports nothing until asked for

        config.pluginmanager.register(Collecting(config), "tekigo-collecting")
