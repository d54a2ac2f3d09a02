"""
A populated folder read back: what its manifests say, and its rows, whatever the form.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet as pq

from harness.words.causes import of_shape, of_system
from harness.words.errors import ResultsError, Where
from scenarios.population.edges import DATES, TYPES
from scenarios.population.writing import LAYOUT, Manifest

AGAIN = ("人口を作り直す。", "Make the population again.")


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
    if any(after.first < before.last for before, after in pairwise(parts)):
        raise ResultsError(
            "このフォルダには同じ住民を含む部分が重なっている",
            "the parts in this folder overlap: some residents are in two of them",
            code="population-folder",
            where=Where(file=str(folder)),
            hint=("分割の仕方ごとに別のフォルダへ書き出す。", "Write each division to a folder of its own."),
        )
    for path, manifest in found:
        for name, said in manifest.files.items():
            file = folder / name
            if Path(name).name != name or not _as_described(file, said):
                raise ResultsError(
                    f"ファイル{name}は{path.name}に記されたものと異なる",
                    f"the file {name} is not the one that {path.name} describes",
                    code="population-folder",
                    where=Where(file=str(file)),
                    hint=AGAIN,
                )
    return parts


def _as_described(file: Path, said: Mapping[str, Any]) -> bool:
    try:
        if file.stat().st_size != said.get("bytes"):
            return False
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest() == said.get("sha256")
    except OSError:
        return False


class _Layout(msgspec.Struct):
    """
    What tells versions apart, whatever else a manifest holds.
    """

    layout: int


def _manifest(path: Path) -> Manifest:
    try:
        content = path.read_bytes()
        layout = msgspec.json.decode(content, type=_Layout).layout
        manifest = msgspec.json.decode(content, type=Manifest) if layout == LAYOUT else None
    except (OSError, msgspec.MsgspecError) as error:
        cause = of_system(error) if isinstance(error, OSError) else of_shape(error)
        raise ResultsError(
            f"目録を読み取れない：{cause.ja}",
            f"the manifest cannot be read: {cause.en}",
            code="population-folder",
            where=Where(file=str(path)),
            hint=AGAIN,
        ) from None
    if manifest is None:
        raise ResultsError(
            f"目録の様式は{layout}で、この版が知るのは{LAYOUT}である",
            f"the manifest has the layout {layout}, and this version knows {LAYOUT}",
            code="population-folder",
            where=Where(file=str(path)),
            hint=(
                "それを作った版で読むか、この版で作り直す。",
                "Read it with the version that made it, or make it again with this one.",
            ),
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
    try:
        return _table(path, form, columns, kinds)
    except (pa.ArrowException, OSError, KeyError) as error:
        raise ResultsError(
            f"ファイルを読み取れない。別の版で作られたか、書き換えられている：{_first_line(error)}",
            f"the file cannot be read; another version made it, or it was changed: {_first_line(error)}",
            code="population-folder",
            where=Where(file=str(path)),
            hint=AGAIN,
        ) from None


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]


def _table(
    path: Path, form: str, columns: Sequence[str], kinds: Mapping[str, pa.DataType] | None
) -> pa.Table:
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
