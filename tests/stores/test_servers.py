"""
Servers for the tests are named, and none stands in for another.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stores import engine, programs, servers
from tests.stores.conftest import _served


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (None, ["container", "binaries"]),
        ("binaries", ["binaries"]),
        (" container , url:postgresql://x/y ", ["container", "url:postgresql://x/y"]),
    ],
)
def test_servers_are_named(said: str | None, names: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Without a word both kinds are meant; else exactly those that were named.
    """
    monkeypatch.delenv(servers.VARIABLE, raising=False)
    if said is not None:
        monkeypatch.setenv(servers.VARIABLE, said)
    assert servers.wanted() == names


@pytest.mark.parametrize("said", ["", "docker", "binaries,", "container,binary", "postgresql://x/y"])
def test_a_misspelt_server_stops_the_session(said: str) -> None:
    """
    A name that means nothing is a usage error of the test run, told with the names there are; an ending comma is not.
    """
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "--collect-only",
            str(Path(__file__).parent / "test_store.py"),
        ],
        env={**os.environ, servers.VARIABLE: said},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if said == "binaries,":
        assert done.returncode == 0
    else:
        assert done.returncode == pytest.ExitCode.USAGE_ERROR
        assert "container, binaries" in done.stderr


@pytest.mark.parametrize("name", ["container", "binaries"])
def test_a_server_that_cannot_run_never_becomes_another(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What was named fails with the reason; what is only there by default skips with it, which CI does not accept.
    """
    monkeypatch.setattr(programs, "binaries", lambda: None)
    monkeypatch.setenv(servers.VARIABLE, name)
    with pytest.raises(pytest.fail.Exception, match=f"{name}, which cannot run here"):
        next(_served(name))
    monkeypatch.delenv(servers.VARIABLE)
    with pytest.raises(pytest.skip.Exception, match=f"{name}: "):
        next(_served(name))


def test_an_engine_that_ends_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """
    An engine that does not start is unavailable with its last words, and leaves nothing in the folder of temporaries.
    """
    broken = tmp_path / "dockerd"
    broken.write_text("#!/bin/sh\necho 'no such kernel' >&2\nexit 1\n", encoding="ascii")
    broken.chmod(0o755)
    folder = tmp_path / "t"
    folder.mkdir()
    monkeypatch.setattr(engine, "missing", lambda: None)
    monkeypatch.setattr(engine, "_program", lambda _name: str(broken))
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with pytest.raises(servers.UnavailableError, match="no such kernel"), servers.serving("container"):
        pass
    assert list(folder.iterdir()) == []
