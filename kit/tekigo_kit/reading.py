"""
The folder as rows. What was not made whole by `tekigo populate` is refused before a row is used.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from tekigo_kit.errors import PopulationError
from tekigo_kit.people import Value

LAYOUT = 1
NUMBERS = ("resident", "household_size", "position", "age", "event", "household")
"""Columns that are numbers; CSV does not say so itself."""


def manifest_of(folder: Path) -> Mapping[str, Any]:
    """
    The manifest of a folder, which `tekigo populate` writes last.
    """
    if not folder.is_dir():
        raise PopulationError(
            f"{folder}: no such folder. Make one: tekigo populate --preset wako --residents 2000 "
            f"--format ndjson --out {folder}"
        )
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PopulationError(
            f"{folder}: no manifest.json in it, so it was not made by tekigo populate or not finished. Make it again."
        ) from None
    except (OSError, ValueError) as reason:
        raise PopulationError(f"{folder / 'manifest.json'}: cannot be read ({reason}).") from None
    if not (
        isinstance(manifest, dict)
        and isinstance(manifest.get("files"), dict)
        and all(isinstance(each, dict) for each in manifest["files"].values())
        and "number_ranges" in manifest
        and manifest.get("layout") == LAYOUT
    ):
        raise PopulationError(
            f"{folder / 'manifest.json'}: not a manifest of tekigo populate in layout {LAYOUT}, the one this version "
            "of tekigo-kit reads. Make the folder with the tekigo of the same version."
        )
    return manifest


def rows_of(folder: Path, name: str, expected: Mapping[str, Any], most: int) -> list[dict[str, Value]]:
    """
    The first rows of one file, at most so many.
    """
    path = folder / name
    if not path.is_file() or path.stat().st_size != expected.get("bytes"):
        raise PopulationError(f"{path}: missing, or not as long as its manifest says. Make the folder again.")
    try:
        with path.open("rb") as file:
            # Once for each reading, and far quicker than it: a byte changed in a name would otherwise go unnoticed.
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != expected.get("sha256"):
            raise PopulationError(
                f"{path}: not the bytes that its manifest names (SHA-256): it was changed since it was made. "
                "Make the folder again with the same tekigo populate; the same seed gives the same people."
            )
        return [dict(row) for row in islice(_rows(path, most), most)]
    except (OSError, ValueError, TypeError, csv.Error) as reason:
        if isinstance(reason, PopulationError):
            raise
        raise PopulationError(f"{path}: not a file of tekigo populate ({reason}).") from None


def _rows(path: Path, most: int) -> Iterator[Mapping[str, Value]]:
    match path.suffix:
        case ".ndjson":
            with path.open(encoding="utf-8") as lines:
                yield from map(json.loads, lines)
        case ".csv":
            with path.open(encoding="utf-8", newline="") as lines:
                yield from map(_typed, csv.DictReader(lines))
        case ".parquet":
            yield from _parquet(path, most)
        case other:
            raise PopulationError(f"{path}: {other} is none of .ndjson, .csv and .parquet.")


def _typed(row: Mapping[str, str]) -> Mapping[str, Value]:
    return {column: int(text) if column in NUMBERS and text else text or None for column, text in row.items()}


def _parquet(path: Path, most: int) -> Iterator[Mapping[str, Value]]:
    try:
        parquet = import_module("pyarrow.parquet")
    except ImportError:
        raise PopulationError(
            f"{path}: Parquet needs pyarrow. Install tekigo-kit[parquet], or populate with --format ndjson."
        ) from None
    batches: Iterable[Any] = parquet.ParquetFile(path).iter_batches(batch_size=min(most, 4096))
    for batch in batches:
        for row in batch.to_pylist():
            yield {
                column: each.isoformat() if isinstance(each, date) else each for column, each in row.items()
            }
