"""
The store of a run: chosen by its URL, a lane's own, gone afterwards, and refused with a reason that holds no password.
"""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from harness.running.statement import Statement, parse_connect
from harness.running.stores import lent
from harness.words.errors import ConfigurationError, ExitCode, UsageError
from tests.harness.running.stored import tekigo

PASSWORD = "geheim-1234"


def test_a_file_per_lane_and_none_afterwards(tmp_path: Path) -> None:
    """
    Two lanes beside one file get two files of their own, which are gone when the run has ended; the file named stays.
    """
    named = tmp_path / "register.db"
    named.write_bytes(b"somebody's")
    statement = Statement(parse_connect("reference"), store=f"sqlite:///{named}")
    with lent(statement, "r", 2, print) as (told, urls):
        assert told.store == statement.store
        assert len(set(urls)) == 2
        assert len(list(tmp_path.iterdir())) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["register.db"]
    assert named.read_bytes() == b"somebody's"


def test_another_registry_keeps_its_own_store() -> None:
    """
    A store for a registry that is not ours is refused before anything starts.
    """
    for sut in ("http://127.0.0.1:1", "app:a:b", "entry:empty-null"):
        with (
            pytest.raises(UsageError, match="bundled"),
            lent(Statement(parse_connect(sut), store="sqlite://"), "r", 1, print),
        ):
            pass


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (f"mysql://u:{PASSWORD}@127.0.0.1/x", "neither sqlite:// nor postgresql://"),
        (f"u:{PASSWORD}@127.0.0.1", "no SQLAlchemy URL"),
        ("sqlite:////no/such/folder/x.db", "No such file"),
        (f"postgresql://u:{PASSWORD}@127.0.0.1:CLOSED/x", "refused"),
        (f"postgresql://u@127.0.0.1:CLOSED/x?password={PASSWORD}", "refused"),
    ],
)
def test_a_store_that_cannot_be_used_is_told_without_its_password(url: str, why: str) -> None:
    """
    The reason stands in the error, the password in none of its forms.
    """
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = url.replace("CLOSED", str(taken.getsockname()[1]))
        statement = Statement(parse_connect("reference"), store=url)
        with pytest.raises(ConfigurationError) as caught, lent(statement, "r", 1, print):
            pass
    said = caught.value.describe()
    assert why in said
    assert PASSWORD not in said
    assert caught.value.exit_code == ExitCode.USAGE_OR_CONFIGURATION


def test_the_command_tells_which_store_was_used(tmp_path: Path) -> None:
    """
    The last line of --json names the store, in memory where nothing was said, and a file where one was.
    """
    words = ("run", "--select", "LINK-007", "--json", "--out", str(tmp_path / "results"))
    said = tekigo(*words)
    assert json.loads(said.stdout.splitlines()[-1])["store"] == "sqlite://"
    url = f"sqlite:///{tmp_path}/register.db"
    said = tekigo(*words, "--store", url, "--sut", "process")
    assert json.loads(said.stdout.splitlines()[-1])["store"] == url
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def test_the_command_ends_with_2_where_nobody_serves_the_store(tmp_path: Path) -> None:
    """
    Exit code 2, no result folder, and the password nowhere in what was said.
    """
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"postgresql://u:{PASSWORD}@127.0.0.1:{taken.getsockname()[1]}/x"
        said = tekigo("run", "--store", url, "--json", "--out", str(tmp_path / "results"))
    assert said.returncode == 2
    assert "refused" in said.stderr
    assert PASSWORD not in said.stdout + said.stderr
    assert "Traceback" not in said.stderr
    assert not (tmp_path / "results").exists()
