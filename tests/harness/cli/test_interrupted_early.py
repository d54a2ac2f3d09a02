"""
Ctrl-C while a command is still importing what it needs.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from harness.cli.interrupts import was_interrupted

PROGRAM = """
import importlib.abc, os, signal, sys
from harness.cli.start import main

class Interrupting(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == {module!r}:
            try:
                os.kill(os.getpid(), {number})
                for _ in range(1000):
                    pass  # Python takes notice between two steps.
            except KeyboardInterrupt as stop:
                raise {raised}
        return None

signal.signal(signal.SIGINT, signal.default_int_handler)  # Whoever started the tests may have let it be ignored.
sys.meta_path.insert(0, Interrupting())
sys.argv = ["tekigo", *{words}]
main()
"""
POPULATE = ["populate", "--preset", "wako", "--residents", "10", "--out", "out"]
REACHED = [
    *(
        (["run", "--select", "SEC-001"], module)
        for module in ("typer", "harness.cli.main", "harness.cli.run")
    ),
    *((POPULATE, module) for module in ("rich.console", "harness.cli.populate", "numpy", "pyarrow")),
    *(
        ([command], f"harness.cli.{command}")
        for command in ("town", "report", "verify", "prove", "requirements")
    ),
]


def interrupted(
    folder: Path, words: list[str], module: str, number: int, raised: str
) -> subprocess.CompletedProcess[str]:
    """
    A command that gets a signal just when it imports a module.
    """
    program = PROGRAM.format(module=module, number=number, words=words, raised=raised)
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize(("words", "module"), REACHED, ids=[f"{words[0]}-{m}" for words, m in REACHED])
@pytest.mark.parametrize(
    "raised", ["stop", "ImportError('half a module') from stop"], ids=["plain", "disguised"]
)
def test_an_interrupt_during_import_is_no_traceback(
    tmp_path: Path, words: list[str], module: str, raised: str
) -> None:
    """
    Every command ends with 130 and one sentence, also where a library makes another error of the interrupt.
    """
    done = interrupted(tmp_path, [*words, "--lang", "en"], module, signal.SIGINT, raised)
    assert (done.returncode, done.stderr.count("\n")) == (130, 1), done.stderr
    assert done.stderr.startswith("interrupted")
    assert not list(tmp_path.glob("out/*"))


def test_being_asked_to_end_is_the_same(tmp_path: Path) -> None:
    """
    SIGTERM in the first moment is told like Ctrl-C, in Japanese without --lang.
    """
    done = interrupted(tmp_path, POPULATE, "typer", signal.SIGTERM, "stop")
    assert (done.returncode, done.stderr) == (130, "中断した。まだ何も始めていない。\n")


def test_an_error_without_interrupt_is_none() -> None:
    """
    Only an error with an interrupt behind it counts as one, and a circle of causes ends.
    """
    error, other = ValueError(), ValueError()
    error.__context__, other.__context__ = other, error
    assert not was_interrupted(error)
    assert not was_interrupted(None)
    other.__context__ = KeyboardInterrupt()
    assert was_interrupted(error)
