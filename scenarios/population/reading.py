"""
A populated folder read back: what its manifests say, and its rows, whatever the form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet as pq

from harness.words.errors import ResultsError, Where
from scenarios.population.edges import DATES, TYPES
from scenarios.population.writing import LAYOUT, Manifest


def manifests(folder: Path) -> list[Manifest]:
    """
    The manifests of a folder in the order of their parts; together they must be one population.
    """
    found = [(path, _manifest(path)) for path in sorted(folder.glob("manifest*.json"))]
    if not found:
        raise ResultsError(
            "目録がないので、完成したものがない",
            "there is no manifest, so nothing here is whole",
            code="population-folder",
            where=Where(file=str(folder)),
            hint=(
                "`tekigo populate`が作り終えたフォルダを示す。",
                "Name a folder that `tekigo populate` has finished.",
            ),
        )
    parts = sorted((manifest for _, manifest in found), key=lambda each: each.first)
    first = parts[0]
    if any(
        (m.name, m.seed, m.day, m.residents) != (first.name, first.seed, first.day, first.residents)
        for m in parts
    ):
        raise ResultsError(
            "このフォルダには別々の人口の部分が混ざっている",
            "the parts in this folder are of different populations",
            code="population-folder",
            where=Where(file=str(folder)),
            hint=("人口ごとに別のフォルダへ書き出す。", "Write each population to a folder of its own."),
        )
    for path, manifest in found:
        for name, said in manifest.files.items():
            file = folder / name
            if not file.is_file() or file.stat().st_size != said["bytes"]:
                raise ResultsError(
                    f"ファイル{name}は{path.name}に記されたものと異なる",
                    f"the file {name} is not the one that {path.name} describes",
                    code="population-folder",
                    where=Where(file=str(file)),
                    hint=("人口を作り直す。", "Make the population again."),
                )
    return parts


def _manifest(path: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise ResultsError(
            f"目録を読み取れない：{error}",
            f"the manifest cannot be read: {error}",
            code="population-folder",
            where=Where(file=str(path)),
        ) from None
    if manifest.layout != LAYOUT:
        raise ResultsError(
            f"目録の様式は{manifest.layout}で、この版が知るのは{LAYOUT}である",
            f"the manifest has the layout {manifest.layout}, and this version knows {LAYOUT}",
            code="population-folder",
            where=Where(file=str(path)),
        )
    return manifest


def residents(folder: Path, parts: list[Manifest], columns: Sequence[str]) -> pa.Table:
    """
    Some columns of all residents of a folder.
    """
    missing = [column for column in columns if any(column not in part.columns for part in parts)]
    if missing:
        raise ResultsError(
            f"比較に要る列{missing[0]!r}が書き出されていない",
            f"the column {missing[0]!r} was not written, and the comparison needs it",
            code="population-folder",
            where=Where(file=str(folder)),
            hint=("--columns core又はallで作る。", "Populate with --columns core or all."),
        )
    tables = [
        table(folder / name, part.format, columns)
        for part in parts
        for name in part.files
        if name.startswith("residents")
    ]
    return pa.concat_tables(tables)


def table(
    path: Path, form: str, columns: Sequence[str], kinds: Mapping[str, pa.DataType] | None = None
) -> pa.Table:
    """
    Some columns of one file. ``kinds`` are their types where the file is not one of residents.
    """
    types = dict(kinds or {}) or {
        name: pa.date32() if name in DATES else TYPES.get(name, pa.string()) for name in columns
    }
    if form == "parquet":
        read = pq.read_table(path, columns=list(columns))
    elif form == "csv":
        options = pyarrow.csv.ConvertOptions(
            column_types=types, include_columns=list(columns), strings_can_be_null=True
        )
        return pyarrow.csv.read_csv(path, convert_options=options)
    else:
        parse = pyarrow.json.ParseOptions(
            # Days are text in JSON; the cast below reads them.
            explicit_schema=pa.schema(
                [(name, pa.string() if kind == pa.date32() else kind) for name, kind in types.items()]
            ),
            unexpected_field_behavior="ignore",
        )
        read = pyarrow.json.read_json(path, parse_options=parse)
    return pa.table({name: read[name].cast(kind) for name, kind in types.items()})
