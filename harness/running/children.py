"""
Child processes of a run: started with a pipe, heard until they say where they listen, ended by their id.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from typing import IO, Any

from harness.words.causes import of_system
from harness.words.errors import ConnectError

START_BOUND_S = 20.0
STOP_BOUND_S = 5.0

WATCH = """
import os, signal, sys, threading
def watch():
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(5)
    os._exit(0)
if __name__ == "__main__":
    threading.Thread(target=watch, daemon=True).start()
"""
"""Begins the program of a child: it ends when whoever started it ends, however that ended."""

SERVE = (
    WATCH
    + """
    import json, socket, uvicorn
    from importlib import import_module
    module, attribute, descriptor = sys.argv[1:]
    app = getattr(import_module(module), attribute)
    listening = socket.socket(proto=socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    with os.fdopen(int(descriptor), "w") as hello:
        hello.write(json.dumps({"url": url}) + "\\n")
    uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listening])
"""
)
"""Serves ``module attribute`` at a free port and says so at a descriptor of its own: stdout is the vendor's."""

MODULE = (
    WATCH + "    import runpy\n    runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)\n"
)
"""Runs a module as ``python -m`` does."""


class Child:
    """
    A service started as a child process, which says where it listens with a JSON object that has the key ``says``.

    It is said on stdout, or with ``apart`` at a descriptor whose number is added to the command. Nothing else that
    it prints is waited for: a service may log as much as it likes.
    """

    def __init__(
        self,
        what: tuple[str, str],
        command: Sequence[str],
        environment: dict[str, str],
        *,
        says: str = "url",
        apart: bool = False,
    ) -> None:
        self.what = what
        self.says = says
        self._heard, said = os.pipe()
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in stop()
        try:
            self.process = subprocess.Popen(
                [*command, str(said)] if apart else list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL if apart else said,
                stderr=self._errors,
                env=environment,
                pass_fds=(said,) if apart else (),
            )
        except OSError as error:
            os.close(self._heard)
            self._errors.close()
            why = of_system(error)
            raise ConnectError(
                f"{what[0]}を起動できない：{why.ja}",
                f"{what[1]} cannot be started: {why.en}",
                code="child-missing",
            ) from error
        finally:
            os.close(said)

    def hello(self) -> dict[str, Any]:
        """
        What it said. Raises ConnectError with the child's own last words where it ends or keeps silent.
        """
        said = self._said()
        if said is not None:
            threading.Thread(target=_drain, args=(self._heard,), daemon=True).start()
            return said
        ended = self.process.poll() is not None
        if not ended:
            self.process.kill()
            self.process.wait()
        os.close(self._heard)
        self._errors.seek(0)
        words = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        self.stop()
        raise ConnectError(
            f"{self.what[0]}が起動しなかった：{words[-1] if words else '何も出力しない'}",
            f"{self.what[1]} did not start: {words[-1] if words else 'it said nothing'}",
            code="child-silent",
        )

    def _said(self) -> dict[str, Any] | None:
        """
        The first line that is a JSON object with the key, within the bound of starting; others are a banner.
        """
        pending = b""
        deadline = time.monotonic() + START_BOUND_S
        with selectors.DefaultSelector() as selector:
            selector.register(self._heard, selectors.EVENT_READ)
            while (left := deadline - time.monotonic()) > 0 and selector.select(timeout=left):
                chunk = os.read(self._heard, 65536)
                *lines, pending = (pending + chunk).split(b"\n")
                for line in lines:
                    found = _object(line)
                    if self.says in found:
                        return found
                if not chunk:
                    # A child that hung up is about to end; its last words are complete only then.
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        self.process.wait(timeout=max(0.0, deadline - time.monotonic()))
                    return None
        return None

    def stop(self) -> None:
        """
        End this process and no other; one that does not end when asked is killed.
        """
        with contextlib.suppress(OSError):
            if self.process.stdin is not None:
                self.process.stdin.close()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=STOP_BOUND_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._errors.close()


def module_command(module: str, *words: str) -> list[str]:
    """
    The command that runs one of our own modules as a child that does not outlive its parent.
    """
    return [sys.executable, "-c", MODULE, module, *words]


def _object(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _drain(descriptor: int) -> None:
    """
    Read whatever else is said, to nowhere, until the child hangs up.
    """
    try:
        while os.read(descriptor, 65536):
            continue
    finally:
        os.close(descriptor)
