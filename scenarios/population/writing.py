"""
Files of a population: written under another name, renamed when whole, and a manifest last of all.

A folder with a manifest holds exactly what the manifest says. A call that was interrupted leaves no manifest, and the
next one replaces what it finds.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import msgspec
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from harness.words.causes import of_system
from harness.words.errors import ConfigurationError, Where
from scenarios.population.digest import Digest
from scenarios.population.digits import CODES, INDIVIDUAL
from scenarios.population.fit_words import notice
from scenarios.population.order import FORMATS, Order

LAYOUT = 1
"""Version of the manifest and of the columns' meaning."""

ROW_GROUP = 1 << 17
Progress = Callable[[int], None]


class Manifest(msgspec.Struct, frozen=True):
    """
    What a folder holds and how to make it again.
    """

    layout: int
    synthetic: bool
    notice: str
    name: str
    title: str
    marginals: dict[str, str]
    """The files of the marginals with their SHA-256."""
    seed: int
    day: str
    residents: int
    households: int
    shard: str
    first: int
    last: int
    columns: list[str]
    format: str
    provable: bool
    number_ranges: dict[str, str]
    files: dict[str, dict[str, Any]]
    events_year: int | None = None
    digest: str | None = None
    column_digests: dict[str, str] | None = None


def manifest_name(suffix: str) -> str:
    """
    The name of the manifest of a part.
    """
    return f"manifest{suffix}.json"


def written(order: Order, progress: Progress, more: Callable[[Path], dict[str, dict[str, Any]]]) -> Manifest:
    """
    Write what is ordered and give the manifest. `more` writes further files into the folder that it is given, and
    describes them; all take their places together.
    """
    with _said(order.out):
        order.out.mkdir(parents=True, exist_ok=True)
        stage = _cleared(order)
        name = f"residents{order.shard.suffix}.{order.format}"
        digest = Digest() if order.digest else None
        try:
            stage.mkdir()
            files = {name: _residents(order, stage / name, progress, digest)}
            files |= more(stage)
            manifest = _manifest(order, files, digest)
            for each in files:
                (stage / each).replace(order.out / each)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        with _whole(order.out / manifest_name(order.shard.suffix)) as file:
            file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
    return manifest


@contextmanager
def _said(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigurationError(
            f"ファイルを書き込めない：{of_system(error).ja}",
            f"the files cannot be written: {of_system(error).en}",
            code="output",
            where=Where(file=str(out)),
            hint=(
                "完成したように見えるものは残していない。空きを作るか--outで別のフォルダを示し、もう一度実行する。",
                "Nothing that looks whole was left. Make room or name another folder with --out, and call again.",
            ),
        ) from None


def _cleared(order: Order) -> Path:
    """
    Remove what an earlier call for the same part left, whole or not, and give the folder to work in. Other parts of the
    same population may be written into the output folder at this moment.
    """
    suffix = order.shard.suffix
    stage = order.out / f"residents{suffix}.partial"
    shutil.rmtree(stage, ignore_errors=True)
    for form in FORMATS:
        (order.out / f"residents{suffix}.{form}.partial").unlink(missing_ok=True)
    (order.out / f"{manifest_name(suffix)}.partial").unlink(missing_ok=True)
    # Without its manifest an old part is not whole any more, whatever happens next; then its files go, too.
    old = order.out / manifest_name(order.shard.suffix)
    if not old.exists():
        return stage
    try:
        names = list(msgspec.json.decode(old.read_bytes(), type=Manifest).files)
    except msgspec.MsgspecError:
        names = []
    old.unlink()
    for name in names:
        if Path(name).name == name:
            (order.out / name).unlink(missing_ok=True)
    return stage


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def described(path: Path, rows: int) -> dict[str, Any]:
    """
    What the manifest says of a file.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"rows": rows, "bytes": path.stat().st_size, "sha256": digest}


def _residents(order: Order, path: Path, progress: Progress, digest: Digest | None) -> dict[str, Any]:
    first, last = order.shard.rows(order.population.residents)

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in order.population.batches(first, last, order.columns):
            if digest is not None:
                digest.add(batch)
            yield batch
            progress(batch.num_rows)

    write(batches(), path, order.format, _schema(order))
    return described(path, last - first)


def _schema(order: Order) -> pa.Schema:
    one = next(order.population.batches(0, 1, order.columns))
    return one.schema


def write(batches: Iterator[pa.RecordBatch], path: Path, file_format: str, schema: pa.Schema) -> None:
    """
    Write batches of one schema as one file, whole or not at all.
    """
    with _whole(path) as file:
        {"parquet": _parquet, "ndjson": _ndjson, "csv": _csv}[file_format](batches, file, schema)


def _parquet(batches: Iterator[pa.RecordBatch], file: IO[bytes], schema: pa.Schema) -> None:
    with pq.ParquetWriter(file, schema, compression="zstd", store_schema=True) as writer:
        held: list[pa.RecordBatch] = []
        for batch in batches:
            held.append(batch)
            if sum(each.num_rows for each in held) >= ROW_GROUP:
                writer.write_table(pa.Table.from_batches(held), row_group_size=ROW_GROUP * 2)
                held = []
        if held:
            writer.write_table(pa.Table.from_batches(held), row_group_size=ROW_GROUP * 2)


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in batch.columns]
    return pa.RecordBatch.from_arrays(columns, batch.schema.names)


def _csv(batches: Iterator[pa.RecordBatch], file: IO[bytes], schema: pa.Schema) -> None:
    fields = [
        pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in schema
    ]
    with pyarrow.csv.CSVWriter(file, pa.schema(fields)) as writer:
        for batch in batches:
            writer.write_batch(_plain(batch))


def _ndjson(batches: Iterator[pa.RecordBatch], file: IO[bytes], _schema: pa.Schema) -> None:
    encoder = msgspec.json.Encoder()
    for batch in batches:
        file.write(encoder.encode_lines(batch.to_pylist()))


def _manifest(order: Order, files: dict[str, dict[str, Any]], digest: Digest | None) -> Manifest:
    population = order.population
    first, last = order.shard.rows(population.residents)
    return Manifest(
        layout=LAYOUT,
        synthetic=True,
        notice=notice(provable=population.provable, language="en"),
        name=population.marginals.name,
        title=population.marginals.title,
        marginals={
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in population.marginals.files
        },
        seed=population.seed,
        day=population.day.isoformat(),
        residents=population.residents,
        households=population.layout.households,
        shard=f"{order.shard.number}/{order.shard.count}",
        first=first,
        last=last,
        columns=list(order.columns),
        format=order.format,
        provable=population.provable,
        number_ranges={"individual_number": str(INDIVIDUAL), "resident_record_code": str(CODES)},
        files=files,
        events_year=order.events,
        digest=digest.hexdigest() if digest is not None else None,
        column_digests=digest.columns() if digest is not None else None,
    )
