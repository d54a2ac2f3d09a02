"""
Child processes of a run: started with a pipe, heard once, ended by their id.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from typing import IO, Any

from harness.words.errors import ConnectError

START_BOUND_S = 20.0


class Child:
    """
    A service started as a child process that says where it listens on its first line (one JSON object).
    """

    def __init__(self, what: str, command: Sequence[str], environment: dict[str, str]) -> None:
        self.what = what
        # Not pipes that nobody reads: a service that logs much would wait for a reader.
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in stop()
        self.process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment,
        )

    def hello(self) -> dict[str, Any]:
        """
        The first line. Raises ConnectError with the child's own words where it ends or keeps silent.
        """
        said = self._said()
        if said is not None:
            threading.Thread(target=self._drain, daemon=True).start()
            return said
        self.process.kill()
        self._errors.seek(0)
        told = (self._errors.read().decode("utf-8", "replace").strip().splitlines() or ["it said nothing"])[
            -1
        ]
        self.stop()
        raise ConnectError(f"{self.what} did not start: {told}", code="child-silent")

    def _said(self) -> dict[str, Any] | None:
        """
        The first line that is a JSON object, within the bound of starting; other lines are somebody's banner.
        """
        if self.process.stdout is None:
            return None
        descriptor, pending = self.process.stdout.fileno(), b""
        deadline = time.monotonic() + START_BOUND_S
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while selector.select(timeout=max(0.0, deadline - time.monotonic())):
                chunk = os.read(descriptor, 65536)
                *lines, pending = (pending + chunk).split(b"\n")
                for line in lines:
                    with contextlib.suppress(ValueError):
                        said = json.loads(line)
                        if isinstance(said, dict):
                            return said
                if not chunk or time.monotonic() >= deadline:
                    return None
        return None

    def _drain(self) -> None:
        """
        Read whatever else the child says, to nowhere.
        """
        with contextlib.suppress(OSError, ValueError):
            while self.process.stdout is not None and os.read(self.process.stdout.fileno(), 65536):
                continue

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
        self._errors.close()
