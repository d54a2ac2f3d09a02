"""
A call that the system breaks off, in a process of its own: by a signal, by a limit; and what the next call makes of it.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scenarios.population.test_bad_input import populate

BROKEN_OFF = """
import os, resource, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # Whoever started the tests may have let it be ignored.
from harness.cli.main import main
from scenarios.population.population import Population

whole = Population.batches

def batches(self, *given, **named):
    for number, batch in enumerate(whole(self, *given, **named)):
        yield batch
        if batch.num_rows > 1:
            {what}

Population.batches = batches
sys.argv = "tekigo populate --preset wako --residents 400 --format {form} --out out".split() + {more}
main()
"""


def broken_off(folder: Path, what: str, form: str = "ndjson", *more: str) -> subprocess.CompletedProcess[str]:
    """
    A call in which something happens while the residents are written.
    """
    program = BROKEN_OFF.format(what=what, form=form, more=list(more))
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


def files(folder: Path) -> list[str]:
    """
    What lies in a folder.
    """
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("form", ["ndjson", "csv", "parquet"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interrupted_call_leaves_nothing(tmp_path: Path, name: str, form: str) -> None:
    """
    Ctrl-C and SIGTERM end with 130 and a sentence that fits this command; nothing is left, and the next call is whole.
    """
    done = broken_off(tmp_path, f"os.kill(os.getpid(), {getattr(signal, name).value})", form, "--lang", "en")
    assert (done.returncode, "nothing half done was left" in done.stderr) == (130, True), done.stderr
    assert "Traceback" not in done.stderr
    assert files(tmp_path / "out") == []


def test_a_killed_call_is_done_anew(tmp_path: Path) -> None:
    """
    After SIGKILL there is one folder of a name that says what it is, no manifest and no file of residents.
    """
    done = broken_off(tmp_path, f"os.kill(os.getpid(), {signal.SIGKILL.value})")
    assert done.returncode == -signal.SIGKILL
    assert files(tmp_path / "out") == ["residents.partial"]
    populate(tmp_path / "out", file_format="csv")
    assert files(tmp_path / "out") == ["manifest.json", "residents.csv"]


@pytest.mark.parametrize("form", ["ndjson", "csv", "parquet"])
def test_a_file_that_may_grow_no_further(tmp_path: Path, form: str) -> None:
    """
    The system's own refusal to write is told with the folder and what to do, in Japanese too.
    """
    done = broken_off(tmp_path, "pass", form, "--columns", "all")
    assert done.returncode == 0
    limited = "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))"
    done = broken_off(tmp_path, limited, form, "--columns", "all")
    assert done.returncode == 2, done.stderr
    assert "ファイルを書き込めない" in done.stderr
    assert "--out" in done.stderr
    assert files(tmp_path / "out") == []


def test_a_year_that_cannot_be_written_leaves_no_residents(tmp_path: Path) -> None:
    """
    Residents written before the events broke off do not stay: all files take their places together.
    """
    from scenarios.population import door

    def broken(*_: object) -> dict[str, dict[str, object]]:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "year_written", broken)
        with pytest.raises(Exception, match="cannot be written"):
            populate(tmp_path / "out", events=2026)
    assert files(tmp_path / "out") == []


def test_parts_may_be_written_at_the_same_time(tmp_path: Path) -> None:
    """
    A part that begins leaves alone what another part is writing into the same folder.
    """
    other = tmp_path / "residents-2-of-3.partial"
    other.mkdir()
    (other / "residents-2-of-3.ndjson.partial").write_bytes(b"half")
    populate(tmp_path, shard="1/3")
    assert files(tmp_path) == ["manifest-1-of-3.json", "residents-1-of-3.ndjson", other.name]
    assert files(other) == ["residents-2-of-3.ndjson.partial"]
    populate(tmp_path, shard="2/3")
    assert json.loads((tmp_path / "manifest-2-of-3.json").read_text("utf-8"))["first"] == 166
