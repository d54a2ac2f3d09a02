"""
A populated folder with a year of events, ready to be played: residents, newcomers and events as plain rows.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from harness.words.errors import ResultsError, Where
from scenarios.population.columns import CORE
from scenarios.population.events.newcomers import ARRIVING
from scenarios.population.events.year import COLUMNS
from scenarios.population.more_columns import DEAR
from scenarios.population.reading import manifests, table

Row = dict[str, Any]
NEEDED = (*CORE, *DEAR)


class Folder(NamedTuple):
    """
    What a replay needs of a folder. ``day`` is the first day of the year.
    """

    name: str
    day: str
    municipality: str
    residents: list[Row]
    newcomers: dict[int, Row]
    events: list[Row]


def residents_of(folder: Path) -> list[Row]:
    """
    All residents of a folder, with every column.
    """
    parts = manifests(folder)
    first = parts[0]
    refuse(
        folder,
        first.provable,
        (
            "番号が誰のものでもなく、どのシステムも受け付けない",
            "its numbers belong to nobody, and no registry takes them",
        ),
        ("--provableを外す。", "Leave out --provable."),
    )
    missing = [column for column in NEEDED if any(column not in part.columns for part in parts)]
    refuse(
        folder,
        bool(missing),
        (f"列{missing[:1]}が書き出されていない", f"the column {missing[:1]} was not written"),
        ("--columns allで作る。", "Populate with --columns all."),
    )
    names = [(part.format, name) for part in parts for name in part.files if name.startswith("residents")]
    return [row for form, name in names for row in table(folder / name, form, NEEDED).to_pylist()]


def read(folder: Path) -> Folder:
    """
    Read a folder. Raises ResultsError where it is not a whole population with a year, and says what to do.
    """
    parts = manifests(folder)
    first = parts[0]
    again = (
        "--columns all --events YEARを付け、--shardを付けずに作り直す。",
        "Populate once more with --columns all --events YEAR and without --shard.",
    )
    refuse(
        folder,
        len(parts) > 1 or first.last - first.first != first.residents,
        ("人口の一部である", "it is a part of a population"),
        again,
    )
    refuse(folder, first.events_year is None, ("一年の異動がない", "there is no year of events in it"), again)
    found = residents_of(folder)
    refuse(folder, not found, ("誰も住んでいない", "nobody lives in it"), again)
    year, form = first.events_year, first.format
    newcomers = table(folder / f"newcomers-{year}.{form}", form, (*CORE, *ARRIVING)).to_pylist()
    events = table(folder / f"events-{year}.{form}", form, tuple(COLUMNS), dict(COLUMNS)).to_pylist()
    towns = {row["municipality_code"] for row in found}
    refuse(
        folder,
        len(towns) != 1,
        ("住民が二つ以上の市区町村に住んでいる", "its residents live in more than one municipality"),
        ("一つの市の既定の人口を使う。", "Take a preset of one city."),
    )
    return Folder(
        name=first.name,
        day=first.day,
        municipality=towns.pop(),
        residents=found,
        newcomers={row["resident"]: row for row in newcomers},
        events=sorted(events, key=lambda each: int(each["event"])),
    )


def refuse(folder: Path, wrong: bool, why: tuple[str, str], hint: tuple[str, str]) -> None:
    """
    Raise ResultsError where something is wrong with a folder.
    """
    if wrong:
        raise ResultsError(
            f"この人口は再生できない：{why[0]}",
            f"this population cannot be played: {why[1]}",
            code="population-folder",
            where=Where(file=str(folder)),
            hint=hint,
        )
