"""
Writes the reports of a result folder beside its events. A file is whole or it is the one from before.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import msgspec

from harness.evidence import manifest
from reports import RENDERERS
from reports.fold import read_run
from reports.model import Run
from reports.summary import summary
from reports.texts import Language


def write(folder: Path, language: Language) -> list[Path]:
    """
    Read the folder and write every report into it; gives the paths written.

    Raises ResultsError where the folder cannot be read as results.
    """
    return write_run(read_run(folder), language)


def write_run(run: Run, language: Language) -> list[Path]:
    """
    Write every report of a run that was read already.
    """
    texts = {name: render(run, language) for name, render in RENDERERS.items()}
    texts["summary.json"] = msgspec.json.encode(summary(run)).decode("utf-8") + "\n"
    paths = [_written(run.folder / name, text) for name, text in texts.items()]
    manifest.write(run.folder, run.started.run)
    return paths


def _written(path: Path, text: str) -> Path:
    """
    Write beside and rename, so that no reader ever sees half a report.
    """
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return path
