"""
Workers: one process per lane on a leash, heard through a pipe, and followed until all have hung up.

A worker is in a session of its own, so that Ctrl-C reaches only its parent, which then ends it in order. However the
parent ends, the pipe breaks, and the worker notices and ends as well.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any

import msgspec
from msgspec import Struct

from harness.evidence.undivided import UNDIVIDED
from harness.running.job import VARIABLE, Job, to_environment
from harness.words.errors import HarnessFault

Progress = Callable[[dict[str, Any]], None]
INNER = Path(__file__).with_name("inner.ini")
MOST_LANES = 256
"""More at once are a slip of the finger: each is a process with a registry and a town."""

END_BOUND_S = 12.0
"""So long a worker may take to write its end and to end its children, each of which has a bound of its own."""


class Told(Struct, frozen=True):
    """
    A fault that a worker told, or that its end tells: exit code, message, and whose it is.
    """

    exit: int
    message: str
    blame: str = "instrument"


class Worker:
    """
    One lane's process with its progress pipe; with ``ordered`` also a pipe for orders, which ``order`` writes to.
    """

    def __init__(self, job: Job, features: Path, *, ordered: bool = False) -> None:
        self.job = job
        given: dict[str, int] = {}
        self._orders: IO[bytes] | None = None
        if ordered:
            given["orders"], orders_end = os.pipe()
            self._orders = os.fdopen(orders_end, "wb", buffering=0)
        read_end, write_end = os.pipe()
        self.pipe: IO[bytes] = os.fdopen(read_end, "rb", buffering=0)
        self.pending = b""
        self.told: dict[str, Any] | None = None
        self.done = False
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        environment[VARIABLE] = to_environment(msgspec.structs.replace(job, progress=write_end, **given))
        command = [sys.executable, "-P", "-m", "pytest", "-c", str(INNER), "--rootdir", str(features.parent)]
        command += [
            "-p",
            "pytest_bdd.plugin",
            "-p",
            "harness.plugin",
            "-p",
            "no:cacheprovider",
            "-q",
            str(features),
        ]
        self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in stop()
        self.process = subprocess.Popen(
            command,
            env=environment,
            pass_fds=(write_end, *given.values()),
            stdout=self.errors,
            stderr=self.errors,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        for inherited in (write_end, *given.values()):
            os.close(inherited)

    def order(self, line: bytes | None) -> None:
        """
        Give one order, or with None say that no more will come.
        """
        if self._orders is None:
            raise HarnessFault("このワーカーは指示を受け付けない", "this worker takes no orders")
        with contextlib.suppress(BrokenPipeError):  # It ended by itself; how, is told at its end.
            if line is None:
                self._orders.close()
            else:
                self._orders.write(line + b"\n")

    def lines(self) -> list[dict[str, Any]]:
        """
        What the worker said since the last call; ``done`` once it hung up.
        """
        chunk = os.read(self.pipe.fileno(), 65536)
        self.done = not chunk
        *whole, self.pending = (self.pending + chunk).split(b"\n")
        return [json.loads(line) for line in whole]

    def ended(self) -> Told | None:
        """
        How the worker ended, if not as it should.
        """
        code = self.process.wait()
        if self.told is not None:
            return Told(
                int(self.told["exit"]), str(self.told["message"]), str(self.told.get("blame", "instrument"))
            )
        if code in (0, 1, 5):  # passed, some scenario did not pass, none for this lane
            return None
        self.errors.seek(0)
        said = self.errors.read().decode("utf-8", "replace").strip().splitlines()
        words = [line.removeprefix("ERROR: ") for line in said if line.startswith("ERROR: ")] or said[-1:]
        lane, japanese = self.job.number, self.job.language == "ja"
        if code < 0 and japanese:
            return Told(
                3, f"系列{lane}のワーカーがシグナル{-code}で終わった。それまでに書かれたものは有効である"
            )
        if code < 0:
            return Told(
                3, f"the worker of lane {lane} was ended by signal {-code}; what it had written counts"
            )
        ended = (
            f"系列{lane}のワーカーが{code}で終わった"
            if japanese
            else f"the worker of lane {lane} ended with {code}"
        )
        return Told(2 if code == 4 else 3, "\n".join(words) or ended)

    def interrupt(self) -> None:
        """
        Ask it to write its end and to end.
        """
        if self.process.poll() is None:
            self.process.terminate()

    def stop(self, bound_s: float = 0.0) -> None:
        """
        End this worker, if it still runs after the bound, and release its files.
        """
        if bound_s and self.process.poll() is None:
            try:
                self.process.wait(timeout=bound_s)
            except subprocess.TimeoutExpired:
                self.process.kill()
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=END_BOUND_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self._orders is not None:
            with contextlib.suppress(BrokenPipeError):
                self._orders.close()
        self.pipe.close()
        self.errors.close()


def follow(jobs: Sequence[Job], features: Path, at_once: int, progress: Progress) -> tuple[list[Told], bool]:
    """
    Start the jobs, ``at_once`` side by side, and pass on what the workers say until all have hung up.

    Gives their faults, and whether the run was interrupted: then no further job was started, and those under way were
    asked to end.
    """
    waiting = deque(jobs)
    workers: list[Worker] = []
    with selectors.DefaultSelector() as selector:
        try:
            while waiting or selector.get_map():
                while waiting and len(selector.get_map()) < at_once:
                    workers.append(worker := Worker(waiting.popleft(), features))
                    selector.register(worker.pipe, selectors.EVENT_READ, worker)
                for key, _ in selector.select():
                    if _heard(key.data, progress):
                        selector.unregister(key.fileobj)
            return [fault for worker in workers if (fault := worker.ended()) is not None], False
        except KeyboardInterrupt:
            for worker in workers:
                worker.interrupt()
            until = time.monotonic() + END_BOUND_S
            for worker in workers:
                worker.stop(max(0.1, until - time.monotonic()))
            return [], True
        finally:
            for worker in workers:
                worker.stop()


def _heard(worker: Any, progress: Progress) -> bool:
    """
    Pass on what a worker said; whether it hung up.
    """
    if not isinstance(worker, Worker):
        raise HarnessFault(
            "待ち受けの対象にワーカーでないものがある", "the selector holds something that is no worker"
        )
    for line in worker.lines():
        if line["kind"] == "fault":
            worker.told = line
        progress(line)
    return worker.done


def on_a_leash(progress: int) -> None:
    """
    In a worker: end in order when asked to (SIGTERM), and when nobody holds the other end of the progress pipe.
    """
    signal.signal(signal.SIGTERM, _interrupted)

    def watch() -> None:
        broken = select.poll()
        broken.register(progress, 0)
        broken.poll()
        os.kill(os.getpid(), signal.SIGTERM)
        # In order if it can; nothing keeps it longer. Children are on a leash of their own.
        threading.Event().wait(END_BOUND_S)
        os._exit(3)

    threading.Thread(target=watch, daemon=True).start()


def _interrupted(_signal: int, _frame: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # Once: the end itself must not be interrupted.
    UNDIVIDED.interrupt()
