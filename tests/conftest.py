"""
What every test shares: components of the system that a test may need, and what their absence means.

Locally a test that needs what is not there is skipped and says why. In CI (`CI` set) nothing may be skipped: there the
project's own files were asked to install everything, so a skip is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Generator
from functools import cache

import pytest


def _find(*programs: str) -> str | None:
    return next((found for program in programs if (found := shutil.which(program))), None)


def _no_chromium() -> str | None:
    return None if _find("chromium", "chromium-browser", "google-chrome") else "no Chromium is installed"


def _no_japanese_font() -> str | None:
    listing = _find("fc-list")
    if listing is None:
        return "no fc-list is installed, so no Japanese font can be found"
    found = subprocess.run(
        [listing, ":lang=ja", "family"], capture_output=True, text=True, check=False, timeout=60
    )
    return None if found.stdout.strip() else "no font with Japanese letters is installed"


COMPONENTS: dict[str, Callable[[], str | None]] = {
    "chromium": _no_chromium,
    "japanese-font": _no_japanese_font,
}
"""Each component and a function that gives the reason why it cannot be used, or nothing."""


@cache
def missing(component: str) -> str | None:
    """
    Why a component cannot be used here, or None; looked up once in a run.
    """
    return COMPONENTS[component]()


def in_ci() -> bool:
    """
    Whether this is CI, by the convention that `CI` is set to something other than false.
    """
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


LONG = (
    "stores/test_crash.py",
    "stores/test_verdicts.py",
    "harness/cli/test_refusals.py",
    "harness/running/test_blame.py",
    "harness/running/test_from_outside.py",
    "harness/running/test_lawful.py",
    "harness/running/test_tls.py",
    "harness/running/test_repeat.py",
    "harness/running/test_hostile.py",
    "harness/running/test_prove.py",
    "harness/running/test_modes.py",
    "fakes/test_openapi.py",
    "reports/test_page.py",
    "registry/test_generated_requests.py",
)
"""Files whose tests take long, the longest first: dealt first, lest one worker plays the last of them alone."""


def _turn(item: pytest.Item) -> int:
    return next(
        (turn for turn, name in enumerate(LONG) if item.path.as_posix().endswith(f"tests/{name}")), len(LONG)
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Long files first. Refuse a component nobody defined: a misspelt name would otherwise ask for nothing.
    """
    items.sort(key=_turn)
    for item in items:
        for mark in item.iter_markers("requires"):
            unknown = [name for name in mark.args if name not in COMPONENTS]
            if unknown or not mark.args:
                raise pytest.UsageError(
                    f"{item.nodeid}: requires({', '.join(unknown) or 'nothing'}); known are {', '.join(COMPONENTS)}"
                )


def pytest_runtest_setup(item: pytest.Item) -> None:
    """
    Skip a test whose component is missing, with the reason.
    """
    for mark in item.iter_markers("requires"):
        reasons = [reason for name in mark.args if (reason := missing(name))]
        if reasons:
            pytest.skip(f"{'; '.join(reasons)} (make test installs it as root on Debian)")


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if in_ci() and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"skipped in CI, where everything must be installed: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """
    In CI, turn the skip of a test into a failure.
    """
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """
    In CI, turn the skip of a whole file into a failure.
    """
    report = yield
    _forbid_skip(report)
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """
    The path of the system's Chromium; mark the test `requires("chromium")`.
    """
    found = _find("chromium", "chromium-browser", "google-chrome")
    assert found, "mark the test with @pytest.mark.requires('chromium')"
    return found
