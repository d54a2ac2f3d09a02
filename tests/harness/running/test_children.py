"""
Children of a run: what they print holds nobody up, and they end when whoever started them ends.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.running import children
from harness.running.children import Child, module_command
from harness.running.run import Ended
from harness.words.errors import ConnectError

LOUD = """
import sys
sys.stdout.write('banner\\n[1]\\n{"a": 1}\\n{"url": "here"}\\n' + 'x\\n' * 10**6)
sys.stdout.flush()
"""


def python(program: str, *, apart: bool = False) -> Child:
    """
    A child that runs a program.
    """
    return Child(("子", "the child"), [sys.executable, "-c", program], dict(os.environ), apart=apart)


def test_a_banner_and_a_long_log_hold_nobody_up() -> None:
    """
    The hello is the first object with the key, and all that follows is read to nowhere.
    """
    child = python(LOUD)
    assert child.hello() == {"url": "here"}
    assert child.process.wait(timeout=10) == 0
    child.stop()


def test_a_child_that_ends_says_why() -> None:
    """
    The last line of its stderr is in the message.
    """
    with pytest.raises(ConnectError) as caught:
        python("import sys;sys.stderr.write('first\\nno licence\\n');sys.exit(1)").hello()
    assert "no licence" in caught.value.describe()


@pytest.mark.parametrize("program", ["print('{', end='', flush=True)", "pass"])
def test_a_child_that_never_says_a_whole_line_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    """
    Half a line, or none, is bounded like silence.
    """
    monkeypatch.setattr(children, "START_BOUND_S", 1.0)
    began = time.monotonic()
    with pytest.raises(ConnectError):
        python(f"import threading\n{program}\nthreading.Event().wait(30)").hello()
    assert time.monotonic() - began < 5


def test_a_missing_program_is_told() -> None:
    """
    An interpreter that is not there is a connect error, not a traceback.
    """
    with pytest.raises(ConnectError):
        Child(("app:x:y", "app:x:y"), ["/nonexistent/python"], {})


def test_a_child_that_ignores_the_request_to_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    SIGTERM ignored: after the bound the child is killed.
    """
    monkeypatch.setattr(children, "STOP_BOUND_S", 0.5)
    child = python(
        "import signal,threading;signal.signal(signal.SIGTERM,signal.SIG_IGN);"
        'print(\'{"url":"x"}\',flush=True);threading.Event().wait(30)'
    )
    child.hello()
    child.stop()
    assert child.process.returncode == -signal.SIGKILL


def test_a_child_ends_with_its_parent() -> None:
    """
    When the pipe to its standard input is closed, a module that watches nothing ends all the same.
    """
    child = subprocess.Popen(
        module_command("http.server", "--bind", "127.0.0.1", "0"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline() != b""
    child.stdin.close()
    child.wait(timeout=10)
    child.stdout.close()


def test_an_application_that_prints_much_is_judged_like_any_other(
    run: Callable[..., Ended], features: Path
) -> None:
    """
    Banner at import and 64 kB per request on either stream: the run ends without a fault.
    """
    ended = run("app:tests.harness.running.talkative:app", features=features)
    assert ended.faults == []
    assert ended.tally.port_faults == 0
    assert set(ended.tally.scenarios.values()) == {"passed"}
