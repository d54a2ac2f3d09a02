"""
Child processes of a run: started with a pipe, heard once, ended by their id.
"""

from __future__ import annotations

import contextlib
import json
import selectors
import subprocess
import time
from collections.abc import Sequence
from typing import Any

from harness.words.errors import ConnectError

START_BOUND_S = 20.0


class Child:
    """
    A service started as a child process that says where it listens on its first line (one JSON object).
    """

    def __init__(self, what: str, command: Sequence[str], environment: dict[str, str]) -> None:
        self.what = what
        self.process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )

    def hello(self) -> dict[str, Any]:
        """
        The first line. Raises ConnectError with the child's own words where it ends or keeps silent.
        """
        line = self._line()
        try:
            said = json.loads(line)
        except ValueError:
            said = None
        if isinstance(said, dict):
            return said
        self.stop()
        stderr = self.process.stderr.read().decode("utf-8", "replace") if self.process.stderr else ""
        told = (stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise ConnectError(f"{self.what} did not start: {told}", code="child-silent")

    def _line(self) -> bytes:
        if self.process.stdout is None:
            return b""
        deadline = time.monotonic() + START_BOUND_S
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if selector.select(timeout=max(0.0, deadline - time.monotonic())):
                return bytes(self.process.stdout.readline())
        return b""

    def stop(self) -> None:
        """
        End this process and no other.
        """
        with contextlib.suppress(OSError):
            if self.process.stdin is not None:
                self.process.stdin.close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
