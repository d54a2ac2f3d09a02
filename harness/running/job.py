"""
A job: what one worker process is asked to do. The parent writes it as JSON and hands it over in the environment.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from msgspec import Struct

from harness.running.statement import Statement
from harness.words.errors import HarnessFault

VARIABLE = "TEKIGO_JOB"


class Job(Struct, frozen=True, forbid_unknown_fields=True):
    """
    One lane's work. ``key`` is the run's masking key (hex); it is never written. ``progress`` is an inherited pipe.

    ``thin``: of each table of examples only a few rows are played.
    ``repeat``: the plan is carried out ``repeats`` times, each on lanes of its own; this is number ``repeat``, from 0.
    ``store``: the bundled registry's own store for this lane, with its password if it has one.
    ``orders``: an inherited pipe; the worker then plays the rounds that are ordered there, in place of everything once.
    """

    run: str
    lane: int
    lanes: int
    folder: str
    statement: Statement
    language: str
    selection: list[str]
    catalogue: str
    key: str
    overrides: dict[str, list[str]] = {}
    thin: bool = False
    store: str | None = None
    orders: int | None = None
    progress: int | None = None
    repeat: int = 0
    repeats: int = 1

    @property
    def number(self) -> int:
        """
        The lane's number among all lanes of all repeats.
        """
        return self.repeat * self.lanes + self.lane

    @property
    def events(self) -> Path:
        """
        The lane's file of events.
        """
        return Path(self.folder) / "events" / f"{self.number}.ndjson"


def to_environment(job: Job) -> str:
    """
    The job as the value of its environment variable.
    """
    return msgspec.json.encode(job).decode("utf-8")


def from_environment() -> Job | None:
    """
    The job of this process, if it was given one; it is taken out of the environment, so that no child inherits it.
    """
    text = os.environ.pop(VARIABLE, None)
    if text is None:
        return None
    try:
        return msgspec.json.decode(text, type=Job)
    except msgspec.DecodeError as error:
        raise HarnessFault(
            f"このワーカーへの指示を読み取れない：{error}",
            f"the job of this worker cannot be read: {error}",
            code="job",
        ) from error
