"""
A run: one worker process per lane, followed live, and what came of it.
"""

from __future__ import annotations

import json
import os
import secrets
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from msgspec import Struct

from harness.evidence.events import lanes as event_files, read
from harness.judgement.catalogue import Catalogue
from harness.judgement.fold import Tally, tally
from harness.running.entries import features_folder
from harness.running.job import VARIABLE, Job, to_environment
from harness.running.statement import Statement
from harness.running.stores import lent
from harness.words.errors import ConfigurationError, ExitCode, HarnessFault, UsageError

Progress = Callable[[dict[str, Any]], None]
INNER = Path(__file__).with_name("inner.ini")


class Ended(Struct, frozen=True):
    """
    A run that came to its end: where it is written, its exit code, and the faults that workers told, if any.
    """

    folder: Path
    exit_code: int
    tally: Tally
    faults: list[str]


def new_run_id() -> str:
    """
    The id of a run: when it was started by the wall, and four random bytes.
    """
    return f"{datetime.now().astimezone():%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"


def check(statement: Statement, selection: list[str], jobs: int, catalogue: Catalogue) -> None:
    """
    What can be refused before anything starts. Raises UsageError, ConfigurationError or CatalogueError.
    """
    if jobs < 1:
        raise UsageError(f"-j {jobs}: at least one lane is needed")
    if statement.connect.kind == "http" and jobs > 1:
        raise UsageError(
            f"-j {jobs} needs a registry per lane, and one address was given",
            code="one-address",
            hint="Leave -j out, or let the instrument start the registry (app:…, process).",
        )
    catalogue.select(selection)


def perform(  # noqa: PLR0913 - what a run depends on, each by name
    statement: Statement,
    *,
    out: Path,
    selection: list[str],
    language: str,
    jobs: int,
    progress: Progress,
    overrides: dict[str, list[str]] | None = None,
    features: Path | None = None,
    run: str | None = None,
    thin: list[str] | None = None,
) -> Ended:
    """
    Carry out a run and fold its events. ``out`` is where result folders go; the run makes its own inside.

    Raises what ``check`` raises, and ConfigurationError where the result folder or the store cannot be used.
    """
    root = features or features_folder()
    catalogue = Catalogue.load(root / "requirements")
    check(statement, selection, jobs, catalogue)
    run = run or new_run_id()
    with lent(statement, run, jobs, progress) as (told, stores):
        folder = _folder(out, run)
        key = secrets.token_hex(32)
        workers = [
            Worker(
                Job(
                    run,
                    lane,
                    jobs,
                    str(folder),
                    told,
                    language,
                    selection,
                    str(root / "requirements"),
                    key,
                    overrides or {},
                    thin,
                    store,
                ),
                root,
            )
            for lane, store in enumerate(stores)
        ]
        try:
            faults = _follow(workers, progress)
        finally:
            for worker in workers:
                worker.stop()
    counted = tally(read(event_files(folder)))
    if faults:
        # A breach that was seen stays one, whatever broke afterwards; the run is then incomplete as well.
        failed = counted.exit_code(catalogue) == int(ExitCode.NON_CONFORMANT)
        code = int(ExitCode.NON_CONFORMANT) if failed else max(code for code, _ in faults)
        return Ended(folder, code, counted, [message for _, message in faults])
    if counted.planned == 0:
        message = f"no scenario belongs to {', '.join(selection) or 'the catalogue'}: nothing was tested"
        return Ended(folder, 2, counted, [message])
    return Ended(folder, counted.exit_code(catalogue), counted, [])


def _folder(out: Path, run: str) -> Path:
    folder = out / run
    try:
        (folder / "events").mkdir(parents=True)
    except OSError as error:
        raise ConfigurationError(
            f"the result folder {folder} cannot be made: {error.strerror}",
            code="out-folder",
            hint="Use --out.",
        ) from error
    return folder


class Worker:
    """
    One lane's process with its progress pipe.
    """

    def __init__(self, job: Job, features: Path) -> None:
        self.job = job
        read_end, write_end = os.pipe()
        self.pipe: IO[bytes] = os.fdopen(read_end, "rb", buffering=0)
        self.pending = b""
        self.told: dict[str, Any] | None = None
        self.done = False
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        environment[VARIABLE] = to_environment(
            Job(**{name: getattr(job, name) for name in job.__struct_fields__} | {"progress": write_end})
        )
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
            pass_fds=(write_end,),
            stdout=self.errors,
            stderr=self.errors,
            stdin=subprocess.DEVNULL,
        )
        os.close(write_end)

    def lines(self) -> list[dict[str, Any]]:
        """
        What the worker said since the last call; ``done`` once it hung up.
        """
        chunk = os.read(self.pipe.fileno(), 65536)
        self.done = not chunk
        *whole, self.pending = (self.pending + chunk).split(b"\n")
        return [json.loads(line) for line in whole]

    def ended(self) -> tuple[int, str] | None:
        """
        How the worker ended, if not as it should: exit code and message.
        """
        code = self.process.wait()
        if self.told is not None:
            return int(self.told["exit"]), str(self.told["message"])
        if code in (0, 1, 5):  # passed, some scenario did not pass, none for this lane
            return None
        self.errors.seek(0)
        said = self.errors.read().decode("utf-8", "replace").strip().splitlines()
        words = [line.removeprefix("ERROR: ") for line in said if line.startswith("ERROR: ")] or said[-1:]
        exit_code = 2 if code == 4 else 3
        return exit_code, "\n".join(words) or f"the worker of lane {self.job.lane} ended with {code}"

    def stop(self) -> None:
        """
        End this worker, if it still runs, and release its files.
        """
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        self.pipe.close()
        self.errors.close()


def _follow(workers: list[Worker], progress: Progress) -> list[tuple[int, str]]:
    """
    Pass on what the workers say until all have hung up; give back their faults.
    """
    with selectors.DefaultSelector() as selector:
        for worker in workers:
            selector.register(worker.pipe, selectors.EVENT_READ, worker)
        while selector.get_map():
            for key, _ in selector.select():
                worker = key.data
                if not isinstance(worker, Worker):
                    raise HarnessFault("the selector holds something that is no worker")
                for line in worker.lines():
                    if line["kind"] == "fault":
                        worker.told = line
                    progress(line)
                if worker.done:
                    selector.unregister(worker.pipe)
    return [fault for worker in workers if (fault := worker.ended()) is not None]
